import type { Attendance } from '../../models/attendance.ts'
import type { Item } from '../../models/item.ts'
import type { Meeting } from '../../models/meeting.ts'
import { dayOf, showDay, showTime, timeOf } from '../../server/dates.ts'
import { isOfficerOf, standsIn } from '../../server/policy/places.ts'
import type { Person, Role, Side } from '../../server/policy/terms.ts'
import { type Timed, numbered, timed } from '../agendas/clock.ts'
import { meetingCrumbs, meetingName } from '../meetings/about.ts'
import { counted, meetingStates, placeWords, roleWords, sideWords } from '../words.ts'
import { keyCommunicationOf } from '../meetings/steps.ts'
import { quorumShown } from './quorum.ts'

/**
 * The one screen of the day, without the forum's menu, to leave room on a phone: rule, quorum, the item being taken and the next with the clock, who is here.
 * @param items those the viewer may see, in order
 * @param places what the viewer may see of attendance: everybody's in the room, one's own otherwise
 */
export function dayPage(
  viewer: Person,
  meeting: Meeting,
  items: readonly Item[],
  places: readonly Attendance[],
  now: Date,
) {
  const here = `/meetings/${meeting._id}/day`
  const officer = isOfficerOf(viewer, meeting.forum)
  const inTheRoom = standsIn(viewer, meeting.forum, meeting.room)
  const lines = timed(meeting.from, numbered(items.filter(({ state }) => state === 'published')))
  const at = lines.findIndex(({ item }) => item._id === meeting.currentItem)
  const current = lines[at]
  const left = lines.filter(({ item }) => item.finishedAt === null && item._id !== meeting.currentItem)
  const next = lines.slice(at + 1).find((line) => left.includes(line)) ?? left[0]
  const held = meeting.state === 'held'
  const waiting = items.filter(({ late, state }) => late && state === 'draft')
  return {
    page: {
      title: meetingName(meeting),
      breadcrumbs: [...meetingCrumbs(meeting), { text: meetingName(meeting), href: `/meetings/${meeting._id}` }],
    },
    here,
    meeting: `/meetings/${meeting._id}`,
    state: meetingStates[meeting.state],
    time: showTime(timeOf(now)),
    clock: timeOf(now),
    confidential: (current?.item ?? meeting).ruleStatus === 'chathamHouse',
    ruleFor: current === undefined ? '' : `for item ${current.item.number}`,
    counted:
      meeting.needed.length > 0 &&
      (held || (inTheRoom && meeting.state === 'called' && meeting.meetingDate <= dayOf(now))),
    quorum: quorumShown(meeting, current?.item, places, inTheRoom, now),
    waiting: meeting.state === 'called' ? startWords(meeting, now) : '',
    start: officer && meeting.state === 'called' && meeting.meetingDate <= dayOf(now),
    over: !held && meeting.state !== 'called',
    current: current === undefined ? (false as const) : currentOf(viewer, meeting, current, now),
    next: next === undefined ? (false as const) : nextOf(viewer, next),
    currentId: meeting.currentItem ?? '',
    run: officer && held,
    others: left
      .filter((line) => line !== next)
      .map(({ item }) => ({ id: item._id, text: `${item.number} ${item.title}` })),
    taken: current !== undefined,
    arrivals: officer && (held || meeting.meetingDate <= dayOf(now)) ? `/meetings/${meeting._id}/arrivals` : '',
    people: officer && inTheRoom ? peopleOf(places, current?.item) : [],
    peopleTitle: `In the room: ${places.filter(({ state }) => state === 'present').length}`,
    late: lateWords(waiting),
    lateHref: lateHref(meeting, waiting),
    agenda: `/meetings/${meeting._id}/agenda`,
    keyCommunication: keyCommunicationOf(meeting.forum, meeting._id),
    rule: items.some(({ ruleStatus }) => ruleStatus === 'open') && officer ? `/meetings/${meeting._id}/rule` : '',
    tightening: meeting.tightening === null || !officer ? '' : `/meetings/${meeting._id}/rule`,
  }
}

const startWords = ({ meetingDate, from }: Meeting, now: Date): string =>
  dayOf(now) < meetingDate
    ? `The meeting is on ${showDay(meetingDate)} at ${showTime(from)}.`
    : `The meeting begins at ${showTime(from)}. It has not been started yet.`

/** The item being taken, with the clock: since when, until when, how long still. */
function currentOf(viewer: Person, meeting: Meeting, { item, from, until }: Timed<Item>, now: Date) {
  const since = meeting.currentItemSince ?? now
  const ends = new Date(since.getTime() + item.minutes * 60_000)
  const minutes = Math.round((ends.getTime() - now.getTime()) / 60_000)
  return {
    number: item.number,
    title: item.title,
    papers: `/items/${item._id}#papers`,
    lead: item.lead,
    planned: `Planned ${showTime(from)} to ${showTime(until)}`,
    clock: `Taken at ${showTime(timeOf(since))}, until ${showTime(timeOf(ends))}`,
    left: minutes >= 0 ? `${counted(minutes, 'minute')} left` : `${counted(-minutes, 'minute')} over`,
    over: minutes < 0,
    out: item.steppedOut.includes(viewer.person),
    stepOut: `/items/${item._id}/step-out`,
  }
}

const nextOf = (viewer: Person, { item, from, until }: Timed<Item>) => ({
  id: item._id,
  number: item.number,
  title: item.title,
  planned: `Planned ${showTime(from)} to ${showTime(until)}, ${counted(item.minutes, 'minute')}`,
  papers: `/items/${item._id}#papers`,
  out: item.steppedOut.includes(viewer.person),
  stepOut: `/items/${item._id}/step-out`,
})

/** Who is in the room, by side, with what can be recorded of them. */
function peopleOf(places: readonly Attendance[], current: Item | undefined) {
  return places
    .filter(({ state }) => state === 'present')
    .toSorted((a, b) => a.side.localeCompare(b.side) || a.name.localeCompare(b.name))
    .map(({ _id, owner, name, side, role }) => ({
      place: _id,
      person: owner,
      name,
      about: aboutOf(role, side),
      out: current?.steppedOut.includes(owner) === true,
    }))
}

const aboutOf = (role: Role, side: Side): string =>
  role === 'deputy'
    ? placeWords(role, side)
    : role === 'guest' || role === 'observer' || role === 'adviser'
      ? roleWords[role]
      : sideWords[side]

/** Where late items that wait are approved: the one, or the agenda where they are several. */
const lateHref = (meeting: Meeting, waiting: readonly Item[]): string =>
  waiting.length === 1 ? `/items/${waiting[0]!._id}/approve` : `/meetings/${meeting._id}/agenda`

function lateWords({ length: waiting }: readonly Item[]): string {
  return waiting === 0 ? '' : `${counted(waiting, 'late item')} ${waiting === 1 ? 'waits' : 'wait'} for keys`
}
