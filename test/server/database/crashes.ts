import { expect } from 'chai'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import mongoose from 'mongoose'
import { fileState } from '../../../server/database/embedded/storage/pages.ts'
import type { QuickServer, quickServers } from './quickServer.ts'
import { temporaryFolder } from './served.ts'

type Session = mongoose.mongo.ClientSession
type Servers = Awaited<ReturnType<typeof quickServers>>
export type Serving = {
  readonly client: mongoose.mongo.MongoClient
  /** True from the moment at which it is killed: what fails then fails rightly. */
  killed: boolean
  /** Kills the server and closes the client. */
  kill(): Promise<void>
  /**
   * Runs an act until it ends or the server is gone. What fails in an act after the kill is nothing; what fails before
   * ends the server and is thrown.
   */
  untilKilled(act: () => Promise<void>): Promise<void>
}

const HEARING = 100
/** More than a client takes to find out, twice, that there is no server. */
const PATIENCE = 15_000

/** A server over a folder in a process of its own, and a client of it that tries nothing twice. */
export async function serve(servers: Servers, folder: string): Promise<Serving> {
  const server: QuickServer = servers.start(folder)
  const uri = await server.said
  if (!uri.startsWith('mongodb://')) throw new Error(`the server refused: ${uri}`)
  const client = await mongoose.mongo.MongoClient.connect(uri, {
    retryWrites: false,
    retryReads: false,
    serverSelectionTimeoutMS: 5000,
  })
  let [toldGone, killing]: [() => void, Promise<void> | undefined] = [() => undefined, undefined]
  const gone = new Promise<void>((resolve) => {
    toldGone = resolve
  })
  const end = async (): Promise<void> => {
    await server.kill()
    // Between the end of a socket and its close event, driver 7.8 may write a command to it, and then waits for ever for
    // its "drain". So it is left a moment to hear that its connections are closed, before closing writes more; and
    // because that may have befallen any act as well, neither the close nor an act is waited for without a limit.
    await setTimeout(HEARING)
    const limit = new AbortController()
    await Promise.race([client.close(true), setTimeout(PATIENCE, undefined, { signal: limit.signal })])
    limit.abort()
    toldGone()
  }
  const serving: Serving = {
    client,
    killed: false,
    kill: () => {
      serving.killed = true
      killing ??= end()
      return killing
    },
    untilKilled: async (act) => {
      try {
        await Promise.race([act(), gone])
      } catch (error) {
        if (serving.killed) return
        await serving.kill()
        throw error
      }
    },
  }
  return serving
}

/** Runs a transaction, again after conflicts; with the driver's own way a killed server would be waited for. */
export async function inTransaction<T>(serving: Serving, act: (session: Session) => Promise<T>): Promise<T> {
  const session = serving.client.startSession()
  try {
    for (;;) {
      try {
        session.startTransaction()
        const result = await act(session)
        await session.commitTransaction()
        return result
      } catch (error) {
        if (!serving.killed && session.inTransaction()) await session.abortTransaction().catch(() => undefined)
        const isTransient =
          error instanceof mongoose.mongo.MongoError && error.hasErrorLabel('TransientTransactionError')
        if (serving.killed || !isTransient) throw error
      }
    }
  } finally {
    // A session of a killed server would be waited for as well.
    if (!serving.killed) await session.endSession()
  }
}

/** What was acknowledged, in words; and whoever waits for the next acknowledgement. */
class Acknowledged {
  readonly lines = new Set<string>()
  #count = 0
  #waiting: (() => void) | undefined
  #until = 0

  add(line: string): void {
    this.lines.add(line)
    if (++this.#count >= this.#until) this.#waiting?.()
  }
  /** Resolves after so many more acknowledgements. */
  more(count: number): Promise<void> {
    this.#until = this.#count + count
    return new Promise((resolve) => {
      this.#waiting = resolve
    })
  }
}

/** Writes in every way at once until the server is gone. */
async function write(serving: Serving, round: number, acknowledged: Acknowledged): Promise<void> {
  const { client } = serving
  const db = client.db('subrosa')
  const forever = (act: (n: number) => Promise<void>): Promise<void> =>
    serving.untilKilled(async () => {
      for (let n = 1; !serving.killed; n++) await act(n)
    })
  const inserts = db.collection<any>('inserts')
  const insert = (writer: number) => async (n: number) => {
    const _id = `${round}-${writer}-${n}`
    await inserts.insertOne({ _id, at: n, text: 'some text '.repeat((n % 7) * 60), list: [n, writer] })
    acknowledged.add(`insert ${_id}`)
    if (n % 3 !== 0) return
    acknowledged.lines.delete(`insert ${_id}`)
    await inserts.deleteOne({ _id })
    acknowledged.add(`gone ${_id}`)
  }
  const pair = (writer: number) => async (n: number) => {
    const name = `${round}-${writer}-${n}`
    await inTransaction(serving, async (session) => {
      await db.collection('pairs').insertOne({ pair: name, half: 1 }, { session })
      await db.collection('pairs').insertOne({ pair: name, half: 2 }, { session })
    })
    acknowledged.add(`pair ${name}`)
  }
  // Made before, so that two transactions do not make it at once and one of them fails.
  await db.createCollection('pairs').catch(() => undefined)
  await Promise.all([
    ...[1, 2, 3].map((writer) => forever(insert(writer))),
    ...[1, 2].map((writer) => forever(pair(writer))),
    forever(async (n) => {
      await db.collection<any>('counters').updateOne({ _id: round }, { $inc: { n: 1, twice: 2 } }, { upsert: true })
      acknowledged.add(`count ${round} ${n}`)
    }),
    forever(async () => {
      await inserts.createIndex({ at: 1, text: -1 })
      await inserts.createIndex({ list: 1 })
      await inserts.dropIndexes()
    }),
    forever(async (n) => {
      const stream = new mongoose.mongo.GridFSBucket(db).openUploadStream(`${round}-${n}`)
      await new Promise((resolve, reject) => {
        stream.once('finish', resolve)
        stream.once('error', reject)
        stream.end(Buffer.alloc(300_000, n))
      })
      acknowledged.add(`file ${round}-${n}`)
    }),
    ...(round % 3 === 0
      ? [
          forever(async () => {
            await client.db('admin').command({ subrosaCompact: 1 })
          }),
        ]
      : []),
  ])
}

/**
 * Kills a server again and again while it is written to in every way, and examines it each time.
 * @returns how many writes were acknowledged in all
 */
export async function crashRounds(servers: Servers, rounds: number): Promise<number> {
  const folder = await temporaryFolder()
  const acknowledged = new Acknowledged()
  for (let round = 1; round <= rounds; round++) {
    const serving = await serve(servers, folder)
    await examine(serving.client, acknowledged.lines)
    const enough = acknowledged.more(1 + Math.floor(Math.random() * 60))
    const writing = write(serving, round, acknowledged)
    await Promise.race([enough, writing])
    await setTimeout(Math.random() * 20)
    await serving.kill()
    await writing
    expect(fileState(join(folder, 'database.mdb'), true), `pages after round ${round}`).to.equal('whole')
  }
  const last = await serve(servers, folder)
  await examine(last.client, acknowledged.lines)
  await last.kill()
  await rm(folder, { recursive: true, force: true })
  return acknowledged.lines.size
}

async function examine(client: mongoose.mongo.MongoClient, acknowledged: ReadonlySet<string>): Promise<void> {
  const db = client.db('subrosa')
  const kept = new Set<string>()
  for (const { _id } of await db.collection<any>('inserts').find().toArray()) kept.add(`insert ${_id}`)
  for (const line of acknowledged)
    if (line.startsWith('gone ') && !kept.has(line.replace('gone', 'insert'))) kept.add(line)
  const pairs = new Map<string, number>()
  for (const { pair } of await db.collection('pairs').find().toArray()) pairs.set(pair, (pairs.get(pair) ?? 0) + 1)
  for (const [pair, halves] of pairs) {
    expect(halves, `halves of transaction ${pair}`).to.equal(2)
    kept.add(`pair ${pair}`)
  }
  for (const { _id, n, twice } of await db.collection<any>('counters').find().toArray()) {
    expect(twice, 'two fields of one update').to.equal(n * 2)
    for (let count = 1; count <= n; count++) kept.add(`count ${_id} ${count}`)
  }
  for (const { _id, filename } of await db.collection('fs.files').find().toArray()) {
    const chunks = await db.collection('fs.chunks').find({ files_id: _id }).toArray()
    const bytes = chunks.reduce((total, { data }) => total + data.length(), 0)
    expect(bytes, `bytes of ${filename}`).to.equal(300_000)
    kept.add(`file ${filename}`)
  }
  expect([...acknowledged].filter((line) => !kept.has(line))).to.deep.equal([])
  expect((await client.db('admin').command({ subrosaCheck: 1 }))['problems']).to.deep.equal([])
}

/** Kills a server again and again while it starts, on a folder that is new and on one that has been killed before. */
export async function killedAtStart(servers: Servers, rounds: number): Promise<void> {
  const first = await temporaryFolder()
  const began = Date.now()
  await (await serve(servers, first)).kill()
  const usual = Date.now() - began
  await rm(first, { recursive: true })
  for (let done = 0; done < rounds;) {
    const folder = await temporaryFolder()
    for (let kills = 0; kills < 5; kills++, done++) {
      const server = servers.start(folder)
      await setTimeout(Math.random() * usual)
      await server.kill()
      const said = await server.said
      if (said !== '') expect(said).to.match(/^mongodb:/)
    }
    const serving = await serve(servers, folder)
    await serving.client.db('subrosa').collection('things').insertOne({ there: true })
    expect((await serving.client.db('admin').command({ subrosaCheck: 1 }))['problems']).to.deep.equal([])
    await serving.kill()
    await rm(folder, { recursive: true })
  }
}
