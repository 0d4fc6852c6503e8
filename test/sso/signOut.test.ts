import { expect } from 'chai'
import mongoose from 'mongoose'
import { createSign } from 'node:crypto'
import { deflateRawSync } from 'node:zlib'
import type supertest from 'supertest'
import { peopleFor } from '../../models/person.ts'
import { unsignedResponse, sign } from '../../server/demonstration/provider/messages.ts'
import { type Keys, makeKeys } from '../../server/sso/keyPair.ts'
import { newId } from '../../server/ids.ts'
import { addressesOf } from '../../server/sso/provider.ts'
import { SignedXml } from 'xml-crypto'
import { aForum, aPerson, config, visitor } from '../world.ts'
import { refusalOf } from './cost.ts'
import { type TestProvider, aProvider, messageIn, post, someKeys } from './provider.ts'

const operator = { kind: 'service', name: 'operator' } as const
type Agent = ReturnType<typeof supertest.agent>
type Said = { issuer: string; destination: string; nameId: string; now: Date; id: string }

const samlp = 'urn:oasis:names:tc:SAML:2.0:protocol'
const saml = 'urn:oasis:names:tc:SAML:2.0:assertion'
const rsaSha256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256'

const requestXml = ({ issuer, destination, nameId, now, id }: Said): string =>
  `<samlp:LogoutRequest xmlns:samlp="${samlp}" xmlns:saml="${saml}" ID="${id}" Version="2.0" IssueInstant="${now.toISOString()}" Destination="${destination}"><saml:Issuer>${issuer}</saml:Issuer><saml:NameID>${nameId}</saml:NameID></samlp:LogoutRequest>`

/** A request by redirect, with the query signed. */
function redirected(xml: string, { privateKey }: Keys, algorithm = rsaSha256, digest = 'RSA-SHA256'): string {
  const request = encodeURIComponent(deflateRawSync(xml).toString('base64'))
  const query = `SAMLRequest=${request}&RelayState=back&SigAlg=${encodeURIComponent(algorithm)}`
  const signature = createSign(digest).update(query).sign(privateKey, 'base64')
  return `${query}&Signature=${encodeURIComponent(signature)}`
}

function signedXml(xml: string, { privateKey, certificate }: Keys): string {
  const exclusive = 'http://www.w3.org/2001/10/xml-exc-c14n#'
  const signer = new SignedXml({
    privateKey,
    publicCert: certificate,
    signatureAlgorithm: rsaSha256,
    canonicalizationAlgorithm: exclusive,
  })
  const transforms = ['http://www.w3.org/2000/09/xmldsig#enveloped-signature', exclusive]
  signer.addReference({ xpath: '/*', transforms, digestAlgorithm: 'http://www.w3.org/2001/04/xmlenc#sha256' })
  signer.computeSignature(xml, { location: { reference: `/*/*[local-name(.)='Issuer']`, action: 'after' } })
  return signer.getSignedXml()
}

describe('a request to sign out that comes from an identity provider', () => {
  let provider: TestProvider
  let keys: Keys
  before(async () => {
    provider = await aProvider()
    keys = await someKeys()
  })
  beforeEach(async () => mongoose.connection.collection('ratelimits').deleteMany({}))

  /** Somebody who is signed in through the provider under a name. */
  async function signedIn(at: TestProvider, nameId: string): Promise<Agent> {
    const { person } = await aPerson(await aForum())
    const email = `${person}@${at.domain}`
    const { revision } = await peopleFor(operator).open(person)
    await peopleFor(operator).edit(person, revision, { email, signsInThrough: at.organisation })
    return againSignedIn(at, nameId, email)
  }
  async function againSignedIn(at: TestProvider, nameId: string, email: string): Promise<Agent> {
    const browser = visitor()
    const request = await at.begin(browser)
    const xml = sign(unsignedResponse(at.answer(request, { email, nameId })), 'Assertion', keys)
    const taken = await post(browser, at.organisation, xml)
    await browser.get(taken.headers['location'] as string)
    expect((await browser.get('/account')).status).to.equal(200)
    return browser
  }
  const isIn = async (browser: Agent): Promise<boolean> => (await browser.get('/account')).status === 200
  const honest = (nameId: string, change: Partial<Said> = {}): Said => ({
    issuer: provider.answer('x').issuer,
    destination: addressesOf(config, provider.organisation).logout,
    nameId,
    now: new Date(),
    id: `_${newId()}`,
    ...change,
  })
  const logout = () => `/sso/${provider.organisation}/logout`

  it('ends the sessions of that name through that organisation, in every browser, and no others', async () => {
    const other = await aProvider()
    const [one, another] = [await signedIn(provider, 'one'), await signedIn(provider, 'another')]
    const elsewhere = await signedIn(other, 'one')
    const answer = await visitor().get(`${logout()}?${redirected(requestXml(honest('one')), keys)}`)
    expect(answer.status).to.equal(303)
    expect([await isIn(one), await isIn(another), await isIn(elsewhere)]).to.deep.equal([false, true, true])
    const back = answer.headers['location'] as string
    expect(back).to.match(/^http:\/\/127\.0\.0\.1:9\//)
    expect(messageIn(back, 'SAMLResponse')).to.contain('status:Success')
    const said = new URL(back).searchParams
    expect(said.get('RelayState')).to.equal('back')
    expect(said.get('SigAlg')).to.equal(rsaSha256)
    expect(said.get('Signature')).to.have.length.greaterThan(100)
  })

  it('may be posted, with a signature in it', async () => {
    const browser = await signedIn(provider, 'by post')
    const SAMLRequest = Buffer.from(signedXml(requestXml(honest('by post')), keys)).toString('base64')
    expect((await visitor().post(logout()).type('form').send({ SAMLRequest })).status).to.equal(303)
    expect(await isIn(browser)).to.equal(false)
  })

  it('is refused when it is unsigned, forged, weakly signed, stale, for others or sent twice', async () => {
    const browser = await signedIn(provider, 'kept')
    const others = await makeKeys('Other')
    const query = (change: Partial<Said> = {}, by = keys): string => redirected(requestXml(honest('kept', change)), by)
    const bomb = deflateRawSync(`<a>${' '.repeat(5_000_000)}</a>`).toString('base64')
    const wrong: Readonly<Record<string, string>> = {
      unsigned: query().replace(/&SigAlg.*/, ''),
      'with an empty signature': query().replace(/&Signature=.*/, '&Signature='),
      'signed by another': query({}, others),
      'with SHA-1': redirected(
        requestXml(honest('kept')),
        keys,
        'http://www.w3.org/2000/09/xmldsig#rsa-sha1',
        'RSA-SHA1',
      ),
      'with another relay state': query().replace('RelayState=back', 'RelayState=away'),
      'with a parameter twice': `${query()}&SAMLRequest=x`,
      'with a broken escape': query().replace('RelayState=back', 'RelayState=%zz'),
      'for another destination': query({ destination: addressesOf(config, 'other').logout }),
      'from another issuer': query({ issuer: 'urn:somebody:else' }),
      'made long ago': query({ now: new Date(Date.now() - 3_600_000) }),
      'from the future': query({ now: new Date(Date.now() + 600_000) }),
      'that grows': `SAMLRequest=${encodeURIComponent(bomb)}&SigAlg=x&Signature=x`,
      'of nobody': query({ nameId: '' }),
    }
    for (const [what, forged] of Object.entries(wrong))
      await refusalOf(what, () => visitor().get(`${logout()}?${forged}`))
    const unsigned = Buffer.from(requestXml(honest('kept'))).toString('base64')
    const byOther = Buffer.from(signedXml(requestXml(honest('kept')), others)).toString('base64')
    const altered = signedXml(requestXml(honest('somebody')), keys).replace('>somebody<', '>kept<')
    for (const SAMLRequest of [unsigned, byOther, Buffer.from(altered).toString('base64'), 'x', ''])
      await refusalOf('posted', () => visitor().post(logout()).type('form').send({ SAMLRequest }))
    expect(await isIn(browser)).to.equal(true)

    const once = query({ nameId: 'nobody here' })
    expect((await visitor().get(`${logout()}?${once}`)).status).to.equal(303)
    expect((await visitor().get(`${logout()}?${once}`)).status, 'again').to.equal(400)
  })

  it('is read from what was signed alone: not from the same parameter in another writing, nor from a state added later', async () => {
    const browser = await signedIn(provider, 'written')
    const signed = redirected(requestXml(honest('somebody else')), keys)
    const victim = encodeURIComponent(deflateRawSync(requestXml(honest('written'))).toString('base64'))
    for (const forged of [
      `SAML%52equest=${victim}&${signed}`,
      `${signed}&SAML%52equest=${victim}`,
      `SAMLRequest=${victim}&${signed.replace('SAMLRequest=', 'SAML%52equest=')}`,
      `samlrequest=${victim}&${signed}&SIGALG=x`,
    ])
      await visitor().get(`${logout()}?${forged}`)
    expect(await isIn(browser)).to.equal(true)

    const [, request, algorithm] = /^(SAMLRequest=[^&]*)&RelayState=back&(SigAlg=[^&]*)/.exec(
      redirected(requestXml(honest('nobody')), keys),
    )!
    const stateless = `${request}&${algorithm}`
    const signature = encodeURIComponent(createSign('RSA-SHA256').update(stateless).sign(keys.privateKey, 'base64'))
    const added = await visitor().get(
      `${logout()}?${stateless}&Signature=${signature}&Relay%53tate=https://evil.example`,
    )
    expect(added.status).to.equal(303)
    expect(new URL(added.headers['location'] as string).searchParams.get('RelayState')).to.be.oneOf([null, ''])
  })

  it('names people letter by letter: with space around it, in other letters, or with a session of somebody else’s, it is another', async () => {
    const browser = await signedIn(provider, 'Exact')
    for (const nameId of [' Exact', 'Exact ', 'Exact&#10;', 'exact', 'EXACT', 'Exact&#8203;'])
      await visitor().get(`${logout()}?${redirected(requestXml(honest(nameId)), keys)}`)
    const other = requestXml(honest('somebody else')).replace(
      '</samlp:LogoutRequest>',
      '<samlp:SessionIndex>of Exact</samlp:SessionIndex>$&',
    )
    await visitor().get(`${logout()}?${redirected(other, keys)}`)
    expect(await isIn(browser)).to.equal(true)
    await visitor().get(`${logout()}?${redirected(requestXml(honest('Exact')), keys)}`)
    expect(await isIn(browser)).to.equal(false)
  })

  it('says nothing of whether there was such a session', async () => {
    const answer = await visitor().get(`${logout()}?${redirected(requestXml(honest('never here')), keys)}`)
    expect(messageIn(answer.headers['location'] as string, 'SAMLResponse')).to.contain('status:Success')
  })

  it('leaves the browser that carried it signed in when it is about somebody else', async () => {
    const browser = await signedIn(provider, 'the carrier')
    await browser.get(`${logout()}?${redirected(requestXml(honest('somebody else')), keys)}`)
    expect(await isIn(browser)).to.equal(true)
  })
})
