import { type Area, areasFor } from '../../models/area.ts'
import { type NewOrganisation, type Organisation, organisationsFor } from '../../models/organisation.ts'
import { seatsFor } from '../../models/seat.ts'
import { type Day, dayOf } from '../dates.ts'
import { Refused, Stale } from '../errors.ts'
import { act, installation } from './act.ts'
import { membership } from './seating.ts'

/** An administrator adds an organisation. Refused when its short name is taken. */
export const addOrganisation = act(async ({ viewer, record }, asked: NewOrganisation): Promise<void> => {
  // The short name of one that became part of another is never used again.
  if ((await organisationsFor(viewer).some([asked._id])).length > 0)
    throw new Refused('There is an organisation with this short name already. Choose another', 'shortName')
  await organisationsFor(viewer).create([asked])
  await record({ forum: installation, event: 'organisation added', record: asked._id })
})

/**
 * An administrator changes an organisation; its new name goes to the seats that represent it, and the old one stays
 * among its former names. Its short name, and with it everybody's sign-in, is as before.
 */
export const editOrganisation = act(
  async ({ viewer, now, record }, { _id, revision, ...change }: Omit<Organisation, 'mergedInto'>): Promise<void> => {
    const before = await organisationsFor(viewer).open(_id)
    if (before.mergedInto) throw new Refused('This organisation became part of another, and stays as it was')
    const formerNames = formerNamesAfter(before, change, dayOf(now))
    if (!(await organisationsFor(viewer).edit(_id, revision, { ...change, formerNames })))
      throw new Stale(asText(before))
    if (before.name !== change.name) await seatsFor(membership).rename('organisation', _id, change.name)
    await record({ forum: installation, event: 'organisation changed', record: _id })
  },
)

/**
 * An administrator gives an organisation a new name, after having seen where it stands. The old one stays among its
 * former names; short name, sign-in and places are as before. Throws Stale when somebody else changed it since.
 */
export const renameOrganisation = act(
  async ({ viewer, now, record }, asked: Pick<Organisation, '_id' | 'revision' | 'name'>): Promise<void> => {
    const before = await organisationsFor(viewer).open(asked._id)
    if (before.mergedInto) throw new Refused('This organisation became part of another, and stays as it was')
    if (before.name === asked.name) throw new Refused('Enter a name that is another', 'name')
    const formerNames = formerNamesAfter(before, { ...before, name: asked.name }, dayOf(now))
    if (!(await organisationsFor(viewer).edit(asked._id, asked.revision, { name: asked.name, formerNames })))
      throw new Stale({ name: before.name })
    await seatsFor(membership).rename('organisation', asked._id, asked.name)
    await record({ forum: installation, event: 'organisation renamed', record: asked._id })
  },
)

/** The former names that a change leaves: those given, and the name until now unless it stays or was given. */
export function formerNamesAfter(
  before: Pick<Organisation, 'name'>,
  { name, formerNames }: Pick<Organisation, 'name' | 'formerNames'>,
  today: Day,
): Organisation['formerNames'] {
  const kept = before.name === name || formerNames.some((former) => former.name === before.name)
  return kept ? formerNames : [...formerNames, { name: before.name, until: today }]
}

/** The text of an organisation's fields, as its form shows them. */
const asText = ({ name, type, aliases, domains }: Organisation): Record<string, string> => ({
  name,
  type,
  aliases: aliases.join('\n'),
  domains: domains.join('\n'),
})

/** An administrator adds an area. Refused when its short name is taken. */
export const addArea = act(async ({ viewer, record }, asked: Omit<Area, 'revision'>): Promise<void> => {
  if ((await areasFor(viewer).list()).some(({ _id }) => _id === asked._id))
    throw new Refused('There is an area with this short name already. Choose another', 'shortName')
  await areasFor(viewer).create([asked])
  await record({ forum: installation, event: 'area added', record: asked._id })
})

/** An administrator changes the words of an area. */
export const editArea = act(async ({ viewer, record }, { _id, revision, ...change }: Area): Promise<void> => {
  const { name, description } = await areasFor(viewer).open(_id)
  if (!(await areasFor(viewer).edit(_id, revision, change))) throw new Stale({ name, description })
  await record({ forum: installation, event: 'area changed', record: _id })
})
