import { DatabaseError } from '../errors.ts'
import { truthy } from '../query/predicates.ts'
import { partsOf } from '../values/paths.ts'
import { type Document, type Found, type Value, isArray, isDocument, isNumeric } from '../values/types.ts'
import { compileExpression } from './expressions.ts'
import type { Evaluate, Scope } from './scope.ts'

/** What happens to one field: kept, dropped, computed anew, changed where it is, or treated field by field. */
export type Node =
  | { readonly kind: 'keep' }
  | { readonly kind: 'drop' }
  | { readonly kind: 'compute'; readonly evaluate: Evaluate }
  | { readonly kind: 'change'; readonly change: (value: Value, scope: Scope) => Found }
  | { readonly kind: 'tree'; readonly fields: Tree }
export type Tree = Map<string, Node>

/** Puts a node at a dotted path. Throws 31249 where another path already says something about it. */
export function plant(tree: Tree, path: string, node: Node): void {
  let at = tree
  const parts = partsOf(path)
  if (parts.includes('')) throw new DatabaseError(40353, 'FieldPath field names may not be empty strings.')
  if (parts.some((part) => part.startsWith('$')))
    throw new DatabaseError(16410, `FieldPath field names may not start with '$': ${path}`)
  for (const part of parts.slice(0, -1)) {
    const known = at.get(part)
    if (known !== undefined && known.kind !== 'tree') throw new DatabaseError(31249, `Path collision at ${path}`)
    const fields: Tree = known?.fields ?? new Map()
    at.set(part, { kind: 'tree', fields })
    at = fields
  }
  const last = parts.at(-1) ?? ''
  if (at.has(last)) throw new DatabaseError(31250, `Path collision at ${path}`)
  at.set(last, node)
}

const isFields = (value: Value): value is Document => {
  if (!isDocument(value) || value.size === 0) return false
  const [first] = value.keys()
  return first?.startsWith('$') !== true
}

/** `$addFields`: every value is an expression; a document without operators names fields within. */
export function fieldsTree(spec: Document): Tree {
  const tree: Tree = new Map()
  const add = (path: string, value: Value): void => {
    if (isFields(value)) for (const [name, inner] of value) add(`${path}.${name}`, inner)
    else plant(tree, path, { kind: 'compute', evaluate: compileExpression(value) })
  }
  for (const [path, value] of spec) add(path, value)
  return tree
}

export type Projection = { readonly mode: 'include' | 'exclude'; readonly tree: Tree }
/** Something a projection may hold beside flags and expressions: `find` has $slice, $elemMatch and `a.$`. */
export type Special = (
  path: string,
  value: Value,
) => { readonly path: string; readonly node: Node; readonly mode?: 'include' } | undefined

/** Reads a projection. Throws 31253 or 31254 where it both includes and excludes. */
export function projectionTree(spec: Document, special: Special = () => undefined): Projection {
  const tree: Tree = new Map()
  let mode: 'include' | 'exclude' | undefined
  const decide = (wanted: 'include' | 'exclude', path: string): void => {
    if (mode !== undefined && mode !== wanted) {
      throw wanted === 'exclude'
        ? new DatabaseError(31254, `Cannot do exclusion on field ${path} in inclusion projection`)
        : new DatabaseError(31253, `Cannot do inclusion on field ${path} in exclusion projection`)
    }
    mode = wanted
  }
  const ids: Document = new Map()
  const add = (path: string, value: Value): void => {
    const own = special(path, value)
    if (own !== undefined) {
      if (own.mode !== undefined) decide(own.mode, path)
      plant(tree, own.path, own.node)
    } else if (typeof value === 'boolean' || isNumeric(value)) {
      if (path === '_id') ids.set(path, value)
      else decide(truthy(value) ? 'include' : 'exclude', path)
      plant(tree, path, truthy(value) ? { kind: 'keep' } : { kind: 'drop' })
    } else if (isFields(value)) for (const [name, inner] of value) add(`${path}.${name}`, inner)
    else {
      decide('include', path)
      plant(tree, path, { kind: 'compute', evaluate: compileExpression(value) })
    }
  }
  for (const [path, value] of spec) add(path, value)
  const id = ids.get('_id')
  mode ??= id !== undefined && truthy(id) ? 'include' : 'exclude'
  if (mode === 'include' && !tree.has('_id')) tree.set('_id', { kind: 'keep' })
  if (mode === 'include' && id !== undefined && !truthy(id)) tree.delete('_id')
  return { mode, tree }
}

/** A document as a projection shows it. */
export const project = ({ mode, tree }: Projection, scope: Scope): Document =>
  mode === 'include' ? included(scope.root, tree, scope) : excluded(scope.root, tree, scope)

function included(from: Document, tree: Tree, scope: Scope): Document {
  const made: Document = new Map()
  for (const [name, value] of from) {
    const node = tree.get(name)
    const kept =
      node === undefined || node.kind === 'drop' || node.kind === 'compute'
        ? undefined
        : node.kind === 'keep'
          ? value
          : node.kind === 'change'
            ? node.change(value, scope)
            : within(value, node.fields, scope)
    if (kept !== undefined) made.set(name, kept)
  }
  for (const [name, node] of tree) {
    const value =
      node.kind === 'compute'
        ? node.evaluate(scope)
        : node.kind === 'tree' && !made.has(name) && computes(node.fields)
          ? included(new Map(), node.fields, scope)
          : undefined
    if (value !== undefined) made.set(name, value)
  }
  return made
}

const computes = (tree: Tree): boolean =>
  [...tree.values()].some((node) => node.kind === 'compute' || (node.kind === 'tree' && computes(node.fields)))

function within(value: Value, fields: Tree, scope: Scope): Found {
  if (isDocument(value)) return included(value, fields, scope)
  if (!isArray(value)) return undefined
  return value.flatMap((element) => {
    const made = within(element, fields, scope) ?? (computes(fields) ? included(new Map(), fields, scope) : undefined)
    // A list within a list stays one element.
    return made === undefined ? [] : [made]
  })
}

function excluded(from: Document, tree: Tree, scope: Scope): Document {
  const made: Document = new Map()
  for (const [name, value] of from) {
    const node = tree.get(name)
    const kept =
      node === undefined || node.kind === 'keep' || node.kind === 'compute'
        ? value
        : node.kind === 'drop'
          ? undefined
          : node.kind === 'change'
            ? node.change(value, scope)
            : without(value, node.fields, scope)
    if (kept !== undefined) made.set(name, kept)
  }
  return made
}

function without(value: Value, fields: Tree, scope: Scope): Value {
  if (isDocument(value)) return excluded(value, fields, scope)
  return isArray(value) ? value.map((element) => without(element, fields, scope)) : value
}

/** A document with computed fields set; a field whose expression finds nothing is removed. */
export function withFields(from: Document, tree: Tree, scope: Scope): Document {
  const made: Document = new Map(from)
  for (const [name, node] of tree) {
    if (node.kind === 'compute') {
      const value = node.evaluate(scope)
      if (value === undefined) made.delete(name)
      else made.set(name, value)
    } else if (node.kind === 'tree') made.set(name, fieldsWithin(made.get(name), node.fields, scope))
  }
  return made
}

function fieldsWithin(value: Found, fields: Tree, scope: Scope): Value {
  if (isArray(value)) return value.map((element) => fieldsWithin(element, fields, scope))
  return withFields(isDocument(value) ? value : new Map(), fields, scope)
}
