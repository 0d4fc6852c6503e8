import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'

/**
 * A software authenticator for tests: it makes and uses passkeys as Web Authentication (W3C, level 3) has it, and lies
 * where a test says so. Written from the standard and without the library that the service verifies with.
 */

const sha256 = (data: Buffer | string): Buffer => createHash('sha256').update(data).digest()
const uint = (value: number, bytes: number): Buffer => {
  const made = Buffer.alloc(bytes)
  made.writeUIntBE(value, 0, bytes)
  return made
}

/** CBOR (RFC 8949), as much as attestation objects need. */
function head(major: number, value: number): Buffer {
  if (value < 24) return Buffer.from([(major << 5) | value])
  if (value < 256) return Buffer.from([(major << 5) | 24, value])
  return Buffer.concat([Buffer.from([(major << 5) | 25]), uint(value, 2)])
}
const cbor = (value: number | string | Buffer | ReadonlyMap<number | string, unknown> | readonly unknown[]): Buffer => {
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value)
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)])
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value])
  if (value instanceof Map) {
    const pairs = [...value].map(([name, held]) => Buffer.concat([cbor(name as string), cbor(held as string)]))
    return Buffer.concat([head(5, value.size), ...pairs])
  }
  const all = value as readonly unknown[]
  return Buffer.concat([head(4, all.length), ...all.map((one) => cbor(one as string))])
}

type Passkey = { readonly id: Buffer; readonly key: KeyObject; readonly publicKey: KeyObject; counter: number }

/** Where this authenticator departs from what it was asked. */
export type Lie = {
  readonly origin?: string
  readonly rpId?: string
  readonly challenge?: string
  readonly type?: string
  readonly crossOrigin?: boolean
  /** 0x01 user present, 0x04 user verified. */
  readonly flags?: number
  readonly counter?: number
  /** Another credential's id over this one's signature. */
  readonly id?: Buffer
  /** An attestation nobody asked for. */
  readonly format?: string
  readonly statement?: ReadonlyMap<string, unknown>
  /** Changes the signature. */
  readonly signature?: (made: Buffer) => Buffer
}

/** What the server sends the browser, as far as it is needed here. */
export type Options = {
  readonly challenge: string
  readonly rp?: { readonly id: string }
  readonly rpId?: string
  readonly allowCredentials?: readonly { readonly id: string }[]
}

export class Authenticator {
  readonly passkeys: Passkey[] = []
  readonly #origin: string

  /** @param origin of the page that it is used from */
  constructor(origin: string) {
    this.#origin = origin
  }

  #clientData(type: string, options: Options, lie: Lie): Buffer {
    const { origin = this.#origin, challenge = options.challenge, crossOrigin = false } = lie
    return Buffer.from(JSON.stringify({ type: lie.type ?? type, challenge, origin, crossOrigin }))
  }

  /** Makes a passkey: what the browser puts into the form's field `answer`. */
  add(options: Options, lie: Lie = {}): string {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const passkey = { id: lie.id ?? randomBytes(32), key: privateKey, publicKey, counter: lie.counter ?? 1 }
    this.passkeys.push(passkey)
    const { x, y } = publicKey.export({ format: 'jwk' })
    const point = (coordinate?: string): Buffer => Buffer.from(coordinate ?? '', 'base64url')
    // COSE_Key (RFC 9053): EC2, ES256, P-256.
    const cose = new Map<number, unknown>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, point(x)],
      [-3, point(y)],
    ])
    const clientData = this.#clientData('webauthn.create', options, lie)
    const authData = Buffer.concat([
      sha256(lie.rpId ?? options.rp?.id ?? ''),
      Buffer.from([0x40 | (lie.flags ?? 0x05)]),
      uint(passkey.counter, 4),
      Buffer.alloc(16),
      uint(passkey.id.length, 2),
      passkey.id,
      cbor(cose),
    ])
    const statement = lie.statement ?? new Map<string, unknown>()
    const attestation = cbor(
      new Map<string, unknown>([
        ['fmt', lie.format ?? 'none'],
        ['attStmt', statement],
        ['authData', authData],
      ]),
    )
    return this.#answer(passkey.id, {
      clientDataJSON: clientData.toString('base64url'),
      attestationObject: attestation.toString('base64url'),
      transports: ['internal'],
    })
  }

  /** Uses a passkey: the first that the server allows, or the one that the test names. */
  use(options: Options, lie: Lie = {}, passkey = this.#allowed(options)): string {
    const clientData = this.#clientData('webauthn.get', options, lie)
    passkey.counter = lie.counter ?? passkey.counter + 1
    const authData = Buffer.concat([
      sha256(lie.rpId ?? options.rpId ?? ''),
      Buffer.from([lie.flags ?? 0x05]),
      uint(passkey.counter, 4),
    ])
    const signature = sign('sha256', Buffer.concat([authData, sha256(clientData)]), passkey.key)
    return this.#answer(lie.id ?? passkey.id, {
      clientDataJSON: clientData.toString('base64url'),
      authenticatorData: authData.toString('base64url'),
      signature: (lie.signature?.(signature) ?? signature).toString('base64url'),
    })
  }

  #allowed({ allowCredentials = [] }: Options): Passkey {
    const found = this.passkeys.find(({ id }) => allowCredentials.some((one) => one.id === id.toString('base64url')))
    if (found === undefined) throw new Error('none of these passkeys is here')
    return found
  }

  #answer(id: Buffer, response: object): string {
    const text = id.toString('base64url')
    return JSON.stringify({ id: text, rawId: text, type: 'public-key', clientExtensionResults: {}, response })
  }
}
