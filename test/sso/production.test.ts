import { expect } from 'chai'
import supertest from 'supertest'
import { identityProvidersFor } from '../../models/identityProvider.ts'
import { peopleFor } from '../../models/person.ts'
import { type Running, makeApp } from '../../server/app.ts'
import { readConfig } from '../../server/config.ts'
import { recordOf } from '../../server/demonstration/provider/app.ts'
import { readRequest, sign, unsignedResponse } from '../../server/demonstration/provider/messages.ts'
import { makeLog } from '../../server/log.ts'
import { addressesOf } from '../../server/sso/provider.ts'
import { aForum, aPerson, anOrganisation } from '../world.ts'
import { someKeys } from './provider.ts'

const operator = { kind: 'service', name: 'operator' } as const

/** Only what production must be given. */
const config = readConfig(
  {
    BASE_URL: 'https://subrosa.example',
    SESSION_SECRET: 'a secret of the production that is long enough',
    SMTP_URL: 'smtp://127.0.0.1:9',
    MAIL_FROM: 'subrosa@subrosa.example',
    CONTROLLER_NAME: 'NHS Deeholme Integrated Care Board',
    CONTROLLER_CONTACT: 'data-protection@deeholme.example',
    LOG_LEVEL: 'silent',
  },
  false,
)

describe('in production, behind a proxy that ends https', () => {
  let running: Running
  before(() => {
    running = makeApp(config, makeLog('silent'))
  })
  after(() => running.stop())

  it('signing in works, and every cookie is Secure, HttpOnly and of this host alone', async () => {
    const organisation = await anOrganisation()
    const keys = await someKeys()
    const record = recordOf(organisation, 'https://sign-in.example', keys, new Date())
    await identityProvidersFor(operator).put(record)
    const { person } = await aPerson(await aForum())
    const email = `${person}@${organisation}.example`
    const { revision } = await peopleFor(operator).open(person)
    await peopleFor(operator).edit(person, revision, { email, signsInThrough: organisation })

    const given: string[] = []
    const jar = new Map<string, string>()
    const send = async (request: supertest.Test): Promise<supertest.Response> => {
      const cookies = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
      const answer = await request.set('X-Forwarded-Proto', 'https').set('Cookie', cookies)
      for (const cookie of (answer.headers['set-cookie'] ?? []) as unknown as string[]) {
        given.push(cookie)
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
        jar.set(name, value)
      }
      return answer
    }
    const browser = supertest(running.app)

    const left = await send(browser.get(`/sso/${organisation}/sign-in?returnTo=/account`))
    const asked = new URL(String(left.headers['location'])).searchParams.get('SAMLRequest')
    const { entityId: audience, acs } = addressesOf(config, organisation)
    const inResponseTo = readRequest(asked!, 'AuthnRequest').id
    const said = { issuer: record.entityId, audience, acs, inResponseTo, nameId: person, email, name: 'P' }
    const xml = sign(unsignedResponse({ ...said, now: new Date() }), 'Assertion', keys)
    const SAMLResponse = Buffer.from(xml).toString('base64')
    const fromElsewhere = browser.post(`/sso/${organisation}/acs`).set('X-Forwarded-Proto', 'https').type('form')
    expect((await fromElsewhere.send({ SAMLResponse })).status, 'from a browser that did not ask').to.equal(400)
    const taken = await send(browser.post(`/sso/${organisation}/acs`).type('form').send({ SAMLResponse }))
    const finished = await send(browser.get(String(taken.headers['location'])))
    expect(finished.headers['location']).to.equal('/account')
    const account = await send(browser.get('/account'))
    expect(account.status).to.equal(200)
    expect(account.headers['strict-transport-security']).to.contain('max-age=')

    expect(jar.has('__Host-subrosa-session')).to.equal(true)
    const sameSite = (cookie: string): RegExp =>
      // The answer is a post from another site, and must come from the browser that asked.
      cookie.startsWith('__Host-subrosa-browser=') ? /; Max-Age=600;.*; SameSite=None/ : /; SameSite=Lax/
    for (const cookie of given)
      expect(cookie)
        .to.match(/^__Host-subrosa-\w+=/)
        .and.match(/; Path=\/(;|$)/)
        .and.match(/; HttpOnly/)
        .and.match(/; Secure/)
        .and.match(sameSite(cookie))
    expect(given.join()).to.not.contain('Domain=')
  })

  it('has no page of the demonstration', async () => {
    const asked = await supertest(running.app).get('/demonstration/mail')
    expect(asked.headers['location']).to.contain('/sign-in')
  })
})
