import { Decimal128, Double, Int32, Long } from 'bson'
import { DatabaseError } from '../../errors.ts'
import { type Arithmetic, calculate, divide, toNumber } from '../../values/numbers.ts'
import { type Found, type Numeric, double, int, isArray, isNullish, isNumeric } from '../../values/types.ts'
import { type Make, type Operators, argumentsOf, one, taking, two } from '../scope.ts'

export function numeric(name: string, value: Found): Numeric {
  if (!isNumeric(value)) throw new DatabaseError(14, `${name} only supports numeric types, not ${shape(value)}`)
  return value
}
const shape = (value: Found): string => (value === null ? 'null' : isArray(value) ? 'array' : typeof value)

/** A JavaScript result in the type of what it came from: integers stay integers where they can. */
export function like(result: number, ...from: readonly Numeric[]): Numeric {
  if (from.some((value) => value instanceof Decimal128)) return Decimal128.fromString(String(result))
  if (from.some((value) => value instanceof Double) || !Number.isInteger(result)) return double(result)
  if (from.some((value) => value instanceof Long)) return Long.fromNumber(result)
  return Math.abs(result) <= 0x7fffffff
    ? int(result)
    : Number.isSafeInteger(result)
      ? Long.fromNumber(result)
      : double(result)
}

const fold =
  (name: string, how: Arithmetic): Make =>
  (operand, compile) => {
    const values = argumentsOf(name, operand, compile, 0, Infinity)
    return (scope) => {
      let total: Found = int(how === 'add' ? 0 : 1)
      let date: Date | undefined
      for (const evaluate of values) {
        const value = evaluate(scope)
        if (isNullish(value)) return null
        if (value instanceof Date && how === 'add' && date === undefined) date = value
        else total = calculate(how, total, numeric(name, value))
      }
      return date === undefined ? total : new Date(date.getTime() + Math.round(toNumber(total)))
    }
  }

const negative = (value: Numeric): Numeric => calculate('multiply', value, int(-1))

export function subtract(a: Found, b: Found): Found {
  if (isNullish(a) || isNullish(b)) return null
  if (a instanceof Date) {
    if (b instanceof Date) return Long.fromNumber(a.getTime() - b.getTime())
    return new Date(a.getTime() - toNumber(numeric('$subtract', b)))
  }
  return calculate('add', numeric('$subtract', a), negative(numeric('$subtract', b)))
}

function quotient(a: Found, b: Found): Found {
  if (isNullish(a) || isNullish(b)) return null
  const by = numeric('$divide', b)
  if (toNumber(by) === 0) throw new DatabaseError(2, "can't $divide by zero")
  return divide(numeric('$divide', a), by)
}

function modulo(a: Found, b: Found): Found {
  if (isNullish(a) || isNullish(b)) return null
  const [over, by] = [numeric('$mod', a), numeric('$mod', b)]
  if (toNumber(by) === 0) throw new DatabaseError(16610, "can't $mod by zero")
  if ((over instanceof Long || by instanceof Long) && isInteger(over) && isInteger(by)) {
    return Long.fromBigInt(BigInt(over.toString()) % BigInt(by.toString()))
  }
  return like(toNumber(over) % toNumber(by), over, by)
}
const isInteger = (value: Numeric): boolean => value instanceof Int32 || value instanceof Long

/** A function of one number that keeps the number's type. */
const keeping = (name: string, run: (value: number) => number): readonly [string, Make] =>
  one(name, (value) => {
    if (isNullish(value)) return null
    const given = numeric(name, value)
    return isInteger(given) && /ceil|floor/.test(name) ? given : like(run(toNumber(given)), given)
  })

/** A function of one number whose result is a double. */
const real = (name: string, run: (value: number) => number): readonly [string, Make] =>
  one(name, (value) => (isNullish(value) ? null : double(run(toNumber(numeric(name, value))))))

function placed(name: string, run: (value: number) => number): readonly [string, Make] {
  return taking(name, 1, 2, (value, places) => {
    if (isNullish(value)) return null
    const given = numeric(name, value)
    const digits = places === undefined ? 0 : toNumber(numeric(name, places))
    if (isInteger(given) && digits >= 0) return given
    const shifted = Number(`${toNumber(given)}e${digits}`)
    return like(Number.isNaN(shifted) ? run(toNumber(given)) : Number(`${run(shifted)}e${-digits}`), given)
  })
}

/** Halves go to the even neighbour, as MongoDB's $round does. */
const roundEven = (value: number): number => {
  const rounded = Math.round(value)
  return Math.abs(value % 1) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded
}

function power(a: Found, b: Found): Found {
  if (isNullish(a) || isNullish(b)) return null
  const [base, exponent] = [numeric('$pow', a), numeric('$pow', b)]
  return like(toNumber(base) ** toNumber(exponent), base, exponent)
}

/** Arithmetic operators. */
export const arithmetic: Operators = [
  ['$add', fold('$add', 'add')],
  ['$multiply', fold('$multiply', 'multiply')],
  two('$subtract', subtract),
  two('$divide', quotient),
  two('$mod', modulo),
  two('$pow', power),
  keeping('$abs', Math.abs),
  keeping('$ceil', Math.ceil),
  keeping('$floor', Math.floor),
  placed('$round', roundEven),
  placed('$trunc', Math.trunc),
  real('$sqrt', Math.sqrt),
  real('$exp', Math.exp),
  real('$ln', Math.log),
  real('$log10', Math.log10),
  two('$log', (a, b) =>
    isNullish(a) || isNullish(b)
      ? null
      : double(Math.log(toNumber(numeric('$log', a))) / Math.log(toNumber(numeric('$log', b)))),
  ),
  real('$sin', Math.sin),
  real('$cos', Math.cos),
  real('$tan', Math.tan),
  real('$degreesToRadians', (value) => (value * Math.PI) / 180),
  real('$radiansToDegrees', (value) => (value * 180) / Math.PI),
]
