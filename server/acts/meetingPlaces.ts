import { type Meeting, meetingsFor } from '../../models/meeting.ts'
import { attendanceFor } from '../../models/attendance.ts'
import { seatsFor } from '../../models/seat.ts'
import { dayOf } from '../dates.ts'
import type { Doing } from './act.ts'
import { inviteSeats, placeAt, quorum } from './convening.ts'

/**
 * What changes of membership do to meetings that have been called: a new member is invited to them, a deputy or guest
 * gets a place at the one they were named for. Within the act that checked the right.
 */

/** Invites whoever has a seat on the day of each called meeting to come, and was not invited yet. */
export async function inviteToCalled(doing: Doing, forum: string): Promise<void> {
  const meetings = await meetingsFor(doing.viewer).upcoming([forum], dayOf(doing.now))
  for (const meeting of meetings) if (meeting.state === 'called') await inviteSeats(doing, meeting)
}

/** Keeps a place at the meeting for a deputy or guest who has just been seated. */
export async function keepPlace(meeting: Meeting, seat: string): Promise<void> {
  const record = await seatsFor(quorum).open(seat)
  const before = await attendanceFor(quorum).ofPerson(meeting._id, record.person)
  if (before?.standsInFor === record.standsInFor && before.role === record.role)
    await attendanceFor(quorum).change(before._id, ['absent'], { state: 'expected' })
  else await attendanceFor(quorum).create([placeAt(meeting, record)])
}

/** Whoever was named is no longer expected; somebody who is there already stays in the record of who came. */
export async function giveUpPlace(meeting: string, person: string): Promise<void> {
  const place = await attendanceFor(quorum).ofPerson(meeting, person)
  if (place !== null) await attendanceFor(quorum).change(place._id, ['expected'], { state: 'absent' })
}

/** The member has answered: a deputy comes instead, or not any more. */
export async function answerByDeputy(
  { done }: Doing,
  { _id, forum }: Pick<Meeting, '_id' | 'forum'>,
  member: string,
  comes: boolean,
): Promise<void> {
  const place = await attendanceFor(quorum).ofPerson(_id, member)
  if (place === null) return
  await attendanceFor(quorum).change(place._id, ['expected', 'left'], { answer: comes ? 'deputy' : 'none' })
  if (comes) await done(forum, _id, { kind: 'answerInvitation', owner: member })
}
