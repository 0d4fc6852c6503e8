import { Decimal128, Double, Int32, Long, ObjectId } from 'bson'
import { DatabaseError } from '../../errors.ts'
import { typeName } from '../../query/types.ts'
import { truthy } from '../../query/predicates.ts'
import { toNumber } from '../../values/numbers.ts'
import { type Found, type Value, double, int, isLong, isNullish, isNumeric, isObjectId } from '../../values/types.ts'
import { type Make, type Operators, namedOperand, one } from '../scope.ts'

const failed = (value: Found, to: string): DatabaseError =>
  new DatabaseError(
    241,
    `Failed to convert value of type ${typeName(value)} to ${to} in $convert with no onError value`,
  )

/** The number that a value may be converted to, or an error: text is read strictly. */
function number(value: Found, to: string): number {
  if (isNumeric(value)) return toNumber(value)
  if (typeof value === 'boolean') return Number(value)
  if (value instanceof Date) return value.getTime()
  if (typeof value === 'string' && /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(value)) return Number(value)
  throw failed(value, to)
}

function integer(value: Found, to: 'int' | 'long'): Value {
  if (value instanceof Date && to === 'int') throw failed(value, to)
  if (typeof value === 'string' && !/^[+-]?\d+$/.test(value)) throw failed(value, to)
  const exact = isLong(value) ? value.toBigInt() : typeof value === 'string' ? BigInt(value) : undefined
  const read = number(value, to)
  const whole = exact ?? (Number.isFinite(read) ? BigInt(Math.trunc(read)) : undefined)
  const edge = to === 'int' ? 1n << 31n : 1n << 63n
  if (whole === undefined || whole < -edge || whole >= edge) throw failed(value, to)
  return to === 'int' ? int(Number(whole)) : Long.fromBigInt(whole)
}

function text(value: Found): Value {
  if (typeof value === 'string' || typeof value === 'boolean') return String(value)
  if (isNumeric(value)) return value.toString()
  if (isObjectId(value)) return value.toHexString()
  if (value instanceof Date) return value.toISOString()
  throw failed(value, 'string')
}

function date(value: Found): Value {
  if (value instanceof Date) return value
  if (isObjectId(value)) return value.getTimestamp()
  if (value instanceof Double || isLong(value) || value instanceof Decimal128) return new Date(toNumber(value))
  // Without a zone, ISO text is UTC here, where JavaScript would take it as local.
  const zoned =
    typeof value === 'string' ? (/(?:Z|[+-]\d\d:?\d\d)$|^\d{4}-\d\d-\d\d$/i.test(value) ? value : `${value}Z`) : ''
  const read = new Date(zoned)
  if (zoned === '' || Number.isNaN(read.getTime())) throw failed(value, 'date')
  return read
}

function objectId(value: Found): Value {
  if (isObjectId(value)) return value
  if (typeof value === 'string' && /^[0-9a-f]{24}$/i.test(value)) return new ObjectId(value)
  throw failed(value, 'objectId')
}

function decimal(value: Found): Value {
  if (value instanceof Decimal128) return value
  if (typeof value === 'string' || isLong(value)) return Decimal128.fromString(value.toString())
  return Decimal128.fromString(String(number(value, 'decimal')))
}

const converters: Readonly<Record<string, (value: Found) => Value>> = {
  double: (value) => double(number(value, 'double')),
  string: text,
  objectId,
  bool: (value) => truthy(value),
  date,
  int: (value) => integer(value, 'int'),
  long: (value) => integer(value, 'long'),
  decimal,
}
const numbers: Readonly<Record<string, string>> = {
  1: 'double',
  2: 'string',
  7: 'objectId',
  8: 'bool',
  9: 'date',
  16: 'int',
  18: 'long',
  19: 'decimal',
}

function convert(value: Found, to: string): Found {
  const converter = converters[numbers[to] ?? to]
  if (converter === undefined) throw new DatabaseError(2, `Unknown type name: ${to}`)
  return isNullish(value) ? null : converter(value)
}

const general: Make = (operand, compile) => {
  const fields = namedOperand('$convert', operand, ['input', 'to'], ['onError', 'onNull', 'format'])
  const part = (name: string) => {
    const given = fields.get(name)
    return given === undefined ? undefined : compile(given)
  }
  const [input, to, onError, onNull] = ['input', 'to', 'onError', 'onNull'].map(part)
  return (scope) => {
    const value = input?.(scope)
    if (isNullish(value)) return onNull === undefined ? null : onNull(scope)
    const wanted = to?.(scope)
    try {
      return convert(value, typeof wanted === 'string' ? wanted : wanted instanceof Int32 ? String(wanted.value) : '')
    } catch (error) {
      if (onError === undefined || !(error instanceof DatabaseError) || error.code !== 241) throw error
      return onError(scope)
    }
  }
}

const to = (name: string, type: string): Operators[number] => one(name, (value) => convert(value, type))

/** Operators on types. */
export const conversions: Operators = [
  ['$convert', general],
  to('$toDouble', 'double'),
  to('$toString', 'string'),
  to('$toObjectId', 'objectId'),
  to('$toBool', 'bool'),
  to('$toDate', 'date'),
  to('$toInt', 'int'),
  to('$toLong', 'long'),
  to('$toDecimal', 'decimal'),
  one('$type', (value) => typeName(value)),
]
