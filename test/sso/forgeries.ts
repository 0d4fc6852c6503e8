import { expect } from 'chai'
import { createHmac, randomBytes } from 'node:crypto'
import { makeKeys } from '../../server/sso/keyPair.ts'
import { type Answer, sign, unsignedResponse } from '../../server/demonstration/provider/messages.ts'
import type { TestProvider } from './provider.ts'

/** What a forger has in hand. */
export type Forger = {
  readonly provider: TestProvider
  readonly request: string
  /** What an honest answer about somebody who was invited says. */
  readonly honest: (change?: Partial<Answer>) => Answer
}

const later = (minutes: number): Date => new Date(Date.now() + minutes * 60_000)

/** Makes a message that must be refused; `signed` signs as the provider does. */
export type Forge = (
  forger: Forger,
  signed: (xml: string) => Promise<string>,
) => Promise<string | Buffer> | string | Buffer

/** Altered before signing: the provider itself says something that we must not take. */
const said =
  (change: (honest: Answer) => Partial<Answer>): Forge =>
  async ({ honest }, signed) => {
    const answer = honest()
    return signed(unsignedResponse({ ...answer, ...change(answer) }))
  }
const worded =
  (change: (xml: string) => string): Forge =>
  async ({ honest }, signed) =>
    signed(changed(unsignedResponse(honest()), change))
/** Altered after signing: somebody on the way changes it. */
const tampered =
  (change: (xml: string) => string | Buffer): Forge =>
  async ({ honest }, signed) =>
    changed(await signed(unsignedResponse(honest())), change)

/** The change, which must be one: a forgery that changes nothing would prove nothing. */
function changed<T extends string | Buffer>(xml: string, change: (xml: string) => T): T {
  const forged = change(xml)
  expect(forged).to.not.equal(xml)
  return forged
}

/** What the message is like → how it is made. */
export const forgeries: Readonly<Record<string, Forge>> = {
  'without a signature': ({ honest }) => unsignedResponse(honest()),
  'with the signature taken out': tampered((xml) => xml.replaceAll(/<Signature[\s\S]*?<\/Signature>/g, '')),
  'signed by another key': async ({ honest }) => {
    const keys = await makeKeys('Other')
    return sign(sign(unsignedResponse(honest()), 'Assertion', keys), 'Response', keys)
  },
  'signed by another key that it brings along': async ({ honest }) => {
    const keys = await makeKeys('Other')
    const body = keys.certificate.replace(/-----[^-]+-----|\s/g, '')
    const withKey = `<KeyInfo><X509Data><X509Certificate>${body}</X509Certificate></X509Data></KeyInfo></Signature>`
    const signed = sign(sign(unsignedResponse(honest()), 'Assertion', keys), 'Response', keys)
    return signed.replaceAll('</Signature>', withKey)
  },
  'with a comment in the digest': tampered((xml) => xml.replace(/(<DigestValue>....)/, '$1<!-- -->')),
  'with a signature of nothing': tampered((xml) => xml.replaceAll(/<Reference[\s\S]*?<\/Reference>/g, '')),
  'with a signature over another element': tampered((xml) => xml.replace(/(<Reference URI="#)/, '$1x')),
  'with another transform': tampered((xml) =>
    xml.replace('http://www.w3.org/2000/09/xmldsig#enveloped-signature', 'http://www.w3.org/TR/1999/REC-xslt-19991116'),
  ),
  'with another name in it': tampered((xml) => xml.replace(/(<saml:NameID[^>]*>)[^<]*/, '$1somebody-else')),
  'with another e-mail address in it': tampered((xml) => xml.replace(/(AttributeValue>)[^<@]*@/, '$1somebody.else@')),
  'with a comment in the name': tampered((xml) => xml.replace(/(<saml:NameID[^>]*>..)/, '$1<!-- -->')),
  'with a processing instruction': tampered((xml) => xml.replace('<saml:Subject>', '<?x y?><saml:Subject>')),
  'with a CDATA section': worded((xml) => xml.replace(/(<saml:NameID[^>]*>)([^<]*)/, '$1<![CDATA[$2]]>')),
  'with a document type': tampered((xml) => `<!DOCTYPE samlp:Response>${xml}`),
  'with entities that grow': tampered(
    (xml) =>
      `<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>${xml.replace(/(NameID[^>]*>)/, '$1&b;')}`,
  ),
  'with an external document type': tampered((xml) => `<!DOCTYPE r SYSTEM "http://127.0.0.1:9/x.dtd">${xml}`),
  'with an id twice': tampered((xml) => {
    const id = /Assertion[^>]* ID="([^"]*)"/.exec(xml)![1]!
    return xml.replace(/(<samlp:Response[^>]*) ID="[^"]*"/, `$1 ID="${id}"`)
  }),
  'with SHA-1': tampered((xml) => xml.replaceAll('2001/04/xmldsig-more#rsa-sha256', '2000/09/xmldsig#rsa-sha1')),
  'with a keyed hash instead of a signature': async ({ honest, provider }, signed) => {
    const xml = await signed(unsignedResponse(honest()))
    const hash = createHmac('sha1', provider.keys.certificate).update('x').digest('base64')
    return xml
      .replaceAll('http://www.w3.org/2001/04/xmldsig-more#rsa-sha256', 'http://www.w3.org/2000/09/xmldsig#hmac-sha1')
      .replaceAll(/(<SignatureValue>)[^<]*/g, `$1${hash}`)
  },
  'with two SignedInfo': tampered((xml) => xml.replace(/<SignedInfo[\s\S]*?<\/SignedInfo>/, '$&$&')),
  'for another audience': said(() => ({ audience: 'https://elsewhere.example' })),
  'for another organisation here': said(({ audience }) => ({
    audience: audience.replace(/organisation-\w+/, 'other'),
  })),
  'addressed to another service': said(() => ({ acs: 'https://elsewhere.example/acs' })),
  'with another recipient': worded((xml) => xml.replace(/Recipient="[^"]*"/, 'Recipient="https://elsewhere.example"')),
  'without a recipient': worded((xml) => xml.replace(/Recipient="[^"]*"/, '')),
  'from another issuer': said(() => ({ issuer: 'urn:somebody:else' })),
  'whose assertion is another issuer’s': worded((xml) => {
    const at = xml.lastIndexOf('<saml:Issuer>')
    return xml.slice(0, at) + xml.slice(at).replace(/<saml:Issuer>[^<]*/, '<saml:Issuer>urn:somebody:else')
  }),
  'that reports a failure': worded((xml) => xml.replace('status:Success', 'status:Responder')),
  'that has expired': said(() => ({ now: later(-8) })),
  'that was made long ago': said(() => ({ now: later(-60) })),
  'that is not valid yet': said(() => ({ now: later(5) })),
  'whose confirmation has expired': worded((xml) =>
    xml.replace(/(SubjectConfirmationData[^>]*NotOnOrAfter=")[^"]*/, `$1${later(-3).toISOString()}`),
  ),
  'whose session at the provider has ended': worded((xml) =>
    xml.replace('<saml:AuthnStatement', `$& SessionNotOnOrAfter="${later(-3).toISOString()}"`),
  ),
  'whose confirmation is no bearer’s': worded((xml) => xml.replace('cm:bearer', 'cm:sender-vouches')),
  'without conditions': worded((xml) => xml.replace(/<saml:Conditions[\s\S]*<\/saml:Conditions>/, '')),
  'without a name': worded((xml) => xml.replace(/<saml:NameID[\s\S]*<\/saml:NameID>/, '')),
  'with two names': worded((xml) => xml.replace(/<saml:NameID[\s\S]*<\/saml:NameID>/, '$&$&')),
  'with a name for this once': worded((xml) => xml.replace('nameid-format:persistent', 'nameid-format:transient')),
  'to no request': worded((xml) => xml.replace(/ InResponseTo="[^"]*"/, '')),
  'to a request that nobody made': said(() => ({ inResponseTo: `_${'0'.repeat(32)}` })),
  'whose confirmation answers another request': worded((xml) =>
    xml.replace(/(SubjectConfirmationData InResponseTo=")[^"]*/, '$1_other'),
  ),
  'of another version': worded((xml) => xml.replace('Version="2.0"', 'Version="1.1"')),
  'that is a request': tampered((xml) => xml.replaceAll('samlp:Response', 'samlp:AuthnRequest')),
  'that is not well-formed': tampered((xml) => xml.slice(0, -20)),
  'that is not UTF-8': tampered((xml) => Buffer.concat([Buffer.from(xml), Buffer.from([0xc3, 0x28])])),
  'that is empty': () => '',
  'that is noise': () => randomBytes(2000),
  'that is too large': tampered((xml) => xml.replace('<saml:Subject>', `${' '.repeat(310 * 1024)}<saml:Subject>`)),
  'with too many tags': tampered((xml) => xml.replace('<saml:Subject>', `${'<a/>'.repeat(5000)}<saml:Subject>`)),
  'that is too deep': tampered((xml) =>
    xml.replace('<saml:Subject>', `${'<a>'.repeat(1500)}${'</a>'.repeat(1500)}<saml:Subject>`),
  ),
}
