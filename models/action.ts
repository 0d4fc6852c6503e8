import type { RuleStatus, Viewer } from '../server/policy/terms.ts'
import { ruleStatuses } from '../server/policy/terms.ts'
import { type ItemAudience, itemAudiences } from './item.ts'
import { type Paged, paged } from './paged.ts'
import { found, insert, scopedModel, under } from './scoped.ts'

/** Something that a member of the forum is to do, entered when the minutes that hold it are circulated. */
export type Action = {
  readonly _id: string
  readonly forum: string
  readonly forumName: string
  readonly meeting: string
  readonly meetingDate: string
  readonly item: string
  readonly number: string
  readonly audience: ItemAudience
  readonly ruleStatus: RuleStatus
  readonly steppedOut: readonly string[]
  readonly state: 'open' | 'done' | 'dropped'
  readonly text: string
  /** Who is to do it: an action is given openly, to a member. */
  readonly seat: string
  readonly owner: string
  readonly ownerName: string
  /** YYYY-MM-DD, or null. */
  readonly dueOn: string | null
  /** What has been done, oldest first, by day. */
  readonly progress: readonly { readonly day: string; readonly text: string }[]
  /** Counts changes, so that a stale form is noticed. */
  readonly revision: number
}

const Actions = scopedModel<Action>('Action', 'action', {
  forum: { type: String, required: true, immutable: true },
  forumName: { type: String, required: true },
  meeting: { type: String, required: true, immutable: true },
  meetingDate: { type: String, required: true },
  item: { type: String, required: true, immutable: true },
  number: { type: String, default: '' },
  audience: { type: String, enum: itemAudiences, required: true },
  ruleStatus: { type: String, enum: ruleStatuses, required: true },
  steppedOut: [String],
  state: { type: String, enum: ['open', 'done', 'dropped'], required: true },
  text: { type: String, required: true, immutable: true },
  seat: { type: String, required: true },
  owner: { type: String, required: true },
  ownerName: { type: String, required: true },
  dueOn: { type: String, default: null },
  progress: [{ _id: false, day: String, text: String }],
  revision: { type: Number, required: true },
})

/** What an officer may hand over or move. */
export type ActionChange = Partial<Pick<Action, 'state' | 'seat' | 'owner' | 'ownerName' | 'dueOn'>>

const byDueDay = { dueOn: 1, _id: 1 } as const

/** The actions one viewer may touch. */
export const actionsFor = (viewer: Viewer) => ({
  open: async (_id: string): Promise<Action> =>
    found(await Actions.findOne({ _id }, null, under(viewer, 'read')).lean<Action>(), 'action'),
  /** A forum's first open actions, or one owner's: those without a day first, then by the day they are due. */
  toDo: async (forum: string, limit: number, owner?: string): Promise<Action[]> =>
    Actions.find({ forum, state: 'open', ...(owner === undefined ? {} : { owner }) }, null, under(viewer, 'read'))
      .sort(byDueDay)
      .limit(limit)
      .lean<Action[]>(),
  /** A page of a forum's actions: open ones by the day they are due, or those that have ended, latest meeting first. */
  page: async (forum: string, which: 'open' | 'ended', number: number): Promise<Paged<Action>> => {
    const states: readonly Action['state'][] = which === 'open' ? ['open'] : ['done', 'dropped']
    const sort = which === 'open' ? byDueDay : ({ meetingDate: -1 } as const)
    return paged(Actions, viewer, { filter: { forum, state: { $in: states } }, sort, size: 15, number })
  },
  create: async (actions: readonly Action[]): Promise<void> => {
    if (actions.length > 0) await insert(Actions, viewer, actions)
  },
  /**
   * Changes an action over the revision that was shown, with a line of progress if there is one.
   * Null when somebody else changed it first, or the viewer may not.
   */
  change: async (
    _id: string,
    revision: number,
    change: ActionChange,
    progress?: Action['progress'][number],
  ): Promise<Action | null> =>
    Actions.findOneAndUpdate(
      { _id, revision },
      { $set: change, $inc: { revision: 1 }, ...(progress === undefined ? {} : { $push: { progress } }) },
      { ...under(viewer, 'edit'), returnDocument: 'after' },
    ).lean<Action>(),
  /** Lets those of an item follow it. For the service `releases`. */
  follow: async (
    item: string,
    change: Partial<Pick<Action, 'audience' | 'ruleStatus' | 'steppedOut' | 'meetingDate'>>,
  ): Promise<void> => {
    await Actions.updateMany({ item }, { $set: change }, under(viewer, 'edit'))
  },
})
