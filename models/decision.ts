import type { RuleStatus, Viewer } from '../server/policy/terms.ts'
import { ruleStatuses } from '../server/policy/terms.ts'
import { type ItemAudience, itemAudiences } from './item.ts'
import type { SettledAt } from './minutes.ts'
import { type Paged, paged } from './paged.ts'
import { found, insert, scopedModel, under } from './scoped.ts'

/** A decision of a forum, entered when the minutes that hold it are circulated. */
export type Decision = {
  readonly _id: string
  readonly forum: string
  readonly forumName: string
  readonly meeting: string
  readonly meetingDate: string
  readonly item: string
  /** The item's number, and with it the place in the minutes. */
  readonly number: string
  readonly audience: ItemAudience
  readonly ruleStatus: RuleStatus
  readonly steppedOut: readonly string[]
  /** `recommended`: the meeting was not quorate for that item; a later meeting ratifies. */
  readonly state: 'decided' | 'recommended' | 'ratified'
  readonly text: string
  readonly ratifiedAt: SettledAt | null
}

const Decisions = scopedModel<Decision>('Decision', 'decision', {
  forum: { type: String, required: true, immutable: true },
  forumName: { type: String, required: true },
  meeting: { type: String, required: true, immutable: true },
  meetingDate: { type: String, required: true },
  item: { type: String, required: true, immutable: true },
  number: { type: String, default: '' },
  audience: { type: String, enum: itemAudiences, required: true },
  ruleStatus: { type: String, enum: ruleStatuses, required: true },
  steppedOut: [String],
  state: { type: String, enum: ['decided', 'recommended', 'ratified'], required: true },
  text: { type: String, required: true, immutable: true },
  ratifiedAt: { type: { _id: false, meeting: String, meetingDate: String }, default: null },
})

/** The decisions one viewer may touch. */
export const decisionsFor = (viewer: Viewer) => ({
  open: async (_id: string): Promise<Decision> =>
    found(await Decisions.findOne({ _id }, null, under(viewer, 'read')).lean<Decision>(), 'decision'),
  /** A page of a forum's decisions, latest meeting first. */
  page: async (forum: string, number: number): Promise<Paged<Decision>> =>
    paged(Decisions, viewer, { filter: { forum }, sort: { meetingDate: -1 }, size: 15, number }),
  /** A forum's latest decisions. */
  latest: async (forum: string, limit: number): Promise<Decision[]> =>
    Decisions.find({ forum }, null, under(viewer, 'read')).sort({ meetingDate: -1, _id: 1 }).limit(limit).lean(),
  create: async (decisions: readonly Decision[]): Promise<void> => {
    if (decisions.length > 0) await insert(Decisions, viewer, decisions)
  },
  /** Records that a later meeting ratified a recommendation; null when it is none, or not for this viewer. */
  ratify: async (_id: string, ratifiedAt: SettledAt): Promise<Decision | null> =>
    Decisions.findOneAndUpdate(
      { _id, state: 'recommended' },
      { $set: { state: 'ratified', ratifiedAt } },
      { ...under(viewer, 'edit'), returnDocument: 'after' },
    ).lean<Decision>(),
  /** Lets those of an item follow it. For the service `releases`. */
  follow: async (
    item: string,
    change: Partial<Pick<Decision, 'audience' | 'ruleStatus' | 'steppedOut' | 'meetingDate'>>,
  ): Promise<void> => {
    await Decisions.updateMany({ item }, { $set: change }, under(viewer, 'edit'))
  },
})
