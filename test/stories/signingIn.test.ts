import { expect } from 'chai'
import { identityProvidersFor } from '../../models/identityProvider.ts'
import { type Person as PersonRecord, peopleFor } from '../../models/person.ts'
import { membership } from '../../server/acts/seating.ts'
import { newId } from '../../server/ids.ts'
import { seatsFor } from '../../models/seat.ts'
import { inDays } from '../membership.ts'
import type { Person } from '../../server/policy/terms.ts'
import { type TestProvider, aProvider, messageIn, post } from '../sso/provider.ts'
import { aForum, aPerson, config, submit, visitor } from '../world.ts'

const operator = { kind: 'service', name: 'operator' } as const
const people = peopleFor(operator)

/** Invites a person to sign in through the provider's organisation. Gives the e-mail address invited. */
async function invited(provider: TestProvider, person: Person): Promise<string> {
  const email = `${person.person}@${provider.domain}`
  const { revision } = await people.open(person.person)
  await people.edit(person.person, revision, { email, signsInThrough: provider.organisation })
  return email
}

/** Signs in as whom the provider asserts; gives where the browser ends. */
async function signIn(
  browser: ReturnType<typeof visitor>,
  provider: TestProvider,
  asserted: { email: string; nameId: string },
  returnTo = '/account',
): Promise<{ status: number; location: string; text: string }> {
  const request = await provider.begin(browser, returnTo)
  const taken = await post(browser, provider.organisation, provider.signed(request, asserted))
  if (taken.status !== 303) return { status: taken.status, location: '', text: taken.text }
  const done = await browser.get(taken.headers['location'] as string)
  return { status: done.status, location: done.headers['location'] ?? '', text: done.text }
}

/** What this browser would send, to be used from elsewhere. */
const cookiesOf = (browser: ReturnType<typeof visitor>): string =>
  browser.jar.getCookies({ domain: '127.0.0.1', path: '/', secure: false, script: false }).toValueString()

const isSignedIn = async (browser: ReturnType<typeof visitor>): Promise<boolean> =>
  (await browser.get('/account')).status === 200

describe('somebody who was invited', () => {
  let provider: TestProvider
  before(async () => {
    provider = await aProvider()
  })

  it('is sent to sign-in from any page, whether it exists or not', async () => {
    for (const path of ['/account', '/forums/nowhere', '/no/such/page?x=1']) {
      const sent = await visitor().get(path)
      expect(sent.status).to.equal(303)
      expect(sent.headers['location']).to.equal(`/sign-in?returnTo=${encodeURIComponent(path)}`)
    }
  })

  it('finds the own organisation in the list, with the page to come back to', async () => {
    const page = await visitor().get('/sign-in?returnTo=%2Faccount%3Fx%3D1')
    expect(page.text).to.contain(`href="/sso/${provider.organisation}/sign-in?returnTo&#x3D;%2Faccount%3Fx%3D1"`)
  })

  it('finds it by the domain of an e-mail address, whoever’s it is', async () => {
    const known = await submit(visitor(), '/sign-in', { email: `anybody@${provider.domain}`, returnTo: '/account' })
    expect(known.text).to.contain('Continue to')
    const unknown = await submit(visitor(), '/sign-in', { email: 'anybody@nowhere.example', returnTo: '/' })
    expect(unknown.headers['location'], 'a code, if somebody was invited by it').to.equal('/sign-in/code')
    const wrong = await submit(visitor(), '/sign-in', { email: 'anybody', returnTo: '/' })
    expect(wrong.status).to.equal(400)
    expect(wrong.text).to.contain('Enter an e-mail address')
  })

  it('signs in, comes back to the page asked for, and sees who they are', async () => {
    const person = await aPerson(await aForum(), 'chair', 'staff')
    const asserted = { email: await invited(provider, person), nameId: 'chair-1' }
    const browser = visitor()
    const { status, location } = await signIn(browser, provider, asserted, '/account?from=mail')
    expect([status, location]).to.deep.equal([303, '/account?from=mail'])
    const account = await browser.get('/account')
    expect(account.text).to.contain(person.name).and.to.contain('Staff side, chair')
    expect(account.text).to.contain(person.seats[0]!.forumName)
  })

  it('is linked at the first sign-in, and known by identity afterwards, whatever the e-mail address', async () => {
    const person = await aPerson(await aForum())
    const asserted = { email: await invited(provider, person), nameId: 'linked-1' }
    await signIn(visitor(), provider, asserted)
    const { identities, firstSignedInAt } = (await people.open(person.person)) satisfies PersonRecord
    expect(identities.map(({ nameId }) => nameId)).to.deep.equal(['linked-1'])
    expect(firstSignedInAt).to.be.instanceOf(Date)
    const browser = visitor()
    await signIn(browser, provider, { email: `changed@${provider.domain}`, nameId: 'linked-1' })
    expect(await isSignedIn(browser)).to.equal(true)
  })

  it('with no place at present signs in, and is told whom to ask', async () => {
    const forum = await aForum()
    const person = await aPerson(forum)
    const browser = visitor()
    const asserted = { email: await invited(provider, person), nameId: newId() }
    await signIn(visitor(), provider, asserted)
    await seatsFor(membership).end(person.seats[0]!.seat, inDays(-1))
    expect((await signIn(browser, provider, asserted, '/forums/north')).location).to.equal('/account')
    expect((await browser.get('/account')).text).to.contain('You have no place in a forum at present')
  })

  it('holding an office sees it in the account', async () => {
    const person = await aPerson(null, 'member', 'independent', { office: 'administrator' })
    const browser = visitor()
    await signIn(browser, provider, { email: await invited(provider, person), nameId: newId() })
    expect((await browser.get('/account')).text).to.contain('Administrator')
  })

  it('never leaves for another site afterwards', async () => {
    const asserted = { email: await invited(provider, await aPerson(await aForum())), nameId: newId() }
    const elsewhere = [
      'https://evil.example/',
      '//evil.example',
      '/\\evil.example',
      '/%5cevil.example',
      'evil',
      '/\t/e.example',
    ]
    for (const returnTo of elsewhere) {
      const { location } = await signIn(visitor(), provider, asserted, returnTo)
      expect(location).to.match(/^\/(%5cevil\.example)?$/)
    }
    for (const returnTo of ['/sign-out', '/sso/x/acs', '/sign-in?returnTo=/'])
      expect((await signIn(visitor(), provider, asserted, returnTo)).location).to.equal('/')
  })

  it('gets a new session, so that one planted beforehand is worth nothing', async () => {
    const asserted = { email: await invited(provider, await aPerson(await aForum())), nameId: newId() }
    const browser = visitor()
    await signIn(browser, provider, asserted)
    const before = cookiesOf(browser)
    expect((await visitor().get('/account').set('Cookie', before)).status).to.equal(200)
    await signIn(browser, provider, asserted)
    expect(await isSignedIn(browser)).to.equal(true)
    const old = await visitor().get('/account').set('Cookie', before)
    expect(old.status, 'the session before this sign-in').to.equal(303)
  })

  it('signs out: the session ends on the server, and the provider is asked to end its own', async () => {
    const asserted = { email: await invited(provider, await aPerson(await aForum())), nameId: 'leaves-1' }
    const browser = visitor()
    await signIn(browser, provider, asserted)
    const cookie = cookiesOf(browser)
    expect((await visitor().get('/account').set('Cookie', cookie)).status).to.equal(200)
    const left = await submit(browser, '/sign-out', {})
    expect(left.status).to.equal(303)
    expect((await visitor().get('/account').set('Cookie', cookie)).status).to.equal(303)
    const leaving = await browser.get(left.headers['location'] as string)
    const address = String(leaving.headers['refresh']).replace('0; url=', '')
    expect(messageIn(address, 'SAMLRequest')).to.contain('leaves-1').and.to.contain('SessionIndex')
    const again = await browser.get(left.headers['location'] as string)
    expect(again.headers['location'], 'used once').to.equal('/sign-out')
    expect((await browser.get('/sign-out')).text).to.contain('You are signed out')
  })

  it('sees a text once more that was sent after the session had ended, whether there is such a page or not', async () => {
    const text = 'What we said about <b>rosters</b>, at some length.'
    for (const path of ['/meetings/0/minutes', `/papers/${newId()}/note`, '/no-such-page']) {
      const sent = { text, id: newId(), short: 'short', _csrf: 'x'.repeat(50) }
      const late = await visitor().post(path).set('Origin', config.baseUrl).type('form').send(sent)
      expect(late.status).to.equal(403)
      expect(late.text).to.contain('What we said about &lt;b&gt;rosters&lt;/b&gt;, at some length.')
      expect(late.text.match(/<textarea/g)).to.have.length(1)
      for (const origin of ['https://elsewhere.example', 'null']) {
        const foreign = await visitor().post(path).set('Origin', origin).type('form').send(sent)
        expect(foreign.headers['location'], 'from elsewhere').to.equal('/sign-in?returnTo=%2F')
      }
    }
  })

  it('is not signed out by another site', async () => {
    const browser = visitor()
    await signIn(browser, provider, { email: await invited(provider, await aPerson(await aForum())), nameId: newId() })
    expect((await browser.post('/sign-out').type('form').send({})).status).to.equal(422)
    expect(await isSignedIn(browser)).to.equal(true)
  })
})

describe('somebody who was not invited', () => {
  let provider: TestProvider
  before(async () => {
    provider = await aProvider()
  })

  const refusal = async (asserted: { email: string; nameId: string }): Promise<string> => {
    const browser = visitor()
    const { status, text } = await signIn(browser, provider, asserted)
    expect(status).to.equal(403)
    expect(await isSignedIn(browser)).to.equal(false)
    return text.replaceAll(/[0-9a-f]{12}/g, 'reference')
  }

  it('is told whom to ask, in the same words whether a person of that address exists or not', async () => {
    const other = await aProvider()
    const elsewhere = await invited(other, await aPerson(await aForum()))
    const linked = await invited(provider, await aPerson(await aForum()))
    await signIn(visitor(), provider, { email: linked, nameId: 'the-real-one' })
    const words = [
      await refusal({ email: `nobody@${provider.domain}`, nameId: newId() }),
      await refusal({ email: elsewhere, nameId: newId() }),
      await refusal({ email: linked, nameId: 'somebody-else' }),
      await refusal({ email: '', nameId: newId() }),
    ]
    expect(words[0]).to.contain('Ask the secretary of the forum')
    expect(new Set(words).size).to.equal(1)
  })

  it('cannot enter by an address outside the organisation’s own domains', async () => {
    const person = await aPerson(await aForum())
    const { revision } = await people.open(person.person)
    const email = `${person.person}@elsewhere.example`
    await people.edit(person.person, revision, { email, signsInThrough: provider.organisation })
    await refusal({ email, nameId: newId() })
  })

  it('cannot enter where the invitation ended before the first sign-in', async () => {
    const forum = await aForum()
    const person = await aPerson(forum)
    const asserted = { email: await invited(provider, person), nameId: newId() }
    await seatsFor(membership).end(person.seats[0]!.seat, inDays(-1))
    await refusal(asserted)
    await aPerson(forum)
    const later = await aPerson(forum, 'member', 'staff', { from: inDays(5) })
    expect(
      (await signIn(visitor(), provider, { email: await invited(provider, later), nameId: newId() })).status,
      'a place to come',
    ).to.equal(303)
  })

  it('cannot enter after moving to another organisation', async () => {
    const other = await aProvider()
    const person = await aPerson(await aForum())
    const asserted = { email: await invited(provider, person), nameId: newId() }
    await signIn(visitor(), provider, asserted)
    await invited(other, person)
    await refusal(asserted)
  })
})

describe('an organisation', () => {
  it('that has no provider, or does not exist, has no sign-in', async () => {
    for (const slug of ['no-such-organisation', 'NOT_A_SLUG', '..%2f..'])
      for (const page of ['sign-in', 'metadata'])
        expect((await visitor().get(`/sso/${slug}/${page}`)).status).to.equal(404)
  })

  it('gets metadata to give to its provider, before it has one here', async () => {
    const { organisation } = await aProvider()
    const metadata = await visitor().get(`/sso/${organisation}/metadata`)
    expect(metadata.headers['content-type']).to.contain('application/samlmetadata+xml')
    const text = metadata.body instanceof Buffer ? metadata.body.toString() : metadata.text
    expect(text).to.contain(`Location="http://127.0.0.1/sso/${organisation}/acs"`)
    expect(text).to.contain('WantAssertionsSigned="true"')
  })

  it('whose certificate is missing or broken signs nobody in, and harms nobody', async () => {
    for (const certificates of [[], ['rubbish'], ['-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n']]) {
      const provider = await aProvider({ certificates })
      const asserted = { email: await invited(provider, await aPerson(await aForum())), nameId: newId() }
      expect((await signIn(visitor(), provider, asserted)).status).to.equal(400)
    }
    expect((await visitor().get('/health/live')).text).to.equal('alive')
  })

  it('may have two certificates while it changes from one to the other', async () => {
    const { makeKeys } = await import('../../server/sso/keyPair.ts')
    const provider = await aProvider()
    const providers = identityProvidersFor(operator)
    const record = await providers.open(provider.organisation)
    const { certificate } = await makeKeys('Its next certificate')
    await providers.put({ ...record, certificates: [certificate, ...record.certificates] })
    const asserted = { email: await invited(provider, await aPerson(await aForum())), nameId: newId() }
    expect((await signIn(visitor(), provider, asserted)).location).to.equal('/account')
  })
})
