import { Long } from 'bson'
import { DatabaseError, notImplemented } from '../errors.ts'
import { expressions } from '../aggregate/expressions.ts'
import { compileFilter } from '../query/match.ts'
import { identicalPattern } from '../query/plan.ts'
import { type Collection, type Index, indexFrom } from '../storage/catalogue.ts'
import { entriesOf, recordsOf, ridAtEnd } from '../storage/layout.ts'
import { scan } from '../storage/reader.ts'
import { addToIndex } from '../storage/records.ts'
import type { View } from '../storage/view.ts'
import { encode, cursorReply } from '../values/encode.ts'
import { toNumber } from '../values/numbers.ts'
import { equal } from '../values/order.ts'
import { type Document, type Found, doc, double, int, isArray, isDocument, isNumeric } from '../values/types.ts'
import { type Options, namespaceOf } from './options.ts'
import type { Context, Reply, Table } from './table.ts'
import { show } from '../values/show.ts'

const known = new Set([
  'key',
  'name',
  'ns',
  'v',
  'unique',
  'sparse',
  'background',
  'partialFilterExpression',
  'expireAfterSeconds',
  'collation',
  'hidden',
])

/** An index specification as it is kept, checked. Throws for kinds of index that are not implemented. */
function checkedSpec(given: Document): Document {
  for (const name of given.keys()) {
    if (!known.has(name)) {
      if (
        /^(weights|default_language|language_override|textIndexVersion|2dsphereIndexVersion|bits|min|max|bucketSize|wildcardProjection|storageEngine|prepareUnique|clustered)$/.test(
          name,
        )
      ) {
        throw notImplemented(`index option '${name}'`)
      }
      throw new DatabaseError(
        197,
        `The field '${name}' is not valid for an index specification. Specification: ${name}`,
      )
    }
  }
  const key = given.get('key')
  if (!isDocument(key) || key.size === 0) throw new DatabaseError(67, 'Index keys cannot be an empty object')
  for (const [path, direction] of key) checkKeyPart(path, direction)
  const name = given.get('name')
  if (typeof name !== 'string' || name === '')
    throw new DatabaseError(9, "The 'name' field is a required property of an index specification")
  const collation = given.get('collation')
  if (isDocument(collation) && collation.get('locale') !== 'simple') throw notImplemented('a collation of an index')
  if (given.get('hidden') === true) throw notImplemented("index option 'hidden'")
  checkPartial(given)
  checkExpiry(given, key)
  const spec = doc(['v', int(2)], ['key', key], ['name', name])
  for (const flag of ['unique', 'sparse'] as const) if (isTrue(given.get(flag))) spec.set(flag, true)
  for (const option of ['partialFilterExpression', 'expireAfterSeconds'] as const) {
    const value = given.get(option)
    if (value !== undefined) spec.set(option, value)
  }
  return spec
}

const isTrue = (value: Found): boolean => value === true || (isNumeric(value) && toNumber(value) !== 0)

function checkKeyPart(path: string, direction: Found): void {
  if (typeof direction === 'string') throw notImplemented(`an index of type '${direction}'`)
  if (path === '$**' || path.endsWith('.$**')) throw notImplemented('a wildcard index')
  if (path === '' || path.split('.').some((part) => part === '' || part.startsWith('$'))) {
    throw new DatabaseError(67, `Index key contains an illegal field name: '${path}'`)
  }
  if (!isNumeric(direction) || toNumber(direction) === 0 || Number.isNaN(toNumber(direction))) {
    throw new DatabaseError(67, `Values in v:2 index key pattern must be numbers other than 0, for '${path}'`)
  }
}

function checkPartial(given: Document): void {
  const partial = given.get('partialFilterExpression')
  if (partial === undefined) return
  if (!isDocument(partial)) throw new DatabaseError(67, "'partialFilterExpression' for an index has to be a document")
  if (isTrue(given.get('sparse')))
    throw new DatabaseError(67, 'cannot mix "partialFilterExpression" and "sparse" options')
  compileFilter(partial, expressions)
}

function checkExpiry(given: Document, key: Document): void {
  const seconds = given.get('expireAfterSeconds')
  if (seconds === undefined) return
  if (!isNumeric(seconds) || toNumber(seconds) < 0 || toNumber(seconds) > 0x7fffffff) {
    throw new DatabaseError(
      67,
      "TTL index 'expireAfterSeconds' option must be within an acceptable range, 0 to 2147483647",
    )
  }
  if (key.size > 1)
    throw new DatabaseError(67, 'TTL indexes are single-field indexes, compound indexes do not support TTL')
  if (key.has('_id'))
    throw new DatabaseError(197, "The field 'expireAfterSeconds' is not valid for an _id index specification")
}

/** True where the same index is there already. Throws where another one has the name or the key. */
function isThere(collection: Collection, spec: Document): boolean {
  for (const { name, spec: own } of collection.indexes) {
    const sameKey = identicalPattern(own.get('key'), spec.get('key'))
    const sameName = name === spec.get('name')
    if (!sameKey && !sameName) continue
    if (name === '_id_' && sameKey) return true
    const rest = ['unique', 'sparse', 'partialFilterExpression', 'expireAfterSeconds']
    const same = rest.every((option) => equal(own.get(option), spec.get(option)))
    if (sameKey && sameName && same) return true
    if (sameName) {
      throw new DatabaseError(
        86,
        `An existing index has the same name as the requested index. When index names are not specified, they are auto generated and can cause conflicts. Please refer to our documentation. Requested index: ${name}`,
      )
    }
    const partial = equal(own.get('partialFilterExpression'), spec.get('partialFilterExpression'))
    if (sameKey && partial) throw new DatabaseError(85, `Index already exists with a different name: ${name}`)
  }
  return false
}

function build(view: View, collection: Collection, spec: Document): Index {
  const index = indexFrom(view.newId(), spec)
  const { start, end } = recordsOf(collection.id)
  let [multikey, cut] = [false, false]
  for (const { key, value } of scan(view.data, start, end)) {
    const keys = addToIndex(view, collection.namespace, index, ridAtEnd(key), value)
    multikey ||= keys.multikey
    cut ||= keys.cut
  }
  return { ...index, multikey, cut }
}

function createIndexes(context: Context, options: Options): Reply {
  const namespace = namespaceOf(context.database, options)
  const specs = options.documents('indexes').map(checkedSpec)
  const { view, transaction } = context
  const existed = view.collection(namespace)
  if (transaction !== undefined && existed !== undefined && transaction.view.begunWith(namespace) !== undefined) {
    throw new DatabaseError(263, 'Cannot create new indexes on existing collection in a multi-document transaction.')
  }
  const before = view.collectionOrNew(namespace)
  for (const spec of specs) {
    const collection = view.collectionOrNew(namespace)
    if (isThere(collection, spec)) continue
    const index = build(view, collection, spec)
    view.change(namespace, { ...collection, indexes: [...collection.indexes, index] })
  }
  const after = view.collectionOrNew(namespace)
  return doc(
    ['numIndexesBefore', int(before.indexes.length)],
    ['numIndexesAfter', int(after.indexes.length)],
    ['createdCollectionAutomatically', existed === undefined],
    ['note', before.indexes.length === after.indexes.length ? 'all indexes already exist' : undefined],
    ['ok', double(1)],
  )
}

/** A collection that must be there. */
export function existing(view: View, namespace: string): Collection {
  const collection = view.collection(namespace)
  if (collection === undefined) throw new DatabaseError(26, `ns does not exist: ${namespace}`)
  return collection
}

function listIndexes(context: Context, options: Options): Reply {
  const namespace = namespaceOf(context.database, options)
  const { indexes } = existing(context.view, namespace)
  const shown = doc(['id', Long.ZERO], ['ns', namespace])
  return cursorReply(
    shown,
    'firstBatch',
    indexes.map(({ spec }) => encode(spec)),
    doc(['ok', double(1)]),
  )
}

/** Removes an index's entries. */
export function clearIndex(view: View, index: Index): void {
  const { start, end } = entriesOf(index.id)
  for (const { key } of scan(view.data, start, end)) view.data.remove(key)
}

function dropIndexes(context: Context, options: Options): Reply {
  const namespace = namespaceOf(context.database, options)
  const collection = existing(context.view, namespace)
  const wanted = options.get('index')
  const dropped = wanted === '*' ? collection.indexes.filter(({ name }) => name !== '_id_') : named(collection, wanted)
  for (const index of dropped) clearIndex(context.view, index)
  const indexes = collection.indexes.filter((index) => !dropped.includes(index))
  context.view.change(namespace, { ...collection, indexes })
  return doc(['nIndexesWas', int(collection.indexes.length)], ['ok', double(1)])
}

function named(collection: Collection, wanted: Found): Index[] {
  if (isArray(wanted)) return wanted.flatMap((one) => named(collection, one))
  const found = collection.indexes.filter(({ name, spec }) =>
    isDocument(wanted) ? identicalPattern(spec.get('key'), wanted) : name === wanted,
  )
  if (found.some(({ name }) => name === '_id_')) throw new DatabaseError(72, 'cannot drop _id index')
  if (found.length === 0) {
    throw new DatabaseError(
      27,
      isDocument(wanted)
        ? "can't find index with that key"
        : `index not found with name [${typeof wanted === 'string' ? wanted : show(wanted)}]`,
    )
  }
  return found
}

/** The commands about indexes. */
export const indexing: Table = {
  createIndexes: { writes: true, inTransaction: true, fields: ['indexes', 'commitQuorum'], run: createIndexes },
  listIndexes: { writes: false, fields: ['cursor'], run: listIndexes },
  dropIndexes: { writes: true, fields: ['index'], run: dropIndexes },
}
