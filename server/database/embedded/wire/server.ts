import { type Server, type Socket, createServer } from 'node:net'
import type { Engine } from '../engine.ts'
import { DatabaseError, asDatabaseError } from '../errors.ts'
import { type Message, messageLength, parseMessage, replyTo } from './message.ts'

/** Bytes of one connection, cut into messages. */
class Inbox {
  #parts: Buffer[] = []
  #length = 0

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

/** Serves one connection: its messages one after another, each answered before the next is begun. */
async function serve(socket: Socket, engine: Engine): Promise<void> {
  const inbox = new Inbox()
  for await (const bytes of socket) {
    if (!Buffer.isBuffer(bytes)) throw new DatabaseError(9, 'the socket gave no bytes')
    inbox.push(bytes)
    for (let whole = inbox.take(); whole !== undefined; whole = inbox.take()) {
      const message = parseMessage(whole)
      const reply = await answer(message, engine)
      if (!message.silent && !socket.destroyed) {
        socket.cork()
        for (const part of replyTo(message, reply)) socket.write(part)
        socket.uncork()
      }
    }
  }
}

function answer({ body, raw }: Message, engine: Engine): Promise<Parameters<typeof replyTo>[1]> {
  const [name = ''] = body.keys()
  return engine.submit({ name, body, raw })
}

/** A server that speaks the wire protocol for an engine. The caller lets it listen. */
export function wireServer(engine: Engine): { server: Server; closeAll: () => void } {
  const open = new Set<Socket>()
  const server = createServer({ noDelay: true }, (socket) => {
    open.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => open.delete(socket))
    serve(socket, engine).catch((error: unknown) => {
      // Bytes that are no message leave nothing to answer to; the connection ends.
      if (!(error instanceof DatabaseError) && !socket.destroyed)
        process.stderr.write(`embedded database: ${asDatabaseError(error).message}\n`)
      socket.destroy()
    })
  })
  return {
    server,
    closeAll: () => {
      for (const socket of open) socket.destroy()
    },
  }
}
