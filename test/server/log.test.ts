import { expect } from 'chai'
import express, { type Express } from 'express'
import supertest from 'supertest'
import { makeApp } from '../../server/app.ts'
import { failure } from '../../server/failure.ts'
import { makeLog, requestLog } from '../../server/log.ts'
import { aForum, aPerson, config, sessionCookie } from '../world.ts'

type Line = Readonly<Record<string, unknown>>

/** A log whose lines are kept. */
function keptLog() {
  const lines: string[] = []
  const log = makeLog('info', { write: (line: string) => void lines.push(line) })
  return { log, text: () => lines.join(''), lines: () => lines.map((line) => JSON.parse(line) as Line) }
}

describe('the log', () => {
  it('has a line for pages on which nothing under the Rule can be seen: reference, route, outcome and time', async () => {
    const { log, lines } = keptLog()
    const running = makeApp(config, log)
    const { app } = running
    await supertest(app).get('/promise?email=anna@example.org').set('User-Agent', 'a browser of its own')
    running.stop()
    const [line, ...others] = lines()
    expect(others).to.deep.equal([])
    expect(Object.keys(line!).toSorted()).to.deep.equal([
      'level',
      'milliseconds',
      'msg',
      'reference',
      'route',
      'status',
      'time',
    ])
    expect(line).to.include({ route: '/promise', status: 200, msg: 'answered' })
    expect(line!['reference']).to.match(/^[0-9a-f]{12}$/)
  })

  it('has no line for anything else, found or not, whoever asks: no cookie, e-mail, body or query', async () => {
    const { log, text } = keptLog()
    const running = makeApp(config, log)
    const { app } = running
    const forum = await aForum()
    const member = await aPerson(forum, 'member', 'staff', { name: 'Ottilie Brackenbury' })
    const cookie = await sessionCookie(member)
    const asked = supertest.agent(app).set('Cookie', cookie).set('User-Agent', 'a browser of its own')
    for (const path of [
      `/forums/${forum._id}`,
      '/meetings/0123456789abcdef0123456789abcdef',
      '/no/such/page?word=strike',
    ])
      await asked.get(path)
    await asked.post('/forums/x/interests').type('form').send({ text: 'anna@example.org said strike', _csrf: 'x' })
    await supertest(app).get('/forums/secret-forum')
    running.stop()
    expect(text()).to.equal('')
  })

  it('counts all answers by their kind once an hour, and then begins again', async () => {
    const { log, lines } = keptLog()
    const requests = requestLog(log)
    const app = express().use(requests.middleware)
    app.get('/here', (_req, res) => void res.send('here'))
    for (const path of ['/here', '/here', '/meetings/secret']) await supertest(app).get(path)
    requests.flush()
    requests.flush()
    requests.stop()
    expect(lines().map(({ counts, msg }) => ({ counts, msg }))).to.deep.equal([
      { counts: { '2xx': 2, '4xx': 1 }, msg: 'requests in the last hour' },
    ])
  })

  it('tells of a failure where it happened and under which reference, which the page shows, and not what was said', async () => {
    const { log, lines, text } = keptLog()
    const requests = requestLog(log)
    const app: Express = express().use(requests.middleware)
    app.locals['config'] = config
    app.get('/broken', () => {
      throw new Error('duplicate key: anna@example.org said strike')
    })
    app.use(failure(log))
    const answer = await supertest(app).get('/broken')
    requests.stop()
    expect(answer.status).to.equal(500)
    const [line] = lines()
    expect(answer.text).to.include(String(line!['reference']))
    expect(answer.text).to.not.match(/anna|strike|log\.test/)
    expect(text()).to.include('log.test.ts')
    expect(text()).to.not.match(/anna|strike/)
  })

  it('takes out what a careless line might bring', () => {
    const { log, text } = keptLog()
    const request = { cookie: 'sss', email: 'anna@example.org', password: 'sss' }
    log.info({ ...request, req: request, headers: request, someone: request }, 'careless')
    expect(text()).to.include('careless')
    expect(text()).to.not.match(/sss|anna/)
  })
})
