import { expect } from 'chai'
import { Decimal128, Double, Int32, Long, MaxKey, MinKey, ObjectId } from 'bson'
import { removeExpired } from '../../../server/database/embedded/upkeep.ts'
import { doc, int } from '../../../server/database/embedded/values/types.ts'
import { engineAlone, failureOf, served } from './served.ts'

/** Numbers that look random and are the same in every run. */
function dice(seed: number): (sides: number) => number {
  let state = seed
  return (sides) => {
    state = (state * 1103515245 + 12345) % 2147483648
    return Math.floor((state / 2147483648) * sides)
  }
}

const values: readonly unknown[] = [
  null,
  undefined,
  true,
  false,
  0,
  1,
  2,
  -1,
  1.5,
  new Double(2),
  Long.fromString('9007199254740993'),
  Long.fromString('9007199254740992'),
  Decimal128.fromString('1.5'),
  Decimal128.fromString('0.1'),
  0.1,
  NaN,
  Infinity,
  -Infinity,
  '',
  'a',
  'ab',
  'b',
  'a\0b',
  'é',
  '\u{1f600}',
  '\uffff',
  new Date(0),
  new Date(-1),
  new ObjectId('000000000000000000000001'),
  [],
  [1],
  [1, 'a'],
  [[1]],
  [null],
  {},
  { b: 1 },
  { b: null },
  { b: [1, 2] },
  [{ b: 1 }, { b: 2 }],
  [{ b: 'a' }, {}],
  [{ c: 1 }],
  new MinKey(),
  new MaxKey(),
  /^a/,
  Buffer.from([1, 2]),
  'x'.repeat(2000),
  `${'x'.repeat(2000)}y`,
]

describe('indexes', () => {
  const server = served()

  it('give the same answers as looking at every document, for values of every type', async function () {
    this.timeout(60_000)
    const things = server.fresh()
    const roll = dice(42)
    const pick = () => values[roll(values.length)]
    await things.insertMany(
      Array.from({ length: 400 }, (_, _id) => ({ _id, a: pick(), b: pick(), c: roll(4) })),
      { ignoreUndefined: true },
    )
    const keys = [
      { a: 1 },
      { a: -1, c: 1 },
      { 'a.b': 1 },
      { c: 1, a: 1 },
      { b: 1, c: -1 },
      { 'a.b': -1, 'a.c': 1 },
    ] as const
    for (const key of keys) await things.createIndex(key)
    await things.createIndex({ c: -1 }, { sparse: true, name: 'sparse' })
    const condition = (): unknown => {
      const value = pick() ?? null
      switch (roll(9)) {
        case 0:
          return { $gt: value }
        case 1:
          return { $gte: value }
        case 2:
          return { $lt: value }
        case 3:
          return { $lte: value }
        case 4:
          return { $in: [value, pick() ?? null, pick() ?? null].filter((one) => !(one instanceof RegExp)) }
        case 5:
          return { $gte: value, $lt: pick() ?? null }
        case 6:
          return { $exists: roll(2) === 0 }
        case 7:
          return /^a/
        default:
          return { $eq: value }
      }
    }
    const path = () => ['a', 'b', 'c', 'a.b', 'a.c'][roll(5)] ?? 'a'
    let found = 0
    for (let round = 0; round < 100; round++) {
      const filter: Record<string, any> = { [path()]: condition(), [path()]: condition() }
      if (
        Object.values(filter).some(
          (one) => one instanceof Object && Object.values(one).some((operand) => operand instanceof RegExp),
        )
      )
        continue
      const order = { [path()]: roll(2) === 0 ? 1 : -1, _id: 1 } as const
      const ids = async (hint: any, sort = {}): Promise<number[]> =>
        (await things.find(filter, { hint, sort, projection: { _id: 1 } }).toArray()).map(({ _id }) => _id)
      const wanted = (await ids({ $natural: 1 })).toSorted((x, y) => x - y)
      const ordered = await ids({ $natural: 1 }, order).catch((error: Error) => error.message)
      found += wanted.length
      for (const hint of [undefined, ...keys]) {
        const message = `${JSON.stringify(filter)} by ${JSON.stringify(hint)} in order ${JSON.stringify(order)}`
        expect(
          (await ids(hint)).toSorted((x, y) => x - y),
          message,
        ).to.deep.equal(wanted)
        if (round % 3 === 0)
          expect(await ids(hint, order).catch((error: Error) => error.message), message).to.deep.equal(ordered)
      }
    }
    expect(found).to.be.greaterThan(500)
  })

  it('stay right while documents change', async () => {
    const things = server.fresh()
    const roll = dice(7)
    const pick = () => values[roll(values.length)] ?? null
    await things.createIndex({ a: 1, c: 1 })
    await things.createIndex({ 'a.b': 1 })
    for (let round = 0; round < 300; round++) {
      const _id = roll(30)
      if (roll(4) === 0) await things.deleteOne({ _id })
      else await things.replaceOne({ _id }, { a: pick(), c: roll(3) }, { upsert: true })
    }
    const all = (await things.find({}, { hint: { $natural: 1 } }).toArray())
      .map(({ _id }) => _id)
      .toSorted((x, y) => x - y)
    for (const hint of [{ a: 1, c: 1 }, { 'a.b': 1 }, { _id: 1 }] as const) {
      const found = (await things.find({}, { hint }).toArray()).map(({ _id }) => _id)
      expect(found.toSorted((x, y) => x - y)).to.deep.equal(all)
    }
  })

  const plan = async (things: ReturnType<typeof server.fresh>, filter: object, sort: Record<string, 1 | -1> = {}) => {
    const { queryPlanner, executionStats } = await things.find(filter, { sort }).explain()
    const winning = queryPlanner.winningPlan
    const inner = winning.stage === 'SORT' ? winning.inputStage : winning
    return {
      sorts: winning.stage === 'SORT',
      by: inner.inputStage?.indexName ?? 'every document',
      looked: executionStats.totalDocsExamined,
    }
  }

  it('serve equality, $in, ranges, prefixes and order, compound ones by their first fields', async () => {
    const things = server.fresh()
    await things.insertMany(
      Array.from({ length: 200 }, (_, n) => ({ n, forum: n % 5, state: n % 2, name: `name ${n}` })),
    )
    await things.createIndex({ forum: 1, state: 1, n: -1 })
    await things.createIndex({ name: 1 })
    expect(await plan(things, { _id: 5 })).to.include({ by: '_id_', looked: 0 })
    expect(await plan(things, { forum: 3 })).to.deep.equal({ sorts: false, by: 'forum_1_state_1_n_-1', looked: 40 })
    expect(await plan(things, { forum: { $in: [1, 3] }, state: 1 })).to.include({
      by: 'forum_1_state_1_n_-1',
      looked: 40,
    })
    expect(await plan(things, { forum: 3, state: 1, n: { $gte: 100 } })).to.include({ looked: 10 })
    expect(await plan(things, { forum: 3, state: 1 }, { n: -1 })).to.deep.equal({
      sorts: false,
      by: 'forum_1_state_1_n_-1',
      looked: 20,
    })
    expect(await plan(things, { forum: 3, state: 1 }, { n: 1 })).to.include({ sorts: false })
    expect(await plan(things, { forum: 3 }, { n: 1 })).to.include({ sorts: true, looked: 40 })
    expect(await plan(things, { name: /^name 19/ })).to.deep.equal({ sorts: false, by: 'name_1', looked: 11 })
    expect(await plan(things, {}, { name: 1 })).to.include({ sorts: false, by: 'name_1' })
    expect(await plan(things, { state: 1 })).to.include({ by: 'every document', looked: 200 })
  })

  it('that are unique refuse a second document, also after an update, over several fields, and in arrays', async () => {
    const things = server.fresh()
    await things.createIndex({ a: 1, b: 1 }, { unique: true })
    await things.insertMany([
      { _id: 1, a: 1, b: 1 },
      { _id: 2, a: 1, b: 2 },
      { _id: 3, a: [5, 6] },
    ])
    const error = await failureOf(things.insertOne({ a: 1, b: 1 }))
    expect(error.keyPattern).to.deep.equal({ a: 1, b: 1 })
    expect(error.keyValue).to.deep.equal({ a: 1, b: 1 })
    expect(await failureOf(things.updateOne({ _id: 2 }, { $set: { b: 1 } }))).to.include({ code: 11000 })
    expect((await things.findOne({ _id: 2 })).b).to.equal(2)
    expect(await failureOf(things.insertOne({ a: 6 }))).to.include({ code: 11000 })
    // 1 and 1.0 and the long 1 are one value.
    expect(await failureOf(things.insertOne({ a: new Double(1), b: Long.ONE }))).to.include({ code: 11000 })
    await things.updateOne({ _id: 2 }, { $set: { b: 2, c: 1 } })
    await things.insertOne({ a: 1 })
    expect(await failureOf(things.insertOne({ a: 1, b: null }))).to.include({ code: 11000 })
    const long = 'x'.repeat(5000)
    await things.insertMany([{ a: `${long}1` }, { a: `${long}2` }])
    expect(await failureOf(things.insertOne({ a: `${long}2` }))).to.include({ code: 11000 })
  })

  it('that are unique are not made over documents that are not', async () => {
    const things = server.fresh()
    await things.insertMany([{ a: 1 }, { a: 1 }])
    expect(await failureOf(things.createIndex({ a: 1 }, { unique: true }))).to.include({ code: 11000 })
    expect(await things.indexes()).to.have.length(1)
  })

  it('that are sparse or partial hold only what they should, and are used only where nothing is missed', async () => {
    const things = server.fresh()
    await things.createIndex({ mail: 1 }, { unique: true, sparse: true })
    await things.createIndex({ slug: 1 }, { unique: true, partialFilterExpression: { live: true } })
    await things.insertMany([{ slug: 'x' }, { slug: 'x' }, { slug: 'x', live: true }, { mail: 'a@b.c' }])
    expect(await failureOf(things.insertOne({ slug: 'x', live: true }))).to.include({ code: 11000 })
    expect(await failureOf(things.insertOne({ mail: 'a@b.c' }))).to.include({ code: 11000 })
    expect(await things.countDocuments({ mail: null })).to.equal(3)
    expect(await things.find().sort({ mail: 1 }).toArray()).to.have.length(4)
    expect(await things.countDocuments({ slug: 'x' })).to.equal(3)
    expect(await plan(things, { slug: 'x', live: true })).to.include({ by: 'slug_1' })
    expect(await plan(things, { slug: 'x' })).to.include({ by: 'every document' })
    await things.updateOne({ slug: 'x', live: true }, { $set: { live: false } })
    await things.insertOne({ slug: 'x', live: true })
  })

  it('are listed, found again, told apart and dropped', async () => {
    const things = server.fresh()
    await things.createIndex({ a: 1, b: -1 }, { name: 'own' })
    expect(await things.createIndex({ a: 1, b: -1 }, { name: 'own' })).to.equal('own')
    expect(await failureOf(things.createIndex({ a: 1, b: -1 }))).to.include({ code: 85 })
    expect(await failureOf(things.createIndex({ a: 1 }, { name: 'own' }))).to.include({ code: 86 })
    const odd = { createIndexes: things.collectionName, indexes: [{ key: { a: 1 }, name: 'odd', speed: 'fast' }] }
    expect((await failureOf(server.client.db('subrosa').command(odd))).message).to.include("'speed'")
    expect((await things.indexes()).map(({ key, name }) => [name, key])).to.deep.equal([
      ['_id_', { _id: 1 }],
      ['own', { a: 1, b: -1 }],
    ])
    expect(await failureOf(things.dropIndex('_id_'))).to.include({ code: 72 })
    expect(await failureOf(things.dropIndex('none'))).to.include({ code: 27 })
    await things.dropIndex('own')
    expect(await things.indexes()).to.have.length(1)
    expect(await failureOf(server.fresh().indexes())).to.include({ code: 26 })
  })

  it('refuse two arrays in one document, and leave it out', async () => {
    const things = server.fresh()
    await things.createIndex({ a: 1, b: 1 })
    expect(await failureOf(things.insertOne({ a: [1], b: [2] }))).to.include({ code: 171 })
    expect(await things.countDocuments()).to.equal(0)
  })

  it('with a lifetime remove what is older, and nothing else', async () => {
    const { engine, run, end } = await engineAlone()
    const now = new Date('2026-05-01T12:00:00Z')
    const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000)
    const indexes = [doc(['key', doc(['at', int(1)])], ['name', 'at'], ['expireAfterSeconds', int(600)])]
    await run(doc(['createIndexes', 'c'], ['$db', 'db'], ['indexes', indexes]))
    const documents = [minutesAgo(11), minutesAgo(9), minutesAgo(-60), 'no date', null].map((at, n) =>
      doc(['_id', int(n)], ['at', at]),
    )
    await run(doc(['insert', 'c'], ['$db', 'db'], ['documents', documents]))
    await removeExpired(engine, now)
    const left = await run(doc(['distinct', 'c'], ['key', '_id'], ['$db', 'db']))
    expect(left.get('values')).to.deep.equal([1, 2, 3, 4].map((n) => new Int32(n)))
    await end()
  })
})
