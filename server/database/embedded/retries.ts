import { Int32, Long } from 'bson'
import { DatabaseError } from './errors.ts'
import { sessionKey } from './storage/layout.ts'
import type { Reader } from './storage/reader.ts'
import { decode } from './values/decode.ts'
import { encode } from './values/encode.ts'
import { type Document, type Pair, doc, int, isDocument } from './values/types.ts'

const FORGOTTEN = '$forgotten'

/**
 * What a session's last retryable write has done, statement by statement. It is stored in the same commit as the
 * write, so that the same write sent again, even after a crash, is answered and not done twice.
 */
export class Retries {
  readonly #session: string
  readonly #number: bigint
  readonly #done: Document
  #changed = false
  /** Statements that were answered from memory. */
  readonly retried: number[] = []

  constructor(session: string, number: bigint, reader: Reader) {
    this.#session = session
    this.#number = number
    const stored = reader.get(sessionKey(session))
    const last = stored === undefined ? undefined : decode(stored)
    const lastNumber = numberOf(last)
    if (lastNumber !== undefined && lastNumber > number) {
      throw new DatabaseError(
        225,
        `Retryable write with txnNumber ${number} is prohibited on this session: a newer one, ${lastNumber}, has been used`,
      )
    }
    const done = last?.get('done')
    this.#done = lastNumber === number && isDocument(done) ? done : doc()
  }

  /** The result of a statement that was done before. */
  done(statement: number): Document | undefined {
    const found = this.#done.get(String(statement))
    if (!isDocument(found)) return undefined
    if (found.has(FORGOTTEN))
      throw new DatabaseError(217, 'This write was done; its result was forgotten when the database was compacted')
    this.retried.push(statement)
    return found
  }

  note(statement: number, result: Document): void {
    this.#done.set(String(statement), result)
    this.#changed = true
  }

  /** The bytes to store beside the write itself, if anything was done. */
  get record(): readonly [Buffer, Buffer] | undefined {
    return this.#changed ? [sessionKey(this.#session), recordOf(this.#number, this.#done)] : undefined
  }
}

const recordOf = (number: bigint, done: Document): Buffer =>
  encode(doc(['number', Long.fromBigInt(number)], ['at', new Date()], ['done', done]))

/** What is stored when a transaction commits, so that a commit sent again is answered. */
export const committedRecord = (session: string, number: bigint): readonly [Buffer, Buffer] => [
  sessionKey(session),
  recordOf(number, doc(['commit', doc(['ok', int(1)])])),
]

/** Whether this transaction is known to have committed: also after a restart. */
export function hasCommitted(session: string, number: bigint, reader: Reader): boolean {
  const stored = reader.get(sessionKey(session))
  const last = stored === undefined ? undefined : decode(stored)
  const done = last?.get('done')
  return numberOf(last) === number && isDocument(done) && done.has('commit')
}

/**
 * A stored record without what its statements gave back, which may be documents that are deleted since. That they were
 * done stays known.
 */
export function withoutResults(bytes: Buffer): Buffer {
  const record = decode(bytes)
  const done = record.get('done')
  if (!isDocument(done) || done.has('commit')) return bytes
  return encode(doc(...record, ['done', doc(...[...done.keys()].map((name): Pair => [name, doc([FORGOTTEN, true])]))]))
}

/** When a stored record was written, in milliseconds since 1970. */
export function recordedAt(bytes: Buffer): number {
  const at = decode(bytes).get('at')
  return at instanceof Date ? at.getTime() : 0
}

function numberOf(record: Document | undefined): bigint | undefined {
  const value = record?.get('number')
  return value instanceof Long || value instanceof Int32 ? BigInt(value.toString()) : undefined
}
