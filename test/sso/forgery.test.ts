import { expect } from 'chai'
import type { Request, Response } from 'express'
import mongoose from 'mongoose'
import type supertest from 'supertest'
import type { AuditEntry } from '../../models/auditEntry.ts'
import { identityProvidersFor } from '../../models/identityProvider.ts'
import { peopleFor } from '../../models/person.ts'
import { signInRequests } from '../../models/signInRequest.ts'
import { sign, unsignedResponse } from '../../server/demonstration/provider/messages.ts'
import { newId } from '../../server/ids.ts'
import { verified } from '../../server/sso/provider.ts'
import { serviceKeys } from '../../server/sso/serviceKeys.ts'
import { stored } from '../commands.ts'
import { aForum, aPerson, config, visitor } from '../world.ts'
import { refusalOf } from './cost.ts'
import { type Forge, type Forger, forgeries } from './forgeries.ts'
import { type TestProvider, aProvider, post, someKeys } from './provider.ts'
import { type Signed, wrappings } from './wrappings.ts'

const anyRequest = { method: 'POST', headers: {} } as unknown as Request
const anyResponse = {} as Response

const operator = { kind: 'service', name: 'operator' } as const

/** The reason stands in the trail, under the reference that the page shows. */
async function expectReason({ text }: supertest.Response, organisation: string): Promise<void> {
  const [, reference] = /Reference: <strong>([0-9a-f]{12})/.exec(text) ?? []
  const entries = await stored<AuditEntry>('auditentries').find({ record: organisation }).toArray()
  const details = entries.map(
    ({ opening }) => JSON.parse(opening?.details ?? '{}') as { reference?: string; reason?: string },
  )
  const told = details.filter((one) => one.reference === reference)
  expect(told).to.have.length(1)
  expect(told[0]!.reason).to.be.a('string').with.length.above(5)
}

/** How an answer is signed, and what the provider is held to. */
const modes: Readonly<Record<string, { signs: 'assertion' | 'response'; signed: readonly Signed[] }>> = {
  'the assertion': { signs: 'assertion', signed: ['Assertion'] },
  'assertion and response': { signs: 'assertion', signed: ['Assertion', 'Response'] },
  'the response, by exception,': { signs: 'response', signed: ['Response'] },
}

const signedAs =
  (what: readonly Signed[]) =>
  async (xml: string): Promise<string> => {
    const keys = await someKeys()
    return what.reduce((text, one) => sign(text, one, keys), xml)
  }

/** Every forgery, and every wrapping of what is signed. */
const forgeriesOf = (what: readonly Signed[]): Readonly<Record<string, Forge>> => ({
  ...forgeries,
  ...Object.fromEntries(
    Object.entries(wrappings(what)).map(([name, wrap]): [string, Forge] => [
      `wrapped, form ${name},`,
      async ({ honest }, signed) => wrap(await signed(unsignedResponse(honest()))),
    ]),
  ),
})

describe('an identity provider’s answer', () => {
  let provider: TestProvider
  let email: string
  const nameId = 'the-invited-one'

  /** A provider of that kind, and somebody who was invited to sign in through it. */
  async function invited(signs: 'assertion' | 'response'): Promise<{ provider: TestProvider; email: string }> {
    const made = await aProvider({ signs })
    const { person } = await aPerson(await aForum())
    const address = `${person}@${made.domain}`
    const people = peopleFor(operator)
    const { revision } = await people.open(person)
    await people.edit(person, revision, { email: address, signsInThrough: made.organisation })
    return { provider: made, email: address }
  }
  before(async () => {
    ;({ provider, email } = await invited('assertion'))
  })
  // What was refused is counted, and after thirty times nothing is looked at any more.
  beforeEach(async () => mongoose.connection.collection('ratelimits').deleteMany({}))

  for (const [mode, { signs, signed: what }] of Object.entries(modes)) {
    describe(`with ${mode} signed`, () => {
      const signed = signedAs(what)
      let at: Awaited<ReturnType<typeof invited>>
      before(async () => {
        at = await invited(signs)
      })
      const forger = (request: string): Forger => ({
        provider: at.provider,
        request,
        honest: (change = {}) => at.provider.answer(request, { email: at.email, nameId, ...change }),
      })

      it('is taken when it is honest', async () => {
        const browser = visitor()
        const request = await at.provider.begin(browser)
        const xml = await signed(unsignedResponse(forger(request).honest()))
        const taken = await post(browser, at.provider.organisation, xml)
        expect(taken.status).to.equal(303)
        await browser.get(taken.headers['location'] as string)
        expect((await browser.get('/account')).status).to.equal(200)
      })

      for (const [name, forge] of Object.entries(forgeriesOf(what)))
        it(`${name} is refused`, async () => {
          const browser = visitor()
          const { organisation } = at.provider
          const request = await at.provider.begin(browser)
          const forged = await forge(forger(request), signed)
          const answer = await refusalOf(name, () => post(browser, organisation, forged))
          await expectReason(answer, organisation)
          expect((await browser.get(`/sso/${organisation}/finish?request=${request}`)).status).to.equal(400)
          expect((await browser.get('/account')).status, 'nobody is signed in').to.equal(303)
        })

      it('would let some forgeries through, were the library left alone', async function () {
        this.timeout(60_000)
        const through: string[] = []
        for (const [name, forge] of Object.entries(forgeriesOf(what))) {
          // Without any message the library would leave for sign-in.
          if (name === 'that is empty') continue
          const request = `_${newId()}`
          const forged = await forge(forger(request), signed)
          const record = await identityProvidersFor(operator).open(at.provider.organisation)
          const message = { encoded: Buffer.from(forged).toString('base64'), inResponseTo: request }
          const [key] = await serviceKeys(config)
          const taken = await verified(config, record, message, key, anyRequest, anyResponse).catch(() => '')
          if (taken !== '') through.push(name)
        }
        expect(through).to.include.members(['from another issuer', 'with another recipient', 'that reports a failure'])
        expect(through).to.not.include.members(['without a signature', 'with another name in it'])
      })
    })
  }

  it('must have its assertion signed, unless an exception says otherwise; then the response', async () => {
    for (const [signs, what] of [
      ['assertion', 'Response'],
      ['response', 'Assertion'],
    ] as const) {
      const at = await invited(signs)
      const browser = visitor()
      const request = await at.provider.begin(browser)
      const answer = at.provider.answer(request, { email: at.email, nameId })
      const xml = await signedAs([what])(unsignedResponse(answer))
      expect((await post(browser, at.provider.organisation, xml)).status).to.equal(400)
    }
  })

  it('is not looked at after thirty were refused, from that address and at that organisation', async () => {
    const at = await invited('assertion')
    const browser = visitor()
    for (let n = 0; n < 30; n++) expect((await post(browser, at.provider.organisation, 'forged')).status).to.equal(400)
    const request = await at.provider.begin(browser)
    const honest = at.provider.signed(request, { email: at.email, nameId })
    const refused = await post(browser, at.provider.organisation, honest)
    expect(refused.status).to.equal(429)
    expect(refused.headers['retry-after']).to.equal('300')
    expect((await post(browser, provider.organisation, 'forged')).status, 'elsewhere').to.equal(400)
  })

  const honestAnswer = (request: string): string => provider.signed(request, { email, nameId })

  it('is taken once: not again, not in parallel, not under another request', async () => {
    const browser = visitor()
    const request = await provider.begin(browser)
    const answer = honestAnswer(request)
    const answers = await Promise.all(Array.from({ length: 5 }, () => post(browser, provider.organisation, answer)))
    expect(answers.filter(({ status }) => status === 303)).to.have.length(1)
    expect(answers.filter(({ status }) => status === 400)).to.have.length(4)
    const finish = answers.find(({ status }) => status === 303)!.headers['location'] as string
    expect((await browser.get(finish)).headers['location']).to.equal('/account')
    expect((await post(browser, provider.organisation, answer)).status).to.equal(400)
    expect((await browser.get(finish)).headers['location'], 'already signed in').to.equal('/')
    expect((await visitor().get(finish)).status).to.equal(400)
  })

  it('of an attacker, posted in the victim’s browser, signs in nobody there, and nobody else', async () => {
    const [victim, attacker] = [visitor(), visitor()]
    const request = await provider.begin(attacker)
    const taken = await post(victim, provider.organisation, honestAnswer(request))
    const finish = taken.headers['location'] as string
    expect((await victim.get(finish)).status).to.equal(400)
    expect((await victim.get('/account')).status).to.equal(303)
    const again = await provider.begin(attacker)
    await provider.begin(victim)
    expect((await post(victim, provider.organisation, honestAnswer(again))).status, 'it asked for another').to.equal(
      400,
    )
    expect((await victim.get('/account')).status).to.equal(303)
  })

  it('of a victim to a request of the attacker signs the attacker in as nobody', async () => {
    const [victim, attacker] = [visitor(), visitor()]
    // The attacker sends the victim on to the provider, where the victim is signed in already.
    const request = await provider.begin(attacker)
    const taken = await post(victim, provider.organisation, honestAnswer(request))
    const finish = new URL(taken.headers['location'] as string, config.baseUrl)
    const path = `${finish.pathname}?request=${request}`
    for (const guess of [path, `${path}&ticket=`, `${path}&ticket=${newId()}`, `${path}&ticket[$ne]=x`])
      expect((await attacker.get(guess)).status).to.equal(400)
    expect((await attacker.get('/account')).status).to.equal(303)
    // Nor does the database say by what to come in.
    const kept = await mongoose.connection.collection<{ _id: string }>('signinrequests').findOne({ _id: request })
    expect(JSON.stringify(kept)).to.not.include(finish.searchParams.get('ticket'))
  })

  it('is taken only at the organisation that was asked', async () => {
    const other = await aProvider()
    const browser = visitor()
    const request = await provider.begin(browser)
    expect((await post(browser, other.organisation, honestAnswer(request))).status).to.equal(400)
    const asOther = other.signed(request, { email, nameId })
    expect((await post(browser, other.organisation, asOther)).status).to.equal(400)
    expect((await post(browser, provider.organisation, asOther)).status).to.equal(400)
  })

  it('is too late after ten minutes', async () => {
    const request = `_${'a'.repeat(32)}`
    const asked = { _id: request, kind: 'signIn', organisation: provider.organisation, returnTo: '/' } as const
    await signInRequests.begin({ ...asked, browser: 'x' }, new Date(Date.now() - 11 * 60_000))
    expect((await post(visitor(), provider.organisation, honestAnswer(request))).status).to.equal(400)
  })

  it('comes by post and in its field alone', async () => {
    const browser = visitor()
    const request = await provider.begin(browser)
    const encoded = encodeURIComponent(Buffer.from(honestAnswer(request)).toString('base64'))
    const acs = `/sso/${provider.organisation}/acs`
    for (const path of [acs, `/sso/${provider.organisation}/sign-in`]) {
      const got = await browser.get(
        `${path}?SAMLResponse=${encoded}&SAMLRequest=${encoded}&RelayState=https://evil.example`,
      )
      expect([303, 302]).to.include(got.status)
      expect(got.headers['location'], 'is not read').to.match(/^(\/sign-in\?|http:\/\/127\.0\.0\.1:9\/)/)
      expect(new URL(got.headers['location'] as string, 'http://x').searchParams.get('RelayState')).to.equal(null)
    }
    expect((await browser.post(`${acs}?SAMLResponse=${encoded}`).type('form').send({})).status).to.equal(400)
    for (const body of [{ SAMLResponse: ['a', 'b'] }, { SAMLResponse: { a: 'b' } }, { SAMLRequest: 'x' }, {}])
      expect((await browser.post(acs).type('form').send(body)).status).to.equal(400)
    expect((await browser.post(acs).type('json').send({ SAMLResponse: 'x' })).status).to.equal(400)
    expect((await browser.post(acs).type('text').send('x')).status).to.equal(400)
  })
})
