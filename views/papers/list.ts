import type { z } from 'zod'
import type { Paged } from '../../models/paged.ts'
import type { Paper } from '../../models/paper.ts'
import { showDay } from '../../server/dates.ts'
import { type FormState, formOf } from '../../server/forms.ts'
import { newId } from '../../server/ids.ts'
import type { Seat } from '../../server/policy/terms.ts'
import { accepted } from '../../server/rule/cleaning/kind.ts'
import { pageInWords, pagesOf } from '../pages.ts'
import { fileHint } from './edit.ts'
import { sizeInWords } from './show.ts'

/** A page of a side's own papers, with the form that adds one. */
export function sidePapersPage<Shape extends z.ZodRawShape>(
  fields: z.ZodObject<Shape>,
  seat: Seat,
  papers: Paged<Paper>,
  state: FormState,
) {
  return {
    page: { title: 'Your side’s own papers', forum: { id: seat.forum, name: seat.forumName } },
    caption: seat.forumName,
    action: `/forums/${seat.forum}/side-papers`,
    columns: [{ text: 'Paper' }, { text: 'Added' }, { text: 'Size' }],
    title: `Papers, latest first${pageInWords(papers)}`,
    pages: pagesOf(papers, `/forums/${seat.forum}/side-papers`),
    rows: papers.records.map((paper) => ({
      cells: [
        { column: 'Paper', text: paper.title, href: `/papers/${paper._id}`, tag: '' },
        { column: 'Added', text: showDay(paper.meetingDate), href: '', tag: '' },
        { column: 'Size', text: sizeInWords(paper.versions.at(-1)?.size ?? 0), href: '', tag: '' },
      ],
    })),
    form: formOf(fields, { id: newId() }, state),
    accepted,
    fileHint,
  }
}
