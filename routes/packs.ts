import { Router } from 'express'
import { z } from 'zod'
import { itemsFor } from '../models/item.ts'
import { meetingsFor } from '../models/meeting.ts'
import { papersFor } from '../models/paper.ts'
import { readFile } from '../models/paperFile.ts'
import { id } from '../server/ids.ts'
import { plainText } from '../server/markdown.ts'
import { makePack } from '../server/pack.ts'
import { file, page } from '../server/page.ts'
import { paperSources } from '../views/agendas/lines.ts'
import { packOf } from '../views/papers/pack.ts'

export const packs: Router = Router()

/** One PDF to print, with exactly what this viewer may read: five queries, and the files. */
packs.get(
  '/meetings/:meeting/pack',
  page(z.object({ meeting: id }), async (viewer, { meeting: of }) => {
    const meeting = await meetingsFor(viewer).open(of)
    const items = await itemsFor(viewer).ofMeeting(of)
    const papers = await papersFor(viewer).ofItems(items.flatMap(paperSources))
    const { papers: listed, ...cover } = packOf(meeting, items, papers)
    const contents = []
    for (const { heading, kind, file: stored } of listed) {
      const content = await readFile(stored)
      contents.push({ heading, kind, content, text: kind === 'md' ? plainText(content.toString('utf8')) : '' })
    }
    return file(`pack-${meeting.meetingDate}.pdf`, 'application/pdf', await makePack({ ...cover, papers: contents }))
  }),
)
