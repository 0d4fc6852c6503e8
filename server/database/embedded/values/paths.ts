import { DatabaseError } from '../errors.ts'
import { EMPTY, type KeyPart } from './keys.ts'
import { type Document, type Found, type Value, isArray, isDocument } from './types.ts'

const digits = /^(?:0|[1-9]\d*)$/
const known = new Map<string, readonly string[]>()

/** A dotted path's parts. */
export function partsOf(path: string): readonly string[] {
  let parts = known.get(path)
  if (parts === undefined) {
    parts = path.split('.')
    if (known.size > 10_000) known.clear()
    known.set(path, parts)
  }
  return parts
}

/** The array position a path's part names, or undefined. */
export const position = (part: string | undefined): number | undefined =>
  part !== undefined && digits.test(part) ? Number(part) : undefined

/** Where in an array a match was found: what `$` in an update stands for. */
export type Matched = { index?: number }

/** A question put to every value at a path. */
export type Test = (value: Found) => boolean

/**
 * True where any value at the path passes. Arrays on the way are entered, as MongoDB does; an array at the end is
 * asked element by element and then as a whole, unless `whole`. A missing field is asked as undefined.
 */
export function anyAt(root: Found, parts: readonly string[], test: Test, whole: boolean, matched?: Matched): boolean {
  return along(root, parts, 0, test, whole, matched)
}

function along(
  start: Found,
  parts: readonly string[],
  from: number,
  test: Test,
  whole: boolean,
  matched: Matched | undefined,
): boolean {
  let value = start
  for (let at = from; at < parts.length; at++) {
    if (isDocument(value)) value = value.get(parts[at] ?? '')
    else if (isArray(value)) return inside(value, parts, at, test, whole, matched)
    else return test(undefined)
  }
  if (!whole && isArray(value)) {
    for (const [index, inner] of value.entries()) {
      if (test(inner)) {
        if (matched !== undefined) matched.index = index
        return true
      }
    }
  }
  return test(value)
}

function inside(
  array: readonly Value[],
  parts: readonly string[],
  at: number,
  test: Test,
  whole: boolean,
  matched: Matched | undefined,
): boolean {
  const wanted = position(parts[at])
  for (const [index, inner] of array.entries()) {
    const found =
      (isDocument(inner) && along(inner, parts, at, test, whole, matched)) ||
      (index === wanted && atPosition(inner, parts, at + 1, test, whole, matched))
    if (found) {
      if (matched !== undefined) matched.index = index
      return true
    }
  }
  return false
}

function atPosition(
  value: Value,
  parts: readonly string[],
  at: number,
  test: Test,
  whole: boolean,
  matched: Matched | undefined,
): boolean {
  // A place named at the end of a path is asked as it is: `a.0` does not enter an array inside that place.
  if (at === parts.length) return test(value)
  if (isArray(value)) return inside(value, parts, at, test, whole, matched)
  return isDocument(value) && along(value, parts, at, test, whole, matched)
}

/** The value at a path that enters no array: what an upsert or a shard key would take. */
export function plainAt(root: Document, parts: readonly string[]): Found {
  let value: Found = root
  for (const part of parts) {
    if (!isDocument(value)) return undefined
    value = value.get(part)
  }
  return value
}

type Cursor = { readonly value: Found; readonly parts: readonly string[]; readonly at: number; readonly done: boolean }

/** Walks documents to the path's end or to the first array on it. */
function advance(cursor: Cursor): Cursor {
  let { value, at } = cursor
  const { parts } = cursor
  if (cursor.done) return cursor
  while (at < parts.length) {
    if (isDocument(value)) value = value.get(parts[at] ?? '')
    else if (isArray(value)) {
      const wanted = position(parts[at])
      if (wanted === undefined || wanted >= value.length) return { value, parts, at, done: false }
      value = value[wanted]
    } else return { value: undefined, parts, at: parts.length, done: true }
    at++
  }
  return { value, parts, at, done: !isArray(value) }
}

/** One step into the array: the element itself at the path's end, its field otherwise. */
function enter(cursor: Cursor, element: Value): Cursor {
  const { parts, at } = cursor
  if (at === parts.length) return { value: element, parts, at, done: true }
  return isDocument(element) ? { value: element, parts, at, done: false } : { value: undefined, parts, at, done: true }
}

export type KeyParts = { readonly keys: readonly (readonly KeyPart[])[]; readonly multikey: boolean }

/**
 * The keys a document has in an index over these paths: one, or one for each element of an array on the way.
 * Throws DatabaseError 171 where two different arrays would multiply.
 */
export function keyPartsOf(document: Document, paths: readonly (readonly string[])[]): KeyParts {
  const keys: KeyPart[][] = []
  const multikey = expand(
    paths.map((parts) => ({ value: document, parts, at: 0, done: false })),
    keys,
  )
  return { keys, multikey }
}

function expand(cursors: readonly Cursor[], keys: KeyPart[][]): boolean {
  const reached = cursors.map(advance)
  const arrays = new Set<Found>(reached.filter(({ done }) => !done).map(({ value }) => value))
  if (arrays.size > 1) {
    throw new DatabaseError(171, 'cannot index parallel arrays')
  }
  const [array] = arrays
  if (!isArray(array)) {
    keys.push(reached.map(({ value }) => value))
    return false
  }
  if (array.length === 0) {
    keys.push(reached.map(({ value, done, at, parts }) => (done ? value : at === parts.length ? EMPTY : undefined)))
    return true
  }
  for (const element of array) {
    expand(
      reached.map((cursor) => (cursor.done ? cursor : enter(cursor, element))),
      keys,
    )
  }
  return true
}
