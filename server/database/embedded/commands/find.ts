import { Long } from 'bson'
import { DatabaseError, failedToParse } from '../errors.ts'
import { Cursor } from '../cursors.ts'
import { type Query, type Stored, search } from '../query/find.ts'
import { compileProjection, fieldsKept } from '../query/project.ts'
import { sortFields } from '../query/sort.ts'
import { keepFields } from '../values/decode.ts'
import { refuseCollatedProjection } from '../values/collation.ts'
import { cursorReply, encode } from '../values/encode.ts'
import { FieldNames } from '../values/fieldNames.ts'
import { equal } from '../values/order.ts'
import { keyPartsOf, partsOf } from '../values/paths.ts'
import { rawKeyOf } from '../values/keys.ts'
import { type Value, count, doc, double } from '../values/types.ts'
import { type Options, checkedNamespace, namespaceOf } from './options.ts'
import type { Context, Reply, Table } from './table.ts'

/** What MongoDB sends first where nobody says how much. */
const FIRST_BATCH = 101

/** The query part that find, count and distinct share, under the names each gives it. */
export function queryFrom(options: Options, context: Context, filter: string): Query {
  return {
    filter: options.document(filter),
    sort: sortFields(options.document('sort')),
    hint: options.get('hint'),
    skip: options.size('skip') ?? 0,
    limit: options.size('limit') || Infinity,
    variables: options.constants(),
    deadline: context.deadline,
    texts: options.collation(),
  }
}

/** Sends the first documents and, where more are left, keeps a cursor for the rest. */
export function firstBatch(
  context: Context,
  namespace: string,
  documents: Iterator<Buffer>,
  size: number | undefined,
  single = false,
): Buffer {
  const cursor = new Cursor(namespace, documents, context.transaction)
  const batch = cursor.next(size ?? FIRST_BATCH)
  const id = batch.done || single ? Long.ZERO : context.cursors.add(cursor)
  return cursorReply(doc(['id', id], ['ns', namespace]), 'firstBatch', batch.documents, doc(['ok', double(1)]))
}

export function searchFor(
  context: Context,
  options: Options,
): { search: ReturnType<typeof search>; bytes: Generator<Buffer> } {
  options.refuse(
    'min',
    'max',
    'returnKey',
    'showRecordId',
    'tailable',
    'awaitData',
    'requestResumeToken',
    'resumeAfter',
  )
  const query = queryFrom(options, context, 'filter')
  const found = search(context.view, context.view.collection(namespaceOf(context.database, options)), query)
  const projection = options.document('projection')
  if (query.texts !== undefined) refuseCollatedProjection(projection)
  const projector = fieldsKept(projection) ?? compileProjection(projection, found.matches, options.constants())
  return { search: found, bytes: projected(found.hits, projector) }
}

function* projected(
  hits: Iterable<Stored>,
  projector: FieldNames | ReturnType<typeof compileProjection>,
): Generator<Buffer> {
  for (const hit of hits) {
    if (projector === undefined) yield hit.bytes
    else if (projector instanceof FieldNames) yield keepFields(hit.bytes, projector)
    else yield encode(projector(hit.document))
  }
}

function find(context: Context, options: Options): Reply {
  const namespace = namespaceOf(context.database, options)
  return firstBatch(
    context,
    namespace,
    searchFor(context, options).bytes,
    options.size('batchSize'),
    options.flag('singleBatch'),
  )
}

function getMore(context: Context, options: Options): Reply {
  const id = options.get('getMore')
  if (!(id instanceof Long)) throw failedToParse("BSON field 'getMore.getMore' is the wrong type, expected type 'long'")
  const namespace = checkedCursorNamespace(context.database, options.text('collection') ?? '')
  const cursor = context.cursors.find(id, namespace)
  if (cursor.transaction !== context.transaction) {
    throw new DatabaseError(50738, `cursor id ${id.toString()} belongs to another transaction`)
  }
  const batch = cursor.next(options.size('batchSize') || Infinity)
  if (batch.done) context.cursors.close(id)
  const shown = doc(['id', batch.done ? Long.ZERO : id], ['ns', namespace])
  return cursorReply(shown, 'nextBatch', batch.documents, doc(['ok', double(1)]))
}

const checkedCursorNamespace = (database: string, name: string): string =>
  name.startsWith('$cmd.') ? `${database}.${name}` : checkedNamespace(database, name)

function killCursors(context: Context, options: Options): Reply {
  const killed: Value[] = []
  const notFound: Value[] = []
  for (const id of options.list('cursors')) {
    if (!(id instanceof Long)) throw failedToParse('killCursors needs cursor ids of type long')
    ;(context.cursors.close(id) ? killed : notFound).push(id)
  }
  return doc(
    ['cursorsKilled', killed],
    ['cursorsNotFound', notFound],
    ['cursorsAlive', []],
    ['cursorsUnknown', []],
    ['ok', double(1)],
  )
}

function counted(context: Context, options: Options): Reply {
  const collection = context.view.collection(namespaceOf(context.database, options))
  const limit = options.get('limit')
  // A negative limit is the same limit.
  if (limit !== undefined && limit !== null) options.body.set('limit', count(Math.abs(Number(limit.valueOf()))))
  const query = queryFrom(options, context, 'query')
  let total = 0
  if (collection !== undefined && query.filter.size === 0 && query.limit === Infinity) {
    total = Math.max(0, context.view.countOf(collection) - (query.skip ?? 0))
  } else {
    const { hits } = search(context.view, collection, query)
    while (hits.next().done !== true) total++
  }
  return doc(['n', count(total)], ['ok', double(1)])
}

function distinct(context: Context, options: Options): Reply {
  const key = options.text('key')
  if (key === undefined) throw failedToParse("BSON field 'distinct.key' is missing but a required field")
  const parts = partsOf(key)
  const collection = context.view.collection(namespaceOf(context.database, options))
  const values = new Map<string, Value>()
  const query = queryFrom(options, context, 'query')
  for (const { document } of search(context.view, collection, query).hits) {
    for (const [value] of keyPartsOf(document, [parts]).keys) {
      if (value === undefined || typeof value === 'symbol') continue
      const name = rawKeyOf([value], [1]).toString('latin1')
      if (query.texts !== undefined && [...values.values()].some((one) => equal(one, value, query.texts))) continue
      if (!values.has(name)) values.set(name, value)
    }
  }
  return doc(['values', [...values.values()]], ['ok', double(1)])
}

const searching = ['hint', 'collation', 'skip', 'limit', 'query'] as const

/** The commands that read one collection. */
export const finding: Table = {
  find: {
    writes: false,
    inTransaction: true,
    fields: [
      'filter',
      'sort',
      'projection',
      'hint',
      'skip',
      'limit',
      'batchSize',
      'singleBatch',
      'max',
      'min',
      'returnKey',
      'showRecordId',
      'tailable',
      'oplogReplay',
      'noCursorTimeout',
      'awaitData',
      'allowPartialResults',
      'collation',
      'allowDiskUse',
      'let',
      'requestResumeToken',
      'resumeAfter',
    ],
    run: find,
  },
  getMore: { writes: false, inTransaction: true, fields: ['collection', 'batchSize', 'term'], run: getMore },
  killCursors: { writes: false, inTransaction: true, fields: ['cursors'], run: killCursors },
  count: { writes: false, fields: [...searching, 'fields'], run: counted },
  distinct: { writes: false, inTransaction: true, fields: ['key', 'query', 'hint', 'collation'], run: distinct },
}
