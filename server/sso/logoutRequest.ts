import { constants, verify } from 'node:crypto'
import { inflateRawSync } from 'node:zlib'
import type { IdentityProvider } from '../../models/identityProvider.ts'
import { clockSkew, instant, oldest } from './assertion.ts'
import { decode } from './message.ts'
import { SignInRefused } from './refused.ts'
import { checkSignatures } from './signature.ts'
import { type Element, UnreadableXml, attribute, ds, exactTextOf, only, readXml, saml, samlp, textOf } from './xml.ts'

/** An identity provider's request to end somebody's sessions here. */
export type LogoutRequest = {
  readonly id: string
  readonly nameId: string
  /** Until when it could be sent again. */
  readonly expiresAt: Date
}

type Expected = { readonly provider: IdentityProvider; readonly logout: string; readonly now: Date }

const rsaSha256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256'
const largestInflated = 64 * 1024

/**
 * Reads a request that came by redirect, after its signature over the query was verified (SAML 2.0 bindings, 3.4.4.1).
 * @param query the query as the browser sent it, without "?": the signature covers its very octets
 * @returns the request, and the RelayState that was signed with it
 * @throws SignInRefused 'message' for anything that is not signed by the provider with RSA and SHA-256
 */
export function readRedirected(query: string, expected: Expected): LogoutRequest & { readonly relayState: string } {
  const raw = new Map<string, string>()
  for (const pair of query.split('&')) {
    const name = pair.slice(0, pair.indexOf('='))
    if (raw.has(name)) return refuse('a parameter comes twice')
    raw.set(name, pair)
  }
  const value = (name: string): string => decoded((raw.get(name) ?? '').slice(name.length + 1))
  if (value('SigAlg') !== rsaSha256 || value('Signature') === '') return refuse('it is not signed with RSA and SHA-256')
  const signed = ['SAMLRequest', 'RelayState', 'SigAlg'].flatMap((name) => raw.get(name) ?? []).join('&')
  const signature = Buffer.from(value('Signature'), 'base64')
  const byThem = expected.provider.certificates.some((key) =>
    verify('sha256', Buffer.from(signed), { key, padding: constants.RSA_PKCS1_PADDING }, signature),
  )
  if (!byThem) return refuse('its signature is not the provider’s')
  return { ...read(inflated(value('SAMLRequest')), expected), relayState: value('RelayState') }
}

/**
 * Reads a request that was posted, before the library verifies its signature.
 * @param field the form's field SAMLRequest, as it came
 * @throws SignInRefused 'message'
 */
export function readPosted(field: unknown, expected: Expected): { encoded: string; request: LogoutRequest } {
  const { encoded, text } = decode(field)
  const request = read(text, expected, (root) => {
    checkSignatures(root, [root])
    only(root, ds, 'Signature')
  })
  return { encoded, request }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return refuse('a parameter is not encoded as it must be')
  }
}

/** At most 64 KB, so that no small query becomes a large document. */
function inflated(base64: string): string {
  try {
    const bytes = inflateRawSync(Buffer.from(base64, 'base64'), { maxOutputLength: largestInflated })
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return refuse('it cannot be inflated')
  }
}

function read(xml: string, { provider, logout, now }: Expected, check?: (root: Element) => void): LogoutRequest {
  try {
    const root = readXml(xml)
    if (root.localName !== 'LogoutRequest' || root.namespaceURI !== samlp) return refuse('it is no request to sign out')
    check?.(root)
    if (attribute(root, 'Version') !== '2.0') return refuse('it is not SAML 2.0')
    if (attribute(root, 'Destination') !== logout) return refuse('its destination is another')
    if (textOf(only(root, saml, 'Issuer')) !== provider.entityId) return refuse('it comes from another issuer')
    const issued = instant(root, 'IssueInstant')
    const ends = root.hasAttribute('NotOnOrAfter') ? instant(root, 'NotOnOrAfter') : issued + oldest
    const at = now.getTime()
    if (issued > at + clockSkew || issued < at - oldest - clockSkew || ends <= at - clockSkew)
      return refuse('it is too old, or too new')
    const [id, nameId] = [attribute(root, 'ID'), exactTextOf(only(root, saml, 'NameID'))]
    if (id === '' || nameId === '') return refuse('it has no id, or names nobody')
    return { id, nameId, expiresAt: new Date(Math.max(ends, issued + oldest) + 2 * clockSkew) }
  } catch (error) {
    if (error instanceof UnreadableXml) throw new SignInRefused('message', error.message, { cause: error })
    throw error
  }
}

function refuse(reason: string): never {
  throw new SignInRefused('message', reason)
}
