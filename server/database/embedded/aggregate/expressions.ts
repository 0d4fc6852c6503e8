import { DatabaseError, notImplemented } from '../errors.ts'
import { type Document, type Found, type Value, doc, isArray, isDocument } from '../values/types.ts'
import { partsOf } from '../values/paths.ts'
import { arithmetic } from './operators/arithmetic.ts'
import { arrays } from './operators/arrays.ts'
import { binding } from './operators/binding.ts'
import { logic } from './operators/logic.ts'
import { numbers } from './operators/numbers.ts'
import { objects } from './operators/objects.ts'
import { strings } from './operators/strings.ts'
import { dates } from './operators/dates.ts'
import { conversions } from './operators/conversions.ts'
import type { Evaluate, Make, Scope } from './scope.ts'

const operators: ReadonlyMap<string, Make> = new Map<string, Make>([
  ...logic,
  ...arithmetic,
  ...arrays,
  ...binding,
  ...objects,
  ...strings,
  ...conversions,
  ...dates,
  ...numbers,
])

const refused =
  /^\$(function|accumulator|where|meta|sampleRate|median|percentile|toHashedIndexKey|tsSecond|tsIncrement|sigmoid|encStr|_internal)/

/** An aggregation expression, made ready to run. Throws DatabaseError for an operator that is not known. */
export function compileExpression(expression: Value): Evaluate {
  if (typeof expression === 'string') {
    if (expression.startsWith('$$')) return variable(expression.slice(2))
    if (expression.startsWith('$')) return fieldPath(expression.slice(1))
    return () => expression
  }
  if (isArray(expression)) {
    const items = expression.map(compileExpression)
    return (scope) => items.map((item) => item(scope) ?? null)
  }
  if (!isDocument(expression)) return () => expression
  const [first] = expression.keys()
  if (first?.startsWith('$') === true) return operator(first, expression)
  const fields = [...expression].map(([name, value]) => [fieldName(name), compileExpression(value)] as const)
  return (scope) => doc(...fields.map(([name, evaluate]) => [name, evaluate(scope)] as const))
}

function fieldName(name: string): string {
  if (name.startsWith('$'))
    throw new DatabaseError(15983, `An object representing an expression must have exactly one field: ${name}`)
  if (name.includes('.'))
    throw new DatabaseError(16405, `dotted field names are only allowed at the top level: ${name}`)
  return name
}

function operator(name: string, expression: Document): Evaluate {
  if (expression.size !== 1) {
    throw new DatabaseError(
      15983,
      `An object representing an expression must have exactly one field: ${[...expression.keys()].join(', ')}`,
    )
  }
  const make = operators.get(name)
  const operand = expression.get(name)
  if (make === undefined || operand === undefined) {
    if (refused.test(name)) throw notImplemented(name)
    throw new DatabaseError(168, `Unrecognized expression '${name}'`)
  }
  return make(operand, compileExpression)
}

function variable(path: string): Evaluate {
  const [name = '', ...rest] = partsOf(path)
  if (name === 'ROOT' || name === 'CURRENT')
    return rest.length === 0 ? ({ root }) => root : ({ root }) => valueAt(root, rest, 0)
  if (name === 'REMOVE') return () => undefined
  if (name === 'NOW') return ({ variables }) => variables.get('NOW') ?? new Date()
  if (name === 'CLUSTER_TIME' || name === 'USER_ROLES' || name === 'SEARCH_META') throw notImplemented(`$$${name}`)
  if (!['DESCEND', 'PRUNE', 'KEEP'].includes(name) && !/^[a-z\u0080-\u{10ffff}]/u.test(name)) {
    throw new DatabaseError(17276, `Use of undefined variable: ${name}`)
  }
  return ({ variables }) => {
    if (!variables.has(name)) throw new DatabaseError(17276, `Use of undefined variable: ${name}`)
    return valueAt(variables.get(name), rest, 0)
  }
}

function fieldPath(path: string): Evaluate {
  const parts = partsOf(path)
  if (parts.includes('')) throw new DatabaseError(40353, `FieldPath must not have empty parts: '${path}'`)
  const [only = ''] = parts
  if (parts.length === 1) return ({ root }) => root.get(only)
  return ({ root }) => valueAt(root, parts, 0)
}

/** The value a path has in an expression: over an array, the list of what its documents have there. */
export function valueAt(start: Found, parts: readonly string[], from: number): Found {
  let value = start
  for (let at = from; at < parts.length; at++) {
    if (isArray(value)) {
      const list: Value[] = []
      for (const element of value) {
        const found = isDocument(element) || isArray(element) ? valueAt(element, parts, at) : undefined
        if (found !== undefined) list.push(found)
      }
      return list
    }
    if (!isDocument(value)) return undefined
    value = value.get(parts[at] ?? '')
  }
  return value
}

const empty: Scope['variables'] = new Map()

/** For filters ($expr) and index filters: an expression as a function of the document alone. */
export const expressions = (expression: Value): ((document: Document) => Found) => {
  const evaluate = compileExpression(expression)
  return (root) => evaluate({ root, variables: empty })
}

/** The same with variables: a command's or a $lookup's `let`. */
export const expressionsWith = (variables: Document): typeof expressions => {
  if (variables.size === 0) return expressions
  return (expression) => {
    const evaluate = compileExpression(expression)
    return (root) => evaluate({ root, variables })
  }
}
