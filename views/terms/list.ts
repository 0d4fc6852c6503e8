import type { Settings } from '../../models/settings.ts'
import type { Terms, TermsVersion } from '../../models/terms.ts'
import { addMonths, type Day, showDay } from '../../server/dates.ts'
import { newId } from '../../server/ids.ts'
import { permits } from '../../server/policy/scope.ts'
import type { Person } from '../../server/policy/terms.ts'
import type { Cell } from '../partials/models.ts'
import { sectionList } from './sections.ts'
import { settingFacts, settingsInWords } from './settings.ts'
import { forumNameFor, standingInWords, stateTag } from './version.ts'

/** The terms in force, whole, with what the software enforces of them, and every version. */
export function termsPage(
  viewer: Person,
  forum: string,
  found: {
    readonly inForce: Terms | null
    readonly versions: readonly TermsVersion[]
    /** The forum's settings while it has no terms. */
    readonly settings: Settings
    /** The version that this member has acknowledged. */
    readonly acknowledged: string | null
  },
  today: Day,
) {
  const { inForce, versions, settings } = found
  const name = forumNameFor(viewer, forum)
  return {
    page: {
      title: 'Terms of reference',
      forum: { id: forum, name },
      section: 'terms' as const,
      breadcrumbs: [{ text: name, href: `/forums/${forum}` }],
    },
    caption: name,
    inForce: inForce === null ? false : inForceModel(inForce, today),
    acknowledge:
      inForce === null || inForce._id === found.acknowledged
        ? false
        : { action: `/forums/${forum}/terms/acknowledge`, id: inForce._id },
    settings: settingFacts(settingsInWords(settings)),
    versions: versions.map(versionRow),
    columns: ['Version', 'State', 'When'].map((text) => ({ text })),
    compare:
      versions.length < 2
        ? false
        : {
            action: `/forums/${forum}/terms/compare`,
            from: choices(versions, versions[1]!._id),
            to: choices(versions, versions[0]!._id),
          },
    draft: permits(viewer, 'create', 'terms', { forum, audience: 'forum', state: 'draft' })
      ? { action: `/forums/${forum}/terms/drafts`, id: newId(), text: draftWords(inForce) }
      : false,
  }
}

const draftWords = (inForce: Terms | null): string =>
  inForce === null ? 'Write the first terms of reference' : 'Draft a new version'

function inForceModel(terms: Terms, today: Day) {
  const { inForceFrom, settings } = terms
  const review = inForceFrom === null ? '' : addMonths(inForceFrom, settings.reviewMonths)
  return {
    standing: `Version ${terms.version}, in force since ${inForceFrom === null ? '' : showDay(inForceFrom)}.`,
    review: review === '' ? '' : `To be reviewed by ${showDay(review)}.`,
    overdue: review !== '' && review < today,
    sections: sectionList(terms.sections),
  }
}

const versionRow = (terms: TermsVersion): { readonly cells: readonly Cell[] } => {
  const { text, colour } = stateTag(terms)
  return {
    cells: [
      { column: 'Version', text: `Version ${terms.version}`, href: `/terms/${terms._id}`, tag: '' },
      { column: 'State', text, href: '', tag: colour },
      { column: 'When', text: standingInWords(terms), href: '', tag: '' },
    ],
  }
}

const choices = (versions: readonly TermsVersion[], chosen: string) =>
  versions.map((terms) => ({
    value: terms._id,
    text: `Version ${terms.version}: ${stateTag(terms).text.toLowerCase()}`,
    hint: '',
    chosen: terms._id === chosen,
  }))
