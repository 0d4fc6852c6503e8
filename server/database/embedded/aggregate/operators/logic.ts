import { DatabaseError } from '../../errors.ts'
import { truthy } from '../../query/predicates.ts'
import { compareValues, kind, kindOf } from '../../values/order.ts'
import { type Found, type Value, int, isArray, isNullish } from '../../values/types.ts'
import { type Operators, argumentsOf, namedOperand, one, two } from '../scope.ts'

/** In an expression, unlike in a filter, a missing field comes before null; only MinKey comes before it. */
const order = (left: Found, right: Found): number => {
  if (left !== undefined && right !== undefined) return compareValues(left, right)
  if (left === right) return 0
  if (left === undefined) return kindOf(right) === kind.minKey ? 1 : -1
  return kindOf(left) === kind.minKey ? -1 : 1
}

const conditional: Operators = [
  [
    '$cond',
    (operand, compile) => {
      const parts = isArray(operand)
        ? argumentsOf('$cond', operand, compile, 3)
        : ['if', 'then', 'else'].map((part) =>
            compile(namedOperand('$cond', operand, ['if', 'then', 'else'], []).get(part) ?? null),
          )
      const [test, then, otherwise] = parts
      return (scope) => (truthy(test?.(scope)) ? then?.(scope) : otherwise?.(scope))
    },
  ],
  [
    '$ifNull',
    (operand, compile) => {
      const values = argumentsOf('$ifNull', operand, compile, 2, Infinity)
      return (scope) => {
        let value: Found
        for (const evaluate of values) {
          value = evaluate(scope)
          if (!isNullish(value)) return value
        }
        return value
      }
    },
  ],
  [
    '$switch',
    (operand, compile) => {
      const spec = namedOperand('$switch', operand, ['branches'], ['default'])
      const branches = spec.get('branches')
      if (!isArray(branches) || branches.length === 0)
        throw new DatabaseError(40068, '$switch requires at least one branch')
      const cases = branches.map((branch: Value) => {
        const fields = namedOperand('$switch', branch, ['case', 'then'], [])
        return { when: compile(fields.get('case') ?? null), result: compile(fields.get('then') ?? null) }
      })
      const last = spec.get('default')
      const otherwise = last === undefined ? undefined : compile(last)
      return (scope) => {
        for (const { when, result } of cases) if (truthy(when(scope))) return result(scope)
        if (otherwise === undefined) {
          throw new DatabaseError(
            40066,
            '$switch could not find a matching branch for an input, and no default was specified',
          )
        }
        return otherwise(scope)
      }
    },
  ],
]

/** Comparison, Boolean and conditional operators. */
export const logic: Operators = [
  ...conditional,
  ['$literal', (operand) => () => operand],
  two('$eq', (a, b) => order(a, b) === 0),
  two('$ne', (a, b) => order(a, b) !== 0),
  two('$gt', (a, b) => order(a, b) > 0),
  two('$gte', (a, b) => order(a, b) >= 0),
  two('$lt', (a, b) => order(a, b) < 0),
  two('$lte', (a, b) => order(a, b) <= 0),
  two('$cmp', (a, b) => int(Math.sign(order(a, b)))),
  [
    '$and',
    (operand, compile) => {
      const values = argumentsOf('$and', operand, compile, 0, Infinity)
      return (scope) => values.every((evaluate) => truthy(evaluate(scope)))
    },
  ],
  [
    '$or',
    (operand, compile) => {
      const values = argumentsOf('$or', operand, compile, 0, Infinity)
      return (scope) => values.some((evaluate) => truthy(evaluate(scope)))
    },
  ],
  one('$not', (value) => !truthy(value)),
  one('$isArray', (value) => isArray(value)),
  one('$isNumber', (value) => kindOf(value) === kind.number),
]
