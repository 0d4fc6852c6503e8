import type { Forum } from '../../models/forum.ts'
import { recordsHolding } from '../../models/named.ts'
import { pageOfList } from '../../models/paged.ts'
import { foundIn } from '../pages.ts'

/** A page of the forums whose audit trail this person may read; those whose name holds what was looked for. */
export function auditListPage(all: readonly Pick<Forum, '_id' | 'name'>[], sought: string, number: number) {
  const found = pageOfList(recordsHolding(sought, all), size, number)
  return {
    page: { title: 'Audit trails', breadcrumbs: [{ text: 'Your forums', href: '/' }] },
    ...foundIn(found, '/audit', sought, ['forum', 'forums']),
    many: all.length > size,
    forums: found.records.map(({ _id, name }) => ({ text: name, href: `/forums/${_id}/audit` })),
  }
}
const size = 25
