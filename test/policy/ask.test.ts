import { expect } from 'chai'
import mongoose from 'mongoose'
import { ask } from '../../models/ask.ts'
import { newId } from '../../server/ids.ts'
import { stored } from '../commands.ts'

type Row = { _id: string; forum: string; number: number }

describe('A pipeline that is asked as one command', () => {
  const forum = newId()
  const rows = () => stored<Row>('asked')
  const pipeline = [{ $match: { forum } }]
  const numbers = async (): Promise<number[]> =>
    (await ask('asked', pipeline)).map((row) => (row as Row).number).toSorted((a, b) => a - b)
  const row = (number: number): Row => ({ _id: newId(), forum, number })

  before(async () => rows().insertMany([row(0), row(1)]))
  after(async () => rows().drop())

  it('gives the same records for the same bytes, which nobody can change, and others at every change', async () => {
    const [first, second] = [await ask('asked', pipeline), await ask('asked', pipeline)]
    expect(first).to.equal(second)
    expect(() => Object.assign(first[0]!, { number: 7 })).to.throw(TypeError)
    await rows().updateOne({ forum, number: 1 }, { $set: { number: 2 } })
    expect(await numbers()).to.deep.equal([0, 2])
    expect(await ask('asked', [{ $match: { forum: 'none' } }])).to.deep.equal([])
  })

  it('gives all records where one message does not hold them', async () => {
    await rows().insertMany(Array.from({ length: 1500 }, (_, at) => row(at + 3)))
    expect(await numbers()).to.have.lengthOf(1502)
    expect(await numbers()).to.deep.equal([0, 2, ...Array.from({ length: 1500 }, (_, at) => at + 3)])
    await rows().deleteMany({ number: { $gt: 2 } })
  })

  it('asks again, as the driver does, where a server has failed, and says what is wrong with a pipeline', async () => {
    const database = mongoose.connection.db!
    const [send, failed] = [database.command.bind(database), { times: 0 }]
    database.command = async () => {
      failed.times++
      throw new mongoose.mongo.MongoNetworkError('the primary has stepped down')
    }
    try {
      expect(await numbers()).to.deep.equal([0, 2])
      expect(failed.times).to.equal(1)
    } finally {
      database.command = send
    }
    const wrong = await ask('asked', [{ $match: 5 }]).catch((error: unknown) => error)
    expect(wrong).to.be.instanceOf(mongoose.mongo.MongoServerError)
  })
})
