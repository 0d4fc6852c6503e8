import { DatabaseError, badValue, failedToParse, typeMismatch } from '../errors.ts'
import { expressionsWith } from '../aggregate/expressions.ts'
import { compileFilter } from '../query/match.ts'
import { equal } from '../values/order.ts'
import { partsOf } from '../values/paths.ts'
import { type Document, type Found, type Value, copy, doc, isArray, isDocument } from '../values/types.ts'
import { changes, onlyExisting } from './operators.ts'
import { type Places, concrete, removeAt, setAt, valueOf } from './paths.ts'
import { pipelineUpdate } from './pipeline.ts'

/** An update, made ready. It makes a new document of an old one and leaves the old one as it was. */
export type Update = {
  readonly kind: 'replacement' | 'operators' | 'pipeline'
  apply(document: Document, how: { index?: number | undefined; inserting?: boolean }): Document
}

type Edit = { readonly name: string; readonly parts: readonly string[]; readonly path: string; readonly operand: Value }

/** Prepares what an update command's `u` holds. Throws DatabaseError for what is malformed or not known. */
export function compileUpdate(update: Found, arrayFilters: Found, variables: Document): Update {
  if (isArray(update)) return pipelineUpdate(update, variables)
  if (!isDocument(update)) throw failedToParse('Update argument must be either an object or an array')
  const [first] = update.keys()
  if (first?.startsWith('$') === true) return operatorUpdate(update, filtersFrom(arrayFilters, variables))
  if (isArray(arrayFilters) && arrayFilters.length > 0)
    throw failedToParse('arrayFilters may not be specified for a replacement')
  return replacement(update)
}

function replacement(update: Document): Update {
  for (const name of update.keys()) {
    if (name.startsWith('$'))
      throw new DatabaseError(
        52,
        `The dollar ($) prefixed field '${name}' is not allowed in the context of an update's replacement document`,
      )
  }
  return {
    kind: 'replacement',
    apply: (document) => {
      const own = document.get('_id')
      const given = update.get('_id')
      if (given !== undefined && own !== undefined && !equal(given, own)) throw immutable()
      const made = doc(['_id', own ?? given])
      for (const [name, value] of update) if (name !== '_id') made.set(name, copy(value))
      return made
    },
  }
}

const immutable = (): DatabaseError =>
  new DatabaseError(66, "Performing an update on the path '_id' would modify the immutable field '_id'")

function filtersFrom(arrayFilters: Found, variables: Document): Places['filters'] {
  const filters = new Map<string, (element: Value) => boolean>()
  for (const filter of isArray(arrayFilters) ? arrayFilters : []) {
    const name = isDocument(filter) ? identifier(filter) : undefined
    if (!isDocument(filter) || name === undefined)
      throw failedToParse('Cannot use an expression without a top-level field name in arrayFilters')
    if (filters.has(name))
      throw failedToParse(`Found multiple array filters with the same top-level field name ${name}`)
    const matches = compileFilter(filter, expressionsWith(variables))
    filters.set(name, (element) => matches(doc([name, element])))
  }
  return filters
}

function identifier(filter: Document): string | undefined {
  for (const [name, value] of filter) {
    if (!name.startsWith('$')) return partsOf(name)[0]
    for (const inner of isArray(value) ? value : []) {
      const found = isDocument(inner) ? identifier(inner) : undefined
      if (found !== undefined) return found
    }
  }
  return undefined
}

function editsOf(update: Document): Edit[] {
  const edits: Edit[] = []
  for (const [name, fields] of update) {
    if (!changes.has(name) && !['$unset', '$rename', '$setOnInsert'].includes(name)) {
      throw failedToParse(
        `Unknown modifier: ${name}. Expected a valid update modifier or pipeline-style update specified as an array`,
      )
    }
    if (!isDocument(fields))
      throw failedToParse(`Modifiers operate on fields but we found another type instead, for ${name}`)
    for (const [path, operand] of fields) edits.push({ name, path, parts: checkedParts(path), operand })
  }
  return edits
}

function checkedParts(path: string): readonly string[] {
  const parts = partsOf(path)
  if (parts.includes('')) {
    throw new DatabaseError(
      56,
      path === ''
        ? 'An empty update path is not valid.'
        : `The update path '${path}' contains an empty field name, which is not allowed.`,
    )
  }
  if (parts[0] === '$' || parts[0]?.startsWith('$[') === true) {
    throw badValue(
      `Cannot have array filter identifier or positional operator (i.e. '$[<id>]' or '$') at the start of the path '${path}'`,
    )
  }
  return parts
}

/** Two edits may not touch one another's path. */
function checkConflicts(edits: readonly Edit[]): void {
  const paths: string[] = []
  for (const { path, name, operand } of edits) {
    for (const touched of name === '$rename' && typeof operand === 'string' ? [path, operand] : [path]) {
      for (const other of paths) {
        if (touched === other || touched.startsWith(`${other}.`) || other.startsWith(`${touched}.`)) {
          throw new DatabaseError(
            40,
            `Updating the path '${touched}' would create a conflict at '${touched.length < other.length ? touched : other}'`,
          )
        }
      }
      paths.push(touched)
    }
  }
}

/** MongoDB applies edits in the order of their paths, numbers by value: that is the order of new fields. */
function byPath(left: Edit, right: Edit): number {
  const shared = Math.min(left.parts.length, right.parts.length)
  for (let at = 0; at < shared; at++) {
    const [a = '', b = ''] = [left.parts[at], right.parts[at]]
    if (a === b) continue
    if (/^\d+$/.test(a) && /^\d+$/.test(b)) return Number(a) - Number(b)
    return a < b ? -1 : 1
  }
  return left.parts.length - right.parts.length
}

type Step = (document: Document, places: Places, inserting: boolean) => void

function operatorUpdate(update: Document, filters: Places['filters']): Update {
  const edits = editsOf(update)
  checkConflicts(edits)
  checkFiltersUsed(edits, filters)
  const steps = edits.toSorted(byPath).map(stepOf)
  return {
    kind: 'operators',
    apply: (document, { index, inserting = false }) => {
      const changed = copy(document)
      for (const step of steps) step(changed, { index, filters }, inserting)
      if (document.has('_id') && !equal(document.get('_id'), changed.get('_id') ?? null)) throw immutable()
      return changed
    },
  }
}

function checkFiltersUsed(edits: readonly Edit[], filters: Places['filters']): void {
  const used = new Set(edits.flatMap(({ parts }) => parts))
  for (const name of filters.keys()) {
    if (!used.has(`$[${name}]`))
      throw failedToParse(`The array filter for identifier '${name}' was not used in the update`)
  }
}

function stepOf({ name, path, parts, operand }: Edit): Step {
  if (name === '$rename') return rename(path, parts, operand)
  const prepare = changes.get(name === '$setOnInsert' ? '$set' : name)
  const change = prepare?.(operand, path)
  return (document, places, inserting) => {
    if (name === '$setOnInsert' && !inserting) return
    for (const target of concrete(document, parts, places)) {
      if (change === undefined) removeAt(document, target)
      else {
        const current = valueOf(document, target)
        if (current === undefined && onlyExisting.has(name)) continue
        const value = change(current, path)
        if (value !== undefined) setAt(document, target, value)
      }
    }
  }
}

function rename(path: string, parts: readonly string[], operand: Value): Step {
  if (typeof operand !== 'string') throw badValue(`The 'to' field for $rename must be a string: ${path}`)
  const to = checkedParts(operand)
  for (const part of [...parts, ...to]) {
    if (part.startsWith('$')) throw badValue(`The source and target field for $rename may not be dynamic: ${path}`)
  }
  return (document) => {
    const value = valueOf(document, parts)
    if (value === undefined) return
    for (const way of [parts, to]) {
      for (let length = 1; length < way.length; length++) {
        if (isArray(valueOf(document, way.slice(0, length))))
          throw badValue(`The $rename paths may not pass through an array: ${way.join('.')}`)
      }
    }
    removeAt(document, parts)
    if (to.length > 1) {
      const parent = valueOf(document, to.slice(0, -1))
      if (parent !== undefined && !isDocument(parent))
        throw typeMismatch(`Cannot create field '${to.at(-1) ?? ''}' in a value that is no document`)
    } else document.delete(operand)
    setAt(document, to, value)
  }
}
