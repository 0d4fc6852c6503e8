import { DatabaseError } from '../errors.ts'
import type { Document, Found, Value } from '../values/types.ts'
import { isArray, isDocument } from '../values/types.ts'

/** What an expression sees: the document it is for, and the variables set around it ($let, $map, $lookup's let). */
export type Scope = { readonly root: Document; readonly variables: ReadonlyMap<string, Found> }
export type Evaluate = (scope: Scope) => Found
export type Compile = (expression: Value) => Evaluate
/** Makes an operator's evaluation from its operand. */
export type Make = (operand: Value, compile: Compile) => Evaluate
export type Operators = readonly (readonly [string, Make])[]

export const inner = (scope: Scope, variables: readonly (readonly [string, Found])[]): Scope => ({
  root: scope.root,
  variables: new Map([...scope.variables, ...variables]),
})

/** An operator's arguments: a list, or one that may stand alone. Throws 16020 where there are too few or too many. */
export function argumentsOf(name: string, operand: Value, compile: Compile, least: number, most = least): Evaluate[] {
  const list = isArray(operand) ? operand : [operand]
  if (list.length < least || list.length > most) {
    const wanted = least === most ? `exactly ${least}` : `at least ${least} and at most ${most}`
    throw new DatabaseError(16020, `Expression ${name} takes ${wanted} arguments. ${list.length} were passed in.`)
  }
  return list.map(compile)
}

/** An operator of a fixed number of arguments, which `run` gets evaluated. */
export const taking = (
  name: string,
  least: number,
  most: number,
  run: (...values: readonly Found[]) => Found,
): readonly [string, Make] => [
  name,
  (operand, compile) => {
    const given = argumentsOf(name, operand, compile, least, most)
    const [first, second] = given
    if (given.length === 1 && first !== undefined) return (scope) => run(first(scope))
    if (given.length === 2 && first !== undefined && second !== undefined) {
      return (scope) => run(first(scope), second(scope))
    }
    return (scope) => run(...given.map((evaluate) => evaluate(scope)))
  },
]
export const one = (name: string, run: (value: Found) => Found): readonly [string, Make] => taking(name, 1, 1, run)
export const two = (name: string, run: (a: Found, b: Found) => Found): readonly [string, Make] =>
  taking(name, 2, 2, run)

/** An operator with named arguments; unknown names are refused, those in `required` must be there. */
export const named = (
  name: string,
  required: readonly string[],
  optional: readonly string[],
  run: (given: (argument: string) => Found, scope: Scope) => Found,
): readonly [string, Make] => [
  name,
  (operand, compile) => {
    const fields = namedOperand(name, operand, required, optional)
    const compiled = new Map([...fields].map(([field, value]) => [field, compile(value)]))
    return (scope) => run((field) => compiled.get(field)?.(scope), scope)
  },
]

export function namedOperand(
  name: string,
  operand: Value,
  required: readonly string[],
  optional: readonly string[],
): Document {
  if (!isDocument(operand)) throw new DatabaseError(9, `${name} only supports an object as its argument`)
  for (const field of operand.keys()) {
    if (!required.includes(field) && !optional.includes(field)) {
      throw new DatabaseError(9, `Unrecognized argument to ${name}: ${field}`)
    }
  }
  for (const field of required) {
    if (!operand.has(field)) throw new DatabaseError(9, `Missing '${field}' parameter to ${name}`)
  }
  return operand
}
