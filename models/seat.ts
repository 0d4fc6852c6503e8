import { type Office, type Role, type Side, type Viewer, offices, roles, sides } from '../server/policy/terms.ts'
import { found, insert, scopedModel, under } from './scoped.ts'

/** One person's dated place in one forum; or, with `office`, an office of the installation. */
export type SeatRecord = {
  readonly _id: string
  /** The forum's id; `installation` for an office. */
  readonly forum: string
  readonly forumName: string
  readonly audience: 'forum' | 'installation'
  readonly person: string
  /** The person's id again: the owner of this record. */
  readonly owner: string
  readonly name: string
  readonly jobTitle: string
  readonly role: Role
  readonly office: Office | null
  readonly side: Side
  /** The organisation represented, which need not be the one this person signs in through. */
  readonly organisation: string
  readonly organisationName: string
  /** Forums one step up or down the tree, kept by the act that nests forums. */
  readonly neighbours: readonly string[]
  /** Meetings this person is admitted to. */
  readonly meetings: readonly string[]
  /** Days as YYYY-MM-DD; `until` is the last day, null while it lasts. */
  readonly from: string
  readonly until: string | null
  readonly historyFrom: string
  /** The side named this person to give its key when the chair cannot. */
  readonly holdsKey: boolean
  /** For a deputy: the seat this person stands in for. */
  readonly standsInFor: string | null
  /** The version of the terms this member has acknowledged. */
  readonly acknowledged: string | null
}

const Seats = scopedModel<SeatRecord>('Seat', 'seat', {
  forum: { type: String, required: true, immutable: true },
  forumName: { type: String, required: true },
  audience: { type: String, enum: ['forum', 'installation'], required: true, immutable: true },
  person: { type: String, required: true, immutable: true },
  owner: { type: String, required: true, immutable: true },
  name: { type: String, required: true },
  jobTitle: { type: String, default: '' },
  role: { type: String, enum: roles, required: true },
  office: { type: String, enum: [...offices, null], default: null },
  side: { type: String, enum: sides, required: true },
  organisation: { type: String, required: true },
  organisationName: { type: String, required: true },
  neighbours: [String],
  meetings: [String],
  from: { type: String, required: true },
  until: { type: String, default: null },
  historyFrom: { type: String, required: true },
  holdsKey: { type: Boolean, default: false },
  standsInFor: { type: String, default: null },
  acknowledged: { type: String, default: null },
})

const onDay = (day: string) => ({ from: { $lte: day }, $or: [{ until: null }, { until: { $gte: day } }] })

/** What an act may change on seats. */
export type SeatChange = Partial<Omit<SeatRecord, '_id' | 'forum' | 'person' | 'owner' | 'audience' | 'meetings'>>

/** The seats one viewer may touch. */
export const seatsFor = (viewer: Viewer) => ({
  open: async (_id: string): Promise<SeatRecord> =>
    found(await Seats.findOne({ _id }, null, under(viewer, 'read')).lean<SeatRecord>(), 'seat'),
  /** Every seat and office that this person holds on the day (YYYY-MM-DD). */
  heldBy: async (person: string, day: string): Promise<SeatRecord[]> =>
    Seats.find({ person, ...onDay(day) }, null, under(viewer, 'read')).lean<SeatRecord[]>(),
  /** The seats of a forum on the day, by side, role and name. */
  inForum: async (forum: string, day: string): Promise<SeatRecord[]> =>
    Seats.find({ forum, ...onDay(day) }, null, under(viewer, 'read'))
      .sort({ side: 1, name: 1 })
      .lean<SeatRecord[]>(),
  /** Every seat a forum has had, latest first. */
  history: async (forum: string): Promise<SeatRecord[]> =>
    Seats.find({ forum }, null, under(viewer, 'read')).sort({ from: -1, name: 1 }).lean<SeatRecord[]>(),
  create: async (
    records: readonly (Omit<SeatRecord, 'owner' | 'audience'> & { audience?: SeatRecord['audience'] })[],
  ) => {
    const whole = records.map((seat) => ({ audience: 'forum', ...seat, owner: seat.person }))
    await insert(Seats, viewer, whole)
  },
  /** Changes a seat of the viewer's own side (or, for an administrator, any). */
  appoint: async (_id: string, change: SeatChange): Promise<void> => {
    found(await Seats.findOneAndUpdate({ _id }, change, under(viewer, 'appoint')).lean(), 'seat')
  },
  /** What a member changes on the own seat: the acknowledgement of terms. */
  acknowledge: async (_id: string, terms: string): Promise<void> => {
    found(await Seats.findOneAndUpdate({ _id }, { acknowledged: terms }, under(viewer, 'edit')).lean(), 'seat')
  },
  /** Admits these seats to a meeting, or ends the admission. Only the service `quorum` may. */
  admit: async (seats: readonly string[], meeting: string): Promise<void> => {
    await Seats.updateMany({ _id: { $in: seats } }, { $addToSet: { meetings: meeting } }, under(viewer, 'edit'))
  },
  dismiss: async (seats: readonly string[], meeting: string): Promise<void> => {
    await Seats.updateMany({ _id: { $in: seats } }, { $pull: { meetings: meeting } }, under(viewer, 'edit'))
  },
})
