import { DatabaseError, notImplemented } from '../errors.ts'
import { wholeNumber } from '../values/numbers.ts'
import { compareValues, equal } from '../values/order.ts'
import { type Document, type Value, doc, int, isArray, isDocument } from '../values/types.ts'
import { accumulator } from './accumulators.ts'
import { compileExpression } from './expressions.ts'
import { group } from './group.ts'
import { namedOperand } from './scope.ts'
import type { MakeStage } from './stage.ts'

const counting = doc(['count', doc(['$sum', int(1)])])

/** `$bucket`: groups between given bounds, in their order. */
export const bucket: MakeStage = (spec) => {
  const fields = isDocument(spec) ? spec : doc()
  const [by, bounds] = [fields.get('groupBy'), fields.get('boundaries')]
  if (by === undefined || !isArray(bounds) || bounds.length < 2)
    throw new DatabaseError(40198, "$bucket requires 'groupBy' and 'boundaries' to be specified")
  if (bounds.some((bound, at) => at > 0 && compareValues(bounds[at - 1], bound) >= 0))
    throw new DatabaseError(40194, "The 'boundaries' option to $bucket must be sorted")
  const branches: Value[] = bounds
    .slice(0, -1)
    .map((low, at) =>
      doc(
        [
          'case',
          doc([
            '$and',
            [doc(['$gte', [by, doc(['$literal', low])]]), doc(['$lt', [by, doc(['$literal', bounds[at + 1]])]])],
          ]),
        ],
        ['then', doc(['$literal', low])],
      ),
    )
  const other = fields.get('default')
  const id = doc([
    '$switch',
    doc(['branches', branches], ['default', other === undefined ? undefined : doc(['$literal', other])]),
  ])
  const output = fields.get('output') ?? counting
  const grouped = group(doc(['_id', id], ...(isDocument(output) ? output : [])))
  return (input, setting) => [...grouped(input, setting)].toSorted((a, b) => compareValues(a.get('_id'), b.get('_id')))
}

/** `$bucketAuto`: groups of about equal size over sorted values; equal values stay together. */
export const bucketAuto: MakeStage = (operand) => {
  const spec = namedOperand('$bucketAuto', operand, ['groupBy', 'buckets'], ['output', 'granularity'])
  if (spec.has('granularity')) throw notImplemented("option 'granularity' of $bucketAuto")
  const wanted = wholeNumber(spec.get('buckets'))
  if (wanted === undefined || wanted <= 0)
    throw new DatabaseError(40243, "The $bucketAuto 'buckets' field must be greater than 0")
  const by = compileExpression(spec.get('groupBy') ?? null)
  const output = spec.get('output') ?? counting
  const makers = (isDocument(output) ? [...output] : []).map(([name, value]) => [name, accumulator(value)] as const)
  return function* (input, { variables }) {
    const items = [...input].map((root) => ({ root, value: by({ root, variables }) ?? null }))
    items.sort((a, b) => compareValues(a.value, b.value))
    let at = 0
    for (let bucketsLeft = wanted; at < items.length && bucketsLeft > 0; bucketsLeft--) {
      const size = Math.max(1, Math.round((items.length - at) / bucketsLeft))
      let end = bucketsLeft === 1 ? items.length : at + size
      while (end < items.length && equal(items[end]?.value, items[end - 1]?.value)) end++
      const gatherers = makers.map(([name, make]) => [name, make()] as const)
      for (const { root } of items.slice(at, end))
        for (const [, gatherer] of gatherers) gatherer.add({ root, variables })
      const max = items[end] ?? items.at(-1)
      const made: Document = doc(['_id', doc(['min', items[at]?.value], ['max', max?.value])])
      for (const [name, gatherer] of gatherers) made.set(name, gatherer.result())
      yield made
      at = end
    }
  }
}
