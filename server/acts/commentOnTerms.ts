import { termsCommentsFor } from '../../models/termsComment.ts'
import { type SectionName, termsFor } from '../../models/terms.ts'
import { dayOf } from '../dates.ts'
import { NotFound } from '../errors.ts'
import { renderMarkdown } from '../markdown.ts'
import { lastingPlaceIn } from '../policy/places.ts'
import type { Viewer } from '../policy/terms.ts'
import { personOf } from './act.ts'

/**
 * Adds a comment on a section during the consultation, for the forum or for the commenter's own side. It has no author,
 * and unlike the acts of officers it leaves neither an entry in the audit trail, whose time would point at whoever was
 * there, nor a task or an e-mail.
 * @param asked `id` is made when the form is shown, so that a second press adds nothing
 * @throws NotFound for those who may not comment now
 */
export async function commentOnTerms(
  viewer: Viewer,
  now: Date,
  asked: { terms: string; id: string; section: SectionName; audience: 'forum' | 'side'; text: string },
): Promise<void> {
  const { _id, forum } = await termsFor(viewer).openToComment(asked.terms)
  const seat = lastingPlaceIn(personOf(viewer), forum)
  if (seat === undefined) throw new NotFound('seat')
  const { id, section, audience, text } = asked
  const html = renderMarkdown(text)
  const side = audience === 'side' ? seat.side : null
  await termsCommentsFor(viewer).create({
    _id: id,
    forum,
    terms: _id,
    section,
    audience,
    side,
    text,
    html,
    writtenOn: dayOf(now),
  })
}
