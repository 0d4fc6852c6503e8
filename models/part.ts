import type { RuleStatus, Side, Viewer } from '../server/policy/terms.ts'
import { ruleStatuses } from '../server/policy/terms.ts'
import { type ItemAudience, itemAudiences } from './item.ts'
import { type MinutesState, minutesStates } from './minutes.ts'
import { type Challenge, type Correction, type PartText, type PlacedFinding, type Waiver, written } from './partText.ts'
import { found, insert, scopedModel, under } from './scoped.ts'

/**
 * What the minutes say about one agenda item. Nothing in it tells who wrote it or who said it: only approvals of a
 * side's statement and kept wordings name the officer who gave them.
 */
export type Part = PartText & {
  readonly _id: string
  readonly forum: string
  readonly forumName: string
  readonly meeting: string
  readonly meetingDate: string
  /** Copied from the item, as are rule status, number, title, position and who stepped out. */
  readonly audience: ItemAudience
  readonly ruleStatus: RuleStatus
  readonly steppedOut: readonly string[]
  readonly item: string
  readonly number: string
  readonly title: string
  readonly position: number
  readonly closed: boolean
  /** Whether the meeting was quorate for the item, noted when the minutes are circulated; null before. */
  readonly quorate: boolean | null
  /** The minutes' state. */
  readonly state: MinutesState
  /** Counts changes to what it says; a form that shows another one is stale. */
  readonly version: number
  /** What the attribution check found when this was saved or last checked; empty for open parts. */
  readonly findings: readonly PlacedFinding[]
  readonly waivers: readonly Waiver[]
  readonly corrections: readonly Correction[]
  readonly challenges: readonly Challenge[]
}

const settledAt = { _id: false, meeting: String, meetingDate: String }

const Parts = scopedModel<Part>('Part', 'part', {
  forum: { type: String, required: true, immutable: true },
  forumName: { type: String, required: true },
  meeting: { type: String, required: true, immutable: true },
  meetingDate: { type: String, required: true },
  audience: { type: String, enum: itemAudiences, required: true },
  ruleStatus: { type: String, enum: ruleStatuses, required: true },
  steppedOut: [String],
  item: { type: String, required: true, immutable: true },
  number: { type: String, default: '' },
  title: { type: String, required: true },
  position: { type: Number, required: true },
  closed: { type: Boolean, required: true },
  quorate: { type: Boolean, default: null },
  state: { type: String, enum: minutesStates, required: true },
  version: { type: Number, required: true },
  ...written,
  findings: [
    {
      _id: false,
      field: String,
      start: Number,
      end: Number,
      text: String,
      kind: String,
      severity: String,
      suggestion: String,
      kept: Boolean,
    },
  ],
  waivers: [
    {
      _id: false,
      field: String,
      kind: String,
      text: String,
      passage: String,
      reason: String,
      by: String,
      name: String,
    },
  ],
  corrections: [{ _id: false, id: String, was: String, reads: String, at: { type: settledAt, default: null } }],
  challenges: [
    {
      _id: false,
      id: String,
      was: String,
      proposed: String,
      agreed: { type: Boolean, default: null },
      at: { type: settledAt, default: null },
    },
  ],
})

/** What a part copies from its agenda item. */
export type PartFollows = Pick<
  Part,
  'audience' | 'ruleStatus' | 'steppedOut' | 'meetingDate' | 'number' | 'title' | 'position' | 'closed'
>

/** What a reader of the minutes gets: without what only concerns their making. */
const forReading = { findings: 0, waivers: 0 } as const

/** The parts of minutes one viewer may touch. */
export const partsFor = (viewer: Viewer) => ({
  open: async (_id: string): Promise<Part> =>
    found(await Parts.findOne({ _id }, null, under(viewer, 'read')).lean<Part>(), 'part'),
  /** A meeting's parts in the order of the agenda, whole: for officers and key holders. */
  ofMeeting: async (meeting: string): Promise<Part[]> =>
    Parts.find({ meeting }, null, under(viewer, 'read')).sort({ closed: 1, position: 1 }).lean<Part[]>(),
  /** The same for reading. */
  toRead: async (meeting: string): Promise<Omit<Part, keyof typeof forReading>[]> =>
    Parts.find({ meeting }, forReading, under(viewer, 'read')).sort({ closed: 1, position: 1 }).lean<Part[]>(),
  create: async (parts: readonly Part[]): Promise<void> => {
    if (parts.length > 0) await insert(Parts, viewer, parts)
  },
  /** Saves what a part says over the version that was shown; null when somebody else saved first. */
  save: async (_id: string, version: number, change: Partial<Part>): Promise<Part | null> =>
    Parts.findOneAndUpdate(
      { _id, version, state: { $in: ['draft', 'review'] } },
      { $set: change, $inc: { version: 1 } },
      { ...under(viewer, 'edit'), returnDocument: 'after' },
    ).lean<Part>(),
  /** Notes what does not change the words: the check's findings, the state, what follows the item. */
  note: async (_id: string, change: Partial<PartFollows & Pick<Part, 'findings' | 'quorate'>>): Promise<void> => {
    await Parts.updateOne({ _id }, { $set: change }, under(viewer, 'edit'))
  },
  /** Puts all parts of a meeting into a state. For the service `releases`. */
  setState: async (meeting: string, state: MinutesState): Promise<void> => {
    await Parts.updateMany({ meeting }, { $set: { state } }, under(viewer, 'edit'))
  },
  /** Lets the part follow its item when that changes. For the service `releases`. */
  follow: async (item: string, change: Partial<PartFollows>): Promise<void> => {
    await Parts.updateMany({ item }, { $set: change }, under(viewer, 'edit'))
  },
  /** A side's chair approves its statements at this version; false when the words have changed. */
  approveStatements: async (_id: string, version: number, statements: Part['statements']): Promise<boolean> =>
    (await Parts.updateOne({ _id, version }, { $set: { statements } }, under(viewer, 'giveKey'))).matchedCount === 1,
  /** Adds a challenge, once. NotFound when the viewer may not, or the minutes are not open to challenges. */
  challenge: async (_id: string, challenge: Challenge): Promise<void> => {
    const added = await Parts.updateOne(
      { _id, 'challenges.id': { $ne: challenge.id } },
      { $push: { challenges: challenge } },
      under(viewer, 'comment'),
    )
    if (added.matchedCount === 0) await partsFor(viewer).open(_id)
  },
  /** Records corrections and answers to challenges beside the text, which stays as it was circulated. */
  settle: async (_id: string, change: Pick<Part, 'corrections'> & Partial<Pick<Part, 'challenges'>>): Promise<void> => {
    found(await Parts.findOneAndUpdate({ _id }, { $set: change }, under(viewer, 'publish')).lean(), 'part')
  },
})

/** Whose chair a statement by a side waits for: those sides, with what they would approve. */
export const waitingStatements = ({ statements }: Pick<Part, 'statements'>): Side[] =>
  statements.filter(({ approval }) => approval === null).map(({ side }) => side)
