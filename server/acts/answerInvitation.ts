import { type Answer, attendanceFor } from '../../models/attendance.ts'
import { meetingsFor } from '../../models/meeting.ts'
import { seatsFor } from '../../models/seat.ts'
import { NotFound, Refused } from '../errors.ts'
import { invitedPlace } from '../policy/places.ts'
import { act, personOf } from './act.ts'
import { meetingIn, placeAt, quorum, recordAttendance } from './convening.ts'

/**
 * Somebody who is invited says whether they come; the answer may be changed until the meeting begins. The officers
 * see it, and nobody else. Throws NotFound for somebody who is not invited, Refused once the meeting has begun.
 */
export const answerInvitation = act(
  async ({ viewer, record, done }, asked: { meeting: string; answer: Exclude<Answer, 'none'> }): Promise<void> => {
    const person = personOf(viewer)
    const { forum } = await meetingsFor(viewer).open(asked.meeting)
    const seat = invitedPlace(person, forum, asked.meeting)
    if (seat === undefined) throw new NotFound('attendance')
    const closed = 'The meeting has begun or does not take place. Tell the secretariat by telephone.'
    const meeting = await meetingIn(viewer, asked.meeting, ['called'], closed)
    const place = await attendanceFor(viewer).ofPerson(meeting._id, person.person)
    if (place === null) {
      const whole = await seatsFor(quorum).open(seat.seat)
      await attendanceFor(quorum).create([{ ...placeAt(meeting, whole), answer: asked.answer }])
    } else if (!(await attendanceFor(viewer).change(place._id, ['expected'], { answer: asked.answer })))
      throw new Refused(closed)
    await done(forum, meeting._id, { kind: 'answerInvitation', owner: person.person })
    await recordAttendance(record, meeting)
  },
)
