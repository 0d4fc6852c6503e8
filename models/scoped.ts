import { type Model, Schema, type SchemaDefinition, model } from 'mongoose'
import { NotFound, Taken, Unscoped } from '../server/errors.ts'
import { permits, scopeOf } from '../server/policy/scope.ts'
import type { Action, Resource, Viewer } from '../server/policy/terms.ts'
import { frozen, remembered } from '../server/remembered.ts'

declare module 'mongoose' {
  interface QueryOptions {
    viewer?: Viewer
    action?: Action
  }
}

/** The options that every query and aggregation carries: who asks, and to do what. */
export const under = (viewer: Viewer, action: Action): object => ({ viewer, action })

/** What the plugin writes on each command to the database; a test listens for commands without it. */
export const mark = 'scoped'

const narrowed = [
  'find',
  'findOne',
  'countDocuments',
  'distinct',
  'updateOne',
  'updateMany',
  'findOneAndUpdate',
  'findOneAndDelete',
  'deleteOne',
  'deleteMany',
] as const

/** Stages that only shape the documents already narrowed. Any other may read or write another collection. */
const shaping = new Set([
  '$match',
  '$project',
  '$group',
  '$sort',
  '$limit',
  '$skip',
  '$unwind',
  '$addFields',
  '$set',
  '$unset',
  '$count',
])

/**
 * Narrows every query to what its viewer may do with it, and refuses every operation that cannot be narrowed:
 * upsert, replacement, bulk writes, `watch`, documents saved or deleted by themselves, and aggregation stages that
 * reach another collection. New records come in through `insert` alone.
 */
export function scoped(schema: Schema, resource: Resource): void {
  const refuse = (): never => {
    throw new Unscoped(`${resource}: this operation cannot be scoped`)
  }
  const query = { document: false, query: true } as const

  schema.pre([...narrowed], query, function () {
    const { viewer, action, upsert } = this.getOptions()
    if (viewer === undefined || action === undefined)
      throw new Unscoped(`${resource}: a query named no viewer or no action`)
    if (upsert === true) refuse()
    this.and([scopeOf(viewer, action, resource)])
    this.comment(mark)
  })
  schema.pre(['estimatedDocumentCount', 'replaceOne', 'findOneAndReplace'], query, refuse)
  schema.pre(['updateOne', 'deleteOne'], { document: true, query: false }, refuse)
  schema.pre('aggregate', function () {
    const { viewer, action } = this.options as { viewer?: Viewer; action?: Action }
    if (viewer === undefined || action === undefined)
      throw new Unscoped(`${resource}: an aggregation named no viewer or no action`)
    if (!this.pipeline().every((stage) => Object.keys(stage).every((name) => shaping.has(name)))) refuse()
    this.pipeline().unshift({ $match: scopeOf(viewer, action, resource) })
    delete (this.options as { viewer?: Viewer }).viewer
    delete (this.options as { action?: Action }).action
    this.option({ comment: mark })
  })
  schema.pre('bulkWrite', refuse)
  schema.pre('save', refuse)
  schema.pre('insertMany', function (records: unknown) {
    if (typeof records !== 'object' || records === null || !admitted.has(records)) refuse()
  })
  schema.statics['watch'] = refuse
  schema.statics['bulkSave'] = refuse
}

/** Lists of records that `insert` below has checked; no other insertion passes the plugin. */
const admitted = new WeakSet<object>()

/** The resource that each scoped model holds, by model name. */
const resourceOf = new Map<string, Resource>()

/** The collections whose every command must carry the mark. */
export const scopedCollections = (): string[] => [...resourceOf.keys()].map((name) => model(name).collection.name)

/**
 * Makes a model under the policy. `fields` names every field of the record but its id, which is a random string
 * given by whoever makes the record. Unknown fields are refused.
 */
export function scopedModel<T extends { readonly _id: string }>(
  name: string,
  resource: Resource,
  fields: Readonly<Record<Exclude<keyof T, '_id'>, unknown>>,
): Model<T> {
  const definition = { _id: { type: String, required: true }, ...fields } as SchemaDefinition
  const schema = new Schema(definition, { strict: 'throw', id: false, versionKey: false, minimize: false })
  scoped(schema, resource)
  resourceOf.set(name, resource)
  return model(name, schema) as unknown as Model<T>
}

/**
 * What a viewer may read, computed once for who is the same viewer: made of the same bytes, and read for this request. A
 * copy is frozen, because mongoose casts other filters in place and may meet the same parts there.
 */
const readable = remembered((viewer: Viewer, resource: Resource) =>
  frozen(structuredClone(scopeOf(viewer, 'read', resource))),
)

/** A read that is narrowed to its viewer, to be sent alone or with others: see answers.ts. */
export type Question<Answer> = {
  readonly collection: string
  readonly stages: readonly object[]
  /** What the records found come to. */
  readonly read: (records: readonly unknown[]) => Answer
}

/**
 * A read of the records that match, of which the viewer gets those that the policy lets them see, as with every query.
 * @param asked `shown` names the fields to fetch, 1 each; `read` gets the records in no order, as `lean` would give them
 */
export function question<T, Answer>(
  of: Model<T>,
  viewer: Viewer,
  asked: { readonly filter: object; readonly shown: object; readonly read: (records: readonly T[]) => Answer },
): Question<Answer> {
  const resource = resourceOf.get(of.modelName)
  if (resource === undefined) throw new Unscoped(`${of.modelName} is not a scoped model`)
  const narrowed = { $match: { $and: [asked.filter, readable(viewer, resource)] } }
  const read = asked.read as Question<Answer>['read']
  return { collection: of.collection.name, stages: [narrowed, { $project: asked.shown }], read }
}

/**
 * Stores new records that the viewer may create, all or none: the same policy rows, evaluated on the records.
 * Throws NotFound when the policy does not allow one of them, so that a refusal looks like an absent parent, and Taken,
 * which looks the same, when there is a record of one of these ids.
 */
export async function insert<T>(of: Model<T>, viewer: Viewer, records: readonly object[]): Promise<void> {
  const resource = resourceOf.get(of.modelName)
  if (resource === undefined) throw new Unscoped(`${of.modelName} is not a scoped model`)
  const made = records.map((record) => new of(record))
  for (const one of made) if (!permits(viewer, 'create', resource, one.toObject())) throw new NotFound(resource)
  admitted.add(made)
  await of.insertMany(made, { comment: mark, ordered: true } as object).catch((error: unknown) => {
    throw isTakenId(error) ? new Taken(resource) : error
  })
}

const isTakenId = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 11000 && /\b_id_\b/.test(error.message)

/**
 * Stores one new record whose id a form brought, for records that are stored outside acts. A second press of the button
 * finds the first one's record, which the viewer can read and which is what `same` says, and adds nothing. Throws
 * NotFound where the id is of any other record, seen or not.
 */
export async function insertOnce<T>(of: Model<T>, viewer: Viewer, record: T & object, same: Partial<T>): Promise<void> {
  try {
    await insert(of, viewer, [record])
  } catch (error) {
    if (!(error instanceof Taken)) throw error
    const { _id } = record as unknown as { _id: string }
    const first = await of.findOne({ ...same, _id } as object, { _id: 1 }, under(viewer, 'read')).lean()
    if (first === null) throw error
  }
}

/** The record, or NotFound whether it is absent or not for this viewer. */
export function found<T>(record: T | null | undefined, what: Resource): T {
  if (record === null || record === undefined) throw new NotFound(what)
  return record
}
