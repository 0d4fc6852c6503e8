import { expect } from 'chai'
import mongoose, { Schema } from 'mongoose'
import { failureOf, served } from './served.ts'

describe('mongoose on the embedded database', () => {
  const server = served()
  let connection: mongoose.Connection
  before(async () => {
    connection = await mongoose.createConnection(server.uri, { autoIndex: false, autoCreate: false }).asPromise()
  })
  after(() => connection.close())

  const person = new Schema({ name: { type: String, required: true }, born: Date, nicknames: [String] })
  const team = new Schema(
    { title: { type: String, unique: true }, members: [{ type: Schema.Types.ObjectId, ref: 'Person' }], size: Number },
    { optimisticConcurrency: true, timestamps: true },
  )
  const model = (name: string, schema: Schema): mongoose.Model<any> =>
    (connection.models[name] ?? connection.model(name, schema)) as mongoose.Model<any>
  const models = () => ({ Person: model('Person', person as Schema), Team: model('Team', team as Schema) })
  beforeEach(() => connection.dropDatabase())

  it('saves, finds, changes and deletes documents', async () => {
    const { Person } = models()
    const ann = await Person.create({ name: 'Ann', born: new Date('1980-02-29'), nicknames: ['A'] })
    await Person.create([{ name: 'Bob' }, { name: 'Cy' }])
    expect(
      await Person.find({ name: { $in: ['Ann', 'Cy'] } })
        .sort('-name')
        .distinct('name'),
    ).to.have.members(['Ann', 'Cy'])
    ann.set('nicknames', ['A', 'Annie'])
    await ann.save()
    expect((await Person.findById(ann._id).lean())?.['nicknames']).to.deep.equal(['A', 'Annie'])
    expect(await Person.deleteOne({ name: 'Bob' })).to.include({ deletedCount: 1 })
    expect(await Person.countDocuments()).to.equal(2)
    expect(await Person.estimatedDocumentCount()).to.equal(2)
    expect(await Person.exists({ name: 'Bob' })).to.equal(null)
  })

  it('populates references', async () => {
    const { Person, Team } = models()
    const [ann, bob] = await Person.create([{ name: 'Ann' }, { name: 'Bob' }])
    await Team.create({ title: 'North', members: [bob?._id, ann?._id] })
    const found = await Team.findOne({ title: 'North' }).populate('members').lean()
    expect(found?.['members'].map(({ name }: { name: string }) => name)).to.deep.equal(['Bob', 'Ann'])
  })

  it('creates indexes and refuses a second document under a unique key, naming the key', async () => {
    const { Team } = models()
    await Team.createIndexes()
    await Team.create({ title: 'North' })
    const error = await failureOf(Team.create({ title: 'North' }))
    expect(error).to.include({ code: 11000 })
    expect(error.keyPattern).to.deep.equal({ title: 1 })
    expect(error.keyValue).to.deep.equal({ title: 'North' })
    expect(await Team.syncIndexes()).to.deep.equal([])
    expect((await Team.listIndexes()).map(({ name }) => name)).to.deep.equal(['_id_', 'title_1'])
  })

  it('lets only the first of two savers of the same version win', async () => {
    const { Team } = models()
    await Team.create({ title: 'North', size: 1 })
    const [one, other] = [await Team.findOne(), await Team.findOne()]
    one?.set('size', 2)
    other?.set('size', 3)
    await one?.save()
    expect(await failureOf(other?.save() ?? Promise.resolve())).to.have.property('name', 'VersionError')
  })

  it('commits what a transaction wrote, together, and nothing of one that threw', async () => {
    const { Person } = models()
    await connection.transaction(async (session) => {
      await Person.create([{ name: 'Ann' }], { session })
      await Person.updateOne({ name: 'Ann' }, { $push: { nicknames: 'A' } }, { session })
      expect(await Person.countDocuments({}).session(session)).to.equal(1)
      const others = server.client.db('subrosa').collection(Person.collection.collectionName)
      expect(await others.countDocuments()).to.equal(0)
    })
    expect((await Person.findOne().lean())?.['nicknames']).to.deep.equal(['A'])
    await failureOf(
      connection.transaction(async (session) => {
        await Person.create([{ name: 'Bob' }], { session })
        throw new Error('no')
      }),
    )
    expect(await Person.find().distinct('name')).to.deep.equal(['Ann'])
  })

  it('writes in bulk and upserts', async () => {
    const { Person } = models()
    const result = await Person.bulkWrite([
      { insertOne: { document: { name: 'Ann' } } },
      { updateOne: { filter: { name: 'Bob' }, update: { $set: { nicknames: ['B'] } }, upsert: true } },
      { replaceOne: { filter: { name: 'Ann' }, replacement: { name: 'Anna' } } },
      { deleteMany: { filter: { name: 'Nobody' } } },
    ])
    expect(result).to.include({ insertedCount: 1, upsertedCount: 1, modifiedCount: 1, deletedCount: 0 })
    const found = await Person.findOneAndUpdate(
      { name: 'Cy' },
      { $setOnInsert: { nicknames: ['C'] } },
      { upsert: true, returnDocument: 'after' },
    )
    expect(found?.get('nicknames')).to.deep.equal(['C'])
    expect(await Person.distinct('name')).to.have.members(['Anna', 'Bob', 'Cy'])
  })

  it('streams more documents than one batch holds', async () => {
    const { Person } = models()
    await Person.insertMany(Array.from({ length: 450 }, (_, n) => ({ name: `P${String(n).padStart(3, '0')}` })))
    const names: string[] = []
    for await (const found of Person.find().sort('name').batchSize(40).cursor()) names.push(found.get('name'))
    expect(names).to.have.length(450)
    expect(names).to.deep.equal(names.toSorted())
  })

  it('runs aggregations', async () => {
    const { Person, Team } = models()
    const people = await Person.create([{ name: 'Ann' }, { name: 'Bob' }, { name: 'Cy' }])
    await Team.create([
      { title: 'North', size: 2, members: people.slice(0, 2).map((one: any) => one._id) },
      { title: 'South', size: 5, members: people.slice(2).map((one: any) => one._id) },
    ])
    const rows = await Team.aggregate([
      { $match: { size: { $gte: 2 } } },
      {
        $lookup: {
          from: 'people',
          localField: 'members',
          foreignField: '_id',
          as: 'who',
          pipeline: [{ $project: { _id: 0, name: 1 } }],
        },
      },
      {
        $project: {
          _id: 0,
          title: 1,
          names: { $map: { input: '$who', in: { $toUpper: '$$this.name' } } },
          big: { $gt: ['$size', 3] },
        },
      },
      { $sort: { title: -1 } },
    ])
    expect(rows).to.deep.equal([
      { title: 'South', names: ['CY'], big: true },
      { title: 'North', names: ['ANN', 'BOB'], big: false },
    ])
  })

  it('keeps everything over a restart', async () => {
    const { Team } = models()
    await Team.createIndexes()
    await Team.create({ title: 'North', size: 1 })
    await connection.close()
    await server.restart()
    connection = await mongoose.createConnection(server.uri, { autoIndex: false, autoCreate: false }).asPromise()
    const { Team: again } = models()
    expect((await again.findOne({ title: 'North' }).lean())?.['size']).to.equal(1)
    expect(await failureOf(again.create({ title: 'North' }))).to.include({ code: 11000 })
  })
})
