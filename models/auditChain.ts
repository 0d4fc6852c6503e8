import { type AuditEntry, commitTo, genesis, hashOf } from './auditEntry.ts'

/** The end of a chain: what to keep elsewhere, so that changes to anything before it can be proved. */
export type Head = { readonly forum: string; readonly sequence: number; readonly hash: string }

/** What a verification found: problems in words, each naming its entry; and the head, null for an empty chain. */
export type Verification = { readonly forum: string; readonly problems: readonly string[]; readonly head: Head | null }

/** A head as people copy it: `north-west:42:9f86…`. */
export const showHead = ({ forum, sequence, hash }: Head): string => `${forum}:${sequence}:${hash}`

/** A head that was kept: whole, as showHead wrote it, or its hash alone; undefined when the text is neither. */
export function readHead(text: string): { forum?: string; sequence?: number; hash: string } | undefined {
  const [, forum, sequence, hash] = /^(?:([a-z0-9-]+):(\d{1,15}):)?([0-9a-f]{64})$/i.exec(text.trim()) ?? []
  if (hash === undefined) return undefined
  const lower = hash.toLowerCase()
  return forum === undefined || sequence === undefined
    ? { hash: lower }
    : { forum, sequence: Number(sequence), hash: lower }
}

/**
 * Checks one forum's chain by itself: numbers without a gap, each entry's own hash, the hash of the one before it, and
 * the commitment wherever its opening is kept.
 * @param entries the chain as stored, in any order
 */
export function verifyChain(forum: string, entries: readonly AuditEntry[]): Verification {
  const sorted = entries.toSorted((a, b) => a.sequence - b.sequence)
  const broken = sorted.filter((entry) => !isWhole(entry))
  const problems: string[] = []
  let before: AuditEntry | undefined
  for (const entry of sorted) {
    const [expected, number] = [(before?.sequence ?? 0) + 1, entry.sequence]
    if (number === before?.sequence) problems.push(`entry ${number} stands twice`)
    else if (number !== expected) problems.push(missing(expected, number - 1))
    if (broken.includes(entry)) problems.push(whatBroke(entry, broken))
    else if (number === expected && !follows(entry, before) && !(before && broken.includes(before)))
      problems.push(rewritten(entry, before))
    if (!opens(entry)) problems.push(`entry ${number} was changed: its details do not open its commitment`)
    before = entry
  }
  return {
    forum,
    problems,
    head: before === undefined ? null : { forum, sequence: before.sequence, hash: before.hash },
  }
}

/** Checks that a head somebody kept is still in the chain. Returns a problem, or undefined when it is there. */
export function verifyHead(
  forum: string,
  entries: readonly AuditEntry[],
  kept: { readonly sequence?: number; readonly hash: string },
): string | undefined {
  const there = entries.find(({ hash }) => hash === kept.hash)
  if (there !== undefined && (kept.sequence === undefined || there.sequence === kept.sequence)) return undefined
  const last = Math.max(0, ...entries.map(({ sequence }) => sequence))
  if (kept.sequence === undefined)
    return 'the head is in no chain: entries were removed from the end, or a chain was written anew'
  if (kept.sequence > last) return `${missing(last + 1, kept.sequence)} from the end of ${forum}`
  return `entry ${kept.sequence} of ${forum} is not the one that the head was taken from: it, or one before it, was written anew`
}

/** Whether an entry's hash is the hash of what it says. Entries of another shape than ours are not. */
function isWhole(entry: AuditEntry): boolean {
  try {
    return hashOf(entry) === entry.hash
  } catch {
    return false
  }
}

const follows = (entry: AuditEntry, before: AuditEntry | undefined): boolean =>
  entry.previous === (before?.hash ?? genesis)

const opens = ({ opening, commitment }: AuditEntry): boolean =>
  opening === null || opening === undefined || commitTo(opening.salt, opening.details) === commitment

const missing = (from: number, to: number): string =>
  from === to ? `entry ${from} was removed` : `entries ${from} to ${to} were removed`

/** A broken entry that was moved is whole again with the number it was written under. */
function whatBroke(entry: AuditEntry, broken: readonly AuditEntry[]): string {
  const asWritten = [...broken, { sequence: entry.sequence + 1, previous: entry.previous }].find(
    ({ sequence, previous }) =>
      sequence !== entry.sequence && (isWhole({ ...entry, sequence }) || isWhole({ ...entry, sequence, previous })),
  )
  return asWritten === undefined
    ? `entry ${entry.sequence} was changed`
    : `entry ${entry.sequence} was reordered: it was written as entry ${asWritten.sequence}`
}

const rewritten = (entry: AuditEntry, before: AuditEntry | undefined): string =>
  before === undefined
    ? `entry ${entry.sequence} does not begin a chain: what came before it was removed`
    : `entry ${before.sequence} was changed after entry ${entry.sequence} was written: its hash is not the one that entry ${entry.sequence} names`
