import { DOMParser, type Element, Node } from '@xmldom/xmldom'

export type { Element }

/** XML that is not read: not well-formed, or with parts that no SAML message needs. The message says why, for the log. */
export class UnreadableXml extends Error {
  override readonly name = 'UnreadableXml'
}

/** Namespaces. */
export const samlp = 'urn:oasis:names:tc:SAML:2.0:protocol'
export const saml = 'urn:oasis:names:tc:SAML:2.0:assertion'
export const ds = 'http://www.w3.org/2000/09/xmldsig#'
export const md = 'urn:oasis:names:tc:SAML:2.0:metadata'

const mostTags = 4000
const mostAttributes = 8000
const deepest = 40
/** On one element, and different ones in all: canonicalisation takes the square of either. */
const mostOnOne = 100
const mostPrefixes = 50

/**
 * Reads XML that came from outside: no document type, comment, CDATA section or processing instruction (none is needed,
 * and each has been used to make two readers see two texts), a limited number of tags, levels, attributes and namespaces.
 * @param comments whether there may be comments: in a file that an administrator brings, never in a message
 * @returns the outermost element
 * @throws UnreadableXml
 */
export function readXml(text: string, comments: 'comments' | 'no comments' = 'no comments'): Element {
  const body = text.replace(/^\uFEFF?\s*<\?xml[^?<>]*\?>/, '')
  if (/<[!?]/.test(comments === 'comments' ? withoutComments(body) : body))
    throw new UnreadableXml('it holds a declaration, comment or instruction')
  if (times('<', body) > mostTags) throw new UnreadableXml('it holds too many tags')
  if (times('=', body) > mostAttributes) throw new UnreadableXml('it holds too many attributes')
  const root = parse(body)
  if (isDeeper(root, deepest)) throw new UnreadableXml('it is too deep')
  const prefixes = new Set<string>()
  for (const { attributes } of within(root)) {
    if (attributes.length > mostOnOne) throw new UnreadableXml('an element holds too many attributes')
    for (const { name, prefix } of Array.from(attributes)) if (prefix === 'xmlns') prefixes.add(name)
  }
  if (prefixes.size > mostPrefixes) throw new UnreadableXml('it holds too many namespaces')
  return root
}

/** How often a character stands in a text. */
function times(character: string, text: string): number {
  let count = 0
  for (let at = text.indexOf(character); at >= 0; at = text.indexOf(character, at + 1)) count++
  return count
}

/** The text without its comments, in one pass, whatever it holds. Throws UnreadableXml where one does not end. */
function withoutComments(text: string): string {
  const [first = '', ...others] = text.split('<!--')
  return others.reduce((kept, other) => {
    const end = other.indexOf('-->')
    if (end < 0) throw new UnreadableXml('a comment does not end')
    return kept + other.slice(end + 3)
  }, first)
}

function parse(text: string): Element {
  const onError = (_level: string, message: string): never => {
    throw new UnreadableXml(message)
  }
  try {
    const root = new DOMParser({ onError }).parseFromString(text, 'text/xml').documentElement
    if (root !== null) return root
  } catch (error) {
    throw new UnreadableXml('it is not well-formed', { cause: error })
  }
  throw new UnreadableXml('it is empty')
}

const isDeeper = (element: Element, levels: number): boolean =>
  levels === 0 || elementsOf(element).some((child) => isDeeper(child, levels - 1))

/** The element and every element below it, in document order. */
export function within(element: Element): Element[] {
  return [element, ...Array.from(element.getElementsByTagName('*'))]
}

/** The children of that name, in that namespace. */
export function children(element: Element, namespace: string, name: string): Element[] {
  return elementsOf(element).filter((child) => child.namespaceURI === namespace && child.localName === name)
}

/** The only child of that name. Throws UnreadableXml when there is none, or more than one. */
export function only(element: Element, namespace: string, name: string): Element {
  const [first, ...others] = children(element, namespace, name)
  if (first === undefined || others.length > 0) throw new UnreadableXml(`${element.localName} needs one ${name}`)
  return first
}

/** The element's text without space around it; '' when it has none. Throws UnreadableXml when it holds elements. */
export const textOf = (element: Element): string => exactTextOf(element).trim()

/** The element's text, letter by letter. Throws UnreadableXml when it holds elements. */
export function exactTextOf(element: Element): string {
  if (elementsOf(element).length > 0) throw new UnreadableXml(`${element.localName} is not a text`)
  return element.textContent ?? ''
}

/** An attribute's value; '' when it is absent. */
export const attribute = (element: Element, name: string): string => element.getAttribute(name) ?? ''

/** The elements around this one, the nearest first. */
export function ancestors(element: Element): Element[] {
  const parent = element.parentNode
  return parent !== null && isElement(parent) ? [parent, ...ancestors(parent)] : []
}

const isElement = (node: Node): node is Element => node.nodeType === Node.ELEMENT_NODE

/** The elements directly below this one. */
export const elementsOf = (element: Element): Element[] => Array.from(element.childNodes).filter(isElement)
