import { pageOfList } from '../../models/paged.ts'
import type { SeatRecord } from '../../models/seat.ts'
import { type Day, showDay } from '../../server/dates.ts'
import type { Seat } from '../../server/policy/terms.ts'
import { pageInWords, pagesOf } from '../pages.ts'
import { placeWords } from '../words.ts'

type Held = Pick<SeatRecord, 'name' | 'role' | 'side' | 'organisationName' | 'from' | 'until'>

/** A seat as the runs of days in which its role and organisation were the same, latest first. */
export function runsOf(seat: SeatRecord): Held[] {
  const runs: Held[] = []
  let { from } = seat
  for (const { role, organisationName, until } of seat.earlier) {
    runs.push({ name: seat.name, side: seat.side, role, organisationName, from, until })
    from = until
  }
  const { name, side, role, organisationName, until } = seat
  return [...runs, { name, side, role, organisationName, from, until }].toReversed()
}

/** Who was a member when, from the day on which the viewer's own history begins. */
export function historyPage(own: Seat, seats: readonly SeatRecord[], hasSides: boolean, number: number) {
  const since = own.historyFrom
  const kept = seats
    .flatMap(runsOf)
    .filter(({ from, until }) => until === null || (until >= since && until >= from))
    .toSorted((a, b) => b.from.localeCompare(a.from) || a.name.localeCompare(b.name))
  const shown = pageOfList(kept, 30, number)
  return {
    page: {
      title: 'Who was a member when',
      forum: { id: own.forum, name: own.forumName },
      section: 'members' as const,
      breadcrumbs: [{ text: 'Members', href: `/forums/${own.forum}/members` }],
    },
    caption: own.forumName,
    since: since > '1900-01-01' ? showDay(since) : '',
    columns: ['Name', 'Place', 'Represented', 'From', 'Until'].map((text) => ({ text })),
    title: `Places, latest first${pageInWords(shown)}`,
    pages: pagesOf(shown, `/forums/${own.forum}/members/history`),
    rows: shown.records.map((seat) => ({
      cells: [
        { column: 'Name', text: seat.name, href: '', tag: '' },
        { column: 'Place', text: placeWords(seat.role, seat.side, hasSides), href: '', tag: '' },
        { column: 'Represented', text: seat.organisationName, href: '', tag: '' },
        { column: 'From', text: showDay(seat.from), href: '', tag: '' },
        { column: 'Until', text: untilWords(seat.until), href: '', tag: '' },
      ],
    })),
  }
}

const untilWords = (until: Day | null): string => (until === null ? 'today' : showDay(until))
