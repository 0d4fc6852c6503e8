import { Binary, Int32, Long } from 'bson'
import { commands } from './commands/index.ts'
import { checkReadConcern, withWriteConcern } from './commands/concerns.ts'
import { Options, checkedDatabase } from './commands/options.ts'
import { type Command, type Context, type Parts, type Reply } from './commands/table.ts'
import { Cursors } from './cursors.ts'
import { DatabaseError, badValue, failure } from './errors.ts'
import { Maintenance } from './maintenance.ts'
import { Retries } from './retries.ts'
import { Catalogue } from './storage/catalogue.ts'
import { Blocked, Locks } from './storage/locks.ts'
import type { Store } from './storage/store.ts'
import { StoreFailed, View } from './storage/view.ts'
import { type Transaction, Transactions, transient } from './transactions.ts'
import { type Document, isArray } from './values/types.ts'

/** A command as it arrived. */
export type Request = { readonly name: string; readonly body: Document; readonly raw: ReadonlyMap<Document, Buffer> }

type Job = {
  readonly request: Request
  readonly command: Command
  readonly options: Options
  readonly session: string | undefined
  readonly number: bigint | undefined
  readonly deadline: number | undefined
  readonly finish: (reply: Reply) => void
}

/**
 * Runs commands. Everything that arrived in one turn of the event loop is run together: reads first, then all writes
 * in one commit, and no write is answered before the disk has it.
 */
export class Engine {
  readonly parts: Parts
  readonly maintenance: Maintenance
  #queue: Job[] = []
  #scheduled = false

  constructor(store: Store) {
    const shared = { catalogue: new Catalogue(), locks: new Locks(), rids: new Map<number, number>() }
    shared.catalogue.load(store)
    this.parts = { store, shared, cursors: new Cursors(), transactions: new Transactions(store, shared) }
    this.maintenance = new Maintenance(this.parts)
  }

  /** Runs a command; resolves with its reply, errors included. */
  submit(request: Request): Promise<Reply> {
    return new Promise((resolve) => {
      try {
        const work = this.maintenance.begin(request.name, request.body)
        if (work === undefined) this.#enqueue(jobFrom(request, resolve))
        else
          work.then(resolve, (error: unknown) => {
            resolve(failure(error))
          })
      } catch (error) {
        resolve(failure(error))
      }
    })
  }

  #enqueue(job: Job): void {
    this.#queue.push(job)
    if (this.#scheduled) return
    this.#scheduled = true
    setImmediate(() => {
      this.#scheduled = false
      this.#turn()
    })
  }

  #turn(): void {
    const jobs = this.#queue
    this.#queue = []
    const writes: Job[] = []
    for (const job of jobs) {
      if (isWrite(job)) writes.push(job)
      else this.#attempt(job, false, job.finish, () => undefined)
    }
    if (writes.length > 0) this.#write(writes)
  }

  #write(jobs: readonly Job[]): void {
    const { store, shared } = this.parts
    const replies: (() => void)[] = []
    const committed: (() => void)[] = []
    try {
      store.write(() => {
        for (const job of jobs) {
          this.#attempt(
            job,
            true,
            (reply) => replies.push(() => job.finish(reply)),
            (action) => committed.push(action),
          )
        }
      })
    } catch (error) {
      shared.catalogue.load(store)
      for (const job of jobs) {
        this.#abortUnsaved(job)
        job.finish(failure(error))
      }
      return
    }
    shared.locks.sequence++
    for (const action of [...committed, ...replies]) action()
  }

  /** Runs one command and hands over its reply, unless it must wait for a transaction: then it comes back later. */
  #attempt(job: Job, saving: boolean, reply: (reply: Reply) => void, afterCommit: Context['afterCommit']): void {
    let transaction: Transaction | undefined
    try {
      transaction = this.#transactionOf(job)
      const context = this.#context(job, transaction, afterCommit)
      const result = job.command.run(context, job.options)
      if (transaction !== undefined && hasWriteErrors(result)) transaction.end('aborted')
      if (saving) this.#save(context)
      reply(saving ? withWriteConcern(job.options, result) : result)
    } catch (error) {
      if (error instanceof StoreFailed) throw error.cause
      if (error instanceof Blocked) {
        void error.holder.ended.then(() => this.#again(job))
        return
      }
      transaction?.end('aborted')
      reply(failure(transaction === undefined ? error : transient(error)))
    }
  }

  #again(job: Job): void {
    if (job.deadline !== undefined && Date.now() > job.deadline) {
      job.finish(failure(new DatabaseError(50, 'operation exceeded time limit')))
    } else this.#enqueue(job)
  }

  #save({ view, retries, store }: Context): void {
    const record = retries?.record
    if (record !== undefined) view.data.put(...record)
    view.saveTo(store)
  }

  /** A transaction whose commit did not reach the disk has not committed. */
  #abortUnsaved({ request, session, number }: Job): void {
    if (request.name !== 'commitTransaction' || session === undefined || number === undefined) return
    this.parts.transactions.latest(session, number)?.end('aborted')
  }

  #context(job: Job, transaction: Transaction | undefined, afterCommit: Context['afterCommit']): Context {
    const { session, number, options, request, deadline } = job
    const retryable = transaction === undefined && number !== undefined && session !== undefined && job.command.writes
    const { store, shared, cursors, transactions } = this.parts
    return {
      store,
      shared,
      cursors,
      transactions,
      view: transaction?.view ?? new View(this.parts.store, this.parts.shared),
      database: checkedDatabase(options.body.get('$db') ?? 'admin'),
      session,
      transaction,
      retries:
        retryable && job.options.body.get('autocommit') === undefined
          ? new Retries(session, number, this.parts.store)
          : undefined,
      raw: request.raw,
      deadline,
      afterCommit,
    }
  }

  #transactionOf({ session, number, options: { body }, command, request }: Job): Transaction | undefined {
    if (body.get('autocommit') !== false || isEnding(request.name)) return undefined
    if (session === undefined || number === undefined) throw badValue('a transaction needs a session and a txnNumber')
    if (command.inTransaction !== true) {
      throw new DatabaseError(263, `Cannot run '${request.name}' in a multi-document transaction.`)
    }
    return body.get('startTransaction') === true
      ? this.parts.transactions.begin(session, number)
      : this.parts.transactions.open(session, number)
  }

  /** Ends what is too old: called from time to time. */
  expire(now: number): void {
    this.parts.transactions.expire(now)
    this.parts.cursors.expire(now)
  }
}

const isEnding = (name: string): boolean => name === 'commitTransaction' || name === 'abortTransaction'

/** Inside a transaction a write goes into its view; only its end touches the store. */
const isWrite = ({ command, options, request }: Job): boolean =>
  (command.writes || command.writesIf?.(options) === true) &&
  (options.body.get('autocommit') !== false || isEnding(request.name))

const hasWriteErrors = (reply: Reply): boolean => !Buffer.isBuffer(reply) && isArray(reply.get('writeErrors'))

function jobFrom(request: Request, finish: (reply: Reply) => void): Job {
  const { name, body } = request
  const command = commands.get(name)
  if (command === undefined) throw new DatabaseError(59, `no such command: '${name}'`)
  const options = new Options(name, body)
  options.only(command.known)
  checkReadConcern(options)
  const lsid = options.document('lsid').get('id')
  const number = body.get('txnNumber')
  const maxTime = options.size('maxTimeMS') ?? 0
  return {
    request,
    command,
    options,
    finish,
    session: lsid instanceof Binary ? Buffer.from(lsid.value()).toString('hex') : undefined,
    number: number instanceof Long || number instanceof Int32 ? BigInt(number.toString()) : undefined,
    deadline: maxTime === 0 ? undefined : Date.now() + maxTime,
  }
}
