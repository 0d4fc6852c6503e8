import type { Index } from '../storage/catalogue.ts'
import { type Range, entriesOf, indexKey } from '../storage/layout.ts'
import { EMPTY, after, boundOf, partBytes } from '../values/keys.ts'
import { kind, kindOf } from '../values/order.ts'
import { type Value, isArray } from '../values/types.ts'
import { type Constraint, type Constraints, type Limit, sameKind } from './constraints.ts'

/** How much of an index a filter needs: key ranges in the index's order, and how they came about. */
export type Bounds = {
  readonly ranges: readonly Range[]
  /** How many leading fields have one exact value each, so that what follows them is in order. */
  readonly fixed: number
  /** How many leading fields narrow the scan, and whether the last of them does so by a range. */
  readonly narrowing: number
  readonly byRange: boolean
}

/** More exact keys than this are better found by a wider scan. */
const MOST_POINTS = 2000

/** One part's bytes from and to (exclusive), in the direction of the index. */
type Piece = { readonly from: Buffer; readonly to: Buffer }

const exactly = (bytes: Buffer): Piece => ({ from: bytes, to: after(bytes) })

/** A value's places in an index: itself; for an array also its first element, since arrays are stored by element. */
function places(value: Value, direction: 1 | -1): Piece[] {
  if (!isArray(value)) return [exactly(partBytes(value, direction))]
  const [first] = value
  return [exactly(partBytes(value, direction)), exactly(partBytes(value.length === 0 ? EMPTY : first, direction))]
}

const bracket = (type: number, direction: 1 | -1): Piece => {
  const byte = direction === 1 ? type : ~type & 0xff
  return { from: Buffer.from([byte]), to: Buffer.from([byte + 1]) }
}

function rangePiece(low: Limit | undefined, high: Limit | undefined, direction: 1 | -1): Piece[] {
  const limit = low ?? high
  if (limit === undefined) return []
  const whole = bracket(kindOf(limit.value), direction)
  const [first, last] = direction === 1 ? [low, high] : [high, low]
  const edge = (at: Limit, passed: boolean): Buffer => {
    const bytes = partBytes(at.value, direction)
    return passed ? after(bytes) : bytes
  }
  return [
    {
      from: first === undefined ? whole.from : edge(first, !first.inclusive),
      to: last === undefined ? whole.to : edge(last, last.inclusive),
    },
  ]
}

function prefixPieces(prefix: string, direction: 1 | -1): Piece[] {
  // Without the two zeros that end a text.
  const bytes = partBytes(prefix, direction)
  return [exactly(bytes.subarray(0, bytes.length - 2)), bracket(kind.regex, direction)]
}

/** The constraint on a field that narrows most: values before ranges before prefixes. */
function best(constraints: readonly Constraint[], multikey: boolean): Constraint | undefined {
  const points = constraints
    .filter(({ points: values }) => values !== undefined)
    .toSorted((a, b) => (a.points?.length ?? 0) - (b.points?.length ?? 0))
  if (points[0] !== undefined) return points[0]
  const low = constraints.find((constraint) => constraint.low !== undefined)
  const high = constraints.find((constraint) => constraint.high !== undefined)
  // Over an array, one element may satisfy the one limit and another element the other.
  if (low?.low !== undefined && high?.high !== undefined && !multikey && sameKind(low.low, high.high)) {
    return { low: low.low, high: high.high, present: true }
  }
  return low ?? high ?? constraints.find((constraint) => constraint.prefix !== undefined)
}

function piecesOf(constraint: Constraint, direction: 1 | -1): Piece[] {
  if (constraint.points !== undefined) return constraint.points.flatMap((value) => places(value, direction))
  if (constraint.prefix !== undefined) return prefixPieces(constraint.prefix, direction)
  // Arrays compare as a whole but are stored by element: no range of keys has them.
  const limit = constraint.low ?? constraint.high
  return limit !== undefined && isArray(limit.value) ? [] : rangePiece(constraint.low, constraint.high, direction)
}

/** The key ranges of an index that hold everything the constraints allow; the whole index where they say nothing. */
export function boundsOf(index: Index, constraints: Constraints): Bounds {
  let prefixes: Buffer[] = [Buffer.alloc(0)]
  let ranges: Piece[] | undefined
  let [fixed, narrowing, byRange] = [0, 0, false]
  let ordered = true
  const roots = new Set<string>()
  for (const { path, parts, direction } of index.fields) {
    const root = parts[0] ?? ''
    // Under one array, each field's condition may be met by another element.
    if (index.multikey && roots.has(root)) break
    const constraint = best(constraints.get(path) ?? [], index.multikey)
    const pieces = constraint === undefined ? [] : piecesOf(constraint, direction)
    if (constraint === undefined || pieces.length === 0 || prefixes.length * pieces.length > MOST_POINTS) {
      if (constraint?.points?.length === 0) return { ranges: [], fixed: 0, narrowing: 1, byRange: false }
      break
    }
    roots.add(root)
    narrowing++
    ranges = prefixes.flatMap((prefix) => pieces.map((piece) => joined(prefix, piece)))
    if (constraint.points === undefined) {
      byRange = true
      break
    }
    ordered &&= pieces.length === 1
    if (ordered) fixed++
    prefixes = prefixes.flatMap((prefix) => pieces.map(({ from }) => Buffer.concat([prefix, from])))
  }
  return { ranges: ranges === undefined ? [entriesOf(index.id)] : disjoint(index, ranges), fixed, narrowing, byRange }
}

const joined = (prefix: Buffer, { from, to }: Piece): Piece => ({
  from: Buffer.concat([prefix, from]),
  to: Buffer.concat([prefix, to]),
})

/** As keys of the store, in order, overlaps merged; bounds longer than a stored key are widened to where it was cut. */
function disjoint(index: Index, pieces: readonly Piece[]): Range[] {
  const sorted = pieces
    .map(({ from, to }) => ({ from: boundOf(from), to: boundOf(to).length === to.length ? to : after(boundOf(to)) }))
    .filter(({ from, to }) => Buffer.compare(from, to) < 0)
    .toSorted((a, b) => Buffer.compare(a.from, b.from))
  const merged: { from: Buffer; to: Buffer }[] = []
  for (const piece of sorted) {
    const last = merged.at(-1)
    if (last === undefined || Buffer.compare(piece.from, last.to) >= 0) merged.push({ ...piece })
    else if (Buffer.compare(piece.to, last.to) > 0) last.to = piece.to
  }
  return merged.map(({ from, to }) => ({
    start: indexKey(index.id, from, undefined),
    end: indexKey(index.id, to, undefined),
  }))
}
