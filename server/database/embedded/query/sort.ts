import { badValue, notImplemented } from '../errors.ts'
import { rawKeyOf } from '../values/keys.ts'
import { wholeNumber } from '../values/numbers.ts'
import { keyPartsOf, partsOf } from '../values/paths.ts'
import { type Document, isDocument } from '../values/types.ts'

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
  let smallest: Buffer | undefined
  for (const parts of keys) {
    const key = rawKeyOf(parts, directions)
    if (smallest === undefined || Buffer.compare(key, smallest) < 0) smallest = key
  }
  return smallest ?? Buffer.alloc(0)
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
