import type { Meeting } from '../../models/meeting.ts'
import type { Paged } from '../../models/paged.ts'
import { type Seat, isOfficer } from '../../server/policy/terms.ts'
import { pageInWords, pagesOf } from '../pages.ts'
import { meetingStates } from '../words.ts'
import { kindOf, listPage, whenOf } from './about.ts'

/**
 * A forum's meetings: those to come, soonest first, and a page of those that were, latest first. Planned ones are there
 * for officers only.
 */
export function meetingsPage(seat: Seat, coming: readonly Meeting[], past: Paged<Meeting>) {
  const list = `/forums/${seat.forum}/meetings`
  return {
    page: listPage(seat, 'Meetings'),
    caption: seat.forumName,
    plan: isOfficer(seat.role) ? `${list}/new` : '',
    interests: `/forums/${seat.forum}/interests`,
    first: past.number === 1,
    coming: coming.map(line),
    pastTitle: `Past${pageInWords(past)}`,
    past: past.records.map(line),
    pages: pagesOf(past, list),
  }
}

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
