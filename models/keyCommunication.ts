import type { Key } from '../server/policy/keys.ts'
import type { Side, Viewer } from '../server/policy/terms.ts'
import { type Paged, paged } from './paged.ts'
import { found, insert, scopedModel, under } from './scoped.ts'

/** Who a key communication is for, once issued. */
export const keyCommunicationAudiences = ['public', 'partnership', 'forum'] as const
export type KeyCommunicationAudience = (typeof keyCommunicationAudiences)[number]

/** A wording kept although the check found it: approved by every key together with the text. */
export type KeptWording = { readonly text: string; readonly reason: string }

/** The agreed message of a meeting. Issued once; a correction is another one that names it. */
export type KeyCommunication = {
  readonly _id: string
  readonly forum: string
  readonly forumName: string
  readonly meeting: string | null
  readonly meetingDate: string | null
  readonly audience: KeyCommunicationAudience
  readonly state: 'draft' | 'approval' | 'issued'
  readonly title: string
  readonly text: string
  /** Sanitised HTML of the text, made when it was saved. */
  readonly html: string
  readonly kept: readonly KeptWording[]
  /** Of audience, title, text and kept wordings: what a key approves. */
  readonly hash: string
  readonly keys: readonly Key[]
  /** What each side saw when it last answered, so that it is shown the change only. */
  readonly seen: readonly { readonly side: Side; readonly text: string }[]
  readonly sentBack: { readonly side: Side; readonly name: string; readonly reason: string; readonly at: Date } | null
  /** Since when keys are asked for; reminders count hours from here. */
  readonly askedAt: Date | null
  /** Since when the clock stands still, because a side has withdrawn. */
  readonly pausedAt: Date | null
  /** The hours whose reminder has gone out. */
  readonly reminded: readonly number[]
  /** Since when it is shown as "Draft: not agreed by both sides". */
  readonly notAgreedSince: Date | null
  readonly issuedAt: Date | null
  /** The one that this corrects, and the one that corrected this. */
  readonly corrects: string | null
  readonly correctedBy: string | null
  readonly revision: number
}

const KeyCommunications = scopedModel<KeyCommunication>('KeyCommunication', 'keyCommunication', {
  forum: { type: String, required: true, immutable: true },
  forumName: { type: String, required: true },
  meeting: { type: String, default: null, immutable: true },
  meetingDate: { type: String, default: null },
  audience: { type: String, enum: keyCommunicationAudiences, required: true },
  state: { type: String, enum: ['draft', 'approval', 'issued'], required: true },
  title: { type: String, required: true },
  text: { type: String, required: true },
  html: { type: String, required: true },
  kept: [{ _id: false, text: String, reason: String }],
  hash: { type: String, required: true },
  keys: [{ _id: false, side: String, by: String, name: String, at: Date, hash: String }],
  seen: [{ _id: false, side: String, text: String }],
  sentBack: { type: { _id: false, side: String, name: String, reason: String, at: Date }, default: null },
  askedAt: { type: Date, default: null },
  pausedAt: { type: Date, default: null },
  reminded: [Number],
  notAgreedSince: { type: Date, default: null },
  issuedAt: { type: Date, default: null },
  corrects: { type: String, default: null, immutable: true },
  correctedBy: { type: String, default: null },
  revision: { type: Number, required: true },
})

export type Wording = Pick<KeyCommunication, 'audience' | 'title' | 'text' | 'html' | 'kept' | 'hash'>

/** The clock of one that waits for keys. */
export type AskedClock = Pick<KeyCommunication, 'askedAt' | 'pausedAt' | 'reminded' | 'notAgreedSince'>

/** The clock from its beginning; with null, of one that nobody is asked for. */
export const clockFrom = (askedAt: Date | null): AskedClock => ({
  askedAt,
  pausedAt: null,
  reminded: [],
  notAgreedSince: null,
})

/** Lists show no text. */
const inLists = { text: 0, html: 0, seen: 0 } as const

const issuedToAll = (forum: string | undefined) => ({
  state: 'issued' as const,
  audience: 'public' as const,
  ...(forum === undefined ? {} : { forum }),
})

/** The key communications one viewer may touch. */
export const keyCommunicationsFor = (viewer: Viewer) => ({
  open: async (_id: string): Promise<KeyCommunication> =>
    found(
      await KeyCommunications.findOne({ _id }, null, under(viewer, 'read')).lean<KeyCommunication>(),
      'keyCommunication',
    ),
  /** A page of a forum's, those that are not issued first, and then the newest first. */
  page: async (forum: string, number: number): Promise<Paged<KeyCommunication>> =>
    paged(KeyCommunications, viewer, {
      filter: { forum },
      sort: { state: 1, issuedAt: -1 },
      size: 25,
      number,
      fields: inLists,
    }),
  /** A page of what is issued and open to everybody, newest first; of one forum, or of all. */
  issuedPage: async (forum: string | undefined, number: number): Promise<Paged<KeyCommunication>> =>
    paged(KeyCommunications, viewer, {
      filter: issuedToAll(forum),
      sort: { issuedAt: -1 },
      size: 25,
      number,
      fields: inLists,
    }),
  /** What is issued and open to everybody, newest first, with its HTML: for the feed. */
  issued: async (forum: string | undefined, limit: number): Promise<KeyCommunication[]> =>
    KeyCommunications.find(issuedToAll(forum), { text: 0, seen: 0, kept: 0, keys: 0 }, under(viewer, 'read'))
      .sort({ issuedAt: -1 })
      .limit(limit)
      .lean<KeyCommunication[]>(),
  /** Those of one meeting, without their texts. */
  ofMeeting: async (forum: string, meeting: string): Promise<KeyCommunication[]> =>
    KeyCommunications.find({ forum, meeting }, inLists, under(viewer, 'read')).lean<KeyCommunication[]>(),
  /** All that wait for keys, without their texts. For the service `reminders`. */
  waiting: async (): Promise<KeyCommunication[]> =>
    KeyCommunications.find({ state: 'approval' }, inLists, under(viewer, 'read'))
      .sort({ _id: 1 })
      .lean<KeyCommunication[]>(),
  /**
   * Notes that these steps of its clock were taken, with what else changes: false when another process was first. For
   * the service `reminders`.
   */
  remind: async (
    { _id, askedAt, pausedAt }: Pick<KeyCommunication, '_id' | 'askedAt' | 'pausedAt'>,
    steps: readonly number[],
    change: Partial<AskedClock>,
  ): Promise<boolean> =>
    (
      await KeyCommunications.updateOne(
        { _id, state: 'approval', askedAt, pausedAt, reminded: { $nin: steps } },
        { $set: change, $push: { reminded: { $each: steps } } },
        under(viewer, 'edit'),
      )
    ).modifiedCount === 1,
  create: async (record: KeyCommunication): Promise<void> => insert(KeyCommunications, viewer, [record]),
  /** Saves a wording over the revision that was shown; null when somebody else saved first or it is issued. */
  save: async (
    _id: string,
    revision: number,
    wording: Partial<Wording> & Partial<AskedClock> & Partial<Pick<KeyCommunication, 'state' | 'sentBack'>>,
  ): Promise<KeyCommunication | null> =>
    KeyCommunications.findOneAndUpdate(
      { _id, revision, state: { $ne: 'issued' } },
      { $set: wording, $inc: { revision: 1 } },
      { ...under(viewer, 'edit'), returnDocument: 'after' },
    ).lean<KeyCommunication>(),
  /** Adds a key to the version it approves; null when the version has changed or the side has given. */
  giveKey: async (_id: string, key: Key, seen: string): Promise<KeyCommunication | null> =>
    KeyCommunications.findOneAndUpdate(
      { _id, hash: key.hash, state: 'approval', keys: { $not: { $elemMatch: { hash: key.hash, by: key.by } } } },
      { $push: { keys: key, seen: { side: key.side, text: seen } } },
      { ...under(viewer, 'giveKey'), returnDocument: 'after' },
    ).lean<KeyCommunication>(),
  /** Back to the draft, with the reason of a key holder. */
  sendBack: async (
    _id: string,
    hash: string,
    sentBack: NonNullable<KeyCommunication['sentBack']>,
    seen: string,
  ): Promise<KeyCommunication | null> =>
    KeyCommunications.findOneAndUpdate(
      { _id, hash, state: 'approval' },
      {
        $set: { ...clockFrom(null), state: 'draft', sentBack, keys: [] },
        $push: { seen: { side: sentBack.side, text: seen } },
      },
      { ...under(viewer, 'giveKey'), returnDocument: 'after' },
    ).lean<KeyCommunication>(),
  /** Issues the version that every key approved; null when it has changed or is issued already. */
  issue: async (_id: string, hash: string, now: Date): Promise<KeyCommunication | null> =>
    KeyCommunications.findOneAndUpdate(
      { _id, hash, state: 'approval' },
      { $set: { ...clockFrom(null), state: 'issued', issuedAt: now, seen: [] } },
      { ...under(viewer, 'publish'), returnDocument: 'after' },
    ).lean<KeyCommunication>(),
  /** Notes on an issued one that another corrects it. */
  corrected: async (_id: string, by: string): Promise<void> => {
    await KeyCommunications.updateOne(
      { _id, correctedBy: null },
      { $set: { correctedBy: by } },
      under(viewer, 'publish'),
    )
  },
})
