import { expect } from 'chai'
import { takeTurn } from '../../models/jobTurn.ts'
import { unique } from '../world.ts'

const minute = 60_000

describe('the turn at a job', () => {
  it('goes to one of several processes that ask at once', async () => {
    const job = unique('job')
    const now = new Date()
    const until = new Date(now.getTime() + minute)
    const first = await Promise.all(Array.from({ length: 8 }, () => takeTurn(job, now, until)))
    expect(first.filter((mine) => mine)).to.have.length(1)
    const later = new Date(until.getTime() + 1)
    const second = await Promise.all(
      Array.from({ length: 8 }, () => takeTurn(job, later, new Date(later.getTime() + minute))),
    )
    expect(second.filter((mine) => mine)).to.have.length(1)
  })

  it('of a holder that died is free when it has run out, and not before', async () => {
    const job = unique('job')
    const now = new Date()
    const until = new Date(now.getTime() + minute)
    expect(await takeTurn(job, now, until)).to.equal(true)
    expect(await takeTurn(job, new Date(until.getTime() - 1), new Date(until.getTime() + minute))).to.equal(false)
    expect(await takeTurn(job, until, new Date(until.getTime() + minute))).to.equal(true)
  })

  it('at one job is no turn at another', async () => {
    const now = new Date()
    const until = new Date(now.getTime() + minute)
    expect(await takeTurn(unique('job'), now, until)).to.equal(true)
    expect(await takeTurn(unique('job'), now, until)).to.equal(true)
  })
})
