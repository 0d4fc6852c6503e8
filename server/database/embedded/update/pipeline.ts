import { DatabaseError, badValue } from '../errors.ts'
import { documentStages } from '../aggregate/documents.ts'
import { equal } from '../values/order.ts'
import { type Document, type Value, copy, isDocument } from '../values/types.ts'
import type { Update } from './compile.ts'

const allowed = new Set(['$set', '$addFields', '$unset', '$project', '$replaceRoot', '$replaceWith'])

/** An update that is an aggregation pipeline: of the stages that change one document. */
export function pipelineUpdate(stages: readonly Value[], variables: Document): Update {
  const steps = stages.map((stage) => {
    const [name, spec] = isDocument(stage) && stage.size === 1 ? ([...stage][0] ?? []) : []
    if (name === undefined || spec === undefined)
      throw new DatabaseError(40323, 'A pipeline stage specification object must contain exactly one field.')
    const make = allowed.has(name) ? documentStages.get(name) : undefined
    if (make === undefined) throw badValue(`${name} is not allowed to be used within an update`)
    return make(spec)
  })
  return {
    kind: 'pipeline',
    apply: (document) => {
      let made = copy(document)
      for (const step of steps) made = step({ root: made, variables })
      const id = document.get('_id')
      if (id === undefined) return made
      if (made.has('_id') && !equal(made.get('_id'), id)) {
        throw new DatabaseError(66, "Performing an update on the path '_id' would modify the immutable field '_id'")
      }
      if (made.has('_id')) return made
      return new Map([['_id', id], ...made])
    },
  }
}
