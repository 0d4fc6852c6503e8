import { forumsFor } from '../../models/forum.ts'
import { emptySections, type Terms, termsFor } from '../../models/terms.ts'
import { renderMarkdown } from '../markdown.ts'
import { act, mine } from './act.ts'

/**
 * Begins a new version of a forum's terms of reference: a copy of those in force; before the first, empty sections and
 * the settings given when the forum was made. For officers.
 * @param asked `id` is made when the button is shown and becomes the version's, so that a second press begins nothing
 * @throws NotFound for anybody else
 */
export const draftTerms = act(
  async ({ viewer, now, record }, { forum, id }: { forum: string; id: string }): Promise<void> => {
    const { name, settings } = await forumsFor(viewer).open(forum)
    const base = await termsFor(viewer).inForce(forum)
    const [latest] = await termsFor(viewer).versions(forum)
    await record({ forum, event: 'terms of reference drafted', record: id })
    await termsFor(viewer).create({
      _id: id,
      forum,
      state: 'draft',
      version: (latest?.version ?? 0) + 1,
      basedOn: base?._id ?? null,
      sections: base?.sections ?? firstSections(name),
      settings: base?.settings ?? settings,
      startsOn: null,
      createdAt: now,
      consultationUntil: null,
      approvalAskedAt: null,
      keys: [],
      agreedAt: null,
      inForceFrom: null,
      inForceUntil: null,
    })
  },
  async (viewer, { forum, id }) => mine((await termsFor(viewer).open(id)).forum === forum),
)

function firstSections(name: string): Terms['sections'] {
  const text = `Terms of reference of ${name}`
  return { ...emptySections(), title: { text, html: renderMarkdown(text) } }
}
