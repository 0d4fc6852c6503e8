import { DatabaseError, notImplemented } from '../errors.ts'
import { expressionsWith } from '../aggregate/expressions.ts'
import type { Collection } from '../storage/catalogue.ts'
import { recordKey, ridAtEnd } from '../storage/layout.ts'
import { scan } from '../storage/reader.ts'
import type { View } from '../storage/view.ts'
import { decode, decodeFields } from '../values/decode.ts'
import { FieldNames } from '../values/fieldNames.ts'
import type { Texts } from '../values/order.ts'
import { type Matched, partsOf } from '../values/paths.ts'
import { type Document, type Found, type Value, doc } from '../values/types.ts'
import { type Matcher, compileFilter, fieldsAsked } from './match.ts'
import { type Plan, planFor } from './plan.ts'
import { type SortField, sorted, sortedAs } from './sort.ts'

/** One stored document: its number, its bytes, and (read when first asked for) its fields, or some of them. */
export class Stored {
  readonly rid: number
  readonly bytes: Buffer
  #document: Document | undefined
  #some: Document | undefined
  constructor(rid: number, bytes: Buffer) {
    this.rid = rid
    this.bytes = bytes
  }
  get document(): Document {
    this.#document ??= decode(this.bytes)
    return this.#document
  }
  /** At least these fields; all of them where no names are given. A query asks for the same ones always. */
  fields(names: FieldNames | undefined): Document {
    if (names === undefined || this.#document !== undefined) return this.document
    this.#some ??= decodeFields(this.bytes, names)
    return this.#some
  }
  forget(): void {
    this.#document = undefined
    this.#some = undefined
  }
}

export type Query = {
  readonly filter: Document
  readonly sort?: readonly SortField[]
  readonly hint?: Found
  readonly skip?: number
  readonly limit?: number
  readonly variables?: Document
  /** How strings compare, where a collation is asked for. Indexes hold them by their bytes and do not serve then. */
  readonly texts?: Texts | undefined
  /** When to give up, in milliseconds since 1970. */
  readonly deadline?: number | undefined
}

/** Documents kept for a sort may not be more than this together. */
const SORT_BYTES = 100 * 1024 * 1024

/** What a query has cost so far: for explain. */
export type Cost = { keys: number; documents: number; found: number }

export type Search = {
  readonly plan: Plan | undefined
  readonly matches: Matcher
  readonly hits: Generator<Stored>
  readonly cost: Cost
}

/** Prepares a query: chooses its plan at once (so that mistakes are thrown here) and finds documents as they are drawn. */
export function search(view: View, collection: Collection | undefined, query: Query): Search {
  const { filter, sort = [], hint, variables = doc(), texts } = query
  const expressions = expressionsWith(variables)
  const matches = compileFilter(
    filter,
    texts === undefined ? expressions : Object.assign((expression: Value) => expressions(expression), { texts }),
  )
  const cost: Cost = { keys: 0, documents: 0, found: 0 }
  if (collection === undefined) return { plan: undefined, matches, cost, hits: nothing() }
  const plan = texts === undefined ? planFor(collection, { filter, sort, hint }) : scanFor(collection, query)
  return { plan, matches, cost, hits: run(view, collection, query, plan, matches, cost) }
}

/** All documents, in their natural order or unsorted. */
function scanFor(collection: Collection, { sort = [], hint }: Query): Plan {
  if (hint !== undefined && hint !== null) throw notImplemented('hint with a collation')
  const isNatural = sort[0]?.path === '$natural'
  const plan = planFor(collection, { filter: doc(), sort: isNatural ? sort : [], hint: undefined })
  return { ...plan, sorted: plan.sorted && (isNatural || sort.length === 0) }
}

function* nothing(): Generator<Stored> {
  // A collection that does not exist has no documents.
}

function* run(
  view: View,
  collection: Collection,
  query: Query,
  plan: Plan,
  matches: Matcher,
  cost: Cost,
): Generator<Stored> {
  const { sort = [], skip = 0, limit = Infinity } = query
  const names = namesOf(query.filter, plan.sorted ? [] : sort)
  let found: Iterable<Stored> = matching(view, collection, query, plan, matches, cost, names)
  if (!plan.sorted) {
    const read = (hit: Stored): Document => hit.fields(names)
    const { texts } = query
    found =
      texts === undefined
        ? sorted(bounded(found), sort, read, limit + skip)
        : sortedAs(bounded(found), sort, read, texts)
  }
  let passed = 0
  for (const hit of found) {
    if (passed >= skip + limit) return
    if (passed++ >= skip) {
      cost.found++
      yield hit
    }
    if (passed >= skip + limit) return
  }
}

/** The fields that filtering and sorting look at; undefined where it may be any. */
function namesOf(filter: Document, sort: readonly SortField[]): FieldNames | undefined {
  const asked = fieldsAsked(filter)
  return asked && new FieldNames([...asked, ...sort.map(({ path }) => partsOf(path)[0] ?? path)])
}

function* bounded(hits: Iterable<Stored>): Generator<Stored> {
  let bytes = 0
  for (const hit of hits) {
    bytes += hit.bytes.length
    if (bytes > SORT_BYTES) {
      throw new DatabaseError(292, 'Sort exceeded memory limit of 104857600 bytes; an index on the sort would avoid it')
    }
    yield hit
    // By now it has been sorted in; its bytes are enough to keep.
    hit.forget()
  }
}

const acceptsAll = (filter: Document): boolean => filter.size === 0

function* matching(
  view: View,
  collection: Collection,
  { filter, deadline }: Query,
  plan: Plan,
  matches: Matcher,
  cost: Cost,
  names: FieldNames | undefined,
): Generator<Stored> {
  const all = acceptsAll(filter)
  for (const hit of candidates(view, collection, plan, cost)) {
    if (deadline !== undefined && (cost.documents & 31) === 1 && Date.now() > deadline) {
      throw new DatabaseError(50, 'operation exceeded time limit')
    }
    if (all || matches(hit.fields(names))) yield hit
  }
}

function* candidates(view: View, collection: Collection, plan: Plan, cost: Cost): Generator<Stored> {
  const { index, reverse } = plan
  const ranges = reverse ? plan.ranges.toReversed() : plan.ranges
  const seen = index?.multikey === true ? new Set<number>() : undefined
  for (const { start, end } of ranges) {
    for (const { key, value } of scan(view.data, start, end, reverse)) {
      cost.keys += index === undefined ? 0 : 1
      const rid = ridAtEnd(index?.unique === true ? value : key)
      if (seen !== undefined) {
        if (seen.has(rid)) continue
        seen.add(rid)
      }
      const bytes = index === undefined ? value : view.data.get(recordKey(collection.id, rid))
      if (bytes === undefined) continue
      cost.documents++
      yield new Stored(rid, bytes)
    }
  }
}

/** Everything that matches now, before anything is changed: so that an update never meets its own results. */
export function findAll(
  view: View,
  collection: Collection | undefined,
  query: Query,
): { hits: Stored[]; matches: Matcher } {
  const { hits, matches } = search(view, collection, query)
  return { hits: [...hits], matches }
}

/** The array position that `$` stands for in an update of this document. */
export function matchedIndex(matches: Matcher, document: Document): number | undefined {
  const matched: Matched = {}
  matches(document, matched)
  return matched.index
}
