import { DatabaseError, notImplemented } from '../errors.ts'
import { type Query, type Stored, search } from '../query/find.ts'
import { sortFields } from '../query/sort.ts'
import type { View } from '../storage/view.ts'
import { decode } from '../values/decode.ts'
import type { Texts } from '../values/order.ts'
import { wholeNumber } from '../values/numbers.ts'
import { type Document, type Found, type Value, doc, isArray, isDocument } from '../values/types.ts'
import { type Counting, countingStages } from './counting.ts'
import type { Setting } from './stage.ts'
import { type Union, unionOf, unionVariables } from './join.ts'
import { type Shape, shapeOf } from './shaping.ts'
import { compileStage } from './stages.ts'

export type Frame = {
  readonly view: View
  readonly database: string
  readonly deadline: number | undefined
  readonly now: Date
  /** How strings compare in filters and sorts, where a collation is asked for; every other stage is then refused. */
  readonly texts?: Texts | undefined
}

/** Where a pipeline's results go: `$out` replaces a collection, `$merge` writes into one. */
export type Output = { readonly kind: '$out' | '$merge'; readonly spec: Value }

export function output(pipeline: readonly Document[]): Output | undefined {
  const [last] = pipeline.at(-1) ?? []
  const [kind, spec] = last ?? []
  return spec !== undefined && (kind === '$out' || kind === '$merge') ? { kind, spec } : undefined
}

export function readsOnly(pipeline: Found): boolean {
  const last = isArray(pipeline) ? pipeline.at(-1) : undefined
  return !isDocument(last) || !(last.has('$out') || last.has('$merge'))
}

/**
 * Runs a pipeline over a collection (none where it brings its own documents). Gives documents, or their stored bytes
 * where no stage changed them.
 */
export function runPipeline(
  frame: Frame,
  namespace: string | undefined,
  pipeline: readonly Document[],
  constants: Document,
  hint: Found,
): Iterable<Document | Buffer> {
  const variables: Document = new Map<string, Value>([['NOW', frame.now], ...constants])
  if (namespace === undefined && frame.texts !== undefined) refuseCollatedStages(pipeline)
  if (namespace === undefined && pipeline[0]?.has('$documents') !== true) {
    // A stage that is not known or not implemented says so first.
    for (const stage of pipeline) compileStage(stage)
    throw new DatabaseError(73, '{aggregate: 1} is not valid for this pipeline; a collection is required')
  }
  return namespace === undefined
    ? staged([], pipeline, setting(frame, variables))
    : fromCollection(frame, namespace, pipeline, variables, hint)
}

const setting = (frame: Frame, variables: Document): Setting => ({
  view: frame.view,
  database: frame.database,
  deadline: frame.deadline,
  variables,
  run: (source, pipeline, inner) =>
    typeof source === 'string'
      ? fromCollection(frame, `${frame.database}.${source}`, pipeline, inner, undefined).read()
      : staged(source, pipeline, setting(frame, inner)),
})

/** The first stages become a query, so that indexes serve them; the rest run over what it finds. */
function fromCollection(
  frame: Frame,
  namespace: string,
  pipeline: readonly Document[],
  variables: Document,
  hint: Found,
): Results {
  const { query, shape, rest } = leading(pipeline)
  const collection = frame.view.collection(namespace)
  const { deadline, texts } = frame
  const { hits } = search(frame.view, collection, { hint, variables, deadline, texts, ...query })
  const counting = shape === undefined ? countingStages(rest) : undefined
  if (texts !== undefined && counting === undefined) refuseCollatedStages(rest)
  const unions = rest.map(unionOf).filter((union) => union !== undefined)
  if (counting !== undefined) {
    const everything = query.filter.size === 0 && query.skip === 0 && query.limit === Infinity
    const stored = everything && collection !== undefined ? frame.view.countOf(collection) : undefined
    return new Staged(counted(hits, stored, counting))
  }
  const found = new Shaped(hits, shape, unions, ({ from, stages }) =>
    fromCollection(frame, `${frame.database}.${from}`, stages, unionVariables(variables), undefined),
  )
  return rest.length === unions.length ? found : new Staged(staged(found.own(), rest, setting(frame, variables)))
}

function* counted(hits: Iterator<unknown>, stored: number | undefined, count: Counting): Generator<Document> {
  let found = stored ?? 0
  if (stored === undefined) while (hits.next().done !== true) found++
  yield* count(found)
}

/** Documents, or their bytes where those are at hand; `read` gives documents. */
type Results = Iterable<Document | Buffer> & { read(): Iterable<Document> }

/** What stages have made. */
class Staged implements Results {
  readonly #documents: Iterable<Document>
  constructor(documents: Iterable<Document>) {
    this.#documents = documents
  }
  [Symbol.iterator](): Iterator<Document> {
    return this.#documents[Symbol.iterator]()
  }
  read(): Iterable<Document> {
    return this.#documents
  }
}

/** What one query found, of which a shape may be made, and then what others found. */
class Shaped implements Results {
  readonly #hits: Iterable<Stored>
  readonly #shape: Shape | undefined
  readonly #unions: readonly Union[]
  readonly #more: (union: Union) => Results

  constructor(
    hits: Iterable<Stored>,
    shape: Shape | undefined,
    unions: readonly Union[],
    more: (of: Union) => Results,
  ) {
    this.#hits = hits
    this.#shape = shape
    this.#unions = unions
    this.#more = more
  }

  *[Symbol.iterator](): Generator<Document | Buffer> {
    for (const { bytes } of this.#hits) yield this.#shape === undefined ? bytes : this.#shape(bytes)
    for (const union of this.#unions) yield* this.#more(union)
  }

  *read(): Generator<Document> {
    yield* this.own()
    for (const union of this.#unions) yield* this.#more(union).read()
  }

  /** The documents of the first query alone. */
  *own(): Generator<Document> {
    for (const hit of this.#hits) yield this.#shape === undefined ? hit.document : decode(this.#shape(hit.bytes))
  }
}

function refuseCollatedStages([first]: readonly Document[]): void {
  const [name] = first?.keys() ?? []
  if (name !== undefined) throw notImplemented(`${name} with a collation`)
}

function staged(input: Iterable<Document>, pipeline: readonly Document[], within: Setting): Iterable<Document> {
  const stages = pipeline.map(compileStage)
  return stages.reduce((documents, stage) => stage(documents, within), input)
}

/** What of a pipeline's beginning one query can do: filters, one sort, skip and limit; then a shape of stored bytes. */
function leading(pipeline: readonly Document[]): {
  query: Query
  shape: Shape | undefined
  rest: readonly Document[]
} {
  const filters: Value[] = []
  let at = 0
  const spec = (name: string): Value | undefined => pipeline[at]?.get(name)
  for (let filter = spec('$match'); isDocument(filter); filter = spec('$match')) {
    filters.push(filter)
    at++
  }
  const order = spec('$sort')
  const sort = isDocument(order) && order.size > 0 ? sortFields(order) : []
  if (sort.length > 0) at++
  const skip = wholeNumber(spec('$skip'))
  if (skip !== undefined && skip >= 0) at++
  const limit = wholeNumber(spec('$limit'))
  if (limit !== undefined && limit > 0) at++
  const [only] = filters
  const filter = filters.length === 1 && isDocument(only) ? only : filters.length === 0 ? doc() : doc(['$and', filters])
  const cut = {
    skip: skip !== undefined && skip >= 0 ? skip : 0,
    limit: limit !== undefined && limit > 0 ? limit : Infinity,
  }
  const shape = shapeOf(pipeline[at])
  return { query: { filter, sort, ...cut }, shape, rest: pipeline.slice(shape === undefined ? at : at + 1) }
}
