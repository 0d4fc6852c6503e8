import { pageOfList } from '../../models/paged.ts'
import type { SeatRecord } from '../../models/seat.ts'
import { showDay } from '../../server/dates.ts'
import type { Seat } from '../../server/policy/terms.ts'
import { pagesOf } from '../pages.ts'
import { placeWords } from '../words.ts'

/** Members who have not signed in yet, for the officers: to be rung up, or invited again. */
export function notSignedInPage(own: Seat, seats: readonly SeatRecord[], hasSides: boolean, number: number) {
  const list = `/forums/${own.forum}/members/not-signed-in`
  const shown = pageOfList(seats, 20, number)
  return {
    page: {
      title: 'Not signed in yet',
      forum: { id: own.forum, name: own.forumName },
      section: 'members' as const,
      breadcrumbs: [{ text: 'Members', href: `/forums/${own.forum}/members` }],
    },
    caption: own.forumName,
    pages: pagesOf(shown, list),
    people: shown.records.map((seat) => ({
      name: seat.name,
      about: `${placeWords(seat.role, seat.side, hasSides)}, ${seat.organisationName}`,
      since: showDay(seat.from),
      action: `${list}/${seat._id}`,
    })),
  }
}
