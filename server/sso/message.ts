import { SignInRefused } from './refused.ts'
import {
  type Element,
  UnreadableXml,
  ancestors,
  attribute,
  children,
  ds,
  only,
  readXml,
  saml,
  samlp,
  textOf,
  within,
} from './xml.ts'

/** An identity provider's answer as it arrived: nothing in it is believed before its signature is. */
export type Message = {
  /** In base64 without line breaks, as the library takes it. */
  readonly encoded: string
  /** The request that it says it answers. */
  readonly inResponseTo: string
}

/** What the answer must be addressed to and come from. */
export type Expected = { readonly acs: string; readonly entityId: string }

const largest = 300 * 1024

/** What a signature may be made of. Anything else (SHA-1, a shared secret, another transform) is not verified at all. */
const algorithms: Readonly<Record<string, readonly string[]>> = {
  CanonicalizationMethod: ['http://www.w3.org/2001/10/xml-exc-c14n#'],
  SignatureMethod: ['http://www.w3.org/2001/04/xmldsig-more#rsa-sha256'],
  DigestMethod: ['http://www.w3.org/2001/04/xmlenc#sha256'],
  Transform: ['http://www.w3.org/2000/09/xmldsig#enveloped-signature', 'http://www.w3.org/2001/10/xml-exc-c14n#'],
}
const signatureParts = new Set([
  'Signature',
  'SignedInfo',
  'SignatureValue',
  'KeyInfo',
  'Reference',
  'Transforms',
  'DigestValue',
  ...Object.keys(algorithms),
])

/**
 * Reads an answer before the library verifies it, and refuses what no honest one is: too large, not base64, not UTF-8,
 * with more or less than one assertion, with signatures in odd places or of weak kinds, addressed elsewhere, from
 * somebody else, without success (SAML 2.0 core, 3.2.2; profiles, 4.1.4.2).
 * @param field the form's field SAMLResponse, as it came
 * @throws SignInRefused 'message'
 */
export function readMessage(field: unknown, { acs, entityId }: Expected): Message {
  const { encoded, text } = decode(field)
  try {
    const response = readXml(text)
    if (response.localName !== 'Response' || response.namespaceURI !== samlp) refuse('it is no response')
    if (attribute(response, 'Version') !== '2.0') refuse('it is not SAML 2.0')
    if (attribute(response, 'Destination') !== acs) refuse('its destination is another')
    for (const issuer of children(response, saml, 'Issuer'))
      if (textOf(issuer) !== entityId) refuse('it comes from another issuer')
    const status = attribute(only(only(response, samlp, 'Status'), samlp, 'StatusCode'), 'Value')
    if (status !== 'urn:oasis:names:tc:SAML:2.0:status:Success') refuse('it reports no success')
    checkParts(response)
    const inResponseTo = attribute(response, 'InResponseTo')
    if (inResponseTo === '') refuse('it answers no request')
    return { encoded, inResponseTo }
  } catch (error) {
    if (error instanceof UnreadableXml) throw new SignInRefused('message', error.message, { cause: error })
    throw error
  }
}

function decode(field: unknown): { encoded: string; text: string } {
  if (typeof field !== 'string' || field === '') return refuse('there is no message')
  if (field.length > (largest * 4) / 3) refuse('it is too large')
  const encoded = field.replace(/[\r\n]+/g, '')
  const bytes = Buffer.from(encoded, 'base64')
  if (bytes.toString('base64') !== encoded) refuse('it is not base64')
  try {
    return { encoded, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) }
  } catch {
    return refuse('it is not UTF-8')
  }
}

/** One assertion in its place, no id twice, and signatures only of the response and of the assertion. */
function checkParts(response: Element): void {
  const elements = within(response)
  const assertion = only(response, saml, 'Assertion')
  if (elements.filter(({ localName }) => localName === 'Assertion').length > 1) refuse('it holds several assertions')
  if (elements.some(({ localName }) => localName === 'EncryptedAssertion')) refuse('its assertion is encrypted')
  const ids = elements.flatMap((element) =>
    Array.from(element.attributes).filter(({ localName }) => localName?.toLowerCase() === 'id'),
  )
  if (new Set(ids.map(({ value }) => value)).size !== ids.length) refuse('it holds an id twice')
  for (const element of elements.filter(({ namespaceURI }) => namespaceURI === ds)) checkSignaturePart(element)
  const signatures = elements.filter(({ localName }) => localName === 'Signature')
  for (const signature of signatures) {
    const signed = [response, assertion].find((element) => element === signature.parentNode)
    if (signed === undefined || signature.namespaceURI !== ds) return refuse('it holds a signature in an odd place')
    checkSignature(signature, signed)
  }
  only(assertion, ds, 'Signature')
}

function checkSignature(signature: Element, signed: Element): void {
  const signedInfo = only(signature, ds, 'SignedInfo')
  const reference = only(signedInfo, ds, 'Reference')
  if (attribute(reference, 'URI') !== `#${attribute(signed, 'ID')}` || attribute(signed, 'ID') === '')
    refuse('a signature is not over the element it stands in')
  for (const [parent, names] of [
    [signedInfo, ['CanonicalizationMethod', 'SignatureMethod']],
    [reference, ['Transforms', 'DigestMethod', 'DigestValue']],
    [signature, ['SignatureValue']],
  ] as const)
    for (const name of names) only(parent, ds, name)
  if (within(signature).filter(({ localName }) => localName === 'SignedInfo').length > 1)
    refuse('it is signed twice over')
}

function checkSignaturePart(element: Element): void {
  const name = element.localName ?? ''
  const inKeyInfo = ancestors(element).some(({ localName }) => localName === 'KeyInfo')
  if (!inKeyInfo && !signatureParts.has(name)) refuse(`a signature holds ${name}`)
  const allowed = algorithms[name]
  if (allowed !== undefined && !allowed.includes(attribute(element, 'Algorithm'))) refuse(`a weak or unknown ${name}`)
}

function refuse(reason: string): never {
  throw new SignInRefused('message', reason)
}
