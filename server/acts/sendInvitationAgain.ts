import { peopleFor } from '../../models/person.ts'
import { seatsFor, type SeatRecord } from '../../models/seat.ts'
import { dayOf } from '../dates.ts'
import { Refused } from '../errors.ts'
import { officers, type Viewer } from '../policy/terms.ts'
import { act } from './act.ts'
import { membership, seatAs } from './seating.ts'

/**
 * The seats of a forum whose people have not signed in yet, for its officers: they learn that and nothing else of the
 * people's records.
 */
export async function notSignedInYet(viewer: Viewer, forum: string, now: Date): Promise<SeatRecord[]> {
  seatAs(viewer, forum, officers)
  const seats = await seatsFor(viewer).inForum(forum, dayOf(now))
  const waiting = await peopleFor(membership).notSignedInAmong(seats.map(({ person }) => person))
  return seats.filter(({ person }) => waiting.has(person))
}

/** An officer sends the invitation again to somebody who has not signed in yet. */
export const sendInvitationAgain = act(
  async ({ viewer, now, record, tell }, asked: { forum: string; seat: string }): Promise<void> => {
    const seat = (await notSignedInYet(viewer, asked.forum, now)).find(({ _id }) => _id === asked.seat)
    if (seat === undefined) throw new Refused('This person has signed in, or has no place here any more')
    const path = seat.meeting === null ? `/forums/${seat.forum}` : `/meetings/${seat.meeting}`
    await record({ forum: seat.forum, event: 'invitation sent again', record: seat._id })
    await tell({ forum: seat.forum, kind: 'invitation', to: [seat.person], path })
  },
)
