import { DatabaseError } from '../../errors.ts'
import { sorted, sortFields } from '../../query/sort.ts'
import { toNumber, wholeNumber } from '../../values/numbers.ts'
import { compareValues, equal } from '../../values/order.ts'
import { type Found, type Value, doc, int, isArray, isDocument, isNullish, isNumeric } from '../../values/types.ts'
import { type Operators, argumentsOf, namedOperand, one, taking, two } from '../scope.ts'

const array = (name: string, value: Found): readonly Value[] => {
  if (!isArray(value)) throw new DatabaseError(17124, `The argument to ${name} must be an array`)
  return value
}
const whole = (name: string, value: Found): number => {
  const number = wholeNumber(value)
  if (number === undefined) throw new DatabaseError(28690, `${name} needs a whole number`)
  return number
}

function slice(value: Found, first: Found, second: Found): Found {
  if (isNullish(value) || isNullish(first) || second === null) return null
  const items = array('$slice', value)
  const start = whole('$slice', first)
  if (second === undefined) return start >= 0 ? items.slice(0, start) : items.slice(start)
  const size = whole('$slice', second)
  if (size <= 0) throw new DatabaseError(28729, 'Third argument to $slice must be positive')
  const from = start >= 0 ? start : Math.max(0, items.length + start)
  return items.slice(from, from + size)
}

function elementAt(value: Found, at: Found): Found {
  if (isNullish(value) || isNullish(at)) return null
  return array('$arrayElemAt', value).at(whole('$arrayElemAt', at))
}

function range(from: Found, to: Found, step: Found): Found {
  const [start, end, by] = [whole('$range', from), whole('$range', to), step === undefined ? 1 : whole('$range', step)]
  if (by === 0) throw new DatabaseError(34449, '$range requires a non-zero step value')
  const made: Value[] = []
  for (let at = start; by > 0 ? at < end : at > end; at += by) made.push(int(at))
  return made
}

const unique = (values: readonly Value[]): Value[] => {
  const kept: Value[] = []
  for (const value of values.toSorted(compareValues))
    if (kept.length === 0 || !equal(kept.at(-1), value)) kept.push(value)
  return kept
}
const includes = (values: readonly Value[], value: Value): boolean => values.some((other) => equal(other, value))

const nth = (name: string, pick: (values: readonly Value[]) => Found): Operators[number] =>
  one(name, (value) => (isNullish(value) ? null : pick(array(name, value))))

const sets: Operators = [
  taking('$setUnion', 0, Infinity, (...lists) =>
    lists.some(isNullish) ? null : unique(lists.flatMap((list) => array('$setUnion', list))),
  ),
  taking('$setIntersection', 0, Infinity, (...lists) => {
    if (lists.some(isNullish)) return null
    const [first = [], ...others] = lists.map((list) => array('$setIntersection', list))
    return unique(first.filter((value) => others.every((other) => includes(other, value))))
  }),
  two('$setDifference', (a, b) => {
    if (isNullish(a) || isNullish(b)) return null
    const others = array('$setDifference', b)
    return unique(array('$setDifference', a).filter((value) => !includes(others, value)))
  }),
  two('$setIsSubset', (a, b) => {
    const others = array('$setIsSubset', b)
    return array('$setIsSubset', a).every((value) => includes(others, value))
  }),
  taking('$setEquals', 2, Infinity, (...lists) => {
    const [first = [], ...others] = lists.map((list) => unique(array('$setEquals', list)))
    return others.every((other) => equal(first, other))
  }),
  one('$anyElementTrue', (value) => array('$anyElementTrue', value).some(isTrue)),
  one('$allElementsTrue', (value) => array('$allElementsTrue', value).every(isTrue)),
]
const isTrue = (value: Value): boolean =>
  value !== null && value !== false && !(isNumeric(value) && toNumber(value) === 0)

/** Operators on arrays and sets. */
export const arrays: Operators = [
  ...sets,
  one('$size', (value) => int(array('$size', value).length)),
  taking('$slice', 2, 3, slice),
  two('$arrayElemAt', elementAt),
  nth('$first', (values) => values[0]),
  nth('$last', (values) => values.at(-1)),
  taking('$concatArrays', 0, Infinity, (...lists) =>
    lists.some(isNullish) ? null : lists.flatMap((list) => array('$concatArrays', list)),
  ),
  one('$reverseArray', (value) => (isNullish(value) ? null : array('$reverseArray', value).toReversed())),
  two('$in', (value, list) => {
    if (!isArray(list)) throw new DatabaseError(40081, '$in requires an array as a second argument')
    return list.some((other) => value !== undefined && equal(other, value))
  }),
  taking('$indexOfArray', 2, 4, (list, value, start, end) => {
    if (isNullish(list)) return null
    const items = array('$indexOfArray', list)
    const to = end === undefined ? items.length : whole('$indexOfArray', end)
    const from = start === undefined ? 0 : whole('$indexOfArray', start)
    return int(items.findIndex((other, at) => at >= from && at < to && value !== undefined && equal(other, value)))
  }),
  taking('$range', 2, 3, range),
  [
    '$sortArray',
    (operand, compile) => {
      const fields = namedOperand('$sortArray', operand, ['input', 'sortBy'], [])
      const input = compile(fields.get('input') ?? null)
      const by = fields.get('sortBy') ?? null
      const order = isDocument(by) ? sortFields(by) : sortFields(doc(['v', by]))
      return (scope) => {
        const values = input(scope)
        if (isNullish(values)) return null
        const items = array('$sortArray', values)
        return sorted(items, order, (item) => (isDocument(by) ? (isDocument(item) ? item : doc()) : doc(['v', item])))
      }
    },
  ],
  [
    '$zip',
    (operand, compile) => {
      const fields = namedOperand('$zip', operand, ['inputs'], ['useLongestLength', 'defaults'])
      const inputs = argumentsOf('$zip', fields.get('inputs') ?? null, compile, 1, Infinity)
      const defaults = compile(fields.get('defaults') ?? null)
      return (scope) => {
        const lists = inputs.map((input) => input(scope))
        if (lists.some(isNullish)) return null
        const rows = lists.map((list) => array('$zip', list))
        const lengths = rows.map((row) => row.length)
        const longest = fields.get('useLongestLength') === true
        const size = longest ? Math.max(...lengths) : Math.min(...lengths)
        const filler = defaults(scope)
        return Array.from({ length: size }, (_, at) =>
          rows.map((row, column) => row[at] ?? (isArray(filler) ? filler[column] : null) ?? null),
        )
      }
    },
  ],
]
