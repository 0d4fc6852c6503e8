import type { z } from 'zod'
import type { Item } from '../../models/item.ts'
import type { Paper } from '../../models/paper.ts'
import { type FormState, formOf } from '../../server/forms.ts'
import { newId } from '../../server/ids.ts'
import { accepted } from '../../server/rule/cleaning/kind.ts'
import { itemName } from './show.ts'

export const fileHint =
  'PDF, Word, PowerPoint, Excel, OpenDocument, Markdown, PNG or JPEG, up to 25 MB. Look for names in the text before you add it'

/** The form that adds a paper to an agenda item. The new paper's id goes with it, so that a second press adds nothing. */
export function addPaperPage<Shape extends z.ZodRawShape>(fields: z.ZodObject<Shape>, item: Item, state: FormState) {
  return {
    page: {
      title: 'Add a paper',
      breadcrumbs: [{ text: 'Meeting', href: `/meetings/${item.meeting}` }],
    },
    caption: itemName(item),
    action: `/items/${item._id}/papers/new`,
    form: formOf(fields, { id: newId() }, state),
    accepted,
    fileHint,
  }
}

/** The form that changes a paper's title. What stood there when it was shown goes with it, so that a clash is noticed. */
export const renamePaperPage = <Shape extends z.ZodRawShape>(
  fields: z.ZodObject<Shape>,
  paper: Paper,
  state: FormState,
) => ({
  page: { title: 'Change the title', breadcrumbs: [{ text: 'Paper', href: `/papers/${paper._id}` }] },
  action: `/papers/${paper._id}/title`,
  was: paper.title,
  hint:
    paper.ruleStatus === 'chathamHouse' && paper.audience !== 'side'
      ? 'Titles leave the room: name nobody, and no side or organisation as speaking'
      : '',
  form: formOf(fields, paper, state),
})

/** The form that replaces the file of a paper. */
export const replacePaperPage = (paper: Paper, shown: number, state: FormState) => ({
  page: { title: 'Replace the paper', breadcrumbs: [{ text: 'Paper', href: `/papers/${paper._id}` }] },
  caption: paper.title,
  action: `/papers/${paper._id}/replace`,
  shown: String(shown),
  accepted,
  fileHint,
  wrong: state.wrong[0]?.text ?? false,
})
