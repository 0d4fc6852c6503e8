import { expect } from 'chai'
import type mongoose from 'mongoose'
import { failureOf, served } from './served.ts'

const english = { locale: 'en_US', strength: 2 }

describe('a collation', () => {
  const server = served()
  const names = ['Ebb', 'ebb', 'éBB', 'a10', 'A2', 'z', 'Ä']
  const filled = async () => {
    const things = server.fresh()
    await things.createIndex({ name: 1 })
    await things.insertMany(names.map((name, _id) => ({ _id, name, list: [name], inner: { name } })))
    return things
  }
  const idsOf = (documents: { _id: number }[]): number[] => documents.map(({ _id }) => _id)

  it('finds what it calls equal: letters, or letters and accents, or all, wherever strings are', async () => {
    const things = await filled()
    const found = async (filter: object, collation: mongoose.mongo.CollationOptions): Promise<number[]> =>
      idsOf(await things.find(filter).collation(collation).sort({ _id: 1 }).toArray())
    expect(await found({ name: 'EBB' }, { locale: 'en', strength: 1 })).to.deep.equal([0, 1, 2])
    expect(await found({ name: 'EBB' }, english)).to.deep.equal([0, 1])
    expect(await found({ name: 'ebb' }, { locale: 'en' })).to.deep.equal([1])
    expect(await found({ name: 'ebb' }, { locale: 'en', strength: 1, caseLevel: true })).to.deep.equal([1])
    expect(await found({ name: 'ebb' }, { locale: 'simple' })).to.deep.equal([1])
    for (const filter of [
      { name: { $in: ['EBB', 3] } },
      { list: 'EBB' },
      { list: { $all: ['EBB'] } },
      { list: { $elemMatch: { $eq: 'EBB' } } },
      { inner: { name: 'EBB' } },
      { 'inner.name': { $gte: 'EBB', $lte: 'EBB' } },
      { $or: [{ name: 'EBB' }, { name: 'none' }] },
      { $nor: [{ name: { $ne: 'EBB' } }] },
    ])
      expect(await found(filter, english), JSON.stringify(filter)).to.deep.equal([0, 1])
    expect(await found({ name: { $nin: ['EBB'] } }, english)).to.deep.equal([2, 3, 4, 5, 6])
    // A regular expression follows no collation.
    expect(await found({ name: /^e/ }, english)).to.deep.equal([1])
  })

  it('sorts as its language does, numbers in texts too, where asked for; equals keep their order', async () => {
    const things = await filled()
    const sorted = async (collation: mongoose.mongo.CollationOptions, direction: 1 | -1 = 1): Promise<string[]> =>
      (await things.find().collation(collation).sort({ name: direction, _id: 1 }).toArray()).map(({ name }) => name)
    expect(await sorted({ locale: 'en' })).to.deep.equal(['Ä', 'a10', 'A2', 'ebb', 'Ebb', 'éBB', 'z'])
    expect(await sorted({ locale: 'sv', numericOrdering: true })).to.deep.equal([
      'A2',
      'a10',
      'ebb',
      'Ebb',
      'éBB',
      'z',
      'Ä',
    ])
    expect(await sorted({ locale: 'en', strength: 1 }, -1)).to.deep.equal(['z', 'Ebb', 'ebb', 'éBB', 'A2', 'a10', 'Ä'])
    expect(await things.find().collation({ locale: 'en' }).sort({ name: 1 }).skip(1).limit(2).toArray()).to.have.length(
      2,
    )
  })

  it('is followed by counts, distinct values, pipelines, updates and deletes', async () => {
    const things = await filled()
    const options = { collation: english }
    expect(await things.countDocuments({ name: 'EBB' }, options)).to.equal(2)
    expect(await things.distinct('name', { _id: { $lt: 3 } }, options)).to.deep.equal(['Ebb', 'éBB'])
    const pipeline = [{ $match: { name: 'EBB' } }, { $sort: { name: 1, _id: -1 } }, { $limit: 1 }]
    expect(idsOf((await things.aggregate(pipeline, options).toArray()) as { _id: number }[])).to.deep.equal([1])
    expect(await things.updateMany({ name: 'EBB' }, { $set: { seen: true } }, options)).to.include({ modifiedCount: 2 })
    expect(await things.replaceOne({ name: 'EBB' }, { name: 'Ebb', replaced: true }, options)).to.include({
      modifiedCount: 1,
    })
    expect(
      await things.findOneAndUpdate({ name: 'eBB' }, { $set: { n: 1 } }, { ...options, sort: { _id: -1 } }),
    ).to.include({
      _id: 1,
    })
    expect(await things.deleteMany({ name: 'EBB' }, options)).to.include({ deletedCount: 2 })
    expect(await things.updateOne({ name: 'new' }, { $set: { n: 1 } }, { ...options, upsert: true })).to.include({
      upsertedCount: 1,
    })
  })

  it('is refused by name where it would be followed only in part', async () => {
    const things = await filled()
    const options = { collation: english }
    const refused = async (promise: Promise<unknown>): Promise<string> => {
      const { code, message } = await failureOf(promise)
      return `${code} ${message}`
    }
    const refusals: [() => Promise<unknown>, string][] = [
      [() => things.find({}).collation({ locale: 'en', strength: 4 }).toArray(), "a collation's strength 4"],
      [() => things.find({}).collation({ locale: 'en', alternate: 'shifted' }).toArray(), "a collation's alternate"],
      [() => things.find({}).collation({ locale: 'fr', backwards: true }).toArray(), "a collation's backwards"],
      [
        () =>
          things
            .find({ $expr: { $eq: ['$name', 'EBB'] } })
            .collation(english)
            .toArray(),
        '$expr with a collation',
      ],
      [
        () =>
          things
            .find({}, { projection: { n: { $toUpper: '$name' } } })
            .collation(english)
            .toArray(),
        'an expression',
      ],
      [() => things.find({}).hint({ name: 1 }).collation(english).toArray(), 'hint with a collation'],
      [() => things.aggregate([{ $group: { _id: '$name' } }], options).toArray(), '$group with a collation'],
      [() => things.aggregate([{ $match: {} }, { $out: 'elsewhere' }], options).toArray(), '$out with a collation'],
      [() => things.updateOne({}, { $addToSet: { list: 'EBB' } }, options), '$addToSet with a collation'],
      [
        () => things.updateOne({}, { $set: { 'list.$[x]': 1 } }, { ...options, arrayFilters: [{ x: 'a' }] }),
        'arrayFilters with',
      ],
      [() => things.updateOne({}, [{ $set: { a: 1 } }], options), 'a pipeline with a collation'],
      [() => things.createIndex({ name: 1 }, options), 'a collation of an index'],
      [() => server.client.db('subrosa').createCollection('collated', options), 'a collation of a collection'],
    ]
    for (const [act, words] of refusals)
      expect(await refused(act()))
        .to.match(/^238 /)
        .and.include(words)
    expect(await refused(things.find().collation({ locale: 'nowhere' }).toArray())).to.match(/^2 .*'locale' is invalid/)
  })
})
