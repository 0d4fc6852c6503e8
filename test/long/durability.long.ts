import { expect } from 'chai'
import { bankRounds } from '../server/database/bank.ts'
import { crashRounds, killedAtStart } from '../server/database/crashes.ts'
import { quickServers } from '../server/database/quickServer.ts'

/** The long forms of test/server/database/crash.test.ts: `npm run test:long`. */
describe('a server that is killed very often', function () {
  this.timeout(3_600_000)
  let servers: Awaited<ReturnType<typeof quickServers>>
  before(async () => {
    servers = await quickServers()
  })
  after(() => servers.remove())

  it('has, after 60 rounds under load, lost nothing it acknowledged and left nothing half done', async () => {
    expect(await crashRounds(servers, 60)).to.be.greaterThan(600)
  })

  it('can always be started again, however often it was killed while it started', () => killedAtStart(servers, 300))

  it('has lost and made no money in ten thousand transfers', async () => {
    const { acknowledged, aborted, reads } = await bankRounds(servers, { transfers: 10_000, kills: 20 })
    expect(acknowledged).to.be.at.least(10_000)
    expect(aborted).to.be.greaterThan(100)
    expect(reads).to.be.greaterThan(100)
  })
})
