import { type Role, type Side, type Viewer, roles, sides } from '../server/policy/terms.ts'
import { found, insert, scopedModel, under } from './scoped.ts'

/**
 * Somebody to be seated once the chair of the side has confirmed it: prepared by a secretary of that side, or a member
 * who leaves another side for this one. A chair's own invitations are seats at once.
 */
export type Invitation = {
  /** Also the id of the seat that confirming it makes. */
  readonly _id: string
  readonly forum: string
  readonly audience: 'forum'
  readonly side: Side
  readonly state: 'prepared' | 'confirmed' | 'declined'
  readonly name: string
  /** Empty for somebody who moves here from another side. */
  readonly email: string
  /** The person, where known: somebody who moves here from another side. */
  readonly person: string | null
  readonly jobTitle: string
  readonly role: Role
  /** The organisation to be represented. */
  readonly organisation: string
  readonly organisationName: string
  /** The organisation whose sign-in the person uses; empty to find it from the e-mail address. */
  readonly signsInThrough: string
  /** First day of the seat, YYYY-MM-DD; a day that has passed becomes the day of confirmation. */
  readonly from: string
  readonly preparedBy: string
  readonly preparedAt: Date
}

const Invitations = scopedModel<Invitation>('Invitation', 'invitation', {
  forum: { type: String, required: true, immutable: true },
  audience: { type: String, enum: ['forum'], required: true, immutable: true },
  side: { type: String, enum: sides, required: true, immutable: true },
  state: { type: String, enum: ['prepared', 'confirmed', 'declined'], required: true },
  name: { type: String, required: true },
  email: { type: String, lowercase: true, trim: true, default: '' },
  person: { type: String, default: null },
  jobTitle: { type: String, default: '' },
  role: { type: String, enum: roles, required: true },
  organisation: { type: String, required: true },
  organisationName: { type: String, required: true },
  signsInThrough: { type: String, default: '' },
  from: { type: String, required: true },
  preparedBy: { type: String, required: true, immutable: true },
  preparedAt: { type: Date, required: true, immutable: true },
})

/** The prepared invitations one viewer may touch: those of the own side, for its officers. */
export const invitationsFor = (viewer: Viewer) => ({
  /** What waits for the chair of a side, oldest first. */
  waiting: async (forum: string, side: Side): Promise<Invitation[]> =>
    Invitations.find({ forum, side, state: 'prepared' }, null, under(viewer, 'read'))
      .sort({ preparedAt: 1 })
      .lean<Invitation[]>(),
  /** Whether the viewer can read an invitation of this id to one of these sides, whatever has become of it. */
  exists: async (_id: string, forum: string, of: readonly Side[]): Promise<boolean> =>
    (await Invitations.findOne({ _id, forum, side: { $in: of } }, { _id: 1 }, under(viewer, 'read')).lean()) !== null,
  /** Whether the viewer can read all of these invitations to a side, and each was answered like this. */
  wereAnswered: async (
    ids: readonly string[],
    as: 'confirmed' | 'declined',
    to: Pick<Invitation, 'forum' | 'side'>,
  ): Promise<boolean> => {
    const read = await Invitations.find({ _id: { $in: ids }, ...to }, null, under(viewer, 'read')).lean<Invitation[]>()
    return read.length === new Set(ids).size && read.every(({ state }) => state === as)
  },
  /** Lets invitations that wait name another organisation, which the one they named became part of. */
  follow: async (from: string, into: { _id: string; name: string }): Promise<void> => {
    const scope = under(viewer, 'edit')
    const represents = { organisation: into._id, organisationName: into.name }
    await Invitations.updateMany({ organisation: from, state: 'prepared' }, represents, scope)
    await Invitations.updateMany({ signsInThrough: from, state: 'prepared' }, { signsInThrough: into._id }, scope)
  },
  create: async (records: readonly Omit<Invitation, 'audience' | 'state'>[]): Promise<void> => {
    await insert(
      Invitations,
      viewer,
      records.map((record) => ({ ...record, audience: 'forum', state: 'prepared' })),
    )
  },
  /**
   * Confirms or declines one to this side of this forum that still waits, as one atomic change. NotFound when it does
   * not, is another's, or is not the viewer's.
   */
  answer: async (
    _id: string,
    state: 'confirmed' | 'declined',
    to: Pick<Invitation, 'forum' | 'side'>,
  ): Promise<Invitation> =>
    found(
      await Invitations.findOneAndUpdate(
        { _id, ...to, state: 'prepared' },
        { state },
        under(viewer, 'edit'),
      ).lean<Invitation>(),
      'invitation',
    ),
})
