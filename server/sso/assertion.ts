import { SignInRefused } from './refused.ts'
import {
  type Element,
  UnreadableXml,
  attribute,
  children,
  elementsOf,
  exactTextOf,
  only,
  readXml,
  saml,
  textOf,
} from './xml.ts'

/** What an identity provider asserts, read from the bytes that it signed and from nothing else. */
export type Asserted = {
  /** The assertion's own id, for noticing a second use. */
  readonly id: string
  readonly issuer: string
  readonly nameId: string
  readonly nameIdFormat: string
  readonly sessionIndex: string
  /** In lower case; '' when none was asserted. */
  readonly email: string
  /** When the assertion is of no use any more. */
  readonly expiresAt: Date
}

/** What the assertion must say. */
export type Context = {
  readonly entityId: string
  readonly audience: string
  readonly acs: string
  readonly request: string
  readonly now: Date
}

/** Clocks may differ by two minutes; an assertion is at most ten minutes old. */
export const clockSkew = 2 * 60_000
export const oldest = 10 * 60_000

const transient = 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient'
const emailFormat = 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress'

/** Under which names the six products send an e-mail address. */
const emailNames = new Set([
  'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress',
  'urn:oid:0.9.2342.19200300.100.1.3',
  'urn:oid:1.2.840.113549.1.9.1',
  'mail',
  'email',
  'emailaddress',
])

/**
 * Reads a verified assertion, and checks what the library leaves unchecked: issuer, bearer confirmation, recipient,
 * request, every expiry, exactly one name (SAML 2.0 profiles, 4.1.4.3).
 * @param xml the signed bytes of the assertion
 * @throws SignInRefused 'message'
 */
export function readAssertion(xml: string, context: Context): Asserted {
  try {
    return read(readXml(xml), context)
  } catch (error) {
    if (error instanceof UnreadableXml) throw new SignInRefused('message', error.message, { cause: error })
    throw error
  }
}

function read(assertion: Element, context: Context): Asserted {
  if (assertion.localName !== 'Assertion' || assertion.namespaceURI !== saml) refuse('no assertion was signed')
  const issuer = textOf(only(assertion, saml, 'Issuer'))
  if (issuer !== context.entityId) refuse('the assertion comes from another issuer')
  const issued = instant(assertion, 'IssueInstant')
  const now = context.now.getTime()
  if (issued > now + clockSkew || issued < now - oldest - clockSkew) refuse('the assertion is too old, or too new')

  const subject = only(assertion, saml, 'Subject')
  const name = only(subject, saml, 'NameID')
  const nameId = exactTextOf(name)
  const nameIdFormat = attribute(name, 'Format')
  // A name is compared letter by letter; one with space around it would be read as another's by whoever trims it.
  if (nameId.trim() === '' || nameId !== nameId.trim() || nameId.length > 1024) refuse('there is no usable name')
  // Names are unique within whoever gave them (SAML 2.0 core, 8.3.7): a provider that hands on another's names is two.
  if (!['', issuer].includes(attribute(name, 'NameQualifier'))) refuse('the name was given by another provider')
  if (nameIdFormat === transient) refuse('the name is a transient one')
  const ends = [confirmedUntil(subject, context), heldUntil(only(assertion, saml, 'Conditions'), context)]

  const statement = only(assertion, saml, 'AuthnStatement')
  if (statement.hasAttribute('SessionNotOnOrAfter')) {
    const end = instant(statement, 'SessionNotOnOrAfter')
    if (end <= now - clockSkew) refuse('the session at the provider has ended')
  }
  return {
    id: attribute(assertion, 'ID'),
    issuer,
    nameId,
    nameIdFormat,
    sessionIndex: attribute(statement, 'SessionIndex'),
    email: emailOf(assertion, nameIdFormat === emailFormat ? nameId : ''),
    expiresAt: new Date(Math.max(...ends, issued + oldest) + 2 * clockSkew),
  }
}

/** The bearer confirmation that was made for us and for this request. Gives its end. */
function confirmedUntil(subject: Element, { acs, request, now }: Context): number {
  for (const confirmation of children(subject, saml, 'SubjectConfirmation')) {
    if (attribute(confirmation, 'Method') !== 'urn:oasis:names:tc:SAML:2.0:cm:bearer') continue
    const data = only(confirmation, saml, 'SubjectConfirmationData')
    if (attribute(data, 'Recipient') !== acs || attribute(data, 'InResponseTo') !== request) continue
    const end = instant(data, 'NotOnOrAfter')
    if (data.hasAttribute('NotBefore') || end <= now.getTime() - clockSkew) continue
    return end
  }
  return refuse('no confirmation is made for us and for this request')
}

/** The conditions, all of which must hold; one that we do not know cannot be known to hold. Gives their end. */
function heldUntil(conditions: Element, { audience, now }: Context): number {
  const known = ['AudienceRestriction', 'OneTimeUse', 'ProxyRestriction'].flatMap((one) =>
    children(conditions, saml, one),
  )
  if (known.length !== elementsOf(conditions).length) refuse('there is a condition that we do not know')
  const restrictions = children(conditions, saml, 'AudienceRestriction')
  const meantForUs = (restriction: Element): boolean =>
    children(restriction, saml, 'Audience').some((one) => textOf(one) === audience)
  if (restrictions.length === 0 || !restrictions.every(meantForUs)) refuse('the audience is another')
  if (conditions.hasAttribute('NotBefore') && instant(conditions, 'NotBefore') > now.getTime() + clockSkew)
    refuse('it does not hold yet')
  const end = instant(conditions, 'NotOnOrAfter')
  if (end <= now.getTime() - clockSkew) refuse('it does not hold any more')
  return end
}

function emailOf(assertion: Element, fromName: string): string {
  const attributes = children(assertion, saml, 'AttributeStatement').flatMap((one) => children(one, saml, 'Attribute'))
  const values = attributes
    .filter((one) => emailNames.has(attribute(one, 'Name')))
    .flatMap((one) => children(one, saml, 'AttributeValue'))
    .map(textOf)
    .filter((value) => value !== '')
  const [email = fromName, ...others] = values
  // Letters of ASCII only, before any is made small: the sign for kelvin would become a k, and somebody else's address.
  if (![email, ...others].every((value) => /^[\x21-\x3f\x41-\x7e]{1,64}@[\x21-\x3f\x41-\x7e]{1,255}$/.test(value)))
    return ''
  // Of several addresses none is the one that was invited.
  return others.some((other) => other.toLowerCase() !== email.toLowerCase()) ? '' : email.toLowerCase()
}

/** An instant in ISO 8601 with its zone, in milliseconds. Throws SignInRefused 'message' for anything else. */
export function instant(element: Element, name: string): number {
  const text = attribute(element, name)
  const milliseconds = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/.test(text)
    ? Date.parse(text)
    : NaN
  return Number.isNaN(milliseconds) ? refuse(`${name} is no instant`) : milliseconds
}

function refuse(reason: string): never {
  throw new SignInRefused('message', reason)
}
