import { wholeNumber } from '../values/numbers.ts'
import { type Document, type Value, count, doc, isDocument } from '../values/types.ts'

/** What a pipeline that only counts makes of a number of documents. */
export type Counting = (found: number) => Document[]

/**
 * Recognises stages that only count what they are given: `$count`, or `$group` by a constant with `{$sum: 1}`, which
 * is how drivers count. So the documents themselves need not be read.
 */
export function countingStages(stages: readonly Document[]): Counting | undefined {
  const [only] = stages
  if (stages.length !== 1 || only === undefined) return undefined
  const name = only.get('$count')
  if (typeof name === 'string' && name !== '' && !/^\$|\./.test(name)) return made(undefined, name)
  const group = only.get('$group')
  if (!isDocument(group) || group.size !== 2) return undefined
  const [[, id] = ['', null], [field, spec] = ['', null]] = group
  const sum = isDocument(spec) && spec.size === 1 ? spec.get('$sum') : undefined
  const constant = id === null || wholeNumber(id) !== undefined
  return group.has('_id') && group.keys().next().value === '_id' && constant && wholeNumber(sum) === 1
    ? made(id, field)
    : undefined
}

const made =
  (id: Value | undefined, field: string): Counting =>
  (found) =>
    found === 0 ? [] : [doc(['_id', id], [field, count(found)])]
