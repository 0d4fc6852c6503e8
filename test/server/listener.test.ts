import { once } from 'node:events'
import { IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from 'chai'
import express from 'express'
import { makeServer } from '../../server/listener.ts'

describe('The server of the service', () => {
  it('says that it is starting until it has an application, on the same connection', async () => {
    const { server, answerWith } = makeServer()
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    try {
      const early = await fetch(address)
      expect([early.status, early.headers.get('retry-after')]).to.deep.equal([503, '2'])
      expect(await early.text()).to.match(/^Subrosa is starting/)

      const app = express()
      const born: unknown[] = []
      app.get('/', (req, res) => {
        res.type('text').send(`${req.get('x-word')} ${req.protocol} ${req instanceof IncomingMessage}`)
      })
      answerWith(app)
      server.prependListener('request', (req, res) =>
        born.push(Object.getPrototypeOf(req) === app.request, Object.getPrototypeOf(res) === app.response),
      )
      const answer = await fetch(address, { headers: { 'x-word': 'hello' } })
      expect(await answer.text()).to.equal('hello http true')
      expect(born, 'before Express has seen them').to.deep.equal([true, true])
    } finally {
      server.closeAllConnections()
      server.close()
    }
  })
})
