import type { Meeting } from '../../models/meeting.ts'
import type { Day } from '../../server/dates.ts'
import { type Seat, isOfficer } from '../../server/policy/terms.ts'
import { meetingStates } from '../words.ts'
import { kindOf, listPage, whenOf } from './about.ts'

/**
 * A forum's meetings: those to come, soonest first, and those that were, latest first.
 * @param meetings latest first; planned ones are there for officers only
 */
export function meetingsPage(seat: Seat, meetings: readonly Meeting[], today: Day) {
  const coming = meetings.filter((meeting) => isToCome(meeting, today)).toReversed()
  const past = meetings.filter((meeting) => !isToCome(meeting, today))
  return {
    page: listPage(seat, 'Meetings'),
    caption: seat.forumName,
    plan: isOfficer(seat.role) ? `/forums/${seat.forum}/meetings/new` : '',
    interests: `/forums/${seat.forum}/interests`,
    coming: coming.map(line),
    past: past.map(line),
  }
}

const isToCome = ({ meetingDate, state }: Meeting, today: Day): boolean =>
  state === 'held' || (meetingDate >= today && (state === 'planned' || state === 'called'))

function line(meeting: Meeting) {
  const state = meetingStates[meeting.state]
  return {
    text: kindOf(meeting),
    href: `/meetings/${meeting._id}`,
    hint: [whenOf(meeting), meeting.place].filter((text) => text !== '').join(' · '),
    status: state.text,
    colour: state.colour,
  }
}
