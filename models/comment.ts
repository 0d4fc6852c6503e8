import type { Side, Viewer } from '../server/policy/terms.ts'
import { sides } from '../server/policy/terms.ts'
import { insertOnce, scopedModel, under } from './scoped.ts'

/** A side's comment on a paper, for that side alone: without an author, without a time of day, never changed. */
export type Comment = {
  readonly _id: string
  readonly forum: string
  readonly meetingDate: string
  readonly paper: string
  /** The version of the paper that it was written about; it stays there when the file is replaced. */
  readonly version: number
  readonly audience: 'side'
  readonly side: Side
  readonly text: string
  readonly html: string
  /** The day it was written, YYYY-MM-DD. */
  readonly writtenOn: string
}

const Comments = scopedModel<Comment>('Comment', 'comment', {
  forum: { type: String, required: true, immutable: true },
  meetingDate: { type: String, required: true },
  paper: { type: String, required: true, immutable: true },
  version: { type: Number, required: true, immutable: true },
  audience: { type: String, enum: ['side'], required: true, immutable: true },
  side: { type: String, enum: sides, required: true, immutable: true },
  text: { type: String, required: true, immutable: true },
  html: { type: String, required: true, immutable: true },
  writtenOn: { type: String, required: true, immutable: true },
})

/** The comments one viewer may touch. */
export const commentsFor = (viewer: Viewer) => ({
  /** Comments on a paper, the latest day first; within a day in no particular order. */
  onPaper: async (forum: string, paper: string): Promise<Comment[]> =>
    Comments.find({ forum, paper }, null, under(viewer, 'read')).sort({ writtenOn: -1, _id: 1 }).lean<Comment[]>(),
  /**
   * Adds a comment. One that is there already, from a second press of the button, is left as it is; NotFound where the
   * id is another's.
   */
  create: async (comment: Comment): Promise<void> => {
    const { forum, paper, side } = comment
    await insertOnce(Comments, viewer, comment, { forum, paper, side })
  },
})
