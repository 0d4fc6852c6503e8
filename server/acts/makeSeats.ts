import { type NewSeat, seatsFor } from '../../models/seat.ts'
import { type Required, nothingRequired, sideSignInsFor } from '../../models/sideSignIn.ts'
import { type Side, type Viewer, isCurrentSeat } from '../policy/terms.ts'
import { membership } from './seating.ts'

/** A seat to be made; what its side requires of a sign-in is added here. */
export type Seating = Omit<NewSeat, keyof Required>

/**
 * Makes seats of one forum, each with what its side requires of a sign-in; the places of one meeting carry nothing,
 * because they have no part in a side. Every act that seats somebody does it by this. It misses no decision that is taken
 * at the same time: both acts write the end of the forum's audit trail, so that the second begins again and reads it.
 */
export async function makeSeats(as: Viewer, seats: readonly Seating[]): Promise<void> {
  const [first] = seats
  if (first === undefined) return
  const decided = await sideSignInsFor(membership).ofForum(first.forum)
  const requiredOf = (side: Side): Required => {
    const { needsPasskey, onlyThrough } = decided.find((one) => one.side === side) ?? nothingRequired
    return { needsPasskey, onlyThrough }
  }
  await seatsFor(as).create(
    seats.map((seat) => ({ ...seat, ...(isCurrentSeat(seat.role) ? requiredOf(seat.side) : nothingRequired) })),
  )
}
