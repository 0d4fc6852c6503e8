import { type Attendance, type NewAttendance, attendanceFor } from '../../models/attendance.ts'
import { forumsFor } from '../../models/forum.ts'
import { type Item, itemsFor } from '../../models/item.ts'
import { type Meeting, type MeetingState, meetingsFor } from '../../models/meeting.ts'
import { papersFor } from '../../models/paper.ts'
import { partsFor } from '../../models/part.ts'
import { type SeatRecord, seatsFor } from '../../models/seat.ts'
import { type Day, addDays, showDay } from '../dates.ts'
import { NotFound, Refused } from '../errors.ts'
import { newId } from '../ids.ts'
import { keySeat, placeAs } from '../policy/places.ts'
import { neededFor } from '../policy/quorum.ts'
import { type Seat, type Viewer, isCurrentSeat, officers } from '../policy/terms.ts'
import { type Doing, personOf } from './act.ts'
import { releases } from './minuting.ts'
import { daysAfterMeeting } from './seating.ts'
import { followItem } from './startMinutes.ts'

/**
 * What the acts of meetings share. The service `quorum` admits seats, keeps attendance and counts; it is used only
 * after the right of whoever acts was checked, and inside the act.
 */
export const quorum: Viewer = { kind: 'service', name: 'quorum' }

/** The viewer's seat as an officer of the forum. Throws NotFound for everybody else. */
export function officerOf(viewer: Viewer, forum: string): Seat {
  const seat = placeAs(personOf(viewer), forum, officers)
  if (seat === undefined) throw new NotFound('seat')
  return seat
}

/** The meeting, if it is in one of these states. Throws NotFound, or Refused with the sentence that says what to do. */
export async function meetingIn(
  viewer: Viewer,
  _id: string,
  states: readonly MeetingState[],
  otherwise: string,
): Promise<Meeting> {
  const meeting = await meetingsFor(viewer).open(_id)
  if (!states.includes(meeting.state)) throw new Refused(otherwise)
  return meeting
}

/**
 * The seat by which the viewer does what one chair alone may: as chair, or as whom the side named for its key. Throws
 * Refused with what to do for other officers, NotFound for everybody else.
 */
export function oneChair(viewer: Viewer, forum: string): Seat {
  const seat = keySeat(personOf(viewer), forum)
  if (seat !== undefined) return seat
  officerOf(viewer, forum)
  throw new Refused('A chair does this. Ask one of the chairs: the button on the meeting’s page tells them.')
}

/** The place of a seat at a meeting, to be kept as attendance. */
export const placeAt = (meeting: Meeting, seat: SeatRecord): NewAttendance => ({
  _id: newId(),
  forum: meeting.forum,
  meeting: meeting.room,
  of: meeting._id,
  meetingDate: meeting.meetingDate,
  owner: seat.person,
  seat: seat._id,
  name: seat.name,
  organisationName: seat.organisationName,
  role: seat.role,
  side: seat.side,
  standsInFor: seat.standsInFor,
})

/** One seat for each person, those that count for a quorum first. */
function onePerPerson(seats: readonly SeatRecord[]): SeatRecord[] {
  const people = new Map<string, SeatRecord>()
  const ranked = seats.toSorted((a, b) => Number(a.role === 'observer') - Number(b.role === 'observer'))
  for (const seat of ranked) if (!people.has(seat.person)) people.set(seat.person, seat)
  return [...people.values()]
}

/**
 * Admits to a meeting every current seat of its day that is not admitted yet, keeps a place for each person and asks
 * them to answer.
 */
export async function inviteSeats({ ask }: Doing, meeting: Meeting): Promise<void> {
  const held = await seatsFor(quorum).inForum(meeting.forum, meeting.meetingDate)
  const seats = held.filter(({ role }) => isCurrentSeat(role))
  await seatsFor(quorum).admit(
    seats.map(({ _id }) => _id),
    meeting._id,
  )
  const known = (await attendanceFor(quorum).atMeeting(meeting._id)).map(({ owner }) => owner)
  const fresh = onePerPerson(seats).filter(({ person }) => !known.includes(person))
  await attendanceFor(quorum).create(fresh.map((seat) => placeAt(meeting, seat)))
  await ask(...fresh.map(({ person }) => answerTask(meeting, person)))
}

/** What the terms in force and the seats of its day ask of a meeting: known from its call, fixed at its start. */
export async function quorumNeeded({
  forum,
  meetingDate,
}: Meeting): Promise<Pick<Meeting, 'needed' | 'inquorateAfterMinutes'>> {
  const { settings } = await forumsFor(quorum).open(forum)
  const seats = await seatsFor(quorum).inForum(forum, meetingDate)
  return { needed: neededFor(settings.sides, seats), inquorateAfterMinutes: settings.inquorateAfterMinutes }
}

/** The task to say whether one comes. */
export const answerTask = ({ _id, forum, meetingDate }: Meeting, person: string) =>
  ({
    forum,
    record: _id,
    kind: 'answerInvitation',
    for: { person },
    title: `Say whether you come on ${showDay(meetingDate)}`,
    path: `/meetings/${_id}/answer`,
  }) as const

/** Everybody admitted to a meeting: members, deputies and guests. */
export async function admittedPeople({ _id, forum, meetingDate }: Meeting): Promise<string[]> {
  const seats = await seatsFor(quorum).admittedTo(forum, _id, meetingDate)
  return [...new Set(seats.map(({ person }) => person))]
}

/**
 * Admits everybody admitted to one meeting to another, or to the same on another day: its deputies and guests stay
 * what they are until as long after it as ever.
 */
export async function keepDeputies(of: string, to: Meeting, today: Day): Promise<SeatRecord[]> {
  const seats = await seatsFor(quorum).admittedTo(to.forum, of, today)
  await seatsFor(quorum).admit(
    seats.map(({ _id }) => _id),
    to._id,
  )
  const named = seats.filter(({ audience }) => audience === 'meeting').map(({ _id }) => _id)
  await seatsFor(quorum).extend(named, addDays(to.meetingDate, daysAfterMeeting))
  return seats
}

/** What an e-mail about a meeting says: its forum, its day and where to look. */
export const about = ({ _id, forum, meetingDate }: Meeting) => ({ forum, path: `/meetings/${_id}`, meetingDate })

/** What papers and parts of minutes copy from their item. */
type Follows = Partial<Pick<Item, 'audience' | 'ruleStatus' | 'steppedOut' | 'meetingDate'>>

/** Brings what copies something of these items of one meeting up to date: papers, and parts of minutes. */
export async function follow(items: readonly Pick<Item, '_id' | 'meeting'>[], change: Follows): Promise<void> {
  const [first] = items
  if (first === undefined) return
  for (const { _id } of items) await papersFor(quorum).follow({ item: _id }, change)
  for (const part of await partsFor(releases).ofMeeting(first.meeting))
    if (items.some(({ _id }) => _id === part.item)) await followItem(part, await itemsFor(quorum).open(part.item))
}

/**
 * Writes into the trail that attendance was recorded, and no more: whether somebody answered, stepped out or returned,
 * and who, is for those in the room; officers of every side and records officers read the trail.
 */
export const recordAttendance = async (
  record: Doing['record'],
  { _id, forum }: Pick<Meeting, '_id' | 'forum'>,
): Promise<void> => record({ forum, event: 'attendance recorded', record: _id, details: { by: null } })

/** Notes that papers were sent to everybody who is admitted: they may keep them, whether they come or not. */
export const papersWereSent = async (meeting: string): Promise<void> =>
  attendanceFor(quorum).changeAll(meeting, { holdsPapers: true })

/** Everybody's place at a meeting, with those who are in the room now. */
export async function roomOf(meeting: string): Promise<{ places: Attendance[]; present: Attendance[] }> {
  const places = await attendanceFor(quorum).atMeeting(meeting)
  return { places, present: places.filter(({ state }) => state === 'present') }
}
