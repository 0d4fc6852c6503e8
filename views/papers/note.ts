import type { z } from 'zod'
import type { Note } from '../../models/note.ts'
import type { Paper } from '../../models/paper.ts'
import { type FormState, formOf } from '../../server/forms.ts'

/** The form of a private note; when another page saved first, that text is shown beside what was typed. */
export function notePage<Shape extends z.ZodRawShape>(
  fields: z.ZodObject<Shape>,
  paper: Paper,
  note: Note | null,
  state: FormState,
) {
  const kept = { note: note?.text ?? '', revision: note?.revision ?? 0 }
  return {
    page: { title: 'Your private note', breadcrumbs: [{ text: 'Paper', href: `/papers/${paper._id}` }] },
    caption: paper.title,
    action: `/papers/${paper._id}/note`,
    form: formOf(fields, kept, state),
    // After a clash the text above was seen, so the next save goes over it.
    revision: String(kept.revision),
  }
}
