import type { Key } from '../server/policy/keys.ts'
import type { Needed } from '../server/policy/quorum.ts'
import { type RuleStatus, type Viewer, ruleStatuses, sides } from '../server/policy/terms.ts'
import { newId } from '../server/ids.ts'
import { type Paged, paged } from './paged.ts'
import { type Question, found, insert, question, scopedModel, under } from './scoped.ts'

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
  /** The area of a local meeting, and its name when the meeting was planned. */
  readonly area: string | null
  readonly areaName: string
  readonly state: MeetingState
  /** Day (YYYY-MM-DD) and wall times in the United Kingdom. */
  readonly meetingDate: string
  readonly from: string
  readonly until: string
  readonly place: string
  /** A link to join from elsewhere, or empty. */
  readonly joiningLink: string
  readonly ruleStatus: RuleStatus
  /** When the agenda was published; null before. */
  readonly agendaPublishedAt: Date | null
  /** Counts changes of the agenda, so that two of them never meet. */
  readonly agendaRevision: number
  /** What happened to it, in order, and why. */
  readonly changes: readonly MeetingChange[]
  /** The meeting that this one resumes after an adjournment, and the one that resumes this. */
  readonly resumes: string | null
  readonly resumedBy: string | null
  /**
   * Stands for who has been in the room. Records of attendance carry it as their meeting, and everyone who arrives is
   * admitted to it: so who was present is for those who were, and the officers.
   */
  readonly room: string
  /** What each side needs for a quorum, and after how many minutes without one: fixed when the meeting starts. */
  readonly needed: readonly Needed[]
  readonly inquorateAfterMinutes: number
  /** The quorum since when: of the first; of its lack now; of being inquorate. Yes or no, and no counts. */
  readonly quorateAt: Date | null
  readonly lackingSince: Date | null
  readonly inquorateAt: Date | null
  /** Keys given to calling it or publishing its agenda, where the terms ask every side for one. */
  readonly keys: readonly Key[]
  /** A rule status to be tightened while the meeting is under way: `item` null for all that is left. */
  readonly tightening: Tightening | null
  /** The question whether the rule may be loosened, open or closed; who answered what stands elsewhere. */
  readonly loosening: Loosening | null
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

export const meetingChanges = [
  'shortNotice',
  'outOfTurn',
  'moved',
  'adjourned',
  'cancelled',
  'tightened',
  'loosened',
] as const
/** `from` is the day that it was on before. */
export type MeetingChange = {
  readonly what: (typeof meetingChanges)[number]
  readonly from: string
  readonly at: Date
  readonly reason: string
}

export type Tightening = { readonly item: string | null; readonly keys: readonly Key[] }

export const looseningStates = ['keys', 'consents', 'agreed', 'notAgreed'] as const

/** First every key, then every participant. */
export type Loosening = {
  readonly id: string
  /** The item, null for the whole meeting. */
  readonly item: string | null
  readonly state: (typeof looseningStates)[number]
  /** Asked before it began: of everybody invited. Otherwise of everybody who was there. */
  readonly before: boolean
  /** The last day for an answer, YYYY-MM-DD. */
  readonly dueOn: string
  readonly keys: readonly Key[]
}

const key = { _id: false, side: { type: String, enum: sides }, by: String, name: String, at: Date, hash: String }

const Meetings = scopedModel<Meeting>('Meeting', 'meeting', {
  forum: { type: String, required: true, immutable: true },
  forumName: { type: String, required: true },
  audience: { type: String, enum: ['forum'], required: true, immutable: true },
  meeting: { type: String, required: true, immutable: true },
  kind: { type: String, enum: ['core', 'local'], required: true },
  area: { type: String, default: null },
  areaName: { type: String, default: '' },
  state: { type: String, enum: meetingStates, required: true },
  meetingDate: { type: String, required: true },
  from: { type: String, required: true },
  until: { type: String, required: true },
  place: { type: String, default: '' },
  joiningLink: { type: String, default: '' },
  ruleStatus: { type: String, enum: ruleStatuses, required: true },
  agendaPublishedAt: { type: Date, default: null },
  agendaRevision: { type: Number, default: 0 },
  changes: [{ _id: false, what: { type: String, enum: meetingChanges }, from: String, at: Date, reason: String }],
  resumes: { type: String, default: null },
  resumedBy: { type: String, default: null },
  room: { type: String, required: true, immutable: true },
  needed: [{ _id: false, side: { type: String, default: null }, seats: Number, needed: Number }],
  inquorateAfterMinutes: { type: Number, default: 30 },
  quorateAt: { type: Date, default: null },
  lackingSince: { type: Date, default: null },
  inquorateAt: { type: Date, default: null },
  keys: [key],
  tightening: { type: { _id: false, item: { type: String, default: null }, keys: [key] }, default: null },
  loosening: {
    type: {
      _id: false,
      id: String,
      item: { type: String, default: null },
      state: { type: String, enum: looseningStates },
      before: Boolean,
      dueOn: String,
      keys: [key],
    },
    default: null,
  },
  quorate: { type: Boolean, default: null },
  currentItem: { type: String, default: null },
  currentItemSince: { type: Date, default: null },
  startedAt: { type: Date, default: null },
  closedAt: { type: Date, default: null },
  attendanceConfirmedAt: { type: Date, default: null },
  revision: { type: Number, default: 0 },
})

/** A meeting to be made: what it says by default may be left out. */
export type NewMeeting = Pick<Meeting, Given> & Partial<Omit<Meeting, Given | 'audience' | 'meeting'>>
type Given = '_id' | 'forum' | 'forumName' | 'kind' | 'state' | 'meetingDate' | 'from' | 'until' | 'ruleStatus'

/** Meetings under way, and those planned or called from this day on. */
const toCome = (day: string) => ({
  $or: [{ state: 'held' as const }, { state: { $in: ['planned', 'called'] as const }, meetingDate: { $gte: day } }],
})

const whole = Object.fromEntries(Object.keys(Meetings.schema.paths).map((path) => [path, 1]))

/** The meetings one viewer may touch. */
export const meetingsFor = (viewer: Viewer) => ({
  /** The same as `open`, to be asked together with others. */
  opening: (_id: string): Question<Meeting> =>
    question(Meetings, viewer, { filter: { _id }, shown: whole, read: ([meeting]) => found(meeting, 'meeting') }),
  open: async (_id: string): Promise<Meeting> =>
    found(await Meetings.findOne({ _id }, null, under(viewer, 'read')).lean<Meeting>(), 'meeting'),
  /** A forum's meetings, latest first. */
  inForum: async (forum: string, limit = 100): Promise<Meeting[]> =>
    Meetings.find({ forum }, null, under(viewer, 'read')).sort({ meetingDate: -1 }).limit(limit).lean<Meeting[]>(),
  /** A forum's meetings under way or to come, from this day on, soonest first; cancelled ones are past. */
  coming: async (forum: string, day: string, limit: number): Promise<Meeting[]> =>
    Meetings.find({ forum, ...toCome(day) }, null, under(viewer, 'read'))
      .sort({ meetingDate: 1, from: 1 })
      .limit(limit)
      .lean<Meeting[]>(),
  /** A page of a forum's other meetings, latest first. */
  past: async (forum: string, day: string, number: number): Promise<Paged<Meeting>> =>
    paged(Meetings, viewer, { filter: { forum, $nor: [toCome(day)] }, sort: { meetingDate: -1 }, size: 20, number }),
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
  /** The meetings with a question whether the rule may be loosened that waits for participants. */
  askingConsent: async (): Promise<Meeting[]> =>
    Meetings.find({ 'loosening.state': 'consents' }, null, under(viewer, 'read')).lean<Meeting[]>(),
  /** Whether the viewer can read a meeting of this id that resumes that one. */
  exists: async (_id: string, resumes: string): Promise<boolean> =>
    (await Meetings.findOne({ _id, resumes }, { _id: 1 }, under(viewer, 'read')).lean()) !== null,
  create: async (meeting: NewMeeting): Promise<void> => {
    const room = meeting.room ?? newId()
    await insert(Meetings, viewer, [{ ...meeting, room, audience: 'forum', meeting: meeting._id }])
  },
  /**
   * Changes a meeting that is in one of these states, as one atomic update that also raises the revision.
   * @param happened what to add to the list of what happened to it
   * @param action `publish` for what a chair alone may do
   * Throws NotFound when it is not there, not for this viewer, or in another state.
   */
  change: async (
    _id: string,
    states: readonly MeetingState[],
    change: Partial<Omit<Meeting, '_id' | 'forum' | 'changes'>>,
    happened: readonly MeetingChange[] = [],
    action: 'edit' | 'publish' | 'run' | 'giveKey' = 'edit',
  ): Promise<Meeting> =>
    found(
      await Meetings.findOneAndUpdate(
        { _id, state: { $in: states } },
        { $set: change, $inc: { revision: 1 }, $push: { changes: { $each: happened } } },
        { ...under(viewer, action), returnDocument: 'after' },
      ).lean<Meeting>(),
      'meeting',
    ),
  /** Notes that the agenda changes. Two officers who change it at once come one after the other. */
  arrange: async (_id: string): Promise<Meeting> =>
    found(
      await Meetings.findOneAndUpdate(
        { _id },
        { $inc: { agendaRevision: 1 } },
        { ...under(viewer, 'edit'), returnDocument: 'after' },
      ).lean<Meeting>(),
      'meeting',
    ),
})
