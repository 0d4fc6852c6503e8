import { expect } from 'chai'
import { BSONRegExp, Binary, Decimal128, Double, Int32, Long, MaxKey, MinKey, ObjectId, Timestamp } from 'bson'
import { failureOf, served } from './served.ts'

type Case = readonly [
  filter: Record<string, any>,
  documents: readonly Record<string, any>[],
  matching: readonly number[],
]

/** Filters, each over documents of its own; the answer is the positions of those that match. As the MongoDB manual says. */
const cases: Readonly<Record<string, readonly Case[]>> = {
  'numbers are equal whatever their type, and compare exactly': [
    [
      { a: 1 },
      [
        { a: new Int32(1) },
        { a: new Double(1) },
        { a: Long.ONE },
        { a: Decimal128.fromString('1.0') },
        { a: '1' },
        { a: true },
      ],
      [0, 1, 2, 3],
    ],
    [
      { a: Long.fromString('9007199254740993') },
      [{ a: Long.fromString('9007199254740993') }, { a: 9007199254740992 }],
      [0],
    ],
    [
      { a: { $gt: 9007199254740992 } },
      [{ a: Long.fromString('9007199254740993') }, { a: Long.fromString('9007199254740992') }],
      [0],
    ],
    [{ a: Decimal128.fromString('0.1') }, [{ a: 0.1 }, { a: Decimal128.fromString('0.10') }], [1]],
    [{ a: NaN }, [{ a: NaN }, { a: 0 }, {}], [0]],
    [{ a: 0 }, [{ a: -0 }, { a: 0 }], [0, 1]],
    [{ a: { $lt: Infinity } }, [{ a: 1 }, { a: NaN }, { a: Infinity }, { a: -Infinity }], [0, 3]],
  ],
  'comparison stays within one type': [
    [
      { a: { $gt: 5 } },
      [{ a: 6 }, { a: '7' }, { a: null }, {}, { a: new Date() }, { a: [7] }, { a: { b: 9 } }],
      [0, 5],
    ],
    [{ a: { $lt: 'b' } }, [{ a: 'a' }, { a: 1 }, { a: null }], [0]],
    [{ a: { $gte: null } }, [{ a: null }, {}, { a: 1 }], [0, 1]],
    [{ a: { $gte: new MinKey() } }, [{ a: 1 }, { a: 'x' }, { a: new MinKey() }], [0, 1, 2]],
    [{ a: { $lt: new MaxKey() } }, [{ a: 1 }, { a: new MaxKey() }], [0]],
    [{ a: { $gte: new Date(5) } }, [{ a: new Date(6) }, { a: 7 }, { a: new Timestamp({ t: 9, i: 0 }) }], [0]],
    [{ a: { $lt: true } }, [{ a: false }, { a: 0 }, { a: null }], [0]],
  ],
  'null means null or missing, but not over arrays of others': [
    [{ a: null }, [{ a: null }, {}, { a: 0 }, { a: [] }, { a: [null] }], [0, 1, 4]],
    [{ 'a.b': null }, [{ a: { b: null } }, { a: {} }, {}, { a: 1 }, { a: { b: 1 } }], [0, 1, 2, 3]],
    [
      { 'a.b': null },
      [{ a: [{ b: 1 }] }, { a: [{ b: 1 }, {}] }, { a: [] }, { a: [1, 2] }, { a: [{ b: null }] }],
      [1, 4],
    ],
    [{ 'a.b': { $ne: null } }, [{ a: [{ b: 1 }] }, { a: [{ b: 1 }, {}] }, { a: [] }], [0, 2]],
    [{ a: { $in: [null, 1] } }, [{}, { a: 1 }, { a: 2 }], [0, 1]],
    [{ a: { $exists: false } }, [{ a: null }, {}, { a: [] }], [1]],
    [{ 'a.b': { $exists: true } }, [{ a: [{ b: 1 }, {}] }, { a: [{}] }, { a: { b: null } }], [0, 2]],
  ],
  'arrays match by any element and as a whole': [
    [{ a: 1 }, [{ a: [1, 2] }, { a: [[1]] }, { a: [2] }], [0]],
    [{ a: [1, 2] }, [{ a: [1, 2] }, { a: [2, 1] }, { a: [[1, 2], 3] }, { a: [1, 2, 3] }], [0, 2]],
    [{ a: { $gt: 1, $lt: 3 } }, [{ a: [0, 5] }, { a: [2] }, { a: [0] }], [0, 1]],
    [{ a: { $elemMatch: { $gt: 1, $lt: 3 } } }, [{ a: [0, 5] }, { a: [2] }, { a: 2 }], [1]],
    [{ a: { $gt: [1, 2] } }, [{ a: [1, 3] }, { a: [0, 9] }, { a: [[2]] }, { a: 5 }], [0, 2]],
    [{ a: { $size: 2 } }, [{ a: [1, 2] }, { a: [[1, 2]] }, { a: 'ab' }], [0]],
    [{ a: { $all: [1, 2] } }, [{ a: [2, 1, 3] }, { a: [1] }, { a: 1 }], [0]],
    [{ a: { $all: [1] } }, [{ a: 1 }, { a: [1] }], [0, 1]],
    [
      { a: { $all: [{ $elemMatch: { b: 1, c: 1 } }, { $elemMatch: { b: 2 } }] } },
      [{ a: [{ b: 1, c: 1 }, { b: 2 }] }, { a: [{ b: 1 }, { b: 2, c: 1 }] }],
      [0],
    ],
    [{ a: { $in: [[1, 2]] } }, [{ a: [1, 2] }, { a: [[1, 2]] }, { a: [1] }], [0, 1]],
    [{ 'a.0': 5 }, [{ a: [5, 6] }, { a: [6, 5] }, { a: { 0: 5 } }, { a: [[5]] }], [0, 2]],
    [{ 'a.1.b': 2 }, [{ a: [{ b: 2 }, { b: 1 }] }, { a: [1, { b: 2 }] }], [1]],
    [{ 'a.b': 2, 'a.c': 3 }, [{ a: [{ b: 2 }, { c: 3 }] }, { a: [{ b: 2 }] }], [0]],
    [{ a: { $elemMatch: { b: 2, c: 3 } } }, [{ a: [{ b: 2 }, { c: 3 }] }, { a: [{ b: 2, c: 3 }] }], [1]],
    [{ a: { $ne: 1 } }, [{ a: [1, 2] }, { a: [2] }, {}], [1, 2]],
    [{ a: { $nin: [1, null] } }, [{ a: [1, 2] }, { a: 2 }, {}], [1]],
    [{ a: { $not: { $gt: 1 } } }, [{ a: [0, 2] }, { a: 1 }, {}], [1, 2]],
    [{ a: { $elemMatch: { $or: [{ b: 1 }, { c: 1 }] } } }, [{ a: [{ c: 1 }] }, { a: [{ b: 2 }] }], [0]],
  ],
  'documents match field by field in order': [
    [{ a: { b: 1, c: 2 } }, [{ a: { b: 1, c: 2 } }, { a: { c: 2, b: 1 } }, { a: { b: 1 } }], [0]],
    [{ a: { $eq: { b: 1 } } }, [{ a: { b: 1 } }, { a: { b: 1, c: 1 } }, { a: [{ b: 1 }] }], [0, 2]],
    [{ a: { $gt: { b: 1 } } }, [{ a: { b: 2 } }, { a: { a: 9 } }, { a: { b: 1, c: 0 } }], [0, 2]],
  ],
  'types, bits, remainders and expressions': [
    [{ a: { $type: 'number' } }, [{ a: 1 }, { a: Long.ONE }, { a: '1' }, { a: ['x', 1] }], [0, 1, 3]],
    [{ a: { $type: 'array' } }, [{ a: [] }, { a: [[]] }, { a: 1 }], [0, 1]],
    [
      { a: { $type: ['objectId', 'binData'] } },
      [{ a: new ObjectId() }, { a: new Binary(Buffer.from([1])) }, { a: 'x' }],
      [0, 1],
    ],
    [{ a: { $type: 1 } }, [{ a: new Double(1) }, { a: new Int32(1) }], [0]],
    [{ a: { $mod: [4, 1] } }, [{ a: 5 }, { a: 4 }, { a: -3 }, { a: 5.9 }, { a: '5' }], [0, 3]],
    [{ a: { $bitsAllSet: [0, 2] } }, [{ a: 5 }, { a: 4 }, { a: -1 }, { a: 5.5 }], [0, 2]],
    [{ a: { $bitsAnyClear: 3 } }, [{ a: 3 }, { a: 2 }], [1]],
    [{ $expr: { $gt: ['$a', '$b'] } }, [{ a: 2, b: 1 }, { a: 1, b: 2 }, { a: 1 }], [0, 2]],
    [{ $nor: [{ a: 1 }, { b: 1 }] }, [{ a: 1 }, { b: 1 }, { a: 2 }], [2]],
    [{ $or: [{ a: 1 }, { b: { $gt: 1 } }], c: 1 }, [{ a: 1, c: 1 }, { b: 2, c: 1 }, { a: 1 }], [0, 1]],
  ],
  'regular expressions find text, symbols of other languages too': [
    [{ a: /^ab/i }, [{ a: 'ABC' }, { a: ['x', 'abx'] }, { a: 5 }, { a: 'cab' }], [0, 1]],
    [{ a: { $regex: 'B', $options: 'i' } }, [{ a: 'abc' }, { a: 'xyz' }], [0]],
    [{ a: { $in: [/^a/, 'z'] } }, [{ a: 'abc' }, { a: 'z' }, { a: 'y' }], [0, 1]],
    [{ a: { $not: /^a/ } }, [{ a: 'abc' }, { a: 'b' }, {}], [1, 2]],
    [{ a: new BSONRegExp('^a.c$', 's') }, [{ a: 'a\nc' }, { a: 'abc' }], [0, 1]],
    [{ a: { $regex: 'a b # both', $options: 'x' } }, [{ a: 'xaby' }, { a: 'a b' }], [0]],
    [{ a: { $regex: '^(?:é|ß)\\d{2}' } }, [{ a: 'ß12' }, { a: 'é1' }], [0]],
  ],
}

describe('queries', () => {
  const server = served()
  for (const [rule, list] of Object.entries(cases)) {
    it(`know that ${rule}`, async () => {
      for (const [filter, documents, matching] of list) {
        const things = server.fresh()
        await things.insertMany(documents.map((document, _id) => ({ _id, ...document })))
        const found = await things.find(filter, { sort: { _id: 1 } }).toArray()
        const message = `${JSON.stringify(filter)} over ${JSON.stringify(documents)}`
        expect(
          found.map(({ _id }) => _id),
          message,
        ).to.deep.equal(matching)
      }
    })
  }

  it('sort by type, then by value; arrays by their least or greatest element', async () => {
    const things = server.fresh()
    const inOrder = [
      new MinKey(),
      [],
      null,
      NaN,
      -1,
      new Double(1.5),
      Long.fromNumber(2),
      'A',
      'a',
      'ä',
      { a: 1 },
      { b: 0 },
      new Binary(Buffer.from([1])),
      new ObjectId('000000000000000000000001'),
      false,
      true,
      new Date(0),
      new Timestamp({ t: 1, i: 1 }),
      /a/,
      new MaxKey(),
    ]
    await things.insertMany(inOrder.map((a, _id) => ({ _id, a })).toReversed())
    expect((await things.find({}, { sort: { a: 1 } }).toArray()).map(({ _id }) => _id)).to.deep.equal([
      ...inOrder.keys(),
    ])
    expect((await things.find({}, { sort: { a: -1 } }).toArray()).map(({ _id }) => _id)).to.deep.equal(
      [...inOrder.keys()].toReversed(),
    )
    const arrays = server.fresh()
    await arrays.insertMany([
      { _id: 1, a: [5, 1] },
      { _id: 2, a: [2, 3] },
      { _id: 3, a: 4 },
    ])
    expect((await arrays.find({}, { sort: { a: 1 } }).toArray()).map(({ _id }) => _id)).to.deep.equal([1, 2, 3])
    expect((await arrays.find({}, { sort: { a: -1 } }).toArray()).map(({ _id }) => _id)).to.deep.equal([1, 3, 2])
  })

  it('skip and limit, sorted or not', async () => {
    const things = server.fresh()
    await things.insertMany(Array.from({ length: 20 }, (_, _id) => ({ _id, n: 20 - _id })))
    const ids = async (options: object) => (await things.find({}, options).toArray()).map(({ _id }) => _id)
    expect(await ids({ skip: 18 })).to.deep.equal([18, 19])
    expect(await ids({ sort: { n: 1 }, skip: 2, limit: 3 })).to.deep.equal([17, 16, 15])
    expect(await ids({ sort: { n: 1 }, limit: -2 })).to.deep.equal([19, 18])
    expect(await ids({ limit: 7, batchSize: 3 })).to.have.length(7)
    expect(await things.countDocuments({}, { skip: 5, limit: 10 })).to.equal(10)
  })

  it('project fields, elements and slices', async () => {
    const things = server.fresh()
    await things.insertOne({
      _id: 1,
      z: 1,
      a: { b: 1, c: 2 },
      list: [
        { n: 1, m: 1 },
        { n: 2, m: 2 },
      ],
      tags: ['x', 'y', 'z'],
    })
    const shown = async (projection: object, filter: object = {}) => things.findOne(filter, { projection })
    expect(await shown({ 'a.b': 1 })).to.deep.equal({ _id: 1, a: { b: 1 } })
    expect(await shown({ _id: 0, 'list.n': 1 })).to.deep.equal({ list: [{ n: 1 }, { n: 2 }] })
    expect(await shown({ list: 0, tags: 0, 'a.c': 0 })).to.deep.equal({ _id: 1, z: 1, a: { b: 1 } })
    expect(Object.keys((await shown({ tags: 1, z: 1 })) ?? {})).to.deep.equal(['_id', 'z', 'tags'])
    expect(await shown({ _id: 0, tags: { $slice: -1 }, z: 1 })).to.deep.equal({ z: 1, tags: ['z'] })
    expect(await shown({ _id: 0, list: { $elemMatch: { n: 2 } } })).to.deep.equal({ list: [{ n: 2, m: 2 }] })
    expect(await shown({ _id: 0, 'list.$': 1 }, { 'list.n': 2 })).to.deep.equal({ list: [{ n: 2, m: 2 }] })
    expect(await shown({ _id: 0, total: { $sum: '$list.n' } })).to.deep.equal({ total: 3 })
    expect(await failureOf(shown({ a: 1, z: 0 }))).to.include({ code: 31254 })
    expect(await failureOf(shown({ a: 1, 'a.b': 1 }))).to.include({ code: 31249 })
  })

  it('keep types, field order and every name as they were stored', async () => {
    const things = server.fresh()
    const document = {
      _id: 1,
      10: 'ten',
      2: 'two',
      double: new Double(1),
      int: new Int32(1),
      long: Long.ONE,
      decimal: Decimal128.fromString('1.50'),
      ref: { $ref: 'other', $id: 5 },
      constructor: 'x',
    }
    await things.insertOne(document)
    await things.updateOne({ _id: 1 }, { $set: { zulu: 1, alpha: 2 } })
    const raw = await things.findOne({ _id: 1 }, { promoteValues: false, raw: false })
    expect(raw.double).to.have.property('_bsontype', 'Double')
    expect(raw.int).to.have.property('_bsontype', 'Int32')
    expect(raw.long).to.have.property('_bsontype', 'Long')
    expect(String(raw.decimal)).to.equal('1.50')
    const bytes = (await things.find({ _id: 1 }, { raw: true } as object).next()) as Buffer
    const names = ['_id', '2', '10', 'double', 'int', 'long', 'decimal', 'ref', 'constructor', 'alpha', 'zulu']
    const places = names.map((name) => bytes.indexOf(`${name}\0`))
    expect(places.toSorted((a, b) => a - b)).to.deep.equal(places)
  })

  it('give distinct values, of arrays element by element', async () => {
    const things = server.fresh()
    await things.insertMany([{ a: [1, 2] }, { a: 2 }, { a: new Double(1) }, {}, { a: null }, { a: [[1]] }])
    expect(await things.distinct('a')).to.have.deep.members([1, 2, null, [1]])
    expect(await things.distinct('a', { a: 2 })).to.have.members([1, 2])
  })

  it('stop when their time is over', async () => {
    const things = server.fresh()
    await things.insertMany(Array.from({ length: 5000 }, (_, n) => ({ n, text: 'a'.repeat(300) })))
    const slow = {
      $expr: {
        $gt: [{ $size: { $filter: { input: { $range: [0, 3000] }, cond: { $gt: ['$$this', '$n'] } } } }, 100_000],
      },
    }
    expect(await failureOf(things.find(slow, { maxTimeMS: 20 }).toArray())).to.include({
      code: 50,
      codeName: 'MaxTimeMSExpired',
    })
  })

  it('are drawn in batches, and a cursor that is killed or unknown is gone', async () => {
    const things = server.fresh()
    await things.insertMany(Array.from({ length: 300 }, (_, n) => ({ n })))
    const first = await server.client.db('subrosa').command({ find: things.collectionName, batchSize: 50 })
    expect(first['cursor'].firstBatch).to.have.length(50)
    const more = { getMore: first['cursor'].id, collection: things.collectionName, batchSize: 100 }
    expect((await server.client.db('subrosa').command(more))['cursor'].nextBatch).to.have.length(100)
    await server.client.db('subrosa').command({ killCursors: things.collectionName, cursors: [first['cursor'].id] })
    expect(await failureOf(server.client.db('subrosa').command(more))).to.include({ code: 43 })
  })
})
