import { badValue } from '../errors.ts'
import { expressions } from '../aggregate/expressions.ts'
import type { Collection, Index } from '../storage/catalogue.ts'
import { type Range, recordsOf } from '../storage/layout.ts'
import { identical } from '../values/order.ts'
import { type Document, type Found, doc, isDocument } from '../values/types.ts'
import { boundsOf } from './bounds.ts'
import { type Constraints, constraintsOf } from './constraints.ts'
import { compileFilter } from './match.ts'
import type { SortField } from './sort.ts'
import { show } from '../values/show.ts'

/** How documents are found: over an index or over all of them; every one found is still put to the filter. */
export type Plan = {
  readonly index: Index | undefined
  readonly ranges: readonly Range[]
  readonly reverse: boolean
  /** True where the documents come in the order asked for. */
  readonly sorted: boolean
}

export type Asked = { readonly filter: Document; readonly sort: readonly SortField[]; readonly hint: Found }

/** The score of a unique index of which every field is given: nothing finds fewer. */
const ONE_DOCUMENT = 100

type Candidate = Plan & { readonly score: number }

/** Chooses the index that narrows most, then one that saves sorting. Throws where a hint names no index. */
export function planFor(collection: Collection, { filter, sort, hint }: Asked): Plan {
  const constraints = constraintsOf(filter)
  const natural = hint !== undefined && isDocument(hint) ? hint.get('$natural') : undefined
  const everything: Plan = {
    index: undefined,
    ranges: [recordsOf(collection.id)],
    reverse: naturalOrder(sort) === -1 || Number(natural?.valueOf()) === -1,
    sorted: sort.length === 0 || naturalOrder(sort) !== undefined,
  }
  if (natural !== undefined || naturalOrder(sort) !== undefined) return everything
  if (hint !== undefined && hint !== null) {
    const hinted = collection.indexes.find((index) => isHinted(index, hint))
    if (hinted === undefined) throw badValue('hint provided does not correspond to an existing index')
    return candidate(hinted, constraints, sort)
  }
  let chosen: Candidate | undefined
  for (const index of collection.indexes) {
    if (!usable(index, constraints)) continue
    const made = candidate(index, constraints, sort)
    if (made.score > (chosen?.score ?? 0)) chosen = made
    if (made.score >= ONE_DOCUMENT) break
  }
  return chosen ?? everything
}

const naturalOrder = ([first]: readonly SortField[]): 1 | -1 | undefined =>
  first?.path === '$natural' ? first.direction : undefined

const isHinted = (index: Index, hint: Found): boolean =>
  typeof hint === 'string' ? index.name === hint : identicalPattern(index.spec.get('key'), hint)

/** Key patterns are the same where their fields and directions are, whatever the numbers' types. */
export const identicalPattern = (left: Found, right: Found): boolean =>
  isDocument(left) && isDocument(right) && shownPattern(left) === shownPattern(right)

const shownPattern = (pattern: Document): string =>
  JSON.stringify([...pattern].map(([path, value]) => [path, show(value)]))

function candidate(index: Index, constraints: Constraints, sort: readonly SortField[]): Candidate {
  const bounds = boundsOf(index, constraints)
  const direction = sort.length === 0 ? 1 : orderedBy(index, bounds.fixed, constraints, sort)
  const sorted = direction !== undefined
  const narrowed = bounds.narrowing * 4 - (bounds.byRange ? 2 : 0)
  const whole = bounds.narrowing === index.fields.length && !bounds.byRange && index.unique ? ONE_DOCUMENT : 0
  const score = whole + narrowed + (sorted && sort.length > 0 ? 3 : 0)
  return { index, ranges: bounds.ranges, reverse: direction === -1, sorted, score }
}

/** The direction in which the index gives the order asked for, behind fields that have one value; undefined if none. */
function orderedBy(
  index: Index,
  fixed: number,
  constraints: Constraints,
  sort: readonly SortField[],
): 1 | -1 | undefined {
  if (index.multikey || index.cut) return undefined
  const fixedPaths = new Set(index.fields.slice(0, fixed).map(({ path }) => path))
  const wanted = sort.filter(({ path }) => !fixedPaths.has(path))
  if (wanted.length === 0) return 1
  // A sort may also begin with the fixed fields, which then lie before `fixed` in the index.
  const rest = index.fields.slice(fixed)
  const [first] = wanted
  const direction = first !== undefined && rest[0]?.direction === first.direction ? 1 : -1
  const fits = wanted.every(
    ({ path, direction: own }, at) => rest[at]?.path === path && rest[at].direction * direction === own,
  )
  return fits && coversAll(index, constraints) ? direction : undefined
}

const coversAll = (index: Index, constraints: Constraints): boolean =>
  (!index.sparse && index.partial === undefined) || usable(index, constraints)

/** Whether every document that the filter matches is in the index. */
function usable(index: Index, constraints: Constraints): boolean {
  if (index.sparse) {
    const [first] = index.fields
    if (!(constraints.get(first?.path ?? '') ?? []).some(({ present }) => present)) return false
  }
  return index.partial === undefined || implies(constraints, index.partial)
}

/** Whether the constraints make certain what the partial index's own filter asks. */
function implies(constraints: Constraints, partial: Document): boolean {
  return [...partial].every(([path, asked]) => {
    const given = constraints.get(path) ?? []
    const own = constraintsOf(doc([path, asked])).get(path) ?? []
    const matches = compileFilter(doc([path, asked]), expressions)
    return given.some((constraint) => {
      if (constraint.points !== undefined) {
        return path.includes('.')
          ? own.some(({ points }) =>
              points?.every((value) => constraint.points?.every((point) => identical(value, point))),
            )
          : constraint.points.length > 0 && constraint.points.every((point) => matches(doc([path, point])))
      }
      if (isDocument(asked) && asked.size === 1 && asked.get('$exists') === true) return constraint.present
      return own.some(
        ({ low, high }) =>
          (low !== undefined && identical(low.value, constraint.low?.value) && low.inclusive) ||
          (high !== undefined && identical(high.value, constraint.high?.value) && high.inclusive),
      )
    })
  })
}
