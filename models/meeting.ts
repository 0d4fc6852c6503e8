import type { RuleStatus, Viewer } from '../server/policy/terms.ts'
import { ruleStatuses } from '../server/policy/terms.ts'
import { found, insert, scopedModel, under } from './scoped.ts'

export const meetingStates = ['planned', 'called', 'held', 'adjourned', 'closed', 'cancelled'] as const
export type MeetingState = (typeof meetingStates)[number]

/** One meeting of a forum: core, or local to an area. Its agenda items, papers and minutes are records of their own. */
export type Meeting = {
  readonly _id: string
  readonly forum: string
  /** The forum's name when the meeting was called. */
  readonly forumName: string
  readonly audience: 'forum'
  /** The meeting's own id again, so that the policy reads it like its items and papers. */
  readonly meeting: string
  readonly kind: 'core' | 'local'
  /** The area of a local meeting. */
  readonly area: string | null
  readonly state: MeetingState
  /** Day (YYYY-MM-DD) and wall times in the United Kingdom. */
  readonly meetingDate: string
  readonly from: string
  readonly until: string
  readonly place: string
  /** A link to join from elsewhere, or empty. */
  readonly joiningLink: string
  readonly ruleStatus: RuleStatus
  /** Whether the agenda is published, and when and by which act's key. */
  readonly agendaPublishedAt: Date | null
  /** Why it was moved, adjourned or cancelled, and from which day. */
  readonly changes: readonly {
    readonly what: string
    readonly from: string
    readonly at: Date
    readonly reason: string
  }[]
  /** The meeting that this one resumes after an adjournment. */
  readonly resumes: string | null
  /** Yes or no, fixed at closing; null before. Others see this and no counts. */
  readonly quorate: boolean | null
  /** The item being taken, on the day. */
  readonly currentItem: string | null
  readonly currentItemSince: Date | null
  readonly startedAt: Date | null
  readonly closedAt: Date | null
  readonly attendanceConfirmedAt: Date | null
  /** Counts edits, so that a stale form is noticed. */
  readonly revision: number
}

const Meetings = scopedModel<Meeting>('Meeting', 'meeting', {
  forum: { type: String, required: true, immutable: true },
  forumName: { type: String, required: true },
  audience: { type: String, enum: ['forum'], required: true, immutable: true },
  meeting: { type: String, required: true, immutable: true },
  kind: { type: String, enum: ['core', 'local'], required: true },
  area: { type: String, default: null },
  state: { type: String, enum: meetingStates, required: true },
  meetingDate: { type: String, required: true },
  from: { type: String, required: true },
  until: { type: String, required: true },
  place: { type: String, default: '' },
  joiningLink: { type: String, default: '' },
  ruleStatus: { type: String, enum: ruleStatuses, required: true },
  agendaPublishedAt: { type: Date, default: null },
  changes: [{ _id: false, what: String, from: String, at: Date, reason: String }],
  resumes: { type: String, default: null },
  quorate: { type: Boolean, default: null },
  currentItem: { type: String, default: null },
  currentItemSince: { type: Date, default: null },
  startedAt: { type: Date, default: null },
  closedAt: { type: Date, default: null },
  attendanceConfirmedAt: { type: Date, default: null },
  revision: { type: Number, default: 0 },
})

/** The meetings one viewer may touch. */
export const meetingsFor = (viewer: Viewer) => ({
  open: async (_id: string): Promise<Meeting> =>
    found(await Meetings.findOne({ _id }, null, under(viewer, 'read')).lean<Meeting>(), 'meeting'),
  /** A forum's meetings, latest first. */
  inForum: async (forum: string, limit = 100): Promise<Meeting[]> =>
    Meetings.find({ forum }, null, under(viewer, 'read')).sort({ meetingDate: -1 }).limit(limit).lean<Meeting[]>(),
  /** The next meeting of any of these forums from this day on, or null. */
  next: async (forums: readonly string[], day: string): Promise<Meeting | null> =>
    Meetings.findOne(
      { forum: { $in: forums }, meetingDate: { $gte: day }, state: { $in: ['planned', 'called', 'adjourned'] } },
      null,
      under(viewer, 'read'),
    )
      .sort({ meetingDate: 1 })
      .lean<Meeting>(),
  /** The meetings of any of these forums that are under way or to come, from this day on, soonest first. */
  upcoming: async (forums: readonly string[], day: string, limit = 100): Promise<Meeting[]> =>
    Meetings.find(
      { forum: { $in: forums }, meetingDate: { $gte: day }, state: { $in: ['planned', 'called', 'held'] } },
      null,
      under(viewer, 'read'),
    )
      .sort({ meetingDate: 1, from: 1 })
      .limit(limit)
      .lean<Meeting[]>(),
  create: async (meeting: Omit<Meeting, 'audience' | 'meeting'>): Promise<void> => {
    await insert(Meetings, viewer, [{ ...meeting, audience: 'forum', meeting: meeting._id }])
  },
  /**
   * Changes a meeting that is in one of these states, as one atomic update that also raises the revision.
   * Throws NotFound when it is not there, not for this viewer, or in another state.
   */
  change: async (
    _id: string,
    states: readonly MeetingState[],
    change: Partial<Omit<Meeting, '_id' | 'forum'>>,
  ): Promise<Meeting> =>
    found(
      await Meetings.findOneAndUpdate(
        { _id, state: { $in: states } },
        { $set: change, $inc: { revision: 1 } },
        { ...under(viewer, 'edit'), returnDocument: 'after' },
      ).lean<Meeting>(),
      'meeting',
    ),
})
