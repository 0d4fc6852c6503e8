import { type Side, type Viewer, sides } from '../server/policy/terms.ts'
import { type Paged, containing, paged } from './paged.ts'
import { found, insert, scopedModel, under } from './scoped.ts'
import { type Settings, defaultSettings, settingsSchema } from './settings.ts'

/** The latest issued key communication, copied here by the act that issues it. Public. */
export type LatestKeyCommunication = { readonly id: string; readonly title: string; readonly issuedAt: Date }

/** A body that meets. Its id is its short name: `north-west`. */
export type Forum = {
  readonly _id: string
  readonly forum: string
  readonly audience: 'forum'
  readonly name: string
  readonly purpose: string
  readonly parent: string | null
  readonly areas: readonly string[]
  /** The organisation that owns its records in law; its data-protection officer decides what chairs leave open. */
  readonly recordsOf: string | null
  /** The secretariat: who to ring, so that a message from the service can be checked. */
  readonly telephone: string
  readonly email: string
  /** What the adopted terms of reference say; the first settings are given when the forum is made. */
  readonly settings: Settings
  /** The terms of reference in force. */
  readonly terms: string | null
  readonly latest: LatestKeyCommunication | null
  /** Sides that have withdrawn: joint acts wait until they return. */
  readonly withdrawn: readonly Side[]
  readonly createdAt: Date
  /** Counts changes of the details, so that a stale form is noticed. */
  readonly revision: number
}

const Forums = scopedModel<Forum>('Forum', 'forum', {
  forum: { type: String, required: true, immutable: true },
  audience: { type: String, enum: ['forum'], required: true, default: 'forum', immutable: true },
  name: { type: String, required: true },
  purpose: { type: String, default: '' },
  parent: { type: String, default: null },
  areas: [String],
  recordsOf: { type: String, default: null },
  telephone: { type: String, required: true },
  email: { type: String, required: true },
  settings: { type: settingsSchema, default: () => defaultSettings },
  terms: { type: String, default: null },
  latest: { type: { _id: false, id: String, title: String, issuedAt: Date }, default: null },
  withdrawn: [{ type: String, enum: sides }],
  createdAt: { type: Date, required: true, immutable: true },
  revision: { type: Number, default: 0 },
})

/** A forum in a list of all. */
export type ForumName = Pick<Forum, '_id' | 'name' | 'parent'>

/** What an officer may change by hand; settings change only with adopted terms. */
export type ForumDetails = Partial<Pick<Forum, 'name' | 'purpose' | 'telephone' | 'email' | 'areas' | 'recordsOf'>>
/** What acts write: the terms in force with their settings, the latest key communication, withdrawn sides. */
export type ForumState = Partial<Pick<Forum, 'settings' | 'terms' | 'latest' | 'withdrawn'>>

/** The forums one viewer may touch. */
export const forumsFor = (viewer: Viewer) => ({
  /** One forum. Throws NotFound, whether absent or not for this viewer. */
  open: async (_id: string): Promise<Forum> =>
    found(await Forums.findOne({ _id }, null, under(viewer, 'read')).lean<Forum>(), 'forum'),
  /** Every forum the viewer may read, by name. */
  list: async (): Promise<Forum[]> => Forums.find({}, null, under(viewer, 'read')).sort({ name: 1 }).lean<Forum[]>(),
  /** The same, with what a form or a list says of them. */
  names: async (): Promise<ForumName[]> =>
    Forums.find({}, { name: 1, parent: 1 }, under(viewer, 'read')).sort({ name: 1 }).lean<ForumName[]>(),
  /** A page of the forums of which the name or short name holds this text, by name; of those below one, if asked. */
  page: async (text: string, number: number, parent?: string): Promise<Paged<Forum>> => {
    const holds = containing(text)
    const named = text === '' ? {} : { $or: [{ name: holds }, { _id: holds }] }
    const filter = parent === undefined ? named : { ...named, parent }
    return paged(Forums, viewer, { filter, sort: { name: 1 }, size: 25, number })
  },
  /** The forums with these short names, in no order. */
  some: async (ids: readonly string[]): Promise<Forum[]> =>
    Forums.find({ _id: { $in: ids } }, null, under(viewer, 'read')).lean<Forum[]>(),
  /** The forums one step below this one. */
  children: async (parent: string): Promise<string[]> => Forums.distinct('_id', { parent }, under(viewer, 'read')),
  /** A forum that the viewer may change: as one of its officers. */
  openToEdit: async (_id: string): Promise<Forum> =>
    found(await Forums.findOne({ _id }, null, under(viewer, 'edit')).lean<Forum>(), 'forum'),
  /** A forum that the viewer may set up: as an administrator. */
  openToAdminister: async (_id: string): Promise<Forum> =>
    found(await Forums.findOne({ _id }, null, under(viewer, 'administer')).lean<Forum>(), 'forum'),
  create: async (
    forum: Omit<Forum, 'forum' | 'audience' | 'latest' | 'terms' | 'withdrawn' | 'recordsOf' | 'revision'>,
  ): Promise<void> => {
    await insert(Forums, viewer, [{ ...forum, forum: forum._id, audience: 'forum' }])
  },
  edit: async (_id: string, change: ForumDetails | ForumState): Promise<void> => {
    found(await Forums.findOneAndUpdate({ _id }, change, under(viewer, 'edit')).lean(), 'forum')
  },
  /** Changes details, as officer or administrator, if nobody else has since the revision that was shown. */
  revise: async (
    _id: string,
    as: 'edit' | 'administer',
    revision: number,
    change: ForumDetails | Pick<Forum, 'parent'>,
  ): Promise<boolean> => {
    const update = { $set: change, $inc: { revision: 1 } }
    return (await Forums.findOneAndUpdate({ _id, revision }, update, under(viewer, as)).lean()) !== null
  },
  /** The forums whose records this organisation owns. */
  recordsOf: async (organisation: string): Promise<Pick<Forum, '_id' | 'name'>[]> =>
    Forums.find({ recordsOf: organisation }, { name: 1 }, under(viewer, 'read'))
      .sort({ name: 1 })
      .lean<Pick<Forum, '_id' | 'name'>[]>(),
  /** Lets another organisation own the records of whichever forums this one did. */
  changeRecordsOf: async (from: string, into: string): Promise<void> => {
    const update = { $set: { recordsOf: into }, $inc: { revision: 1 } }
    await Forums.updateMany({ recordsOf: from }, update, under(viewer, 'administer'))
  },
  /** A side withdraws, or returns; false when it had already. */
  withdraw: async (_id: string, side: Side): Promise<boolean> =>
    (
      await Forums.updateOne(
        { _id, withdrawn: { $ne: side } },
        { $addToSet: { withdrawn: side } },
        under(viewer, 'edit'),
      )
    ).modifiedCount === 1,
  comeBack: async (_id: string, side: Side): Promise<boolean> =>
    (await Forums.updateOne({ _id, withdrawn: side }, { $pull: { withdrawn: side } }, under(viewer, 'edit')))
      .modifiedCount === 1,
})
