import { expect } from 'chai'
import mongoose from 'mongoose'
import { visitor } from '../world.ts'

describe('health', () => {
  it('is alive while the process answers, without asking the database or setting a cookie', async () => {
    let commands = 0
    const count = (): void => void commands++
    mongoose.connection.getClient().on('commandStarted', count)
    const answer = await visitor().get('/health/live')
    mongoose.connection.getClient().off('commandStarted', count)
    expect([answer.status, answer.text]).to.deep.equal([200, 'alive'])
    expect(answer.headers).to.not.have.property('set-cookie')
    expect(commands).to.equal(0)
  })

  it('is ready while the database answers', async () => {
    const answer = await visitor().get('/health/ready')
    expect([answer.status, answer.text]).to.deep.equal([200, 'ready'])
  })

  it('is alive and not ready while the database is down, and says nothing of why', async () => {
    const db = mongoose.connection.db!
    const answering = db.command.bind(db)
    db.command = async () => {
      throw new Error('connect ECONNREFUSED 10.0.0.7:27017')
    }
    try {
      const ready = await visitor().get('/health/ready')
      expect([ready.status, ready.text]).to.deep.equal([503, 'not ready'])
      expect((await visitor().get('/health/live')).status).to.equal(200)
    } finally {
      db.command = answering
    }
    expect((await visitor().get('/health/ready')).status).to.equal(200)
  })
})
