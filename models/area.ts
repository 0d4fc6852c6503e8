import type { Viewer } from '../server/policy/terms.ts'
import { found, insert, scopedModel, under } from './scoped.ts'

/** A geography. Areas overlap and are not coterminous. */
export type Area = {
  readonly _id: string
  readonly name: string
  readonly description: string
  /** Counts changes, so that a stale form is noticed. */
  readonly revision: number
}

const Areas = scopedModel<Area>('Area', 'area', {
  name: { type: String, required: true },
  description: { type: String, default: '' },
  revision: { type: Number, default: 0 },
})

/** The areas one viewer may touch. */
export const areasFor = (viewer: Viewer) => ({
  open: async (_id: string): Promise<Area> =>
    found(await Areas.findOne({ _id }, null, under(viewer, 'read')).lean<Area>(), 'area'),
  list: async (): Promise<Area[]> => Areas.find({}, null, under(viewer, 'read')).sort({ name: 1 }).lean<Area[]>(),
  create: async (records: readonly Omit<Area, 'revision'>[]): Promise<void> => {
    await insert(Areas, viewer, records)
  },
  /** Changes an area, if nobody else has since the revision that was shown. */
  edit: async (_id: string, revision: number, change: Partial<Omit<Area, '_id' | 'revision'>>): Promise<boolean> => {
    const update = { $set: change, $inc: { revision: 1 } }
    return (await Areas.findOneAndUpdate({ _id, revision }, update, under(viewer, 'edit')).lean()) !== null
  },
})
