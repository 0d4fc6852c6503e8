import { Int32, Long } from 'bson'
import { DatabaseError } from '../../errors.ts'
import { encode } from '../../values/encode.ts'
import { calculate, deviation, divide, toNumber, wholeNumber } from '../../values/numbers.ts'
import { compareValues } from '../../values/order.ts'
import {
  type Found,
  type Value,
  double,
  int,
  isArray,
  isBinary,
  isDocument,
  isLong,
  isNullish,
  isNumeric,
} from '../../values/types.ts'
import { type Make, type Operators, argumentsOf, named, one, taking } from '../scope.ts'
import { numeric } from './arithmetic.ts'

/** $sum, $min and their kin outside groups: over their arguments, or over the elements of a single one. */
function overAll(name: string, run: (values: readonly Found[]) => Found): readonly [string, Make] {
  return [
    name,
    (operand, compile) => {
      const given = argumentsOf(name, operand, compile, 0, Infinity)
      return (scope) => {
        const values = given.map((evaluate) => evaluate(scope))
        const [only] = values
        return run(values.length === 1 && isArray(only) ? only : values)
      }
    },
  ]
}

const present = (values: readonly Found[]): Value[] => values.filter((value): value is Value => !isNullish(value))
const sum = (values: readonly Found[]) =>
  values.filter(isNumeric).reduce((total, value) => calculate('add', total, value), int(0))

function average(values: readonly Found[]): Found {
  const numbers = values.filter(isNumeric)
  return numbers.length === 0 ? null : divide(sum(numbers), int(numbers.length))
}

const several = (name: string, pick: (values: readonly Value[], n: number) => Value[]): Operators[number] =>
  named(name, ['input', 'n'], [], (given) => {
    const [values, n] = [given('input'), wholeNumber(given('n'))]
    if (!isArray(values)) throw new DatabaseError(5788200, `${name} needs an array`)
    if (n === undefined || n <= 0) throw new DatabaseError(5787902, `'n' must be a positive integer in ${name}`)
    return pick(values, n)
  })

function bitwise(name: string, start: bigint, run: (a: bigint, b: bigint) => bigint): Operators[number] {
  return taking(name, 0, Infinity, (...values) => {
    if (values.some(isNullish)) return null
    let [total, long] = [start, false]
    for (const value of values) {
      if (!(value instanceof Int32) && !isLong(value)) throw new DatabaseError(14, `${name} only supports int and long`)
      total = run(total, BigInt(value.toString()))
      long ||= isLong(value)
    }
    return long ? Long.fromBigInt(total) : int(Number(total))
  })
}

const real = (name: string, run: (value: number) => number): Operators[number] =>
  one(name, (value) => (isNullish(value) ? null : double(run(toNumber(numeric(name, value))))))

const trigonometric = (['asin', 'acos', 'atan', 'sinh', 'cosh', 'tanh', 'asinh', 'acosh', 'atanh'] as const).map(
  (name) => real(`$${name}`, (value) => Math[name](value)),
)

function binarySize(value: Found): Found {
  if (isNullish(value)) return null
  if (typeof value === 'string') return int(Buffer.byteLength(value))
  if (isBinary(value)) return int(value.position)
  throw new DatabaseError(51276, '$binarySize requires a string or BinData argument')
}

function bsonSize(value: Found): Found {
  if (isNullish(value)) return null
  if (!isDocument(value)) throw new DatabaseError(31393, '$bsonSize requires a document input')
  return int(encode(value).length)
}

/** Operators that count, measure and compare many values. */
export const numbers: Operators = [
  overAll('$sum', sum),
  overAll('$avg', average),
  overAll('$min', (values) => present(values).toSorted(compareValues)[0] ?? null),
  overAll('$max', (values) => present(values).toSorted(compareValues).at(-1) ?? null),
  overAll('$stdDevPop', (values) => deviation(values.filter(isNumeric).map(toNumber), false)),
  overAll('$stdDevSamp', (values) => deviation(values.filter(isNumeric).map(toNumber), true)),
  several('$firstN', (values, n) => values.slice(0, n)),
  several('$lastN', (values, n) => values.slice(-n)),
  several('$minN', (values, n) => present(values).toSorted(compareValues).slice(0, n)),
  several('$maxN', (values, n) =>
    present(values)
      .toSorted((a, b) => compareValues(b, a))
      .slice(0, n),
  ),
  bitwise('$bitAnd', -1n, (a, b) => a & b),
  bitwise('$bitOr', 0n, (a, b) => a | b),
  bitwise('$bitXor', 0n, (a, b) => a ^ b),
  one('$bitNot', (value) => {
    if (isNullish(value)) return null
    if (value instanceof Int32) return int(~value.value)
    if (isLong(value)) return value.not()
    throw new DatabaseError(14, '$bitNot only supports int and long')
  }),
  ...trigonometric,
  taking('$atan2', 2, 2, (y, x) =>
    isNullish(y) || isNullish(x)
      ? null
      : double(Math.atan2(toNumber(numeric('$atan2', y)), toNumber(numeric('$atan2', x)))),
  ),
  ['$rand', () => () => double(Math.random())],
  one('$binarySize', binarySize),
  one('$bsonSize', bsonSize),
]
