import { DatabaseError, asDatabaseError, badValue } from '../errors.ts'
import { Blocked } from '../storage/locks.ts'
import type { Collection } from '../storage/catalogue.ts'
import { insertRecord, removeRecord } from '../storage/records.ts'
import { type Query, type Stored, findAll } from '../query/find.ts'
import { change } from './change.ts'
import { compileUpdate } from '../update/compile.ts'
import { withId } from '../update/upsert.ts'
import { refuseCollated } from '../values/collation.ts'
import { LARGEST } from '../values/encode.ts'
import { type Document, type Pair, type Value, count, doc, double, int } from '../values/types.ts'
import { wholeNumber } from '../values/numbers.ts'
import { Options, namespaceOf } from './options.ts'
import type { Context, Reply, Table } from './table.ts'

/** The namespace a write goes to; the system's own are not for writing. */
export function writableNamespace(context: Context, options: Options): string {
  const namespace = namespaceOf(context.database, options)
  if (/\.system\./.test(namespace)) throw new DatabaseError(73, `cannot write to ${namespace}`)
  options.refuse('isTimeseriesNamespace')
  return namespace
}

const statementNumber = (options: Options, index: number): number => {
  const listed = options.body.get('stmtIds')
  const own = Array.isArray(listed) ? wholeNumber(listed[index]) : undefined
  return own ?? (options.size('stmtId') ?? 0) + index
}

/**
 * Runs a command's statements one after another. A statement that fails changes nothing; after it the command stops,
 * unless it is unordered. A statement that a retryable write has done before is answered and not done again.
 */
function each<Statement>(
  context: Context,
  options: Options,
  statements: readonly Statement[],
  run: (statement: Statement) => Document,
  add: (result: Document, index: number) => void,
): Value[] {
  if (statements.length === 0)
    throw new DatabaseError(16, `Write batch sizes must be between 1 and 100000. Got 0 operations.`)
  const ordered = options.get('ordered') === undefined || options.flag('ordered')
  const errors: Value[] = []
  for (const [index, statement] of statements.entries()) {
    const number = statementNumber(options, index)
    const known = context.retries?.done(number)
    if (known !== undefined) {
      add(known, index)
      continue
    }
    try {
      const result = run(statement)
      context.retries?.note(number, result)
      add(result, index)
    } catch (thrown) {
      if (thrown instanceof Blocked) throw thrown
      const error = asDatabaseError(thrown)
      if ([1, 50, 112].includes(error.code)) throw error
      errors.push(doc(['index', int(index)], ['code', int(error.code)], ['errmsg', error.message], ...error.details))
      if (ordered) break
    }
  }
  return errors
}

function reply(context: Context, errors: Value[], ...fields: Pair[]): Document {
  const retried = context.retries?.retried ?? []
  return doc(
    ...fields,
    ['writeErrors', errors.length === 0 ? undefined : errors],
    ['retriedStmtIds', retried.length === 0 ? undefined : retried.map(int)],
    ['ok', double(1)],
  )
}

function insert(context: Context, options: Options): Reply {
  const namespace = writableNamespace(context, options)
  const { view } = context
  view.collectionOrNew(namespace)
  let n = 0
  const one = (document: Document): Document => {
    const whole = withId(document)
    const bytes = whole === document ? context.raw.get(document) : undefined
    if (bytes !== undefined && bytes.length > LARGEST) {
      throw new DatabaseError(10334, `object to insert too large. size in bytes: ${bytes.length}, max size: ${LARGEST}`)
    }
    // Read anew each time: the insert before may have made an index grow.
    insertRecord(view, view.collectionOrNew(namespace), whole, bytes)
    return doc(['n', int(1)])
  }
  const errors = each(context, options, options.documents('documents'), one, () => n++)
  return reply(context, errors, ['n', int(n)])
}

/** A command's statements, each with no fields but these: a mistake in one refuses all, before any is run. */
function statementsOf(options: Options, list: string, known: readonly string[]): Options[] {
  return options.documents(list).map((given) => {
    const statement = new Options(`${options.command}.${list}`, given)
    statement.only(new Set(known))
    return statement
  })
}

const updateFields = ['q', 'u', 'c', 'multi', 'upsert', 'arrayFilters', 'hint', 'collation']

function updateStatement(context: Context, namespace: string, options: Options, variables: Document): Document {
  const all = doc(...variables, ...options.constants('c'))
  const update = compileUpdate(options.get('u'), options.get('arrayFilters'), all)
  const multi = options.flag('multi')
  if (multi && update.kind === 'replacement')
    throw new DatabaseError(9, 'multi update is not supported for replacement-style update')
  const query: Query = {
    filter: options.document('q'),
    hint: options.get('hint'),
    variables: all,
    deadline: context.deadline,
    texts: options.collation(),
  }
  if (query.texts !== undefined) refuseCollated(options.get('u'), options.get('arrayFilters'))
  const {
    matched,
    modified,
    upserted: made,
  } = change(context, namespace, query, update, {
    multi,
    upsert: options.flag('upsert'),
  })
  return doc(
    ['n', count(made === undefined ? matched : 1)],
    ['nModified', count(modified)],
    ['upserted', made?.get('_id')],
  )
}

const number = (value: Value | undefined): number => wholeNumber(value) ?? 0

function runUpdate(context: Context, options: Options): Reply {
  const namespace = writableNamespace(context, options)
  const variables = options.constants()
  const made: Value[] = []
  let [n, nModified] = [0, 0]
  const errors = each(
    context,
    options,
    statementsOf(options, 'updates', updateFields),
    (statement) => updateStatement(context, namespace, statement, variables),
    (result, index) => {
      n += number(result.get('n'))
      nModified += number(result.get('nModified'))
      const id = result.get('upserted')
      if (id !== undefined) made.push(doc(['index', int(index)], ['_id', id]))
    },
  )
  return reply(
    context,
    errors,
    ['n', count(n)],
    ['nModified', count(nModified)],
    ['upserted', made.length === 0 ? undefined : made],
  )
}

function remove(context: Context, options: Options): Reply {
  const namespace = writableNamespace(context, options)
  const variables = options.constants()
  let n = 0
  const one = (statement: Options): Document => {
    const limit = statement.size('limit')
    if (limit !== 0 && limit !== 1)
      throw badValue(`The limit field in delete objects must be 0 or 1. Got ${String(limit)}`)
    const collection = context.view.collection(namespace)
    const { hits } = findAll(context.view, collection, {
      filter: statement.document('q'),
      hint: statement.get('hint'),
      limit: limit === 1 ? 1 : Infinity,
      variables,
      deadline: context.deadline,
      texts: statement.collation(),
    })
    if (collection !== undefined) removeAll(context, collection, hits)
    return doc(['n', count(hits.length)])
  }
  const errors = each(
    context,
    options,
    statementsOf(options, 'deletes', ['q', 'limit', 'hint', 'collation']),
    one,
    (result) => {
      n += number(result.get('n'))
    },
  )
  return reply(context, errors, ['n', count(n)])
}

export function removeAll({ view }: Context, collection: Collection, hits: readonly Stored[]): void {
  for (const hit of hits) removeRecord(view, collection, hit.rid, hit.document)
}

const batch = ['ordered', 'bypassDocumentValidation', 'stmtId', 'stmtIds', 'isTimeseriesNamespace'] as const

/** The commands that write documents. */
export const writing: Table = {
  insert: { writes: true, inTransaction: true, fields: [...batch, 'documents'], run: insert },
  update: { writes: true, inTransaction: true, fields: [...batch, 'updates', 'let'], run: runUpdate },
  delete: { writes: true, inTransaction: true, fields: [...batch, 'deletes', 'let'], run: remove },
}
