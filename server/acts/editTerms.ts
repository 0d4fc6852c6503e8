import type { Settings } from '../../models/settings.ts'
import { hashOfTerms, type SectionName, type Terms, type TermsContent, termsFor } from '../../models/terms.ts'
import { Stale } from '../errors.ts'
import { renderMarkdown } from '../markdown.ts'
import type { Viewer } from '../policy/terms.ts'
import { versionHash } from '../policy/versionHash.ts'
import { act, type Doing } from './act.ts'

/** The settings of a version and the day from which it is to apply: edited together, in one form. */
export type TermsRules = { readonly settings: Settings; readonly startsOn: string | null }

/** What a form carries of the text or settings it was shown with, to notice that somebody else saved first. */
export const shownAs = (shown: string | TermsRules): string =>
  versionHash(typeof shown === 'string' ? shown : { settings: shown.settings, startsOn: shown.startsOn })

/**
 * Changes one section. Approvals given so far become void, because they were given to another version.
 * @param asked `shown` is shownAs(the text in the form when it was opened)
 * @throws Stale with the text as it now stands, when somebody else changed the section meanwhile; NotFound when the
 *   viewer may not edit it, or it is no longer a draft or in consultation
 */
export async function editTermsSection(
  viewer: Viewer,
  now: Date,
  asked: { terms: string; section: SectionName; text: string; shown: string },
): Promise<void> {
  const { sections } = await termsFor(viewer).open(asked.terms)
  if (sections[asked.section].text !== asked.text) await editSection(viewer, now, asked)
}

const editSection = act(
  async (doing, asked: { terms: string; section: SectionName; text: string; shown: string }): Promise<void> => {
    const terms = await termsFor(doing.viewer).open(asked.terms)
    const { text } = terms.sections[asked.section]
    if (shownAs(text) !== asked.shown) throw new Stale({ text })
    const section = { text: asked.text, html: renderMarkdown(asked.text) }
    await save(doing, terms, { ...terms, sections: { ...terms.sections, [asked.section]: section } }, asked.section)
  },
)

/**
 * Changes the settings and the day from which they are to apply. Approvals given so far become void.
 * @throws Stale under `settings` when somebody else changed them meanwhile; NotFound as for a section
 */
export async function editTermsSettings(
  viewer: Viewer,
  now: Date,
  asked: TermsRules & { terms: string; shown: string },
): Promise<void> {
  const current = await termsFor(viewer).open(asked.terms)
  if (shownAs(current) !== shownAs(asked)) await editSettings(viewer, now, asked)
}

const editSettings = act(async (doing, asked: TermsRules & { terms: string; shown: string }): Promise<void> => {
  const terms = await termsFor(doing.viewer).open(asked.terms)
  if (shownAs(terms) !== asked.shown) throw new Stale({ settings: 'changed' })
  await save(doing, terms, { ...terms, settings: asked.settings, startsOn: asked.startsOn }, 'settings')
})

async function save({ viewer, record, done }: Doing, opened: Terms, changed: TermsContent, what: string) {
  const { sections, settings, startsOn } = changed
  const hash = hashOfTerms(changed)
  await record({
    forum: opened.forum,
    event: 'terms of reference changed',
    record: opened._id,
    details: { what, hash },
  })
  await termsFor(viewer).change('edit', opened, {
    sections,
    settings,
    startsOn,
    hash,
    approvalAskedAt: null,
    keys: [],
  })
  await done(opened.forum, opened._id, { kind: 'giveKey' })
}
