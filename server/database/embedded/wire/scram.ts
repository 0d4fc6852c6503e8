import { createHash, createHmac, pbkdf2Sync, randomBytes, timingSafeEqual } from 'node:crypto'
import { Binary } from 'bson'
import { DatabaseError } from '../errors.ts'
import { type Document, doc, double, int } from '../values/types.ts'

/** One name and one password, for a server that anyone on this machine can connect to. */
export type Credentials = { readonly user: string; readonly password: string }

const ITERATIONS = 15_000
const MECHANISM = 'SCRAM-SHA-256'

const hmac = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest()
const failed = (): DatabaseError => new DatabaseError(18, 'Authentication failed.')

/** What the server keeps of the password: enough to check it, for as long as it runs. */
export class Keys {
  readonly user: string
  readonly salt = randomBytes(16)
  readonly stored: Buffer
  readonly server: Buffer
  constructor({ user, password }: Credentials) {
    const salted = pbkdf2Sync(password, this.salt, ITERATIONS, 32, 'sha256')
    this.user = user
    this.stored = createHash('sha256').update(hmac(salted, 'Client Key')).digest()
    this.server = hmac(salted, 'Server Key')
  }
}

/** The part of a SCRAM message behind a letter. */
function part(message: string, letter: string): string {
  const found = message.split(',').find((piece) => piece.startsWith(`${letter}=`))
  if (found === undefined) throw failed()
  return found.slice(2)
}

function payloadOf(body: Document): string {
  const payload = body.get('payload')
  if (payload instanceof Binary) return Buffer.from(payload.value()).toString()
  throw failed()
}

/** One connection's way to being let in: SCRAM-SHA-256 (RFC 5802 and 7677), as MongoDB wraps it in two commands. */
export class Conversation {
  readonly #keys: Keys
  #clientFirst = ''
  #serverFirst = ''
  authenticated = false

  constructor(keys: Keys) {
    this.#keys = keys
  }

  /** The reply to saslStart or saslContinue. Throws 18 for a wrong name or password. */
  answer(body: Document): Document {
    if (body.has('saslStart')) return this.#start(body)
    if (this.authenticated) return reply('', true)
    return this.#finish(payloadOf(body))
  }

  #start(body: Document): Document {
    if (body.get('mechanism') !== MECHANISM) {
      throw new DatabaseError(334, `Only the authentication mechanism ${MECHANISM} is available`)
    }
    const first = payloadOf(body)
    this.#clientFirst = first.replace(/^[ny],[^,]*,/, '')
    const nonce = part(this.#clientFirst, 'r') + randomBytes(18).toString('base64')
    this.#serverFirst = `r=${nonce},s=${this.#keys.salt.toString('base64')},i=${ITERATIONS}`
    return reply(this.#serverFirst, false)
  }

  #finish(final: string): Document {
    const bare = final.slice(0, final.lastIndexOf(',p='))
    const message = `${this.#clientFirst},${this.#serverFirst},${bare}`
    const signature = hmac(this.#keys.stored, message)
    const proof = Buffer.from(part(final, 'p'), 'base64')
    if (proof.length !== signature.length) throw failed()
    const clientKey = createHash('sha256')
      .update(proof.map((byte, at) => byte ^ (signature[at] ?? 0)))
      .digest()
    const named = part(this.#clientFirst, 'n') === this.#keys.user
    const fresh = part(bare, 'r') === part(this.#serverFirst, 'r')
    if (!timingSafeEqual(clientKey, this.#keys.stored) || !named || !fresh) throw failed()
    this.authenticated = true
    return reply(`v=${hmac(this.#keys.server, message).toString('base64')}`, true)
  }
}

const reply = (payload: string, done: boolean): Document =>
  doc(['conversationId', int(1)], ['done', done], ['payload', new Binary(Buffer.from(payload))], ['ok', double(1)])
