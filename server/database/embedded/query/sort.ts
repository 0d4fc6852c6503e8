import { badValue, notImplemented } from '../errors.ts'
import { type KeyPart, rawKeyOf } from '../values/keys.ts'
import { wholeNumber } from '../values/numbers.ts'
import type { Texts } from '../values/order.ts'
import { keyPartsOf, partsOf } from '../values/paths.ts'
import { type Document, type Value, isArray, isDocument } from '../values/types.ts'

export type SortField = { readonly path: string; readonly parts: readonly string[]; readonly direction: 1 | -1 }

/** A sort specification's fields. Throws DatabaseError for a direction other than 1 or -1. */
export function sortFields(spec: Document): SortField[] {
  return [...spec].map(([path, value]) => {
    if (isDocument(value))
      throw value.has('$meta') ? notImplemented('$meta') : badValue('Illegal key in $sort specification')
    const direction = wholeNumber(value)
    if (direction !== 1 && direction !== -1)
      throw badValue('$sort key ordering must be 1 (for ascending) or -1 (for descending)')
    if (path === '') throw badValue('FieldPath cannot be constructed with empty string')
    return { path, parts: partsOf(path), direction }
  })
}

/** The bytes by which a document sorts: of several keys (arrays) the one that comes first in the order asked for. */
export function sortKey(document: Document, fields: readonly SortField[]): Buffer {
  const directions = fields.map(({ direction }) => direction)
  const { keys } = keyPartsOf(
    document,
    fields.map(({ parts }) => parts),
  )
  return smallest(keys, directions)
}

function smallest(keys: readonly (readonly KeyPart[])[], directions: readonly (1 | -1)[]): Buffer {
  let found: Buffer | undefined
  for (const parts of keys) {
    const key = rawKeyOf(parts, directions)
    if (found === undefined || Buffer.compare(key, found) < 0) found = key
  }
  return found ?? Buffer.alloc(0)
}

/** Sorts anything by its documents; equals keep their order. With a limit, only that many are kept in memory. */
export function sorted<T>(
  items: Iterable<T>,
  fields: readonly SortField[],
  read: (item: T) => Document,
  limit = Infinity,
): T[] {
  let kept: { key: Buffer; item: T; at: number }[] = []
  let at = 0
  const tidy = (): void => {
    kept.sort((a, b) => Buffer.compare(a.key, b.key) || a.at - b.at)
    if (kept.length > limit) kept = kept.slice(0, limit)
  }
  for (const item of items) {
    kept.push({ key: sortKey(read(item), fields), item, at: at++ })
    if (limit < 10_000 && kept.length >= limit * 2 + 100) tidy()
  }
  tidy()
  return kept.map(({ item }) => item)
}

/**
 * Sorts anything by its documents, strings after a collation: each string stands for its place among all that there are.
 */
export function sortedAs<T>(
  items: Iterable<T>,
  fields: readonly SortField[],
  read: (item: T) => Document,
  texts: Texts,
): T[] {
  const paths = fields.map(({ parts }) => parts)
  const directions = fields.map(({ direction }) => direction)
  const rows = [...items].map((item) => ({ item, keys: keyPartsOf(read(item), paths).keys }))
  const found = new Set<string>()
  const note = (text: string): string => {
    found.add(text)
    return text
  }
  for (const { keys } of rows) for (const parts of keys) for (const part of parts) changed(part, note)
  const places = new Map<string, string>()
  let [last, place]: [string | undefined, number] = [undefined, 0]
  for (const text of [...found].toSorted(texts)) {
    if (last !== undefined && texts(last, text) !== 0) place++
    places.set(text, String(place).padStart(10, '0'))
    last = text
  }
  const placed = (text: string): string => places.get(text) ?? text
  return rows
    .map(({ item, keys }) => ({
      item,
      key: smallest(
        keys.map((parts) => parts.map((part) => changed(part, placed))),
        directions,
      ),
    }))
    .toSorted((a, b) => Buffer.compare(a.key, b.key))
    .map(({ item }) => item)
}

/** A value with every string in it changed. */
function changed(value: KeyPart, change: (text: string) => string): KeyPart {
  if (typeof value === 'string') return change(value)
  if (typeof value === 'symbol' || value === undefined) return value
  const inner = (each: Value): Value => {
    if (typeof each === 'string') return change(each)
    if (isArray(each)) return each.map(inner)
    return isDocument(each) ? new Map([...each].map(([name, one]) => [name, inner(one)])) : each
  }
  return inner(value)
}
