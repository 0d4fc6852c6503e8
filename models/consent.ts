import type { Viewer } from '../server/policy/terms.ts'
import { found, insert, scopedModel, under } from './scoped.ts'

export const consentAnswers = ['none', 'agreed', 'refused'] as const
export type ConsentAnswer = (typeof consentAnswers)[number]

/**
 * One participant's answer to whether a record under the Rule may be made open. Only that person sees it; the service
 * `quorum` counts, and tells nobody who or how many. Answers of a question that ended without agreement are destroyed.
 */
export type Consent = {
  readonly _id: string
  readonly forum: string
  readonly audience: 'own'
  /** The participant. */
  readonly owner: string
  /** The meeting, and its item; null for the whole of it. */
  readonly meeting: string
  readonly meetingDate: string
  readonly item: string | null
  /** The question: `loosening.id` of the meeting. */
  readonly question: string
  /** The last day for an answer, YYYY-MM-DD. */
  readonly dueOn: string
  readonly answer: ConsentAnswer
}

const Consents = scopedModel<Consent>('Consent', 'consent', {
  forum: { type: String, required: true, immutable: true },
  audience: { type: String, enum: ['own'], required: true, immutable: true },
  owner: { type: String, required: true, immutable: true },
  meeting: { type: String, required: true, immutable: true },
  meetingDate: { type: String, required: true, immutable: true },
  item: { type: String, default: null, immutable: true },
  question: { type: String, required: true, immutable: true },
  dueOn: { type: String, required: true, immutable: true },
  answer: { type: String, enum: consentAnswers, default: 'none' },
})

/** The consents one viewer may touch. */
export const consentsFor = (viewer: Viewer) => ({
  open: async (_id: string): Promise<Consent> =>
    found(await Consents.findOne({ _id }, null, under(viewer, 'read')).lean<Consent>(), 'consent'),
  /** Everybody's answers to a question. For the service `quorum`. */
  toQuestion: async (forum: string, question: string): Promise<Consent[]> =>
    Consents.find({ forum, question }, null, under(viewer, 'read')).lean<Consent[]>(),
  create: async (consents: readonly Consent[]): Promise<void> => {
    if (consents.length > 0) await insert(Consents, viewer, consents)
  },
  /** A participant's own answer, which may be changed until the question is closed. */
  answer: async (_id: string, answer: ConsentAnswer): Promise<void> => {
    found(await Consents.findOneAndUpdate({ _id }, { $set: { answer } }, under(viewer, 'edit')).lean(), 'consent')
  },
  /** Destroys the answers to a question. */
  removeAll: async (forum: string, question: string): Promise<void> => {
    await Consents.deleteMany({ forum, question }, under(viewer, 'remove'))
  },
})
