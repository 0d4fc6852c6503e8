import { XMLSerializer } from '@xmldom/xmldom'
import { decrypt } from 'xml-encryption'
import { SignInRefused } from './refused.ts'
import type { OpenKey } from './serviceKeys.ts'
import { type Element, attribute, only, readXml, saml, within } from './xml.ts'

const xenc = 'http://www.w3.org/2001/04/xmlenc#'

/** By what an assertion may be encrypted. Triple DES and the old RSA padding are not opened at all. */
const ciphers: readonly string[] = [
  'http://www.w3.org/2009/xmlenc11#aes256-gcm',
  'http://www.w3.org/2009/xmlenc11#aes128-gcm',
  `${xenc}aes256-cbc`,
  `${xenc}aes128-cbc`,
]
const keyTransport = `${xenc}rsa-oaep-mgf1p`

/**
 * Opens an encrypted assertion (SAML 2.0 core, 2.3.4) with whichever of the service's keys fits, so that what is in it
 * can be looked at before the library does the same again and verifies it.
 * @returns the assertion as it was before encryption, and the key
 * @throws SignInRefused 'message', the same whatever is wrong with it; UnreadableXml where what was in it is no XML
 */
export function openAssertion(encrypted: Element, keys: readonly OpenKey[]): { key: OpenKey; assertion: Element } {
  const data = only(encrypted, xenc, 'EncryptedData')
  const methods = within(data).filter(({ localName }) => localName === 'EncryptionMethod')
  const [cipher, transport, ...others] = methods.map((method) => attribute(method, 'Algorithm'))
  if (!ciphers.includes(cipher ?? '') || transport !== keyTransport || others.length > 0)
    return refuse('its assertion is encrypted in a way that is not taken')
  if (attribute(only(data, xenc, 'EncryptionMethod'), 'Algorithm') !== cipher)
    return refuse('its assertion is encrypted in an odd order')
  const found = firstThatOpens(new XMLSerializer().serializeToString(data), keys)
  if (found === undefined) return refuse('its assertion cannot be opened')
  const assertion = readXml(found.text)
  if (assertion.localName !== 'Assertion' || assertion.namespaceURI !== saml)
    return refuse('no assertion was encrypted')
  return { key: found.key, assertion }
}

function firstThatOpens(xml: string, keys: readonly OpenKey[]): { key: OpenKey; text: string } | undefined {
  for (const key of keys) {
    let text = ''
    // It calls back before it returns.
    decrypt(xml, { key: key.privateKey, disallowDecryptionWithInsecureAlgorithm: true }, (error, result) => {
      if (error === null || error === undefined) text = result
    })
    if (text !== '') return { key, text }
  }
  return undefined
}

function refuse(reason: string): never {
  throw new SignInRefused('message', reason)
}
