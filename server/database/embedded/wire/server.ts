import { type Server, type Socket, createServer } from 'node:net'
import type { Engine } from '../engine.ts'
import { DatabaseError, asDatabaseError, failure } from '../errors.ts'
import { type Message, messageLength, parseMessage, replyTo } from './message.ts'
import { Conversation, type Credentials, Keys } from './scram.ts'

/** Bytes of one connection, cut into messages. */
class Inbox {
  #parts: Buffer[] = []
  #length = 0

  get length(): number {
    return this.#length
  }

  push(bytes: Buffer): void {
    this.#parts.push(bytes)
    this.#length += bytes.length
  }

  /** The next whole message, or undefined while there is none. */
  take(): Buffer | undefined {
    const first = this.#parts[0]
    if (first === undefined) return undefined
    if (first.length < 4 && this.#parts.length > 1) this.#join()
    const length = messageLength(this.#parts[0] ?? first)
    if (length === undefined || this.#length < length) return undefined
    const whole = this.#join()
    this.#parts = whole.length === length ? [] : [whole.subarray(length)]
    this.#length -= length
    return whole.subarray(0, length)
  }

  #join(): Buffer {
    const whole = this.#parts.length === 1 ? this.#parts[0] : Buffer.concat(this.#parts)
    this.#parts = whole === undefined ? [] : [whole]
    return whole ?? Buffer.alloc(0)
  }
}

/** Commands that a connection may send before it has given its password. */
const open: ReadonlySet<string> = new Set([
  'hello',
  'isMaster',
  'ismaster',
  'ping',
  'buildInfo',
  'buildinfo',
  'endSessions',
])

type Reply = Parameters<typeof replyTo>[1]

/** Answers one connection's messages; with keys, only to who knows the password. */
function answering(engine: Engine, keys: Keys | undefined): (message: Message) => Promise<Reply> | Reply {
  const conversation = keys === undefined ? undefined : new Conversation(keys)
  return ({ body, raw }) => {
    const [name = ''] = body.keys()
    try {
      if (conversation !== undefined && (name === 'saslStart' || name === 'saslContinue'))
        return conversation.answer(body)
      if (conversation?.authenticated === false && !open.has(name)) {
        throw new DatabaseError(13, `Command ${name} requires authentication`)
      }
    } catch (error) {
      return failure(error)
    }
    return engine.submit({ name, body, raw })
  }
}

/** Bytes that may wait while a message is answered; more stay in the socket. */
const WAITING_BYTES = 1 << 20

/** Serves one connection: its messages one after another, each answered before the next is begun. */
function serve(socket: Socket, answer: ReturnType<typeof answering>, failed: (error: unknown) => void): void {
  const inbox = new Inbox()
  let busy = false
  const work = async (): Promise<void> => {
    busy = true
    for (let whole = inbox.take(); whole !== undefined; whole = inbox.take()) {
      const { message, reply } = await answered(whole, answer)
      if (message.silent || socket.destroyed) continue
      socket.cork()
      for (const part of replyTo(message, reply)) socket.write(part)
      socket.uncork()
    }
    busy = false
    if (socket.isPaused()) socket.resume()
  }
  socket.on('data', (bytes: Buffer) => {
    inbox.push(bytes)
    if (!busy) work().catch(failed)
    else if (inbox.length > WAITING_BYTES) socket.pause()
  })
}

/** A message and its reply. Documents that cannot be read are answered; a message that cannot is thrown. */
async function answered(
  whole: Buffer,
  answer: ReturnType<typeof answering>,
): Promise<{ message: Pick<Message, 'id' | 'silent' | 'legacy'>; reply: Reply }> {
  let message: Message
  try {
    message = parseMessage(whole)
  } catch (error) {
    if (!(error instanceof DatabaseError) || ![15, 22].includes(error.code)) throw error
    return { message: { id: whole.readInt32LE(4), silent: false, legacy: false }, reply: failure(error) }
  }
  return { message, reply: await answer(message) }
}

/** A server that speaks the wire protocol for an engine. The caller lets it listen. */
export function wireServer(engine: Engine, credentials?: Credentials): { server: Server; closeAll: () => void } {
  const sockets = new Set<Socket>()
  const keys = credentials === undefined ? undefined : new Keys(credentials)
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => sockets.delete(socket))
    serve(socket, answering(engine, keys), (error) => {
      // Bytes that are no message leave nothing to answer to; the connection ends.
      if (!(error instanceof DatabaseError) && !socket.destroyed) {
        process.stderr.write(`embedded database: ${asDatabaseError(error).message}\n`)
      }
      socket.destroy()
    })
  })
  return {
    server,
    closeAll: () => {
      for (const socket of sockets) socket.destroy()
    },
  }
}
