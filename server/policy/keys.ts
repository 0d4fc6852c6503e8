import { keySeat } from './places.ts'
import type { Person, Side } from './terms.ts'

/** One key given: a side's approval of one exact version. Approvers name themselves. */
export type Key = {
  readonly side: Side
  readonly by: string
  readonly name: string
  readonly at: Date
  /** The version hash that was approved. */
  readonly hash: string
}

/** What terms of reference say about keys, as far as it is needed here. */
export type KeyTerms = {
  readonly sides: readonly { readonly side: Side; readonly holdsKey: boolean }[]
  readonly chairsNeeded: number
  /** Keys to late items and to tightening the rule; two where nothing is said. */
  readonly lateKeys?: 'two' | 'every'
}

/** The sides whose key a joint act needs. Empty for a forum without sides, where chairs are counted instead. */
export const keySides = (terms: KeyTerms): Side[] =>
  terms.sides.filter(({ holdsKey }) => holdsKey).map(({ side }) => side)

/** The keys that count for this exact version: an edit changes the hash and so voids earlier ones. */
export const standing = (keys: readonly Key[], hash: string): Key[] => keys.filter((key) => key.hash === hash)

/** What is still missing: sides, or a number of chairs in a forum without sides. Silence is never consent. */
export function missing(terms: KeyTerms, keys: readonly Key[], hash: string): { sides: Side[]; chairs: number } {
  const given = standing(keys, hash)
  const needed = keySides(terms)
  if (needed.length > 0) return { sides: needed.filter((side) => !given.some((key) => key.side === side)), chairs: 0 }
  const people = new Set(given.map(({ by }) => by)).size
  return { sides: [], chairs: Math.max(0, Math.max(2, terms.chairsNeeded) - people) }
}

/** Whether every key is given for this exact version. */
export function complete(terms: KeyTerms, keys: readonly Key[], hash: string): boolean {
  const left = missing(terms, keys, hash)
  return left.sides.length === 0 && left.chairs === 0
}

/**
 * Whether the keys for a late item, or for tightening a rule status, are given for this exact version: of two sides, or
 * of two chairs where there are no sides; every key where the terms ask for that.
 */
export function lateKeysGiven(terms: KeyTerms, keys: readonly Key[], hash: string): boolean {
  if (terms.lateKeys === 'every') return complete(terms, keys, hash)
  const sides = keySides(terms)
  const given = standing(keys, hash)
  if (sides.length === 0) return new Set(given.map(({ by }) => by)).size >= 2
  const withKey = sides.filter((side) => given.some((key) => key.side === side))
  return withKey.length >= Math.min(2, sides.length)
}

/**
 * The key that this person would give now; undefined when there is none to give: no key-holding seat, a side that
 * holds no key, a side that has given, or a person who has given already (nobody gives two).
 */
export function keyToGive(
  person: Person,
  forum: string,
  terms: KeyTerms,
  keys: readonly Key[],
  hash: string,
): { side: Side } | undefined {
  const seat = keySeat(person, forum)
  if (seat === undefined) return undefined
  const given = standing(keys, hash)
  if (given.some(({ by }) => by === person.person)) return undefined
  const left = missing(terms, keys, hash)
  if (left.sides.includes(seat.side)) return { side: seat.side }
  return left.chairs > 0 && keySides(terms).length === 0 ? { side: seat.side } : undefined
}
