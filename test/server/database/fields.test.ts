import { expect } from 'chai'
import {
  BSONRegExp,
  BSONSymbol,
  Binary,
  Code,
  Decimal128,
  Double,
  EJSON,
  Int32,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
} from 'bson'
import { served } from './served.ts'

/** A field of every type, under names that begin alike or are written in other letters. */
const every: Readonly<Record<string, unknown>> = {
  a: new Double(1),
  ab: 'text that ends in a zero byte \0',
  '': 'a name of no letters',
  abc: { a: 1, _id: 2, nested: { ab: [1, 2] } },
  b: ['x', { a: 'y' }, []],
  c: new Binary(Buffer.from('bytes'), 4),
  d: new ObjectId('64b7f0c2a1b2c3d4e5f60718'),
  e: true,
  f: new Date('2026-03-04T10:00:00Z'),
  g: null,
  h: new BSONRegExp('^a.b$', 'i'),
  i: new Code('function () {}'),
  j: new BSONSymbol('symbol'),
  k: new Int32(-5),
  l: new Timestamp({ t: 1, i: 2 }),
  m: Long.fromString('9007199254740993'),
  n: Decimal128.fromString('1.10'),
  o: new MinKey(),
  p: new MaxKey(),
  größe: 'a name beyond ASCII',
  q: '',
}
const asIs = { promoteValues: false, bsonRegExp: true } as const
const shown = (value: object): string => EJSON.stringify(value, { relaxed: false })

describe('Embedded database: fields that a query passes over', () => {
  const database = served()

  it('finds a document by the field behind values of every type', async () => {
    const things = database.fresh()
    await things.insertOne({ _id: 'one', ...every, last: 'here' })
    expect(await things.countDocuments({ last: 'here' })).to.equal(1)
    expect(await things.countDocuments({ last: 'there' })).to.equal(0)
    expect(
      await things.countDocuments({ $or: [{ q: 'x' }, { $and: [{ 'abc.nested.ab': 2 }, { größe: /^a name/ }] }] }),
    ).to.equal(1)
    expect(await things.countDocuments({ ab: { $exists: true }, absent: { $exists: false } })).to.equal(1)
    expect(await things.countDocuments({ $nor: [{ absent: null }] })).to.equal(0)
    expect(await things.countDocuments({ a: 1, $expr: { $eq: ['$last', 'here'] } })).to.equal(1)
  })

  it('gives each field as it is stored, and no other', async () => {
    const things = database.fresh()
    await things.insertOne({ _id: 'one', ...every })
    for (const [name, value] of Object.entries(every)) {
      if (name === '') continue
      const found = await things.findOne({}, { ...asIs, projection: { [name]: 1 } })
      expect(shown(found), name).to.equal(shown({ _id: 'one', [name]: value }))
    }
  })

  it('gives several in the order stored, whatever the order asked in, with the id or without', async () => {
    const things = database.fresh()
    await things.insertOne({ _id: 'one', ...every })
    const projection = { q: true, k: 1, absent: 1, ab: new Double(0.5) }
    const rest = { ab: every['ab'], k: every['k'], q: every['q'] }
    expect(shown(await things.findOne({}, { ...asIs, projection }))).to.equal(shown({ _id: 'one', ...rest }))
    expect(shown(await things.findOne({}, { ...asIs, projection: { ...projection, _id: 0 } }))).to.equal(shown(rest))
    expect(shown(await things.findOne({}, { ...asIs, projection: { _id: 1 } }))).to.equal(shown({ _id: 'one' }))
    const { a: _, ...others } = every
    expect(shown(await things.findOne({}, { ...asIs, projection: { _id: 0, a: 0 } }))).to.equal(shown(others))
  })

  it('sorts by fields that the filter does not name', async () => {
    const things = database.fresh()
    await things.insertMany([3, 1, 2].map((at) => ({ _id: at, ...every, kind: 'x', place: { at } })))
    const sorted = await things
      .find({ kind: 'x' }, { projection: { kind: 1 } })
      .sort({ 'place.at': -1 })
      .toArray()
    expect(sorted).to.deep.equal([3, 2, 1].map((_id) => ({ _id, kind: 'x' })))
  })
})
