import { expect } from 'chai'
import supertest from 'supertest'
import { peopleFor } from '../../models/person.ts'
import { readRequest } from '../../server/demonstration/provider/messages.ts'
import { eventsOf, wordsOf } from '../membership.ts'
import { aProvider, post } from '../sso/provider.ts'
import { aForum, aPerson, application, browserOf, visitor } from '../world.ts'

const people = peopleFor({ kind: 'service', name: 'operator' })
const administrator = async () => browserOf(await aPerson(null, 'member', 'independent', { office: 'administrator' }))
type Browser = Awaited<ReturnType<typeof administrator>>

/** Leaves for the provider to test it; gives the id of the request. */
async function begin(browser: Browser, organisation: string): Promise<string> {
  const left = await browser.get(`/sso/${organisation}/test`)
  expect(left.status).to.equal(302)
  return readRequest(new URL(left.headers['location']!).searchParams.get('SAMLRequest')!, 'AuthnRequest').id
}

/** Somebody invited to sign in through the organisation. */
async function invited(organisation: string, domain: string): Promise<string> {
  const { person } = await aPerson(await aForum(), 'member', 'staff', { name: 'Anna Invited' })
  const { revision } = await people.open(person)
  await people.edit(person, revision, { email: `${person}@${domain}`, signsInThrough: organisation })
  return person
}

describe('A test of a sign-in', () => {
  it('shows the administrator what arrived and who would be linked, and lets nobody in', async () => {
    const provider = await aProvider()
    const { organisation, domain } = provider
    const person = await invited(organisation, domain)
    const browser = await administrator()
    const request = await begin(browser, organisation)
    const outside = supertest.agent(application())
    const answered = await post(
      outside,
      organisation,
      provider.signed(request, { email: `${person}@${domain}`, nameId: 'anna-7' }),
    )
    const result = answered.headers['location'] as string
    expect(answered.status).to.equal(303)
    expect(result).to.match(new RegExp(`^/sso/${organisation}/tested\\?request=${request}&ticket=[0-9a-f]{32}$`))
    expect(answered.headers['set-cookie'] ?? []).to.deep.equal([])

    for (let look = 0; look < 2; look++) {
      const words = wordsOf((await browser.get(result)).text)
      expect(words).to.include('would work').and.to.include('Anna Invited would be signed in')
      expect(words).to.include('anna-7').and.to.include(`${person}@${domain}`).and.to.include('Nobody was signed in')
    }
    expect((await people.open(person)).identities).to.deep.equal([])
    expect((await people.open(person)).firstSignedInAt).to.equal(null)
    expect((await outside.get(`/sso/${organisation}/finish?request=${request}`)).status).to.equal(400)
    expect((await browser.get(`/sso/${organisation}/finish?request=${request}`)).headers['location']).to.equal('/')
    expect((await outside.get('/account')).headers['location']).to.match(/^\/sign-in/)
    expect(await eventsOf('installation', organisation)).to.include.members(['sign-in test begun', 'sign-in tested'])
  })

  it('says why somebody who was not invited would be refused', async () => {
    const provider = await aProvider()
    const { organisation } = provider
    const browser = await administrator()
    const request = await begin(browser, organisation)
    const { headers } = await post(visitor(), organisation, provider.signed(request))
    const words = wordsOf((await browser.get(headers['location'] as string)).text)
    expect(words).to.include('would be refused').and.to.include('nobody was invited by this address')
    expect(words).to.include('were checked')
  })

  it('shows an answer that is not verified as such, once, with the reason', async () => {
    const provider = await aProvider()
    const { organisation } = provider
    const browser = await administrator()
    const request = await begin(browser, organisation)
    const altered = provider.signed(request, { nameId: 'original-name' }).replace('original-name', 'another-name')
    const result = (await post(visitor(), organisation, altered)).headers['location'] as string
    const words = wordsOf((await browser.get(result)).text)
    expect(words).to.include('would be refused').and.to.include('Not verified').and.to.include('another-name')
    await post(visitor(), organisation, provider.signed(request))
    const after = wordsOf((await browser.get(result)).text)
    expect(after).to.include('another-name')
  })

  it('is begun and seen by administrators only, each in the browser that began', async () => {
    const provider = await aProvider()
    const { organisation } = provider
    const browser = await administrator()
    const request = await begin(browser, organisation)
    const result = (await post(visitor(), organisation, provider.signed(request))).headers['location'] as string
    const untold = `/sso/${organisation}/tested?request=${request}`
    expect((await browser.get(untold)).status, 'for whoever brought it').to.equal(404)
    const chair = await browserOf(await aPerson(await aForum(), 'chair'))
    for (const path of [result, `/sso/${organisation}/test`]) {
      expect((await chair.get(path)).status, path).to.equal(404)
      expect((await visitor().get(path)).headers['location'], path).to.match(/^\/sign-in\?/)
    }
    expect((await (await administrator()).get(result)).status).to.equal(404)
    const elsewhere = await aProvider()
    expect((await browser.get(result.replace(organisation, elsewhere.organisation))).status).to.equal(404)
    expect((await browser.get(result)).status).to.equal(200)
    expect((await browser.get('/sso/no-such-organisation/test')).status).to.equal(404)
  })

  it('is no sign-in, and a sign-in is no test', async () => {
    const provider = await aProvider()
    const { organisation, domain } = provider
    const person = await invited(organisation, domain)
    const browser = await administrator()
    const request = await provider.begin(browser)
    const answered = await post(browser, organisation, provider.signed(request, { email: `${person}@${domain}` }))
    expect(answered.headers['location']).to.include(`/sso/${organisation}/finish?request=${request}&ticket=`)
    expect((await browser.get(`/sso/${organisation}/tested?request=${request}`)).status).to.equal(404)
  })
})
