import { forumsFor } from '../../models/forum.ts'
import { type Item, type ItemContent, type ItemKind, type NewItem, itemHash, itemsFor } from '../../models/item.ts'
import { type Meeting, meetingsFor } from '../../models/meeting.ts'
import { Refused, Stale } from '../errors.ts'
import { newId } from '../ids.ts'
import type { Viewer } from '../policy/terms.ts'
import { act, mine } from './act.ts'
import { follow, meetingIn, officerOf, quorum } from './convening.ts'
import { refuseNamingTitle } from './checkTitles.ts'
import { askForLateKeys } from './lateKeys.ts'
import { refuseLooser } from './planMeeting.ts'
import { permits } from '../policy/scope.ts'

/** What an officer writes of an item. */
export type Content = Pick<Item, ItemContent | 'standing'>

const published = 'The agenda is published. Add a late item instead: it needs two keys.'

/** Items for people invited or for the chairs alone form the closed section, the chairs' last. */
export const isClosed = ({ audience }: Pick<Item, 'audience'>): boolean =>
  audience === 'meeting' || audience === 'chairs'
const section = ({ audience }: Pick<Item, 'audience'>): number =>
  audience === 'chairs' ? 2 : isClosed({ audience }) ? 1 : 0

/** The items in the order of the agenda: the closed section after the rest. */
export const inOrder = <One extends Pick<Item, 'audience'>>(items: readonly One[]): One[] =>
  items.toSorted((a, b) => section(a) - section(b))

/** The numbers of an agenda in order: 1, 2 … and C1, C2 … in the closed section. */
export function numbersOf(items: readonly Pick<Item, 'audience'>[]): string[] {
  let [open, closed] = [0, 0]
  return items.map((item) => (isClosed(item) ? `C${++closed}` : String(++open)))
}

/**
 * A meeting whose agenda is still a draft, held fast against another officer's change, with all its items, so
 * that positions never meet; also those that a vice-chair who is not invited does not see. For officers.
 */
async function draftAgenda(viewer: Viewer, _id: string): Promise<{ meeting: Meeting; items: Item[] }> {
  const states = ['planned', 'called'] as const
  const meeting = await meetingIn(viewer, _id, states, 'The agenda of this meeting cannot be changed any more.')
  officerOf(viewer, meeting.forum)
  if (meeting.agendaPublishedAt !== null) throw new Refused(published)
  await meetingsFor(viewer).arrange(_id)
  return { meeting, items: await itemsFor(quorum).ofMeeting(_id) }
}

/** Writes down the order in which the items now are. Within an act of an officer. */
export async function placeAll(items: readonly Pick<Item, '_id' | 'position' | 'audience'>[]): Promise<void> {
  const ordered = inOrder(items)
  for (const [at, { _id, position }] of ordered.entries())
    if (position !== at + 1) await itemsFor(quorum).place(_id, at + 1)
}

/** A new item of a meeting. */
export const itemOf = (meeting: Meeting, given: Content & { _id: string; kind?: ItemKind }): NewItem => ({
  ...given,
  forum: meeting.forum,
  meeting: meeting._id,
  meetingDate: meeting.meetingDate,
  state: 'draft',
  closed: isClosed(given),
  position: Number.MAX_SAFE_INTEGER,
})

/** Refuses an item that the officer would not see: one for those invited, of a vice-chair before anybody is. */
export function refuseUnseen(viewer: Viewer, item: Pick<Item, 'audience'>): void {
  if (!permits(viewer, 'edit', 'item', item))
    throw new Refused('You are not invited to this meeting yet. Ask a chair or secretary to add this item', 'audience')
}

/** Where a new item of this kind goes: before other business and the next meeting, in the standard order. */
export function withNew<One extends Pick<Item, 'kind' | 'audience'>>(items: readonly One[], added: One): One[] {
  const after = items.findIndex(
    (item) => !isClosed(item) && kindsInOrder.indexOf(item.kind) > kindsInOrder.indexOf(added.kind),
  )
  return isClosed(added) || after === -1 ? [...items, added] : items.toSpliced(after, 0, added)
}
const kindsInOrder: readonly ItemKind[] = [
  'welcome',
  'interests',
  'minutes',
  'substantive',
  'otherBusiness',
  'nextMeeting',
]

/** The standard order that the terms of reference suggest; substantive items go in its middle. */
export const standardOrder: readonly (Pick<Item, 'title' | 'purpose' | 'minutes' | 'paperMode'> & {
  kind: ItemKind
})[] = [
  { kind: 'welcome', title: 'Welcome, apologies and quorum', purpose: 'information', minutes: 5, paperMode: 'none' },
  { kind: 'interests', title: 'Declarations of interest', purpose: 'information', minutes: 5, paperMode: 'none' },
  {
    kind: 'minutes',
    title: 'Minutes and actions of the last meeting',
    purpose: 'approval',
    minutes: 10,
    paperMode: 'enclosed',
  },
  { kind: 'otherBusiness', title: 'Any other business', purpose: 'discussion', minutes: 10, paperMode: 'none' },
  { kind: 'nextMeeting', title: 'Next meeting', purpose: 'information', minutes: 5, paperMode: 'none' },
]

/** Adds what the agenda lacks of the standard order. A second press adds nothing. */
export const useStandardOrder = act(async ({ viewer, record }, asked: { meeting: string }): Promise<void> => {
  const { meeting, items } = await draftAgenda(viewer, asked.meeting)
  const missing = standardOrder.filter(({ kind }) => !items.some((item) => item.kind === kind))
  const added = missing.map((each) =>
    itemOf(meeting, {
      ...each,
      _id: newId(),
      lead: '',
      audience: 'forum',
      ruleStatus: meeting.ruleStatus,
      standing: false,
    }),
  )
  await itemsFor(viewer).create(added)
  type Placed = Pick<Item, '_id' | 'position' | 'audience' | 'kind'>
  const whole = added.reduce<Placed[]>((all, item) => withNew(all, { kind: 'substantive', ...item }), items)
  await placeAll(whole)
  await record({ forum: meeting.forum, event: 'standard order used', record: meeting._id })
})

/** An officer adds an item to a draft agenda, after the substantive items that are there. */
export const addItem = act(
  async (
    { viewer, record },
    { id, meeting: of, ...content }: Content & { id: string; meeting: string },
  ): Promise<void> => {
    const { meeting, items } = await draftAgenda(viewer, of)
    refuseLooser(meeting.ruleStatus, content.ruleStatus)
    const item = itemOf(meeting, { ...content, _id: id })
    refuseUnseen(viewer, item)
    await itemsFor(viewer).create([item])
    await placeAll(withNew(items, { kind: 'substantive', ...item }))
    await record({ forum: meeting.forum, event: 'agenda item added', record: id, details: { meeting: of } })
  },
  async (viewer, { id, meeting }) => mine((await itemsFor(viewer).open(id)).meeting === meeting),
)

/**
 * An officer changes an item. Once it is published its title, who it is for and its rule status stay as everybody was
 * told; lead, purpose, minutes and paper mode may still change until the meeting ends. Throws Stale with the words as
 * they stand when somebody else has changed the item since it was shown.
 */
export async function editItem(viewer: Viewer, now: Date, asked: Editing): Promise<void> {
  const item = await itemsFor(viewer).open(asked.item)
  officerOf(viewer, item.forum)
  if (written.some((field) => item[field] !== asked[field])) await edit(viewer, now, asked)
}

type Editing = Content & { readonly item: string; readonly revision: number }
const written = ['title', 'lead', 'purpose', 'minutes', 'paperMode', 'audience', 'ruleStatus', 'standing'] as const

const edit = act(async (doing, { item: _id, revision, ...content }: Editing): Promise<void> => {
  const { viewer, record } = doing
  const item = await itemsFor(viewer).open(_id)
  const meeting = await meetingIn(
    viewer,
    item.meeting,
    ['planned', 'called', 'held'],
    'The meeting is over: its agenda stays as it was.',
  )
  if (item.state === 'withdrawn') throw new Refused('This item is withdrawn. Add a late item instead.')
  if (item.revision !== revision) throw new Stale(differences(item, content))
  if (item.state === 'published') refusePublished(item, content)
  // Titles of a draft agenda are checked when it is published; a late item waits for nothing but its keys.
  // A published one keeps the title that was checked then, and may be led by somebody else.
  const told = item.state === 'published'
  if (told || item.late) await refuseNamingTitle(item, { ...content, _id, title: told ? '' : content.title })
  refuseLooser(meeting.ruleStatus, content.ruleStatus)
  refuseUnseen(viewer, { ...item, ...content })
  const change = { ...content, closed: isClosed(content) }
  const edited = await itemsFor(viewer).edit(_id, change, { revision })
  // Keys that were given to other words no longer count.
  if (item.late && item.state === 'draft' && itemHash(edited) !== itemHash(item))
    await askForLateKeys(doing, meeting, await forumsFor(viewer).open(item.forum), edited)
  if (item.state === 'draft') {
    await meetingsFor(viewer).arrange(meeting._id)
    await placeAll(await itemsFor(quorum).ofMeeting(meeting._id))
  }
  const { audience, ruleStatus } = edited
  if (audience !== item.audience || ruleStatus !== item.ruleStatus) await follow([edited], { audience, ruleStatus })
  await record({ forum: item.forum, event: 'agenda item changed', record: _id })
})

function differences(item: Item, typed: Content): Record<string, string> {
  const fields = ['title', 'lead', 'minutes'] as const
  const other = fields.filter((field) => item[field] !== typed[field])
  return Object.fromEntries(other.map((field) => [field, String(item[field])]))
}

function refusePublished(item: Item, asked: Content): void {
  const told = 'The agenda is published, so everybody was told. '
  if (asked.title !== item.title)
    throw new Refused(`${told}The title stays; add a late item for something else`, 'title')
  if (asked.audience !== item.audience) throw new Refused(`${told}Who it is for stays`, 'audience')
  if (asked.ruleStatus !== item.ruleStatus)
    throw new Refused(`${told}The rule is tightened with two keys, from the agenda’s page`, 'ruleStatus')
}

/** Moves an item one place up or down within its section, if it is still where it was shown; else does nothing. */
export async function moveItem(
  viewer: Viewer,
  now: Date,
  asked: { item: string; position: number; by: -1 | 1 },
): Promise<void> {
  if ((await itemsFor(viewer).open(asked.item)).position === asked.position) await move(viewer, now, asked)
}

const move = act(async ({ viewer, record }, asked: { item: string; by: -1 | 1 }): Promise<void> => {
  const item = await itemsFor(viewer).open(asked.item)
  const { meeting, items } = await draftAgenda(viewer, item.meeting)
  const at = items.findIndex(({ _id }) => _id === item._id)
  const other = items[at + asked.by]
  const swapped = other === undefined ? items : items.with(at, other).with(at + asked.by, items[at]!)
  await placeAll(swapped)
  await record({ forum: meeting.forum, event: 'agenda item moved', record: item._id, details: { places: asked.by } })
})

/** Removes an item that is not published: of a draft agenda, or a late item that still waits for keys. */
export const removeItem = act(async ({ viewer, record, done }, asked: { item: string }): Promise<Item> => {
  const item = await itemsFor(viewer).open(asked.item)
  officerOf(viewer, item.forum)
  if (item.state !== 'draft') throw new Refused(published)
  await meetingsFor(viewer).arrange(item.meeting)
  await itemsFor(viewer).remove(item._id)
  await placeAll(await itemsFor(quorum).ofMeeting(item.meeting))
  await done(item.forum, item._id)
  await record({
    forum: item.forum,
    event: 'agenda item removed',
    record: item._id,
    details: { meeting: item.meeting },
  })
  return item
})
