import type { z } from 'zod'
import type { Forum } from '../../models/forum.ts'
import { type FormState, formOf } from '../../server/forms.ts'
import { revisionOf } from '../choices.ts'

/** The form in which an officer says how the secretariat is reached and what the forum is for. */
export const detailsPage = <Shape extends z.ZodRawShape>(
  fields: z.ZodObject<Shape>,
  forum: Forum,
  state: FormState,
) => ({
  page: {
    title: 'The forum and its secretariat',
    forum: { id: forum._id, name: forum.name },
    breadcrumbs: [{ text: forum.name, href: `/forums/${forum._id}` }],
  },
  caption: forum.name,
  action: `/forums/${forum._id}/details`,
  revision: revisionOf(forum, state),
  form: formOf(fields, forum, state),
})
