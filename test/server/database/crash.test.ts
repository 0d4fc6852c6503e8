import { expect } from 'chai'
import { type ChildProcess, spawn } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import mongoose from 'mongoose'
import { temporaryFolder } from './served.ts'

const ROUNDS = 4
type Serving = { readonly process: ChildProcess; readonly client: mongoose.mongo.MongoClient }

/** The database over a folder in a process of its own. */
async function serve(folder: string): Promise<Serving> {
  const file = fileURLToPath(new URL('./serving.ts', import.meta.url))
  const child = spawn(process.execPath, ['--import', 'tsx', file, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  for await (const uri of createInterface(child.stdout)) {
    if (!uri.startsWith('mongodb://')) throw new Error(`the server refused: ${uri}`)
    return {
      process: child,
      client: await mongoose.mongo.MongoClient.connect(uri, { retryWrites: false, serverSelectionTimeoutMS: 500 }),
    }
  }
  throw new Error('the server said nothing')
}

async function kill({ process: child, client }: Serving): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await ended
  await client.close(true)
}

/** Writes in every way at once until the server is gone. Every acknowledged write is put into the set. */
async function write(serving: Serving, round: number, acknowledged: Set<string>): Promise<void> {
  const { client } = serving
  const db = client.db('subrosa')
  const forever = async (act: (n: number) => Promise<string | undefined>): Promise<void> => {
    try {
      for (let n = 1; ; n++) {
        const done = await act(n)
        if (done !== undefined) acknowledged.add(done)
      }
    } catch (error) {
      if (!serving.process.killed) throw error
    }
  }
  const inserts = db.collection<any>('inserts')
  const insert = (writer: number) => async (n: number) => {
    const _id = `${round}-${writer}-${n}`
    await inserts.insertOne({ _id, at: n, text: 'some text '.repeat(60) })
    return `insert ${_id}`
  }
  const pair = (writer: number) => async (n: number) => {
    // Made before, so that the two do not make the collection at once and one of them fails.
    if (n === 1) await db.createCollection('pairs').catch(() => undefined)
    const name = `${round}-${writer}-${n}`
    await client.withSession(async (session) => {
      session.startTransaction()
      await db.collection('pairs').insertOne({ pair: name, half: 1 }, { session })
      await db.collection('pairs').insertOne({ pair: name, half: 2 }, { session })
      await session.commitTransaction()
    })
    return `pair ${name}`
  }
  await Promise.all([
    ...[1, 2, 3].map((writer) => forever(insert(writer))),
    ...[1, 2].map((writer) => forever(pair(writer))),
    forever(async (n) => {
      await db.collection<any>('counters').updateOne({ _id: round }, { $inc: { n: 1, twice: 2 } }, { upsert: true })
      return `count ${round} ${n}`
    }),
    forever(async () => {
      await inserts.createIndex({ at: 1, text: -1 })
      await inserts.dropIndex('at_1_text_-1')
      return undefined
    }),
    forever(async (n) => {
      const stream = new mongoose.mongo.GridFSBucket(db).openUploadStream(`${round}-${n}`)
      await new Promise((resolve, reject) => {
        stream.once('finish', resolve)
        stream.once('error', reject)
        stream.end(Buffer.alloc(300_000, n))
      })
      return `file ${round}-${n}`
    }),
  ])
}

describe('a server that is killed while it is written to', () => {
  it('has lost nothing it acknowledged and left no half transaction, update, file or index', async function () {
    this.timeout(60_000)
    const folder = await temporaryFolder()
    const acknowledged = new Set<string>()
    for (let round = 1; round <= ROUNDS; round++) {
      const serving = await serve(folder)
      await examine(serving.client.db('subrosa'), acknowledged)
      const writing = write(serving, round, acknowledged)
      await new Promise((resolve) => setTimeout(resolve, 100 + Math.random() * 400))
      await kill(serving)
      await writing
    }
    const last = await serve(folder)
    await examine(last.client.db('subrosa'), acknowledged)
    await kill(last)
    expect(acknowledged.size).to.be.greaterThan(ROUNDS * 10)
    await rm(folder, { recursive: true, force: true })
  })
})

async function examine(db: mongoose.mongo.Db, acknowledged: ReadonlySet<string>): Promise<void> {
  const kept = new Set<string>()
  for (const { _id } of await db.collection<any>('inserts').find().toArray()) kept.add(`insert ${_id}`)
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
    expect(
      chunks.reduce((total, { data }) => total + data.length(), 0),
      `bytes of ${filename}`,
    ).to.equal(300_000)
    kept.add(`file ${filename}`)
  }
  expect([...acknowledged].filter((line) => !kept.has(line))).to.deep.equal([])
  await compareIndexes(db)
}

/** Every index finds as many documents as there are. */
async function compareIndexes(db: mongoose.mongo.Db): Promise<void> {
  for (const { name } of await db.listCollections().toArray()) {
    const collection = db.collection(name)
    const ids = async (hint: mongoose.mongo.Hint): Promise<string[]> =>
      (
        await collection
          .find({}, { projection: { _id: 1 } })
          .hint(hint)
          .toArray()
      )
        .map(({ _id }) => String(_id))
        .toSorted()
    const all = await ids({ $natural: 1 })
    for (const { key } of await collection.indexes()) {
      expect(await ids(key), `${name} by ${JSON.stringify(key)}`).to.deep.equal(all)
    }
  }
}
