import { expect } from 'chai'
import { X509Certificate } from 'node:crypto'
import { identityProvidersFor } from '../../models/identityProvider.ts'
import { providerMetadata } from '../../server/demonstration/provider/messages.ts'
import { type Keys, makeKeys } from '../../server/sso/keyPair.ts'
import { type Browser, castOf, eventsOf, valueOf, wordsOf } from '../membership.ts'
import { aProvider, someKeys } from '../sso/provider.ts'
import { aForum, aPerson, anOrganisation, browserOf, submit, visitor } from '../world.ts'

const operator = { kind: 'service', name: 'operator' } as const
const providers = identityProvidersFor(operator)
const administrator = async (): Promise<Browser> =>
  browserOf(await aPerson(null, 'member', 'independent', { office: 'administrator' }))
const at = (organisation: string): string => `/administration/organisations/${organisation}/sign-in`

/** Brings metadata as a file, as the form does. */
async function bring(browser: Browser, organisation: string, xml: string | Buffer) {
  const token = valueOf((await browser.get(at(organisation))).text, '_csrf') ?? ''
  return browser.post(at(organisation)).field('_csrf', token).attach('file', Buffer.from(xml), 'metadata.xml')
}

/** The fields of the form that confirms what this page shows. */
const shownIn = (html: string): { proposal: string; shown: string } => ({
  proposal: (valueOf(html, 'proposal') ?? '').replaceAll('&quot;', '"').replaceAll('&#x3D;', '='),
  shown: valueOf(html, 'shown') ?? '',
})

/** The first groups of a fingerprint, as pages show it. */
const groups = ({ certificate }: Keys): string => new X509Certificate(certificate).fingerprint256.slice(0, 11)

describe('The sign-in of an organisation', () => {
  let keys: Keys
  let others: Keys
  let metadata: string
  before(async () => {
    keys = await someKeys()
    others = await makeKeys('Another provider for tests')
    metadata = providerMetadata('urn:trust:sign-in', 'https://sign-in.trust.example', keys)
  })

  it('is for administrators: everybody else finds nothing, visitors sign in', async () => {
    const organisation = await anOrganisation()
    const { staffChair, secretary } = await castOf(await aForum())
    const paths = [at(organisation), `${at(organisation)}/review`]
    for (const person of [staffChair, secretary]) {
      const browser = await browserOf(person)
      for (const path of paths) {
        expect((await browser.get(path)).status, path).to.equal(404)
        expect((await submit(browser, '/account', { text: metadata, proposal: '{}' }, path)).status).to.equal(404)
      }
    }
    for (const path of paths) expect((await visitor().get(path)).headers['location']).to.match(/^\/sign-in\?/)
    expect((await (await administrator()).get(at('nobody-has-this-name'))).status).to.equal(404)
  })

  it('is imported from a file: shown first, in force once it is confirmed, however often that is pressed', async () => {
    const organisation = await anOrganisation()
    const browser = await administrator()
    const empty = await browser.get(at(organisation))
    expect(wordsOf(empty.text)).to.include('no sign-in yet')
    expect(wordsOf(empty.text)).to.include(`/sso/${organisation}/acs`)

    const shown = await bring(browser, organisation, metadata)
    expect(shown.status).to.equal(200)
    expect(wordsOf(shown.text)).to.include('https://sign-in.trust.example/sign-in').and.to.include(groups(keys))
    expect(await providers.ofOrganisation(organisation)).to.equal(null)

    const fields = shownIn(shown.text)
    const unticked = await submit(browser, at(organisation), fields, `${at(organisation)}/review`)
    expect(unticked.status).to.equal(422)
    expect(unticked.text).to.include('href="#certificates"')
    expect(await providers.ofOrganisation(organisation)).to.equal(null)
    for (let press = 0; press < 2; press++) {
      const done = await submit(
        browser,
        at(organisation),
        { ...fields, certificates: 'yes' },
        `${at(organisation)}/review`,
      )
      expect([done.status, done.headers['location']]).to.deep.equal([303, at(organisation)])
    }
    expect(await providers.ofOrganisation(organisation)).to.deep.include({
      entityId: 'urn:trust:sign-in',
      logoutUrl: 'https://sign-in.trust.example/sign-out',
      signs: 'assertion',
    })
    expect(await eventsOf('installation', organisation)).to.deep.equal(['identity provider added'])
    expect(wordsOf((await browser.get(at(organisation))).text)).to.include(groups(keys))
    expect(wordsOf((await bring(browser, organisation, metadata)).text)).to.include('nothing to change')
  })

  it('keeps two certificates while the provider changes from one to the other', async () => {
    const { organisation } = await aProvider()
    const browser = await administrator()
    const { entityId, entryPoint } = await providers.open(organisation)
    const here = entryPoint.replace(/\/sign-in$/, '')
    const key = /<md:KeyDescriptor[\s\S]*<\/md:KeyDescriptor>/
    const [now, next] = [keys, others].map((one) => providerMetadata(entityId, here, one))
    const both = now!.replace(key, (own) => own + key.exec(next!)![0])
    const token = valueOf((await browser.get(at(organisation))).text, '_csrf') ?? ''
    const shown = await browser.post(at(organisation)).field('_csrf', token).field('text', both)
    const words = wordsOf(shown.text)
    expect(words).to.include(groups(keys)).and.to.include(groups(others))
    expect(words)
      .to.match(/Change New/)
      .and.to.match(/Change Stays/)
    const fields = { ...shownIn(shown.text), certificates: 'yes' }
    expect((await submit(browser, at(organisation), fields, `${at(organisation)}/review`)).status).to.equal(303)
    expect((await providers.open(organisation)).certificates).to.have.length(2)
    expect(wordsOf((await bring(browser, organisation, next!)).text)).to.match(/Change Goes/)
  })

  it('changes to exactly what was shown, and is shown again when somebody changed it meanwhile', async () => {
    const { organisation } = await aProvider()
    const browser = await administrator()
    const shown = await bring(browser, organisation, metadata)
    expect(wordsOf(shown.text)).to.include('another provider')
    const fields = { ...shownIn(shown.text), certificates: 'yes' }
    const before = await providers.open(organisation)
    await providers.put({ ...before, logoutUrl: 'https://sign-in.trust.example/new-sign-out' })

    const stale = await submit(browser, at(organisation), fields, `${at(organisation)}/review`)
    expect(stale.status).to.equal(422)
    expect(wordsOf(stale.text)).to.include('https://sign-in.trust.example/new-sign-out')
    expect((await providers.open(organisation)).entityId).to.equal(before.entityId)
    const altered = { ...fields, proposal: fields.proposal.replace('trust.example/sign-in', 'evil.example/sign-in') }
    expect(altered.proposal).to.not.equal(fields.proposal)
    expect((await submit(browser, at(organisation), altered, `${at(organisation)}/review`)).status).to.equal(422)
    expect((await providers.open(organisation)).entityId).to.equal(before.entityId)

    const again = { ...shownIn(stale.text), certificates: 'yes' }
    expect((await submit(browser, at(organisation), again, `${at(organisation)}/review`)).status).to.equal(303)
    expect((await providers.open(organisation)).entityId).to.equal('urn:trust:sign-in')
  })

  it('says at the field what cannot be used', async () => {
    const organisation = await anOrganisation()
    const browser = await administrator()
    const token = valueOf((await browser.get(at(organisation))).text, '_csrf') ?? ''
    const sent = (fields: Record<string, string>) =>
      Object.entries(fields)
        .reduce((post, [name, value]) => post.field(name, value), browser.post(at(organisation)))
        .field('_csrf', token)
    for (const [fields, field, says] of [
      [{}, 'file', 'Choose a file'],
      [{ text: metadata, address: 'https://idp.example/' }, 'file', 'one way only'],
      [{ text: 'hello' }, 'text', 'not well-formed'],
      [{ text: metadata.replace('<md:Entity', '<!DOCTYPE x><md:Entity') }, 'text', 'declaration'],
      [{ address: 'http://idp.example/' }, 'address', 'https://'],
      [{ address: 'https://127.0.0.1/metadata' }, 'address', 'public internet'],
      [{ address: 'https://localhost/metadata' }, 'address', 'public internet'],
    ] as const) {
      const answer = await sent(fields)
      expect(answer.status, says).to.equal(422)
      expect(answer.text).to.include(`href="#${field}"`)
      expect(wordsOf(answer.text)).to.include(says)
    }
    expect((await bring(browser, organisation, Buffer.from([0xff, 0xfe, 0x3c]))).text).to.include('UTF-8')
    const nothing = await submit(browser, at(organisation), { proposal: 'x', shown: 'y' }, `${at(organisation)}/review`)
    expect([nothing.status, nothing.headers['location']]).to.deep.equal([303, at(organisation)])
  })
})
