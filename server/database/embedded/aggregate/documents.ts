import { DatabaseError } from '../errors.ts'
import { type Document, type Value, isArray, isDocument } from '../values/types.ts'
import { compileExpression } from './expressions.ts'
import { type Tree, fieldsTree, plant, project, projectionTree, withFields } from './projection.ts'
import type { Scope } from './scope.ts'

/** A stage that makes one document of one document. */
export type DocumentStage = (scope: Scope) => Document

function document(name: string, spec: Value): Document {
  if (!isDocument(spec)) throw new DatabaseError(40272, `${name} specification stage must be an object`)
  if (spec.size === 0) throw new DatabaseError(51272, `${name} specification must have at least one field`)
  return spec
}

const setFields = (spec: Value): DocumentStage => {
  const tree = fieldsTree(document('$addFields', spec))
  return (scope) => withFields(scope.root, tree, scope)
}

const unset = (spec: Value): DocumentStage => {
  const paths = isArray(spec) ? spec : [spec]
  const tree: Tree = new Map()
  for (const path of paths) {
    if (typeof path !== 'string' || path === '')
      throw new DatabaseError(31120, '$unset specification must be a string or an array of strings')
    plant(tree, path, { kind: 'drop' })
  }
  return (scope) => project({ mode: 'exclude', tree }, scope)
}

const projection = (spec: Value): DocumentStage => {
  const made = projectionTree(document('$project', spec))
  return (scope) => project(made, scope)
}

const replaceWith =
  (name: string) =>
  (spec: Value): DocumentStage => {
    const evaluate = compileExpression(spec)
    return (scope) => {
      const made = evaluate(scope)
      if (!isDocument(made)) {
        throw new DatabaseError(40228, `'newRoot' expression must evaluate to an object, in ${name}`)
      }
      return made
    }
  }

/** The stages that change each document by itself; also what an update pipeline may use. */
export const documentStages: ReadonlyMap<string, (spec: Value) => DocumentStage> = new Map<
  string,
  (spec: Value) => DocumentStage
>([
  ['$set', setFields],
  ['$addFields', setFields],
  ['$unset', unset],
  ['$project', projection],
  ['$replaceWith', replaceWith('$replaceWith')],
  [
    '$replaceRoot',
    (spec) => {
      const root = isDocument(spec) && spec.size === 1 ? spec.get('newRoot') : undefined
      if (root === undefined) throw new DatabaseError(40231, 'no newRoot specified for the $replaceRoot stage')
      return replaceWith('$replaceRoot')(root)
    },
  ],
])
