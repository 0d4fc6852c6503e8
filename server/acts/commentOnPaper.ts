import { commentsFor } from '../../models/comment.ts'
import { papersFor } from '../../models/paper.ts'
import { NotFound } from '../errors.ts'
import { renderMarkdown } from '../markdown.ts'
import { dayOf } from '../dates.ts'
import { act } from './act.ts'
import { latestVersion, ownSide } from './addPaper.ts'

/**
 * Adds a comment for the commenter's own side on the newest version of a paper. It has no author: neither the record
 * nor the audit entry says who wrote it. `id` is made when the form is shown, so that a second press adds nothing.
 */
export const commentOnPaper = act(
  async ({ viewer, now, record }, asked: { paper: string; id: string; text: string }) => {
    const paper = await papersFor(viewer).open(asked.paper)
    const side = ownSide(viewer, paper.forum)
    if (side === undefined) throw new NotFound('paper')
    await commentsFor(viewer).create({
      _id: asked.id,
      forum: paper.forum,
      meetingDate: paper.meetingDate,
      paper: paper._id,
      version: latestVersion(paper).version,
      audience: 'side',
      side,
      text: asked.text,
      html: renderMarkdown(asked.text),
      writtenOn: dayOf(now),
    })
    await record({ forum: paper.forum, event: 'side comment added', record: paper._id, details: { by: null } })
  },
)
