import type { AgendaItem } from '../../models/item.ts'
import type { Meeting } from '../../models/meeting.ts'
import type { AgendaPaper } from '../../models/paper.ts'
import { dayOf, showDay } from '../../server/dates.ts'
import { isOfficerOf, placesIn, standsIn } from '../../server/policy/places.ts'
import type { Person, Seat } from '../../server/policy/terms.ts'
import { agendaLines } from '../agendas/lines.ts'
import { meetingChangeWords, meetingStates } from '../words.ts'
import { kindOf, meetingCrumbs, meetingName, whenOf } from './about.ts'
import { stepsOf } from './steps.ts'

/** Roles that may send a deputy. */
const mayDepute: readonly Seat['role'][] = ['chair', 'viceChair', 'secretary', 'member']

/** Whether this person is invited to the meeting, or an officer of its forum, to whom the day's page is of use. */
export const comesToIt = (person: Person, { forum, _id }: Pick<Meeting, 'forum' | '_id'>): boolean =>
  isOfficerOf(person, forum) || standsIn(person, forum, _id)

/**
 * A meeting's page: when, where, under which rule, what is to do, the agenda with its papers. Everything it is given is
 * what this viewer may see.
 * @param items in the order of the agenda
 */
export function meetingPage(
  viewer: Person,
  meeting: Meeting,
  items: readonly AgendaItem[],
  papers: readonly AgendaPaper[],
  now: Date,
) {
  const today = dayOf(now)
  const here = `/meetings/${meeting._id}`
  const officer = isOfficerOf(viewer, meeting.forum)
  const invited = viewer.seats.some(({ meetings }) => meetings.includes(meeting._id))
  const seats = placesIn(viewer, meeting.forum)
  const toCome = meeting.state === 'called'
  const begun = meeting.state === 'held' || (toCome && meeting.meetingDate <= today)
  const over = meeting.state === 'closed' || meeting.state === 'adjourned'
  const byClock = toCome && meeting.meetingDate === today
  const { open, closed } = agendaLines(meeting, items, papers, byClock, now)
  return {
    page: {
      title: meetingName(meeting),
      forum: { id: meeting.forum, name: meeting.forumName },
      section: 'meetings' as const,
      breadcrumbs: meetingCrumbs(meeting),
    },
    caption: meeting.forumName,
    state: meetingStates[meeting.state],
    confidential: meeting.ruleStatus === 'chathamHouse',
    changes: changesOf(meeting),
    resumes: meeting.resumes === null ? '' : `/meetings/${meeting.resumes}`,
    resumedBy: meeting.resumedBy === null ? '' : `/meetings/${meeting.resumedBy}`,
    facts: factsOf(meeting),
    day: begun && (officer || invited) ? `${here}/day` : '',
    answer: toCome && invited ? `${here}/answer` : '',
    deputy:
      toCome && seats.some(({ role }) => mayDepute.includes(role))
        ? `/forums/${meeting.forum}/members/deputy?meeting=${meeting._id}`
        : '',
    pack:
      [...open, ...closed].some((line) => line.papers.length > 0) ||
      (items.length > 0 && meeting.agendaPublishedAt !== null)
        ? `${here}/pack`
        : '',
    attendance: over && !officer ? `${here}/attendance` : '',
    minutes: over && !officer ? `/minutes/${meeting._id}` : '',
    steps: officer ? stepsOf(viewer, meeting, items.length) : [],
    edit: officer && (toCome || meeting.state === 'planned') ? here : '',
    agenda: open,
    closed,
    draft: meeting.agendaPublishedAt === null && items.length > 0,
    none: items.length === 0,
  }
}

/** When, where and how. The link to join is shown as a link only if it is one. */
function factsOf(meeting: Meeting) {
  const link = /^https?:\/\//.test(meeting.joiningLink) ? meeting.joiningLink : ''
  const quorate =
    meeting.quorate === null ? '' : meeting.quorate ? 'Yes' : 'No: decisions are recommendations to ratify'
  return [
    { key: 'When', value: whenOf(meeting), href: '' },
    { key: 'Where', value: meeting.place, href: '' },
    { key: 'Join from elsewhere', value: link === '' ? meeting.joiningLink : 'Join the meeting', href: link },
    { key: 'Kind', value: kindOf(meeting), href: '' },
    { key: 'Quorate', value: quorate, href: '' },
  ]
    .filter(({ value }) => value !== '')
    .map((fact) => ({ action: false as const, ...fact }))
}

function changesOf({ changes, state }: Meeting) {
  return changes.map(({ what, from, reason }) => ({
    text: what === 'moved' ? `Moved from ${showDay(from)}` : meetingChangeWords[what],
    reason,
    important: what === 'cancelled' || what === 'adjourned' || (what === 'moved' && state === 'called'),
  }))
}
