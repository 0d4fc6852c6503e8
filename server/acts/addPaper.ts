import { type Item, itemsFor } from '../../models/item.ts'
import { type NewPaper, type Paper, type PaperVersion, papersFor } from '../../models/paper.ts'
import { storeFile } from '../../models/paperFile.ts'
import { NotFound, Refused, Stale } from '../errors.ts'
import { renderMarkdown } from '../markdown.ts'
import { dayOf } from '../dates.ts'
import { type Kind, kindOf } from '../rule/cleaning/kind.ts'
import { permits } from '../policy/scope.ts'
import type { Side, Viewer } from '../policy/terms.ts'
import { act, mine, personOf } from './act.ts'
import { caucusOf } from '../policy/places.ts'
import { refuseNamingTitle } from './checkTitles.ts'

/** A file whose kind is known and whose bytes are stored, ready to be linked by an act. */
export type StoredFile = Pick<PaperVersion, 'file' | 'kind' | 'size' | 'html'> & { readonly kind: Kind }

/**
 * Checks a file by its content and stores it. Throws Refused about the field `file` when there is none or it is not a
 * kind we take. Call it only for a viewer who may add the paper: it is the step before the act.
 */
export async function takeFile(upload: { name: string; content: Buffer } | undefined): Promise<StoredFile> {
  if (upload === undefined) throw new Refused('Choose a file', 'file')
  const found = await kindOf(upload.name, upload.content)
  if ('refusal' in found) throw new Refused(found.refusal, 'file')
  const html = found.kind === 'md' ? renderMarkdown(upload.content.toString('utf8').replace(/^\uFEFF/, '')) : ''
  return { file: await storeFile(upload.content), kind: found.kind, size: upload.content.length, html }
}

type Asked = { id: string; title: string; stored: StoredFile }

/** Adds a paper to an agenda item, as a draft that the officers see; it copies the item's audience and rule status. */
export const addPaper = act(
  async ({ viewer, now, record }, { item: of, ...asked }: Asked & { item: string }): Promise<void> => {
    const item = await itemsFor(viewer).open(of)
    if (!mayAddPaper(viewer, item)) throw new NotFound('item')
    await papersFor(viewer).create({
      ...blank(asked, now),
      forum: item.forum,
      meeting: item.meeting,
      meetingDate: item.meetingDate,
      item: item._id,
      audience: item.audience,
      ruleStatus: item.ruleStatus,
      steppedOut: item.steppedOut,
    })
    await record({ forum: item.forum, event: 'paper added', record: asked.id, details: { item: item._id } })
  },
  async (viewer, asked) => mine((await papersFor(viewer).open(asked.id)).item === asked.item),
)

/**
 * Adds a side's own paper, which that side alone sees at once. What a side does by itself leaves no entry in the trail:
 * the officers of every side read that, and its time would tell them that the caucus works, and when. A second press
 * adds nothing. Throws NotFound for those who may not add one.
 */
export async function addSidePaper(
  viewer: Viewer,
  now: Date,
  { forum, side, ...asked }: Asked & { forum: string; side: Side },
): Promise<void> {
  const paper = { forum, meetingDate: dayOf(now), audience: 'side', side, state: 'sent', sentAt: now } as const
  await papersFor(viewer).createOnce({ ...blank(asked, now), ...paper })
}

/** Whether this viewer may add a paper for this side: asked before a file is taken. */
export const mayAddSidePaper = (viewer: Viewer, forum: string, side: Side, now: Date): boolean =>
  permits(viewer, 'create', 'paper', { forum, side, audience: 'side', meetingDate: dayOf(now), steppedOut: [] })

type Replacing = { paper: string; shown: number; stored: StoredFile }

type Renaming = { paper: string; was: string; title: string }

/**
 * Changes a paper's title. One that has been sent is checked before it is there for others; a draft's is when it is
 * sent. A side's own leaves no entry. Throws Stale with the title as it stands when somebody else has changed it since
 * it was shown, Refused about `title` while that may identify someone.
 */
export async function renamePaper(viewer: Viewer, now: Date, asked: Renaming): Promise<void> {
  const { title, audience } = await papersFor(viewer).open(asked.paper)
  if (title === asked.title) return
  await (audience === 'side' ? rename(viewer, asked) : renameRecorded(viewer, now, asked))
}

const renameRecorded = act(async ({ viewer, record }, asked: Renaming) => {
  const { forum, _id } = await rename(viewer, asked)
  await record({ forum, event: 'paper title changed', record: _id })
})

async function rename(viewer: Viewer, { paper: of, was, title }: Renaming): Promise<Paper> {
  const paper = await papersFor(viewer).open(of)
  if (!mayEditPaper(viewer, paper)) throw new NotFound('paper')
  if (paper.title !== was) throw new Stale({ title: paper.title })
  const { forum, meeting } = paper
  if (paper.state === 'sent' && meeting !== null) await refuseNamingTitle({ forum, meeting }, { ...paper, title })
  await papersFor(viewer).rename(of, title)
  return paper
}

/** Adds a version. Comments and notes stay with the version they were written about. A side's own leaves no entry. */
export async function replacePaper(viewer: Viewer, now: Date, asked: Replacing): Promise<void> {
  const paper = await papersFor(viewer).open(asked.paper)
  await (paper.audience === 'side' ? addVersion(viewer, now, asked) : replaceRecorded(viewer, now, asked))
}

const replaceRecorded = act(async ({ viewer, now, record }, asked: Replacing) => {
  const { forum, _id } = await addVersion(viewer, now, asked)
  await record({ forum, event: 'paper replaced', record: _id, details: { version: asked.shown + 1 } })
})

async function addVersion(viewer: Viewer, now: Date, asked: Replacing): Promise<Paper> {
  const paper = await papersFor(viewer).open(asked.paper)
  const version = { ...asked.stored, version: asked.shown + 1, addedAt: now }
  if (latestVersion(paper).version !== asked.shown || !(await papersFor(viewer).addVersion(paper._id, version)))
    throw new Refused(
      'Somebody else has replaced this paper since you opened the page. Look at their version, then replace it again',
      'file',
    )
  return paper
}

/** Whether this viewer may add a paper to the item: asked before a file is taken, and for showing the link. */
export const mayAddPaper = (viewer: Viewer, { forum, meeting, meetingDate, audience, state }: Item): boolean =>
  state !== 'withdrawn' &&
  permits(viewer, 'create', 'paper', { forum, meeting, meetingDate, audience, steppedOut: [], state: 'draft' })

/** Whether this viewer may change or replace this paper. One that was withdrawn with its item stays as it was. */
export const mayEditPaper = (viewer: Viewer, paper: Paper): boolean =>
  paper.state !== 'withdrawn' && permits(viewer, 'edit', 'paper', paper)

/** The newest version of a paper. */
export const latestVersion = (paper: Pick<Paper, 'versions'>): PaperVersion => paper.versions.at(-1)!

/** The side whose own papers and comments this viewer shares in the forum; undefined where there is none. */
export const ownSide = (viewer: Viewer, forum: string): Side | undefined => caucusOf(personOf(viewer), forum)

function blank({ id, title, stored }: Asked, now: Date): Omit<NewPaper, 'forum' | 'meetingDate' | 'audience'> {
  return {
    _id: id,
    meeting: null,
    item: null,
    side: null,
    ruleStatus: 'chathamHouse',
    steppedOut: [],
    state: 'draft',
    title,
    versions: [{ ...stored, version: 1, addedAt: now }],
    late: false,
    sentAt: null,
  }
}
