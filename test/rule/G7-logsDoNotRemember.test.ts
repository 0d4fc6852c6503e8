import { expect } from 'chai'
import { Writable } from 'node:stream'
import supertest from 'supertest'
import { makeApp } from '../../server/app.ts'
import { NotFound } from '../../server/errors.ts'
import { makeLog, requestLog } from '../../server/log.ts'
import { newId } from '../../server/ids.ts'
import { cast, published } from '../meetings.ts'
import { config, sessionCookie } from '../world.ts'

/** An application of its own whose log is kept, at the level that says most. */
function loggedApp() {
  const lines: string[] = []
  const kept = new Writable({
    write(chunk: Buffer, _encoding, next) {
      lines.push(chunk.toString())
      next()
    },
  })
  const log = makeLog('trace', kept)
  return { lines, log, running: makeApp(config, log) }
}

describe('G7: logs do not remember', () => {
  it('who read, wrote or arrived at what: routes under the Rule leave no line, at whatever level', async () => {
    const world = await cast()
    const { meeting, items } = await published(world, ['Seacoal'])
    const { lines, running } = loggedApp()
    for (const person of [world.people.secretary, world.people.staffMember, world.people.outsider]) {
      const browser = supertest.agent(running.app).set('Cookie', await sessionCookie(person))
      const pages = ['', '/agenda', '/day', '/arrivals', '/attendance', '/pack'].map(
        (end) => `/meetings/${meeting}${end}`,
      )
      const others = [
        `/items/${items[0]!}`,
        `/minutes/${meeting}`,
        `/papers/${newId()}`,
        `/forums/${world.forum._id}/side-papers`,
      ]
      for (const path of [...pages, ...others]) await browser.get(path)
      await browser.post(`/meetings/${meeting}/answer`).type('form').send({ answer: 'coming' })
      await browser.post(`/meetings/${meeting}/day/start`).type('form').send('%')
    }
    expect(lines).to.deep.equal([])
    running.stop()
  }).timeout(60_000)

  it('but how many were answered how, once an hour, without saying what or to whom', async () => {
    const { lines, log } = loggedApp()
    const requests = requestLog(log)
    const finish: (() => void)[] = []
    for (const statusCode of [200, 204, 404]) {
      const res = { statusCode, once: (_: string, then: () => void) => finish.push(then) }
      requests.middleware({ originalUrl: '/meetings/seacoal' } as never, res as never, () => undefined)
    }
    for (const each of finish) each()
    expect(lines).to.deep.equal([])
    requests.flush()
    requests.flush()
    requests.stop()
    const [line, ...more] = lines.map((each) => JSON.parse(each) as Record<string, unknown>)
    expect(more).to.deep.equal([])
    expect(line!['counts']).to.deep.equal({ '2xx': 2, '4xx': 1 })
    expect(Object.keys(line!)).to.have.members(['level', 'time', 'counts', 'msg'])
  })

  it('nor what somebody typed, when something breaks: a line says where in the software, and a reference', () => {
    const { lines, log } = loggedApp()
    const error = new TypeError('Seacoal was said by Sally Member\n    at last')
    log.error({ reference: 'abc', err: error }, 'failed')
    log.error({ err: new NotFound('paper') }, 'failed')
    expect(lines.join('')).not.to.match(/Seacoal|Sally|at last/)
    expect(JSON.parse(lines[0]!)).to.include({ reference: 'abc', msg: 'failed' })
    expect(lines[0]).to.include('G7-logsDoNotRemember')
  })

  it('public pages leave their pattern and the time they took, and not who asked', async () => {
    const { lines, running } = loggedApp()
    await supertest(running.app).get('/key-communications?forum=seacoal').set('User-Agent', 'Sally').expect(200)
    running.stop()
    const [line] = lines.map((each) => JSON.parse(each) as Record<string, unknown>)
    const names = ['level', 'time', 'reference', 'route', 'status', 'milliseconds', 'msg']
    expect(Object.keys(line!)).to.have.members(names)
    expect(line!['route']).to.equal('/key-communications')
    expect(lines.join('')).not.to.match(/seacoal|Sally/)
  })
})
