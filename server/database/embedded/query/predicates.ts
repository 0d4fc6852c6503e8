import { Decimal128, MaxKey, MinKey } from 'bson'
import { badValue, failedToParse, notImplemented } from '../errors.ts'
import { toNumber, wholeNumber } from '../values/numbers.ts'
import { type Texts, compareValues, equal, kind, kindOf } from '../values/order.ts'
import {
  type Document,
  type Found,
  type Numeric,
  type Value,
  isArray,
  isBinary,
  isDocument,
  isNumeric,
  isRegex,
} from '../values/types.ts'
import { regexFrom, regexTest } from './regex.ts'
import { typeTest } from './types.ts'

/**
 * What an operator asks of the values at its path. `whole`: an array is asked as one value and not element by
 * element. `negated`: the document passes where no value passes.
 */
export type Predicate = {
  readonly test: (value: Found) => boolean
  readonly whole?: boolean
  readonly negated?: boolean
}

const isNaNValue = (value: Found): boolean => isNumeric(value) && Number.isNaN(toNumber(value))

/** $lt and its kin compare within one type only, except against MinKey and MaxKey. */
function comparison(operand: Value, texts: Texts | undefined, accepts: (order: number) => boolean): Predicate {
  if (isRegex(operand)) throw badValue("Can't have RegEx as arg to predicate over field.")
  const wanted = kindOf(operand)
  const anyType = operand instanceof MinKey || operand instanceof MaxKey
  const nan = isNaNValue(operand)
  return {
    test: (value) => {
      if (anyType) return accepts(compareValues(value, operand))
      if (kindOf(value) !== wanted) return false
      if (nan || isNaNValue(value)) return nan && isNaNValue(value) && accepts(0)
      return accepts(compareValues(value, operand, texts))
    },
  }
}

const equality = (operand: Value, texts: Texts | undefined): Predicate => ({
  test: (value) => equal(value, operand, texts),
})

/** Equality with one of many, found by hash where the values allow it. */
function membership(operand: Value, order: Texts | undefined): Predicate {
  if (!isArray(operand)) throw badValue('$in needs an array')
  if (operand.some((value) => isDocument(value) && [...value.keys()][0]?.startsWith('$') === true)) {
    throw badValue('cannot nest $ under $in')
  }
  const expressions = operand.filter(isRegex).map(regexTest)
  const isHashed = (value: Found): value is string => order === undefined && typeof value === 'string'
  const texts = new Set(operand.filter(isHashed))
  const compare = (left: Found, right: Found): number => compareValues(left, right, order)
  const others = operand.filter((value) => !isHashed(value)).toSorted(compare)
  return {
    test: (value) =>
      (isHashed(value) ? texts.has(value) : contains(others, value, compare)) ||
      expressions.some((matches) => matches(value)),
  }
}

function contains(sorted: readonly Value[], value: Found, compare: typeof compareValues): boolean {
  let low = 0
  let high = sorted.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const order = compare(value, sorted[middle])
    if (order === 0) return true
    if (order < 0) high = middle - 1
    else low = middle + 1
  }
  return false
}

function modulo(operand: Value): Predicate {
  if (!isArray(operand)) throw badValue('malformed mod, needs to be an array')
  if (operand.length !== 2) throw badValue(`malformed mod, ${operand.length < 2 ? 'not enough' : 'too many'} elements`)
  const [divisor, remainder] = operand
  if (!isNumeric(divisor)) throw badValue('malformed mod, divisor not a number')
  if (!isNumeric(remainder)) throw badValue('malformed mod, remainder not a number')
  const [by, rest] = [truncated(divisor), truncated(remainder)]
  if (by === undefined || rest === undefined) throw badValue('malformed mod, divisor or remainder is not finite')
  if (by === 0n) throw badValue('divisor cannot be 0')
  return {
    test: (value) => isNumeric(value) && truncated(value) !== undefined && (truncated(value) ?? 0n) % by === rest,
  }
}

function truncated(value: Numeric): bigint | undefined {
  const number = toNumber(value)
  if (!Number.isFinite(number)) return undefined
  return value instanceof Decimal128 || !('toBigInt' in value) ? BigInt(Math.trunc(number)) : value.toBigInt()
}

function size(operand: Value): Predicate {
  const wanted = wholeNumber(operand)
  if (wanted === undefined) throw failedToParse('$size must be a whole number')
  if (wanted < 0) throw failedToParse('$size may not be negative')
  return { whole: true, test: (value) => isArray(value) && value.length === wanted }
}

function types(operand: Value): Predicate {
  const wanted = (isArray(operand) ? operand : [operand]).map(typeTest)
  if (wanted.length === 0) throw failedToParse('$type must match at least one type')
  return { test: (value) => value !== undefined && wanted.some((is) => is(value)) }
}

/** A mask of bits from a number, bytes or a list of positions, as a bigint. */
function mask(operand: Value): bigint {
  if (isArray(operand)) {
    return operand.reduce((found, place) => {
      const at = wholeNumber(place)
      if (at === undefined || at < 0) throw badValue('bit positions must be integers that are not negative')
      return found | (1n << BigInt(at))
    }, 0n)
  }
  if (isBinary(operand)) return bitsOf(operand) ?? 0n
  const whole = wholeNumber(operand)
  if (whole === undefined || whole < 0) throw failedToParse('expected a number, an array or binary data of bits')
  return isNumeric(operand) ? (truncated(operand) ?? 0n) : 0n
}

function bitsOf(value: Found): bigint | undefined {
  if (isBinary(value)) {
    return value.value().reduce((found, byte, index) => found | (BigInt(byte) << BigInt(8 * index)), 0n)
  }
  return isNumeric(value) && wholeNumber(value) !== undefined ? truncated(value) : undefined
}

function bits(operand: Value, passes: (found: bigint, wanted: bigint) => boolean): Predicate {
  const wanted = mask(operand)
  return {
    test: (value) => {
      const found = bitsOf(value)
      return found !== undefined && passes(found, wanted)
    },
  }
}

type Maker = (operand: Value, siblings: Document, texts: Texts | undefined) => Predicate

const not = ({ test, whole = false }: Predicate): Predicate => ({ test, whole, negated: true })

/** The operators that ask about single values, by name. */
export const operators: ReadonlyMap<string, Maker> = new Map<string, Maker>([
  ['$eq', (operand, _siblings, texts) => equality(operand, texts)],
  [
    '$ne',
    (operand, _siblings, texts) => {
      if (isRegex(operand)) throw badValue("Can't have regex as arg to $ne.")
      return not(equality(operand, texts))
    },
  ],
  ['$gt', (operand, _siblings, texts) => comparison(operand, texts, (order) => order > 0)],
  ['$gte', (operand, _siblings, texts) => comparison(operand, texts, (order) => order >= 0)],
  ['$lt', (operand, _siblings, texts) => comparison(operand, texts, (order) => order < 0)],
  ['$lte', (operand, _siblings, texts) => comparison(operand, texts, (order) => order <= 0)],
  ['$in', (operand, _siblings, texts) => membership(operand, texts)],
  ['$nin', (operand, _siblings, texts) => not(membership(operand, texts))],
  ['$exists', (operand) => ({ test: (value) => value !== undefined, negated: !truthy(operand) })],
  ['$type', types],
  ['$mod', modulo],
  ['$size', size],
  ['$regex', (operand, siblings) => ({ test: regexTest(regexFrom(operand, siblings.get('$options'))) })],
  ['$bitsAllSet', (operand) => bits(operand, (found, wanted) => (found & wanted) === wanted)],
  ['$bitsAllClear', (operand) => bits(operand, (found, wanted) => (found & wanted) === 0n)],
  ['$bitsAnySet', (operand) => bits(operand, (found, wanted) => (found & wanted) !== 0n)],
  ['$bitsAnyClear', (operand) => bits(operand, (found, wanted) => (found & wanted) !== wanted)],
])

/** False are false, zero, null and nothing, as MongoDB reads flags. */
export const truthy = (value: Found): boolean =>
  kindOf(value) === kind.number
    ? isNumeric(value) && toNumber(value) !== 0
    : value !== false && value !== null && value !== undefined

/** Refuses an operator by name: as unimplemented where MongoDB has it, as unknown where it has not. */
export function refuseOperator(name: string): never {
  if (
    /^\$(geo|near|box|center|polygon|uniqueDocs|maxDistance|minDistance|where|text|jsonSchema|sampleRate|_)/.test(name)
  ) {
    throw notImplemented(name)
  }
  throw badValue(`unknown operator: ${name}`)
}
