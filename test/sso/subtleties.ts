import { SignedXml } from 'xml-crypto'
import type { Keys } from '../../server/sso/keyPair.ts'
import { type Answer, sign, unsignedResponse } from '../../server/demonstration/provider/messages.ts'

/** What is said of somebody who was invited, and the keys of the provider that says it. */
export type Said = { readonly honest: (change?: Partial<Answer>) => Answer; readonly keys: Keys }

const dsig = 'http://www.w3.org/2000/09/xmldsig#'
const exclusive = 'http://www.w3.org/2001/10/xml-exc-c14n#'
const enveloped = `${dsig}enveloped-signature`
const inclusive = 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315'

/** An honest signature by the provider, made in a way that a test chooses. */
export function signWith(
  xml: string,
  { privateKey, certificate }: Keys,
  chosen: {
    readonly of?: readonly string[]
    readonly transforms?: readonly string[]
    readonly canonicalization?: string
    readonly prefixes?: readonly string[]
    readonly empty?: true
  } = {},
): string {
  const signer = new SignedXml({
    privateKey,
    publicCert: certificate,
    signatureAlgorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    canonicalizationAlgorithm: chosen.canonicalization ?? exclusive,
    ...(chosen.prefixes === undefined ? {} : { inclusiveNamespacesPrefixList: [...chosen.prefixes] }),
  })
  for (const xpath of chosen.of ?? [`//*[local-name(.)='Assertion']`])
    signer.addReference({
      xpath,
      transforms: [...(chosen.transforms ?? [enveloped, exclusive])],
      digestAlgorithm: 'http://www.w3.org/2001/04/xmlenc#sha256',
      ...(chosen.prefixes === undefined ? {} : { inclusiveNamespacesPrefixList: [...chosen.prefixes] }),
      ...(chosen.empty === undefined ? {} : { uri: '', isEmptyUri: true }),
    })
  const where = `//*[local-name(.)='Assertion']/*[local-name(.)='Issuer']`
  signer.computeSignature(xml, { location: { reference: where, action: 'after' } })
  return signer.getSignedXml()
}

type Made = (said: Said) => string

/** The provider words something oddly and signs it. */
const worded =
  (change: (xml: string) => string): Made =>
  ({ honest, keys }) => {
    const xml = unsignedResponse(honest())
    const odd = change(xml)
    if (odd === xml) throw new Error('this changes nothing')
    return signWith(odd, keys)
  }
/** Somebody on the way changes what was signed. */
const tampered =
  (change: (xml: string, id: string) => string): Made =>
  ({ honest, keys }) => {
    const xml = signWith(unsignedResponse(honest()), keys)
    const odd = change(xml, /<saml:Assertion[^>]* ID="([^"]*)"/.exec(xml)![1]!)
    if (odd === xml) throw new Error('this changes nothing')
    return odd
  }
const signedWith =
  (chosen: Parameters<typeof signWith>[2]): Made =>
  ({ honest, keys }) =>
    signWith(unsignedResponse(honest()), keys, chosen)

const named = (name: string): Made => worded((xml) => xml.replace(/(<saml:NameID[^>]*>)[^<]*/, `$1${name}`))
const confirmation = (change: string): string =>
  `<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData ${change}/></saml:SubjectConfirmation>`
const many = (count: number, one: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => one(at)).join('')
const inResponse = (more: string) => (xml: string) => xml.replace('<samlp:Status>', `${more}<samlp:Status>`)
const onResponse = (more: string) => (xml: string) => xml.replace('<samlp:Response ', `<samlp:Response ${more} `)

/** Oddities that a reader of XML or of signatures may stumble over; each must be refused, and soon. */
export const refusedSubtleties: Readonly<Record<string, Made>> = {
  // Signatures
  'with a signature over the whole document, by an empty address': signedWith({ of: ['/*'], empty: true }),
  'with two references, both true': signedWith({
    of: [`//*[local-name(.)='Assertion']`, `//*[local-name(.)='Status']`],
  }),
  'with a space before the address of what is signed': tampered((xml) => xml.replace('URI="#', 'URI=" #')),
  'with a line break after the address of what is signed': tampered((xml) => xml.replace(/(URI="#[^"]*)/, '$1&#10;')),
  'with the address of what is signed as a pointer': tampered((xml) =>
    xml.replace(/URI="#([^"]*)"/, `URI="#xpointer(id('$1'))"`),
  ),
  'with a second reference in another namespace': tampered((xml) =>
    xml.replace('</SignedInfo>', `<x:Reference xmlns:x="urn:x" URI="#x"/></SignedInfo>`),
  ),
  'with inclusive canonicalisation of what is signed': signedWith({ transforms: [enveloped, inclusive] }),
  'with canonicalisation that keeps comments': signedWith({ transforms: [enveloped, `${exclusive}WithComments`] }),
  'with inclusive canonicalisation of the signature': signedWith({ canonicalization: inclusive }),
  'with a transform twice': tampered((xml) => xml.replace(/<Transform [^>]*exc-c14n#"\s*\/>/, '$&$&')),
  'with hundreds of transforms': tampered((xml) =>
    xml.replace(/<Transform [^>]*exc-c14n#"\s*\/>/, (one) => one.repeat(500)),
  ),
  'with a very long list of prefixes': tampered((xml) =>
    xml.replace(
      /<Transform ([^>]*exc-c14n#")\s*\/>/,
      `<Transform $1><ec:InclusiveNamespaces xmlns:ec="${exclusive}" PrefixList="${many(40_000, (at) => `p${at} `)}"/></Transform>`,
    ),
  ),
  'with a very long list of prefixes of the signature': tampered((xml) =>
    xml.replace(
      /<CanonicalizationMethod ([^>]*)\/>/,
      `<CanonicalizationMethod $1><ec:InclusiveNamespaces xmlns:ec="${exclusive}" PrefixList="${many(40_000, (at) => `p${at} `)}"/></CanonicalizationMethod>`,
    ),
  ),
  'with a signature in the status': tampered((xml) => {
    const [signature] = /<Signature[\s\S]*?<\/Signature>/.exec(xml)!
    return xml.replace(signature, '').replace('<samlp:StatusCode', `${signature}<samlp:StatusCode`)
  }),
  'with a signature in the key information of the signature': tampered((xml) => {
    const [signature] = /<Signature[\s\S]*?<\/Signature>/.exec(xml)!
    return xml.replace('</Signature>', `<KeyInfo>${signature}</KeyInfo></Signature>`)
  }),
  'with a second signature of another namespace': tampered((xml) =>
    xml.replace('<saml:Subject>', '<x:Signature xmlns:x="urn:x"/><saml:Subject>'),
  ),
  'with what was signed in the key information': tampered((xml) => {
    const [whole] = /<saml:Assertion[\s\S]*<\/saml:Assertion>/.exec(xml)!
    return xml.replace('</Signature>', `<KeyInfo>${whole}</KeyInfo></Signature>`)
  }),
  'whose response has a signature that is not true': tampered((xml) => {
    const [signature] = /<Signature[\s\S]*?<\/Signature>/.exec(xml)!
    const id = /<samlp:Response[^>]* ID="([^"]*)"/.exec(xml)![1]!
    return xml.replace('<samlp:Status>', `${signature.replace(/URI="#[^"]*"/, `URI="#${id}"`)}<samlp:Status>`)
  }),
  'whose response was changed after it was signed as well': ({ honest, keys }) => {
    const both = sign(sign(unsignedResponse(honest()), 'Assertion', keys), 'Response', keys)
    return onResponse('Consent="urn:oasis:names:tc:SAML:2.0:consent:obtained"')(both)
  },
  'with more in a signature than it needs': tampered((xml) =>
    xml.replace('</SignedInfo>', '$&<x:Value xmlns:x="urn:x"/>'),
  ),
  // Ids and names
  'with the id once more in another namespace': tampered((xml, id) => onResponse(`xmlns:x="urn:x" x:ID="${id}"`)(xml)),
  'with the id once more in small letters': tampered((xml, id) => inResponse(`<samlp:Extensions id="${id}"/>`)(xml)),
  'with the id once more as that of XML': tampered((xml, id) => inResponse(`<samlp:Extensions xml:id="${id}"/>`)(xml)),
  'with an attribute twice': tampered((xml, id) => xml.replace(`ID="${id}"`, `ID="${id}" ID="_other"`)),
  'with an assertion of another namespace beside it': tampered(inResponse('<x:Assertion xmlns:x="urn:x" ID="_x"/>')),
  'with an assertion of an older version beside it': tampered(
    inResponse('<x:Assertion xmlns:x="urn:oasis:names:tc:SAML:1.0:assertion" AssertionID="_x"/>'),
  ),
  'with an encrypted assertion beside it': tampered(inResponse('<saml:EncryptedAssertion/>')),
  'with an assertion as advice within': worded((xml) =>
    xml.replace('</saml:Conditions>', '$&<saml:Advice><saml:Assertion ID="_advice" Version="2.0"/></saml:Advice>'),
  ),
  'within another response': tampered(
    (xml) => `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol">${xml}</samlp:Response>`,
  ),
  'with its namespace changed': tampered((xml) => xml.replace('xmlns:samlp="', 'xmlns:samlp="x')),
  'with an unknown entity': tampered((xml) => xml.replace(/(<saml:NameID[^>]*>)/, '$1&nbsp;')),
  'with a forbidden character': tampered((xml) => xml.replace(/(<saml:NameID[^>]*>)/, '$1&#0;')),
  'with an unbound prefix': tampered(inResponse('<y:Extensions/>')),
  'for a destination with space around it': worded((xml) => xml.replace(/(Destination="[^"]*)"/, '$1 "')),
  'for a destination with a query': worded((xml) => xml.replace(/(Destination="[^"]*)"/, '$1?x=1"')),
  'for a destination in capital letters': worded((xml) => xml.replace(/Destination="http:/, 'Destination="HTTP:')),
  // Names
  'with space before the name': named(' the-invited-one'),
  'with space after the name': named('the-invited-one '),
  'with a line break after the name': named('the-invited-one&#10;'),
  'with a space that does not break after the name': named('the-invited-one&#160;'),
  'with a mark of byte order before the name': named('&#65279;the-invited-one'),
  'with nothing but space as the name': named('&#8195;'),
  'with an element in the name': named('<x>the-invited-one</x>'),
  'with a name that another provider gave': worded((xml) =>
    xml.replace('<saml:NameID ', '<saml:NameID NameQualifier="https://another.example" '),
  ),
  'with an encrypted name': worded((xml) => xml.replace(/<saml:NameID[\s\S]*<\/saml:NameID>/, '<saml:EncryptedID/>')),
  'with two subjects': worded((xml) => xml.replace(/<saml:Subject>[\s\S]*<\/saml:Subject>/, '$&$&')),
  // Conditions
  'for us and, in a second restriction, for others': worded((xml) =>
    xml.replace(
      '</saml:AudienceRestriction>',
      '$&<saml:AudienceRestriction><saml:Audience>urn:x</saml:Audience></saml:AudienceRestriction>',
    ),
  ),
  'for an audience that only begins like ours': worded((xml) => xml.replace('</saml:Audience>', '/$&')),
  'without an audience': worded((xml) =>
    xml.replace(/<saml:AudienceRestriction>[\s\S]*<\/saml:AudienceRestriction>/, ''),
  ),
  'under a condition that nobody knows': worded((xml) =>
    xml.replace(
      '</saml:AudienceRestriction>',
      '$&<saml:Condition xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="x:Moon" xmlns:x="urn:x"/>',
    ),
  ),
  'with conditions twice': worded((xml) => xml.replace(/<saml:Conditions[\s\S]*<\/saml:Conditions>/, '$&$&')),
  'without an end of its conditions': worded((xml) =>
    xml.replace(/(<saml:Conditions[^>]*) NotOnOrAfter="[^"]*"/, '$1'),
  ),
  'with an instant without its zone': worded((xml) =>
    xml.replace(/(<saml:Conditions[^>]* NotOnOrAfter="[^"]*)Z"/, '$1"'),
  ),
  'whose confirmation holds from a time on': worded((xml) =>
    xml.replace('<saml:SubjectConfirmationData', '$& NotBefore="2020-01-01T00:00:00Z"'),
  ),
  'whose confirmation has no end': worded((xml) =>
    xml.replace(/(<saml:SubjectConfirmationData[^>]*) NotOnOrAfter="[^"]*"/, '$1'),
  ),
  'whose confirmations each fit in part': worded((xml) => {
    const [, request, recipient, end] = /InResponseTo="([^"]*)" Recipient="([^"]*)" NotOnOrAfter="([^"]*)"/.exec(xml)!
    return xml.replace(
      /<saml:SubjectConfirmation [\s\S]*<\/saml:SubjectConfirmation>/,
      confirmation(`InResponseTo="_other" Recipient="${recipient}" NotOnOrAfter="${end}"`) +
        confirmation(`InResponseTo="${request}" Recipient="https://elsewhere.example" NotOnOrAfter="${end}"`) +
        confirmation(`InResponseTo="${request}" Recipient="${recipient}" NotOnOrAfter="2020-01-01T00:00:00Z"`),
    )
  }),
  // What takes long
  'with thousands of attributes': tampered(onResponse(many(20_000, (at) => `a${at}="" `))),
  'with thousands of namespaces': tampered(onResponse(many(9000, (at) => `xmlns:n${at}="u${at}" `))),
  'with thousands of attributes in what was signed': tampered((xml) =>
    xml.replace('<saml:Subject>', `<saml:Subject ${many(20_000, (at) => `a${at}="" `)}>`),
  ),
  'with thousands of namespaces in what was signed': tampered((xml) =>
    xml.replace('<saml:Subject>', `<saml:Subject ${many(9000, (at) => `xmlns:n${at}="u${at}" `)}>`),
  ),
  'with namespaces on every one of thousands of elements': tampered((xml) =>
    xml.replace('<saml:Subject>', `${many(3500, (at) => `<a xmlns:n${at}="u${at}" xmlns="v${at}"/>`)}<saml:Subject>`),
  ),
  'with namespaces on every level of many': tampered((xml) =>
    xml.replace(
      '<saml:Subject>',
      `${many(35, (level) => `<a ${many(120, (at) => `xmlns:n${level}x${at}="u${at}" `)}>`)}${many(3000, () => '<b/>')}${'</a>'.repeat(35)}<saml:Subject>`,
    ),
  ),
  'with a very long text of entities': tampered((xml) =>
    xml.replace(/(<saml:NameID[^>]*>)/, `$1${'&amp;'.repeat(50_000)}`),
  ),
  'with a tag that does not end': tampered((xml) => `${xml}<${'a '.repeat(120_000)}`),
  'with an attribute that does not end': tampered((xml) => `${xml}<a ${'b="'.repeat(60_000)}`),
  'with thousands of equals signs': tampered((xml) => xml.replace('<samlp:Status>', `<a ${'='.repeat(200_000)}>`)),
  'with thousands of brackets': tampered((xml) => xml + '>'.repeat(200_000)),
}

/** Odd, but honest by the standard: each must be taken. */
export const takenSubtleties: Readonly<Record<string, Made>> = {
  'with a list of prefixes, as some products make it': signedWith({ prefixes: ['xs', 'xsi'] }),
  'to be used once': worded((xml) => xml.replace('</saml:AudienceRestriction>', '$&<saml:OneTimeUse/>')),
  'for several audiences, of which we are one': worded((xml) =>
    xml.replace('<saml:Audience>', '<saml:Audience>urn:another</saml:Audience>$&'),
  ),
  'with a confirmation for somebody else before ours': worded((xml) =>
    xml.replace(
      '<saml:SubjectConfirmation ',
      `${confirmation('InResponseTo="_other" Recipient="https://elsewhere.example" NotOnOrAfter="2020-01-01T00:00:00Z"')}$&`,
    ),
  ),
  'with the provider as qualifier of the name': ({ honest, keys }) => {
    const answer = honest()
    return signWith(
      unsignedResponse(answer).replace('<saml:NameID ', `<saml:NameID NameQualifier="${answer.issuer}" `),
      keys,
    )
  },
  'with a declaration, a base and space where there may be': worded(
    (xml) =>
      `<?xml version="1.0" encoding="UTF-8"?>\n${xml.replace('<saml:Subject>', '\n  $&').replace('<samlp:Response', '$& xml:base="http://x/"')}`,
  ),
  // Only the assertion is signed, so that what stands around it may be anything; but it must not take long.
  'with a very long attribute': tampered(onResponse(`Consent="${'a'.repeat(250_000)}"`)),
  'with a very long attribute of entities': tampered(onResponse(`Consent="${'&lt;'.repeat(60_000)}"`)),
  'with a very long name of an element': tampered(inResponse(`<${'a'.repeat(120_000)}/>`)),
  'with text of spaces': tampered((xml) => xml.replace('<samlp:Status>', `${' \n'.repeat(120_000)}<samlp:Status>`)),
}
