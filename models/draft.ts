import { type Side, type Viewer, sides } from '../server/policy/terms.ts'
import { itemAudiences } from './item.ts'
import type { Part } from './part.ts'
import { insert, scopedModel, under } from './scoped.ts'
import { Taken } from '../server/errors.ts'

/**
 * Text of a part that was typed and not saved yet. Its id is a random token of the page it was typed in; it tells
 * neither who typed it nor when.
 */
export type Draft = Pick<Part, 'forum' | 'meeting' | 'meetingDate' | 'audience' | 'steppedOut'> & {
  readonly _id: string
  readonly part: string
  /** The version of the part that the page showed. */
  readonly version: number
  readonly source: string
  readonly dissent: string
  readonly statements: readonly { readonly side: Side; readonly source: string }[]
}

const Drafts = scopedModel<Draft>('Draft', 'draft', {
  forum: { type: String, required: true, immutable: true },
  meeting: { type: String, required: true, immutable: true },
  meetingDate: { type: String, required: true },
  audience: { type: String, enum: itemAudiences, required: true },
  steppedOut: [String],
  part: { type: String, required: true, immutable: true },
  version: { type: Number, required: true },
  source: { type: String, default: '' },
  dissent: { type: String, default: '' },
  statements: [{ _id: false, side: { type: String, enum: sides }, source: String }],
})

/** What is typed and not saved, as one viewer may touch it. */
export const draftsFor = (viewer: Viewer) => ({
  ofPart: async (part: string): Promise<Draft[]> =>
    Drafts.find({ part }, null, under(viewer, 'read')).sort({ _id: 1 }).lean<Draft[]>(),
  /** Keeps the text of a page: over its last one, or as its first. */
  keep: async (draft: Draft): Promise<void> => {
    const { _id, part, version, source, dissent, statements } = draft
    const again = async () =>
      Drafts.updateOne({ _id, part }, { $set: { version, source, dissent, statements } }, under(viewer, 'edit'))
    if ((await again()).matchedCount === 1) return
    try {
      await insert(Drafts, viewer, [draft])
    } catch (error) {
      // The page sent its text twice at once: the other request was first to keep it. Any other token is not there.
      if (!(error instanceof Taken) || (await again()).matchedCount !== 1) throw error
    }
  },
  /** Removes the text of one page, once it is saved or thrown away. */
  remove: async (part: string, _id: string): Promise<void> => {
    await Drafts.deleteOne({ _id, part }, under(viewer, 'remove'))
  },
  /** Destroys all unsaved text of a meeting's minutes. For the service `releases`. */
  destroy: async (meeting: string): Promise<void> => {
    await Drafts.deleteMany({ meeting }, under(viewer, 'remove'))
  },
  /** Lets unsaved text follow its item, as the part does. For the service `releases`. */
  follow: async (
    part: string,
    change: Partial<Pick<Part, 'audience' | 'steppedOut' | 'meetingDate'>>,
  ): Promise<void> => {
    await Drafts.updateMany({ part }, { $set: change }, under(viewer, 'edit'))
  },
})
