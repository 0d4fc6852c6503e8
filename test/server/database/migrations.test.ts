import { expect } from 'chai'
import mongoose from 'mongoose'
import { clocksOfKeys } from '../../../server/database/migrations/002-clocks-of-keys.ts'
import { papersInOrder } from '../../../server/database/migrations/006-papers-in-order.ts'
import { newId } from '../../../server/ids.ts'
import { stored } from '../../commands.ts'

type Row = { _id: string } & Record<string, unknown>

describe('Migration 2', () => {
  it('gives what was stored before it a clock that nobody runs, and leaves the others alone, however often it runs', async () => {
    const [old, running, oldTask, task] = [newId(), newId(), newId(), newId()]
    const askedAt = new Date('2026-03-04T12:00:00Z')
    const clock = { askedAt, pausedAt: null, reminded: [1], notAgreedSince: null }
    const communications = stored<Row>('keycommunications')
    const tasks = stored<Row>('tasks')
    await communications.insertMany([
      { _id: old, forum: 'of-migration-2', state: 'approval' },
      { _id: running, forum: 'of-migration-2', state: 'approval', ...clock },
    ])
    await tasks.insertMany([
      { _id: oldTask, forum: 'of-migration-2' },
      { _id: task, dueAt: askedAt },
    ])
    for (let time = 0; time < 2; time++) await clocksOfKeys.run(mongoose.connection.db!)
    expect(await communications.findOne({ _id: old })).to.deep.include({ ...clock, askedAt: null, reminded: [] })
    expect(await communications.findOne({ _id: running })).to.deep.include(clock)
    expect(await tasks.findOne({ _id: oldTask })).to.have.property('dueAt', null)
    expect(await tasks.findOne({ _id: task })).to.deep.include({ dueAt: askedAt })
    await communications.deleteMany({ _id: { $in: [old, running] } })
    await tasks.deleteMany({ _id: { $in: [oldTask, task] } })
  })
})

describe('Migration 6', () => {
  it('says of papers when their first version was added, and leaves alone what says so, however often it runs', async () => {
    const papers = stored<Row>('paper')
    const [first, second] = [new Date('2026-03-04T12:00:00Z'), new Date('2026-03-05T12:00:00Z')]
    const [old, known] = [newId(), newId()]
    const versions = [{ addedAt: first }, { addedAt: second }]
    await papers.insertMany([
      { _id: old, forum: 'of-migration-6', versions },
      { _id: known, forum: 'of-migration-6', versions, addedAt: second },
    ])
    for (let time = 0; time < 2; time++) await papersInOrder.run(mongoose.connection.db!)
    expect(await papers.findOne({ _id: old })).to.deep.include({ addedAt: first, versions })
    expect(await papers.findOne({ _id: known })).to.deep.include({ addedAt: second })
    await papers.deleteMany({ _id: { $in: [old, known] } })
  })
})
