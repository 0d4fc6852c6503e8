import type { Present } from '../server/policy/quorum.ts'
import { type Role, type Side, type Viewer, roles, sides } from '../server/policy/terms.ts'
import { found, insert, scopedModel, under } from './scoped.ts'

export const answers = ['none', 'coming', 'apologies', 'deputy'] as const
export type Answer = (typeof answers)[number]
export const presences = ['expected', 'present', 'left', 'absent'] as const
export type Presence = (typeof presences)[number]

/** One person's place at one meeting: the answer to the invitation, and whether they came. */
export type Attendance = {
  readonly _id: string
  readonly forum: string
  readonly audience: 'meeting'
  /** The meeting's room, so that only those who were in it, and the officers, see who was. */
  readonly meeting: string
  /** The meeting. */
  readonly of: string
  readonly meetingDate: string
  /** The person, who may see and answer this. */
  readonly owner: string
  readonly seat: string
  readonly name: string
  readonly organisationName: string
  readonly role: Role
  readonly side: Side
  readonly standsInFor: string | null
  readonly answer: Answer
  /** `expected` until the meeting; `present` and `left` on the day; `absent` when the secretary has confirmed it. */
  readonly state: Presence
  readonly arrivedAt: Date | null
  readonly leftAt: Date | null
  /** Papers of the meeting were sent while this person was admitted to it: they may be kept. */
  readonly holdsPapers: boolean
}

const Attendances = scopedModel<Attendance>('Attendance', 'attendance', {
  forum: { type: String, required: true, immutable: true },
  audience: { type: String, enum: ['meeting'], required: true, immutable: true },
  meeting: { type: String, required: true, immutable: true },
  of: { type: String, required: true, immutable: true },
  meetingDate: { type: String, required: true },
  owner: { type: String, required: true, immutable: true },
  seat: { type: String, required: true, immutable: true },
  name: { type: String, required: true },
  organisationName: { type: String, required: true },
  role: { type: String, enum: roles, required: true },
  side: { type: String, enum: sides, required: true },
  standsInFor: { type: String, default: null },
  answer: { type: String, enum: answers, default: 'none' },
  state: { type: String, enum: presences, default: 'expected' },
  arrivedAt: { type: Date, default: null },
  leftAt: { type: Date, default: null },
  holdsPapers: { type: Boolean, default: false },
})

/** A place to be made: everybody begins expected, without an answer. */
export type NewAttendance = Omit<Attendance, 'audience' | Optional> & Partial<Pick<Attendance, Optional>>
type Optional = 'answer' | 'state' | 'arrivedAt' | 'leftAt' | 'holdsPapers'

/** What an act may change of a place at a meeting. */
export type AttendanceChange = Partial<
  Pick<Attendance, 'answer' | 'state' | 'arrivedAt' | 'leftAt' | 'holdsPapers' | 'meetingDate'>
>

/** Someone in the room, as the quorum counts them. */
export const asPresent = ({ owner, seat, role, side, standsInFor }: Attendance): Present => ({
  person: owner,
  seat,
  role,
  side,
  standsInFor,
})

/** The attendance that one viewer may touch. */
export const attendanceFor = (viewer: Viewer) => ({
  open: async (_id: string): Promise<Attendance> =>
    found(await Attendances.findOne({ _id }, null, under(viewer, 'read')).lean<Attendance>(), 'attendance'),
  /** Everyone's place at a meeting, as far as the viewer may know: by side and name. */
  atMeeting: async (of: string): Promise<Attendance[]> =>
    Attendances.find({ of }, null, under(viewer, 'read')).sort({ side: 1, _id: 1 }).lean<Attendance[]>(),
  /** A person's own place at a meeting; null for somebody who has none. */
  ofPerson: async (of: string, owner: string): Promise<Attendance | null> =>
    Attendances.findOne({ of, owner }, null, under(viewer, 'read')).lean<Attendance>(),
  create: async (records: readonly NewAttendance[]): Promise<void> => {
    const whole = records.map((record) => ({ ...record, audience: 'meeting' }))
    if (whole.length > 0) await insert(Attendances, viewer, whole)
  },
  /** Changes one place that is in one of these states; false when it is in another. */
  change: async (_id: string, states: readonly Presence[], change: AttendanceChange): Promise<boolean> =>
    (await Attendances.updateOne({ _id, state: { $in: states } }, { $set: change }, under(viewer, 'edit')))
      .matchedCount === 1,
  /** Changes every place at a meeting, or those of these people. */
  changeAll: async (of: string, change: AttendanceChange, owners?: readonly string[]): Promise<void> => {
    const whose = owners === undefined ? {} : { owner: { $in: owners } }
    await Attendances.updateMany({ of, ...whose }, { $set: change }, under(viewer, 'edit'))
  },
})
