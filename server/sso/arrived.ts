import type { Tested } from '../../models/signInRequest.ts'
import { decode } from './message.ts'
import { SignInRefused } from './refused.ts'
import { type Element, UnreadableXml, attribute, readXml, saml, within } from './xml.ts'

type Arrived = Omit<Tested, 'reason' | 'person' | 'linked'>

const nothing: Arrived = { verified: false, issuer: '', nameId: '', nameIdFormat: '', email: '', attributes: [] }
const [mostAttributes, mostValues, longest] = [50, 20, 300]

/** The request that an answer claims to answer; '' where it cannot be read. Nothing in it is verified. */
export const claimedIn = (field: unknown): string => {
  const root = rootOf(field)
  return root === undefined ? '' : attribute(root, 'InResponseTo')
}

/**
 * What an answer says, for showing and for nothing else: believed by nobody, and empty where it cannot be read or is
 * encrypted.
 * @param field an answer or an assertion, in base64
 */
export function arrivedIn(field: unknown): Arrived {
  const root = rootOf(field)
  if (root === undefined) return nothing
  const elements = within(root).filter(({ namespaceURI }) => namespaceURI === saml)
  const assertion = elements.find(({ localName }) => localName === 'Assertion')
  const inside = assertion === undefined ? [] : within(assertion).filter(({ namespaceURI }) => namespaceURI === saml)
  const first = (name: string): Element | undefined => inside.find(({ localName }) => localName === name)
  const name = first('NameID')
  return {
    ...nothing,
    issuer: shown(first('Issuer') ?? elements.find(({ localName }) => localName === 'Issuer')),
    nameId: shown(name),
    nameIdFormat: name === undefined ? '' : attribute(name, 'Format').slice(0, longest),
    attributes: inside
      .filter(({ localName }) => localName === 'Attribute')
      .slice(0, mostAttributes)
      .map((one) => ({
        name: attribute(one, 'Name').slice(0, longest),
        values: within(one)
          .filter(({ localName }) => localName === 'AttributeValue')
          .slice(0, mostValues)
          .map(shown),
      })),
  }
}

const shown = (element: Element | undefined): string => (element?.textContent ?? '').trim().slice(0, longest)

function rootOf(field: unknown): Element | undefined {
  try {
    return readXml(decode(field).text)
  } catch (error) {
    if (error instanceof SignInRefused || error instanceof UnreadableXml) return undefined
    throw error
  }
}
