import { serialize } from 'bson'
import { DatabaseError } from '../errors.ts'
import type { Document } from './types.ts'

/** MongoDB's limit for one document. */
export const LARGEST = 16 * 1024 * 1024

/** A document's BSON. */
export function encode(document: Document): Buffer {
  const bytes = serialize(document)
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** A document's BSON, refused where it is larger than a stored document may be. */
export function encodeForStorage(document: Document): Buffer {
  const bytes = encode(document)
  if (bytes.length > LARGEST) {
    throw new DatabaseError(10334, `object to insert too large. size in bytes: ${bytes.length}, max size: ${LARGEST}`)
  }
  return bytes
}

/** A BSON array of documents that are BSON already, without reading them again. */
function arrayOf(documents: readonly Buffer[]): Buffer {
  const parts: Buffer[] = [Buffer.alloc(4)]
  documents.forEach((document, index) => parts.push(Buffer.from(`\u0003${index}\0`, 'latin1'), document))
  parts.push(Buffer.alloc(1))
  const bytes = Buffer.concat(parts)
  bytes.writeInt32LE(bytes.length)
  return bytes
}

/** A document's BSON with one more field at its end: an element's type, name and value bytes. */
function extended(document: Buffer, type: number, name: string, value: Buffer): Buffer {
  const element = Buffer.from(`${String.fromCodePoint(type)}${name}\0`, 'latin1')
  return withElements(document, Buffer.concat([element, value]))
}

/** A document's BSON with more fields at its end, which are BSON already. */
export function withElements(document: Buffer, elements: Buffer): Buffer {
  const made = Buffer.allocUnsafe(document.length + elements.length)
  const end = document.copy(made, 0, 0, document.length - 1)
  made[end + elements.copy(made, end)] = 0
  made.writeInt32LE(made.length)
  return made
}

/** The fields of a document as BSON, without the document around them. */
export function elementsOf(document: Document): Buffer {
  const bytes = encode(document)
  return bytes.subarray(4, bytes.length - 1)
}

/** The reply `{cursor: {id, ns, [batch]: […]}, …rest}` of find, aggregate and getMore. */
export function cursorReply(cursor: Document, batch: string, documents: readonly Buffer[], rest: Document): Buffer {
  return extended(encode(rest), 0x03, 'cursor', extended(encode(cursor), 0x04, batch, arrayOf(documents)))
}
