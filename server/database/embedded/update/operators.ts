import { Int32, Long, Timestamp } from 'bson'
import { badValue, typeMismatch } from '../errors.ts'
import { typeName } from '../query/types.ts'
import { calculate } from '../values/numbers.ts'
import { compareValues } from '../values/order.ts'
import { type Found, type Value, copy, int, isDocument, isLong, isNumeric } from '../values/types.ts'
import { addToSet, pop, pull, pullAll, push } from './arrays.ts'
import { show } from '../values/show.ts'

/** What an operator makes of the value it finds (undefined: nothing there): the new value, or undefined to leave it. */
export type Change = (current: Found, path: string) => Found
/** Prepares an operator from its operand, once for all documents. */
export type Prepare = (operand: Value, path: string) => Change

const arithmetic =
  (name: '$inc' | '$mul'): Prepare =>
  (operand, path) => {
    if (!isNumeric(operand))
      throw typeMismatch(
        `Cannot ${name === '$inc' ? 'increment' : 'multiply'} with non-numeric argument: {${path}: ${show(operand)}}`,
      )
    return (current, where) => {
      if (current === undefined) return name === '$inc' ? operand : calculate('multiply', operand, int(0))
      if (!isNumeric(current)) {
        throw typeMismatch(
          `Cannot apply ${name} to a value of non-numeric type. The field '${where}' is of type ${typeName(current)}`,
        )
      }
      return calculate(name === '$inc' ? 'add' : 'multiply', current, operand)
    }
  }

const extreme =
  (wanted: 1 | -1): Prepare =>
  (operand) =>
  (current) =>
    current === undefined || Math.sign(compareValues(operand, current)) === wanted ? copy(operand) : undefined

const currentDate: Prepare = (operand) => {
  const type = isDocument(operand) ? operand.get('$type') : undefined
  if (operand === true || operand === false || type === 'date') return () => new Date()
  if (type === 'timestamp') return () => new Timestamp({ t: Math.floor(Date.now() / 1000), i: 1 })
  throw badValue("The '$type' string field is required to be 'date' or 'timestamp'")
}

const bit: Prepare = (operand) => {
  if (!isDocument(operand) || operand.size === 0)
    throw badValue('The $bit modifier is not compatible with this operand')
  for (const [how, value] of operand) {
    if (!['and', 'or', 'xor'].includes(how))
      throw badValue(`The $bit modifier only supports 'and', 'or', and 'xor', not '${how}'`)
    if (!(value instanceof Int32) && !isLong(value))
      throw badValue('The $bit modifier field must be an Integer(32/64 bit)')
  }
  return (current) => {
    let value: Found = current ?? int(0)
    for (const [how, by] of operand) {
      if (!(value instanceof Int32) && !isLong(value))
        throw badValue('Cannot apply $bit to a value of non-integral type')
      const [a, b]: [bigint, bigint] = [BigInt(value.toString()), BigInt(show(by))]
      const result: bigint = how === 'and' ? a & b : how === 'or' ? a | b : a ^ b
      value = isLong(value) || isLong(by) ? Long.fromBigInt(result) : int(Number(BigInt.asIntN(32, result)))
    }
    return value
  }
}

/** The operators that work on one value, by name. $rename and $setOnInsert are in compile.ts. */
export const changes: ReadonlyMap<string, Prepare> = new Map<string, Prepare>([
  ['$set', (operand) => () => copy(operand)],
  ['$inc', arithmetic('$inc')],
  ['$mul', arithmetic('$mul')],
  ['$min', extreme(-1)],
  ['$max', extreme(1)],
  ['$currentDate', currentDate],
  ['$bit', bit],
  ['$push', push],
  ['$addToSet', addToSet],
  ['$pop', pop],
  ['$pull', pull],
  ['$pullAll', pullAll],
])

/** Operators that never make a field where there is none. */
export const onlyExisting: ReadonlySet<string> = new Set(['$unset', '$pop', '$pull', '$pullAll', '$rename'])
