import { Decimal128, Double, Int32, Long } from 'bson'
import { DatabaseError } from '../errors.ts'
import { type Found, type Numeric, isNumeric } from './types.ts'

/** A number as JavaScript compares it exactly: a double or int as number, a long as bigint. */
export const plain = (value: Int32 | Double | Long): number | bigint =>
  value instanceof Long ? value.toBigInt() : value.value

/** The nearest JavaScript number. */
export const toNumber = (value: Numeric): number => {
  if (value instanceof Long) return value.toNumber()
  return value instanceof Decimal128 ? Number(value.toString()) : value.value
}

/** The whole number a value stands for, or undefined where it is none: what limits, sizes and indexes take. */
export function wholeNumber(value: Found): number | undefined {
  if (!isNumeric(value)) return undefined
  const number = toNumber(value)
  return Number.isInteger(number) ? number : undefined
}

/** Digits times a power of ten: every finite number is one. */
type Exact = { readonly digits: bigint; readonly exponent: number }

function exactDecimal(text: string): Exact {
  const [mantissa = '0', exponent = '0'] = text.toUpperCase().split('E')
  const [whole = '0', fraction = ''] = mantissa.split('.')
  return { digits: BigInt(whole + fraction), exponent: Number(exponent) - fraction.length }
}

const view = new DataView(new ArrayBuffer(8))

function exactDouble(value: number): Exact {
  if (Number.isInteger(value)) return { digits: BigInt(value), exponent: 0 }
  view.setFloat64(0, value)
  const bits = view.getBigUint64(0)
  const power = Number((bits >> 52n) & 0x7ffn)
  const mantissa = (bits & 0xfffffffffffffn) | (power === 0 ? 0n : 1n << 52n)
  const signed = value < 0 ? -mantissa : mantissa
  const shift = Math.max(power, 1) - 1075
  return shift >= 0
    ? { digits: signed << BigInt(shift), exponent: 0 }
    : { digits: signed * 5n ** BigInt(-shift), exponent: shift }
}

function exact(value: Numeric): Exact {
  if (value instanceof Decimal128) return exactDecimal(value.toString())
  const simple = plain(value)
  return typeof simple === 'bigint' ? { digits: simple, exponent: 0 } : exactDouble(simple)
}

/** left - right, exactly; both finite. */
export function difference(left: Numeric, right: Numeric): Exact {
  const [a, b] = [exact(left), exact(right)]
  const exponent = Math.min(a.exponent, b.exponent)
  const scaled = ({ digits, exponent: own }: Exact): bigint => digits * 10n ** BigInt(own - exponent)
  return { digits: scaled(a) - scaled(b), exponent }
}

/** Numeric order over all types, exactly; NaN comes before every other number and equals itself. */
export function compareNumbers(left: Numeric, right: Numeric): number {
  if (!(left instanceof Decimal128) && !(right instanceof Decimal128)) {
    const [a, b] = [plain(left), plain(right)]
    // oxlint-disable-next-line eqeqeq -- a bigint and a number may be equal
    if (a == b) return 0
    if (a < b) return -1
    if (a > b) return 1
    return Number(b !== b) - Number(a !== a)
  }
  const [a, b] = [toNumber(left), toNumber(right)]
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(b)) - Number(Number.isNaN(a))
  if (a !== b) return a < b ? -1 : 1
  if (!Number.isFinite(a))
    return infinite(right) - infinite(left) === 0 ? 0 : Math.sign(infinite(left) - infinite(right))
  const { digits } = difference(left, right)
  return digits === 0n ? 0 : digits < 0n ? -1 : 1
}

/** Decimals reach beyond doubles: 1 where a value overflows a double and yet is finite. */
const infinite = (value: Numeric): number =>
  value instanceof Decimal128 && !value.toString().includes('Infinity') ? 0 : Math.sign(toNumber(value))

const fitsInt = (value: bigint): boolean => value >= -0x80000000n && value <= 0x7fffffffn
const fitsLong = (value: bigint): boolean => value >= -(1n << 63n) && value < 1n << 63n

/** An integer in the narrowest type not narrower than asked. Throws where it overflows 64 bits. */
function integer(value: bigint, atLeastLong: boolean): Int32 | Long {
  if (!fitsLong(value)) throw new DatabaseError(2, 'Failed to apply: integer overflow')
  return !atLeastLong && fitsInt(value) ? new Int32(Number(value)) : Long.fromBigInt(value)
}

function decimal(value: Exact): Decimal128 {
  let { digits, exponent } = value
  const limit = 10n ** 34n
  while (digits >= limit || digits <= -limit || (exponent > 6111 && digits % 10n === 0n)) {
    digits /= 10n
    exponent += 1
  }
  return Decimal128.fromString(`${digits}E${exponent}`)
}

export type Arithmetic = 'add' | 'multiply'

/** Sum or product in the type MongoDB would give it: decimal over double over long over int, int growing to long. */
export function calculate(how: Arithmetic, left: Numeric, right: Numeric): Numeric {
  if (left instanceof Decimal128 || right instanceof Decimal128) return calculateDecimal(how, left, right)
  if (left instanceof Double || right instanceof Double) {
    const [a, b] = [toNumber(left), toNumber(right)]
    return new Double(how === 'add' ? a + b : a * b)
  }
  const [a, b] = [BigInt(plain(left)), BigInt(plain(right))]
  return integer(how === 'add' ? a + b : a * b, left instanceof Long || right instanceof Long)
}

function calculateDecimal(how: Arithmetic, left: Numeric, right: Numeric): Decimal128 {
  const [a, b] = [toNumber(left), toNumber(right)]
  if (!Number.isFinite(a) || !Number.isFinite(b)) return Decimal128.fromString(String(how === 'add' ? a + b : a * b))
  const [x, y] = [exact(left), exact(right)]
  if (how === 'multiply') return decimal({ digits: x.digits * y.digits, exponent: x.exponent + y.exponent })
  const exponent = Math.min(x.exponent, y.exponent)
  const scaled = ({ digits, exponent: own }: Exact): bigint => digits * 10n ** BigInt(own - exponent)
  return decimal({ digits: scaled(x) + scaled(y), exponent })
}

/** The quotient: a decimal to 34 digits where either side is decimal, a double otherwise. The divisor is not zero. */
export function divide(left: Numeric, right: Numeric): Numeric {
  const quotient = toNumber(left) / toNumber(right)
  if (!(left instanceof Decimal128) && !(right instanceof Decimal128)) return new Double(quotient)
  if (!Number.isFinite(quotient)) return Decimal128.fromString(String(quotient))
  const [over, by] = [exact(left), exact(right)]
  const places = 34 + by.digits.toString().length
  const digits = (over.digits * 10n ** BigInt(places)) / by.digits
  return decimal(withoutZeros({ digits, exponent: over.exponent - by.exponent - places }))
}

function withoutZeros({ digits, exponent }: Exact): Exact {
  let [rest, power] = [digits, exponent]
  while (power < 0 && rest !== 0n && rest % 10n === 0n) {
    rest /= 10n
    power++
  }
  return rest === 0n ? { digits: 0n, exponent: 0 } : { digits: rest, exponent: power }
}

/** The standard deviation of numbers, of a sample or of all; null where there are too few. */
export function deviation(values: readonly number[], sample: boolean): Double | null {
  const n = values.length - (sample ? 1 : 0)
  if (n <= 0) return null
  const mean = values.reduce((total, value) => total + value, 0) / values.length
  return new Double(Math.sqrt(values.reduce((total, value) => total + (value - mean) ** 2, 0) / n))
}
