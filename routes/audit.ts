import { Router } from 'express'
import { z } from 'zod'
import { auditFor } from '../models/auditEntry.ts'
import { forumsFor } from '../models/forum.ts'
import { NotFound } from '../server/errors.ts'
import { pageNumber, sought } from '../server/fields.ts'
import { slug } from '../server/ids.ts'
import { page, view } from '../server/page.ts'
import { auditListPage } from '../views/audit/list.ts'
import { auditPage } from '../views/audit/show.ts'

export const audit: Router = Router()

/** Entries on a page. */
const limit = 40

audit.get(
  '/forums/:forum/audit',
  page(
    z.object({ forum: slug, before: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional() }),
    async (viewer, asked) => {
      const trail = auditFor(viewer)
      if (!trail.mayRead(asked.forum)) throw new NotFound('auditEntry')
      const forum = await forumsFor(viewer).open(asked.forum)
      const [latest] = await trail.latest(asked.forum, 1)
      const entries = await trail.latest(asked.forum, limit, asked.before)
      return view('audit/show', auditPage(viewer, forum, entries, latest, limit))
    },
  ),
)

audit.get(
  '/audit',
  page(z.object({ find: sought, page: pageNumber }), async (viewer, { find, page: number }) => {
    const trail = auditFor(viewer)
    const forums = (await forumsFor(viewer).names()).filter(({ _id }) => trail.mayRead(_id))
    if (forums.length === 0 && !viewer.offices.includes('recordsOfficer')) throw new NotFound('auditEntry')
    return view('audit/list', auditListPage(forums, find, number))
  }),
)
