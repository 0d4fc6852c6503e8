import { createHash } from 'node:crypto'
import { BSONSymbol, Code, Decimal128, Long, Timestamp } from 'bson'
import { difference, toNumber } from './numbers.ts'
import { kind, kindOf } from './order.ts'
import { type Found, type Numeric, isArray, isBinary, isDocument, isNumeric, isObjectId, isRegex } from './types.ts'
import { Double } from 'bson'

/** Longer keys are cut and end in a hash: storage takes 1,978 bytes, and this leaves room for the rest. */
const LONGEST = 1024

/** An empty array met on the way to an index key: before null in the order. */
export const EMPTY = Symbol('an empty array')
export type KeyPart = Found | typeof EMPTY

/** A key's bytes, and whether they were cut (then order within the cut is lost and bounds must be widened). */
export type Key = { readonly bytes: Buffer; readonly cut: boolean }

const scratch = Buffer.alloc(8)

/** The eight bytes whose order is the order of doubles. */
function doubleBytes(value: number): Buffer {
  if (Number.isNaN(value)) return Buffer.alloc(8)
  scratch.writeDoubleBE(value === 0 ? 0 : value)
  const flip = (scratch[0] ?? 0) & 0x80
  for (let index = 0; index < 8; index++) {
    const byte = scratch[index] ?? 0
    scratch[index] = flip ? ~byte & 0xff : index === 0 ? byte | 0x80 : byte
  }
  return Buffer.from(scratch)
}

const PLAIN = Buffer.from([0x80])
const TAIL = 1n << 127n

/**
 * What a long or decimal has beyond the nearest double, as one byte for its sign and sixteen for its size relative
 * to the double's own step: so that keys order and differ exactly.
 */
function beyondDouble(value: Numeric, nearest: number): Buffer {
  if (!(value instanceof Long) && !(value instanceof Decimal128)) return PLAIN
  if (!Number.isFinite(nearest) || (value instanceof Long && Math.abs(nearest) < Number.MAX_SAFE_INTEGER)) return PLAIN
  const { digits, exponent } = difference(value, new Double(nearest))
  if (digits === 0n) return PLAIN
  const step = Math.max(Math.floor(Math.log2(Math.abs(nearest) || Number.MIN_VALUE)) - 52, -1074)
  // digits * 10^exponent / 2^step, times 2^120, as an integer.
  const power = 120 - step
  let scaled = power >= 0 ? digits << BigInt(power) : digits / (1n << BigInt(-power))
  scaled = exponent >= 0 ? scaled * 10n ** BigInt(exponent) : scaled / 10n ** BigInt(-exponent)
  const tail = (scaled + TAIL).toString(16).padStart(32, '0').slice(-32)
  return Buffer.concat([Buffer.from([digits < 0n ? 0x7f : 0x81]), Buffer.from(tail, 'hex')])
}

const END = Buffer.alloc(2)

/** Text or bytes of any content, ended by two zeros: a zero inside becomes 00 ff. */
function terminated(bytes: Buffer): Buffer[] {
  if (!bytes.includes(0)) return [bytes, END]
  const escaped: number[] = []
  for (const byte of bytes) {
    if (byte === 0) escaped.push(0, 0xff)
    else escaped.push(byte)
  }
  return [Buffer.from(escaped), END]
}

function whole(value: bigint): Buffer {
  const bytes = Buffer.allocUnsafe(8)
  bytes.writeBigUInt64BE(BigInt.asUintN(64, value + (1n << 63n)))
  return bytes
}

function length(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(4)
  bytes.writeUInt32BE(value)
  return bytes
}

function write(value: Found, out: Buffer[]): void {
  if (typeof value === 'string') out.push(...terminated(Buffer.from(value)))
  else if (value instanceof BSONSymbol) out.push(...terminated(Buffer.from(value.value)))
  else if (isNumeric(value)) {
    const nearest = toNumber(value)
    out.push(doubleBytes(nearest), beyondDouble(value, nearest))
  } else if (isObjectId(value)) out.push(Buffer.from(value.id))
  else if (typeof value === 'boolean') out.push(Buffer.from([value ? 1 : 0]))
  else if (value instanceof Date) {
    out.push(whole(Number.isNaN(value.getTime()) ? -(1n << 63n) : BigInt(value.getTime())))
  } else if (isDocument(value)) {
    for (const [name, inner] of value) {
      out.push(Buffer.from([kindOf(inner)]), ...terminated(Buffer.from(name)))
      write(inner, out)
    }
    out.push(Buffer.alloc(1))
  } else if (isArray(value)) {
    for (const inner of value) {
      out.push(Buffer.from([kindOf(inner)]))
      write(inner, out)
    }
    out.push(Buffer.alloc(1))
  } else if (isBinary(value))
    out.push(length(value.position), Buffer.from([value.sub_type]), Buffer.from(value.value()))
  else if (isRegex(value))
    out.push(...terminated(Buffer.from(value.pattern)), ...terminated(Buffer.from(value.options)))
  else if (value instanceof Timestamp) out.push(whole(value.toBigInt() - (1n << 63n)))
  else if (value instanceof Code) out.push(...terminated(Buffer.from(value.code)))
}

/** One part of a key: its bytes compare as the values do, reversed where the direction is -1. */
export function partBytes(part: KeyPart, direction: 1 | -1): Buffer {
  let bytes: Buffer
  if (part === EMPTY) bytes = Buffer.from([kind.empty])
  else {
    const pieces = [Buffer.from([kindOf(part)])]
    write(part, pieces)
    bytes = pieces.length === 1 ? (pieces[0] ?? Buffer.alloc(0)) : Buffer.concat(pieces)
  }
  if (direction === -1) for (let index = 0; index < bytes.length; index++) bytes[index] = ~(bytes[index] ?? 0) & 0xff
  return bytes
}

/** A compound key, ready to be stored: comparing the bytes compares the values part by part. */
export function keyOf(parts: readonly KeyPart[], directions: readonly (1 | -1)[]): Key {
  const bytes = rawKeyOf(parts, directions)
  return bytes.length <= LONGEST ? { bytes, cut: false } : { bytes: shortened(bytes), cut: true }
}

/** The same without a limit: for sorting in memory. */
export const rawKeyOf = (parts: readonly KeyPart[], directions: readonly (1 | -1)[]): Buffer =>
  parts.length === 1
    ? partBytes(parts[0], directions[0] ?? 1)
    : Buffer.concat(parts.map((part, index) => partBytes(part, directions[index] ?? 1)))

const shortened = (bytes: Buffer): Buffer =>
  Buffer.concat([bytes.subarray(0, LONGEST), createHash('sha256').update(bytes).digest()])

/** A bound for scans: cut where a stored key would be, so that it stands before every key that begins like it. */
export const boundOf = (bytes: Buffer): Buffer => (bytes.length <= LONGEST ? bytes : bytes.subarray(0, LONGEST))

/** The first key after every key that begins with these bytes. */
export function after(prefix: Buffer): Buffer {
  const bytes = Buffer.from(prefix)
  for (let index = bytes.length - 1; index >= 0; index--) {
    const byte = bytes[index] ?? 0
    if (byte < 0xff) {
      bytes[index] = byte + 1
      return bytes.subarray(0, index + 1)
    }
  }
  return Buffer.concat([prefix, Buffer.alloc(8, 0xff)])
}
