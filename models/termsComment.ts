import { type Side, sides, type Viewer } from '../server/policy/terms.ts'
import { insertOnce, scopedModel, under } from './scoped.ts'
import { type SectionName, sectionNames } from './terms.ts'

/**
 * A comment in the consultation on terms of reference: for the whole forum or for one side, without an author, without
 * a time of day, never changed.
 */
export type TermsComment = {
  readonly _id: string
  readonly forum: string
  readonly terms: string
  /** The section it is about. */
  readonly section: SectionName
  readonly audience: 'forum' | 'side'
  /** The side it is for; null for the whole forum. */
  readonly side: Side | null
  readonly text: string
  readonly html: string
  /** The day it was written, YYYY-MM-DD. */
  readonly writtenOn: string
}

const Comments = scopedModel<TermsComment>('TermsComment', 'termsComment', {
  forum: { type: String, required: true, immutable: true },
  terms: { type: String, required: true, immutable: true },
  section: { type: String, enum: sectionNames, required: true, immutable: true },
  audience: { type: String, enum: ['forum', 'side'], required: true, immutable: true },
  side: { type: String, enum: [...sides, null], default: null, immutable: true },
  text: { type: String, required: true, immutable: true },
  html: { type: String, required: true, immutable: true },
  writtenOn: { type: String, required: true, immutable: true },
})

/** The comments on terms that one viewer may touch. */
export const termsCommentsFor = (viewer: Viewer) => ({
  /** Comments on one version, by day; within a day in no particular order. */
  on: async (forum: string, terms: string): Promise<TermsComment[]> =>
    Comments.find({ forum, terms }, null, under(viewer, 'read')).sort({ writtenOn: 1, _id: 1 }).lean<TermsComment[]>(),
  /**
   * Adds a comment. One that is there already, from a second press of the button, is left as it is; NotFound where the
   * id is another's.
   */
  create: async (comment: TermsComment): Promise<void> => {
    const { forum, terms, audience, side } = comment
    await insertOnce(Comments, viewer, comment, { forum, terms, audience, side })
  },
})
