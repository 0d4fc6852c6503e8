import { NotFound } from '../server/errors.ts'
import type { Key } from '../server/policy/keys.ts'
import { permits } from '../server/policy/scope.ts'
import { sides, type Viewer } from '../server/policy/terms.ts'
import { versionHash } from '../server/policy/versionHash.ts'
import { found, insert, scopedModel, under } from './scoped.ts'
import { type Settings, settingsSchema } from './settings.ts'

/** The sections that terms of reference are offered, in their order. */
export const sectionNames = [
  'title',
  'purpose',
  'scope',
  'principles',
  'membership',
  'deputies',
  'chairs',
  'secretariat',
  'frequency',
  'agenda',
  'quorum',
  'decisions',
  'confidentiality',
  'interests',
  'subgroups',
  'communications',
  'disagreement',
  'evaluation',
  'review',
] as const
export type SectionName = (typeof sectionNames)[number]

/** A section in Markdown, and as the sanitised HTML that was made when it was saved. */
export type TermsSection = { readonly text: string; readonly html: string }

export const termsStates = [
  'draft',
  'consultation',
  'agreed',
  'adopted',
  'superseded',
  'discarded',
  'abandoned',
] as const
export type TermsState = (typeof termsStates)[number]

/** One version of a forum's terms of reference. At most one is adopted, which is to say in force. */
export type Terms = {
  readonly _id: string
  readonly forum: string
  readonly audience: 'forum'
  readonly state: TermsState
  /** 1, 2, 3 … within the forum. */
  readonly version: number
  /** The version it was drafted from. */
  readonly basedOn: string | null
  readonly sections: Readonly<Record<SectionName, TermsSection>>
  readonly settings: Settings
  /** The day (YYYY-MM-DD) from which they are to apply; null for "as soon as every key is given". Part of the version. */
  readonly startsOn: string | null
  /** Of sections, settings and startsOn together: what keys are given to. */
  readonly hash: string
  readonly createdAt: Date
  /** The last day of the consultation. */
  readonly consultationUntil: string | null
  /** When every key was asked for this exact version; an edit takes it back. */
  readonly approvalAskedAt: Date | null
  readonly keys: readonly Key[]
  readonly agreedAt: Date | null
  /** The first and the last day in force. */
  readonly inForceFrom: string | null
  readonly inForceUntil: string | null
  /** The day on which a draft was discarded or a consultation ended without agreement, and why. */
  readonly endedOn: string | null
  readonly endedBecause: string
  /** When officers were reminded that these terms in force are to be reviewed; null before. */
  readonly reviewAskedAt: Date | null
}

/** A version in a list, without its text. */
export type TermsVersion = Omit<Terms, 'sections' | 'settings'>

const section = { text: { type: String, default: '' }, html: { type: String, default: '' } }

const AllTerms = scopedModel<Terms>('Terms', 'terms', {
  forum: { type: String, required: true, immutable: true },
  audience: { type: String, enum: ['forum'], required: true, immutable: true },
  state: { type: String, enum: termsStates, required: true },
  version: { type: Number, required: true, immutable: true },
  basedOn: { type: String, default: null, immutable: true },
  sections: Object.fromEntries(sectionNames.map((name) => [name, section])),
  settings: { type: settingsSchema, required: true },
  startsOn: { type: String, default: null },
  hash: { type: String, required: true },
  createdAt: { type: Date, required: true, immutable: true },
  consultationUntil: { type: String, default: null },
  approvalAskedAt: { type: Date, default: null },
  keys: [
    {
      _id: false,
      side: { type: String, enum: sides, required: true },
      by: { type: String, required: true },
      name: { type: String, required: true },
      at: { type: Date, required: true },
      hash: { type: String, required: true },
    },
  ],
  agreedAt: { type: Date, default: null },
  inForceFrom: { type: String, default: null },
  inForceUntil: { type: String, default: null },
  endedOn: { type: String, default: null },
  endedBecause: { type: String, default: '' },
  reviewAskedAt: { type: Date, default: null },
})

/** What keys are given to: everything that the terms say, and nothing about how far they have come. */
export type TermsContent = Pick<Terms, '_id' | 'sections' | 'settings' | 'startsOn'>

/** The version hash of what these terms say. The formatted HTML is made from the text and is not part of it. */
export const hashOfTerms = ({ _id, sections: said, settings, startsOn }: TermsContent): string =>
  versionHash({ _id, sections: sectionNames.map((name) => said[name].text), settings, startsOn })

/** Sections in which nothing is said yet. */
export const emptySections = (): Terms['sections'] =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every section is named
  Object.fromEntries(sectionNames.map((name) => [name, { text: '', html: '' }])) as Terms['sections']

/** What acts change of terms. Section texts and settings change only together with the hash. */
export type TermsChange = Partial<
  Pick<
    Terms,
    | 'state'
    | 'sections'
    | 'settings'
    | 'startsOn'
    | 'hash'
    | 'consultationUntil'
    | 'approvalAskedAt'
    | 'keys'
    | 'agreedAt'
    | 'inForceFrom'
    | 'inForceUntil'
    | 'endedOn'
    | 'endedBecause'
    | 'reviewAskedAt'
  >
>

/** The terms of reference one viewer may touch. */
export const termsFor = (viewer: Viewer) => ({
  /** One version. Throws NotFound, whether absent or not for this viewer. */
  open: async (_id: string): Promise<Terms> =>
    found(await AllTerms.findOne({ _id }, null, under(viewer, 'read')).lean<Terms>(), 'terms'),
  /** One version on which this viewer may comment now; NotFound otherwise. */
  openToComment: async (_id: string): Promise<Terms> =>
    found(await AllTerms.findOne({ _id }, null, under(viewer, 'comment')).lean<Terms>(), 'terms'),
  /** The version, or null where it is absent or not for this viewer. */
  find: async (_id: string): Promise<Terms | null> =>
    AllTerms.findOne({ _id }, null, under(viewer, 'read')).lean<Terms>(),
  /** What is in force in a forum; null while nothing has been adopted. NotFound for those who may not know. */
  inForce: async (forum: string): Promise<Terms | null> => {
    if (!permits(viewer, 'read', 'terms', { forum, audience: 'forum', state: 'adopted' })) throw new NotFound('terms')
    return AllTerms.findOne({ forum, state: 'adopted' }, null, under(viewer, 'read')).lean<Terms>()
  },
  /** The versions of a forum that this viewer may see, latest first, without their texts. */
  versions: async (forum: string): Promise<TermsVersion[]> =>
    AllTerms.find({ forum }, { sections: 0, settings: 0 }, under(viewer, 'read'))
      .sort({ version: -1 })
      .lean<TermsVersion[]>(),
  /** Agreed versions whose day has come, in the order in which they take effect. */
  due: async (day: string): Promise<Terms[]> =>
    AllTerms.find(
      { state: 'agreed', $or: [{ startsOn: null }, { startsOn: { $lte: day } }] },
      null,
      under(viewer, 'read'),
    )
      .sort({ startsOn: 1, version: 1 })
      .lean<Terms[]>(),
  /** Terms in force of whose review nobody has been reminded. */
  notYetReviewed: async (): Promise<Terms[]> =>
    AllTerms.find({ state: 'adopted', reviewAskedAt: null }, null, under(viewer, 'read')).lean<Terms[]>(),
  create: async (
    terms: Omit<Terms, 'audience' | 'hash' | 'endedOn' | 'endedBecause' | 'reviewAskedAt'>,
  ): Promise<void> => {
    await insert(AllTerms, viewer, [{ ...terms, audience: 'forum', hash: hashOfTerms(terms) }])
  },
  /**
   * Changes what was opened, as one atomic update. Nothing happens to another version hash or in another state.
   * @throws NotFound when they are not there any more as they were opened, or not for this viewer to change
   */
  change: async (action: 'edit' | 'publish', opened: Opened, change: TermsChange): Promise<void> => {
    found(await AllTerms.findOneAndUpdate(exactly(opened), { $set: change }, under(viewer, action)).lean(), 'terms')
  },
  /** Adds a key to exactly the version that was opened; returns the terms with it. NotFound as for `change`. */
  giveKey: async (opened: Opened, key: Key): Promise<Terms> =>
    found(
      await AllTerms.findOneAndUpdate(
        exactly(opened),
        { $push: { keys: key } },
        { ...under(viewer, 'giveKey'), returnDocument: 'after' },
      ).lean<Terms>(),
      'terms',
    ),
})

/** Terms as they were read. */
type Opened = Pick<Terms, '_id' | 'hash' | 'state'>
const exactly = ({ _id, hash, state }: Opened) => ({ _id, hash, state })
