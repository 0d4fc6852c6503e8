import { Long } from 'bson'
import { DatabaseError, notImplemented } from '../errors.ts'
import { expressions } from '../aggregate/expressions.ts'
import { compileFilter } from '../query/match.ts'
import { identicalPattern } from '../query/plan.ts'
import { type Collection, indexFrom } from '../storage/catalogue.ts'
import { recordsOf } from '../storage/layout.ts'
import { scan } from '../storage/reader.ts'
import { verifyCollection } from '../storage/verify.ts'
import type { View } from '../storage/view.ts'
import { cursorReply, encode } from '../values/encode.ts'
import { type Document, type Pair, type Value, count, doc, double, int } from '../values/types.ts'
import { existing, clearIndex } from './indexes.ts'
import { type Options, checkedNamespace, namespaceOf } from './options.ts'
import type { Context, Reply, Table } from './table.ts'

const refusedOptions = [
  'capped',
  'size',
  'max',
  'timeseries',
  'viewOn',
  'pipeline',
  'validator',
  'validationLevel',
  'validationAction',
  'storageEngine',
  'indexOptionDefaults',
  'clusteredIndex',
  'expireAfterSeconds',
  'changeStreamPreAndPostImages',
  'encryptedFields',
  'flags',
  'autoIndexId',
  'temp',
]

const done = (): Reply => doc(['ok', double(1)])

function create(context: Context, options: Options): Reply {
  const namespace = namespaceOf(context.database, options)
  options.refuse(...refusedOptions)
  if (options.collation() !== undefined) throw notImplemented('a collation of a collection')
  if (context.view.collection(namespace) !== undefined) {
    throw new DatabaseError(48, `Collection ${namespace} already exists.`)
  }
  context.view.collectionOrNew(namespace)
  return done()
}

/** Removes a collection's documents and index entries, and its name. */
export function dropCollection(view: View, collection: Collection): void {
  for (const index of collection.indexes) clearIndex(view, index)
  const { start, end } = recordsOf(collection.id)
  // By remove and not by data.remove: a transaction that has written to one of these is waited for.
  for (const { key } of scan(view.data, start, end)) view.remove(key)
  view.change(collection.namespace, undefined)
}

function drop(context: Context, options: Options): Reply {
  const namespace = namespaceOf(context.database, options)
  const collection = context.view.collection(namespace)
  if (collection === undefined) return done()
  dropCollection(context.view, collection)
  return doc(['nIndexesWas', int(collection.indexes.length)], ['ns', namespace], ['ok', double(1)])
}

function dropDatabase(context: Context): Reply {
  for (const collection of context.view.collectionsOf(context.database)) dropCollection(context.view, collection)
  return doc(['dropped', context.database], ['ok', double(1)])
}

function describe({ namespace, options, uuid, indexes }: Collection, nameOnly: boolean): Document {
  const name = namespace.slice(namespace.indexOf('.') + 1)
  if (nameOnly) return doc(['name', name], ['type', 'collection'])
  return doc(
    ['name', name],
    ['type', 'collection'],
    ['options', options],
    ['info', doc(['readOnly', false], ['uuid', uuid])],
    ['idIndex', indexes[0]?.spec],
  )
}

function listCollections(context: Context, options: Options): Reply {
  const matches = compileFilter(options.document('filter'), expressions)
  const listed = context.view
    .collectionsOf(context.database)
    .map((collection) => describe(collection, options.flag('nameOnly')))
    .filter((document) => matches(document))
  const shown = doc(['id', Long.ZERO], ['ns', `${context.database}.$cmd.listCollections`])
  return cursorReply(shown, 'firstBatch', listed.map(encode), doc(['ok', double(1)]))
}

function listDatabases(context: Context, options: Options): Reply {
  const matches = compileFilter(options.document('filter'), expressions)
  const sizes = new Map<string, number>()
  for (const namespace of context.view.namespaces) {
    const name = namespace.slice(0, namespace.indexOf('.'))
    const collection = existing(context.view, namespace)
    sizes.set(name, (sizes.get(name) ?? 0) + context.view.countOf(collection))
  }
  const databases: Value[] = [...sizes]
    .map(([name, documents]) =>
      options.flag('nameOnly')
        ? doc(['name', name])
        : doc(['name', name], ['sizeOnDisk', count(documents)], ['empty', false]),
    )
    .filter((document) => matches(document))
  return doc(['databases', databases], ['totalSize', count(0)], ['ok', double(1)])
}

function collMod(context: Context, options: Options): Reply {
  options.refuse(...refusedOptions)
  const namespace = namespaceOf(context.database, options)
  const collection = existing(context.view, namespace)
  const wanted = options.document('index')
  if (wanted.size === 0) return done()
  const found = collection.indexes.find(
    ({ name, spec }) => name === wanted.get('name') || identicalPattern(spec.get('key'), wanted.get('keyPattern')),
  )
  if (found === undefined) throw new DatabaseError(27, 'cannot find the index to modify')
  for (const name of wanted.keys()) {
    if (!['name', 'keyPattern', 'expireAfterSeconds'].includes(name))
      throw notImplemented(`collMod of index option '${name}'`)
  }
  const seconds = wanted.get('expireAfterSeconds')
  const spec = doc(...found.spec, ['expireAfterSeconds', seconds])
  const changed = indexFrom(found.id, spec, found.multikey, found.cut)
  const indexes = collection.indexes.map((index) => (index === found ? changed : index))
  context.view.change(namespace, { ...collection, indexes })
  return doc(
    ['expireAfterSeconds_old', found.spec.get('expireAfterSeconds')],
    ['expireAfterSeconds_new', seconds],
    ['ok', double(1)],
  )
}

function fullName(options: Options, name: string): string {
  const text = options.text(name) ?? ''
  const dot = text.indexOf('.')
  return checkedNamespace(text.slice(0, dot), text.slice(dot + 1))
}

function rename(context: Context, options: Options): Reply {
  const [from, to] = [fullName(options, 'renameCollection'), fullName(options, 'to')]
  const collection = context.view.collection(from)
  if (collection === undefined) throw new DatabaseError(26, `Source collection ${from} does not exist`)
  const there = context.view.collection(to)
  if (there !== undefined) {
    if (!options.flag('dropTarget')) throw new DatabaseError(48, 'target namespace exists')
    dropCollection(context.view, there)
  }
  context.view.change(from, undefined)
  context.view.change(to, { ...collection, namespace: to })
  return done()
}

/** Sizes, as collStats and the stage of that name give them. */
export function statistics(view: View, namespace: string): Document {
  const collection = view.collection(namespace)
  let [bytes, documents] = [0, 0]
  if (collection !== undefined) {
    const { start, end } = recordsOf(collection.id)
    for (const { value } of scan(view.data, start, end)) {
      bytes += value.length
      documents++
    }
  }
  return doc(
    ['ns', namespace],
    ['size', count(bytes)],
    ['count', count(documents)],
    ['avgObjSize', documents === 0 ? undefined : count(Math.round(bytes / documents))],
    ['storageSize', count(bytes)],
    ['nindexes', int(collection?.indexes.length ?? 0)],
    ['totalIndexSize', int(0)],
    ['capped', false],
  )
}

function collStats(context: Context, options: Options): Reply {
  return doc(...statistics(context.view, namespaceOf(context.database, options)), ['ok', double(1)])
}

function dbStats(context: Context): Reply {
  const all = context.view.collectionsOf(context.database)
  const each = all.map(({ namespace }) => statistics(context.view, namespace))
  const sum = (name: string): number => each.reduce((total, one) => total + Number(one.get(name)?.valueOf() ?? 0), 0)
  return doc(
    ['db', context.database],
    ['collections', int(all.length)],
    ['objects', count(sum('count'))],
    ['dataSize', count(sum('size'))],
    ['storageSize', count(sum('size'))],
    ['indexes', int(sum('nindexes'))],
    ['ok', double(1)],
  )
}

/** MongoDB's command: whether the documents of a collection can be read and its indexes agree with them. */
function validate(context: Context, options: Options): Reply {
  const collection = existing(context.view, namespaceOf(context.database, options))
  const verifying = verifyCollection(context.view.data, collection)
  let step = verifying.next()
  while (step.done !== true) step = verifying.next()
  const { namespace, documents, entries, problems } = step.value
  return doc(
    ['ns', namespace],
    ['nrecords', count(documents)],
    ['nIndexes', int(entries.size)],
    ['keysPerIndex', doc(...[...entries].map(([name, keys]): Pair => [name, count(keys)]))],
    ['valid', problems.length === 0],
    ['repaired', false],
    ['warnings', []],
    ['errors', problems],
    ['ok', double(1)],
  )
}

/** The commands about collections and databases. */
export const cataloguing: Table = {
  create: { writes: true, inTransaction: true, fields: [...refusedOptions, 'collation', 'idIndex'], run: create },
  drop: { writes: true, fields: [], run: drop },
  dropDatabase: { writes: true, fields: [], run: dropDatabase },
  listCollections: {
    writes: false,
    fields: ['filter', 'nameOnly', 'authorizedCollections', 'cursor'],
    run: listCollections,
  },
  listDatabases: { writes: false, fields: ['filter', 'nameOnly', 'authorizedDatabases'], run: listDatabases },
  collMod: { writes: true, fields: [...refusedOptions, 'index'], run: collMod },
  renameCollection: { writes: true, fields: ['to', 'dropTarget'], run: rename },
  validate: { writes: false, fields: ['full', 'background', 'checkBSONConformance'], run: validate },
  collStats: { writes: false, fields: ['scale'], run: collStats },
  dbStats: { writes: false, fields: ['scale', 'freeStorage'], run: dbStats },
}
