import { Binary } from 'bson'
import { DatabaseError, notImplemented } from '../errors.ts'
import { type Output, output, readsOnly, runPipeline } from '../aggregate/pipeline.ts'
import { encode } from '../values/encode.ts'
import { wholeNumber } from '../values/numbers.ts'
import { type Document, doc, isDocument } from '../values/types.ts'
import { firstBatch } from './find.ts'
import { type Options, checkedNamespace } from './options.ts'
import type { Context, Reply, Table } from './table.ts'
import { save } from './merge.ts'

function stages(options: Options): readonly Document[] {
  const list = options.documents('pipeline')
  for (const stage of list) {
    if (stage.size !== 1)
      throw new DatabaseError(40323, 'A pipeline stage specification object must contain exactly one field.')
  }
  return list
}

/**
 * `$listLocalSessions`, which may only come first, as the documents it stands for: the session that asks, and those
 * that have or had a transaction.
 */
function withSessions({ session, transactions }: Context, pipeline: readonly Document[]): readonly Document[] {
  const spec = pipeline[0]?.get('$listLocalSessions')
  if (spec === undefined) return pipeline
  if (!isDocument(spec)) throw new DatabaseError(9, '$listLocalSessions options must be specified in an object')
  for (const name of spec.keys()) if (name !== 'allUsers') throw notImplemented(`$listLocalSessions with ${name}`)
  const used = new Map(transactions.sessions)
  if (session !== undefined) used.set(session, new Date())
  const documents = [...used].map(([id, lastUse]) =>
    doc(['_id', doc(['id', new Binary(Buffer.from(id, 'hex'), Binary.SUBTYPE_UUID)])], ['lastUse', lastUse]),
  )
  return [doc(['$documents', documents]), ...pipeline.slice(1)]
}

function aggregate(context: Context, options: Options): Reply {
  const texts = options.collation()
  if (options.get('explain') !== undefined && options.flag('explain'))
    throw notImplemented('option explain of aggregate')
  options.refuse(
    'exchange',
    'isMapReduceCommand',
    'needsMerge',
    'fromMongos',
    'needsSortedMerge',
    'requestReshardingResumeToken',
  )
  const cursor = options.get('cursor')
  if (!isDocument(cursor))
    throw new DatabaseError(9, "The 'cursor' option is required, except for aggregate with the explain argument")
  const name = options.get('aggregate')
  const collection = typeof name === 'string' ? name : wholeNumber(name) === 1 ? undefined : ''
  const namespace =
    collection === undefined ? `${context.database}.$cmd.aggregate` : checkedNamespace(context.database, collection)
  const given = stages(options)
  const pipeline = collection === undefined ? withSessions(context, given) : given
  const target: Output | undefined = output(pipeline)
  if (target !== undefined && texts !== undefined) throw notImplemented(`${target.kind} with a collation`)
  const run = runPipeline(
    {
      view: context.view,
      database: context.database,
      deadline: context.deadline,
      now: new Date(),
      texts,
    },
    collection === undefined ? undefined : namespace,
    target === undefined ? pipeline : pipeline.slice(0, -1),
    options.constants(),
    options.get('hint'),
  )
  if (target !== undefined) {
    save(context, target, run)
    return firstBatch(context, namespace, [][Symbol.iterator](), 0, true)
  }
  return firstBatch(context, namespace, bytesOf(run), wholeNumber(cursor.get('batchSize')))
}

function* bytesOf(results: Iterable<Document | Buffer>): Generator<Buffer> {
  for (const one of results) yield Buffer.isBuffer(one) ? one : encode(one)
}

/** aggregate. With $out or $merge it writes, which the engine has to know before it runs. */
export const aggregating: Table = {
  aggregate: {
    writes: false,
    writesIf: (options) => !readsOnly(options.get('pipeline')),
    inTransaction: true,
    fields: [
      'pipeline',
      'cursor',
      'explain',
      'allowDiskUse',
      'bypassDocumentValidation',
      'collation',
      'hint',
      'let',
      'exchange',
      'isMapReduceCommand',
      'needsMerge',
      'fromMongos',
      'needsSortedMerge',
      'requestReshardingResumeToken',
    ],
    run: aggregate,
  },
}
