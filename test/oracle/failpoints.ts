import { deserialize, serialize } from 'bson'
import { type Server, type Socket, connect, createServer } from 'node:net'
import { DatabaseError } from '../../server/database/embedded/errors.ts'

/** MongoDB's fail point "failCommand", as the unified test format writes it. */
export type FailPoint = {
  readonly mode: 'off' | 'alwaysOn' | { readonly times: number }
  readonly data?: {
    readonly failCommands: readonly string[]
    readonly appName?: string
    readonly errorCode?: number
    readonly errorLabels?: readonly string[]
    readonly writeConcernError?: Readonly<Record<string, unknown>>
    readonly closeConnection?: boolean
    readonly blockConnection?: boolean
    readonly blockTimeMS?: number
  }
}
type Data = NonNullable<FailPoint['data']>
type Body = Record<string, any>
type Amend = (reply: Body) => void

const QUERY = 2004
const MSG = 2013

/**
 * A server in front of a database's socket. It has no password, names itself as the replica set's only member, and
 * plays fail points: they belong to a test server and not to one that keeps records, so they are played out here.
 */
export class Proxy {
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  #failPoint: Data | undefined
  #left = 0

  private constructor(upstream: string) {
    this.#server = createServer({ noDelay: true }, (socket) => this.#serve(socket, connect({ path: upstream })))
  }

  /** Listens on loopback, on any free port, for the database whose `mongodb://` address names a socket. */
  static async before(uri: string): Promise<Proxy> {
    const path = /^mongodb:\/\/([^/]+)\//.exec(uri)?.[1]
    if (path === undefined) throw new Error(`${uri} names no socket`)
    const proxy = new Proxy(decodeURIComponent(path))
    await new Promise<void>((resolve) => {
      proxy.#server.listen(0, '127.0.0.1', resolve)
    })
    return proxy
  }

  get host(): string {
    const address = this.#server.address()
    if (address === null || typeof address === 'string') throw new Error('the proxy does not listen')
    return `127.0.0.1:${address.port}`
  }
  /** An address for drivers; the option says whether they see a replica set or this one server. */
  uri(database: string, option: 'replicaSet=embedded' | 'directConnection=true'): string {
    return `mongodb://${this.host}/${database}?${option}`
  }

  /** Sets the fail point, or with mode "off" ends it. */
  configure({ mode, data }: FailPoint): void {
    this.#failPoint = mode === 'off' ? undefined : data
    this.#left = typeof mode === 'object' ? mode.times : Infinity
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  #serve(client: Socket, upstream: Socket): void {
    const amendments = new Map<number, Amend>()
    const end = (): void => {
      for (const socket of [client, upstream]) {
        socket.destroy()
        this.#sockets.delete(socket)
      }
    }
    for (const socket of [client, upstream]) {
      this.#sockets.add(socket)
      socket.on('error', end)
      socket.on('close', end)
    }
    let appName: string | undefined
    const pass = async (frame: Buffer): Promise<void> => {
      const body = bodyOf(frame)
      const [name = ''] = Object.keys(body)
      if (/^(hello|ismaster)$/i.test(name)) {
        appName ??= body['client']?.application?.name
        const here = { hosts: [this.host], me: this.host, primary: this.host }
        amendments.set(frame.readInt32LE(4), (reply) => Object.assign(reply, here))
      }
      const failing = this.#take(name, appName)
      if (failing?.blockConnection === true) await passed(failing.blockTimeMS ?? 0)
      if (failing?.closeConnection === true) return end()
      if (failing?.errorCode !== undefined) {
        client.write(reply(frame, failed(failing.errorCode, failing, body)))
        return
      }
      if (failing?.writeConcernError !== undefined) amendments.set(frame.readInt32LE(4), concerned(failing, body))
      upstream.write(frame)
    }
    let turn = Promise.resolve()
    client.on(
      'data',
      whole((frame) => {
        turn = turn.then(() => pass(frame)).catch(end)
      }),
    )
    upstream.on(
      'data',
      whole((frame) => {
        const amend = amendments.get(frame.readInt32LE(8))
        amendments.delete(frame.readInt32LE(8))
        client.write(amend === undefined ? frame : amended(frame, amend))
      }),
    )
  }

  /** The fail point, if it is this command's turn to fail. */
  #take(command: string, appName: string | undefined): Data | undefined {
    const data = this.#failPoint
    if (data === undefined || this.#left === 0 || !data.failCommands.includes(command)) return undefined
    if (data.appName !== undefined && data.appName !== appName) return undefined
    this.#left--
    return data
  }
}

const passed = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** Cuts what arrives into messages, each of which begins with its length. */
function whole(take: (frame: Buffer) => void): (bytes: Buffer) => void {
  let kept = Buffer.alloc(0)
  return (bytes) => {
    kept = Buffer.concat([kept, bytes])
    while (kept.length >= 4 && kept.length >= kept.readInt32LE(0)) {
      take(kept.subarray(0, kept.readInt32LE(0)))
      kept = kept.subarray(kept.readInt32LE(0))
    }
  }
}

function bodyOf(frame: Buffer): Body {
  if (frame.readInt32LE(12) === QUERY) return deserialize(frame.subarray(frame.indexOf(0, 20) + 9))
  let at = 20
  while (frame[at] !== 0) at += 1 + frame.readInt32LE(at + 1)
  return deserialize(frame.subarray(at + 1, at + 1 + frame.readInt32LE(at + 1)), { promoteValues: false })
}

function reply(request: Buffer, body: Body): Buffer {
  const bytes = serialize(body)
  const head = Buffer.alloc(21)
  head.writeInt32LE(head.length + bytes.length, 0)
  head.writeInt32LE(request.readInt32LE(4), 8)
  head.writeInt32LE(MSG, 12)
  return Buffer.concat([head, bytes])
}

function amended(frame: Buffer, amend: Amend): Buffer {
  const from = frame.readInt32LE(12) === MSG ? 21 : 36
  const body = deserialize(frame.subarray(from), { promoteValues: false })
  amend(body)
  const made = Buffer.concat([frame.subarray(0, from), serialize(body)])
  made.writeInt32LE(made.length, 0)
  return made
}

/** Codes that a mongod marks as worth another try (error_codes.yml, categories RetriableError and NotPrimaryError). */
const retryable = new Set([6, 7, 89, 91, 189, 262, 9001, 10107, 11600, 11602, 13435, 13436])
const NO_SUCH_TRANSACTION = 251
const transient = new Set([24, 112, 246, NO_SUCH_TRANSACTION, ...retryable])

/** The labels that a mongod gives an error (src/mongo/db/error_labels.cpp), unless the fail point brings its own. */
function labels(
  code: number,
  { errorLabels, writeConcernError }: Data,
  body: Body,
): { errorLabels?: readonly string[] } {
  if (errorLabels !== undefined) return { errorLabels }
  const [name = ''] = Object.keys(body)
  const ending = name === 'commitTransaction' || name === 'abortTransaction'
  const found: string[] = []
  if (body['autocommit'] === false && !ending) {
    if (writeConcernError === undefined && transient.has(code)) found.push('TransientTransactionError')
  } else if (body['txnNumber'] !== undefined) {
    if (retryable.has(code)) found.push('RetryableWriteError')
    if (code === NO_SUCH_TRANSACTION && writeConcernError === undefined) found.push('TransientTransactionError')
  }
  return found.length === 0 ? {} : { errorLabels: found }
}

const failed = (code: number, data: Data, body: Body): Body => ({
  ok: 0,
  errmsg: "Failing command via 'failCommand' failpoint",
  code,
  codeName: new DatabaseError(code, '').codeName,
  ...labels(code, data, body),
})

const concerned =
  (data: Data, body: Body): Amend =>
  (reply) => {
    const error = data.writeConcernError ?? {}
    Object.assign(reply, { writeConcernError: error }, labels(Number(error['code']), data, body))
  }
