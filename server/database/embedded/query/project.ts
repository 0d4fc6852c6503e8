import { DatabaseError, badValue, notImplemented } from '../errors.ts'
import { expressions } from '../aggregate/expressions.ts'
import { type Special, project, projectionTree } from '../aggregate/projection.ts'
import { wholeNumber } from '../values/numbers.ts'
import { FieldNames } from '../values/fieldNames.ts'
import { type Document, type Value, isArray, isDocument, isNumeric } from '../values/types.ts'
import { type Matcher, elementTest } from './match.ts'
import { truthy } from './predicates.ts'

/** What a find projection does to a document. `position` gives the array position for `a.$`. */
export type Projector = (document: Document) => Document

/** A find projection, made ready; undefined where it changes nothing. */
export function compileProjection(spec: Document, matches: Matcher, variables: Document): Projector | undefined {
  if (spec.size === 0) return undefined
  const projection = projectionTree(spec, special(matches))
  return (root) => project(projection, { root, variables })
}

/**
 * The fields that a projection keeps as they are stored, so that their bytes can be sent unread; undefined where it does
 * more than name whole fields to keep.
 */
export function fieldsKept(spec: Document): FieldNames | undefined {
  const names = new Set(['_id'])
  for (const [path, value] of spec) {
    const flag = typeof value === 'boolean' || isNumeric(value)
    if (!flag || path === '' || path.includes('.') || path.includes('$')) return undefined
    if (truthy(value)) names.add(path)
    else if (path !== '_id') return undefined
    else names.delete(path)
  }
  // `{}` and `{_id: 0}` keep everything else.
  return spec.size > 0 && names.size > 0 ? new FieldNames(names) : undefined
}

const special =
  (matches: Matcher): Special =>
  (path, value) => {
    if (path.endsWith('.$')) return positional(path.slice(0, -2), matches)
    if (!isDocument(value) || value.size !== 1) return undefined
    const [name] = value.keys()
    const operand = name === undefined ? undefined : value.get(name)
    if (operand === undefined) return undefined
    if (name === '$meta') throw notImplemented('$meta')
    if (name === '$slice') return slice(path, operand)
    if (name !== '$elemMatch') return undefined
    if (path.includes('.')) throw badValue('Cannot use $elemMatch projection on a nested field.')
    const passes = elementTest(operand, expressions)
    return {
      path,
      mode: 'include',
      node: {
        kind: 'change',
        change: (found) => {
          const element = isArray(found) ? found.find((inner) => passes(inner)) : undefined
          return element === undefined ? undefined : [element]
        },
      },
    }
  }

function positional(path: string, matches: Matcher): ReturnType<Special> {
  return {
    path,
    mode: 'include',
    node: {
      kind: 'change',
      change: (found, { root }) => {
        if (!isArray(found)) return found
        const matched: { index?: number } = {}
        matches(root, matched)
        const element = matched.index === undefined ? undefined : found[matched.index]
        if (element === undefined) {
          throw new DatabaseError(
            51246,
            "Executor error during find command: positional operator '.$' couldn't find a matching element in the array",
          )
        }
        return [element]
      },
    },
  }
}

/** `{$slice: n}` or `{$slice: [skip, n]}`; anything else is the expression of that name. */
function slice(path: string, operand: Value): ReturnType<Special> {
  const given = isArray(operand) ? operand.map((part) => wholeNumber(part)) : [wholeNumber(operand)]
  if (given.includes(undefined)) return undefined
  const [first = 0, size] = given
  if (size !== undefined && size <= 0) throw new DatabaseError(28724, '$slice limit must be positive')
  return {
    path,
    node: {
      kind: 'change',
      change: (found) => {
        if (!isArray(found)) return found
        if (size === undefined) return first >= 0 ? found.slice(0, first) : found.slice(first)
        const from = first >= 0 ? first : Math.max(0, found.length + first)
        return found.slice(from, from + size)
      },
    },
  }
}
