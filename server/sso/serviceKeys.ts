import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { type KeyState, type ServiceKey, serviceKeysFor } from '../../models/serviceKey.ts'
import type { Config } from '../config.ts'
import { newId } from '../ids.ts'
import type { Viewer } from '../policy/terms.ts'
import { type Keys, makeKeys } from './keyPair.ts'

/** A key pair that this process can use. */
export type OpenKey = Keys & { readonly state: KeyState }

type Secret = Pick<Config, 'sessionSecret' | 'baseUrl'>

const signIn: Viewer = { kind: 'service', name: 'signIn' }
const open = new Map<string, string>()

/**
 * The service's key pairs, the current one first. Makes the first one when there is none that this process can open,
 * which is also so after the session secret was changed: the organisations then need the new metadata.
 */
export async function serviceKeys(config: Secret): Promise<readonly [OpenKey, ...OpenKey[]]> {
  const [current, ...others] = await openKeys(config)
  if (current?.state === 'current') return [current, ...others]
  await serviceKeysFor(signIn).add(await newServiceKey(config, 'current'))
  const [made, ...rest] = await openKeys(config)
  if (made === undefined) throw new Error('the key of this service cannot be kept')
  return [made, ...rest]
}

/** A new key pair as it is kept. Of several processes that make the first one at once, one is heard. */
export async function newServiceKey(config: Secret, state: KeyState): Promise<ServiceKey> {
  const { certificate, privateKey } = await makeKeys(new URL(config.baseUrl).hostname)
  const _id = state === 'current' ? firstOf(config) : newId()
  return { _id, certificate, sealed: seal(config, privateKey), state, madeAt: new Date() }
}

/** The first key's id under one secret. */
const firstOf = (config: Secret): string => `first-${sealingKey(config, 'name').toString('hex').slice(0, 16)}`

const order: readonly KeyState[] = ['current', 'next', 'old']

async function openKeys(config: Secret): Promise<OpenKey[]> {
  const kept = await serviceKeysFor(signIn).list()
  return kept
    .flatMap(({ _id, certificate, sealed, state }) => {
      const privateKey = open.get(_id + sealed + config.sessionSecret) ?? unseal(config, sealed)
      if (privateKey === undefined) return []
      open.set(_id + sealed + config.sessionSecret, privateKey)
      return [{ certificate, privateKey, state }]
    })
    .toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state))
}

const sealingKey = ({ sessionSecret }: Secret, what: string): Buffer =>
  Buffer.from(hkdfSync('sha256', sessionSecret, '', `subrosa service key ${what}`, 32))

/** AES-256-GCM: nonce, tag and what was sealed, in base64. */
function seal(config: Secret, text: string): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', sealingKey(config, 'seal'), nonce)
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64')
}

/** What was sealed; undefined where it was sealed under another secret. */
function unseal(config: Secret, sealed: string): string | undefined {
  const bytes = Buffer.from(sealed, 'base64')
  try {
    const decipher = createDecipheriv('aes-256-gcm', sealingKey(config, 'seal'), bytes.subarray(0, 12))
    decipher.setAuthTag(bytes.subarray(12, 28))
    return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
  } catch {
    return undefined
  }
}
