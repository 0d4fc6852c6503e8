import { ObjectId } from 'bson'
import { DatabaseError, badValue } from '../errors.ts'
import { equal } from '../values/order.ts'
import { partsOf } from '../values/paths.ts'
import { type Document, type Value, copy, doc, isArray, isDocument, isRegex } from '../values/types.ts'
import type { Update } from './compile.ts'
import { setAt, valueOf } from './paths.ts'

/** The document that an upsert inserts where its filter found none. */
export function upserted(filter: Document, update: Update): Document {
  const seed = doc()
  collect(filter, seed, update.kind === 'replacement')
  const made = update.apply(seed, { inserting: true })
  return withId(made)
}

/** The document with its _id first, given a new one where it has none. Throws where it is of a type that cannot be one. */
export function withId(document: Document): Document {
  const given = document.get('_id')
  checkId(given)
  if (given !== undefined && document.keys().next().value === '_id') return document
  const made = doc(['_id', given === undefined ? new ObjectId() : given])
  for (const [name, value] of document) if (name !== '_id') made.set(name, value)
  return made
}

function checkId(id: Value | undefined): void {
  if (isArray(id)) throw new DatabaseError(53, "The '_id' value cannot be of type array")
  if (isRegex(id)) throw new DatabaseError(53, "The '_id' value cannot be of type regex")
  if (isDocument(id)) {
    for (const name of id.keys()) {
      if (name.startsWith('$') && !/^\$(ref|id|db)$/.test(name)) {
        throw new DatabaseError(52, `_id fields may not contain '$'-prefixed fields: ${name} is not valid for storage.`)
      }
    }
  }
}

/** What a filter says a field equals: `{a: 1}`, `{a: {$eq: 1}}`, within $and, or the only branch of $or or $in. */
function collect(filter: Document, into: Document, idOnly: boolean): void {
  for (const [name, value] of filter) {
    if (name === '$and' || (name === '$or' && isArray(value) && value.length === 1)) {
      for (const inner of isArray(value) ? value : []) if (isDocument(inner)) collect(inner, into, idOnly)
    } else if (!name.startsWith('$') && (!idOnly || name === '_id')) {
      const found = equalTo(value)
      if (found !== undefined) put(into, name, found)
    }
  }
}

function equalTo(value: Value): Value | undefined {
  if (isRegex(value)) return undefined
  const [first] = isDocument(value) ? value.keys() : []
  if (!isDocument(value) || first?.startsWith('$') !== true || /^\$(ref|id|db)$/.test(first)) return value
  const list = value.get('$in') ?? value.get('$all')
  return value.get('$eq') ?? (isArray(list) && list.length === 1 ? list[0] : undefined)
}

function put(into: Document, path: string, value: Value): void {
  const parts = partsOf(path)
  const there = valueOf(into, parts)
  if (there !== undefined && !equal(there, value)) {
    throw new DatabaseError(54, `cannot infer query fields to set, path '${path}' is matched twice`)
  }
  if (parts.some((part) => part.startsWith('$'))) throw badValue(`cannot infer query fields to set from '${path}'`)
  setAt(into, parts, copy(value))
}
