import type { Viewer } from '../server/policy/terms.ts'
import { insert, scopedModel, under } from './scoped.ts'

/** A private note on a paper: its owner's alone, one for each paper. */
export type Note = {
  readonly _id: string
  readonly forum: string
  readonly owner: string
  readonly paper: string
  readonly text: string
  /** Counts saves, so that a note open in two places loses neither text. */
  readonly revision: number
}

const Notes = scopedModel<Note>('Note', 'note', {
  forum: { type: String, required: true, immutable: true },
  owner: { type: String, required: true, immutable: true },
  paper: { type: String, required: true, immutable: true },
  text: { type: String, default: '' },
  revision: { type: Number, required: true },
})

/** The notes one viewer may touch: their own. */
export const notesFor = (viewer: Viewer) => ({
  onPaper: async (forum: string, owner: string, paper: string): Promise<Note | null> =>
    Notes.findOne({ forum, owner, paper }, null, under(viewer, 'read')).lean<Note>(),
  create: async (note: Note): Promise<void> => insert(Notes, viewer, [note]),
  /** Saves over the revision that was shown; false when another page saved first. */
  save: async (_id: string, revision: number, text: string): Promise<boolean> =>
    (await Notes.updateOne({ _id, revision }, { $set: { text }, $inc: { revision: 1 } }, under(viewer, 'edit')))
      .modifiedCount === 1,
  remove: async (_id: string): Promise<void> => {
    await Notes.deleteOne({ _id }, under(viewer, 'remove'))
  },
})
