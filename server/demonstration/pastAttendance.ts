import { attendanceFor } from '../../models/attendance.ts'
import { seatsFor } from '../../models/seat.ts'
import { instantOf } from '../dates.ts'
import { newId } from '../ids.ts'
import { coreGroup } from './data/people.ts'
import { type Place, forum } from './place.ts'

const viewer = { kind: 'service', name: 'demonstration' } as const
const quorum = seatsFor({ kind: 'service', name: 'quorum' })

/** Everybody but three came; all are admitted to the meeting, and those who came to its room. */
export async function whoCame(
  place: Place,
  meeting: string,
  room: string,
  meetingDate: string,
  arrivedAt: Date,
): Promise<void> {
  const seats = coreGroup.map((one) => ({ ...one, seat: place.seats.get(one.key)!, owner: place.ids.get(one.key)! }))
  const came = seats.filter((_, at) => at % 9 !== meetingDate.charCodeAt(9) % 9)
  await attendanceFor(viewer).create(
    came.map(({ seat, owner, name, represents, role, side }) => ({
      _id: newId(),
      forum,
      meeting: room,
      of: meeting,
      meetingDate,
      owner,
      seat,
      name,
      organisationName: represents,
      role,
      side,
      standsInFor: null,
      answer: 'coming' as const,
      state: 'left' as const,
      arrivedAt,
      leftAt: instantOf(meetingDate, '12:20'),
      holdsPapers: true,
    })),
  )
  await quorum.admit(
    seats.map(({ seat }) => seat),
    meeting,
  )
  await quorum.admit(
    came.map(({ seat }) => seat),
    room,
  )
}
