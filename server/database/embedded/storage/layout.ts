/**
 * Where things are in the store. r: a collection's documents by number; i: an index's keys; c: the catalogue by
 * namespace; s: what retryable writes have already done, by session; m: about the file itself.
 */
const letter = { record: 0x72, index: 0x69, catalogue: 0x63, session: 0x73, meta: 0x6d } as const

function prefix(kind: number, id: number): Buffer {
  const key = Buffer.allocUnsafe(5)
  key.writeUInt8(kind)
  key.writeUInt32BE(id, 1)
  return key
}

export const RID_BYTES = 6

/** A document's number as bytes that order as the numbers do. */
export function ridBytes(rid: number): Buffer {
  const bytes = Buffer.allocUnsafe(RID_BYTES)
  bytes.writeUIntBE(rid, 0, RID_BYTES)
  return bytes
}
export const ridAtEnd = (bytes: Buffer): number => bytes.readUIntBE(bytes.length - RID_BYTES, RID_BYTES)

export function recordKey(collection: number, rid: number): Buffer {
  const key = Buffer.allocUnsafe(5 + RID_BYTES)
  key.writeUInt8(letter.record)
  key.writeUInt32BE(collection, 1)
  key.writeUIntBE(rid, 5, RID_BYTES)
  return key
}

/** A unique index has one document under a key and keeps its number as the value; others end the key in the number. */
export const indexKey = (index: number, bytes: Buffer, rid: number | undefined): Buffer =>
  Buffer.concat([prefix(letter.index, index), bytes, rid === undefined ? Buffer.alloc(0) : ridBytes(rid)])

export type Range = { readonly start: Buffer; readonly end: Buffer }

export const recordsOf = (collection: number): Range => ({
  start: prefix(letter.record, collection),
  end: prefix(letter.record, collection + 1),
})
export const entriesOf = (index: number): Range => ({
  start: prefix(letter.index, index),
  end: prefix(letter.index, index + 1),
})

const named = (kind: number, name: string): Buffer => Buffer.concat([Buffer.from([kind]), Buffer.from(name)])

export const catalogueKey = (namespace: string): Buffer => named(letter.catalogue, namespace)
export const catalogueRange: Range = {
  start: Buffer.from([letter.catalogue]),
  end: Buffer.from([letter.catalogue + 1]),
}
export const sessionKey = (session: string): Buffer => named(letter.session, session)
export const sessionRange: Range = { start: Buffer.from([letter.session]), end: Buffer.from([letter.session + 1]) }
export const isSessionKey = (key: Buffer): boolean => key[0] === letter.session
export const metaKey = (name: string): Buffer => named(letter.meta, name)

/** The first byte of every key there may be, in order. */
export const kinds: readonly number[] = Object.values(letter).toSorted((a, b) => a - b)
/** The highest number a collection or index may have, so that the one after it is a number too. */
export const lastId = 0xffff_fffe
