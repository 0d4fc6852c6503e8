import { DatabaseError, failedToParse } from '../errors.ts'
import { type Query, findAll, search } from '../query/find.ts'
import { compileProjection } from '../query/project.ts'
import { sortFields } from '../query/sort.ts'
import { compileUpdate } from '../update/compile.ts'
import { refuseCollated, refuseCollatedProjection } from '../values/collation.ts'
import { type Document, type Found, doc, double, int, isDocument } from '../values/types.ts'
import type { Options } from './options.ts'
import type { Context, Reply, Table } from './table.ts'
import { change } from './change.ts'
import { removeAll, writableNamespace } from './write.ts'

function findAndModify(context: Context, options: Options): Reply {
  const known = context.retries?.done(0)
  if (known !== undefined) return doc(...known, ['retriedStmtId', int(0)], ['ok', double(1)])
  const result = run(context, options)
  context.retries?.note(0, result)
  return doc(...result, ['ok', double(1)])
}

function run(context: Context, options: Options): Document {
  const [namespace, variables] = [writableNamespace(context, options), options.constants()]
  const query: Query = {
    filter: options.document('query'),
    sort: sortFields(options.document('sort')),
    hint: options.get('hint'),
    variables,
    deadline: context.deadline,
    texts: options.collation(),
  }
  if (query.texts !== undefined) refuseCollatedProjection(options.document('fields'))
  if (options.flag('remove')) {
    if (options.get('update') !== undefined) throw failedToParse("Cannot specify both an 'update' and 'remove'=true")
    if (options.flag('new'))
      throw failedToParse(
        "Cannot specify both 'new'=true and 'remove'=true; 'remove' always returns the deleted document",
      )
    if (options.flag('upsert')) throw failedToParse("Cannot specify both 'upsert'=true and 'remove'=true")
    return removeOne(context, options, namespace, query)
  }
  if (options.get('update') === undefined) throw failedToParse("Either an 'update' or 'remove'=true must be specified")
  if (query.texts !== undefined) refuseCollated(options.get('update'), options.get('arrayFilters'))
  const update = compileUpdate(options.get('update'), options.get('arrayFilters'), variables)
  const done = change(context, namespace, query, update, { multi: false, upsert: options.flag('upsert') })
  const shown = options.flag('new') ? done.after : done.upserted === undefined ? done.before : undefined
  return doc(
    [
      'lastErrorObject',
      doc(
        ['n', int(done.matched + (done.upserted === undefined ? 0 : 1))],
        ['updatedExisting', done.matched > 0],
        ['upserted', done.upserted?.get('_id')],
      ),
    ],
    ['value', projected(context, options, query, shown)],
  )
}

function removeOne(context: Context, options: Options, namespace: string, query: Query): Document {
  const collection = context.view.collection(namespace)
  const { hits } = findAll(context.view, collection, { ...query, limit: 1 })
  if (collection !== undefined) removeAll(context, collection, hits)
  return doc(
    ['lastErrorObject', doc(['n', int(hits.length)])],
    ['value', projected(context, options, query, hits[0]?.document)],
  )
}

function projected(context: Context, options: Options, query: Query, document: Found): Found {
  if (!isDocument(document)) return null
  const { matches } = search(context.view, undefined, query)
  const fields = options.document('fields')
  if ([...fields.keys()].some((path) => path.endsWith('.$')) && options.flag('new')) {
    throw new DatabaseError(9, 'Cannot use a positional projection and return the new document')
  }
  return compileProjection(fields, matches, options.constants())?.(document) ?? document
}

const fields = [
  'query',
  'sort',
  'remove',
  'update',
  'new',
  'fields',
  'upsert',
  'bypassDocumentValidation',
  'collation',
  'arrayFilters',
  'hint',
  'let',
  'stmtId',
]

/** findAndModify, under both its names. */
export const modifying: Table = {
  findAndModify: { writes: true, inTransaction: true, fields, run: findAndModify },
  findandmodify: { writes: true, inTransaction: true, fields, run: findAndModify },
}
