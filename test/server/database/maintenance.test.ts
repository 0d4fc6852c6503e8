import { expect } from 'chai'
import { randomBytes } from 'node:crypto'
import { readFile, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { Readable } from 'node:stream'
import mongoose from 'mongoose'
import { startEmbedded } from '../../../server/database/embedded/start.ts'
import { entriesOf, recordsOf } from '../../../server/database/embedded/storage/layout.ts'
import { scan } from '../../../server/database/embedded/storage/reader.ts'
import { Catalogue } from '../../../server/database/embedded/storage/catalogue.ts'
import { Store } from '../../../server/database/embedded/storage/store.ts'
import { failureOf, served, temporaryFolder } from './served.ts'

type Client = mongoose.mongo.MongoClient

/** The files of a folder and of those in it that hold a text. */
async function filesWith(folder: string, text: string): Promise<string[]> {
  const found: string[] = []
  for (const name of await readdir(folder, { recursive: true })) {
    const file = join(folder, name)
    if ((await stat(file)).isFile() && (await readFile(file)).includes(text)) found.push(name)
  }
  return found
}

describe('compacting', () => {
  const server = served()
  const compact = () => server.client.db('admin').command({ subrosaCompact: 1 })

  it('leaves no byte of what was deleted or overwritten, wherever it was', async function () {
    this.timeout(60_000)
    const marker = randomBytes(12).toString('hex')
    const things = server.fresh()
    await things.createIndex({ text: 1 })
    const texts = Array.from({ length: 400 }, (_, n) => ({ n, text: `${marker} ${'x'.repeat(n * 20)}` }))
    await things.insertMany([...texts, { n: -1, text: 'kept' }])
    const bucket = new mongoose.mongo.GridFSBucket(server.client.db('subrosa'))
    const stream = bucket.openUploadStream('file')
    await pipeline(Readable.from([Buffer.from(marker.repeat(40_000))]), stream)
    await bucket.delete(stream.id)
    await things.updateMany({ n: { $lt: 200, $gte: 0 } }, [{ $set: { text: 'other ' } }])
    // What it gives back is remembered beside it, for a reply that does not arrive.
    expect((await things.findOneAndDelete({ n: 200 })).text).to.include(marker)
    await server.client.withSession((session) =>
      session.withTransaction(() => things.deleteMany({ n: { $gt: 300 } }, { session })),
    )
    await things.deleteMany({ text: { $regex: `^${marker}` } })
    expect(await filesWith(server.folder, marker)).to.not.deep.equal([])
    const { bytesBefore, bytesAfter } = await compact()
    expect(bytesAfter).to.be.lessThan(bytesBefore)
    expect(await filesWith(server.folder, marker)).to.deep.equal([])
    expect(await things.countDocuments({ text: 'other ' })).to.equal(200)
    expect(await things.findOne({ text: 'kept' })).to.include({ n: -1 })
    await server.restart()
    expect(await filesWith(server.folder, marker)).to.deep.equal([])
  })

  it('loses nothing that is written meanwhile, and aborts what is open so that it is tried again', async function () {
    this.timeout(60_000)
    const things = server.fresh()
    await things.insertMany(Array.from({ length: 3000 }, (_, n) => ({ _id: n, n: 0, text: 'y'.repeat(500) })))
    const state = { done: false, steps: 0 }
    const write = async (writer: number): Promise<void> => {
      for (let step = 0; !state.done || step < 20; step++, state.steps++) {
        const _id = (writer * 1000 + step * 7) % 3000
        await server.client.withSession((session) =>
          session.withTransaction(async () => {
            await things.updateOne({ _id }, { $inc: { n: 1 } }, { session })
            await things.updateOne({ _id: 'sum' }, { $inc: { n: 1 } }, { session, upsert: true })
          }),
        )
        await things.insertOne({ _id: `${writer}-${step}` })
        if (step % 3 === 0) await things.deleteOne({ _id: `${writer}-${step}` })
      }
    }
    const writing = [0, 1, 2].map(write)
    for (let round = 0; round < 3; round++) await compact()
    state.done = true
    await Promise.all(writing)
    const [{ total }] = (await things
      .aggregate([{ $match: { _id: { $type: 'number' } } }, { $group: { _id: 1, total: { $sum: '$n' } } }])
      .toArray()) as [{ total: number }]
    expect(total).to.equal(state.steps)
    expect((await things.findOne({ _id: 'sum' })).n).to.equal(state.steps)
    const { problems } = await server.client.db('admin').command({ subrosaCheck: 1 })
    expect(problems).to.deep.equal([])
  })

  it('goes on with cursors that are open, and remembers which writes were done', async () => {
    const things = server.fresh()
    await things.insertMany(Array.from({ length: 500 }, (_, n) => ({ _id: n })))
    const cursor = things.find().sort({ _id: 1 }).batchSize(100)
    expect(await cursor.next()).to.deep.equal({ _id: 0 })
    const session = server.client.startSession()
    const txnNumber = mongoose.mongo.Long.fromNumber(1_000_000)
    const remove = { findAndModify: things.collectionName, query: { _id: 250 }, remove: true, txnNumber }
    const db = server.client.db('subrosa')
    expect((await db.command(remove, { session }))['value']).to.deep.equal({ _id: 250 })
    expect((await db.command(remove, { session }))['value']).to.deep.equal({ _id: 250 })
    await compact()
    expect(await failureOf(db.command(remove, { session }))).to.include({ code: 217 })
    await session.endSession()
    expect((await cursor.toArray()).length).to.equal(498)
  })

  it('is for the admin database alone, and takes no option', async () => {
    expect(await failureOf(server.client.db('subrosa').command({ subrosaCompact: 1 }))).to.include({ code: 13 })
    const unknown = await failureOf(server.client.db('admin').command({ subrosaCompact: 1, quickly: true }))
    expect(unknown).to.include({ code: 40415 })
  })
})

describe('the check of the database', () => {
  let folder = ''
  beforeEach(async () => {
    folder = await temporaryFolder()
    await withServer(async (client) => {
      const people = client.db('subrosa').collection<any>('people')
      await people.createIndex({ email: 1 }, { unique: true })
      await people.createIndex({ 'roles.name': 1, side: -1 }, { sparse: true })
      await people.createIndex({ side: 1 }, { partialFilterExpression: { side: 'staff' } })
      await people.insertMany(
        Array.from({ length: 50 }, (_, n) => ({
          _id: n,
          email: `${n}@example.org`,
          ...(n % 3 === 0 ? {} : { roles: [{ name: 'a' }, { name: `b${n}` }] }),
          side: n % 2 === 0 ? 'staff' : 'x'.repeat(2000),
        })),
      )
    })
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  async function withServer<T>(act: (client: Client) => Promise<T>): Promise<T> {
    const server = await startEmbedded({ folder })
    const client = await mongoose.mongo.MongoClient.connect(server.uri)
    try {
      return await act(client)
    } finally {
      await client.close()
      await server.stop()
    }
  }
  const check = (): Promise<any> => withServer((client) => client.db('admin').command({ subrosaCheck: 1 }))

  /** Damages the store behind the database's back. */
  async function damage(
    act: (store: Store, ids: { people: number; indexes: readonly number[] }) => void,
  ): Promise<void> {
    const store = new Store(join(folder, 'database.mdb'))
    const catalogue = new Catalogue()
    catalogue.load(store)
    const people = catalogue.collections.get('subrosa.people')
    store.write(() => act(store, { people: people?.id ?? 0, indexes: people?.indexes.map(({ id }) => id) ?? [] }))
    await store.close()
  }

  it('finds nothing where nothing is wrong, and says what there is', async () => {
    const { problems, collections } = await check()
    expect(problems).to.deep.equal([])
    expect(collections).to.have.length(1)
    expect(collections[0]).to.deep.include({ ns: 'subrosa.people', documents: 50 })
    expect(collections[0].entries).to.deep.equal({ _id_: 50, email_1: 50, 'roles.name_1_side_-1': 83, side_1: 25 })
    const valid = await withServer((client) => client.db('subrosa').command({ validate: 'people' }))
    expect(valid).to.deep.include({ valid: true, nrecords: 50, nIndexes: 4, errors: [] })
    expect(valid['keysPerIndex']).to.deep.equal(collections[0].entries)
  })

  it('finds an index entry that is missing, one too many, and one that leads elsewhere', async () => {
    await damage((store, { indexes }) => {
      for (const index of indexes) {
        const { start, end } = entriesOf(index)
        const [first] = [...scan(store, start, end)]
        if (first !== undefined) store.remove(first.key)
      }
    })
    const { problems } = await check()
    expect(problems).to.include('subrosa.people: index email_1 has 49 entries where its documents give 50')
    for (const name of ['_id_', 'email_1', 'roles.name_1_side_-1', 'side_1'])
      expect(
        problems.filter((line: string) => line.includes(`index ${name} does not lead to document`)),
      ).to.have.length(1)
    const valid = await withServer((client) => client.db('subrosa').command({ validate: 'people' }))
    expect(valid).to.include({ valid: false })
    await damage((store, { indexes: [first] }) => {
      store.put(Buffer.concat([entriesOf(first ?? 0).start, Buffer.from('stray')]), Buffer.alloc(6))
    })
    expect((await check()).problems.join()).to.not.include('index _id_ has 49')
  })

  it('finds documents that cannot be read, or that no collection has', async () => {
    await damage((store, { people }) => {
      const [first] = [...scan(store, recordsOf(people).start, recordsOf(people).end)]
      if (first === undefined) throw new Error('there is no document')
      store.put(first.key, first.value.subarray(0, 20))
      store.put(Buffer.concat([recordsOf(999).start, Buffer.alloc(6)]), first.value)
      store.put(Buffer.concat([entriesOf(998).start, Buffer.alloc(6)]), Buffer.alloc(0))
      store.put(Buffer.from('zebra'), Buffer.alloc(0))
    })
    const { problems } = await check()
    expect(problems.join('\n')).to.match(/subrosa.people: document number 1 cannot be read/)
    expect(problems).to.include('there are documents of a collection 999 that is not known')
    expect(problems).to.include('there are entries of an index 998 that is not known')
    expect(problems).to.include('there are keys of a kind that is not known')
  })
})
