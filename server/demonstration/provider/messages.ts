import { createSign, randomBytes } from 'node:crypto'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { SignedXml } from 'xml-crypto'
import { type Element, attribute, only, readXml, saml, samlp, textOf } from '../../sso/xml.ts'
import { escape } from './html.ts'
import type { Keys } from '../../sso/keyPair.ts'

const sha256 = 'http://www.w3.org/2001/04/xmlenc#sha256'
const rsaSha256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256'
const exclusive = 'http://www.w3.org/2001/10/xml-exc-c14n#'
const enveloped = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature'
const success = 'urn:oasis:names:tc:SAML:2.0:status:Success'

const newMessageId = (): string => `_${randomBytes(16).toString('hex')}`
const instant = (at: Date): string => at.toISOString().replace(/\.\d+Z$/, 'Z')

/** A request that a service sent by redirect. */
export type Asked = { readonly id: string; readonly issuer: string; readonly acs: string }

/**
 * Reads a request from the query's SAMLRequest (HTTP-Redirect binding, DEFLATE encoding).
 * Throws when it is not one, or not of this kind.
 */
export function readRequest(encoded: string, kind: 'AuthnRequest' | 'LogoutRequest'): Asked {
  const text = inflateRawSync(Buffer.from(encoded, 'base64'), { maxOutputLength: 64 * 1024 }).toString('utf8')
  const request: Element = readXml(text)
  if (request.localName !== kind || request.namespaceURI !== samlp) throw new Error('that is another kind of request')
  return {
    id: attribute(request, 'ID'),
    issuer: textOf(only(request, saml, 'Issuer')),
    acs: attribute(request, 'AssertionConsumerServiceURL'),
  }
}

/** What a sign-in response says. */
export type Answer = {
  readonly issuer: string
  readonly audience: string
  readonly acs: string
  readonly inResponseTo: string
  readonly nameId: string
  readonly email: string
  readonly name: string
  readonly now: Date
}

/** A sign-in response with one signed assertion, as XML. */
export function signInResponse(answer: Answer, keys: Keys): string {
  return sign(unsignedResponse(answer), 'Assertion', keys)
}

/** The same before it is signed. */
export function unsignedResponse(answer: Answer): string {
  const { now } = answer
  const [issuer, audience, acs] = [escape(answer.issuer), escape(answer.audience), escape(answer.acs)]
  const [nameId, email, name] = [escape(answer.nameId), escape(answer.email), escape(answer.name)]
  const inResponseTo = escape(answer.inResponseTo)
  const [at, end] = [instant(now), instant(new Date(now.getTime() + 5 * 60_000))]
  return `<samlp:Response xmlns:samlp="${samlp}" xmlns:saml="${saml}" ID="${newMessageId()}" Version="2.0" IssueInstant="${at}" Destination="${acs}" InResponseTo="${inResponseTo}"><saml:Issuer>${issuer}</saml:Issuer><samlp:Status><samlp:StatusCode Value="${success}"/></samlp:Status><saml:Assertion ID="${newMessageId()}" Version="2.0" IssueInstant="${at}"><saml:Issuer>${issuer}</saml:Issuer><saml:Subject><saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">${nameId}</saml:NameID><saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData InResponseTo="${inResponseTo}" Recipient="${acs}" NotOnOrAfter="${end}"/></saml:SubjectConfirmation></saml:Subject><saml:Conditions NotBefore="${at}" NotOnOrAfter="${end}"><saml:AudienceRestriction><saml:Audience>${audience}</saml:Audience></saml:AudienceRestriction></saml:Conditions><saml:AuthnStatement AuthnInstant="${at}" SessionIndex="${newMessageId()}"><saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement><saml:AttributeStatement><saml:Attribute Name="urn:oid:0.9.2342.19200300.100.1.3" NameFormat="urn:oasis:names:tc:SAML:2.0:attrname-format:uri"><saml:AttributeValue>${email}</saml:AttributeValue></saml:Attribute><saml:Attribute Name="urn:oid:2.16.840.1.113730.3.1.241" NameFormat="urn:oasis:names:tc:SAML:2.0:attrname-format:uri"><saml:AttributeValue>${name}</saml:AttributeValue></saml:Attribute></saml:AttributeStatement></saml:Assertion></samlp:Response>`
}

/** Signs the response, or the assertion in it, with an enveloped signature after its issuer. */
export function sign(xml: string, what: 'Response' | 'Assertion', { privateKey, certificate }: Keys): string {
  const signer = new SignedXml({
    privateKey,
    publicCert: certificate,
    signatureAlgorithm: rsaSha256,
    canonicalizationAlgorithm: exclusive,
  })
  const xpath = `//*[local-name(.)='${what}']`
  signer.addReference({ xpath, transforms: [enveloped, exclusive], digestAlgorithm: sha256 })
  signer.computeSignature(xml, { location: { reference: `${xpath}/*[local-name(.)='Issuer']`, action: 'after' } })
  return signer.getSignedXml()
}

/** The address that answers a sign-out request, by redirect with a signed query (SAML 2.0 bindings, 3.4.4.1). */
export function signOutAnswer(
  made: { issuer: string; destination: string; inResponseTo: string; now: Date },
  { privateKey }: Keys,
): string {
  const [issuer, destination, asked] = [made.issuer, made.destination, made.inResponseTo].map(escape)
  const xml = `<samlp:LogoutResponse xmlns:samlp="${samlp}" xmlns:saml="${saml}" ID="${newMessageId()}" Version="2.0" IssueInstant="${instant(made.now)}" Destination="${destination}" InResponseTo="${asked}"><saml:Issuer>${issuer}</saml:Issuer><samlp:Status><samlp:StatusCode Value="${success}"/></samlp:Status></samlp:LogoutResponse>`
  const query = `SAMLResponse=${encodeURIComponent(deflateRawSync(xml).toString('base64'))}&SigAlg=${encodeURIComponent(rsaSha256)}`
  const signature = createSign('RSA-SHA256').update(query).sign(privateKey, 'base64')
  return `${made.destination}?${query}&Signature=${encodeURIComponent(signature)}`
}

/** The provider's own metadata for one organisation, as an administrator would import it. */
export function providerMetadata(issuer: string, here: string, { certificate }: Keys): string {
  const body = certificate.replace(/-----[^-]+-----|\s/g, '')
  const redirect = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect'
  return `<?xml version="1.0"?>
<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${escape(issuer)}"><md:IDPSSODescriptor protocolSupportEnumeration="${samlp}"><md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data><ds:X509Certificate>${body}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor><md:SingleLogoutService Binding="${redirect}" Location="${escape(here)}/sign-out"/><md:NameIDFormat>urn:oasis:names:tc:SAML:2.0:nameid-format:persistent</md:NameIDFormat><md:SingleSignOnService Binding="${redirect}" Location="${escape(here)}/sign-in"/></md:IDPSSODescriptor></md:EntityDescriptor>
`
}
