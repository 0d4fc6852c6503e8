import { DatabaseError } from '../errors.ts'
import { partsOf, keyPartsOf } from '../values/paths.ts'
import { rawKeyOf } from '../values/keys.ts'
import { wholeNumber } from '../values/numbers.ts'
import { type Document, type Value, count, doc, isArray, isDocument } from '../values/types.ts'
import { compileExpression } from './expressions.ts'
import { type Tree, plant, withFields } from './projection.ts'
import { namedOperand } from './scope.ts'
import type { MakeStage, Setting } from './stage.ts'

function text(spec: Document, name: string): string {
  const value = spec.get(name)
  if (typeof value !== 'string') throw new DatabaseError(9, `argument '${name}' must be a string`)
  return value
}

export function pipelineIn(value: Value | undefined, name: string): Document[] {
  if (!isArray(value)) throw new DatabaseError(14, `${name} must be an array of stages`)
  return value.map((stage) => {
    if (!isDocument(stage) || stage.size !== 1)
      throw new DatabaseError(40323, 'A pipeline stage specification object must contain exactly one field.')
    const [kind = ''] = stage.keys()
    if (kind === '$out' || kind === '$merge') throw new DatabaseError(51047, `${kind} is not allowed within a ${name}`)
    return stage
  })
}

/** The values by which a document joins: its elements where the field is an array; null where it is missing. */
function joinValues(document: Document, path: readonly string[]): Value[] {
  const values = keyPartsOf(document, [path]).keys.flatMap(([value]) =>
    typeof value === 'symbol' ? [] : [value ?? null],
  )
  return values.length === 0 ? [] : values
}

const equalTo = (values: readonly Value[]): Document =>
  values.length === 1 ? doc(['$eq', values[0]]) : doc(['$in', values.map((value) => value)])

/** `$lookup`, with local and foreign field, with a pipeline, or with both. */
export const lookup: MakeStage = (operand) => {
  const spec = namedOperand('$lookup', operand, ['from', 'as'], ['localField', 'foreignField', 'let', 'pipeline'])
  const [from, as] = [text(spec, 'from'), text(spec, 'as')]
  const byField = spec.has('localField') || spec.has('foreignField')
  if (byField && !(spec.has('localField') && spec.has('foreignField'))) {
    throw new DatabaseError(9, "$lookup requires both or neither of 'localField' and 'foreignField' to be specified")
  }
  if (!byField && !spec.has('pipeline'))
    throw new DatabaseError(
      9,
      "$lookup requires either 'pipeline' or both 'localField' and 'foreignField' to be specified",
    )
  const local = byField ? partsOf(text(spec, 'localField')) : undefined
  const foreign = byField ? text(spec, 'foreignField') : ''
  const rest = spec.has('pipeline') ? pipelineIn(spec.get('pipeline'), '$lookup pipeline') : []
  const given = spec.get('let') ?? doc()
  if (!isDocument(given)) throw new DatabaseError(9, "$lookup argument 'let' must be an object")
  const bound = [...given].map(([name, value]) => [name, compileExpression(value)] as const)
  return (input, setting) => lookedUp({ from, as, local, foreign, bound, rest }, input, setting)
}

type Lookup = {
  readonly from: string
  readonly as: string
  readonly local: readonly string[] | undefined
  readonly foreign: string
  readonly bound: readonly (readonly [string, ReturnType<typeof compileExpression>])[]
  readonly rest: readonly Document[]
}

function* lookedUp(
  { from, as, local, foreign, bound, rest }: Lookup,
  input: Iterable<Document>,
  { variables, run }: Setting,
): Generator<Document> {
  for (const root of input) {
    const inner: Document = new Map(variables)
    for (const [name, evaluate] of bound) inner.set(name, evaluate({ root, variables }) ?? null)
    const match = local === undefined ? [] : [doc(['$match', doc([foreign, equalTo(joinValues(root, local))])])]
    yield withValue(root, as, [...run(from, [...match, ...rest], inner)])
  }
}

/** The document with a value at a path that the stage names. */
export function withValue(root: Document, path: string, value: Value): Document {
  const tree: Tree = new Map()
  plant(tree, path, { kind: 'compute', evaluate: () => value })
  return withFields(root, tree, { root, variables: new Map() })
}

export type Union = { readonly from: string; readonly stages: readonly Document[] }

const unionIn = (operand: Value): Union => {
  const spec =
    typeof operand === 'string' ? doc(['coll', operand]) : namedOperand('$unionWith', operand, ['coll'], ['pipeline'])
  const stages = spec.has('pipeline') ? pipelineIn(spec.get('pipeline'), '$unionWith pipeline') : []
  return { from: text(spec, 'coll'), stages }
}

/** What a `$unionWith` adds; undefined for any other stage. */
export function unionOf(stage: Document): Union | undefined {
  const operand = stage.get('$unionWith')
  return operand === undefined ? undefined : unionIn(operand)
}

/** The variables that the pipeline of a `$unionWith` knows. */
export const unionVariables = (variables: Document): Document =>
  new Map([...variables].filter(([name]) => name === 'NOW'))

/** `$unionWith`: what came in, and then another collection's documents. */
export const unionWith: MakeStage = (operand) => {
  const { from, stages } = unionIn(operand)
  return function* (input, { run, variables }) {
    yield* input
    yield* run(from, stages, unionVariables(variables))
  }
}

/** `$graphLookup`: follows references from document to document, breadth first. */
export const graphLookup: MakeStage = (operand) => {
  const spec = namedOperand(
    '$graphLookup',
    operand,
    ['from', 'startWith', 'connectFromField', 'connectToField', 'as'],
    ['maxDepth', 'depthField', 'restrictSearchWithMatch'],
  )
  const [from, as, to] = [text(spec, 'from'), text(spec, 'as'), text(spec, 'connectToField')]
  const next = partsOf(text(spec, 'connectFromField'))
  const start = compileExpression(spec.get('startWith') ?? null)
  const deepest = wholeNumber(spec.get('maxDepth')) ?? Infinity
  const depthField = spec.has('depthField') ? text(spec, 'depthField') : undefined
  const restriction = spec.get('restrictSearchWithMatch')
  const match = (values: readonly Value[]): Document =>
    doc(['$match', doc(['$and', [doc([to, equalTo(values)]), ...(restriction === undefined ? [] : [restriction])]])])
  return function* (input, setting) {
    for (const root of input) {
      const first = start({ root, variables: setting.variables }) ?? null
      yield withValue(root, as, reached(setting, isArray(first) ? first : [first]))
    }
  }

  function reached({ run, variables }: Setting, first: readonly Value[]): Value[] {
    const found = new Map<string, Document>()
    let values = first
    for (let depth = 0; depth <= deepest && values.length > 0; depth++) {
      const fresh: Value[] = []
      for (const document of run(from, [match(values)], variables)) {
        const id = rawKeyOf([document.get('_id')], [1]).toString('latin1')
        if (found.has(id)) continue
        found.set(id, depthField === undefined ? document : withValue(document, depthField, count(depth)))
        fresh.push(...joinValues(document, next).filter((value) => value !== null))
      }
      values = fresh
    }
    return [...found.values()]
  }
}
