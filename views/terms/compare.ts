import { type Terms, sectionNames } from '../../models/terms.ts'
import { changes } from '../../server/changes.ts'
import type { Person } from '../../server/policy/terms.ts'
import { sectionWords } from './sections.ts'
import { settingChanges, settingsInWords } from './settings.ts'
import { forumNameFor, stateTag } from './version.ts'

/** What changed from one version to another: section by section, word by word, then the settings. */
export function comparePage(viewer: Person, before: Terms, after: Terms) {
  const name = forumNameFor(viewer, before.forum)
  const sections = sectionNames.map((section, index) => ({
    heading: `${index + 1}. ${sectionWords[section].title}`,
    label: `Changes to ${sectionWords[section].title} from ${of(before)} to ${of(after)}`,
    pieces: changes(before.sections[section].text, after.sections[section].text),
  }))
  const settings = settingChanges(
    settingsInWords(before.settings, before.startsOn),
    settingsInWords(after.settings, after.startsOn),
  )
  const [first, second] = [`Version ${before.version}`, `Version ${after.version}`]
  return {
    page: {
      title: `Terms of reference: ${of(before)} to ${of(after)}`,
      forum: { id: before.forum, name },
      section: 'terms' as const,
      breadcrumbs: [{ text: 'Terms of reference', href: `/forums/${before.forum}/terms` }],
    },
    caption: name,
    before: { text: `Version ${before.version}, ${stateTag(before).text.toLowerCase()}`, href: `/terms/${before._id}` },
    after: { text: `Version ${after.version}, ${stateTag(after).text.toLowerCase()}`, href: `/terms/${after._id}` },
    changed: sections.filter(({ pieces }) => pieces.length > 0),
    same: sections.filter(({ pieces }) => pieces.length === 0).map(({ heading }) => heading),
    columns: ['Setting', first, second].map((text) => ({ text })),
    settings: settings.map((line) => ({
      cells: [cell('Setting', line.key), cell(first, line.before), cell(second, line.after)],
    })),
  }
}

const of = ({ version }: Terms): string => `version ${version}`

const cell = (column: string, text: string) => ({ column, text: text === '' ? 'Not said' : text, href: '', tag: '' })
