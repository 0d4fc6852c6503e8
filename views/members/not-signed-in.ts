import type { SeatRecord } from '../../models/seat.ts'
import { showDay } from '../../server/dates.ts'
import type { Seat } from '../../server/policy/terms.ts'
import { placeWords } from '../words.ts'

/** Members who have not signed in yet, for the officers: to be rung up, or invited again. */
export const notSignedInPage = (own: Seat, seats: readonly SeatRecord[], hasSides: boolean) => ({
  page: {
    title: 'Not signed in yet',
    forum: { id: own.forum, name: own.forumName },
    section: 'members' as const,
    breadcrumbs: [{ text: 'Members', href: `/forums/${own.forum}/members` }],
  },
  caption: own.forumName,
  people: seats.map((seat) => ({
    name: seat.name,
    about: `${placeWords(seat.role, seat.side, hasSides)}, ${seat.organisationName}`,
    since: showDay(seat.from),
    action: `/forums/${own.forum}/members/not-signed-in/${seat._id}`,
  })),
})
