import type { Attendance } from '../../models/attendance.ts'
import type { Meeting } from '../../models/meeting.ts'
import type { SeatRecord } from '../../models/seat.ts'
import type { Role, Side } from '../../server/policy/terms.ts'
import { everybody } from '../meetings/attendance.ts'
import { pageOf } from '../meetings/about.ts'
import { answerWords, roleWords, sideWords } from '../words.ts'

/** What people stand under in the list: observers and advisers belong to no side. */
const groupWords = (role: Role, side: Side): string =>
  role === 'observer' || role === 'adviser' ? 'Observers and advisers' : sideWords[side]

/** Everybody who is not in the room, with a button each: members of a side together, deputies with whom they stand in for. */
export function arrivalsPage(meeting: Meeting, places: readonly Attendance[], seats: readonly SeatRecord[]) {
  const { page, caption } = pageOf(meeting, 'Who arrives?')
  const names = new Map(places.map(({ seat, name }) => [seat, name]))
  const stands = new Map([
    ...seats.map(({ _id, standsInFor }) => [_id, standsInFor] as const),
    ...places.map((place) => [place.seat, place.standsInFor] as const),
  ])
  const away = everybody(places, seats).filter(({ state }) => state !== 'present')
  const groups = [...new Set(away.map(({ role, side }) => groupWords(role, side)))]
  return {
    page: {
      title: page.title,
      breadcrumbs: [...(page.breadcrumbs ?? []), { text: 'Screen for the day', href: `/meetings/${meeting._id}/day` }],
    },
    caption,
    action: `/meetings/${meeting._id}/arrivals`,
    back: `/meetings/${meeting._id}/day`,
    none: away.length === 0,
    sides: groups.map((group) => ({
      title: group,
      people: away
        .filter(({ role, side }) => groupWords(role, side) === group)
        .map((line) => {
          const principal = names.get(stands.get(line.seat) ?? '')
          const role =
            line.role === 'deputy' && principal !== undefined ? `Deputy for ${principal}` : roleWords[line.role]
          const answer = line.answer === 'none' ? '' : answerWords[line.answer]
          const left = line.state === 'left' ? 'Left' : ''
          return {
            seat: line.seat,
            name: line.name,
            about: [role, line.organisationName, answer, left].filter((text) => text !== '').join(', '),
          }
        }),
    })),
  }
}
