import { DatabaseError, notImplemented } from '../errors.ts'
import { type Output, output, readsOnly, runPipeline } from '../aggregate/pipeline.ts'
import { encode } from '../values/encode.ts'
import { wholeNumber } from '../values/numbers.ts'
import { type Document, isDocument } from '../values/types.ts'
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

function aggregate(context: Context, options: Options): Reply {
  options.refuseCollation()
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
  const pipeline = stages(options)
  const target: Output | undefined = output(pipeline)
  const run = runPipeline(
    {
      view: context.view,
      database: context.database,
      deadline: context.deadline,
      now: new Date(),
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
  function* bytes(): Generator<Buffer> {
    for (const document of run) yield Buffer.isBuffer(document) ? document : encode(document)
  }
  return firstBatch(context, namespace, bytes(), wholeNumber(cursor.get('batchSize')))
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
