import { newId } from '../server/ids.ts'
import { type Side, type Viewer, sides } from '../server/policy/terms.ts'
import { insert, scopedModel, under } from './scoped.ts'

/** What a side of a forum requires of a sign-in. Its seats carry a copy, which is what the policy reads. */
export type SideSignIn = {
  readonly _id: string
  readonly forum: string
  readonly audience: 'forum'
  readonly side: Side
  /** A personal passkey, for the side's own matters and its key. */
  readonly needsPasskey: boolean
  /** Its seats count through the sign-in of these organisations only; of any, when empty. */
  readonly onlyThrough: readonly string[]
  /** Counts changes, so that a stale form is noticed. */
  readonly revision: number
}

/** What is required of a sign-in, as seats carry it. */
export type Required = Pick<SideSignIn, 'needsPasskey' | 'onlyThrough'>

/** Where a side has decided nothing. */
export const nothingRequired: Required = { needsPasskey: false, onlyThrough: [] }

const SideSignIns = scopedModel<SideSignIn>('SideSignIn', 'sideSignIn', {
  forum: { type: String, required: true, immutable: true },
  audience: { type: String, enum: ['forum'], required: true, immutable: true },
  side: { type: String, enum: sides, required: true, immutable: true },
  needsPasskey: { type: Boolean, required: true },
  onlyThrough: [String],
  revision: { type: Number, default: 0 },
})

/** What one viewer may see and decide of it. */
export const sideSignInsFor = (viewer: Viewer) => ({
  /** What the sides of a forum require, those that have decided it. */
  ofForum: async (forum: string): Promise<SideSignIn[]> =>
    SideSignIns.find({ forum }, null, under(viewer, 'read')).lean<SideSignIn[]>(),
  /** Decides it for a side, if nobody else has since the revision that was shown; 0 for the first time. */
  decide: async (forum: string, side: Side, revision: number, asked: Required): Promise<boolean> => {
    if (revision === 0) {
      if ((await SideSignIns.findOne({ forum, side }, { _id: 1 }, under(viewer, 'read')).lean()) !== null) return false
      await insert(SideSignIns, viewer, [{ _id: newId(), forum, audience: 'forum', side, ...asked, revision: 1 }])
      return true
    }
    const update = { $set: asked, $inc: { revision: 1 } }
    return (
      (await SideSignIns.findOneAndUpdate({ forum, side, revision }, update, under(viewer, 'edit')).lean()) !== null
    )
  },
})
