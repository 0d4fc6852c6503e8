import {
  BSONRegExp,
  BSONSymbol,
  Binary,
  Code,
  Decimal128,
  Double,
  Int32,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
} from 'bson'
import { DatabaseError } from '../errors.ts'
import type { FieldNames } from './fieldNames.ts'
import type { Document, Value } from './types.ts'

/** Nesting that MongoDB allows, and a little: deeper input is refused before it can exhaust the stack. */
const DEEPEST = 200
const invalid = (why: string): DatabaseError => new DatabaseError(22, `not valid BSON: ${why}`)

/** How long values of a type are; those of other types say it themselves, some without these bytes. */
const FIXED = new Map([
  [0x01, 8],
  [0x06, 0],
  [0x07, 12],
  [0x08, 1],
  [0x09, 8],
  [0x0a, 0],
  [0x10, 4],
  [0x11, 8],
  [0x12, 8],
  [0x13, 16],
  [0x7f, 0],
  [0xff, 0],
])
const BEYOND = new Map([
  [0x02, 4],
  [0x05, 5],
  [0x0d, 4],
  [0x0e, 4],
])

let bytes: Buffer = Buffer.alloc(0)
let at = 0
let depth = 0

/**
 * Reads one BSON document (bsonspec.org). bson's own reader would make a DBRef of `{$ref, $id}`, an object that
 * reorders integer-like keys, and plain numbers without their type, hence this one.
 * Throws DatabaseError 22 where the bytes are no document.
 */
export function decode(source: Buffer): Document {
  bytes = source
  at = 0
  depth = 0
  try {
    return document()
  } catch (error) {
    if (error instanceof RangeError) throw invalid('it ends too early')
    throw error
  }
}

/**
 * Some fields of a stored document, by their names: the others are passed over, which costs a fraction of reading them.
 * For bytes that are known to be a document.
 */
export function decodeFields(source: Buffer, names: FieldNames): Document {
  bytes = source
  depth = 0
  at = 4
  const made: Document = new Map()
  const end = source.length - 1
  while (at < end && made.size < names.size) {
    const type = source[at++] ?? 0
    const start = at
    skipName()
    const name = names.at(source, start, at - 1)
    if (name === undefined) skip(type)
    else made.set(name, value(type))
  }
  return made
}

/** The bytes of a document that has only these fields of a stored one, in the order stored. Nothing is read. */
export function keepFields(source: Buffer, names: FieldNames): Buffer {
  bytes = source
  depth = 0
  at = 4
  const made = Buffer.allocUnsafe(source.length)
  const end = source.length - 1
  let [length, kept] = [4, 0]
  while (at < end && kept < names.size) {
    const start = at
    const type = source[at++] ?? 0
    skipName()
    const wanted = names.at(source, start + 1, at - 1) !== undefined
    skip(type)
    if (!wanted) continue
    kept++
    length += source.copy(made, length, start, at)
  }
  made[length++] = 0
  made.writeInt32LE(length)
  return made.subarray(0, length)
}

function skip(type: number): void {
  if (type === 0x0b) {
    skipName()
    skipName()
  } else at += FIXED.get(type) ?? bytes.readInt32LE(at) + (BEYOND.get(type) ?? 0)
  if (at >= bytes.length) throw invalid('a length is out of range')
}

function document(): Document {
  const end = begin()
  const made: Document = new Map()
  while (at < end) {
    const type = bytes[at++] ?? 0
    const name = cstring()
    made.set(name, value(type))
  }
  finish(end)
  return made
}

function array(): Value[] {
  const end = begin()
  const made: Value[] = []
  while (at < end) {
    const type = bytes[at++] ?? 0
    skipName()
    made.push(value(type))
  }
  finish(end)
  return made
}

function begin(): number {
  if (++depth > DEEPEST) throw new DatabaseError(15, 'the document is nested too deeply')
  const start = at
  const size = bytes.readInt32LE(at)
  if (size < 5 || start + size > bytes.length) throw invalid('a length is out of range')
  at += 4
  return start + size - 1
}

function finish(end: number): void {
  if (at !== end || bytes[at] !== 0) throw invalid('a document does not end where it says')
  at++
  depth--
}

function skipName(): void {
  while (bytes[at] !== 0) if (++at >= bytes.length) throw invalid('a name has no end')
  at++
}

function cstring(): string {
  const start = at
  skipName()
  return bytes.toString('utf8', start, at - 1)
}

function string(): string {
  const size = bytes.readInt32LE(at)
  const start = at + 4
  if (size < 1 || start + size > bytes.length || bytes[start + size - 1] !== 0) throw invalid('a string is malformed')
  at = start + size
  return bytes.toString('utf8', start, at - 1)
}

function copyOf(size: number): Buffer {
  if (size < 0 || at + size > bytes.length) throw invalid('a length is out of range')
  const start = at
  at += size
  return Buffer.from(bytes.subarray(start, at))
}

function binary(): Binary {
  const size = bytes.readInt32LE(at)
  at += 4
  const subtype = bytes.readUInt8(at++)
  const data = copyOf(size)
  // Subtype 2, long deprecated, repeats its length inside.
  return new Binary(subtype === 2 ? data.subarray(4) : data, subtype)
}

function long(): Long {
  const made = new Long(bytes.readInt32LE(at), bytes.readInt32LE(at + 4))
  at += 8
  return made
}

function value(type: number): Value {
  switch (type) {
    case 0x01:
      at += 8
      return new Double(bytes.readDoubleLE(at - 8))
    case 0x02:
      return string()
    case 0x03:
      return document()
    case 0x04:
      return array()
    case 0x05:
      return binary()
    case 0x06:
    case 0x0a:
      return null
    case 0x07:
      return new ObjectId(copyOf(12))
    case 0x08:
      return bytes.readUInt8(at++) !== 0
    case 0x09:
      return new Date(long().toNumber())
    case 0x0b:
      return new BSONRegExp(cstring(), cstring())
    case 0x0d:
      return new Code(string())
    case 0x0e:
      return new BSONSymbol(string())
    case 0x10:
      at += 4
      return new Int32(bytes.readInt32LE(at - 4))
    case 0x11:
      return new Timestamp(long().toUnsigned())
    case 0x12:
      return long()
    case 0x13:
      return new Decimal128(copyOf(16))
    case 0x7f:
      return new MaxKey()
    case 0xff:
      return new MinKey()
    default:
      throw invalid(`type 0x${type.toString(16)} is not supported`)
  }
}
