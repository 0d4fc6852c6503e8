import { setImmediate } from 'node:timers/promises'
import { Options } from './commands/options.ts'
import { type Parts, type Reply, common } from './commands/table.ts'
import { compact, copyAside } from './compaction.ts'
import { DatabaseError } from './errors.ts'
import { type Verified, verifyStore } from './storage/verify.ts'
import { type Document, type Value, count, doc, double } from './values/types.ts'

/** How long others wait while a step of such work runs, in milliseconds. */
const STEP = 20

type Work = { readonly fields: readonly string[]; run(parts: Parts, stop: AbortSignal): Promise<Reply> }

/**
 * Work on the whole database, one after another, in steps between the commands of others. These commands are this
 * database's own, for its command line and the application; MongoDB has others for what it needs.
 */
const works: ReadonlyMap<string, Work> = new Map([
  ['subrosaCheck', { fields: [], run: check }],
  ['subrosaCompact', { fields: [], run: compacted }],
  ['subrosaCopy', { fields: [], run: copied }],
])

export class Maintenance {
  readonly #parts: Parts
  readonly #stop = new AbortController()
  #last: Promise<unknown> = Promise.resolve()

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** The work of this name and its reply, or undefined where the name is no such work's. */
  begin(name: string, body: Document): Promise<Reply> | undefined {
    const work = works.get(name)
    if (work === undefined) return undefined
    const options = new Options(name, body)
    options.only(new Set([name, ...common, ...work.fields]))
    if (body.get('$db') !== 'admin') throw new DatabaseError(13, `${name} may only be run against the admin database.`)
    const reply = this.#last.then(() => work.run(this.#parts, this.#stop.signal))
    this.#last = reply.catch(() => undefined)
    return reply
  }

  /** Stops the work under way, which leaves everything as it was, and takes no more. */
  async end(): Promise<void> {
    this.#stop.abort(new DatabaseError(11600, 'the database is stopping'))
    await this.#last
  }
}

/** Runs work in steps, each followed by whatever waits. */
async function inSteps<T>(work: Generator<undefined, T>, stop: AbortSignal): Promise<T> {
  let until = Date.now() + STEP
  for (let step = work.next(); ; step = work.next()) {
    if (step.done === true) return step.value
    if (Date.now() < until) continue
    await setImmediate()
    stop.throwIfAborted()
    until = Date.now() + STEP
  }
}

async function check({ store }: Parts, stop: AbortSignal): Promise<Reply> {
  stop.throwIfAborted()
  const snapshot = store.snapshot()
  try {
    const { collections, problems } = await inSteps(verifyStore(snapshot), stop)
    return doc(['collections', collections.map(shown)], ['problems', problems], ['ok', double(1)])
  } finally {
    snapshot.done()
  }
}

const shown = ({ namespace, documents, bytes, entries }: Verified): Value =>
  doc(
    ['ns', namespace],
    ['documents', count(documents)],
    ['bytes', count(bytes)],
    ['entries', doc(...[...entries].map(([name, total]): [string, Value] => [name, count(total)]))],
  )

async function compacted(parts: Parts, stop: AbortSignal): Promise<Reply> {
  const { before, after } = await compact(parts, stop)
  return doc(['bytesBefore', count(before)], ['bytesAfter', count(after)], ['ok', double(1)])
}

/** Gives the folder of a copy of everything as it was at one moment. Whoever asked opens and removes it. */
async function copied({ store }: Parts, stop: AbortSignal): Promise<Reply> {
  return doc(['folder', await copyAside(store, stop)], ['ok', double(1)])
}
