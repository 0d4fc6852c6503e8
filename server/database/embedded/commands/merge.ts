import { ObjectId } from 'bson'
import { DatabaseError, notImplemented } from '../errors.ts'
import type { Output } from '../aggregate/pipeline.ts'
import { findAll } from '../query/find.ts'
import { insertRecord, replaceRecord } from '../storage/records.ts'
import { compileUpdate } from '../update/compile.ts'
import { withId } from '../update/upsert.ts'
import { decode } from '../values/decode.ts'
import { show } from '../values/show.ts'
import { type Document, type Value, doc, int, isArray, isDocument } from '../values/types.ts'
import { dropCollection } from './collections.ts'
import { checkedNamespace } from './options.ts'
import type { Context } from './table.ts'

/** Saves a pipeline's results where its last stage says. */
export function save(context: Context, { kind, spec }: Output, results: Iterable<Document | Buffer>): void {
  const documents = [...results].map((result) => (Buffer.isBuffer(result) ? decode(result) : result))
  if (kind === '$out') replaceCollection(context, target(context, spec, 'coll'), documents)
  else merge(context, isDocument(spec) ? spec : doc(['into', spec]), documents)
}

function target(context: Context, spec: Value | undefined, name: string): string {
  if (typeof spec === 'string') return checkedNamespace(context.database, spec)
  const [database, collection] = isDocument(spec) ? [spec.get('db') ?? context.database, spec.get(name)] : []
  if (typeof database !== 'string' || typeof collection !== 'string')
    throw new DatabaseError(16990, '$out and $merge need the name of a collection')
  return checkedNamespace(database, collection)
}

function replaceCollection({ view }: Context, namespace: string, documents: readonly Document[]): void {
  const old = view.collection(namespace)
  if (old !== undefined) dropCollection(view, old)
  const made = view.collectionOrNew(namespace)
  if (old !== undefined) {
    // Its indexes stay, over the new documents: each under a new number, since the old entries are gone.
    const indexes = old.indexes.map((index) => ({ ...index, id: view.newId(), multikey: false, cut: false }))
    view.change(namespace, { ...made, options: old.options, indexes })
  }
  for (const document of documents) insertRecord(view, view.collectionOrNew(namespace), withId(document))
}

function merge(context: Context, spec: Document, documents: readonly Document[]): void {
  const namespace = target(context, spec.get('into'), 'coll')
  const on = spec.get('on') ?? '_id'
  const fields = (isArray(on) ? on : [on]).map(String)
  const [matched, otherwise] = [spec.get('whenMatched') ?? 'merge', spec.get('whenNotMatched') ?? 'insert']
  const { view } = context
  for (const document of documents) {
    const whole = document.has('_id') || fields.includes('_id') ? document : doc(['_id', new ObjectId()], ...document)
    const filter = doc(...fields.map((field) => [field, doc(['$eq', whole.get(field) ?? null])] as const))
    const collection = view.collectionOrNew(namespace)
    const [hit] = findAll(view, collection, { filter, limit: 1 }).hits
    if (hit !== undefined) {
      if (matched === 'fail') throw alreadyThere(namespace, fields, hit.document)
      const after = merged(hit.document, whole, matched, spec.get('let'))
      if (after !== undefined) replaceRecord(view, collection, hit.rid, hit.document, after)
    } else if (otherwise === 'insert') insertRecord(view, collection, withId(whole))
    else if (otherwise === 'fail')
      throw new DatabaseError(13113, '$merge could not find a matching document in the target collection')
  }
}

function merged(before: Document, fresh: Document, how: Value, constants: Value | undefined): Document | undefined {
  const id = before.get('_id') ?? null
  if (how === 'keepExisting') return undefined
  if (how === 'replace') return doc(['_id', id], ...[...fresh].filter(([name]) => name !== '_id'))
  if (how === 'merge') return doc(...before, ...[...fresh].filter(([name]) => name !== '_id'))
  if (!isArray(how)) throw new DatabaseError(9, 'whenMatched of $merge is not known')
  if (constants !== undefined) throw notImplemented("option 'let' of $merge")
  return compileUpdate(how, undefined, doc(['new', fresh])).apply(before, {})
}

function alreadyThere(namespace: string, fields: readonly string[], found: Document): DatabaseError {
  const values = fields.map((field) => [field, found.get(field) ?? null] as const)
  return new DatabaseError(
    11000,
    `$merge found a matching document in ${namespace}: ${show(doc(...values))}`,
    doc(['keyPattern', doc(...fields.map((field) => [field, int(1)] as const))], ['keyValue', doc(...values)]),
  )
}
