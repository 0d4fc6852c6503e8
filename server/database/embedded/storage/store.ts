import type { RootDatabase, Transaction } from 'lmdb'
import { open } from 'lmdb'
import { renameSync } from 'node:fs'
import { type Chunk, type Entry, type Reader, next } from './reader.ts'

/** A chunk ends here even if more entries were asked for. */
const CHUNK_BYTES = 1 << 20

/** The store as it was at one moment, until `done`. */
export type Snapshot = Reader & { done(): void }

/**
 * The one file of keys and values (lmdb). Reads see the latest commit, or, inside `write`, what was written there.
 * `write` returns after the disk has it.
 */
export class Store implements Reader {
  readonly file: string
  #db: RootDatabase<Buffer, Buffer>
  #writing = false
  #changed: Set<string> | undefined

  /** Opens or creates the file. Whether the folder may be used is for the caller to check before. */
  constructor(file: string) {
    this.file = file
    this.#db = open<Buffer, Buffer>(file, {
      noSubdir: true,
      keyEncoding: 'binary',
      encoding: 'binary',
      // Committed means on disk before the next commit is even begun: with overlapping it would not be.
      overlappingSync: false,
      maxReaders: 1024,
      maxDbs: 1,
    })
  }

  get(key: Buffer): Buffer | undefined {
    return this.#db.get(key)
  }

  range(start: Buffer, end: Buffer, reverse: boolean, limit: number): Chunk {
    return rangeOf(this.#db, start, end, reverse, limit)
  }

  count(start: Buffer, end: Buffer): number {
    return this.#db.getKeysCount({ start, end })
  }

  put(key: Buffer, value: Buffer): void {
    this.#changed?.add(key.toString('latin1'))
    this.#db.putSync(key, value)
  }

  remove(key: Buffer): void {
    this.#changed?.add(key.toString('latin1'))
    this.#db.removeSync(key)
  }

  get isWriting(): boolean {
    return this.#writing
  }

  /** Runs an action whose writes reach the disk together before this returns, or, where it throws, not at all. */
  write<T>(action: () => T): T {
    this.#writing = true
    try {
      return this.#db.transactionSync(action)
    } finally {
      this.#writing = false
    }
  }

  /** The latest commit, held. lmdb would silently read the open write instead, so this is refused inside `write`. */
  snapshot(): Snapshot {
    if (this.#writing) throw new Error('a snapshot cannot be taken inside a write')
    this.#db.resetReadTxn()
    const transaction = this.#db.useReadTransaction()
    const read = <T>(action: () => T): T => {
      if (this.#writing) throw new Error('a snapshot cannot be read inside a write')
      return action()
    }
    return {
      get: (key) => read(() => this.#db.get(key, { transaction })),
      range: (start, end, reverse, limit) => read(() => rangeOf(this.#db, start, end, reverse, limit, transaction)),
      count: (start, end) => read(() => this.#db.getKeysCount({ start, end, transaction })),
      done: () => {
        transaction.done()
      },
    }
  }

  /** From now on notes every key that is written, until `stopNoting`. The caller may empty the set. */
  noteChanges(): Set<string> {
    this.#changed = new Set()
    return this.#changed
  }
  stopNoting(): void {
    this.#changed = undefined
  }

  /**
   * Gives another store's file the name of this one's, and goes on with it; the other store is this one from then on.
   * Nobody may hold a snapshot. Where it throws before the file has its name, nothing has changed.
   */
  async goOnWith(fresh: Store): Promise<void> {
    // The lock first: whoever opens the file with the wrong one only reads who owns it, and goes.
    renameSync(`${fresh.file}-lock`, `${this.file}-lock`)
    renameSync(fresh.file, this.file)
    const old = this.#db
    this.#db = fresh.#db
    await old.close()
  }
  /** Whether this store goes on with the other one's file. */
  isOneWith(other: Store): boolean {
    return this.#db === other.#db
  }

  async close(): Promise<void> {
    await this.#db.close()
  }
}

function rangeOf(
  db: RootDatabase<Buffer, Buffer>,
  start: Buffer,
  end: Buffer,
  reverse: boolean,
  limit: number,
  transaction?: Transaction,
): Chunk {
  const entries: Entry[] = []
  let bytes = 0
  const bounds = reverse ? { start: end, end: start, exclusiveStart: true, inclusiveEnd: true } : { start, end }
  const held = transaction === undefined ? {} : { transaction }
  for (const { key, value } of db.getRange({ reverse, limit, ...bounds, ...held })) {
    entries.push({ key, value })
    bytes += value.length
    if (bytes >= CHUNK_BYTES) break
  }
  const last = entries.at(-1)
  const whole = last === undefined || (entries.length < limit && bytes < CHUNK_BYTES)
  return { entries, resume: whole ? undefined : reverse ? last.key : next(last.key) }
}
