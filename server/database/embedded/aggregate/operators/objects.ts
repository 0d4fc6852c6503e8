import { DatabaseError } from '../../errors.ts'
import { type Document, type Found, type Value, doc, isArray, isDocument, isNullish } from '../../values/types.ts'
import { type Operators, argumentsOf, namedOperand, one } from '../scope.ts'

export function mergeInto(target: Document, value: Found): void {
  if (isNullish(value)) return
  if (!isDocument(value)) throw new DatabaseError(40400, '$mergeObjects requires object inputs')
  for (const [name, field] of value) target.set(name, field)
}

function objectToArray(value: Found): Found {
  if (isNullish(value)) return null
  if (!isDocument(value)) throw new DatabaseError(40390, '$objectToArray requires a document input')
  return [...value].map(([name, field]) => doc(['k', name], ['v', field]))
}

function pair(entry: Value): readonly [string, Value] {
  const [name, value] = isArray(entry) ? entry : isDocument(entry) ? [entry.get('k'), entry.get('v')] : []
  if (typeof name !== 'string' || value === undefined) {
    throw new DatabaseError(40386, '$arrayToObject requires pairs of a string and a value, or documents with k and v')
  }
  return [name, value]
}

function arrayToObject(value: Found): Found {
  if (isNullish(value)) return null
  if (!isArray(value)) throw new DatabaseError(40386, '$arrayToObject requires an array input')
  return new Map(value.map(pair))
}

/** Operators on documents. */
export const objects: Operators = [
  [
    '$mergeObjects',
    (operand, compile) => {
      const values = argumentsOf('$mergeObjects', operand, compile, 0, Infinity)
      return (scope) => {
        const merged = doc()
        for (const evaluate of values) mergeInto(merged, evaluate(scope))
        return merged
      }
    },
  ],
  one('$objectToArray', objectToArray),
  one('$arrayToObject', arrayToObject),
  [
    '$getField',
    (operand, compile) => {
      const long = isDocument(operand) && operand.has('field')
      const fields = long ? namedOperand('$getField', operand, ['field'], ['input']) : doc(['field', operand])
      const name = compile(fields.get('field') ?? null)
      const input = compile(fields.get('input') ?? '$$ROOT')
      return (scope) => {
        const [from, field] = [input(scope), name(scope)]
        if (typeof field !== 'string') throw new DatabaseError(5654602, '$getField requires field to be a string')
        return isDocument(from) ? from.get(field) : from === null ? null : undefined
      }
    },
  ],
  [
    '$unsetField',
    (operand, compile) => {
      const fields = namedOperand('$unsetField', operand, ['field', 'input'], [])
      const [field, input] = ['field', 'input'].map((name) => compile(fields.get(name) ?? null))
      return (scope) => {
        const [from, name] = [input?.(scope), field?.(scope)]
        if (isNullish(from)) return null
        if (!isDocument(from) || typeof name !== 'string')
          throw new DatabaseError(4161107, '$unsetField requires a document and a string')
        return doc(...[...from].filter(([own]) => own !== name))
      }
    },
  ],
  [
    '$setField',
    (operand, compile) => {
      const fields = namedOperand('$setField', operand, ['field', 'input', 'value'], [])
      const parts = ['field', 'input', 'value'].map((name) => compile(fields.get(name) ?? null))
      return (scope) => {
        const [field, input, value] = parts.map((evaluate) => evaluate(scope))
        if (typeof field !== 'string') throw new DatabaseError(4161107, '$setField requires field to be a string')
        if (isNullish(input)) return null
        if (!isDocument(input)) throw new DatabaseError(4161105, '$setField requires input to be a document')
        const changed = new Map(input)
        if (value === undefined) changed.delete(field)
        else changed.set(field, value)
        return changed
      }
    },
  ],
]
