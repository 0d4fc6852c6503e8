import { DatabaseError, notImplemented } from '../errors.ts'
import { type Query, search } from '../query/find.ts'
import { sortFields } from '../query/sort.ts'
import type { View } from '../storage/view.ts'
import { decode } from '../values/decode.ts'
import type { Texts } from '../values/order.ts'
import { wholeNumber } from '../values/numbers.ts'
import { type Document, type Found, type Value, doc, isArray, isDocument } from '../values/types.ts'
import { type Counting, countingStages } from './counting.ts'
import type { Setting } from './stage.ts'
import { unionOf, unionVariables } from './join.ts'
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
  ...frame,
  variables,
  run: (source, pipeline, inner) =>
    typeof source === 'string'
      ? documentsOf(fromCollection(frame, `${frame.database}.${source}`, pipeline, inner, undefined))
      : staged(source, pipeline, setting(frame, inner)),
})

function* documentsOf(results: Results): Generator<Document> {
  yield* results.read()
}

type Results = Iterable<Document | Buffer> & { read(): Iterable<Document> }

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
  const { hits } = search(frame.view, collection, { ...query, hint, variables, deadline, texts })
  const counting = shape === undefined ? countingStages(rest) : undefined
  if (texts !== undefined && counting === undefined) refuseCollatedStages(rest)
  const unions = rest.map(unionOf).filter((union) => union !== undefined)
  function* counted(count: Counting): Generator<Document> {
    const everything = query.filter.size === 0 && query.skip === 0 && query.limit === Infinity
    let found = 0
    if (everything && collection !== undefined) found = frame.view.countOf(collection)
    else while (hits.next().done !== true) found++
    yield* count(found)
  }
  function* read(): Generator<Document> {
    for (const hit of hits) yield shape === undefined ? hit.document : decode(shape(hit.bytes))
  }
  function* bytes(): Generator<Document | Buffer> {
    for (const hit of hits) yield shape === undefined ? hit.bytes : shape(hit.bytes)
    for (const { from, stages } of unions)
      yield* fromCollection(frame, `${frame.database}.${from}`, stages, unionVariables(variables), undefined)
  }
  const documents =
    rest.length === unions.length
      ? undefined
      : counting !== undefined
        ? counted(counting)
        : staged(read(), rest, setting(frame, variables))
  function* everything(): Generator<Document> {
    for (const one of bytes()) yield Buffer.isBuffer(one) ? decode(one) : one
  }
  return {
    [Symbol.iterator]: () => (documents ?? bytes())[Symbol.iterator](),
    read: () => documents ?? (unions.length === 0 ? read() : everything()),
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
