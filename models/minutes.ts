import type { Key } from '../server/policy/keys.ts'
import type { Audience, Side, Viewer } from '../server/policy/terms.ts'
import { found, insert, scopedModel, under } from './scoped.ts'

export const minutesStates = ['draft', 'review', 'circulated', 'confirmed'] as const
export type MinutesState = (typeof minutesStates)[number]

/** Which version of every part an approver saw when they last answered, so that they are shown the change only. */
export type Seen = {
  readonly by: string
  readonly versions: readonly { readonly part: string; readonly version: number }[]
}

/** The meeting at which something was settled. */
export type SettledAt = { readonly meeting: string; readonly meetingDate: string }

/** The minutes of one meeting: their state and their keys. What they say stands in their parts. */
export type Minutes = {
  readonly _id: string
  readonly forum: string
  readonly forumName: string
  readonly audience: Audience
  readonly meeting: string
  readonly meetingDate: string
  readonly state: MinutesState
  /** Whether the meeting was quorate, copied when the minutes are circulated; null before. */
  readonly quorate: boolean | null
  /** The version that keys are given to: a hash over every part and the nonce. Empty in a draft. */
  readonly hash: string
  /** Random, anew for every version, so that an old version's hash cannot be tried against guessed words. */
  readonly nonce: string
  readonly keys: readonly Key[]
  /** Whose keys were asked for; the terms in force decide when one is given. */
  readonly asked: { readonly sides: readonly Side[]; readonly chairs: number }
  readonly seen: readonly Seen[]
  readonly sentBack: { readonly side: Side; readonly name: string; readonly at: Date; readonly reason: string } | null
  /** The day (YYYY-MM-DD) on which keys were asked for; reminders count working days from here. */
  readonly reviewSince: string | null
  /** The day since which the clock stands still, because a side has withdrawn. */
  readonly pausedOn: string | null
  /** The working days whose reminder has gone out. */
  readonly reminded: readonly number[]
  /** Since when it is shown as "Draft: not agreed by both sides". */
  readonly notAgreedSince: string | null
  readonly circulatedAt: Date | null
  readonly confirmedAt: SettledAt | null
}

const settledAt = { _id: false, meeting: String, meetingDate: String }

const AllMinutes = scopedModel<Minutes>('Minutes', 'minutes', {
  forum: { type: String, required: true, immutable: true },
  forumName: { type: String, required: true },
  audience: { type: String, enum: ['forum', 'meeting'], required: true },
  meeting: { type: String, required: true, immutable: true },
  meetingDate: { type: String, required: true },
  state: { type: String, enum: minutesStates, required: true },
  quorate: { type: Boolean, default: null },
  hash: { type: String, default: '' },
  nonce: { type: String, default: '' },
  keys: [{ _id: false, side: String, by: String, name: String, at: Date, hash: String }],
  asked: { type: { _id: false, sides: [String], chairs: Number }, required: true },
  seen: [{ _id: false, by: String, versions: [{ _id: false, part: String, version: Number }] }],
  sentBack: { type: { _id: false, side: String, name: String, at: Date, reason: String }, default: null },
  reviewSince: { type: String, default: null },
  pausedOn: { type: String, default: null },
  reminded: [Number],
  notAgreedSince: { type: String, default: null },
  circulatedAt: { type: Date, default: null },
  confirmedAt: { type: settledAt, default: null },
})

/** What a change to minutes may write. */
export type MinutesChange = Partial<Omit<Minutes, '_id' | 'forum' | 'meeting' | 'audience'>>

/** Minutes that nobody has written to yet. */
export const newMinutes = (
  of: Pick<Minutes, '_id' | 'forum' | 'forumName' | 'meeting' | 'meetingDate' | 'audience'>,
): Minutes => ({
  ...of,
  state: 'draft',
  quorate: null,
  hash: '',
  nonce: '',
  keys: [],
  asked: { sides: [], chairs: 0 },
  seen: [],
  sentBack: null,
  reviewSince: null,
  pausedOn: null,
  reminded: [],
  notAgreedSince: null,
  circulatedAt: null,
  confirmedAt: null,
})

/** The minutes one viewer may touch. */
export const minutesFor = (viewer: Viewer) => ({
  /** The minutes of a meeting. Throws NotFound, whether absent or not for this viewer. */
  ofMeeting: async (meeting: string): Promise<Minutes> =>
    found(await AllMinutes.findOne({ meeting }, null, under(viewer, 'read')).lean<Minutes>(), 'minutes'),
  /** The same, or null. */
  find: async (meeting: string): Promise<Minutes | null> =>
    AllMinutes.findOne({ meeting }, null, under(viewer, 'read')).lean<Minutes>(),
  /** All minutes that wait for keys. For the service `reminders`. */
  inReview: async (): Promise<Minutes[]> =>
    AllMinutes.find({ state: 'review' }, null, under(viewer, 'read')).sort({ _id: 1 }).lean<Minutes[]>(),
  create: async (minutes: Minutes): Promise<void> => insert(AllMinutes, viewer, [minutes]),
  /**
   * Changes minutes that are in this state and, if given, at this version: one atomic update. Null when they are not,
   * or when the viewer may not.
   */
  change: async (
    _id: string,
    action: 'edit' | 'publish' | 'giveKey',
    from: { readonly state: MinutesState; readonly hash?: string },
    change: MinutesChange,
  ): Promise<Minutes | null> =>
    AllMinutes.findOneAndUpdate(
      { _id, ...from },
      { $set: change },
      { ...under(viewer, action), returnDocument: 'after' },
    ).lean<Minutes>(),
  /**
   * Notes that the reminders of these days went out, with what else changes: false when another process was first. For
   * the service `reminders`.
   */
  remind: async (_id: string, reviewSince: string, days: readonly number[], change: MinutesChange): Promise<boolean> =>
    (
      await AllMinutes.updateOne(
        { _id, state: 'review', reviewSince, reminded: { $nin: days } },
        { $set: { ...change, pausedOn: change.pausedOn ?? null }, $push: { reminded: { $each: days } } },
        under(viewer, 'edit'),
      )
    ).modifiedCount === 1,
  /** Follows a meeting that is moved to another day (YYYY-MM-DD). */
  move: async (meeting: string, meetingDate: string): Promise<void> => {
    await AllMinutes.updateOne({ meeting }, { $set: { meetingDate } }, under(viewer, 'edit'))
  },
})
