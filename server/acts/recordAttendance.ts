import { type Attendance, type AttendanceChange, attendanceFor, presences } from '../../models/attendance.ts'
import { type Meeting, meetingsFor } from '../../models/meeting.ts'
import { type SeatRecord, seatsFor } from '../../models/seat.ts'
import { dayOf } from '../dates.ts'
import { NotFound, Refused } from '../errors.ts'
import { isCurrentSeat, type Viewer } from '../policy/terms.ts'
import { act, unrecorded } from './act.ts'
import { meetingIn, officerOf, placeAt, quorum, roomOf } from './convening.ts'
import { recount } from './runMeeting.ts'
import { isOfficerOf, standsIn } from '../policy/places.ts'

const notNow = 'People arrive on the day of the meeting, until it is closed.'
const open = ['called', 'held'] as const

/**
 * An officer records that somebody is in the room: a member, a deputy or a guest, by their seat. From then on they may
 * see who is there. Before the start it may be done on the day. Does nothing for somebody who is there already.
 * Throws NotFound for a seat that has no place at this meeting.
 */
export async function recordArrival(
  viewer: Viewer,
  now: Date,
  asked: { meeting: string; seat: string },
): Promise<void> {
  const meeting = await meetingsFor(viewer).open(asked.meeting)
  officerOf(viewer, meeting.forum)
  const seat = await seatWithPlace(meeting, asked.seat, now)
  if ((await attendanceFor(quorum).ofPerson(meeting._id, seat.person))?.state !== 'present')
    await arrive(viewer, now, asked)
}

/** Who was in the room stays there: the trail, which outlives the meeting, says only that attendance was confirmed. */
const arrive = async (viewer: Viewer, now: Date, asked: { meeting: string; seat: string }): Promise<void> =>
  unrecorded(async () => {
    const meeting = await meetingIn(viewer, asked.meeting, open, notNow)
    officerOf(viewer, meeting.forum)
    if (dayOf(now) < meeting.meetingDate) throw new Refused(notNow)
    const seat = await seatWithPlace(meeting, asked.seat, now)
    await enter(meeting, seat, now)
    if (meeting.state === 'held') await recount(meeting, now)
  })

/** Puts somebody in the room, and admits them to it and to the meeting. */
async function enter(meeting: Meeting, seat: SeatRecord, now: Date): Promise<void> {
  const change = { state: 'present', arrivedAt: now, leftAt: null } as const
  const place = await attendanceFor(quorum).ofPerson(meeting._id, seat.person)
  if (place === null) await attendanceFor(quorum).create([{ ...placeAt(meeting, seat), ...change }])
  else await attendanceFor(quorum).change(place._id, presences, change)
  await seatsFor(quorum).admit([seat._id], meeting._id)
  await seatsFor(quorum).admit([seat._id], meeting.room)
}

/** A seat of the forum that counts or was named for this meeting. */
async function seatWithPlace(meeting: Meeting, _id: string, now: Date): Promise<SeatRecord> {
  const seat = await seatsFor(quorum).open(_id)
  const ended = seat.until !== null && seat.until < dayOf(now)
  const named = isCurrentSeat(seat.role) || seat.meetings.includes(meeting._id)
  if (seat.forum !== meeting.forum || seat.office !== null || ended || !named) throw new NotFound('seat')
  return seat
}

/** An officer records that somebody has left the room. Does nothing for somebody who is not in it. */
export async function recordLeaving(
  viewer: Viewer,
  now: Date,
  asked: { meeting: string; place: string },
): Promise<void> {
  const place = await attendanceFor(viewer).open(asked.place)
  officerOf(viewer, place.forum)
  if (place.state === 'present') await leave(viewer, now, asked)
}

const leave = async (viewer: Viewer, now: Date, asked: { meeting: string; place: string }): Promise<void> =>
  unrecorded(async () => {
    const meeting = await meetingIn(viewer, asked.meeting, open, notNow)
    officerOf(viewer, meeting.forum)
    const place = await attendanceFor(viewer).open(asked.place)
    if (place.of !== meeting._id) throw new NotFound('attendance')
    await attendanceFor(viewer).change(place._id, ['present'], { state: 'left', leftAt: now })
    if (meeting.state === 'held') await recount(meeting, now)
  })

/** What the secretary confirms: the seats that came, and those that may keep papers although they did not. */
export type Confirmed = {
  readonly meeting: string
  readonly present: readonly string[]
  readonly holding: readonly string[]
}

/** Whether the viewer keeps a meeting's attendance: its chairs and secretaries, and a vice-chair who was in the room. */
export const keepsAttendance = (viewer: Viewer, { forum, room }: Pick<Meeting, 'forum' | 'room'>): boolean =>
  viewer.kind === 'person' && isOfficerOf(viewer, forum) && standsIn(viewer, forum, room)

/**
 * The secretary, or another officer who was there, confirms who came, after the meeting. Who came may see who else did; who neither
 * came nor holds papers of the meeting is no longer admitted to it. May be done again to correct it.
 */
export const confirmAttendance = act(async ({ viewer, now, record, done }, asked: Confirmed): Promise<void> => {
  const over = ['closed', 'adjourned'] as const
  const meeting = await meetingIn(viewer, asked.meeting, over, 'Close the meeting first, and then confirm who came.')
  if (!keepsAttendance(viewer, meeting)) throw new NotFound('attendance')
  const came: string[] = []
  const keeping: string[] = []
  const away: string[] = []
  for (const place of await everyPlace(meeting, now)) {
    const { seat } = place
    if (asked.present.includes(seat)) came.push(seat)
    else if (asked.holding.includes(seat)) keeping.push(seat)
    else away.push(seat)
    await attendanceFor(viewer).change(place._id, presences, confirmed(place, meeting, asked))
  }
  await seatsFor(quorum).admit([...came, ...keeping], meeting._id)
  await seatsFor(quorum).admit(came, meeting.room)
  await seatsFor(quorum).dismiss(away, meeting._id)
  await seatsFor(quorum).dismiss([...keeping, ...away], meeting.room)
  await meetingsFor(viewer).change(meeting._id, over, { attendanceConfirmedAt: now })
  await done(meeting.forum, meeting._id, { kind: 'confirmAttendance' })
  await record({ forum: meeting.forum, event: 'attendance confirmed', record: meeting._id })
})

/** Every place at a meeting; deputies and guests who were named and have none get one. */
async function everyPlace(meeting: Meeting, now: Date): Promise<Attendance[]> {
  const { places } = await roomOf(meeting._id)
  const seats = await seatsFor(quorum).admittedTo(meeting.forum, meeting._id, dayOf(now))
  const known = new Set(places.map(({ owner }) => owner))
  const missing = seats.filter(({ person }) => !known.has(person)).map((seat) => placeAt(meeting, seat))
  await attendanceFor(quorum).create(missing)
  return missing.length === 0 ? places : attendanceFor(quorum).atMeeting(meeting._id)
}

function confirmed(place: Attendance, meeting: Meeting, asked: Confirmed): AttendanceChange {
  const came = asked.present.includes(place.seat)
  if (!came) return { state: 'absent', holdsPapers: asked.holding.includes(place.seat) }
  if (place.state === 'left' || place.state === 'present') return {}
  return { state: 'present', arrivedAt: place.arrivedAt ?? meeting.startedAt }
}
