import { type Chunk, type Entry, type Reader } from './reader.ts'

type Group = { readonly changes: Map<string, Buffer | null>; sorted: string[] | undefined }

/** Keys of one collection or index begin with the same bytes: a letter and its number. */
const GROUP = 5
const text = (key: Buffer): string => key.toString('latin1')

/**
 * Unsaved changes over a reader: what a command or a transaction has written so far and nobody else sees. Reading
 * through it shows them; dropping it undoes them.
 */
export class Overlay implements Reader {
  readonly #base: Reader
  readonly #groups = new Map<string, Group>()

  constructor(base: Reader) {
    this.#base = base
  }

  put(key: Buffer, value: Buffer): void {
    this.#change(key, value)
  }

  remove(key: Buffer): void {
    this.#change(key, null)
  }

  get isEmpty(): boolean {
    return this.#groups.size === 0
  }

  clear(): void {
    this.#groups.clear()
  }

  /** Every change: a value to store, or null to remove. */
  *changes(): Generator<readonly [Buffer, Buffer | null]> {
    for (const { changes } of this.#groups.values()) {
      for (const [key, value] of changes) yield [Buffer.from(key, 'latin1'), value]
    }
  }

  get(key: Buffer): Buffer | undefined {
    const group = this.#groups.get(key.toString('latin1', 0, GROUP))
    const changed = group?.changes.get(text(key))
    return changed === undefined ? this.#base.get(key) : (changed ?? undefined)
  }

  range(start: Buffer, end: Buffer, reverse: boolean, limit: number): Chunk {
    const chunk = this.#base.range(start, end, reverse, limit)
    const group = this.#groups.get(start.toString('latin1', 0, GROUP))
    if (group === undefined) return chunk
    const [from, to] = reverse ? [chunk.resume ?? start, end] : [start, chunk.resume ?? end]
    return { entries: merged(chunk.entries, group, text(from), text(to), reverse), resume: chunk.resume }
  }

  count(start: Buffer, end: Buffer): number {
    let total = this.#base.count(start, end)
    const group = this.#groups.get(start.toString('latin1', 0, GROUP))
    if (group === undefined) return total
    for (const key of between(group, text(start), text(end))) {
      const before = this.#base.get(Buffer.from(key, 'latin1')) === undefined ? 0 : 1
      total += (group.changes.get(key) === null ? 0 : 1) - before
    }
    return total
  }

  #change(key: Buffer, value: Buffer | null): void {
    const name = key.toString('latin1', 0, GROUP)
    let group = this.#groups.get(name)
    if (group === undefined) {
      group = { changes: new Map(), sorted: undefined }
      this.#groups.set(name, group)
    }
    const whole = text(key)
    if (!group.changes.has(whole)) group.sorted = undefined
    group.changes.set(whole, value)
  }
}

/** Stored entries with the changes between two keys laid over them, in order. */
function merged(stored: readonly Entry[], group: Group, from: string, to: string, reverse: boolean): Entry[] {
  const changed = between(group, from, to)
  if (changed.length === 0) return [...stored]
  if (reverse) changed.reverse()
  const out: Entry[] = []
  let at = 0
  for (const key of changed) {
    for (; at < stored.length; at++) {
      const entry = stored[at]
      if (entry === undefined || precedes(key, text(entry.key), reverse)) break
      if (text(entry.key) !== key) out.push(entry)
    }
    const value = group.changes.get(key)
    if (value !== undefined && value !== null) out.push({ key: Buffer.from(key, 'latin1'), value })
  }
  out.push(...stored.slice(at))
  return out
}

const precedes = (left: string, right: string, reverse: boolean): boolean => (reverse ? left > right : left < right)

function between(group: Group, from: string, to: string): string[] {
  group.sorted ??= [...group.changes.keys()].toSorted((a, b) => (a < b ? -1 : 1))
  return group.sorted.slice(first(group.sorted, from), first(group.sorted, to))
}

/** The place of the first key that is not before this one. */
function first(sorted: readonly string[], key: string): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] ?? '') < key) low = middle + 1
    else high = middle
  }
  return low
}
