import { DatabaseError } from '../errors.ts'
import { compileFilter, type Matcher } from '../query/match.ts'
import { expressions } from '../aggregate/expressions.ts'
import { decode } from '../values/decode.ts'
import { encodeForStorage } from '../values/encode.ts'
import { type Key, keyOf } from '../values/keys.ts'
import { keyPartsOf } from '../values/paths.ts'
import { type Document, doc } from '../values/types.ts'
import type { Collection, Index } from './catalogue.ts'
import { indexKey, recordKey, ridAtEnd, ridBytes } from './layout.ts'
import type { View } from './view.ts'
import { show } from '../values/show.ts'

const partials = new WeakMap<Document, Matcher>()

/** Whether an index holds this document at all. */
function covers(index: Index, document: Document): boolean {
  if (index.partial !== undefined) {
    let matches = partials.get(index.partial)
    if (matches === undefined) {
      matches = compileFilter(index.partial, expressions)
      partials.set(index.partial, matches)
    }
    if (!matches(document)) return false
  }
  return true
}

type Keys = { readonly keys: ReadonlyMap<string, Key>; readonly multikey: boolean; readonly cut: boolean }
const none: Keys = { keys: new Map(), multikey: false, cut: false }

/** The keys under which an index has a document. */
export function keysOf(index: Index, document: Document): Keys {
  if (!covers(index, document)) return none
  const { keys: tuples, multikey } = keyPartsOf(
    document,
    index.fields.map(({ parts }) => parts),
  )
  const directions = index.fields.map(({ direction }) => direction)
  const keys = new Map<string, Key>()
  let cut = false
  for (const tuple of tuples) {
    // Sparse: only documents that have at least one of the fields.
    if (index.sparse && tuple.every((part) => part === undefined)) continue
    const key = keyOf(tuple, directions)
    cut ||= key.cut
    keys.set(key.bytes.toString('latin1'), key)
  }
  return { keys, multikey, cut }
}

/** The error of a second document under a unique key. */
function duplicate(namespace: string, index: Index, document: Document): DatabaseError {
  const tuple = keyPartsOf(
    document,
    index.fields.map(({ parts }) => parts),
  ).keys[0]
  const value: Document = new Map()
  index.fields.forEach(({ path }, at) => {
    const part = tuple?.[at]
    value.set(path, part === undefined || typeof part === 'symbol' ? null : part)
  })
  const shown = [...value].map(([path, inner]) => `${path}: ${show(inner)}`).join(', ')
  return new DatabaseError(
    11000,
    `E11000 duplicate key error collection: ${namespace} index: ${index.name} dup key: { ${shown} }`,
    doc(['keyPattern', index.spec.get('key')], ['keyValue', value]),
  )
}

/** Refuses a document whose key another one already has. */
function checkUnique(view: View, namespace: string, index: Index, key: Key, rid: number, document: Document): void {
  const at = indexKey(index.id, key.bytes, undefined)
  const held = view.data.get(at)
  if (held !== undefined && ridAtEnd(held) !== rid) throw duplicate(namespace, index, document)
}

type Change = { readonly index: Index; readonly before: Keys; readonly after: Keys }

/** Changes index entries from one state of a document to another; all unique keys are checked before anything is written. */
function reindex(
  view: View,
  collection: Collection,
  rid: number,
  before: Document | undefined,
  after: Document | undefined,
): void {
  const changes: Change[] = collection.indexes.map((index) => ({
    index,
    before: before === undefined ? none : keysOf(index, before),
    after: after === undefined ? none : keysOf(index, after),
  }))
  if (after !== undefined) {
    for (const change of changes) {
      if (!change.index.unique) continue
      for (const [name, key] of change.after.keys) {
        if (!change.before.keys.has(name)) checkUnique(view, collection.namespace, change.index, key, rid, after)
      }
    }
  }
  for (const { index, before: old, after: fresh } of changes) {
    const own = index.unique ? undefined : rid
    for (const [name, key] of old.keys) {
      if (!fresh.keys.has(name)) view.remove(indexKey(index.id, key.bytes, own))
    }
    for (const [name, key] of fresh.keys) {
      if (!old.keys.has(name)) {
        view.put(indexKey(index.id, key.bytes, own), index.unique ? ridBytes(rid) : Buffer.alloc(0))
      }
    }
  }
  grow(view, collection, changes)
}

/** Notes in the catalogue when an index meets its first array or its first key that had to be cut. */
function grow(view: View, collection: Collection, changes: readonly Change[]): void {
  if (!changes.some(({ index, after }) => (after.multikey && !index.multikey) || (after.cut && !index.cut))) return
  const current = view.collection(collection.namespace) ?? collection
  const indexes = current.indexes.map((index) => {
    const after = changes.find((change) => change.index.id === index.id)?.after ?? none
    return { ...index, multikey: index.multikey || after.multikey, cut: index.cut || after.cut }
  })
  view.change(collection.namespace, { ...current, indexes })
}

/** Stores a new document. Throws 11000 where a unique key is taken, 171 for parallel arrays. */
export function insertRecord(view: View, collection: Collection, document: Document, bytes?: Buffer): void {
  view.wrote(collection.namespace)
  const rid = view.newRid(collection)
  const stored = bytes ?? encodeForStorage(document)
  reindex(view, collection, rid, undefined, document)
  view.put(recordKey(collection.id, rid), stored)
}

/** Replaces a document by its new state. */
export function replaceRecord(
  view: View,
  collection: Collection,
  rid: number,
  before: Document,
  after: Document,
): void {
  view.wrote(collection.namespace)
  const stored = encodeForStorage(after)
  reindex(view, collection, rid, before, after)
  view.put(recordKey(collection.id, rid), stored)
}

export function removeRecord(view: View, collection: Collection, rid: number, before: Document): void {
  view.wrote(collection.namespace)
  reindex(view, collection, rid, before, undefined)
  view.remove(recordKey(collection.id, rid))
}

/** Puts one document that is already stored into a new index. */
export function addToIndex(view: View, namespace: string, index: Index, rid: number, bytes: Buffer): Keys {
  const document = decode(bytes)
  const keys = keysOf(index, document)
  for (const key of keys.keys.values()) {
    if (index.unique) checkUnique(view, namespace, index, key, rid, document)
    view.put(
      indexKey(index.id, key.bytes, index.unique ? undefined : rid),
      index.unique ? ridBytes(rid) : Buffer.alloc(0),
    )
  }
  return keys
}
