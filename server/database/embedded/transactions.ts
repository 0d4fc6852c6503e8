import { DatabaseError, conflict } from './errors.ts'
import { type Shared, View } from './storage/view.ts'
import { sameDefinition } from './storage/catalogue.ts'
import type { Holder } from './storage/locks.ts'
import type { Snapshot, Store } from './storage/store.ts'

/** MongoDB's transactionLifetimeLimitSeconds. */
const LIFETIME = 60_000
const TRANSIENT = 'TransientTransactionError'

/** A transaction of several commands: it reads one moment, and what it writes lies over that until it commits. */
export class Transaction implements Holder {
  readonly number: bigint
  readonly since: number
  readonly view: View
  readonly ended: Promise<void>
  readonly deadline: number
  state: 'open' | 'committed' | 'aborted' = 'open'
  readonly #snapshot: Snapshot
  readonly #shared: Shared
  #resolve: () => void = () => undefined

  constructor(number: bigint, store: Store, shared: Shared) {
    this.number = number
    this.since = shared.locks.sequence
    this.deadline = Date.now() + LIFETIME
    this.#shared = shared
    this.#snapshot = store.snapshot()
    this.view = new View(this.#snapshot, shared, this)
    this.ended = new Promise((resolve) => {
      this.#resolve = resolve
    })
    shared.locks.begin(this)
  }

  /** Throws 112 where a collection this transaction wrote to has been changed since: its index entries would not fit. */
  checkDefinitions(): void {
    for (const namespace of this.view.wroteTo) {
      const now = this.#shared.catalogue.collections.get(namespace)
      if (!sameDefinition(this.view.begunWith(namespace), now)) throw conflict()
    }
  }

  end(state: 'committed' | 'aborted'): void {
    if (this.state !== 'open') return
    this.state = state
    this.#shared.locks.end(this, this.view.touched)
    this.#snapshot.done()
    this.view.forget()
    this.#resolve()
  }
}

export const noSuchTransaction = (number: bigint, why: string): DatabaseError =>
  new DatabaseError(251, `Transaction with { txnNumber: ${number} } ${why}.`).labelled(TRANSIENT)

/** An error inside a transaction, marked as one after which the whole transaction may be tried again. */
export function transient(error: unknown): unknown {
  if (error instanceof DatabaseError && [112, 246].includes(error.code)) error.labelled(TRANSIENT)
  return error
}

/** The transactions by session: the open one, or how the last one ended. */
export class Transactions {
  readonly #latest = new Map<string, Transaction>()
  readonly #store: Store
  readonly #shared: Shared

  constructor(store: Store, shared: Shared) {
    this.#store = store
    this.#shared = shared
  }

  begin(session: string, number: bigint): Transaction {
    const last = this.#latest.get(session)
    if (last !== undefined) {
      if (number < last.number) throw tooOld(number, last.number)
      if (number === last.number) {
        throw new DatabaseError(50911, `Cannot start a transaction at txnNumber ${number}: it has been started already`)
      }
      last.end('aborted')
    }
    const made = new Transaction(number, this.#store, this.#shared)
    this.#latest.set(session, made)
    return made
  }

  /** The session's open transaction. Throws 251 where it has ended, 225 where a later one has begun. */
  open(session: string, number: bigint): Transaction {
    const found = this.latest(session, number)
    if (found === undefined) throw noSuchTransaction(number, 'has not been started here')
    if (found.state === 'committed')
      throw new DatabaseError(256, `Transaction with { txnNumber: ${number} } has been committed.`)
    if (found.state === 'aborted') throw noSuchTransaction(number, 'has been aborted')
    return found
  }

  /** The transaction of this number, open or ended, if the session's latest is this one. */
  latest(session: string, number: bigint): Transaction | undefined {
    const found = this.#latest.get(session)
    if (found !== undefined && number < found.number) throw tooOld(number, found.number)
    return found?.number === number ? found : undefined
  }

  /** The sessions that are held in memory here, and when each began its latest transaction. */
  get sessions(): [session: string, used: Date][] {
    return [...this.#latest].map(([session, { deadline }]) => [session, new Date(deadline - LIFETIME)])
  }

  /** A session that is over: its transaction ends with it. */
  forget(session: string): void {
    this.#latest.get(session)?.end('aborted')
    this.#latest.delete(session)
  }

  /** Ends what is older than a transaction may be. Returns those, so that their cursors go too. */
  expire(now: number): void {
    for (const [session, transaction] of this.#latest) {
      if (transaction.deadline < now) transaction.end('aborted')
      // How it ended is remembered for half an hour, for whoever asks again.
      if (transaction.deadline + 30 * LIFETIME < now) this.#latest.delete(session)
    }
  }

  endAll(): void {
    for (const transaction of this.#latest.values()) transaction.end('aborted')
  }
}

const tooOld = (number: bigint, current: bigint): DatabaseError =>
  new DatabaseError(225, `Cannot use txnNumber ${number} on this session: a newer one, ${current}, has been used`)
