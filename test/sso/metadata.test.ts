import { expect } from 'chai'
import { X509Certificate } from 'node:crypto'
import { providerMetadata } from '../../server/demonstration/provider/messages.ts'
import type { Keys } from '../../server/sso/keyPair.ts'
import { readProviderMetadata } from '../../server/sso/metadata.ts'
import { someKeys } from './provider.ts'

const now = new Date('2027-01-01T00:00:00Z')

describe('an identity provider’s metadata', () => {
  let keys: Keys
  let honest: string
  before(async () => {
    keys = await someKeys()
    honest = providerMetadata('urn:trust:sign-in', 'https://sign-in.trust.example', keys)
  })
  const read = (xml: string) => readProviderMetadata(xml, now)

  it('gives its name, its addresses and its certificates', () => {
    const { certificates, ...rest } = read(honest)
    expect(rest).to.deep.equal({
      entityId: 'urn:trust:sign-in',
      entryPoint: 'https://sign-in.trust.example/sign-in',
      logoutUrl: 'https://sign-in.trust.example/sign-out',
    })
    const fingerprints = certificates.map((pem) => new X509Certificate(pem).fingerprint256)
    expect(fingerprints).to.deep.equal([new X509Certificate(keys.certificate).fingerprint256])
  })

  it('may hold comments, other roles, a list with services beside it, and a certificate twice', () => {
    const entity = honest.replace(/<\?xml[^>]*>\s*/, '')
    const key = /<md:KeyDescriptor[\s\S]*<\/md:KeyDescriptor>/.exec(entity)![0]
    const twice = entity
      .replace(key, key + key.replace(' use="signing"', ''))
      .replace('<md:IDP', '<!-- ours --><md:IDP')
    const list = `<md:EntitiesDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata">${twice}<md:EntityDescriptor entityID="urn:a:service"><md:SPSSODescriptor/></md:EntityDescriptor></md:EntitiesDescriptor>`
    expect(read(list).certificates).to.have.length(1)
    expect(read(list).entityId).to.equal('urn:trust:sign-in')
  })

  it('needs no address for signing out', () => {
    expect(read(honest.replace(/<md:SingleLogoutService[^>]*>/, '')).logoutUrl).to.equal('')
  })

  const unusable: Readonly<Record<string, [change: (xml: string) => string, says: string]>> = {
    'is no XML': [() => 'hello', 'not well-formed'],
    'has a document type': [(xml) => xml.replace('<md:Entity', '<!DOCTYPE x><md:Entity'), 'declaration'],
    'hides a document type behind a comment': [
      (xml) => xml.replace('<md:Entity', '<!-- x --><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><md:Entity'),
      'declaration',
    ],
    'is too large': [(xml) => xml + ' '.repeat(1024 * 1024), '1 MB'],
    'is a service’s': [
      (xml) => xml.replaceAll('IDPSSODescriptor', 'SPSSODescriptor'),
      'not the metadata of an identity',
    ],
    'holds two providers': [
      (xml) =>
        `<md:EntitiesDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata">${xml.replace(/<\?xml[^>]*>/, '').repeat(2)}</md:EntitiesDescriptor>`,
      'several identity providers',
    ],
    'has no name': [(xml) => xml.replace(/entityID="[^"]*"/, ''), 'entityID'],
    'takes sign-in only by post': [(xml) => xml.replaceAll('HTTP-Redirect', 'HTTP-POST'), 'HTTP-Redirect'],
    'sends people over plain http': [(xml) => xml.replaceAll('https://sign-in', 'http://sign-in'), 'https://'],
    'sends people to a script': [(xml) => xml.replaceAll('https://sign-in', 'javascript:'), 'https://'],
    'has no certificate': [
      (xml) => xml.replace(/<md:KeyDescriptor[\s\S]*KeyDescriptor>/, ''),
      'no signing certificate',
    ],
    'has a broken certificate': [(xml) => xml.replace(/X509Certificate>MII/, 'X509Certificate>AAA'), 'cannot be read'],
    'has only a certificate for encryption': [(xml) => xml.replace('"signing"', '"encryption"'), 'no signing'],
    'was valid until yesterday': [
      (xml) => xml.replace(' entityID', ' validUntil="2026-12-31T00:00:00Z" entityID'),
      'valid until',
    ],
  }
  for (const [what, [change, says]] of Object.entries(unusable))
    it(`that ${what} is refused, with the reason`, () => {
      const changed = change(honest)
      expect(changed).to.not.equal(honest)
      expect(() => read(changed)).to.throw(says)
    })

  it('whose certificates have all expired is refused', () => {
    expect(() => readProviderMetadata(honest, new Date('2099-01-01'))).to.throw('expired')
  })
})
