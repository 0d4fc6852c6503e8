import type { Viewer } from '../server/policy/terms.ts'
import { insert, scopedModel, under } from './scoped.ts'

/** A geography. Areas overlap and are not coterminous. */
export type Area = { readonly _id: string; readonly name: string; readonly description: string }

const Areas = scopedModel<Area>('Area', 'area', {
  name: { type: String, required: true },
  description: { type: String, default: '' },
})

/** The areas one viewer may touch. */
export const areasFor = (viewer: Viewer) => ({
  list: async (): Promise<Area[]> => Areas.find({}, null, under(viewer, 'read')).sort({ name: 1 }).lean<Area[]>(),
  create: async (records: readonly Area[]): Promise<void> => {
    await insert(Areas, viewer, records)
  },
})
