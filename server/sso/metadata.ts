import { X509Certificate } from 'node:crypto'
import { z } from 'zod'
import type { ReadProvider } from '../../models/identityProvider.ts'
import { certificateFacts } from '../certificate.ts'
import { type Element, UnreadableXml, attribute, children, ds, md, only, readXml, textOf } from './xml.ts'

/** Metadata that cannot be used; the message says why, in words for the administrator who brought it. */
export class UnusableMetadata extends Error {
  override readonly name = 'UnusableMetadata'
}

/** The largest metadata that is read, in bytes. */
export const largestMetadata = 1024 * 1024
const redirect = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect'

/**
 * Reads an identity provider's metadata (SAML 2.0 metadata, 2.4.3): its name, where sign-in and sign-out requests go by
 * redirect, its signing certificates.
 * @param xml the file's text
 * @throws UnusableMetadata
 */
export function readProviderMetadata(xml: string, now: Date): ReadProvider {
  if (xml.length > largestMetadata) fail('it is larger than 1 MB')
  try {
    return read(readXml(xml, 'comments'), now)
  } catch (error) {
    if (error instanceof UnreadableXml) throw new UnusableMetadata(error.message, { cause: error })
    throw error
  }
}

function read(root: Element, now: Date): ReadProvider {
  const entity = theProvider(root)
  for (const element of [root, entity]) {
    const until = attribute(element, 'validUntil')
    if (until !== '' && !(Date.parse(until) > now.getTime())) fail(`it was valid until ${until}`)
  }
  const entityId = attribute(entity, 'entityID')
  const role = only(entity, md, 'IDPSSODescriptor')
  const entryPoint = address(role, 'SingleSignOnService')
  if (entryPoint === '') fail('it has no SingleSignOnService with the binding HTTP-Redirect')
  const certificates = [...new Set(children(role, md, 'KeyDescriptor').filter(forSigning).flatMap(certificatesIn))]
  return usable({ entityId, entryPoint, logoutUrl: address(role, 'SingleLogoutService'), certificates }, now)
}

/** What holds of every provider, wherever it was read. */
function usable(provider: ReadProvider, now: Date): ReadProvider {
  const { entityId, entryPoint, logoutUrl, certificates } = provider
  if (!/^[^\p{C}]{1,1024}$/u.test(entityId)) fail('it names no usable entityID')
  checkAddress(entryPoint)
  if (logoutUrl !== '') checkAddress(logoutUrl)
  if (certificates.length === 0) fail('it has no signing certificate')
  if (certificates.every((pem) => certificateFacts(pem).expiresAt < now)) fail('its signing certificate has expired')
  return provider
}

const Proposal = z.strictObject({
  entityId: z.string(),
  entryPoint: z.string(),
  logoutUrl: z.string(),
  certificates: z.array(z.string()).max(20),
})

/** What was read, as a text that goes with the form in which it is confirmed. */
export const proposalOf = ({ entityId, entryPoint, logoutUrl, certificates }: ReadProvider): string =>
  JSON.stringify({ entityId, entryPoint, logoutUrl, certificates })

/** Reads that text, and checks it like metadata, for it comes from outside too. Throws UnusableMetadata. */
export function readProposal(text: string, now: Date): ReadProvider {
  const read = Proposal.safeParse(plain(text))
  if (!read.success) return fail('it is not what was shown')
  const { certificates, ...rest } = read.data
  return usable({ ...rest, certificates: certificates.map((pem) => checkedKey(parse(pem))) }, now)
}

function plain(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The one entity that is an identity provider. */
function theProvider(root: Element): Element {
  const entities =
    root.localName === 'EntitiesDescriptor' && root.namespaceURI === md
      ? children(root, md, 'EntityDescriptor')
      : [root]
  const providers = entities.filter(
    (entity) =>
      entity.localName === 'EntityDescriptor' &&
      entity.namespaceURI === md &&
      children(entity, md, 'IDPSSODescriptor').length > 0,
  )
  const [first, ...others] = providers
  if (first === undefined) return fail('it is not the metadata of an identity provider')
  if (others.length > 0) fail('it holds several identity providers; one is needed')
  return first
}

/** Where a service takes requests by redirect; '' when it does not. */
function address(role: Element, service: string): string {
  const found = children(role, md, service).find((one) => attribute(one, 'Binding') === redirect)
  const location = found === undefined ? '' : attribute(found, 'Location')
  if (location === '') return ''
  return checkAddress(location)
}

/** An address where people may be sent, in its usual writing. */
function checkAddress(location: string): string {
  const url = URL.canParse(location) ? new URL(location) : fail(`${location} is no address`)
  const onThisMachine = url.protocol === 'http:' && ['localhost', '127.0.0.1'].includes(url.hostname)
  if (url.protocol !== 'https:' && !onThisMachine) fail(`${location} does not begin with https://`)
  if (url.username !== '' || url.password !== '' || url.hash !== '') fail(`${location} is no plain address`)
  return url.href
}

const forSigning = (key: Element): boolean => ['', 'signing'].includes(attribute(key, 'use'))

/** The certificates of a key, in PEM. */
function certificatesIn(key: Element): string[] {
  return children(key, ds, 'KeyInfo')
    .flatMap((info) => children(info, ds, 'X509Data'))
    .flatMap((data) => children(data, ds, 'X509Certificate'))
    .map((one) => checkedKey(parse(Buffer.from(textOf(one).replace(/\s/g, ''), 'base64'))))
}

/** The certificate in PEM. Throws UnusableMetadata unless its key is RSA of 2048 bits or more. */
function checkedKey(certificate: X509Certificate): string {
  const { asymmetricKeyType, asymmetricKeyDetails } = certificate.publicKey
  if (asymmetricKeyType !== 'rsa' || (asymmetricKeyDetails?.modulusLength ?? 0) < 2048)
    fail('a signing key is not RSA with at least 2048 bits')
  return certificate.toString()
}

function parse(certificate: string | Buffer): X509Certificate {
  try {
    return new X509Certificate(certificate)
  } catch (error) {
    throw new UnusableMetadata('a signing certificate cannot be read', { cause: error })
  }
}

function fail(reason: string): never {
  throw new UnusableMetadata(reason)
}
