import { openAssertion } from './encryption.ts'
import { SignInRefused } from './refused.ts'
import type { OpenKey } from './serviceKeys.ts'
import { checkSignatures } from './signature.ts'
import {
  type Element,
  UnreadableXml,
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
  /** The service's key that opens its assertion; the current one where that was not encrypted. */
  readonly key: OpenKey
  /** Which of its parts carry a signature. Each that is there must be true, also where another would do. */
  readonly signed: Signed
}

/** Which parts of an answer carry a signature. */
export type Signed = { readonly response: boolean; readonly assertion: boolean }

/** What the answer must be addressed to and come from. */
export type Expected = {
  readonly acs: string
  readonly entityId: string
  /** What must be signed at least. */
  readonly signs: 'assertion' | 'response'
}

type Keys = readonly [OpenKey, ...OpenKey[]]

const largest = 300 * 1024

/**
 * Reads an answer before the library verifies it, and refuses what no honest one is: too large, not base64, not UTF-8,
 * with more or less than one assertion, with signatures in odd places or of weak kinds, addressed elsewhere, from
 * somebody else, without success (SAML 2.0 core, 3.2.2; profiles, 4.1.4.2).
 * @param field the form's field SAMLResponse, as it came
 * @param keys the service's, for an assertion that was encrypted
 * @throws SignInRefused 'message'
 */
export function readMessage(field: unknown, { acs, entityId, signs }: Expected, keys: Keys): Message {
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
    const { key, signed } = checkParts(response, signs, keys)
    const inResponseTo = attribute(response, 'InResponseTo')
    if (inResponseTo === '') refuse('it answers no request')
    return { encoded, inResponseTo, key, signed }
  } catch (error) {
    if (error instanceof UnreadableXml) throw new SignInRefused('message', error.message, { cause: error })
    throw error
  }
}

/** A posted field: strict base64 of UTF-8, of a limited size. Throws SignInRefused 'message'. */
export function decode(field: unknown): { encoded: string; text: string } {
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

/**
 * One assertion in its place, in the open or encrypted for us, and signatures where they belong. Gives the key that
 * opens it, or the current one, and what is signed.
 */
function checkParts(response: Element, signs: Expected['signs'], keys: Keys): Pick<Message, 'key' | 'signed'> {
  const held = within(response).filter(({ localName }) => /^(Encrypted)?Assertion$/.test(localName ?? ''))
  const [first, ...others] = held
  if (first === undefined || others.length > 0) return refuse('it holds no assertion, or several')
  if (first.parentNode !== response || first.namespaceURI !== saml) refuse('its assertion is in an odd place')
  const encrypted = first.localName === 'EncryptedAssertion'
  checkSignatures(response, encrypted ? [response] : [response, first])
  const { key, assertion } = encrypted ? openAssertion(first, keys) : { key: keys[0], assertion: first }
  if (encrypted) checkSignatures(assertion, [assertion])
  only(signs === 'response' ? response : assertion, ds, 'Signature')
  const isSigned = (element: Element): boolean => children(element, ds, 'Signature').length > 0
  return { key, signed: { response: isSigned(response), assertion: isSigned(assertion) } }
}

function refuse(reason: string): never {
  throw new SignInRefused('message', reason)
}
