import { DatabaseError, notImplemented } from '../errors.ts'
import { compileFilter } from '../query/match.ts'
import { sortFields, sorted } from '../query/sort.ts'
import { wholeNumber } from '../values/numbers.ts'
import { partsOf } from '../values/paths.ts'
import { type Document, type Value, copy, count, doc, int, isArray, isDocument, isNullish } from '../values/types.ts'
import { documentStages } from './documents.ts'
import { compileExpression, expressionsWith, valueAt } from './expressions.ts'
import { group } from './group.ts'
import { graphLookup, lookup, pipelineIn, unionWith, withValue } from './join.ts'
import { bucket, bucketAuto } from './buckets.ts'
import type { MakeStage, Stage } from './stage.ts'
import { show } from '../values/show.ts'

const match: MakeStage = (spec) => {
  if (!isDocument(spec)) throw new DatabaseError(15959, 'the match filter must be an expression in an object')
  // Compiled once without variables, so that mistakes show even where there are no documents.
  compileFilter(spec, expressionsWith(doc(['NOW', null])))
  return function* (input, { variables }) {
    const matches = compileFilter(spec, expressionsWith(variables))
    for (const document of input) if (matches(document)) yield document
  }
}

const sort: MakeStage = (spec) => {
  if (!isDocument(spec) || spec.size === 0)
    throw new DatabaseError(15976, '$sort stage must have at least one sort key')
  const fields = sortFields(spec)
  return (input) => sorted(input, fields, (document) => document)
}

function size(name: string, spec: Value, least: number): number {
  const n = wholeNumber(spec)
  if (n === undefined || n < least)
    throw new DatabaseError(name === '$limit' ? 15958 : 5107200, `invalid argument to ${name} stage: ${show(spec)}`)
  return n
}

const limit: MakeStage = (spec) => {
  const most = size('$limit', spec, 1)
  return function* (input) {
    let n = 0
    for (const document of input) {
      yield document
      if (++n >= most) return
    }
  }
}

const skip: MakeStage = (spec) => {
  const least = size('$skip', spec, 0)
  return function* (input) {
    let n = 0
    for (const document of input) if (n++ >= least) yield document
  }
}

const counting: MakeStage = (spec) => {
  if (typeof spec !== 'string' || spec === '' || spec.startsWith('$') || spec.includes('.')) {
    throw new DatabaseError(40156, 'the count field must be a non-empty string without $ and dots')
  }
  return function* (input) {
    let n = 0
    for (const _ of input) n++
    if (n > 0) yield doc([spec, count(n)])
  }
}

const unwind: MakeStage = (spec) => {
  const fields = isDocument(spec) ? spec : doc(['path', spec])
  const path = fields.get('path')
  if (typeof path !== 'string' || !path.startsWith('$'))
    throw new DatabaseError(28818, "path option to $unwind stage should be prefixed with a '$'")
  const name = path.slice(1)
  const parts = partsOf(name)
  const at = fields.get('includeArrayIndex')
  const keep = fields.get('preserveNullAndEmptyArrays') === true
  const indexed = (document: Document, index: Value): Document =>
    typeof at === 'string' ? withValue(document, at, index) : document
  return function* (input) {
    for (const document of input) {
      const value = valueAt(document, parts, 0)
      if (!isArray(value)) {
        if (!isNullish(value) || keep) yield indexed(document, null)
      } else if (value.length === 0) {
        if (keep) yield indexed(removed(document, name), null)
      } else {
        for (const [index, element] of value.entries()) yield indexed(withValue(document, name, element), count(index))
      }
    }
  }
}

function removed(document: Document, path: string): Document {
  const drop = documentStages.get('$unset')?.(path)
  return drop?.({ root: document, variables: new Map() }) ?? document
}

const facet: MakeStage = (spec) => {
  if (!isDocument(spec) || spec.size === 0)
    throw new DatabaseError(40169, 'the $facet specification must be a non-empty object')
  const branches = [...spec].map(([name, stages]) => [name, pipelineIn(stages, '$facet')] as const)
  return function* (input, { run, variables }) {
    const documents = [...input]
    const made = doc()
    for (const [name, stages] of branches) made.set(name, [...run(documents, stages, variables)])
    yield made
  }
}

const sortByCount: MakeStage = (spec) => {
  const counted = group(doc(['_id', spec], ['count', doc(['$sum', int(1)])]))
  const ordered = sort(doc(['count', int(-1)]))
  return (input, setting) => ordered(counted(input, setting), setting)
}

const sample: MakeStage = (spec) => {
  const n = size('$sample', (isDocument(spec) ? spec.get('size') : undefined) ?? null, 1)
  return (input) => {
    const documents = [...input]
    for (let at = documents.length - 1; at > 0; at--) {
      const other = Math.floor(Math.random() * (at + 1))
      const [a, b] = [documents[at], documents[other]]
      if (a !== undefined && b !== undefined) [documents[at], documents[other]] = [b, a]
    }
    return documents.slice(0, n)
  }
}

const redact: MakeStage = (spec) => {
  const decide = compileExpression(spec)
  const pruned = (document: Document, variables: Document): Document | undefined => {
    const decision = decide({
      root: document,
      variables: new Map([...variables, ['DESCEND', 'descend'], ['PRUNE', 'prune'], ['KEEP', 'keep']]),
    })
    if (decision === 'prune') return undefined
    if (decision === 'keep') return document
    if (decision !== 'descend') throw new DatabaseError(17053, '$redact must evaluate to $$DESCEND, $$PRUNE or $$KEEP')
    const inside = (value: Value): Value | undefined => {
      if (isDocument(value)) return pruned(value, variables)
      return isArray(value) ? value.flatMap((element) => inside(element) ?? []) : value
    }
    return doc(...[...document].map(([name, value]) => [name, inside(value)] as const))
  }
  return function* (input, { variables }) {
    for (const document of input) {
      const kept = pruned(document, variables)
      if (kept !== undefined) yield kept
    }
  }
}

const documents: MakeStage = (spec) => {
  const evaluate = compileExpression(spec)
  return (_input, { variables }) => {
    const list = evaluate({ root: doc(), variables })
    if (!isArray(list) || !list.every(isDocument))
      throw new DatabaseError(5858203, '$documents must evaluate to an array of objects')
    return list.map((document) => copy(document))
  }
}

const makers: ReadonlyMap<string, MakeStage> = new Map<string, MakeStage>([
  ['$match', match],
  ['$sort', sort],
  ['$limit', limit],
  ['$skip', skip],
  ['$count', counting],
  ['$unwind', unwind],
  ['$group', group],
  ['$lookup', lookup],
  ['$unionWith', unionWith],
  ['$graphLookup', graphLookup],
  ['$facet', facet],
  ['$sortByCount', sortByCount],
  ['$sample', sample],
  ['$redact', redact],
  ['$documents', documents],
  ['$bucket', bucket],
  ['$bucketAuto', bucketAuto],
])

const refused =
  /^\$(geoNear|changeStream\w*|search\w*|vectorSearch|currentOp|listSessions|indexStats|planCacheStats|collStats|listSearchIndexes|querySettings|setWindowFields|densify|fill|_)/

/** Prepares a stage. Throws for one that is not known (40324) or not implemented (238). */
export function compileStage(stage: Document): Stage {
  const [[name, spec] = ['', null]] = stage
  const make = makers.get(name)
  if (make !== undefined) return make(spec)
  const change = documentStages.get(name)?.(spec)
  if (change === undefined) {
    if (name === '$out' || name === '$merge')
      throw new DatabaseError(40601, `${name} can only be the final stage in the pipeline`)
    if (name === '$listLocalSessions')
      throw new DatabaseError(40602, `${name} is only valid as the first stage in a pipeline`)
    if (refused.test(name)) throw notImplemented(name)
    throw new DatabaseError(40324, `Unrecognized pipeline stage name: '${name}'`)
  }
  return (input, { variables }) => changed(input, change, variables)
}

function* changed(
  input: Iterable<Document>,
  change: (of: { root: Document; variables: Document }) => Document,
  variables: Document,
): Generator<Document> {
  for (const root of input) yield change({ root, variables })
}
