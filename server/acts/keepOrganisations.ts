import { type Area, areasFor } from '../../models/area.ts'
import { type NewOrganisation, type Organisation, organisationsFor } from '../../models/organisation.ts'
import { seatsFor } from '../../models/seat.ts'
import { Refused, Stale } from '../errors.ts'
import { act, installation } from './act.ts'
import { membership } from './seating.ts'

/** An administrator adds an organisation. Refused when its short name is taken. */
export const addOrganisation = act(async ({ viewer, record }, asked: NewOrganisation): Promise<void> => {
  if ((await organisationsFor(viewer).list()).some(({ _id }) => _id === asked._id))
    throw new Refused('There is an organisation with this short name already. Choose another', 'shortName')
  await organisationsFor(viewer).create([asked])
  await record({ forum: installation, event: 'organisation added', record: asked._id })
})

/** An administrator changes an organisation; its new name goes to the seats that represent it. */
export const editOrganisation = act(
  async ({ viewer, record }, { _id, revision, ...change }: Organisation): Promise<void> => {
    const before = await organisationsFor(viewer).open(_id)
    if (!(await organisationsFor(viewer).edit(_id, revision, change))) throw new Stale(asText(before))
    if (before.name !== change.name) await seatsFor(membership).rename('organisation', _id, change.name)
    await record({ forum: installation, event: 'organisation changed', record: _id })
  },
)

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
