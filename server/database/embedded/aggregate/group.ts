import { DatabaseError } from '../errors.ts'
import { rawKeyOf } from '../values/keys.ts'
import { type Document, type Found, type Value, isDocument } from '../values/types.ts'
import { type Gatherer, accumulator } from './accumulators.ts'
import { compileExpression } from './expressions.ts'
import type { Stage } from './stage.ts'

/** `$group`: documents with equal `_id` together, accumulators over each group. Groups come in the order they were met. */
export function group(spec: Value): Stage {
  if (!isDocument(spec)) throw new DatabaseError(15947, "a group's fields must be specified in an object")
  const id = spec.get('_id')
  if (id === undefined) throw new DatabaseError(15955, 'a group specification must include an _id')
  const keyOf = compileExpression(id)
  const fields = [...spec].filter(([name]) => name !== '_id')
  for (const [name] of fields) {
    if (name.includes('.')) throw new DatabaseError(40235, `The field name '${name}' cannot contain '.'`)
    if (name.startsWith('$')) throw new DatabaseError(40234, `The field name '${name}' cannot be an operator name`)
  }
  const makers = fields.map(([name, value]) => [name, accumulator(value)] as const)
  return function* (input, { variables }) {
    const groups = new Map<string, { id: Found; gatherers: readonly (readonly [string, Gatherer])[] }>()
    for (const root of input) {
      const scope = { root, variables }
      const key = keyOf(scope)
      const name = rawKeyOf([key], [1]).toString('latin1')
      let found = groups.get(name)
      if (found === undefined) {
        found = { id: key, gatherers: makers.map(([field, make]) => [field, make()] as const) }
        groups.set(name, found)
      }
      for (const [, gatherer] of found.gatherers) gatherer.add(scope)
    }
    for (const { id: key, gatherers } of groups.values()) {
      const made: Document = new Map([['_id', key ?? null]])
      for (const [field, gatherer] of gatherers) made.set(field, gatherer.result())
      yield made
    }
  }
}
