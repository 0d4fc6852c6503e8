import { BSONSymbol, Code, Decimal128, MinKey, Timestamp } from 'bson'
import { compareNumbers } from './numbers.ts'
import { type Document, type Found, isArray, isBinary, isDocument, isNumeric, isObjectId, isRegex } from './types.ts'

/** Places in the order of types (MongoDB manual, "Comparison/Sort Order"). They are also the first byte of an index key. */
export const kind = {
  minKey: 0x0a,
  /** An empty array in an index or a sort: before null. */
  empty: 0x0f,
  nullish: 0x14,
  number: 0x1e,
  string: 0x3c,
  object: 0x46,
  array: 0x50,
  binary: 0x5a,
  objectId: 0x64,
  boolean: 0x6e,
  date: 0x78,
  timestamp: 0x82,
  regex: 0x8c,
  code: 0xa0,
  maxKey: 0xf0,
} as const

export function kindOf(value: Found): number {
  if (value === null || value === undefined) return kind.nullish
  if (typeof value === 'string' || value instanceof BSONSymbol) return kind.string
  if (isNumeric(value)) return kind.number
  if (isObjectId(value)) return kind.objectId
  if (isDocument(value)) return kind.object
  if (isArray(value)) return kind.array
  if (typeof value === 'boolean') return kind.boolean
  if (value instanceof Date) return kind.date
  if (isBinary(value)) return kind.binary
  if (isRegex(value)) return kind.regex
  if (value instanceof Timestamp) return kind.timestamp
  if (value instanceof Code) return kind.code
  if (value instanceof MinKey) return kind.minKey
  return kind.maxKey
}

/** How strings compare where a collation is asked for. */
export type Texts = (left: string, right: string) => number

/** Strings compare as their UTF-8 bytes, which for surrogate pairs is not JavaScript's order. */
export function compareText(left: string, right: string): number {
  if (left === right) return 0
  // oxlint-disable-next-line no-control-regex -- everything outside ASCII
  if (!/[^\u0000-\u007f]/.test(left + right)) return left < right ? -1 : 1
  return Buffer.compare(Buffer.from(left), Buffer.from(right))
}

const text = (value: string | BSONSymbol): string => (typeof value === 'string' ? value : value.value)

function compareDocuments(left: Document, right: Document, texts: Texts): number {
  const others = right.entries()
  for (const [name, value] of left) {
    const other = others.next()
    if (other.done === true) return 1
    const [otherName, otherValue] = other.value
    const order =
      kindOf(value) - kindOf(otherValue) || compareText(name, otherName) || compareValues(value, otherValue, texts)
    if (order !== 0) return order
  }
  return others.next().done === true ? 0 : -1
}

function compareArrays(left: readonly Found[], right: readonly Found[], texts: Texts): number {
  const shared = Math.min(left.length, right.length)
  for (let index = 0; index < shared; index++) {
    const order = compareValues(left[index], right[index], texts)
    if (order !== 0) return order
  }
  return left.length - right.length
}

/** MongoDB's order over all values: negative, zero or positive. A missing value counts as null. */
export function compareValues(left: Found, right: Found, texts: Texts = compareText): number {
  if (left === right) return 0
  const order = kindOf(left) - kindOf(right)
  if (order !== 0) return order
  if (isNumeric(left) && isNumeric(right)) return compareNumbers(left, right)
  if (isObjectId(left) && isObjectId(right)) return Buffer.compare(left.id, right.id)
  if (isDocument(left) && isDocument(right)) return compareDocuments(left, right, texts)
  if (isArray(left) && isArray(right)) return compareArrays(left, right, texts)
  if (left instanceof Date && right instanceof Date) return compareDates(left, right)
  if (isBinary(left) && isBinary(right)) {
    return (
      left.position - right.position || left.sub_type - right.sub_type || Buffer.compare(left.value(), right.value())
    )
  }
  if (isRegex(left) && isRegex(right)) {
    return compareText(left.pattern, right.pattern) || compareText(left.options, right.options)
  }
  if (left instanceof Timestamp && right instanceof Timestamp) return left.comp(right)
  if (left instanceof Code && right instanceof Code) return compareText(left.code, right.code)
  if (typeof left === 'boolean') return left ? 1 : -1
  if (isText(left) && isText(right)) return texts(text(left), text(right))
  return 0
}

const isText = (value: Found): value is string | BSONSymbol => typeof value === 'string' || value instanceof BSONSymbol
/** Dates beyond what JavaScript holds have no time; they stand before all others. */
const compareDates = (left: Date, right: Date): number =>
  (Number.isNaN(left.getTime()) ? -Infinity : left.getTime()) -
    (Number.isNaN(right.getTime()) ? -Infinity : right.getTime()) || 0

/** Equal as MongoDB sees it: 1 equals 1.0, and a document's fields must stand in the same order. */
export const equal = (left: Found, right: Found, texts: Texts = compareText): boolean =>
  compareValues(left, right, texts) === 0

/** Equal to the byte: types too. For telling whether an update changed anything. */
export function identical(left: Found, right: Found): boolean {
  if (isArray(left) && isArray(right)) {
    return left.length === right.length && left.every((value, index) => identical(value, right[index]))
  }
  if (isDocument(left) && isDocument(right)) {
    if (left.size !== right.size) return false
    const others = right.entries()
    for (const [name, value] of left) {
      const other = others.next()
      if (other.done === true || other.value[0] !== name || !identical(value, other.value[1])) return false
    }
    return true
  }
  if (isNumeric(left) && isNumeric(right)) {
    if (left.constructor !== right.constructor) return false
    return left instanceof Decimal128 || right instanceof Decimal128
      ? left.toString() === right.toString()
      : Object.is(left.valueOf(), right.valueOf()) || compareNumbers(left, right) === 0
  }
  return (left === undefined) === (right === undefined) && equal(left, right)
}
