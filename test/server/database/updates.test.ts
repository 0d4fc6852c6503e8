import { expect } from 'chai'
import { Decimal128, Double, Int32, Long } from 'bson'
import { failureOf, served } from './served.ts'

type Case = readonly [
  before: Record<string, any>,
  update: any,
  after: Record<string, any>,
  options?: Record<string, any>,
]
type Failing = readonly [before: Record<string, any>, update: any, code: number, options?: Record<string, any>]

const list = [
  { n: 1, s: 'x' },
  { n: 2, s: 'y' },
  { n: 3, s: 'x' },
]

const done: Readonly<Record<string, readonly Case[]>> = {
  'set, unset, rename and count': [
    [{ a: 1 }, { $set: { a: 2, 'b.c.d': 3 } }, { a: 2, b: { c: { d: 3 } } }],
    [{ a: [1, 2] }, { $set: { 'a.3': 9 } }, { a: [1, 2, null, 9] }],
    [{ a: { b: 1, c: 2 } }, { $unset: { 'a.b': '', z: '' } }, { a: { c: 2 } }],
    [{ a: [1, 2, 3] }, { $unset: { 'a.1': '' } }, { a: [1, null, 3] }],
    [{ a: 1, b: { c: 2 } }, { $rename: { a: 'b.d', 'b.c': 'e' } }, { b: { d: 1 }, e: 2 }],
    [{ a: 1 }, { $inc: { a: 2, b: 5 }, $mul: { c: 3 } }, { a: 3, b: 5, c: 0 }],
    [
      { a: 5, b: 5 },
      { $min: { a: 3, c: 1 }, $max: { b: 3 } },
      { a: 3, b: 5, c: 1 },
    ],
    [{ a: 5 }, { $min: { a: null } }, { a: null }],
    [{ a: 13 }, { $bit: { a: { and: 10 } } }, { a: 8 }],
    [{ a: 1 }, { $set: {} }, { a: 1 }],
  ],
  'change arrays': [
    [{}, { $push: { a: 1 } }, { a: [1] }],
    [{ a: [1] }, { $push: { a: [2, 3] } }, { a: [1, [2, 3]] }],
    [{ a: [5, 1] }, { $push: { a: { $each: [3, 4], $sort: 1, $slice: 3 } } }, { a: [1, 3, 4] }],
    [{ a: [1, 2] }, { $push: { a: { $each: [9], $position: 1 } } }, { a: [1, 9, 2] }],
    [{ a: [1, 2] }, { $push: { a: { $each: [9], $position: -1 } } }, { a: [1, 9, 2] }],
    [{ a: [1, 2] }, { $push: { a: { $each: [], $slice: -1 } } }, { a: [2] }],
    [
      { a: [{ n: 2 }, { n: 1 }] },
      { $push: { a: { $each: [{ n: 3 }], $sort: { n: -1 } } } },
      { a: [{ n: 3 }, { n: 2 }, { n: 1 }] },
    ],
    [{ a: [1, { b: 1 }] }, { $addToSet: { a: { $each: [1, 2, { b: 1 }, 2] } } }, { a: [1, { b: 1 }, 2] }],
    [{ a: [1, 2, 3] }, { $pop: { a: 1 } }, { a: [1, 2] }],
    [{ a: [1, 2, 3] }, { $pop: { a: -1 } }, { a: [2, 3] }],
    [{ a: [1, 2, 3, 2] }, { $pull: { a: 2 } }, { a: [1, 3] }],
    [{ a: [1, 5, 9] }, { $pull: { a: { $gte: 5 } } }, { a: [1] }],
    [{ a: ['ab', 'b'] }, { $pull: { a: /^a/ } }, { a: ['b'] }],
    [{ a: list }, { $pull: { a: { s: 'x', n: { $lt: 3 } } } }, { a: list.slice(1) }],
    [{ a: list }, { $pull: { a: { $or: [{ n: 1 }, { n: 2 }] } } }, { a: list.slice(2) }],
    [{ a: [[1, 2], [3]] }, { $pull: { a: [3] } }, { a: [[1, 2]] }],
    [{ a: [1, 2, 3] }, { $pullAll: { a: [1, 3] } }, { a: [2] }],
    [{ a: { b: [1] } }, { $push: { 'a.b': 2 }, $set: { 'a.c': 1 } }, { a: { b: [1, 2], c: 1 } }],
  ],
  'reach into arrays by position and by filter': [
    [{ a: list }, { $set: { 'a.$.s': 'z' } }, { a: [list[0], { n: 2, s: 'z' }, list[2]] }, { filter: { 'a.n': 2 } }],
    [
      { a: list },
      { $set: { 'a.$': 0 } },
      { a: [list[0], list[1], 0] },
      { filter: { a: { $elemMatch: { n: { $gt: 1 }, s: 'x' } } } },
    ],
    [
      { a: list, b: 1 },
      { $inc: { 'a.$.n': 10 } },
      { a: [list[0], { n: 12, s: 'y' }, list[2]], b: 1 },
      { filter: { $and: [{ b: 1 }, { 'a.n': 2 }] } },
    ],
    [{ a: [1, 2, 3] }, { $mul: { 'a.$[]': 2 } }, { a: [2, 4, 6] }],
    [
      { a: list },
      { $set: { 'a.$[e].s': 'q' } },
      { a: [{ n: 1, s: 'q' }, list[1], { n: 3, s: 'q' }] },
      { arrayFilters: [{ 'e.s': 'x' }] },
    ],
    [{ a: [1, 5, 9] }, { $inc: { 'a.$[big]': 1 } }, { a: [1, 6, 10] }, { arrayFilters: [{ big: { $gte: 5 } }] }],
    [
      { a: [{ b: [1, 2] }, { b: [3] }] },
      { $set: { 'a.$[x].b.$[y]': 0 } },
      { a: [{ b: [1, 0] }, { b: [3] }] },
      { arrayFilters: [{ 'x.b': 1 }, { y: { $gt: 1 } }] },
    ],
    [
      {
        a: [
          { b: 1, c: 1 },
          { b: 2, c: 2 },
        ],
      },
      { $set: { 'a.$[].b': 0, 'a.$[].c': 9 } },
      {
        a: [
          { b: 0, c: 9 },
          { b: 0, c: 9 },
        ],
      },
    ],
    [
      { a: list },
      { $set: { 'a.$[one].s': 'first', 'a.$[two].s': 'second' } },
      { a: [{ n: 1, s: 'first' }, { n: 2, s: 'second' }, list[2]] },
      { arrayFilters: [{ 'one.n': 1 }, { 'two.n': 2 }] },
    ],
  ],
  'compute with pipelines': [
    [{ a: 1, b: 2 }, [{ $set: { c: { $add: ['$a', '$b'] } } }, { $unset: 'a' }], { b: 2, c: 3 }],
    [{ a: { b: 1 } }, [{ $replaceWith: '$a' }], { b: 1 }],
    [{ a: [1, 2, 3] }, [{ $set: { a: { $filter: { input: '$a', cond: { $gt: ['$$this', 1] } } } } }], { a: [2, 3] }],
    [{ a: 1 }, [{ $project: { b: { $literal: '$a' } } }], { b: '$a' }],
  ],
}

const failing: Readonly<Record<string, readonly Failing[]>> = {
  'that two edits must not touch one path': [
    [{}, { $set: { a: 1, 'a.b': 2 } }, 40],
    [{}, { $set: { a: 1 }, $inc: { a: 1 } }, 40],
    [{ a: 1 }, { $rename: { a: 'b' }, $set: { b: 1 } }, 40],
  ],
  'that a path cannot go through something that is no document': [
    [{ a: 1 }, { $set: { 'a.b': 1 } }, 28],
    [{ a: [1] }, { $set: { 'a.x': 1 } }, 28],
    [{ a: null }, { $inc: { 'a.b': 1 } }, 28],
  ],
  'that operators need values of their type': [
    [{ a: 'x' }, { $inc: { a: 1 } }, 14],
    [{ a: 1 }, { $inc: { a: 'x' } }, 14],
    [{ a: 1 }, { $push: { a: 1 } }, 2],
    [{ a: 'x' }, { $addToSet: { a: 1 } }, 2],
    [{ a: 1 }, { $pull: { a: 1 } }, 2],
    [{ a: [1] }, { $pop: { a: 2 } }, 9],
    [{ a: 1 }, { $bit: { a: { or: 1.5 } } }, 2],
  ],
  'that the _id stays': [
    [{}, { $set: { _id: 2 } }, 66],
    [{}, [{ $set: { _id: 2 } }], 66],
    [{}, { $unset: { _id: '' } }, 66],
  ],
  'that positions and identifiers must stand for something': [
    [{ a: [1] }, { $set: { 'a.$': 1 } }, 2],
    [{ a: [1] }, { $set: { 'a.$[x]': 1 } }, 2],
    [{ a: [1] }, { $set: { b: 1 } }, 9, { arrayFilters: [{ x: 1 }] }],
    [{ a: 1 }, { $set: { 'a.$[]': 1 } }, 2],
    [{}, { $set: { 'a.$[]': 1 } }, 2],
  ],
  'that paths and operators must be there': [
    [{}, { $set: { '': 1 } }, 56],
    [{}, { $set: { 'a..b': 1 } }, 56],
    [{}, { $set: 5 }, 9],
    [{}, { $conjure: { a: 1 } }, 9],
    [{}, [{ $match: {} }], 2],
  ],
}

describe('updates', () => {
  const server = served()
  for (const [what, cases] of Object.entries(done)) {
    it(what, async () => {
      for (const [before, update, after, { filter = {}, ...options } = {}] of cases) {
        const things = server.fresh()
        await things.insertOne({ _id: 1, ...before })
        const message = `${JSON.stringify(update)} over ${JSON.stringify(before)}`
        await things.updateOne({ _id: 1, ...filter }, update, options)
        expect(await things.findOne({ _id: 1 }), message).to.deep.equal({ _id: 1, ...after })
      }
    })
  }
  for (const [what, cases] of Object.entries(failing)) {
    it(`say ${what}, and change nothing`, async () => {
      for (const [before, update, code, options] of cases) {
        const things = server.fresh()
        await things.insertOne({ _id: 1, ...before })
        const raw = { update: things.collectionName, updates: [{ q: { _id: 1 }, u: update, ...options }] }
        const { writeErrors } = await server.client
          .db('subrosa')
          .command(raw)
          .catch((error: any) => error.errorResponse ?? { writeErrors: [error] })
        expect(writeErrors?.[0]?.code, JSON.stringify(update)).to.equal(code)
        expect(await things.findOne({ _id: 1 })).to.deep.equal({ _id: 1, ...before })
      }
    })
  }

  it('count what they match and what they change', async () => {
    const things = server.fresh()
    await things.insertMany([{ a: 1 }, { a: 1 }, { a: 2 }])
    expect(await things.updateMany({ a: 1 }, { $set: { a: 1 } })).to.include({ matchedCount: 2, modifiedCount: 0 })
    expect(await things.updateMany({}, { $set: { a: 1 } })).to.include({ matchedCount: 3, modifiedCount: 1 })
    expect(await things.updateOne({ a: 9 }, { $set: { a: 1 } })).to.include({ matchedCount: 0, modifiedCount: 0 })
    expect(await things.replaceOne({ a: 1 }, { a: 1 })).to.include({ matchedCount: 1, modifiedCount: 0 })
  })

  it('keep and grow the types of numbers', async () => {
    const things = server.fresh()
    await things.insertOne({
      _id: 1,
      double: new Double(1),
      int: new Int32(2147483647),
      long: Long.ONE,
      decimal: Decimal128.fromString('0.1'),
    })
    await things.updateOne(
      { _id: 1 },
      { $inc: { double: 1, int: 1, long: 1, decimal: Decimal128.fromString('0.2') }, $set: { other: 1 } },
    )
    const found = await things.findOne({ _id: 1 }, { promoteValues: false })
    expect([found.double, found.int, found.long].map((value) => value.constructor.name)).to.deep.equal([
      'Double',
      'Long',
      'Long',
    ])
    expect([found.double, found.int, found.long, found.decimal].map(String)).to.deep.equal([
      '2',
      '2147483648',
      '2',
      '0.3',
    ])
    expect(
      await failureOf(
        things
          .updateOne({ _id: 1 }, { $set: { long: Long.MAX_VALUE } })
          .then(() => things.updateOne({ _id: 1 }, { $inc: { long: 1 } })),
      ),
    ).to.include({ code: 2 })
  })

  it('upsert a document of what the filter and the update say', async () => {
    const things = server.fresh()
    const result = await things.updateOne(
      { a: 1, 'b.c': { $eq: 2 }, d: { $gt: 5 }, $and: [{ e: 3 }] },
      { $set: { f: 4 }, $setOnInsert: { g: 5 } },
      { upsert: true },
    )
    expect(result).to.include({ matchedCount: 0, upsertedCount: 1 })
    const made = await things.findOne({ _id: result.upsertedId })
    expect(made).to.deep.equal({ _id: result.upsertedId, a: 1, b: { c: 2 }, e: 3, f: 4, g: 5 })
    expect(Object.keys(made)[0]).to.equal('_id')
    await things.updateOne({ a: 1 }, { $setOnInsert: { g: 99 }, $inc: { f: 1 } }, { upsert: true })
    expect(await things.findOne({ a: 1 })).to.include({ f: 5, g: 5 })
    expect((await things.updateOne({ _id: 7 }, { $set: { x: 1 } }, { upsert: true })).upsertedId).to.equal(7)
    await things.replaceOne({ _id: 8, y: 2 }, { z: 1 }, { upsert: true })
    expect(await things.findOne({ _id: 8 })).to.deep.equal({ _id: 8, z: 1 })
    await things.updateOne({ _id: 9 }, { $push: { list: 1 } } as never, { upsert: true })
    expect(await things.findOne({ _id: 9 })).to.deep.equal({ _id: 9, list: [1] })
    await things.updateOne({ _id: 10 }, [{ $set: { n: { $add: [{ $ifNull: ['$n', 0] }, 1] } } }], { upsert: true })
    expect(await things.findOne({ _id: 10 })).to.deep.equal({ _id: 10, n: 1 })
  })

  it('give the document before or after, sorted, projected, and its absence', async () => {
    const things = server.fresh()
    await things.insertMany([
      { _id: 1, n: 1 },
      { _id: 2, n: 2 },
    ])
    expect(await things.findOneAndUpdate({}, { $inc: { n: 10 } }, { sort: { n: -1 } })).to.deep.equal({ _id: 2, n: 2 })
    expect(
      await things.findOneAndUpdate(
        { _id: 2 },
        { $inc: { n: 1 } },
        { returnDocument: 'after', projection: { _id: 0 } },
      ),
    ).to.deep.equal({ n: 13 })
    expect(await things.findOneAndReplace({ _id: 1 }, { m: 1 }, { returnDocument: 'after' })).to.deep.equal({
      _id: 1,
      m: 1,
    })
    expect(await things.findOneAndDelete({ _id: 1 })).to.deep.equal({ _id: 1, m: 1 })
    expect(await things.findOneAndDelete({ _id: 1 })).to.equal(null)
    expect(await things.findOneAndUpdate({ _id: 5 }, { $set: { n: 1 } }, { upsert: true })).to.equal(null)
    expect(
      await things.findOneAndUpdate({ _id: 6 }, { $set: { n: 1 } }, { upsert: true, returnDocument: 'after' }),
    ).to.deep.equal({ _id: 6, n: 1 })
  })

  it('put new fields in the order of their paths and leave others where they stand', async () => {
    const things = server.fresh()
    await things.insertOne({ _id: 1, z: 1, a: 1 })
    await things.updateOne({ _id: 1 }, { $set: { y: 1, b: 1, z: 2 } })
    expect(Object.keys(await things.findOne({ _id: 1 }))).to.deep.equal(['_id', 'z', 'a', 'b', 'y'])
  })

  it('stop at the first failure in order, and go past it out of order', async () => {
    const things = server.fresh()
    const documents = [{ _id: 1 }, { _id: 1 }, { _id: 2 }]
    const error = await failureOf(things.insertMany(documents))
    expect(error.writeErrors.map(({ index }: any) => index)).to.deep.equal([1])
    expect(await things.countDocuments()).to.equal(1)
    await failureOf(things.insertMany(documents, { ordered: false }))
    expect(await things.countDocuments()).to.equal(2)
  })

  it('delete one or many', async () => {
    const things = server.fresh()
    await things.insertMany([{ a: 1 }, { a: 1 }, { a: 2 }])
    expect(await things.deleteOne({ a: 1 })).to.include({ deletedCount: 1 })
    expect(await things.deleteMany({})).to.include({ deletedCount: 2 })
  })
})
