import { notesFor } from '../../models/note.ts'
import { papersFor } from '../../models/paper.ts'
import { Stale } from '../errors.ts'
import { newId } from '../ids.ts'
import { type Person } from '../policy/terms.ts'

/**
 * Saves the viewer's private note on a paper. It is the owner's own and nobody's business: no audit entry, no mail.
 * `revision` is the one that was shown, 0 for a new note. Throws Stale with the other text when another page saved first.
 */
export async function saveNote(
  viewer: Person,
  asked: { paper: string; revision: number; text: string },
): Promise<void> {
  const paper = await papersFor(viewer).open(asked.paper)
  const notes = notesFor(viewer)
  const kept = await notes.onPaper(paper.forum, viewer.person, paper._id)
  if (kept?.text === asked.text) return
  const first = {
    _id: newId(),
    forum: paper.forum,
    owner: viewer.person,
    paper: paper._id,
    text: asked.text,
    revision: 1,
  }
  if (kept === null) await notes.create(first)
  else if (kept.revision !== asked.revision || !(await notes.save(kept._id, kept.revision, asked.text)))
    throw new Stale({ note: kept.text })
}
