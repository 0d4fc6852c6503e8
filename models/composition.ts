import type { Role, Side } from '../server/policy/terms.ts'
import type { SeatRecord } from './seat.ts'
import type { Settings } from './settings.ts'
import { givesKey } from '../server/policy/terms.ts'

/** Roles that fill one of a side's seats. Deputies, guests, observers and advisers fill none. */
export const seated: readonly Role[] = ['chair', 'viceChair', 'secretary', 'member']

/** How one side stands against what the terms of reference require. */
export type SideComposition = {
  readonly side: Side
  /** Seats that the terms give this side; 0 when they give none. */
  readonly required: number
  readonly filled: number
  readonly vacant: number
  readonly holdsKey: boolean
  readonly chairs: number
  /** Chairs that are missing: a side that has none, or in a forum without sides as many as the terms require. */
  readonly chairsMissing: number
  /** Joint acts wait: the key has no chair, and the side named nobody to hold it. */
  readonly keyVacant: boolean
}

type Held = Pick<SeatRecord, 'side' | 'role' | 'holdsKey'>

/**
 * The membership against the settings of the terms in force.
 * @param seats those held on the day
 * @returns a line for each side of the settings, in their order; one line for a forum without sides
 */
export function compositionOf(settings: Settings, seats: readonly Held[]): SideComposition[] {
  const chairsAmong = (some: readonly Held[]): number => some.filter(({ role }) => role === 'chair').length
  if (settings.sides.length === 0) {
    const chairs = chairsAmong(seats)
    const chairsMissing = Math.max(0, Math.max(2, settings.chairsNeeded) - chairs)
    const filled = seats.filter(({ role }) => seated.includes(role)).length
    const whole = { side: 'independent', required: 0, filled, vacant: 0, holdsKey: true } as const
    return [{ ...whole, chairs, chairsMissing, keyVacant: chairsMissing > 0 }]
  }
  return settings.sides.map(({ side, seats: required, holdsKey }) => {
    const own = seats.filter((seat) => seat.side === side)
    const chairs = chairsAmong(own)
    const filled = own.filter(({ role }) => seated.includes(role)).length
    return {
      side,
      required,
      filled,
      vacant: Math.max(0, required - filled),
      holdsKey,
      chairs,
      chairsMissing: chairs === 0 ? 1 : 0,
      keyVacant: holdsKey && chairs === 0 && !own.some(givesKey),
    }
  })
}

/** The sides that people of this forum can be of: those of its terms, or none but "independent". */
export const sidesOf = (settings: Settings): Side[] =>
  settings.sides.length === 0 ? ['independent'] : settings.sides.map(({ side }) => side)
