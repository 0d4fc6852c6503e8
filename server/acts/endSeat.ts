import { sidesOf } from '../../models/composition.ts'
import { forumsFor } from '../../models/forum.ts'
import { invitationsFor } from '../../models/invitation.ts'
import { seatsFor } from '../../models/seat.ts'
import { type Day, dayOf } from '../dates.ts'
import { Refused } from '../errors.ts'
import { newId } from '../ids.ts'
import type { Side } from '../policy/terms.ts'
import { act, personOf } from './act.ts'
import { askAgain, askChairs } from './prepareInvitations.ts'
import { chosenOrganisation, dayBefore, endDeputies, membership, seatToAppoint, staleSeat } from './seating.ts'

/**
 * Ends a seat: with a last day, or at once, so that the person's next click finds nothing. Deputies who were to stand
 * in for it go with it. Gives the forum. Throws Stale when somebody else changed the seat since `revision`.
 */
export const endSeat = act(
  async (doing, asked: { seat: string; revision: number; lastDay: Day | undefined }): Promise<string> => {
    const { viewer, now, record, tell } = doing
    const { seat, as } = await seatToAppoint(viewer, asked.seat)
    const today = dayOf(now)
    if (asked.lastDay !== undefined && asked.lastDay < today)
      throw new Refused('Enter today or a later day as the last day', 'lastDay')
    const until = asked.lastDay ?? dayBefore(today)
    if (!(await seatsFor(as).appoint(seat._id, asked.revision, { until }))) throw await staleSeat(seat._id)
    if (asked.lastDay === undefined) await endDeputies(seat.forum, seat._id, today)
    if (seat.role === 'chair') await askAgain(doing, seat.forum, seat.side)
    await record({ forum: seat.forum, event: 'seat ended', record: seat._id, details: { until } })
    await tell({ forum: seat.forum, kind: 'seatChanged', to: [seat.person], path: '/account' })
    return seat.forum
  },
)

/**
 * Moves a member to another side. The old seat, and with it the old side's caucus, closes at once; the new seat begins
 * when the other side's chair confirms it, because only a side's own chair appoints. Gives the forum.
 */
export const changeSide = act(
  async (doing, asked: { seat: string; revision: number; side: Side; organisation: string }): Promise<string> => {
    const { viewer, now, record, tell } = doing
    const seat = await seatsFor(viewer).openToAppoint(asked.seat)
    const forum = await forumsFor(viewer).open(seat.forum)
    if (seat.role === 'chair')
      throw new Refused('Hand over the chair first. A chair cannot change sides while in the chair', 'side')
    if (asked.side === seat.side || !sidesOf(forum.settings).includes(asked.side))
      throw new Refused('Select another side of this forum', 'side')
    const organisation = await chosenOrganisation(viewer, asked.organisation)
    const today = dayOf(now)
    if (!(await seatsFor(viewer).appoint(seat._id, asked.revision, { until: dayBefore(today), holdsKey: false })))
      throw await staleSeat(seat._id)
    await endDeputies(forum._id, seat._id, today)
    const invitation = newId()
    await invitationsFor(membership).create([
      {
        _id: invitation,
        forum: forum._id,
        side: asked.side,
        name: seat.name,
        email: '',
        person: seat.person,
        jobTitle: seat.jobTitle,
        role: 'member',
        organisation: organisation._id,
        organisationName: organisation.name,
        signsInThrough: '',
        from: today,
        preparedBy: personOf(viewer).person,
        preparedAt: now,
      },
    ])
    await askChairs(doing, forum._id, asked.side)
    await record({ forum: forum._id, event: 'seat ended', record: seat._id, details: { moves: invitation } })
    await tell({ forum: forum._id, kind: 'seatChanged', to: [seat.person], path: '/account' })
    return forum._id
  },
)
