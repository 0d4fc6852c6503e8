import { mongo } from 'mongoose'
import { isDeepStrictEqual } from 'node:util'

// The driver's own classes: another copy of bson would have classes of the same names.
const { Binary, Decimal128, Double, EJSON, Int32, Long, ObjectId } = mongo.BSON

/** Where the expectation is not met: the path in the document and why, for the report. */
export class Mismatch extends Error {}

type Doc = Readonly<Record<string, unknown>>
/** Entities that an expectation may refer to by name. */
export type Lookup = (name: string) => unknown
/** What applies to a whole comparison: `more` lets documents have more fields at any depth. */
export type Rules = { readonly lookup: Lookup; readonly more?: boolean }

const isDoc = (value: unknown): value is Doc =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !isScalar(value)
const isScalar = (value: object): boolean => '_bsontype' in value || value instanceof Date || value instanceof RegExp
const numeric = (value: unknown): number | undefined =>
  typeof value === 'number'
    ? value
    : typeof value === 'bigint' || value instanceof Int32 || value instanceof Long || value instanceof Double
      ? Number(value)
      : undefined
const shown = (value: unknown): string =>
  value === undefined ? 'nothing' : EJSON.stringify(value, { relaxed: true }).slice(0, 200)

/**
 * Holds an actual value against an expectation as the unified test format says ("Evaluating Matches"): numbers compare
 * by value, documents may have more fields only at the root, and operators with two dollar signs stand for a rule.
 * Throws Mismatch.
 */
export function match(expected: unknown, actual: unknown, rules: Rules, at = '', root = true): void {
  const fail = (): never => {
    throw new Mismatch(`${at === '' ? 'result' : at}: expected ${shown(expected)}, found ${shown(actual)}`)
  }
  // The driver keeps an order of sorting as a map.
  if (actual instanceof Map) return match(expected, Object.fromEntries(actual), rules, at, root)
  const operator = operatorOf(expected)
  if (operator !== undefined) {
    matchOperator(operator, actual, rules, at, root)
  } else if (Array.isArray(expected)) {
    if (!Array.isArray(actual) || actual.length !== expected.length) return fail()
    for (const [index, one] of expected.entries())
      match(one, actual[index], rules, `${at}[${index}]`, root && at === '')
  } else if (isDoc(expected)) {
    if (!isDoc(actual)) return fail()
    for (const [name, value] of Object.entries(expected)) match(value, actual[name], rules, `${at}.${name}`, false)
    const extra =
      root || rules.more === true
        ? []
        : Object.keys(actual).filter((name) => !(name in expected) && actual[name] !== undefined)
    if (extra.length > 0) throw new Mismatch(`${at}: unexpected field ${extra.join()}`)
  } else if (numeric(expected) === undefined) {
    if (!isDeepStrictEqual(EJSON.serialize({ value: expected }), EJSON.serialize({ value: actual ?? null }))) fail()
    if (actual === undefined) fail()
  } else if (numeric(expected) !== numeric(actual)) fail()
}

function operatorOf(expected: unknown): [string, unknown] | undefined {
  if (!isDoc(expected)) return undefined
  const [first, ...rest] = Object.entries(expected)
  return first !== undefined && rest.length === 0 && first[0].startsWith('$$') ? first : undefined
}

function matchOperator(
  [name, given]: [string, unknown],
  actual: unknown,
  rules: Rules,
  at: string,
  root: boolean,
): void {
  const hold = (held: boolean): void => {
    if (!held) throw new Mismatch(`${at}: expected ${name} ${shown(given)}, found ${shown(actual)}`)
  }
  switch (name) {
    case '$$exists':
      return hold((actual !== undefined) === given)
    case '$$type':
      return hold(actual !== undefined && [given].flat().some((type) => types[String(type)]?.(actual) === true))
    case '$$unsetOrMatches':
      return actual === undefined || actual === null ? undefined : match(given, actual, rules, at, root)
    case '$$sessionLsid':
      return match(rules.lookup(`${String(given)} lsid`), actual, rules, at, false)
    case '$$matchesEntity':
      return match(rules.lookup(String(given)), actual, rules, at, root)
    case '$$matchAsRoot':
      return match(given, actual, rules, at, true)
    case '$$lte':
      return hold((numeric(actual) ?? Infinity) <= (numeric(given) ?? -Infinity))
    default:
      throw new Mismatch(`${at}: the runner does not know ${name}`)
  }
}

const isNumber = (kind: (value: number) => boolean, wrapped: (value: unknown) => boolean) => (value: unknown) =>
  (typeof value === 'number' && kind(value)) || wrapped(value)
const types: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  bool: (value) => typeof value === 'boolean',
  object: isDoc,
  array: Array.isArray,
  null: (value) => value === null,
  date: (value) => value instanceof Date,
  objectId: (value) => value instanceof ObjectId,
  binData: (value) => value instanceof Binary,
  decimal: (value) => value instanceof Decimal128,
  double: isNumber(
    () => true,
    (value) => value instanceof Double,
  ),
  int: isNumber(Number.isInteger, (value) => value instanceof Int32),
  long: isNumber(Number.isInteger, (value) => value instanceof Long || typeof value === 'bigint'),
  number: (value) => numeric(value) !== undefined || value instanceof Decimal128,
}
