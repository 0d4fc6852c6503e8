import { SignInRefused } from './refused.ts'
import { type Element, ancestors, attribute, ds, elementsOf, only, within } from './xml.ts'

/** What a signature may be made of. Anything else (SHA-1, a shared secret, another transform) is not verified at all. */
const algorithms: Readonly<Record<string, readonly string[]>> = {
  CanonicalizationMethod: ['http://www.w3.org/2001/10/xml-exc-c14n#'],
  SignatureMethod: ['http://www.w3.org/2001/04/xmldsig-more#rsa-sha256'],
  DigestMethod: ['http://www.w3.org/2001/04/xmlenc#sha256'],
  Transform: ['http://www.w3.org/2000/09/xmldsig#enveloped-signature', 'http://www.w3.org/2001/10/xml-exc-c14n#'],
}
const longestPrefixList = 500
/** Two signatures with their keys have some thirty. */
const mostParts = 200
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
 * Looks at the signatures of a message before any is verified, and refuses those in odd places, over other elements
 * than the one they stand in, or made of anything but what is listed above.
 * @param root the message
 * @param signed the elements that may carry a signature
 * @throws SignInRefused 'message', UnreadableXml
 */
export function checkSignatures(root: Element, signed: readonly Element[]): void {
  const elements = within(root)
  const ids = elements.flatMap((element) =>
    Array.from(element.attributes).filter(({ localName }) => localName?.toLowerCase() === 'id'),
  )
  if (new Set(ids.map(({ value }) => value)).size !== ids.length) refuse('it holds an id twice')
  if (elements.filter(({ namespaceURI }) => namespaceURI === ds).length > mostParts)
    refuse('its signatures are too large')
  for (const element of elements.filter(({ namespaceURI }) => namespaceURI === ds)) {
    const encrypted = ancestors(element).some(({ localName }) => localName === 'EncryptedAssertion')
    if (!encrypted) checkPart(element)
  }
  for (const signature of elements.filter(({ localName }) => localName === 'Signature')) {
    const over = signed.find((element) => element === signature.parentNode)
    if (over === undefined || signature.namespaceURI !== ds) return refuse('it holds a signature in an odd place')
    checkSignature(signature, over)
  }
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
  // Whoever looks for parts by their local names alone must find no others.
  const signatureMembers = elementsOf(signature).filter(({ localName }) => localName !== 'KeyInfo')
  if ([signatureMembers.length, elementsOf(signedInfo).length, elementsOf(reference).length].join() !== '2,3,3')
    refuse('a signature holds more than it needs')
  const transforms = elementsOf(only(reference, ds, 'Transforms')).map((one) => attribute(one, 'Algorithm'))
  if (transforms.join(' ') !== algorithms['Transform']?.join(' '))
    refuse('what is signed is transformed in another way')
  for (const list of within(signature).filter(({ localName }) => localName === 'InclusiveNamespaces'))
    if (attribute(list, 'PrefixList').length > longestPrefixList)
      refuse('a signature holds a very long list of prefixes')
  if (within(signature).filter(({ localName }) => localName === 'SignedInfo').length > 1)
    refuse('it is signed twice over')
}

function checkPart(element: Element): void {
  const name = element.localName ?? ''
  const inKeyInfo = ancestors(element).some(({ localName }) => localName === 'KeyInfo')
  if (!inKeyInfo && !signatureParts.has(name)) refuse(`a signature holds ${name}`)
  const allowed = algorithms[name]
  if (allowed !== undefined && !allowed.includes(attribute(element, 'Algorithm'))) refuse(`a weak or unknown ${name}`)
}

function refuse(reason: string): never {
  throw new SignInRefused('message', reason)
}
