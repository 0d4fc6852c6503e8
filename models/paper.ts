import type { Audience, RuleStatus, Side, Viewer } from '../server/policy/terms.ts'
import { audiences, ruleStatuses, sides } from '../server/policy/terms.ts'
import { frozen, remembered } from '../server/remembered.ts'
import { type Paged, paged } from './paged.ts'
import { type Question, found, insert, insertOnce, question, scopedModel, under } from './scoped.ts'

/** One version of a paper. The file's own name is not kept: it may hold a person's name. */
export type PaperVersion = {
  readonly version: number
  /** The file in models/paperFile.ts. */
  readonly file: string
  /** Its kind, found from its content: "pdf". */
  readonly kind: string
  /** Bytes. */
  readonly size: number
  readonly addedAt: Date
  /** For a paper in Markdown: sanitised HTML, made when it was stored. */
  readonly html: string
}

/** A paper for an agenda item, or a side's own paper (audience `side`, no item). */
export type Paper = {
  readonly _id: string
  readonly forum: string
  readonly meeting: string | null
  readonly meetingDate: string
  readonly item: string | null
  readonly audience: Audience
  readonly side: Side | null
  readonly ruleStatus: RuleStatus
  readonly steppedOut: readonly string[]
  /** `withdrawn` with its item: kept, and offered to the officers alone. */
  readonly state: 'draft' | 'sent' | 'withdrawn'
  readonly title: string
  /** When its first version was added. */
  readonly addedAt: Date
  readonly versions: readonly PaperVersion[]
  /** Sent after the notice that the terms ask for, on one chair's word; shown with its time. */
  readonly late: boolean
  readonly sentAt: Date | null
}

const Papers = scopedModel<Paper>('Paper', 'paper', {
  forum: { type: String, required: true, immutable: true },
  meeting: { type: String, default: null, immutable: true },
  meetingDate: { type: String, required: true },
  item: { type: String, default: null, immutable: true },
  audience: { type: String, enum: audiences, required: true },
  side: { type: String, enum: [...sides, null], default: null, immutable: true },
  ruleStatus: { type: String, enum: ruleStatuses, required: true },
  steppedOut: [String],
  state: { type: String, enum: ['draft', 'sent', 'withdrawn'], required: true },
  title: { type: String, required: true },
  addedAt: { type: Date, required: true, immutable: true },
  versions: [
    {
      _id: false,
      version: Number,
      file: String,
      kind: String,
      size: Number,
      addedAt: Date,
      html: { type: String, default: '' },
    },
  ],
  late: { type: Boolean, default: false },
  sentAt: { type: Date, default: null },
})

/** What an agenda shows of a paper. */
export type AgendaPaper = Pick<Paper, '_id' | 'item' | 'title' | 'state' | 'late' | 'sentAt' | 'addedAt'>
const onlyShown = { item: 1, title: 1, state: 1, late: 1, sentAt: 1, addedAt: 1 }

/** A paper to be made: it is added with its first version. */
export type NewPaper = Omit<Paper, 'addedAt'>
const added = (paper: NewPaper): Paper => ({ addedAt: paper.versions[0]!.addedAt, ...paper })

/** What follows its item when that changes. */
export type PaperFollows = Partial<Pick<Paper, 'audience' | 'ruleStatus' | 'steppedOut' | 'meetingDate'>>

/**
 * In the order in which they were added; ids tell nothing of it. A process of an earlier version, not yet replaced, may
 * have stored one without its time: a number that is none leaves the order to the ids.
 */
const asAdded = <P extends Pick<Paper, '_id' | 'addedAt'>>(papers: readonly P[]): P[] =>
  papers.toSorted((a, b) => Number(a.addedAt) - Number(b.addedAt) || a._id.localeCompare(b._id))
const onAgenda = remembered((papers: readonly AgendaPaper[]) => frozen(asAdded(papers)))

/** The papers one viewer may touch. */
export const papersFor = (viewer: Viewer) => ({
  open: async (_id: string): Promise<Paper> =>
    found(await Papers.findOne({ _id }, null, under(viewer, 'read')).lean<Paper>(), 'paper'),
  /** The papers of a meeting, without the text of versions. */
  ofMeeting: async (meeting: string): Promise<Paper[]> =>
    Papers.find({ meeting }, { 'versions.html': 0 }, under(viewer, 'read')).sort({ _id: 1 }).lean<Paper[]>(),
  /** The papers of these items, without the text of versions. */
  ofItems: async (items: readonly string[]): Promise<Paper[]> =>
    asAdded(await Papers.find({ item: { $in: items } }, { 'versions.html': 0 }, under(viewer, 'read')).lean<Paper[]>()),
  /** What an agenda shows of the papers of a meeting's items, or of these items. */
  onAgenda: (of: { meeting: string } | { items: readonly string[] }): Question<readonly AgendaPaper[]> =>
    question(Papers, viewer, {
      filter: 'items' in of ? { item: { $in: of.items } } : { meeting: of.meeting, item: { $ne: null } },
      shown: onlyShown,
      read: onAgenda,
    }),
  ofItem: async (item: string): Promise<Paper[]> =>
    asAdded(await Papers.find({ item }, { 'versions.html': 0 }, under(viewer, 'read')).lean<Paper[]>()),
  /** A page of a side's own papers in a forum, latest first. */
  ofSide: async (forum: string, side: Side, number: number): Promise<Paged<Paper>> =>
    paged(Papers, viewer, {
      filter: { forum, audience: 'side', side },
      sort: { meetingDate: -1 },
      size: 25,
      number,
      fields: { 'versions.html': 0 },
    }),
  create: async (paper: NewPaper): Promise<void> => insert(Papers, viewer, [added(paper)]),
  /** The same for a side's own paper, whose second press adds nothing. NotFound where the id is another's. */
  createOnce: async (paper: NewPaper): Promise<void> => {
    const { forum, audience, side } = paper
    await insertOnce(Papers, viewer, added(paper), { forum, audience, side })
  },
  /** Adds a version; false when somebody else added one first. */
  addVersion: async (_id: string, version: PaperVersion): Promise<boolean> =>
    (
      await Papers.updateOne(
        { _id, 'versions.version': { $ne: version.version } },
        { $push: { versions: version } },
        under(viewer, 'edit'),
      )
    ).modifiedCount === 1,
  rename: async (_id: string, title: string): Promise<void> => {
    found(await Papers.findOneAndUpdate({ _id }, { $set: { title } }, under(viewer, 'edit')).lean(), 'paper')
  },
  /** Sends drafts: all of a meeting's, or one. Gives how many were drafts. */
  send: async (which: { meeting: string } | { _id: string }, now: Date, late: boolean): Promise<number> =>
    (
      await Papers.updateMany(
        { ...which, state: 'draft', audience: { $ne: 'side' } },
        { $set: { state: 'sent', sentAt: now, late } },
        under(viewer, 'publish'),
      )
    ).modifiedCount,
  /** Lets papers follow their item or meeting. */
  follow: async (which: { meeting: string } | { item: string }, change: PaperFollows): Promise<void> => {
    await Papers.updateMany(which, { $set: change }, under(viewer, 'edit'))
  },
  /** Takes back what belongs to these items. For the service `quorum`, within the act that withdraws the item. */
  withdraw: async (items: readonly string[]): Promise<void> => {
    await Papers.updateMany({ item: { $in: items } }, { $set: { state: 'withdrawn' } }, under(viewer, 'edit'))
  },
  /** Removes a draft, or a side's own paper. A paper that was sent stays. */
  remove: async (_id: string): Promise<Paper> =>
    found(
      await Papers.findOneAndDelete(
        { _id, $or: [{ state: 'draft' }, { audience: 'side' }] },
        under(viewer, 'remove'),
      ).lean<Paper>(),
      'paper',
    ),
  /** Every file that some paper names. For the sweeper. */
  files: async (): Promise<string[]> =>
    (await Papers.distinct('versions.file', {}, under(viewer, 'read'))) as unknown as string[],
})
