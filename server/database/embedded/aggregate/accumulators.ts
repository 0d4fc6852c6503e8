import { DatabaseError, notImplemented } from '../errors.ts'
import { sortFields, sortKey } from '../query/sort.ts'
import { calculate, deviation, divide, toNumber, wholeNumber } from '../values/numbers.ts'
import { compareValues, equal } from '../values/order.ts'
import {
  type Document,
  type Found,
  type Numeric,
  type Value,
  count,
  int,
  isArray,
  isDocument,
  isNullish,
  isNumeric,
} from '../values/types.ts'
import { compileExpression } from './expressions.ts'
import { mergeInto } from './operators/objects.ts'
import { type Scope, namedOperand } from './scope.ts'

/** Gathers one group's values: `add` for each document, `result` at the end. */
export type Gatherer = { add(scope: Scope): void; result(): Value }
type Make = (operand: Value) => () => Gatherer

/** A gatherer over one expression that keeps some state. */
const over =
  <State>(start: () => State, step: (state: State, value: Found) => State, end: (state: State) => Value): Make =>
  (operand) => {
    const evaluate = compileExpression(operand)
    return () => {
      let state = start()
      return {
        add: (scope) => {
          state = step(state, evaluate(scope))
        },
        result: () => end(state),
      }
    }
  }

const sum = over<Numeric>(
  () => int(0),
  (total, value) => (isNumeric(value) ? calculate('add', total, value) : total),
  (total) => total,
)

const average = over<{ total: Numeric; n: number }>(
  () => ({ total: int(0), n: 0 }),
  ({ total, n }, value) => (isNumeric(value) ? { total: calculate('add', total, value), n: n + 1 } : { total, n }),
  ({ total, n }) => (n === 0 ? null : divide(total, int(n))),
)
const extreme = (sign: 1 | -1): Make =>
  over<Found>(
    () => undefined,
    (best, value) =>
      isNullish(value) || (best !== undefined && sign * compareValues(value, best) <= 0) ? best : value,
    (best) => best ?? null,
  )

const spread = (sample: boolean): Make =>
  over<number[]>(
    () => [],
    (values, value) => {
      if (isNumeric(value)) values.push(toNumber(value))
      return values
    },
    (values) => deviation(values, sample),
  )

/** $firstN and its kin: a number of values, kept by `keep`. */
function several(name: string, keep: (values: Value[], n: number) => Value[], skipNull = false): Make {
  return (operand) => {
    const fields = namedOperand(name, operand, ['input', 'n'], [])
    const [input, size] = [compileExpression(fields.get('input') ?? null), compileExpression(fields.get('n') ?? null)]
    return () => {
      const values: Value[] = []
      let n = 0
      return {
        add: (scope) => {
          n = positive(name, size(scope))
          const value = input(scope) ?? null
          if (!skipNull || value !== null) values.push(value)
        },
        result: () => keep(values, n),
      }
    }
  }
}

function positive(name: string, value: Found): number {
  const n = wholeNumber(value)
  if (n === undefined || n <= 0) throw new DatabaseError(5787902, `'n' must be a positive integer in ${name}`)
  return n
}

/** $top, $bottom and with N: sorted by a specification of their own. */
function ranked(name: string, bottom: boolean, many: boolean): Make {
  return (operand) => {
    const fields = namedOperand(name, operand, many ? ['sortBy', 'output', 'n'] : ['sortBy', 'output'], [])
    const by = fields.get('sortBy')
    if (!isDocument(by)) throw new DatabaseError(10065, `${name} requires sortBy to be an object`)
    const order = sortFields(by)
    const [outputOf, size] = [
      compileExpression(fields.get('output') ?? null),
      compileExpression(fields.get('n') ?? int(1)),
    ]
    return () => {
      const kept: { key: Buffer; value: Value }[] = []
      let n = 1
      return {
        add: (scope) => {
          n = positive(name, size(scope))
          kept.push({ key: sortKey(scope.root, order), value: outputOf(scope) ?? null })
        },
        result: () => {
          const values = kept.toSorted((a, b) => Buffer.compare(a.key, b.key)).map(({ value }) => value)
          const chosen = bottom ? values.slice(-n) : values.slice(0, n)
          return many ? chosen : (chosen[0] ?? null)
        },
      }
    }
  }
}

const makers: ReadonlyMap<string, Make> = new Map<string, Make>([
  ['$sum', sum],
  ['$avg', average],
  ['$min', extreme(-1)],
  ['$max', extreme(1)],
  [
    '$first',
    over<{ value: Found } | undefined>(
      () => undefined,
      (first, value) => first ?? { value },
      (first) => first?.value ?? null,
    ),
  ],
  [
    '$last',
    over<Found>(
      () => undefined,
      (_, value) => value,
      (last) => last ?? null,
    ),
  ],
  [
    '$push',
    over<Value[]>(
      () => [],
      (values, value) => pushed(values, value),
      (values) => values,
    ),
  ],
  [
    '$addToSet',
    over<Value[]>(
      () => [],
      (values, value) => (values.some((other) => equal(other, value)) ? values : pushed(values, value)),
      (values) => values,
    ),
  ],
  [
    '$mergeObjects',
    over<Document>(
      () => new Map(),
      (merged, value) => {
        mergeInto(merged, value)
        return merged
      },
      (merged) => merged,
    ),
  ],
  [
    '$count',
    (operand) => {
      if (!isDocument(operand) || operand.size > 0)
        throw new DatabaseError(14, '$count takes no arguments, i.e. $count:{}')
      return over<number>(
        () => 0,
        (n) => n + 1,
        (n) => count(n),
      )(null)
    },
  ],
  ['$stdDevPop', spread(false)],
  ['$stdDevSamp', spread(true)],
  ['$firstN', several('$firstN', (values, n) => values.slice(0, n))],
  ['$lastN', several('$lastN', (values, n) => values.slice(-n))],
  ['$minN', several('$minN', (values, n) => values.toSorted(compareValues).slice(0, n), true)],
  ['$maxN', several('$maxN', (values, n) => values.toSorted((a, b) => compareValues(b, a)).slice(0, n), true)],
  ['$top', ranked('$top', false, false)],
  ['$topN', ranked('$topN', false, true)],
  ['$bottom', ranked('$bottom', true, false)],
  ['$bottomN', ranked('$bottomN', true, true)],
])

const pushed = (values: Value[], value: Found): Value[] => {
  if (value !== undefined) values.push(value)
  return values
}

/** An accumulator, ready for groups. Throws where the name is not known. */
export function accumulator(spec: Value): () => Gatherer {
  const [name, operand] = isDocument(spec) && spec.size === 1 ? ([...spec][0] ?? []) : []
  if (name === undefined || operand === undefined)
    throw new DatabaseError(40238, 'A field of $group must specify one accumulator')
  const make = makers.get(name)
  if (make === undefined) {
    if (['$accumulator', '$median', '$percentile'].includes(name)) throw notImplemented(`accumulator ${name}`)
    throw new DatabaseError(15952, `unknown group operator '${name}'`)
  }
  if (isArray(operand) && name !== '$push' && name !== '$addToSet' && name !== '$first' && name !== '$last') {
    throw new DatabaseError(40237, `The ${name} accumulator is a unary operator`)
  }
  return make(operand)
}
