import mongoose from 'mongoose'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { scopedCollections } from '../../../models/scoped.ts'
import { root } from '../../../server/root.ts'
import { stored } from '../../commands.ts'
import type { Ids, aWholeForum } from './forums.ts'
import { encoded } from './values.ts'

/** A word that no form of ours would store. */
export const smuggled = 'Smuggledword'

/** Who would gain by a field: the forum and the person of whoever sends it. */
export type Gain = { readonly forum: string; readonly person: string }

/** What somebody would write into a field of a record, for their own gain. */
function wanted(name: string, type: { instance: string; options: { enum?: readonly unknown[] } }, gain: Gain): string {
  if (name === 'forum') return gain.forum
  if (/^(owner|person|by|preparedBy|decider|standsInFor)$/.test(name)) return gain.person
  const listed = type.options.enum?.filter((each) => typeof each === 'string') ?? []
  if (name === 'audience') return 'public'
  if (name === 'role') return 'chair'
  if (listed.length > 0) return String(listed.at(-1))
  return { Boolean: 'true', Number: '999', Date: '2001-02-03' }[type.instance] ?? smuggled
}

/**
 * Every field that any record has, as pairs of a form: ownership, audience, side, state, keys, revision and the rest,
 * and ways to reach them through an update. Those that the form itself has are left out.
 */
export function extras(own: readonly string[], gain: Gain): string[] {
  const all = new Map<string, string>()
  for (const name of mongoose.modelNames())
    for (const [path, type] of Object.entries(mongoose.model(name).schema.paths)) {
      const [field = ''] = path.split('.')
      if (own.includes(field) || all.has(field)) continue
      const value = encoded(wanted(field, type as never, gain))
      all.set(field, type.instance === 'Array' ? `${field}[]=${value}` : `${field}=${value}`)
    }
  const update = ['$set[owner]', '$set[forum]', '__proto__[owner]', 'constructor[prototype][owner]', 'keys[0][by]']
  return [...all.values(), ...update.map((name) => `${encoded(name)}=${encoded(gain.person)}`)]
}

/** Loads every model, so that `extras` knows the fields of all. */
export async function loadModels(): Promise<void> {
  for (const file of readdirSync(join(root, 'models'))) await import(join(root, 'models', file))
}

type Whole = Awaited<ReturnType<typeof aWholeForum>>

/** Everything that is stored of a forum made by `aWholeForum`, a line each, with ids as what they are of. */
export async function contentOf({ forum, people, ids }: Whole, made: Ids): Promise<string[]> {
  const names = new Map<string, string>()
  for (const [kind, all] of Object.entries({ ...ids, ...made }))
    all.forEach((id, at) => names.set(id, `<${kind} ${at}>`))
  for (const [who, { person }] of Object.entries(people)) names.set(person, `<${who}>`)
  const lines: string[] = []
  const add = async (collection: string, filter: object): Promise<void> => {
    for (const record of await stored<object>(collection).find(filter).toArray())
      lines.push(`${collection} ${plainly(record, names)}`)
  }
  for (const collection of scopedCollections()) await add(collection, { forum: forum._id })
  const others = Object.values(made).flat()
  await add('forums', { _id: { $in: [forum._id, ...others] } })
  await add('organisations', { _id: { $in: [...(ids['organisation'] ?? []), ...others] } })
  await add('people', { _id: { $in: Object.values(people).map(({ person }) => person) } })
  return lines.toSorted()
}

/** A record as text, without what differs between any two: instants, random values, ids that nobody gave a name. */
function plainly(record: object, names: ReadonlyMap<string, string>): string {
  const whole = JSON.stringify(record)
  const known = [...names].reduce((text, [id, name]) => text.replaceAll(id, name), whole)
  return known
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<instant>')
    .replaceAll(/[0-9a-f]{64}/g, '<hash>')
    .replaceAll(/[0-9a-f]{32}/g, '<id>')
    .replaceAll(/[0-9a-f]{24}/g, '<file>')
    .replaceAll(/[0-9a-f]{12}@/g, '<new>@')
}
