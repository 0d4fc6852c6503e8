import { forumsFor } from '../../models/forum.ts'
import { type SeatRecord, seatsFor } from '../../models/seat.ts'
import { type Day, addDays, dayOf } from '../dates.ts'
import { Refused } from '../errors.ts'
import { newId } from '../ids.ts'
import type { Role } from '../policy/terms.ts'
import { act } from './act.ts'
import { makeSeats } from './makeSeats.ts'
import { inviteToCalled } from './meetingPlaces.ts'
import { dayBefore, historyStart, chairSeat, staleSeat } from './seating.ts'

/** Who may follow as chair: somebody who has a seat on the side already. */
export const mayFollow: readonly Role[] = ['viceChair', 'secretary', 'member']

/**
 * Hands over the chair of a side. The successor chairs from `from`, the present chair until `until`; in the days that
 * overlap both do. With `stays`, the present chair is a member from the day after. Only the present chair of the side
 * may. Throws Stale when the chair's own seat changed since `revision`.
 */
export const handOverChair = act(
  async (
    doing,
    asked: { forum: string; revision: number; successor: string; from: Day; until: Day; stays: boolean },
  ): Promise<void> => {
    const { viewer, now, record, tell } = doing
    const seats = seatsFor(viewer)
    const own = chairSeat(viewer, asked.forum)
    const forum = await forumsFor(viewer).open(asked.forum)
    const today = dayOf(now)
    const all = await seats.nowAndLater(forum._id, today)
    const successor = all.find(({ _id }) => _id === asked.successor)
    if (successor === undefined || successor.side !== own.side || !mayFollow.includes(successor.role))
      throw new Refused('Select a member of your side', 'successor')
    if (own.needsPasskey && (successor.passkeys ?? []).length === 0)
      throw new Refused(
        'Your side requires a passkey, and this member has none. Give them a code first, or the side has no chair who can act',
        'successor',
      )
    if (asked.from < today) throw new Refused('Enter today or a later day', 'from')
    if (successor.until !== null && successor.until < asked.from)
      throw new Refused('This place ends before then. Select somebody else, or an earlier day', 'successor')
    if (asked.until < dayBefore(asked.from))
      throw new Refused(
        'The last day must be the day before the new chair begins, or later, so that the key is never without a chair',
        'until',
      )
    if (all.some(({ side, role, from }) => side === own.side && role === 'chair' && from > today))
      throw new Refused('The chair is being handed over already. End the coming chair’s place first', 'successor')
    const mine = all.find(({ _id }) => _id === own.seat)
    if (mine === undefined || !(await seats.appoint(mine._id, asked.revision, { until: asked.until })))
      throw await staleSeat(own.seat)
    if (!(await seats.appoint(successor._id, successor.revision, { until: dayBefore(asked.from) })))
      throw await staleSeat(successor._id)
    const following = { ...next(successor, asked.from), role: 'chair' as const, until: null }
    const staying = { ...next(mine, addDays(asked.until, 1)), role: 'member' as const, until: null }
    const begun = [following, ...(asked.stays ? [staying] : [])]
    await makeSeats(
      viewer,
      begun.map((one) => ({ ...one, historyFrom: historyOf(one, historyStart(forum, one.from)) })),
    )
    await inviteToCalled(doing, forum._id)
    await record({
      forum: forum._id,
      event: 'chair handed over',
      record: following._id,
      details: { from: asked.from, until: asked.until },
    })
    await tell({
      forum: forum._id,
      kind: 'seatChanged',
      to: [successor.person, mine.person],
      path: '/account',
    })
  },
)

/** The same person on the same side from a day on; what the old seat could see, the new one can. */
function next(seat: SeatRecord, from: Day): SeatRecord {
  return { ...seat, _id: newId(), from, holdsKey: false, earlier: [], revision: 0 }
}

/** A person who stays on the same side keeps the history that the old seat had. */
const historyOf = ({ historyFrom }: { historyFrom: Day }, otherwise: Day): Day =>
  historyFrom < otherwise ? historyFrom : otherwise
