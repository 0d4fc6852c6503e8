import type { Key } from '../server/policy/keys.ts'
import { type Audience, type RuleStatus, type Viewer, ruleStatuses, sides } from '../server/policy/terms.ts'
import { versionHash } from '../server/policy/versionHash.ts'
import { agendaFor, forViewer } from './agendaItem.ts'
import { type Question, found, insert, question, scopedModel, under } from './scoped.ts'

export const purposes = ['information', 'discussion', 'decision', 'approval'] as const
export type Purpose = (typeof purposes)[number]
export const paperModes = ['enclosed', 'verbal', 'toFollow', 'none'] as const
export type PaperMode = (typeof paperModes)[number]
/** Who an item can be for; never one side. */
export const itemAudiences = [
  'public',
  'partnership',
  'forum',
  'meeting',
  'chairs',
] as const satisfies readonly Audience[]
export type ItemAudience = (typeof itemAudiences)[number]

/** What an item is for in the standard order; everything else is substantive. */
export const itemKinds = ['welcome', 'interests', 'minutes', 'substantive', 'otherBusiness', 'nextMeeting'] as const
export type ItemKind = (typeof itemKinds)[number]

/** A withdrawn item keeps its place and number, so that everybody still means the same item by it. */
export const itemStates = ['draft', 'published', 'withdrawn'] as const
export type ItemState = (typeof itemStates)[number]

/** One item of an agenda. Papers, minutes parts and actions copy its audience and rule status. */
export type Item = {
  readonly _id: string
  readonly forum: string
  readonly meeting: string
  readonly meetingDate: string
  readonly audience: ItemAudience
  readonly state: ItemState
  readonly ruleStatus: RuleStatus
  readonly kind: ItemKind
  /** Comes back at every meeting when the agenda is rolled forward. */
  readonly standing: boolean
  /** Position in the whole agenda, 1, 2, 3 …: the closed section follows the rest, items for the chairs come last. */
  readonly position: number
  /** In the closed section at the end, numbered C1, C2 … */
  readonly closed: boolean
  /** What everyone calls it: "5" or "C2". Fixed when the agenda is published, so that later items do not renumber. */
  readonly number: string
  readonly title: string
  /** Who leads it; shown in the room only, when the item is under the Rule. */
  readonly lead: string
  readonly purpose: Purpose
  readonly minutes: number
  readonly paperMode: PaperMode
  /** A late item: added after publication, shown when two keys are given. */
  readonly late: boolean
  readonly keys: readonly Key[]
  /** Of a late item: by when its keys are wanted; null without such a time. Afterwards it is shown as not agreed. */
  readonly dueAt: Date | null
  /** People who stepped out of it: its papers and minutes are hidden from them. */
  readonly steppedOut: readonly string[]
  /** On the day: when it was last taken, when it was finished, and whether the meeting was quorate for it. */
  readonly takenAt: Date | null
  readonly finishedAt: Date | null
  /**
   * As long as the item is being taken, the state now; fixed when it is finished. Null until it is taken, and for
   * everybody but the chairs and secretaries.
   */
  readonly quorate: boolean | null
  /** The item of an earlier meeting that it brings back, and whether that meeting was adjourned over it. */
  readonly rolledFrom: string | null
  readonly resumes: boolean
  /** Counts edits, so that a stale form is noticed. */
  readonly revision: number
}

const Items = scopedModel<Item>('Item', 'item', {
  forum: { type: String, required: true, immutable: true },
  meeting: { type: String, required: true, immutable: true },
  meetingDate: { type: String, required: true },
  audience: { type: String, enum: itemAudiences, required: true },
  state: { type: String, enum: itemStates, required: true },
  ruleStatus: { type: String, enum: ruleStatuses, required: true },
  kind: { type: String, enum: itemKinds, default: 'substantive' },
  standing: { type: Boolean, default: false },
  position: { type: Number, required: true },
  closed: { type: Boolean, default: false },
  number: { type: String, default: '' },
  title: { type: String, required: true },
  lead: { type: String, default: '' },
  purpose: { type: String, enum: purposes, required: true },
  minutes: { type: Number, required: true, min: 0 },
  paperMode: { type: String, enum: paperModes, required: true },
  late: { type: Boolean, default: false },
  keys: [{ _id: false, side: { type: String, enum: sides }, by: String, name: String, at: Date, hash: String }],
  dueAt: { type: Date, default: null },
  steppedOut: [String],
  takenAt: { type: Date, default: null },
  finishedAt: { type: Date, default: null },
  quorate: { type: Boolean, default: null },
  rolledFrom: { type: String, default: null },
  resumes: { type: Boolean, default: false },
  revision: { type: Number, default: 0 },
})

/** An item to be made: what it says by default may be left out. */
export type NewItem = Pick<Item, Given> & Partial<Omit<Item, Given>>
type Given =
  | '_id'
  | 'forum'
  | 'meeting'
  | 'meetingDate'
  | 'audience'
  | 'state'
  | 'ruleStatus'
  | 'position'
  | 'title'
  | 'purpose'
  | 'minutes'
  | 'paperMode'

/** What an officer may change of an item. */
export type ItemChange = Partial<Omit<Item, '_id' | 'forum' | 'meeting'>>

/** What an item says, as an officer writes it. */
export type ItemContent = 'title' | 'lead' | 'purpose' | 'minutes' | 'paperMode' | 'audience' | 'ruleStatus'

/** What a late item says: keys are given to exactly this. */
export const itemHash = (item: Pick<Item, 'number' | ItemContent>): string =>
  versionHash({
    number: item.number,
    title: item.title,
    lead: item.lead,
    purpose: item.purpose,
    minutes: item.minutes,
    paperMode: item.paperMode,
    audience: item.audience,
    ruleStatus: item.ruleStatus,
  })

/** Whether the time for the keys to a late item has passed without them. Silence is never consent. */
export const isNotAgreed = ({ late, state, dueAt }: Pick<Item, 'late' | 'state' | 'dueAt'>, now: Date): boolean =>
  late && state === 'draft' && dueAt !== null && dueAt <= now

/** What an agenda does not show of an item. */
const unshown = ['meetingDate', 'kind', 'standing', 'keys', 'steppedOut', 'takenAt', 'revision'] as const
export type AgendaItem = Omit<Item, (typeof unshown)[number]>
const hides = new Set<string>(unshown)
const shown = Object.fromEntries(
  Object.keys(Items.schema.paths).flatMap((path) => (hides.has(path) ? [] : [[path, 1]])),
)

/** The agenda items one viewer may touch. */
export const itemsFor = (viewer: Viewer) => ({
  open: async (_id: string): Promise<Item> =>
    forViewer(viewer, found(await Items.findOne({ _id }, null, under(viewer, 'read')).lean<Item>(), 'item')),
  /** Whether the viewer can read an item of this id. */
  exists: async (_id: string): Promise<boolean> =>
    (await Items.findOne({ _id }, { _id: 1 }, under(viewer, 'read')).lean()) !== null,
  /** A meeting's items in the order of the agenda, those the viewer may see. */
  ofMeeting: async (meeting: string): Promise<Item[]> => {
    const items = await Items.find({ meeting }, null, under(viewer, 'read')).sort({ position: 1 }).lean<Item[]>()
    return items.map((item) => forViewer(viewer, item))
  },
  /** The same, with what an agenda shows of them and no more. */
  onAgenda: (meeting: string): Question<readonly AgendaItem[]> =>
    question(Items, viewer, { filter: { meeting }, shown, read: (items) => agendaFor(viewer, items) }),
  create: async (items: readonly NewItem[]): Promise<void> => {
    if (items.length > 0) await insert(Items, viewer, items)
  },
  /**
   * Changes an item and raises its revision. Throws NotFound when it is not the viewer's to change, or is not as
   * `only` says.
   */
  edit: async (_id: string, change: ItemChange, only: Partial<Pick<Item, 'revision' | 'state'>> = {}): Promise<Item> =>
    found(
      await Items.findOneAndUpdate(
        { _id, ...only },
        { $set: change, $inc: { revision: 1 } },
        { ...under(viewer, 'edit'), returnDocument: 'after' },
      ).lean<Item>(),
      'item',
    ),
  /** Changes all items of a meeting at once, such as its date or state. */
  editAll: async (meeting: string, change: ItemChange): Promise<void> => {
    await Items.updateMany({ meeting }, { $set: change, $inc: { revision: 1 } }, under(viewer, 'edit'))
  },
  /** Puts an item at this place of the agenda. */
  place: async (_id: string, position: number): Promise<void> => {
    await Items.updateOne({ _id }, { $set: { position } }, under(viewer, 'edit'))
  },
  /** What happens to an item on the day. */
  take: async (_id: string, change: Partial<Pick<Item, 'takenAt' | 'finishedAt' | 'quorate'>>): Promise<void> => {
    await Items.updateOne({ _id }, { $set: change }, under(viewer, 'edit'))
  },
  /** Adds a key to a late item that still waits; false when this side or person has given one to this version. */
  giveKey: async (_id: string, key: Key): Promise<boolean> =>
    (
      await Items.updateOne(
        {
          _id,
          state: 'draft',
          late: true,
          keys: { $not: { $elemMatch: { hash: key.hash, by: key.by } } },
        },
        { $push: { keys: key } },
        under(viewer, 'giveKey'),
      )
    ).modifiedCount === 1,
  /** Someone steps out of an item, or returns. Only the service `quorum` may, after the act has checked the right. */
  stepOut: async (_id: string, person: string, out: boolean): Promise<void> => {
    const change = out ? { $addToSet: { steppedOut: person } } : { $pull: { steppedOut: person } }
    await Items.updateOne({ _id }, change, under(viewer, 'edit'))
  },
  /** Withdraws a published item that has not begun; false when it is no such item any more. */
  withdraw: async (_id: string): Promise<boolean> =>
    (
      await Items.updateOne(
        { _id, state: 'published', takenAt: null, finishedAt: null },
        { $set: { state: 'withdrawn' }, $inc: { revision: 1 } },
        under(viewer, 'publish'),
      )
    ).modifiedCount === 1,
  remove: async (_id: string): Promise<void> => {
    found(await Items.findOneAndDelete({ _id, state: 'draft' }, under(viewer, 'remove')).lean(), 'item')
  },
})
