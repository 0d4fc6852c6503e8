import type { Viewer } from '../server/policy/terms.ts'
import { found, insert, scopedModel, under } from './scoped.ts'

/** An interest that somebody has declared, in the forum's register. It is ended, never removed. */
export type Interest = {
  readonly _id: string
  readonly forum: string
  readonly audience: 'forum'
  /** Whose it is. */
  readonly owner: string
  readonly name: string
  readonly organisationName: string
  /** Plain text. */
  readonly text: string
  /** Days as YYYY-MM-DD; `until` is the last day, null while it lasts. */
  readonly declaredOn: string
  readonly until: string | null
}

const Interests = scopedModel<Interest>('Interest', 'interest', {
  forum: { type: String, required: true, immutable: true },
  audience: { type: String, enum: ['forum'], required: true, immutable: true },
  owner: { type: String, required: true, immutable: true },
  name: { type: String, required: true },
  organisationName: { type: String, required: true },
  text: { type: String, required: true, immutable: true },
  declaredOn: { type: String, required: true, immutable: true },
  until: { type: String, default: null },
})

/** The interests one viewer may touch. */
export const interestsFor = (viewer: Viewer) => ({
  /** The forum's register as far as the viewer may see it: current seats all of it, others their own. Newest first. */
  inForum: async (forum: string): Promise<Interest[]> =>
    Interests.find({ forum }, null, under(viewer, 'read')).sort({ declaredOn: -1, _id: 1 }).lean<Interest[]>(),
  exists: async (_id: string): Promise<boolean> =>
    (await Interests.findOne({ _id }, { _id: 1 }, under(viewer, 'read')).lean()) !== null,
  declare: async (interest: Omit<Interest, 'audience' | 'until'>): Promise<void> => {
    await insert(Interests, viewer, [{ ...interest, audience: 'forum' }])
  },
  /** Ends an interest; the viewer's own alone. False when it has ended already. */
  end: async (_id: string, until: string): Promise<boolean> => {
    found(await Interests.findOne({ _id }, null, under(viewer, 'edit')).lean<Interest>(), 'interest')
    return (
      (await Interests.updateOne({ _id, until: null }, { $set: { until } }, under(viewer, 'edit'))).modifiedCount === 1
    )
  },
})
