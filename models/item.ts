import type { Audience, RuleStatus, Side, Viewer } from '../server/policy/terms.ts'
import { ruleStatuses } from '../server/policy/terms.ts'
import { found, insert, scopedModel, under } from './scoped.ts'

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

/** One item of an agenda. Papers, minutes parts and actions copy its audience and rule status. */
export type Item = {
  readonly _id: string
  readonly forum: string
  readonly meeting: string
  readonly meetingDate: string
  readonly audience: ItemAudience
  readonly state: 'draft' | 'published'
  readonly ruleStatus: RuleStatus
  /** Position in the agenda, 1, 2, 3 …; the closed section follows the rest. */
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
  /** A late item: added after publication with these keys. */
  readonly late: boolean
  readonly keys: readonly { readonly side: Side; readonly by: string; readonly name: string; readonly at: Date }[]
  /** People who stepped out of it: its papers and minutes are hidden from them. */
  readonly steppedOut: readonly string[]
}

const Items = scopedModel<Item>('Item', 'item', {
  forum: { type: String, required: true, immutable: true },
  meeting: { type: String, required: true, immutable: true },
  meetingDate: { type: String, required: true },
  audience: { type: String, enum: itemAudiences, required: true },
  state: { type: String, enum: ['draft', 'published'], required: true },
  ruleStatus: { type: String, enum: ruleStatuses, required: true },
  position: { type: Number, required: true },
  closed: { type: Boolean, default: false },
  number: { type: String, default: '' },
  title: { type: String, required: true },
  lead: { type: String, default: '' },
  purpose: { type: String, enum: purposes, required: true },
  minutes: { type: Number, required: true, min: 0 },
  paperMode: { type: String, enum: paperModes, required: true },
  late: { type: Boolean, default: false },
  keys: [{ _id: false, side: String, by: String, name: String, at: Date }],
  steppedOut: [String],
})

/** What an officer may change of an item. */
export type ItemChange = Partial<Omit<Item, '_id' | 'forum' | 'meeting'>>

/** The agenda items one viewer may touch. */
export const itemsFor = (viewer: Viewer) => ({
  open: async (_id: string): Promise<Item> =>
    found(await Items.findOne({ _id }, null, under(viewer, 'read')).lean<Item>(), 'item'),
  /** A meeting's items in the order of the agenda, those the viewer may see. */
  ofMeeting: async (meeting: string): Promise<Item[]> =>
    Items.find({ meeting }, null, under(viewer, 'read')).sort({ closed: 1, position: 1 }).lean<Item[]>(),
  create: async (items: readonly Item[]): Promise<void> => insert(Items, viewer, items),
  edit: async (_id: string, change: ItemChange): Promise<Item> =>
    found(
      await Items.findOneAndUpdate(
        { _id },
        { $set: change },
        { ...under(viewer, 'edit'), returnDocument: 'after' },
      ).lean<Item>(),
      'item',
    ),
  /** Changes all items of a meeting at once, such as its date or state. */
  editAll: async (meeting: string, change: ItemChange): Promise<void> => {
    await Items.updateMany({ meeting }, { $set: change }, under(viewer, 'edit'))
  },
  remove: async (_id: string): Promise<void> => {
    found(await Items.findOneAndDelete({ _id }, under(viewer, 'remove')).lean(), 'item')
  },
})
