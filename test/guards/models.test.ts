import { expect } from 'chai'
import mongoose from 'mongoose'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { scopedCollections } from '../../models/scoped.ts'
import { root } from '../../server/root.ts'

/** Service records that hold nothing of a forum; each says in its file why it needs no viewer. */
const unscoped = new Set([
  'SignInRequest',
  'UsedAssertion',
  'SignInSession',
  'JobTurn',
  'Destruction',
  'PasskeyChallenge',
  'Enrolment',
  'OneTimeCode',
])

const viewer = { kind: 'visitor' } as const
const anything = { _id: 'x' }

/** Every way mongoose offers to reach the database; none may work without a viewer, some not even with one. */
const attempts: Readonly<Record<string, (model: mongoose.Model<any>) => unknown>> = {
  find: (model) => model.find(anything),
  findOne: (model) => model.findOne(anything),
  findById: (model) => model.findById('x'),
  exists: (model) => model.exists(anything),
  countDocuments: (model) => model.countDocuments(anything),
  estimatedDocumentCount: (model) => model.estimatedDocumentCount(),
  distinct: (model) => model.distinct('_id'),
  updateOne: (model) => model.updateOne(anything, { $set: { forum: 'x' } }),
  updateMany: (model) => model.updateMany(anything, { $set: { forum: 'x' } }),
  replaceOne: (model) => model.replaceOne(anything, {}),
  findOneAndUpdate: (model) => model.findOneAndUpdate(anything, {}),
  findOneAndReplace: (model) => model.findOneAndReplace(anything, {}),
  findOneAndDelete: (model) => model.findOneAndDelete(anything),
  findByIdAndUpdate: (model) => model.findByIdAndUpdate('x', {}),
  deleteOne: (model) => model.deleteOne(anything),
  deleteMany: (model) => model.deleteMany(anything),
  aggregate: (model) => model.aggregate([{ $match: {} }]),
  create: (model) => model.create([{ _id: 'x' }], { validateBeforeSave: false }),
  save: (model) => new model({ _id: 'x' }).save({ validateBeforeSave: false }),
  insertMany: (model) => model.insertMany([{ _id: 'x' }]),
  bulkWrite: (model) => model.bulkWrite([{ deleteOne: { filter: anything } }]),
  bulkSave: (model) => model.bulkSave([new model({ _id: 'x' })]),
  watch: (model) => model.watch(),
  'upsert with a viewer': (model) =>
    model.updateOne(anything, { $set: { forum: 'x' } }, { upsert: true, viewer, action: 'edit' } as object),
  'a stage that reads another collection': (model) =>
    model.aggregate([{ $lookup: { from: 'people', as: 'people', pipeline: [] } }], {
      viewer,
      action: 'read',
    } as object),
  'a stage that writes another collection': (model) =>
    model.aggregate([{ $out: 'elsewhere' }], { viewer, action: 'read' } as object),
}

/** What an attempt came to: the name of the error, or that it worked. */
async function outcome(attempt: () => unknown): Promise<string> {
  try {
    await attempt()
    return 'worked'
  } catch (error) {
    return error instanceof Error ? error.name : String(error)
  }
}

describe('every model', () => {
  before(async () => {
    for (const file of readdirSync(join(root, 'models'))) await import(join(root, 'models', file))
  })

  it('is under the policy, or stands on a short list of service records', () => {
    const outside = mongoose.modelNames().filter((name) => !unscoped.has(name))
    expect(outside.map((name) => mongoose.model(name).collection.name).toSorted()).to.deep.equal(
      scopedCollections().toSorted(),
    )
  })

  for (const [way, attempt] of Object.entries(attempts))
    it(`refuses ${way}${way.includes(' ') ? '' : ' without a viewer'}`, async () => {
      const worked: string[] = []
      for (const name of mongoose.modelNames().filter((each) => !unscoped.has(each))) {
        const came = await outcome(() => attempt(mongoose.model(name) as unknown as mongoose.Model<any>))
        if (came !== 'Unscoped') worked.push(`${name}: ${came}`)
      }
      expect(worked).to.deep.equal([])
    })
})
