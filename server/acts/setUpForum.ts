import { type Forum, type ForumDetails, forumsFor } from '../../models/forum.ts'
import { seatsFor } from '../../models/seat.ts'
import type { Settings } from '../../models/settings.ts'
import { Refused, Stale } from '../errors.ts'
import { officers } from '../policy/terms.ts'
import { act, installation } from './act.ts'
import { chosenOrganisation, membership, seatAs } from './seating.ts'

/** What an administrator gives for a new forum; its first settings hold until its first terms of reference are adopted. */
export type NewForum = Pick<Forum, '_id' | 'name' | 'purpose' | 'parent' | 'areas' | 'telephone' | 'email'> & {
  readonly settings: Settings
}

/** An administrator creates a forum, perhaps below another; the seats of the parent learn of their new neighbour. */
export const createForum = act(async ({ viewer, now, record }, asked: NewForum): Promise<void> => {
  const forums = forumsFor(viewer)
  if ((await forums.some([asked._id])).length > 0)
    throw new Refused('There is a forum with this short name already. Choose another', 'shortName')
  if (asked.parent !== null && (await forums.some([asked.parent])).length === 0)
    throw new Refused('Enter the name of a forum that there is', 'parent')
  await forums.create({ ...asked, createdAt: now })
  if (asked.parent !== null) await seatsFor(membership).addNeighbour(asked.parent, asked._id)
  await record({ forum: installation, event: 'forum created', record: asked._id, details: { parent: asked.parent } })
})

type Changed = Required<ForumDetails> & { readonly forum: string; readonly revision: number }

/** An administrator changes a forum's details. Throws Stale when somebody else has since `revision`. */
export const setUpForum = act(
  async ({ viewer, record }, { forum: of, revision, ...change }: Changed): Promise<void> => {
    const forum = await forumsFor(viewer).openToAdminister(of)
    if (change.recordsOf !== null) await chosenOrganisation(viewer, change.recordsOf, 'recordsOf')
    if (!(await forumsFor(viewer).revise(of, 'administer', revision, change))) throw stale(forum)
    if (change.name !== forum.name) await seatsFor(membership).rename('forum', of, change.name)
    await record({ forum: installation, event: 'forum changed', record: of })
  },
)

/** An officer changes how the secretariat is reached, and the words of the purpose. */
export const editForum = act(
  async (
    { viewer, record },
    { forum: of, revision, ...change }: Pick<Changed, 'forum' | 'revision' | 'purpose' | 'telephone' | 'email'>,
  ): Promise<void> => {
    seatAs(viewer, of, officers)
    const forum = await forumsFor(viewer).openToEdit(of)
    if (!(await forumsFor(viewer).revise(of, 'edit', revision, change))) throw stale(forum)
    await record({ forum: of, event: 'forum changed', record: of })
  },
)

const stale = ({ name, purpose, telephone, email }: Forum): Stale => new Stale({ name, purpose, telephone, email })
