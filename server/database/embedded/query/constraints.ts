import { MaxKey, MinKey } from 'bson'
import { kindOf } from '../values/order.ts'
import { type Document, type Value, isArray, isDocument, isRegex } from '../values/types.ts'
import { prefixOf, regexFrom } from './regex.ts'

export type Limit = { readonly value: Value; readonly inclusive: boolean }

/** What a filter asks of one path, as far as an index can help: some values, a range within a type, or a text prefix. */
export type Constraint = {
  readonly points?: readonly Value[]
  readonly low?: Limit
  readonly high?: Limit
  readonly prefix?: string
  /** True where the field must be there with a value other than null. */
  readonly present: boolean
}

export type Constraints = ReadonlyMap<string, readonly Constraint[]>

/** Reads what must hold for every document that a filter can match. What it does not understand it leaves out. */
export function constraintsOf(filter: Document): Constraints {
  const found = new Map<string, Constraint[]>()
  collect(filter, '', found)
  return found
}

function collect(filter: Document, prefix: string, into: Map<string, Constraint[]>): void {
  for (const [name, value] of filter) {
    if (name === '$and' && isArray(value)) {
      for (const inner of value) if (isDocument(inner)) collect(inner, prefix, into)
    } else if (!name.startsWith('$')) collectField(prefix + name, value, into)
  }
}

function collectField(path: string, value: Value, into: Map<string, Constraint[]>): void {
  const add = (constraint: Constraint): void => {
    const list = into.get(path)
    if (list === undefined) into.set(path, [constraint])
    else list.push(constraint)
  }
  if (isRegex(value)) {
    const prefix = prefixOf(value)
    add(prefix === undefined ? { present: true } : { prefix, present: true })
    return
  }
  const [first] = isDocument(value) ? value.keys() : []
  if (!isDocument(value) || first?.startsWith('$') !== true || /^\$(ref|id|db)$/.test(first)) {
    add({ points: [value], present: value !== null })
    return
  }
  for (const [name, operand] of value) {
    const constraint = operated(name, operand, value)
    if (constraint !== undefined) add(constraint)
    if (name !== '$elemMatch' || !isDocument(operand)) continue
    const [inner] = operand.keys()
    if (inner?.startsWith('$') !== true) collect(operand, `${path}.`, into)
    else if (!['$and', '$or', '$nor', '$expr'].includes(inner)) collectField(path, operand, into)
  }
}

const unbounded = (value: Value): boolean => value instanceof MinKey || value instanceof MaxKey || value === null

function operated(name: string, operand: Value, siblings: Document): Constraint | undefined {
  switch (name) {
    case '$eq':
      return { points: [operand], present: operand !== null }
    case '$in': {
      if (!isArray(operand) || operand.some(isRegex)) return undefined
      return { points: operand, present: !operand.includes(null) }
    }
    case '$gt':
    case '$gte':
      return unbounded(operand) ? undefined : { low: { value: operand, inclusive: name === '$gte' }, present: true }
    case '$lt':
    case '$lte':
      return unbounded(operand) ? undefined : { high: { value: operand, inclusive: name === '$lte' }, present: true }
    case '$regex': {
      const prefix = prefixOf(regexFrom(operand, siblings.get('$options')))
      return prefix === undefined ? { present: true } : { prefix, present: true }
    }
    case '$exists':
      return operand === true ? { present: false } : undefined
    default:
      return undefined
  }
}

/** Whether two limits bound the same type, so that together they make one range. */
export const sameKind = (left: Limit, right: Limit): boolean => kindOf(left.value) === kindOf(right.value)
