import { expect } from 'chai'
import { Double, Int32, Long } from 'bson'
import type mongoose from 'mongoose'
import { failureOf, served } from './served.ts'

type Pipeline = readonly Record<string, any>[]

const sales = [
  { _id: 1, item: 'pen', quantity: 2, price: 1.5, at: new Date('2026-01-31T23:30:00Z'), tags: ['blue', 'new'] },
  { _id: 2, item: 'ink', quantity: 1, price: 4, at: new Date('2026-03-29T00:30:00Z'), tags: [] },
  { _id: 3, item: 'pen', quantity: 5, price: 1.4, at: new Date('2026-07-01T12:00:00Z') },
  { _id: 4, item: 'nib', quantity: 3, at: null, tags: 'old' },
]

const stages: Readonly<Record<string, readonly (readonly [Pipeline, unknown])[]>> = {
  'groups and accumulators': [
    [
      [
        {
          $group: {
            _id: '$item',
            n: { $sum: 1 },
            total: { $sum: { $multiply: ['$quantity', '$price'] } },
            most: { $max: '$quantity' },
          },
        },
        { $sort: { _id: 1 } },
      ],
      [
        { _id: 'ink', n: 1, total: 4, most: 1 },
        { _id: 'nib', n: 1, total: 0, most: 3 },
        { _id: 'pen', n: 2, total: 10, most: 5 },
      ],
    ],
    [
      [
        { $sort: { _id: 1 } },
        {
          $group: {
            _id: null,
            first: { $first: '$item' },
            last: { $last: '$price' },
            items: { $addToSet: '$item' },
            ids: { $push: '$_id' },
            mean: { $avg: '$price' },
          },
        },
      ],
      [
        {
          _id: null,
          first: 'pen',
          last: null,
          items: ['pen', 'ink', 'nib'],
          ids: [1, 2, 3, 4],
          mean: 2.3000000000000003,
        },
      ],
    ],
    [[{ $group: { _id: { item: '$item', big: { $gt: ['$quantity', 2] } } } }, { $count: 'groups' }], [{ groups: 4 }]],
    [[{ $match: { _id: 99 } }, { $group: { _id: null, n: { $sum: 1 } } }], []],
    [[{ $match: { _id: 99 } }, { $count: 'n' }], []],
    [
      [{ $group: { _id: '$price' } }, { $sort: { _id: 1 } }],
      [{ _id: null }, { _id: 1.4 }, { _id: 1.5 }, { _id: 4 }],
    ],
    [
      [
        {
          $group: {
            _id: null,
            top: { $top: { sortBy: { quantity: -1 }, output: '$item' } },
            two: { $firstN: { n: 2, input: '$_id' } },
          },
        },
      ],
      [{ _id: null, top: 'pen', two: [1, 2] }],
    ],
    [[{ $sortByCount: '$item' }, { $limit: 1 }], [{ _id: 'pen', count: 2 }]],
    [
      [
        {
          $bucket: { groupBy: '$quantity', boundaries: [0, 2, 4], default: 'more', output: { ids: { $push: '$_id' } } },
        },
      ],
      [
        { _id: 0, ids: [2] },
        { _id: 2, ids: [1, 4] },
        { _id: 'more', ids: [3] },
      ],
    ],
    [
      [{ $bucketAuto: { groupBy: '$quantity', buckets: 2 } }],
      [
        { _id: { min: 1, max: 3 }, count: 2 },
        { _id: { min: 3, max: 5 }, count: 2 },
      ],
    ],
  ],
  'shapes of documents': [
    [
      [
        { $match: { _id: 1 } },
        { $project: { _id: 0, item: 1, double: { $multiply: ['$quantity', 2] }, 'in.side': '$price' } },
      ],
      [{ item: 'pen', double: 4, in: { side: 1.5 } }],
    ],
    [[{ $match: { _id: 4 } }, { $project: { price: 0, at: 0, tags: 0 } }], [{ _id: 4, item: 'nib', quantity: 3 }]],
    [
      [
        { $match: { _id: 4 } },
        {
          $addFields: {
            at: '$$REMOVE',
            tags: ['$tags', { $ifNull: ['$price', 'free'] }],
            sum: { $sum: [1, '$quantity'] },
          },
        },
      ],
      [{ _id: 4, item: 'nib', quantity: 3, tags: ['old', 'free'], sum: 4 }],
    ],
    [
      [{ $match: { _id: 1 } }, { $replaceRoot: { newRoot: { $mergeObjects: [{ a: 1 }, { a: '$item' }] } } }],
      [{ a: 'pen' }],
    ],
    [[{ $match: { _id: 3 } }, { $unset: ['at', 'price'] }], [{ _id: 3, item: 'pen', quantity: 5 }]],
    [
      [{ $unwind: '$tags' }, { $sort: { _id: 1, tags: 1 } }, { $project: { tags: 1 } }],
      [
        { _id: 1, tags: 'blue' },
        { _id: 1, tags: 'new' },
        { _id: 4, tags: 'old' },
      ],
    ],
    [
      [
        { $unwind: { path: '$tags', preserveNullAndEmptyArrays: true, includeArrayIndex: 'i' } },
        { $match: { _id: { $in: [1, 2, 3] } } },
        { $project: { tags: 1, i: 1 } },
      ],
      [
        { _id: 1, tags: 'blue', i: 0 },
        { _id: 1, tags: 'new', i: 1 },
        { _id: 2, i: null },
        { _id: 3, i: null },
      ],
    ],
    [
      [{ $facet: { cheap: [{ $match: { price: { $lt: 2 } } }, { $project: { _id: 1 } }], n: [{ $count: 'n' }] } }],
      [{ cheap: [{ _id: 1 }, { _id: 3 }], n: [{ n: 4 }] }],
    ],
    [
      [{ $sort: { quantity: -1 } }, { $skip: 1 }, { $limit: 2 }, { $project: { _id: 1 } }],
      [{ _id: 4 }, { _id: 1 }],
    ],
    [[{ $limit: 2 }, { $match: { item: 'pen' } }, { $count: 'n' }], [{ n: 1 }]],
    [[{ $match: { _id: 1 } }, { $redact: { $cond: [{ $eq: ['$item', 'pen'] }, '$$PRUNE', '$$KEEP'] } }], []],
  ],
}

describe('aggregation', () => {
  const server = served()

  for (const [what, cases] of Object.entries(stages)) {
    it(`makes ${what}`, async () => {
      const things = server.fresh()
      await things.insertMany(sales)
      for (const [pipeline, wanted] of cases) {
        expect(await things.aggregate([...pipeline]).toArray(), JSON.stringify(pipeline)).to.deep.equal(wanted)
      }
    })
  }

  it('joins other collections by field, by pipeline and by both, and follows references', async () => {
    const [people, teams] = [server.fresh(), server.fresh()]
    await people.insertMany([
      { _id: 'ann', boss: 'bob', team: 1, age: 30 },
      { _id: 'bob', boss: 'cy', team: 1, age: 50 },
      { _id: 'cy', team: 2, age: 60 },
      { _id: 'dee' },
    ])
    await teams.insertMany([
      { _id: 1, name: 'N', members: ['ann', 'bob'] },
      { _id: 2, name: 'S', members: [] },
    ])
    const from = people.collectionName
    const joined = async (lookup: object) =>
      (await teams.aggregate([{ $lookup: { from, as: 'who', ...lookup } }, { $sort: { _id: 1 } }]).toArray()).map(
        ({ who }) => who.map(({ _id }: any) => _id),
      )
    expect(await joined({ localField: '_id', foreignField: 'team' })).to.deep.equal([['ann', 'bob'], ['cy']])
    expect(await joined({ localField: 'members', foreignField: '_id' })).to.deep.equal([['ann', 'bob'], []])
    expect(await joined({ localField: 'none', foreignField: 'team' })).to.deep.equal([['dee'], ['dee']])
    const pipeline = [{ $match: { $expr: { $and: [{ $eq: ['$team', '$$team'] }, { $gt: ['$age', 40] }] } } }]
    expect(await joined({ let: { team: '$_id' }, pipeline })).to.deep.equal([['bob'], ['cy']])
    expect(
      await joined({ localField: '_id', foreignField: 'team', pipeline: [{ $match: { age: { $gt: 40 } } }] }),
    ).to.deep.equal([['bob'], ['cy']])
    const graph = {
      $graphLookup: {
        from,
        startWith: '$boss',
        connectFromField: 'boss',
        connectToField: '_id',
        as: 'chain',
        depthField: 'd',
      },
    }
    const [ann] = await people.aggregate([{ $match: { _id: 'ann' } }, graph]).toArray()
    expect(ann?.['chain'].map(({ _id, d }: any) => [_id, d])).to.deep.equal([
      ['bob', 0],
      ['cy', 1],
    ])
    const both = await teams
      .aggregate([
        { $project: { _id: 1 } },
        { $unionWith: { coll: from, pipeline: [{ $match: { team: 2 } }, { $project: { _id: 1 } }] } },
      ])
      .toArray()
    expect(both).to.deep.equal([{ _id: 1 }, { _id: 2 }, { _id: 'cy' }])
  })

  it('keeps whole fields of stored documents, with constants beside them, alone and in unions', async () => {
    const [plans, papers] = [server.fresh(), server.fresh()]
    await plans.insertMany([
      { _id: 1, title: 'ä', tag: 'own', list: [1, { a: null }], at: new Date(0) },
      { _id: 2, title: 'b' },
    ])
    await papers.insertMany([{ _id: 3, title: 'c', on: 1, versions: [{ n: 1, text: 'long' }] }])
    const shown = { title: 1, list: 1, at: 1, tag: { $literal: 'plan' } }
    const kept = await plans.aggregate([{ $sort: { _id: -1 } }, { $project: shown }]).toArray()
    expect(kept).to.deep.equal([
      { _id: 2, title: 'b', tag: 'plan' },
      { _id: 1, title: 'ä', list: [1, { a: null }], at: new Date(0), tag: 'plan' },
    ])
    expect(Object.keys(kept[1] ?? {}), 'what was stored first, then constants').to.deep.equal([
      '_id',
      'title',
      'list',
      'at',
      'tag',
    ])
    const other = { $project: { _id: 0, 'versions.n': 1, of: { $literal: { deep: [1] } } } }
    const union = (pipeline: object[]) => ({ $unionWith: { coll: papers.collectionName, pipeline } })
    const first = [{ $match: { _id: 2 } }, { $project: { _id: 1, tag: { $literal: 0 } } }]
    const both = await plans.aggregate([...first, union([{ $match: { on: 1 } }, other])]).toArray()
    expect(both).to.deep.equal([
      { _id: 2, tag: 0 },
      { versions: [{ n: 1 }], of: { deep: [1] } },
    ])
    const deep = await plans.aggregate([...first, union([]), { $sort: { _id: -1 } }, { $limit: 1 }]).toArray()
    expect(deep).to.deep.equal([{ _id: 3, title: 'c', on: 1, versions: [{ n: 1, text: 'long' }] }])
    const counted = await plans.aggregate([{ $project: shown }, union([]), { $count: 'n' }]).toArray()
    expect(counted).to.deep.equal([{ n: 3 }])
    const gone = await plans.aggregate([...first, { $unionWith: 'nothing' }]).toArray()
    expect(gone).to.deep.equal([{ _id: 2, tag: 0 }])
    const more = await plans.aggregate([{ $project: shown }, union([])], { batchSize: 1 }).toArray()
    expect(more.map(({ _id }) => _id)).to.have.members([1, 2, 3])
  })

  it('uses an index for its first $match and $sort', async () => {
    const things = server.fresh()
    await things.insertMany(Array.from({ length: 100 }, (_, n) => ({ n })))
    await things.createIndex({ n: 1 })
    const { executionStats } = await things.aggregate([{ $match: { n: 5 } }, { $group: { _id: '$n' } }]).explain()
    expect(executionStats).to.include({ totalDocsExamined: 1 })
  })

  it('writes its results with $out and $merge', async () => {
    const [from, into] = [server.fresh(), server.fresh()]
    await from.insertMany([
      { _id: 1, n: 1 },
      { _id: 2, n: 2 },
    ])
    await into.createIndex({ n: 1 }, { unique: true })
    await into.insertOne({ _id: 9, n: 9 })
    await from.aggregate([{ $set: { m: 1 } }, { $out: into.collectionName }]).toArray()
    expect(await into.find().sort({ _id: 1 }).toArray()).to.deep.equal([
      { _id: 1, n: 1, m: 1 },
      { _id: 2, n: 2, m: 1 },
    ])
    expect(await failureOf(into.insertOne({ n: 2 }))).to.include({ code: 11000 })
    await from.insertOne({ _id: 3, n: 3 })
    await from
      .aggregate([
        { $project: { x: '$n' } },
        { $merge: { into: into.collectionName, whenMatched: 'merge', whenNotMatched: 'discard' } },
      ])
      .toArray()
    expect(await into.find().sort({ _id: 1 }).toArray()).to.deep.equal([
      { _id: 1, n: 1, m: 1, x: 1 },
      { _id: 2, n: 2, m: 1, x: 2 },
    ])
    await from
      .aggregate([
        { $merge: { into: into.collectionName, whenMatched: [{ $set: { n: { $add: ['$n', '$$new.n', 10] } } }] } },
      ])
      .toArray()
    expect((await into.find().sort({ _id: 1 }).toArray()).map(({ n }) => n)).to.deep.equal([12, 14, 3])
    const failing = [{ $merge: { into: into.collectionName, whenMatched: 'fail' } }]
    const failure = await failureOf(from.aggregate(failing).toArray())
    expect(failure).to.include({ code: 11000 })
    expect(failure).to.deep.include({ keyPattern: { _id: 1 }, keyValue: { _id: 1 } })
  })

  it('leaves the types of numbers it only passes on', async () => {
    const things = server.fresh()
    await things.insertOne({ _id: 1, a: { double: new Double(1), int: new Int32(1), long: Long.ONE } })
    const pipeline = [
      { $group: { _id: '$_id', a: { $first: '$a' } } },
      { $project: { b: { $mergeObjects: ['$a', {}] }, list: ['$a.double'] } },
    ]
    const [row] = await things.aggregate(pipeline, { promoteValues: false }).toArray()
    expect(Object.values(row?.['b']).map((value: any) => value.constructor.name)).to.deep.equal([
      'Double',
      'Int32',
      'Long',
    ])
    expect(row?.['list'][0]).to.have.property('_bsontype', 'Double')
  })
  it('tells the sessions that are held in memory: the one that asks and those with transactions', async () => {
    const admin = server.client.db('admin')
    const sessions = async (session?: mongoose.mongo.ClientSession): Promise<string[]> =>
      (
        await admin.aggregate([{ $listLocalSessions: {} }, { $sort: { lastUse: 1 } }], { session: session! }).toArray()
      ).map(({ _id, lastUse }) => {
        expect(lastUse).to.be.instanceOf(Date)
        return _id.id.toString('hex')
      })
    const [one, other] = [server.client.startSession(), server.client.startSession()]
    await other.withTransaction(() => server.fresh().insertOne({ there: true }, { session: other }))
    const found = await sessions(one)
    for (const { id } of [one, other]) expect(found).to.include(id?.id.toString('hex'))
    await Promise.all([one.endSession(), other.endSession()])
    expect(await failureOf(admin.aggregate([{ $listLocalSessions: { users: [] } }]).toArray())).to.include({
      code: 238,
    })
    expect(
      await failureOf(
        server
          .fresh()
          .aggregate([{ $listLocalSessions: {} }])
          .toArray(),
      ),
    ).to.include({ code: 40602 })
  })
})
