import { badValue, failedToParse } from '../errors.ts'
import { expressions } from '../aggregate/expressions.ts'
import { compileFilter } from '../query/match.ts'
import { sortFields, sorted } from '../query/sort.ts'
import { typeName } from '../query/types.ts'
import { wholeNumber } from '../values/numbers.ts'
import { compareValues, equal } from '../values/order.ts'
import { type Document, type Found, type Value, copy, doc, isArray, isDocument, isRegex } from '../values/types.ts'
import type { Prepare } from './operators.ts'

function arrayOr(current: Found, path: string, name: string): Value[] {
  if (current === undefined) return []
  if (!isArray(current)) {
    throw badValue(`The field '${path}' must be an array but is of type ${typeName(current)} (${name})`)
  }
  return [...current]
}

const eachOf = (operand: Value, name: string): readonly Value[] => {
  const each = isDocument(operand) ? operand.get('$each') : undefined
  if (!isArray(each)) throw badValue(`The argument to $each in ${name} must be an array`)
  return each
}
const hasEach = (operand: Value): operand is Document => isDocument(operand) && operand.has('$each')

function whole(operand: Document, name: string): number | undefined {
  const value = operand.get(name)
  if (value === undefined) return undefined
  const number = wholeNumber(value)
  if (number === undefined) throw badValue(`The value for ${name} must be an integer value`)
  return number
}

function sorter(by: Found): (values: Value[]) => Value[] {
  if (by === undefined) return (values) => values
  if (isDocument(by)) {
    const fields = sortFields(by)
    return (values) => sorted(values, fields, (value) => (isDocument(value) ? value : doc()))
  }
  const direction = wholeNumber(by)
  if (direction !== 1 && direction !== -1) throw badValue('The $sort element value must be either 1 or -1')
  return (values) => values.toSorted((a, b) => direction * compareValues(a, b))
}

export const push: Prepare = (operand) => {
  if (!hasEach(operand)) return (current, path) => [...arrayOr(current, path, '$push'), copy(operand)]
  const unknown = [...operand.keys()].find((name) => !['$each', '$slice', '$sort', '$position'].includes(name))
  if (unknown !== undefined) throw badValue(`Unrecognized clause in $push: ${unknown}`)
  const each = eachOf(operand, '$push')
  const [slice, position] = [whole(operand, '$slice'), whole(operand, '$position')]
  const sort = sorter(operand.get('$sort'))
  return (current, path) => {
    const values = arrayOr(current, path, '$push')
    values.splice(position ?? values.length, 0, ...each.map((value) => copy(value)))
    const ordered = sort(values)
    if (slice === undefined) return ordered
    return slice >= 0 ? ordered.slice(0, slice) : ordered.slice(slice)
  }
}

export const addToSet: Prepare = (operand) => {
  if (hasEach(operand) && operand.size > 1) throw badValue('Found unexpected fields after $each in $addToSet')
  const added = hasEach(operand) ? eachOf(operand, '$addToSet') : [operand]
  return (current, path) => {
    const values = arrayOr(current, path, '$addToSet')
    for (const value of added) if (!values.some((other) => equal(other, value))) values.push(copy(value))
    return values
  }
}

export const pop: Prepare = (operand) => {
  const end = wholeNumber(operand)
  if (end !== 1 && end !== -1) throw failedToParse('$pop expects 1 or -1')
  return (current, path) => {
    const values = arrayOr(current, path, '$pop')
    return end === 1 ? values.slice(0, -1) : values.slice(1)
  }
}

const isOperator = (name: string | undefined): boolean =>
  name?.startsWith('$') === true && !['$and', '$or', '$nor', '$expr', '$ref', '$id', '$db'].includes(name)

/** $pull takes a value, operators on the element, or a filter on the element's fields. */
function pulled(operand: Value): (value: Value) => boolean {
  const [first] = isDocument(operand) ? operand.keys() : []
  const onElement = !isDocument(operand) || isOperator(first)
  if (onElement) {
    if (!isDocument(operand) && !isRegex(operand)) return (value) => equal(value, operand)
    const matches = compileFilter(doc(['v', operand]), expressions)
    return (value) => matches(doc(['v', isArray(value) ? [value] : value]))
  }
  const matches = compileFilter(operand, expressions)
  return (value) => isDocument(value) && matches(value)
}

export const pull: Prepare = (operand) => {
  const matches = pulled(operand)
  return (current, path) => arrayOr(current, path, '$pull').filter((value) => !matches(value))
}

export const pullAll: Prepare = (operand) => {
  if (!isArray(operand)) throw badValue('$pullAll requires an array argument')
  return (current, path) =>
    arrayOr(current, path, '$pullAll').filter((value) => !operand.some((other) => equal(other, value)))
}
