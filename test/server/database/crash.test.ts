import { expect } from 'chai'
import { bankRounds } from './bank.ts'
import { crashRounds, killedAtStart } from './crashes.ts'
import { quickServers } from './quickServer.ts'

describe('a server that is killed', function () {
  this.timeout(300_000)
  let servers: Awaited<ReturnType<typeof quickServers>>
  before(async () => {
    servers = await quickServers()
  })
  after(() => servers.remove())

  it('while it is written to has lost nothing it acknowledged and left no half transaction, update, file or index', async () => {
    expect(await crashRounds(servers, 4)).to.be.greaterThan(0)
  })

  it('while it starts can always be started again', () => killedAtStart(servers, 5))

  it('while money is moved has lost and made none', async () => {
    const { acknowledged } = await bankRounds(servers, { transfers: 60, kills: 2 })
    expect(acknowledged).to.be.at.least(60)
  })
})
