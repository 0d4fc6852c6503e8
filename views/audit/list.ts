import type { Forum } from '../../models/forum.ts'

/** The forums whose audit trail this person may read. */
export const auditListPage = (forums: readonly Pick<Forum, '_id' | 'name'>[]) => ({
  page: { title: 'Audit trails', breadcrumbs: [{ text: 'Your forums', href: '/' }] },
  forums: forums.map(({ _id, name }) => ({ text: name, href: `/forums/${_id}/audit` })),
})
