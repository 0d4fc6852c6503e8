import { expect } from 'chai'
import { peopleFor } from '../../models/person.ts'
import { signInRequests } from '../../models/signInRequest.ts'
import { sign, unsignedResponse } from '../../server/demonstration/provider/messages.ts'
import { aForum, aPerson, visitor } from '../world.ts'
import { type Forger, forgeries } from './forgeries.ts'
import { type TestProvider, aProvider, post, someKeys } from './provider.ts'

const operator = { kind: 'service', name: 'operator' } as const

/** How an answer is signed: the assertion must be, the response may be too. */
const modes: Readonly<Record<string, (xml: string) => Promise<string>>> = {
  'the assertion': async (xml) => sign(xml, 'Assertion', await someKeys()),
  'assertion and response': async (xml) => sign(sign(xml, 'Assertion', await someKeys()), 'Response', await someKeys()),
}

describe('an identity provider’s answer', () => {
  let provider: TestProvider
  let email: string
  before(async () => {
    provider = await aProvider()
    const { person } = await aPerson(await aForum())
    email = `${person}@${provider.domain}`
    const people = peopleFor(operator)
    const { revision } = await people.open(person)
    await people.edit(person, revision, { email, signsInThrough: provider.organisation })
  })

  const nameId = 'the-invited-one'
  const forger = (request: string): Forger => ({
    provider,
    request,
    honest: (change = {}) => provider.answer(request, { email, nameId, ...change }),
  })

  for (const [mode, signed] of Object.entries(modes)) {
    it(`with ${mode} signed is taken when it is honest`, async () => {
      const browser = visitor()
      const request = await provider.begin(browser)
      const taken = await post(browser, provider.organisation, await signed(unsignedResponse(forger(request).honest())))
      expect(taken.status).to.equal(303)
      await browser.get(taken.headers['location'] as string)
      expect((await browser.get('/account')).status).to.equal(200)
    })

    for (const [what, forge] of Object.entries(forgeries))
      it(`${what} is refused (${mode} signed)`, async () => {
        const browser = visitor()
        const request = await provider.begin(browser)
        const forged = await forge(forger(request), signed)
        const begun = performance.now()
        const answer = await post(browser, provider.organisation, forged)
        expect(performance.now() - begun, 'milliseconds').to.be.below(2000)
        expect(answer.status).to.be.within(400, 499)
        expect((await browser.get(`/sso/${provider.organisation}/finish?request=${request}`)).status).to.equal(400)
        expect((await browser.get('/account')).status, 'nobody is signed in').to.equal(303)
      })
  }

  const honestAnswer = (request: string): string => provider.signed(request, { email, nameId })

  it('is taken once: not again, not in parallel, not under another request', async () => {
    const browser = visitor()
    const request = await provider.begin(browser)
    const answer = honestAnswer(request)
    const answers = await Promise.all(Array.from({ length: 5 }, () => post(browser, provider.organisation, answer)))
    expect(answers.filter(({ status }) => status === 303)).to.have.length(1)
    expect(answers.filter(({ status }) => status === 400)).to.have.length(4)
    const finish = `/sso/${provider.organisation}/finish?request=${request}`
    expect((await browser.get(finish)).headers['location']).to.equal('/account')
    expect((await post(browser, provider.organisation, answer)).status).to.equal(400)
    expect((await browser.get(finish)).headers['location'], 'already signed in').to.equal('/')
    expect((await visitor().get(finish)).status).to.equal(400)
  })

  it('signs in only the browser that asked', async () => {
    const [victim, attacker] = [visitor(), visitor()]
    const request = await provider.begin(attacker)
    const taken = await post(victim, provider.organisation, honestAnswer(request))
    const finish = taken.headers['location'] as string
    expect((await victim.get(finish)).status).to.equal(400)
    expect((await victim.get('/account')).status).to.equal(303)
    await provider.begin(victim)
    expect((await victim.get(finish)).status, 'with a browser cookie of its own').to.equal(400)
    expect((await attacker.get(finish)).status, 'the one that asked').to.equal(303)
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
