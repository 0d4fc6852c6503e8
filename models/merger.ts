import type { Forum } from './forum.ts'
import type { IdentityProvider } from './identityProvider.ts'
import type { Organisation } from './organisation.ts'
import { type PersonThrough, isSignInEnded } from './person.ts'
import type { Requiring, SeatRecord } from './seat.ts'

/** What becomes of the sign-in of somebody who signed in through the organisation that ends. */
export type Becomes =
  /** Linked as before: the provider of the other organisation is the one that calls them so. */
  | 'stays'
  /** Linked anew at the next sign-in, by the address on record. */
  | 'anew'
  /** Not before an administrator corrects the address, which is of neither organisation's domains. */
  | 'stranded'
  /** Their sign-in was ended, and stays so. */
  | 'ended'

/** A merger before it happens: of one organisation, which ends, into another. */
export type Merger = {
  readonly from: Organisation
  readonly into: Organisation
  readonly people: readonly (PersonThrough & { readonly becomes: Becomes })[]
  /** Pairs of people who would be one identity: each blocks the merger. */
  readonly collisions: readonly (readonly [PersonThrough, PersonThrough])[]
  /** Sides that let their places be used through the sign-in of the one that ends: each blocks, until its chair decides. */
  readonly required: readonly Requiring[]
  readonly provider: IdentityProvider | undefined
  /** The hash of all this, which whoever confirms it gives back. */
  readonly shown: string
}

/** The places and forums that a merger reaches. */
export type PlacesMerged = Pick<Merger, 'from' | 'into'> & {
  readonly seats: readonly SeatRecord[]
  readonly records: readonly Pick<Forum, '_id' | 'name'>[]
}

/** What becomes of somebody's sign-in, with the provider and the domains of both that there are afterwards. */
export function becomesOf(
  { identities, email, unlinkedOn }: PersonThrough,
  provider: IdentityProvider | undefined,
  domains: ReadonlySet<string>,
): Becomes {
  if (isSignInEnded({ unlinkedOn })) return 'ended'
  if (identities.some(({ issuer }) => issuer === provider?.entityId)) return 'stays'
  return domains.has(email.slice(email.lastIndexOf('@') + 1)) ? 'anew' : 'stranded'
}

/** What the organisation that goes on takes over on the day: names by which the other is known, its domains and areas. */
export function joined(from: Organisation, into: Organisation, today: string): Partial<Organisation> {
  const there = new Set(into.areas.filter(({ until }) => until === null).map(({ area }) => area))
  const areas = from.areas.filter(({ area, until }) => until === null && !there.has(area))
  return {
    domains: [...new Set([...into.domains, ...from.domains])],
    aliases: [...new Set([...into.aliases, ...from.aliases])],
    formerNames: [...into.formerNames, ...from.formerNames, { name: from.name, until: today }],
    areas: [...into.areas, ...areas.map(({ area }) => ({ area, from: today, until: null }))],
  }
}
