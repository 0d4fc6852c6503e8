import {
  BSONRegExp,
  type BSONSymbol,
  Binary,
  type Code,
  Decimal128,
  Double,
  Int32,
  Long,
  type MaxKey,
  type MinKey,
  ObjectId,
  Timestamp,
} from 'bson'

/**
 * A document as this database holds it in memory. A Map, because an object would reorder keys that look like
 * numbers and could not hold `__proto__`; numbers stay in bson's classes, so that a double 1.0 is never rewritten
 * as an integer.
 */
export type Document = Map<string, Value>
export type Value =
  | null
  | boolean
  | string
  | Date
  | Int32
  | Double
  | Long
  | Decimal128
  | ObjectId
  | Binary
  | BSONRegExp
  | BSONSymbol
  | Timestamp
  | Code
  | MinKey
  | MaxKey
  | Document
  | Value[]

/** A value, or undefined where a path leads nowhere. */
export type Found = Value | undefined
export type Numeric = Int32 | Double | Long | Decimal128

export const isDocument = (value: unknown): value is Document => value instanceof Map
export const isArray = (value: Found): value is Value[] => Array.isArray(value)
/** A 64-bit integer. bson derives its timestamps from Long, and they are no numbers. */
export const isLong = (value: Found): value is Long => value instanceof Long && !(value instanceof Timestamp)
export const isNumeric = (value: Found): value is Numeric =>
  value instanceof Int32 || value instanceof Double || isLong(value) || value instanceof Decimal128
export const isNullish = (value: Found): value is null | undefined => value === null || value === undefined
export const isObjectId = (value: Found): value is ObjectId => value instanceof ObjectId
export const isBinary = (value: Found): value is Binary => value instanceof Binary
export const isRegex = (value: Found): value is BSONRegExp => value instanceof BSONRegExp

export type Pair = readonly [string, Found]
/** A document from pairs, in their order. */
export const doc = (...pairs: readonly Pair[]): Document => {
  const made: Document = new Map()
  for (const [name, value] of pairs) if (value !== undefined) made.set(name, value)
  return made
}
export const int = (value: number): Int32 => new Int32(value)
export const double = (value: number): Double => new Double(value)
/** An integer in the smallest type that holds it, as MongoDB counts. */
export const count = (value: number): Int32 | Long => (value <= 0x7fffffff ? new Int32(value) : Long.fromNumber(value))

/** A copy that shares no document and no array with the original. */
export function copy<T extends Value>(value: T): T
export function copy(value: Value): Value {
  if (isDocument(value)) {
    const made: Document = new Map()
    for (const [name, inner] of value) made.set(name, copy(inner))
    return made
  }
  return isArray(value) ? value.map((inner) => copy(inner)) : value
}
