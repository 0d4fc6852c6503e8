import { DatabaseError } from '../../errors.ts'
import { truthy } from '../../query/predicates.ts'
import { wholeNumber } from '../../values/numbers.ts'
import { type Found, type Value, isArray, isDocument, isNullish } from '../../values/types.ts'
import { type Make, type Operators, inner, namedOperand } from '../scope.ts'
import { show } from '../../values/show.ts'

const variableName = (name: string, value: Found, otherwise: string): string => {
  if (value === undefined) return otherwise
  if (typeof value !== 'string' || !/^[a-z\u0080-\u{10ffff}]/u.test(value)) {
    throw new DatabaseError(9, `${show(value)} is not a valid variable name in ${name}`)
  }
  return value
}

function list(name: string, value: Found): readonly Value[] | null {
  if (isNullish(value)) return null
  if (!isArray(value)) throw new DatabaseError(28651, `input to ${name} must be an array`)
  return value
}

const map: Make = (operand, compile) => {
  const fields = namedOperand('$map', operand, ['input', 'in'], ['as'])
  const as = variableName('$map', fields.get('as'), 'this')
  const [input, each] = [compile(fields.get('input') ?? null), compile(fields.get('in') ?? null)]
  return (scope) => list('$map', input(scope))?.map((value) => each(inner(scope, [[as, value]])) ?? null) ?? null
}

const filter: Make = (operand, compile) => {
  const fields = namedOperand('$filter', operand, ['input', 'cond'], ['as', 'limit'])
  const as = variableName('$filter', fields.get('as'), 'this')
  const [input, test] = [compile(fields.get('input') ?? null), compile(fields.get('cond') ?? null)]
  const limit = compile(fields.get('limit') ?? null)
  return (scope) => {
    const kept = list('$filter', input(scope))?.filter((value) => truthy(test(inner(scope, [[as, value]]))))
    return kept?.slice(0, wholeNumber(limit(scope)) ?? Infinity) ?? null
  }
}

const reduce: Make = (operand, compile) => {
  const fields = namedOperand('$reduce', operand, ['input', 'initialValue', 'in'], [])
  const [input, start, each] = ['input', 'initialValue', 'in'].map((name) => compile(fields.get(name) ?? null))
  return (scope) => {
    const values = list('$reduce', input?.(scope))
    if (values === null) return null
    let value = start?.(scope)
    for (const element of values)
      value = each?.(
        inner(scope, [
          ['this', element],
          ['value', value],
        ]),
      )
    return value
  }
}

const binds: Make = (operand, compile) => {
  const fields = namedOperand('$let', operand, ['vars', 'in'], [])
  const vars = fields.get('vars')
  if (!isDocument(vars)) throw new DatabaseError(10065, 'invalid parameter: expected an object (vars)')
  const bound = [...vars].map(([name, value]) => [variableName('$let', name, name), compile(value)] as const)
  const within = compile(fields.get('in') ?? null)
  return (scope) =>
    within(
      inner(
        scope,
        bound.map(([name, evaluate]) => [name, evaluate(scope)] as const),
      ),
    )
}

/** Operators that name a variable for what stands inside them. */
export const binding: Operators = [
  ['$map', map],
  ['$filter', filter],
  ['$reduce', reduce],
  ['$let', binds],
]
