import mongoose, { type mongo } from 'mongoose'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { mark, scopedCollections } from '../models/scoped.ts'
import { migrationMark } from '../server/database/migrations/migration.ts'
import { root } from '../server/root.ts'

/** What a test writes on a command of its own, when it looks at what is stored on purpose. */
export const testMark = 'test'

/**
 * Commands that touch no record, or go on with one that was looked at before: indexes and names of collections, which
 * migrations make and list, the next batch of a cursor, and its end. What has no collection (commit, abort, hello) is
 * about none.
 */
const harmless = new Set(['create', 'createIndexes', 'listIndexes', 'listCollections', 'getMore', 'killCursors'])

/** What passes: narrowed by the policy, a step of a migration, which no viewer asks for, and a test's own. */
const passing = new Set<unknown>([mark, migrationMark.comment, testMark])

/** A command that was sent: its name, the collections that it names, and its comment. */
export type Sent = { readonly name: string; readonly collections: readonly string[]; readonly comment: unknown }

/**
 * What a command is about. The one that writes to several collections names them in a list of its own, and stages of an
 * aggregation may join others.
 */
export function sentOf(name: string, command: Readonly<Record<string, unknown>>): Sent {
  const several = (command['nsInfo'] ?? []) as readonly { readonly ns: string }[]
  const named = [command[name], ...several.map(({ ns }) => ns.slice(ns.indexOf('.') + 1)), ...joined(command)]
  const collections = named.filter((one): one is string => typeof one === 'string')
  return { name, collections, comment: command['comment'] }
}

const joined = ({ pipeline = [] }: { pipeline?: unknown }): unknown[] =>
  (pipeline as readonly Readonly<Record<string, unknown>>[]).flatMap((stage) =>
    Object.values(stage).flatMap((spec) => {
      if (typeof spec !== 'object' || spec === null) return []
      const { from, coll } = spec as { from?: unknown; coll?: unknown }
      return [from, coll, ...joined(spec)]
    }),
  )

/** Whether a command reached a collection under the policy without a mark of those. */
export const isUnscoped = ({ name, collections, comment }: Sent, scoped: readonly string[]): boolean =>
  !harmless.has(name) && !passing.has(comment) && collections.some((one) => scoped.includes(one))

/**
 * Listens to every command of a client from now on. Gives the question: which commands so far reached a collection
 * under the policy by another way, each sort once?
 */
export function listen(client: Pick<mongo.MongoClient, 'on'>): () => Promise<string[]> {
  const unmarked = new Map<string, Sent>()
  client.on('commandStarted', ({ commandName, command }) => {
    const sent = sentOf(commandName, command)
    if (sent.comment !== mark) unmarked.set(`${sent.name} ${sent.collections.join(' ')} ${String(sent.comment)}`, sent)
  })
  return async () => {
    // Models that no test has used count too.
    for (const file of readdirSync(join(root, 'models'))) await import(join(root, 'models', file))
    const scoped = scopedCollections()
    return [...unmarked.values()]
      .filter((sent) => isUnscoped(sent, scoped))
      .map(({ name, collections }) => `${name} ${collections.join(' ')}`)
  }
}

/** How many arguments stand before the options. */
const argumentsBefore = { find: 1, findOne: 1, insertOne: 1, insertMany: 1, deleteOne: 1, deleteMany: 1 } as const
const changing = { updateOne: 2, updateMany: 2, countDocuments: 1, aggregate: 1 } as const
const methods: Readonly<Record<string, number>> = { ...argumentsBefore, ...changing }

/** A collection as it is stored, for tests that look behind the models; its commands carry the tests' mark. */
export function stored<T extends object>(name: string): mongo.Collection<T> {
  const collection = mongoose.connection.db!.collection<T>(name)
  return new Proxy(collection, {
    get(target, method: string) {
      const found: unknown = Reflect.get(target, method, target)
      const before = methods[method]
      if (typeof found !== 'function') return found
      if (before === undefined) return found.bind(target)
      return (...given: readonly unknown[]) => {
        const first = Array.from({ length: before }, (_, at) => given[at] ?? (method === 'aggregate' ? [] : {}))
        return found.apply(target, [...first, { ...(given[before] as object | undefined), comment: testMark }])
      }
    },
  })
}
