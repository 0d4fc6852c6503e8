import { DatabaseError, badValue } from '../errors.ts'
import { position } from '../values/paths.ts'
import { type Document, type Found, type Value, isArray, isDocument } from '../values/types.ts'

/** An array grows by an update at most so far beyond its end. */
const LONGEST_GAP = 1_500_000

/** What `$` and `$[name]` in a path stand for. */
export type Places = {
  readonly index: number | undefined
  readonly filters: ReadonlyMap<string, (element: Value) => boolean>
}

/** The concrete paths that a path with `$`, `$[]` or `$[name]` means in this document. */
export function concrete(root: Document, parts: readonly string[], places: Places): string[][] {
  let reached: { path: string[]; value: Found }[] = [{ path: [], value: root }]
  for (const part of parts) {
    reached = reached.flatMap(({ path, value }) =>
      names(part, path, value, places).map((name) => ({ path: [...path, name], value: child(value, name) })),
    )
  }
  return reached.map(({ path }) => path)
}

function names(part: string, path: readonly string[], value: Found, places: Places): string[] {
  if (part === '$') {
    if (places.index === undefined) {
      throw badValue('The positional operator did not find the match needed from the query.')
    }
    return [String(places.index)]
  }
  if (!part.startsWith('$[') || !part.endsWith(']')) return [part]
  const shown = path.join('.')
  if (value === undefined) {
    throw badValue(`The path '${shown}' must exist in the document in order to apply array updates.`)
  }
  if (!isArray(value)) throw badValue(`Cannot apply array updates to non-array element ${shown}`)
  const name = part.slice(2, -1)
  const test = name === '' ? () => true : places.filters.get(name)
  if (test === undefined) throw badValue(`No array filter found for identifier '${name}' in path '${shown}.${part}'`)
  return [...value.keys()].filter((index) => test(value[index] ?? null)).map(String)
}

export function child(value: Found, name: string): Found {
  if (isDocument(value)) return value.get(name)
  const index = isArray(value) ? position(name) : undefined
  return index !== undefined && isArray(value) ? value[index] : undefined
}

/** The value at a concrete path. */
export const valueOf = (root: Document, path: readonly string[]): Found =>
  path.reduce<Found>((value, name) => child(value, name), root)

/** Puts a value at a concrete path, making documents on the way. Throws 28 where something else is in the way. */
export function setAt(root: Document, path: readonly string[], value: Value): void {
  let parent: Document | Value[] = root
  for (const [at, name] of path.slice(0, -1).entries()) {
    let inner: Found = existing(parent, name, path)
    if (inner === undefined) {
      inner = new Map()
      put(parent, name, inner)
    }
    if (!isDocument(inner) && !isArray(inner)) throw notViable(path[at + 1] ?? '', name)
    parent = inner
  }
  put(parent, path.at(-1) ?? '', value)
}

function existing(parent: Document | Value[], name: string, path: readonly string[]): Found {
  if (isArray(parent) && position(name) === undefined) throw notViable(name, path.join('.'))
  return child(parent, name)
}

const notViable = (field: string, where: string): DatabaseError =>
  new DatabaseError(28, `Cannot create field '${field}' in element {${where}}`)

function put(parent: Document | Value[], name: string, value: Value): void {
  if (isDocument(parent)) {
    parent.set(name, value)
    return
  }
  const index = position(name)
  if (index === undefined) throw notViable(name, 'an array')
  if (index - parent.length > LONGEST_GAP) throw badValue("can't backfill more than 1500000 elements")
  while (parent.length < index) parent.push(null)
  parent[index] = value
}

/** Removes what is at a concrete path; an array keeps its length and gets null. */
export function removeAt(root: Document, path: readonly string[]): void {
  const name = path.at(-1) ?? ''
  const parent = valueOf(root, path.slice(0, -1))
  if (isDocument(parent)) parent.delete(name)
  else if (isArray(parent)) {
    const index = position(name)
    if (index !== undefined && index < parent.length) parent[index] = null
  }
}
