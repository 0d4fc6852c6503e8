import { randomBytes } from 'node:crypto'
import { Long } from 'bson'
import { DatabaseError } from './errors.ts'
import type { Transaction } from './transactions.ts'

/** Bytes of documents in one reply: MongoDB's limit for a message leaves room above it. */
const BATCH_BYTES = 16 * 1024 * 1024
const IDLE = 10 * 60_000

export type Batch = { readonly documents: readonly Buffer[]; readonly done: boolean }

/** Results still to be drawn. The generator behind it holds positions, not documents. */
export class Cursor {
  readonly namespace: string
  readonly transaction: Transaction | undefined
  used = Date.now()
  readonly #rest: Iterator<Buffer>
  #ahead: IteratorResult<Buffer, unknown> | undefined

  constructor(namespace: string, documents: Iterator<Buffer>, transaction: Transaction | undefined) {
    this.namespace = namespace
    this.transaction = transaction
    this.#rest = documents
  }

  /** The next documents: at most `size`, and no more than fit a reply. */
  next(size: number): Batch {
    this.used = Date.now()
    const documents: Buffer[] = []
    let bytes = 0
    while (documents.length < size) {
      this.#ahead ??= this.#rest.next()
      if (this.#ahead.done === true) return { documents, done: true }
      const { value } = this.#ahead
      bytes += value.length
      if (bytes > BATCH_BYTES && documents.length > 0) return { documents, done: false }
      documents.push(value)
      this.#ahead = undefined
    }
    if (size === 0) return { documents, done: false }
    this.#ahead = this.#rest.next()
    return { documents, done: this.#ahead.done === true }
  }
}

/** Every open cursor, by a number nobody can guess. */
export class Cursors {
  readonly #open = new Map<string, Cursor>()

  add(cursor: Cursor): Long {
    const id = Long.fromBigInt(randomBytes(8).readBigInt64LE() >> 1n)
    this.#open.set(id.toString(), cursor)
    return id
  }

  find(id: Long, namespace: string): Cursor {
    const found = this.#open.get(id.toString())
    if (found === undefined) throw new DatabaseError(43, `cursor id ${id.toString()} not found`)
    if (found.namespace !== namespace) {
      throw new DatabaseError(
        13,
        `Requested getMore on namespace '${namespace}', but cursor belongs to another namespace`,
      )
    }
    return found
  }

  close(id: Long): boolean {
    return this.#open.delete(id.toString())
  }

  /** Drops cursors nobody has drawn from for ten minutes, and those of transactions that have ended. */
  expire(now: number): void {
    for (const [id, { used, transaction }] of this.#open) {
      if (used + IDLE < now || (transaction !== undefined && transaction.state !== 'open')) this.#open.delete(id)
    }
  }
}
