import { expect } from 'chai'
import mongoose from 'mongoose'
import { promisify } from 'node:util'
import { createPublicKey } from 'node:crypto'
import { encrypt, type EncryptionAlgorithm, type KeyEncryptionAlgorithm } from 'xml-encryption'
import { peopleFor } from '../../models/person.ts'
import { sign, unsignedResponse } from '../../server/demonstration/provider/messages.ts'
import { makeKeys } from '../../server/sso/keyPair.ts'
import { serviceKeys } from '../../server/sso/serviceKeys.ts'
import { aForum, aPerson, config, visitor } from '../world.ts'
import { refusalOf } from './cost.ts'
import { type TestProvider, aProvider, post, someKeys } from './provider.ts'

const operator = { kind: 'service', name: 'operator' } as const
const gcm: EncryptionAlgorithm = 'http://www.w3.org/2009/xmlenc11#aes256-gcm'
const oaep: KeyEncryptionAlgorithm = 'http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p'

/** A message with its assertion encrypted for a certificate. */
async function encrypted(xml: string, certificate: string, by = gcm, transport = oaep): Promise<string> {
  const assertion = /<saml:Assertion[\s\S]*<\/saml:Assertion>/.exec(xml)![0]
  const standing = assertion.includes('xmlns:saml=')
    ? assertion
    : assertion.replace('<saml:Assertion', '<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"')
  const data = await promisify(encrypt)(standing, {
    rsa_pub: createPublicKey(certificate).export({ type: 'spki', format: 'pem' }),
    pem: certificate,
    encryptionAlgorithm: by,
    keyEncryptionAlgorithm: transport,
  })
  return xml.replace(assertion, `<saml:EncryptedAssertion>${data}</saml:EncryptedAssertion>`)
}

describe('an encrypted assertion', () => {
  let provider: TestProvider
  let email: string
  before(async () => {
    provider = await aProvider()
    const { person } = await aPerson(await aForum())
    email = `${person}@${provider.domain}`
    const { revision } = await peopleFor(operator).open(person)
    await peopleFor(operator).edit(person, revision, { email, signsInThrough: provider.organisation })
  })
  beforeEach(async () => mongoose.connection.collection('ratelimits').deleteMany({}))

  /** Posts what is made of a signed answer; gives the status. */
  async function posted(make: (xml: string, certificate: string) => Promise<string> | string): Promise<number> {
    const browser = visitor()
    const request = await provider.begin(browser)
    const [key] = await serviceKeys(config)
    // The assertion is signed with its own namespaces, as a product that encrypts does.
    const plain = unsignedResponse(provider.answer(request, { email, nameId: 'the-invited-one' })).replace(
      '<saml:Assertion',
      '<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"',
    )
    const xml = await make(sign(plain, 'Assertion', await someKeys()), key.certificate)
    const answer = await post(browser, provider.organisation, xml)
    if (answer.status !== 303) await refusalOf('once more', () => post(browser, provider.organisation, xml))
    if (answer.status === 303) {
      await browser.get(answer.headers['location'] as string)
      expect((await browser.get('/account')).status).to.equal(200)
    }
    return answer.status
  }

  for (const by of [
    gcm,
    'http://www.w3.org/2009/xmlenc11#aes128-gcm',
    'http://www.w3.org/2001/04/xmlenc#aes256-cbc',
    'http://www.w3.org/2001/04/xmlenc#aes128-cbc',
  ] as const)
    it(`is opened, verified and taken: ${by.split('#')[1]}`, async () => {
      expect(await posted((xml, certificate) => encrypted(xml, certificate, by))).to.equal(303)
    })

  it('is refused when it was encrypted for somebody else, or in an old way', async () => {
    const other = await makeKeys('Other')
    expect(await posted((xml) => encrypted(xml, other.certificate))).to.equal(400)
    const triple = 'http://www.w3.org/2001/04/xmlenc#tripledes-cbc'
    expect(await posted((xml, certificate) => encrypted(xml, certificate, triple))).to.equal(400)
    const old = 'http://www.w3.org/2001/04/xmlenc#rsa-1_5'
    expect(await posted((xml, certificate) => encrypted(xml, certificate, gcm, old))).to.equal(400)
  })

  it('is refused when nothing in it is signed, or something was changed, or there is another beside it', async () => {
    const bare = (xml: string): string => xml.replace(/<Signature[\s\S]*?<\/Signature>/, '')
    expect(await posted((xml, certificate) => encrypted(bare(xml), certificate))).to.equal(400)
    const somebodyElse = (xml: string): string => xml.replace(/(NameID[^>]*>)[^<]*/, '$1somebody-else')
    expect(await posted((xml, certificate) => encrypted(somebodyElse(xml), certificate))).to.equal(400)
    expect(
      await posted(async (xml, certificate) => {
        const assertion = /<saml:Assertion[\s\S]*<\/saml:Assertion>/.exec(xml)![0]
        const hidden = await encrypted(xml, certificate)
        return hidden.replace('<saml:EncryptedAssertion>', `${somebodyElse(assertion)}$&`)
      }),
    ).to.equal(400)
    const typed = (xml: string): string => xml.replace('<saml:Subject>', '<!-- --><saml:Subject>')
    expect(await posted((xml, certificate) => encrypted(typed(xml), certificate))).to.equal(400)
  })
})
