import type { Key } from '../server/policy/keys.ts'
import { sides, type Side, type Viewer } from '../server/policy/terms.ts'
import { versionHash } from '../server/policy/versionHash.ts'
import { found, insert, scopedModel, under } from './scoped.ts'

export const emergencyStates = ['asked', 'referred', 'granted', 'refused'] as const
export type EmergencyState = (typeof emergencyStates)[number]

/** What emergency access may be asked for: one record of one of these kinds, never what is one side's. */
export const emergencyKinds = ['item', 'paper', 'part'] as const
export type EmergencyKind = (typeof emergencyKinds)[number]

/** A chair's objection, which names the chair. */
export type Objection = {
  readonly side: Side
  readonly by: string
  readonly name: string
  readonly reason: string
  readonly at: Date
}

/** A records officer's request to see one record for a time, and what became of it. */
export type EmergencyAccess = {
  readonly _id: string
  readonly forum: string
  readonly forumName: string
  readonly audience: 'forum'
  /** The records officer. */
  readonly owner: string
  readonly ownerName: string
  readonly state: EmergencyState
  readonly kind: EmergencyKind
  /** The record's id, as the officer gave it: whether there is such a record, the request does not tell. */
  readonly record: string
  readonly reason: string
  /** How long it lasts once it is given. */
  readonly days: number
  readonly hash: string
  readonly keys: readonly Key[]
  readonly objections: readonly Objection[]
  readonly askedAt: Date
  /** The day (YYYY-MM-DD) on which it goes to the data-protection officer, unless it is settled before. */
  readonly referOn: string
  readonly decider: string | null
  readonly deciderName: string
  readonly decidedAt: Date | null
  readonly until: Date | null
}

const Requests = scopedModel<EmergencyAccess>('EmergencyAccess', 'emergencyAccess', {
  forum: { type: String, required: true, immutable: true },
  forumName: { type: String, required: true, immutable: true },
  audience: { type: String, enum: ['forum'], required: true, immutable: true },
  owner: { type: String, required: true, immutable: true },
  ownerName: { type: String, required: true, immutable: true },
  state: { type: String, enum: emergencyStates, required: true },
  kind: { type: String, enum: emergencyKinds, required: true, immutable: true },
  record: { type: String, required: true, immutable: true },
  reason: { type: String, required: true, immutable: true },
  days: { type: Number, required: true, min: 1, max: 30, immutable: true },
  hash: { type: String, required: true, immutable: true },
  keys: [{ _id: false, side: { type: String, enum: sides }, by: String, name: String, at: Date, hash: String }],
  objections: [{ _id: false, side: { type: String, enum: sides }, by: String, name: String, reason: String, at: Date }],
  askedAt: { type: Date, required: true, immutable: true },
  referOn: { type: String, required: true, immutable: true },
  decider: { type: String, default: null },
  deciderName: { type: String, default: '' },
  decidedAt: { type: Date, default: null },
  until: { type: Date, default: null },
})

/** What every key is given to: this record, for this reason and time, by this officer. */
export const emergencyHash = (
  asked: Pick<EmergencyAccess, 'forum' | 'owner' | 'kind' | 'record' | 'reason' | 'days'>,
) =>
  versionHash({
    forum: asked.forum,
    owner: asked.owner,
    kind: asked.kind,
    record: asked.record,
    reason: asked.reason,
    days: asked.days,
  })

/** What decides a request. */
export type EmergencyChange = Partial<
  Pick<EmergencyAccess, 'state' | 'decider' | 'deciderName' | 'decidedAt' | 'until'>
>

/** The requests for emergency access that one viewer may touch. */
export const emergencyAccessFor = (viewer: Viewer) => ({
  open: async (_id: string): Promise<EmergencyAccess> =>
    found(await Requests.findOne({ _id }, null, under(viewer, 'read')).lean<EmergencyAccess>(), 'emergencyAccess'),
  /** Those that the viewer may read, latest first. */
  list: async (): Promise<EmergencyAccess[]> =>
    Requests.find({}, null, under(viewer, 'read')).sort({ askedAt: -1 }).limit(100).lean<EmergencyAccess[]>(),
  /** Requests that have waited until this day or longer. */
  overdue: async (day: string): Promise<EmergencyAccess[]> =>
    Requests.find({ state: 'asked', referOn: { $lte: day } }, null, under(viewer, 'read')).lean<EmergencyAccess[]>(),
  create: async (request: EmergencyAccess): Promise<void> => insert(Requests, viewer, [request]),
  /** Adds a key, once from each person; NotFound when the request is settled or not the viewer's to approve. */
  giveKey: async (_id: string, key: Key): Promise<EmergencyAccess> =>
    found(
      await Requests.findOneAndUpdate(
        { _id, 'keys.by': { $ne: key.by } },
        { $push: { keys: key } },
        { ...under(viewer, 'giveKey'), returnDocument: 'after' },
      ).lean<EmergencyAccess>(),
      'emergencyAccess',
    ),
  object: async (_id: string, objection: Objection): Promise<void> => {
    found(
      await Requests.findOneAndUpdate({ _id }, { $push: { objections: objection } }, under(viewer, 'comment')).lean(),
      'emergencyAccess',
    )
  },
  /** Moves a request on from this state; NotFound when it is in another. */
  move: async (
    _id: string,
    from: EmergencyState,
    change: EmergencyChange,
    action: 'edit' | 'publish' = 'edit',
  ): Promise<EmergencyAccess> =>
    found(
      await Requests.findOneAndUpdate(
        { _id, state: from },
        { $set: change },
        { ...under(viewer, action), returnDocument: 'after' },
      ).lean<EmergencyAccess>(),
      'emergencyAccess',
    ),
})
