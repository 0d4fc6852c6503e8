import { commentsFor } from '../../models/comment.ts'
import { papersFor } from '../../models/paper.ts'
import { NotFound } from '../errors.ts'
import { renderMarkdown } from '../markdown.ts'
import { dayOf } from '../dates.ts'
import type { Viewer } from '../policy/terms.ts'
import { latestVersion, ownSide } from './addPaper.ts'

/**
 * Adds a comment for the commenter's own side on the newest version of a paper. It has no author, and leaves no entry
 * in the audit trail: the officers of every side read that, and its time would tell them that the side is at work, and
 * point at whoever was there.
 * @param asked `id` is made when the form is shown, so that a second press adds nothing
 * @throws NotFound for those who have no side's comments there
 */
export async function commentOnPaper(
  viewer: Viewer,
  now: Date,
  asked: { paper: string; id: string; text: string },
): Promise<void> {
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
}
