import { DatabaseError } from '../errors.ts'
import { decode } from '../values/decode.ts'
import { encode } from '../values/encode.ts'
import type { Document } from '../values/types.ts'

/** MongoDB's wire protocol: a header of four little-endian int32, then a body by its opcode. */
const HEADER = 16
const REPLY = 1
const QUERY = 2004
const COMPRESSED = 2012
const MSG = 2013
/** More than any message a driver may send (maxMessageSizeBytes). */
export const LARGEST_MESSAGE = 48_000_000 + 16_384

const CHECKSUM = 1
const MORE_TO_COME = 2
/** The flags below 2^16 must be understood; those above may be ignored. */
const REQUIRED = 0xffff

export type Message = {
  readonly id: number
  readonly body: Document
  /** The bytes of documents that came beside the body. */
  readonly raw: ReadonlyMap<Document, Buffer>
  /** True where the sender wants no reply. */
  readonly silent: boolean
  /** Old drivers say hello by OP_QUERY and expect OP_REPLY. */
  readonly legacy: boolean
}

/** How long the message at the front is, or undefined while its header is incomplete. Throws for nonsense. */
export function messageLength(bytes: Buffer): number | undefined {
  if (bytes.length < 4) return undefined
  const length = bytes.readInt32LE(0)
  if (length < HEADER || length > LARGEST_MESSAGE) throw new DatabaseError(9, `a message of ${length} bytes is refused`)
  return length
}

/** Reads one whole message. Throws DatabaseError for an opcode or flag that is not known. */
export function parseMessage(bytes: Buffer): Message {
  const id = bytes.readInt32LE(4)
  const opcode = bytes.readInt32LE(12)
  if (opcode === MSG) return parseMsg(id, bytes)
  if (opcode === QUERY) return parseQuery(id, bytes)
  throw new DatabaseError(
    59,
    opcode === COMPRESSED ? 'compression is not implemented' : `opcode ${opcode} is not implemented`,
  )
}

function parseMsg(id: number, bytes: Buffer): Message {
  const flags = bytes.readUInt32LE(HEADER)
  if ((flags & REQUIRED & ~(CHECKSUM | MORE_TO_COME)) !== 0)
    throw new DatabaseError(9, `unknown message flags ${flags}`)
  const end = bytes.length - ((flags & CHECKSUM) === 0 ? 0 : 4)
  const raw = new Map<Document, Buffer>()
  const sequences: [string, Document[]][] = []
  let body: Document | undefined
  let at = HEADER + 4
  while (at < end) {
    const kind = bytes.readUInt8(at)
    const size = bytes.readInt32LE(at + 1)
    const from = at + 1
    if (size < 5 || from + size > end) throw new DatabaseError(9, 'a section is longer than its message')
    if (kind === 0) body = decode(bytes.subarray(from, from + size))
    else if (kind === 1) sequences.push(sequence(bytes.subarray(from, from + size), raw))
    else throw new DatabaseError(9, `unknown section kind ${kind}`)
    at = from + size
  }
  if (body === undefined) throw new DatabaseError(9, 'a message without a body')
  for (const [name, documents] of sequences) body.set(name, documents)
  return { id, body, raw, silent: (flags & MORE_TO_COME) !== 0, legacy: false }
}

function sequence(bytes: Buffer, raw: Map<Document, Buffer>): [string, Document[]] {
  const end = bytes.indexOf(0, 4)
  if (end < 0) throw new DatabaseError(9, 'a section without a name')
  const documents: Document[] = []
  let at = end + 1
  while (at < bytes.length) {
    const size = bytes.readInt32LE(at)
    if (size < 5 || at + size > bytes.length) throw new DatabaseError(22, 'a document is longer than its section')
    // A copy: it is kept until the commit, and the rest of the message need not be.
    const own = Buffer.from(bytes.subarray(at, at + size))
    const document = decode(own)
    raw.set(document, own)
    documents.push(document)
    at += size
  }
  return [bytes.toString('utf8', 4, end), documents]
}

function parseQuery(id: number, bytes: Buffer): Message {
  const end = bytes.indexOf(0, HEADER + 4)
  const from = end + 9
  const body = decode(bytes.subarray(from, from + bytes.readInt32LE(from)))
  const database = bytes.toString('utf8', HEADER + 4, end).replace(/\.\$cmd$/, '')
  if (!body.has('$db')) body.set('$db', database)
  return { id, body, raw: new Map(), silent: false, legacy: true }
}

/** A reply to a message, as bytes for the socket. */
export function replyTo({ id, legacy }: Pick<Message, 'id' | 'legacy'>, reply: Document | Buffer): Buffer[] {
  const bytes = Buffer.isBuffer(reply) ? reply : encode(reply)
  const head = Buffer.alloc(legacy ? HEADER + 20 : HEADER + 5)
  head.writeInt32LE(head.length + bytes.length, 0)
  head.writeInt32LE(id, 8)
  head.writeInt32LE(legacy ? REPLY : MSG, 12)
  // OP_REPLY: flags (await capable), cursor, starting place, number of documents.
  if (legacy) {
    head.writeInt32LE(8, HEADER)
    head.writeInt32LE(1, HEADER + 16)
  }
  return [head, bytes]
}
