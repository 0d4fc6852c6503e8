import { expect } from 'chai'
import { Binary, Long } from 'bson'
import mongoose from 'mongoose'
import { doc, int } from '../../../server/database/embedded/values/types.ts'
import { engineAlone, failureOf, served } from './served.ts'

const lsid = (n: number) => doc(['id', new Binary(Buffer.alloc(16, n), 4)])

const transaction = (n: number, start: boolean) =>
  [
    ['$db', 'db'],
    ['lsid', lsid(n)],
    ['txnNumber', Long.ONE],
    ['autocommit', false],
    ...(start ? [['startTransaction', true] as const] : []),
  ] as const

describe('transactions', function () {
  this.timeout(120_000)
  const server = served()

  it('lets ten clients move money between accounts at once, and the sum holds at every read', async () => {
    const accounts = server.fresh()
    const people = Array.from({ length: 8 }, (_, n) => ({ _id: n, balance: 100 }))
    await accounts.insertMany(people)
    const sum = async (session?: mongoose.mongo.ClientSession): Promise<number> => {
      const found = await accounts.find({}, session === undefined ? {} : { session }).toArray()
      return found.reduce((total: number, { balance }) => total + balance, 0)
    }
    let [moved, aborted] = [0, 0]
    const still = { running: true }
    const wrong: number[] = []
    const mover = async (seed: number): Promise<void> => {
      const client = await mongoose.mongo.MongoClient.connect(server.uri)
      const own = client.db('subrosa').collection<any>(accounts.collectionName)
      for (let round = 0; round < 40; round++) {
        const [from, to] = [(seed * 7 + round * 3) % 8, (seed * 5 + round * 11 + 1) % 8]
        if (from === to) continue
        const amount = (round % 9) + 1
        try {
          await client.withSession((session) =>
            session.withTransaction(async () => {
              const giver = await own.findOne({ _id: from }, { session })
              const taker = await own.findOne({ _id: to }, { session })
              await own.updateOne({ _id: from }, { $set: { balance: giver.balance - amount } }, { session })
              // Some think better of it when half is done.
              if (round % 10 === 9) throw new Error('changed my mind')
              await own.updateOne({ _id: to }, { $set: { balance: taker.balance + amount } }, { session })
            }),
          )
          moved++
        } catch (error) {
          if (!(error instanceof Error) || error.message !== 'changed my mind') throw error
          aborted++
        }
      }
      await client.close()
    }
    const reader = async (): Promise<void> => {
      while (still.running) {
        // A single command may run between two others, but never inside a commit.
        const plain = await sum()
        const inside = await server.client.withSession((session) => session.withTransaction(() => sum(session)))
        for (const total of [plain, inside]) if (total !== 800) wrong.push(total)
      }
    }
    const reading = reader()
    await Promise.all(Array.from({ length: 10 }, (_, seed) => mover(seed)))
    still.running = false
    await reading
    expect(wrong).to.deep.equal([])
    expect(await sum()).to.equal(800)
    expect(moved).to.be.greaterThan(250)
    expect(aborted).to.be.greaterThan(10)
  })

  it('loses no increment that many clients make at once', async () => {
    const counters = server.fresh()
    await counters.insertOne({ _id: 'n', n: 0 })
    await Promise.all(
      Array.from({ length: 60 }, (_, at) =>
        at % 2 === 0
          ? counters.updateOne({ _id: 'n' }, { $inc: { n: 1 } })
          : server.client.withSession((session) =>
              session.withTransaction(() => counters.updateOne({ _id: 'n' }, { $inc: { n: 1 } }, { session })),
            ),
      ),
    )
    expect((await counters.findOne({ _id: 'n' })).n).to.equal(60)
  })

  it('reads one moment, whatever others commit meanwhile', async () => {
    const things = server.fresh()
    await things.insertOne({ _id: 1, v: 'old' })
    await server.client.withSession(async (session) => {
      session.startTransaction()
      expect((await things.findOne({ _id: 1 }, { session })).v).to.equal('old')
      await things.updateOne({ _id: 1 }, { $set: { v: 'new' } })
      await things.insertOne({ _id: 2 })
      expect((await things.findOne({ _id: 1 }, { session })).v).to.equal('old')
      expect(await things.countDocuments({}, { session })).to.equal(1)
      await session.commitTransaction()
    })
    expect((await things.findOne({ _id: 1 })).v).to.equal('new')
  })

  it('lets the first to write a document win; the other gets a conflict that its driver may try again', async () => {
    const things = server.fresh()
    await things.insertOne({ _id: 1, n: 0 })
    const [first, second] = [server.client.startSession(), server.client.startSession()]
    first.startTransaction()
    second.startTransaction()
    await things.updateOne({ _id: 1 }, { $inc: { n: 1 } }, { session: first })
    const error = await failureOf(things.updateOne({ _id: 1 }, { $inc: { n: 10 } }, { session: second }))
    expect(error).to.include({ code: 112 })
    expect(error.hasErrorLabel('TransientTransactionError')).to.equal(true)
    await first.commitTransaction()
    await second.abortTransaction()
    expect((await things.findOne({ _id: 1 })).n).to.equal(1)
    await Promise.all([first.endSession(), second.endSession()])
  })

  it('also lets a write that changes nothing lose to one that was first', async () => {
    const things = server.fresh()
    await things.insertOne({ _id: 1, n: 0 })
    await server.client.withSession(async (session) => {
      session.startTransaction()
      await things.findOne({ _id: 1 }, { session })
      await things.updateOne({ _id: 1 }, { $set: { n: 5 } })
      expect(await failureOf(things.updateOne({ _id: 1 }, { $set: { n: 0 } }, { session }))).to.include({ code: 112 })
      await session.abortTransaction()
    })
  })

  it('makes a single write wait for a transaction that was first', async () => {
    const things = server.fresh()
    await things.insertOne({ _id: 1, n: 0 })
    await server.client.withSession(async (session) => {
      session.startTransaction()
      await things.updateOne({ _id: 1 }, { $inc: { n: 1 } }, { session })
      const waiting = things.updateOne({ _id: 1 }, { $inc: { n: 10 } })
      const first = await Promise.race([waiting, new Promise((resolve) => setTimeout(resolve, 50, 'still waiting'))])
      expect(first).to.equal('still waiting')
      await session.commitTransaction()
      await waiting
    })
    expect((await things.findOne({ _id: 1 })).n).to.equal(11)
  })

  it('gives two transactions that make the same unique key a conflict, not two documents', async () => {
    const things = server.fresh()
    await things.createIndex({ key: 1 }, { unique: true })
    const [first, second] = [server.client.startSession(), server.client.startSession()]
    first.startTransaction()
    second.startTransaction()
    await things.insertOne({ key: 'k' }, { session: first })
    expect(await failureOf(things.insertOne({ key: 'k' }, { session: second }))).to.include({ code: 112 })
    await first.commitTransaction()
    expect(await things.countDocuments({ key: 'k' })).to.equal(1)
    await Promise.all([first.endSession(), second.endSession()])
  })

  it('makes and drops nothing of an aborted transaction, collections and indexes included', async () => {
    const things = server.fresh()
    await server.client.withSession(async (session) => {
      session.startTransaction()
      await things.createIndex({ key: 1 }, { session })
      await things.insertOne({ key: 1 }, { session })
      await session.abortTransaction()
    })
    expect(await server.client.db('subrosa').listCollections({ name: things.collectionName }).toArray()).to.deep.equal(
      [],
    )
  })

  it('answers a commit that is sent again', async () => {
    const things = server.fresh()
    await server.client.withSession(async (session) => {
      session.startTransaction()
      await things.insertOne({ _id: 1 }, { session })
      await session.commitTransaction()
      await session.commitTransaction()
    })
    expect(await things.countDocuments()).to.equal(1)
  })

  it('ends a transaction after 60 seconds and lets go of what it held', async () => {
    const { engine, run, end } = await engineAlone()
    const increment = [doc(['q', doc(['_id', int(1)])], ['u', doc(['$inc', doc(['n', int(1)])])])]
    await run(doc(['insert', 'c'], ['$db', 'db'], ['documents', [doc(['_id', int(1)])]]))
    await run(doc(['update', 'c'], ['updates', increment], ...transaction(1, true)))
    const waiting = run(doc(['update', 'c'], ['$db', 'db'], ['updates', increment]))
    engine.expire(Date.now() + 59_000)
    engine.expire(Date.now() + 61_000)
    expect((await waiting).get('nModified')).to.deep.equal(int(1))
    const late = await run(doc(['update', 'c'], ['updates', increment], ...transaction(1, false)))
    expect(late.get('code')).to.deep.equal(int(251))
    expect(late.get('errorLabels')).to.deep.equal(['TransientTransactionError'])
    await end()
  })
})
