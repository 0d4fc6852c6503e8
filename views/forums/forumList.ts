import type { Forum } from '../../models/forum.ts'
import type { Paged } from '../../models/paged.ts'
import { dayOf, showDay } from '../../server/dates.ts'
import { foundIn } from '../pages.ts'
import { administrationCrumbs, forumsCrumb } from './administration.ts'

const words: [string, string] = ['forum', 'forums']
const nameCell = ({ _id, name }: Forum) => ({
  column: 'Forum',
  text: name,
  href: `/administration/forums/${_id}`,
  tag: '',
})
const cell = (column: string, text: string) => ({ column, text, href: '', tag: '' })
const sinceCell = ({ createdAt }: Forum) => cell('Since', showDay(dayOf(createdAt)))

/** A page of the forums of the installation, by name, each below its parent; those whose name holds what was looked for. */
export function forumListPage(found: Paged<Forum>, above: readonly Forum[], sought: string) {
  const names = new Map(above.map(({ _id, name }) => [_id, name]))
  return {
    page: { title: 'Forums', breadcrumbs: administrationCrumbs() },
    ...foundIn(found, '/administration/forums', sought, words),
    columns: ['Forum', 'Short name', 'Below', 'Since'].map((text) => ({ text })),
    rows: found.records.map((forum) => ({
      cells: [
        nameCell(forum),
        cell('Short name', forum._id),
        cell('Below', forum.parent === null ? '' : (names.get(forum.parent) ?? '')),
        sinceCell(forum),
      ],
    })),
  }
}

/** A page of the forums one step below another. */
export function forumsBelowPage(forum: Forum, found: Paged<Forum>) {
  const here = `/administration/forums/${forum._id}`
  const { caption, pages } = foundIn(found, `${here}/below`, '', words)
  return {
    page: {
      title: 'Forums below this one',
      breadcrumbs: administrationCrumbs(forumsCrumb, { text: forum.name, href: here }),
    },
    forum: forum.name,
    caption,
    pages,
    columns: ['Forum', 'Since'].map((text) => ({ text })),
    rows: found.records.map((one) => ({ cells: [nameCell(one), sinceCell(one)] })),
  }
}
