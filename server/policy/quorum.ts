import type { Role, Side } from './terms.ts'

/** What the terms of reference ask of one side. */
export type QuorumTerms = { readonly side: Side; readonly quorumShare: number; readonly quorumMinimum: number }

/** How many a side needs, out of its filled seats. `side` is null in a forum without sides. */
export type Needed = { readonly side: Side | null; readonly seats: number; readonly needed: number }

/** Someone in the room. `standsInFor` is the seat a deputy was named for. */
export type Present = {
  readonly person: string
  readonly seat: string
  readonly role: Role
  readonly side: Side
  readonly standsInFor: string | null
}

export type QuorumOfSide = Needed & { readonly present: number; readonly enough: boolean }
export type Quorum = { readonly quorate: boolean; readonly sides: readonly QuorumOfSide[] }

/** Roles that fill one of a side's seats, and count when they are there. Observers, advisers and guests do not. */
const counting: readonly Role[] = ['chair', 'viceChair', 'secretary', 'member']

/** Quorum of a forum whose terms name no sides: one third, at least three. */
const withoutSides = { quorumShare: 1 / 3, quorumMinimum: 3 }

/**
 * How many each side needs: the larger of its share of filled seats, rounded up, and its minimum.
 * @param terms the sides of the terms of reference in force; none for a forum without sides, which is counted as one
 * @param seats the forum's seats on the day of the meeting; deputies do not fill one
 */
export function neededFor(
  terms: readonly QuorumTerms[],
  seats: readonly { readonly role: Role; readonly side: Side }[],
): Needed[] {
  const filled = seats.filter(({ role }) => counting.includes(role))
  if (terms.length === 0) return [needed(null, filled.length, withoutSides)]
  return terms.map((each) => needed(each.side, filled.filter(({ side }) => side === each.side).length, each))
}

function needed(side: Side | null, seats: number, terms: Omit<QuorumTerms, 'side'>): Needed {
  // Thirds of a whole number may come out a trifle above it.
  const share = Math.ceil(terms.quorumShare * seats - 1e-9)
  return { side, seats, needed: Math.max(share, terms.quorumMinimum) }
}

/**
 * Whether the room is quorate, side by side. A seat counts once, whether its holder or a deputy is there; a deputy
 * counts for the deputy's own side only; nobody counts twice; whoever stepped out of an item does not count for it.
 * @param steppedOut people who stepped out of the item being taken
 */
export function quorumOf(
  needs: readonly Needed[],
  present: readonly Present[],
  steppedOut: readonly string[] = [],
): Quorum {
  const seats = seatsCounted(present.filter(({ person }) => !steppedOut.includes(person)))
  const sides = needs.map((need) => {
    const count = need.side === null ? seats.length : seats.filter(({ side }) => side === need.side).length
    return { ...need, present: count, enough: count >= need.needed }
  })
  return { quorate: sides.every(({ enough }) => enough), sides }
}

/** Those present who count, one for each seat and each person; members before their deputies. */
function seatsCounted(present: readonly Present[]): Present[] {
  const people = new Set<string>()
  const seats = new Set<string>()
  const count = ({ person, seat }: Present): boolean => {
    if (people.has(person) || seats.has(seat)) return false
    people.add(person)
    seats.add(seat)
    return true
  }
  const members = present.filter(({ role }) => counting.includes(role))
  const deputies = present.filter(({ role }) => role === 'deputy')
  return [...members, ...deputies.map((each) => ({ ...each, seat: each.standsInFor ?? each.seat }))].filter(count)
}

/** Since when a quorum was reached, is lacking, and has been lacking too long. */
export type Course = {
  readonly quorateAt: Date | null
  readonly lackingSince: Date | null
  readonly inquorateAt: Date | null
}

/**
 * The course of a meeting's quorum after a recount. `inquorateAt` is kept from the first time that it was lacking too
 * long, also when that is noticed only at the recount that finds a quorum again.
 * @param before the course until now; at the start all null
 * @param after minutes without a quorum after which a meeting is inquorate, from the terms of reference
 */
export function courseOf(before: Course, quorate: boolean, now: Date, after: number): Course {
  const lackingSince = before.lackingSince ?? (quorate ? null : now)
  return {
    quorateAt: before.quorateAt ?? (quorate ? now : null),
    lackingSince: quorate ? null : lackingSince,
    inquorateAt: before.inquorateAt ?? tooLong(lackingSince, now, after),
  }
}

/** The moment at which the lack of a quorum became too long; null when it has not. */
export function tooLong(lackingSince: Date | null, now: Date, after: number): Date | null {
  if (lackingSince === null) return null
  const limit = new Date(lackingSince.getTime() + after * 60_000)
  return limit <= now ? limit : null
}

/** Whether the meeting as a whole was quorate: a quorum was reached and was never lacking too long. */
export const wasQuorate = ({ quorateAt, lackingSince, inquorateAt }: Course, now: Date, after: number): boolean =>
  quorateAt !== null && inquorateAt === null && tooLong(lackingSince, now, after) === null
