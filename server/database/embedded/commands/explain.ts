import { DatabaseError, notImplemented } from '../errors.ts'
import { type Search, search } from '../query/find.ts'
import { count, doc, double, isArray, isDocument } from '../values/types.ts'
import { Options, namespaceOf } from './options.ts'
import { queryFrom, searchFor } from './find.ts'
import type { Context, Reply, Table } from './table.ts'

const explained = new Set(['find', 'count', 'distinct', 'findAndModify', 'update', 'delete', 'aggregate'])

/** Runs a query without returning its documents and tells how it was done, in the words of MongoDB's explain. */
function explain(context: Context, options: Options): Reply {
  const inner = options.document('explain')
  const [name = ''] = inner.keys()
  const asked = new Options(name, inner)
  if (!explained.has(name)) throw notImplemented(`explain of ${name}`)
  const namespace = namespaceOf(context.database, asked)
  const found = searchOf(context, asked, namespace)
  while (found.hits.next().done !== true);
  const { plan, cost } = found
  const scan =
    plan?.index === undefined
      ? doc(
          ['stage', plan === undefined ? 'EOF' : 'COLLSCAN'],
          ['direction', plan?.reverse === true ? 'backward' : 'forward'],
        )
      : doc(
          ['stage', 'FETCH'],
          [
            'inputStage',
            doc(
              ['stage', 'IXSCAN'],
              ['keyPattern', plan.index.spec.get('key')],
              ['indexName', plan.index.name],
              ['isMultiKey', plan.index.multikey],
              ['isUnique', plan.index.unique],
              ['direction', plan.reverse ? 'backward' : 'forward'],
              ['ranges', count(plan.ranges.length)],
            ),
          ],
        )
  const winning = plan?.sorted === false ? doc(['stage', 'SORT'], ['inputStage', scan]) : scan
  return doc(
    ['queryPlanner', doc(['namespace', namespace], ['winningPlan', winning], ['rejectedPlans', []])],
    [
      'executionStats',
      doc(
        ['executionSuccess', true],
        ['nReturned', count(cost.found)],
        ['totalKeysExamined', count(cost.keys)],
        ['totalDocsExamined', count(cost.documents)],
      ),
    ],
    ['ok', double(1)],
  )
}

function searchOf(context: Context, options: Options, namespace: string): Search {
  const collection = context.view.collection(namespace)
  switch (options.command) {
    case 'find':
      return searchFor(context, options).search
    case 'count':
    case 'distinct':
      return search(context.view, collection, queryFrom(options, context, 'query'))
    case 'findAndModify':
      return search(context.view, collection, { ...queryFrom(options, context, 'query'), limit: 1 })
    case 'update':
    case 'delete': {
      const [statement] = options.documents(options.command === 'update' ? 'updates' : 'deletes')
      const filter = statement?.get('q')
      if (!isDocument(filter)) throw new DatabaseError(9, `nothing to explain in ${options.command}`)
      const texts = new Options(options.command, statement ?? doc()).collation()
      return search(context.view, collection, {
        filter,
        hint: statement?.get('hint'),
        deadline: context.deadline,
        texts,
      })
    }
    default: {
      if (options.collation() !== undefined) throw notImplemented('explain of aggregate with a collation')
      const pipeline = options.get('pipeline')
      const first = isArray(pipeline) && isDocument(pipeline[0]) ? pipeline[0].get('$match') : undefined
      return search(context.view, collection, { filter: isDocument(first) ? first : doc(), deadline: context.deadline })
    }
  }
}

export const explaining: Table = {
  explain: { writes: false, fields: ['verbosity'], run: explain },
}
