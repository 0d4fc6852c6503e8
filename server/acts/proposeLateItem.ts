import { type Forum, forumsFor } from '../../models/forum.ts'
import { type Item, itemHash, itemsFor } from '../../models/item.ts'
import { type Meeting, meetingsFor } from '../../models/meeting.ts'
import { Refused, Stale } from '../errors.ts'
import { type Key, keySides, keyToGive, standing, lateKeysGiven } from '../policy/keys.ts'
import type { Person, Viewer } from '../policy/terms.ts'
import { type Doing, act, mine, personOf } from './act.ts'
import { type Content, inOrder, isClosed, itemOf, placeAll, refuseUnseen } from './arrangeAgenda.ts'
import { refuseNamingTitle } from './checkTitles.ts'
import { meetingIn, officerOf, quorum } from './convening.ts'
import { askForLateKeys, lateKeysDue, refuseAfterItsDay, tooLate } from './lateKeys.ts'
import { refuseLooser } from './planMeeting.ts'
import { tellOfAgenda } from './publishAgenda.ts'

/**
 * An officer proposes an item after the agenda was published. It is shown to nobody but the officers until two keys
 * are given, by the time that the meeting begins; a chair who proposes it gives one. Its number follows the item that it comes after ("5A"), so that no
 * other item is renumbered. Throws Refused about `title` while that may identify someone.
 * @param asked `after` is the item it comes after, '' for the end of its section
 */
export const proposeLateItem = act(
  async (doing, asked: Content & { id: string; meeting: string; after: string }): Promise<void> => {
    const { viewer, now, record } = doing
    const { id, meeting: of, after, ...content } = asked
    const meeting = await meetingIn(viewer, of, ['called', 'held'], tooLate)
    officerOf(viewer, meeting.forum)
    refuseAfterItsDay(meeting, now)
    if (meeting.agendaPublishedAt === null) throw new Refused('The agenda is a draft still: add the item to it.')
    refuseLooser(meeting.ruleStatus, content.ruleStatus)
    await refuseNamingTitle({ forum: meeting.forum, meeting: of }, { ...content, _id: id })
    await meetingsFor(viewer).arrange(of)
    const items = await itemsFor(quorum).ofMeeting(of)
    const at = placeAfter(items, after, content)
    const number = lateNumber(items, at, content)
    const item = { ...itemOf(meeting, { ...content, _id: id }), number, late: true, dueAt: lateKeysDue(meeting, now) }
    refuseUnseen(viewer, item)
    await itemsFor(viewer).create([item])
    await placeAll(items.toSpliced(at, 0, { ...item, kind: 'substantive' } as Item))
    await record({ forum: meeting.forum, event: 'late item proposed', record: id, details: { meeting: of } })
    const forum = await forumsFor(viewer).open(meeting.forum)
    const proposed = await itemsFor(viewer).open(id)
    if (mayGiveKey(personOf(viewer), forum, proposed) && (await addKey(doing, meeting, forum, proposed))) return
    await askForLateKeys(doing, meeting, forum, await itemsFor(viewer).open(id))
  },
  async (viewer, { id, meeting }) => mine((await itemsFor(viewer).open(id)).meeting === meeting),
)

/** Where the item goes: after the one that was chosen, if that is of the same section; else at the section's end. */
function placeAfter(items: readonly Item[], after: string, { audience }: Pick<Item, 'audience'>): number {
  const same = (item: Item): boolean =>
    isClosed(item) === isClosed({ audience }) && (!isClosed(item) || item.audience === audience)
  const chosen = items.findIndex((item) => item._id === after && same(item))
  if (chosen !== -1) return chosen + 1
  const last = items.findLastIndex(same)
  return last === -1 ? inOrder([...items, { audience }]).findIndex((item) => !('_id' in item)) : last + 1
}

/** The number of a late item: the next whole one at the end of the open part, else that of the item before with a letter. */
export function lateNumber(items: readonly Item[], at: number, content: Pick<Item, 'audience'>): string {
  const closed = isClosed(content)
  const taken = new Set(items.map(({ number }) => number))
  const open = items.filter((item) => !isClosed(item))
  const next = 1 + Math.max(0, ...open.map(({ number }) => Number.parseInt(number, 10)))
  if (!closed && at >= open.length) return String(next)
  const before = items[at - 1]
  const root =
    before !== undefined && isClosed(before) === closed ? /^C?\d+/.exec(before.number)![0] : closed ? 'C1' : '1'
  if (!taken.has(root)) return root
  const letter = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'.split('').find((each) => !taken.has(root + each))
  if (letter === undefined)
    throw new Refused('Choose another place on the agenda: there is no number left here', 'after')
  return root + letter
}

/** Whether this person has a key to give to this late item as it stands. */
export const mayGiveKey = (person: Person, forum: Pick<Forum, '_id' | 'settings'>, item: Item): boolean =>
  keyToGive(person, forum._id, forum.settings, item.keys, itemHash(item)) !== undefined

/**
 * The keys given to a late item as it stands; once it is on the agenda, those that put it there, whatever of it the
 * viewer may still see, and whoever leads it since.
 */
export const keysStanding = (item: Item): Key[] =>
  standing(item.keys, item.state === 'draft' ? itemHash(item) : (item.keys.at(-1)?.hash ?? ''))

/**
 * Gives a side's key to a late item, exactly as it was shown; with the second key it is on the agenda. Does nothing for
 * somebody who has given it. Throws Stale when the item has changed since, Refused when there is no key to give or a
 * side has withdrawn.
 */
export async function approveLateItem(viewer: Viewer, now: Date, asked: { item: string; hash: string }): Promise<void> {
  const item = await itemsFor(viewer).open(asked.item)
  const given = keysStanding(item).some(({ by }) => viewer.kind === 'person' && by === viewer.person)
  if (!given && item.state === 'draft') await approve(viewer, now, asked)
}

const approve = act(async (doing, asked: { item: string; hash: string }): Promise<void> => {
  const item = await itemsFor(doing.viewer).open(asked.item)
  const meeting = await meetingIn(doing.viewer, item.meeting, ['called', 'held'], tooLate)
  refuseAfterItsDay(meeting, doing.now)
  const forum = await forumsFor(doing.viewer).open(item.forum)
  if (itemHash(item) !== asked.hash) throw new Stale({ title: item.title })
  if (!item.late || !mayGiveKey(personOf(doing.viewer), forum, item))
    throw new Refused('There is no approval for you to give: your side has given its own, or holds none.')
  await addKey(doing, meeting, forum, item)
})

/** Adds the viewer's key; true when it was the last one needed, and the item is on the agenda. */
async function addKey(doing: Doing, meeting: Meeting, forum: Forum, item: Item): Promise<boolean> {
  const { viewer, now, record, tell, done } = doing
  if (forum.withdrawn.length > 0)
    throw new Refused('A side has withdrawn from the forum. Late items wait until it returns.')
  const person = personOf(viewer)
  const hash = itemHash(item)
  const { side } = keyToGive(person, forum._id, forum.settings, item.keys, hash)!
  const key = { side, by: person.person, name: person.name, at: now, hash }
  if (!(await itemsFor(viewer).giveKey(item._id, key))) throw new Stale({})
  const bySide = keySides(forum.settings).length > 0
  await done(forum._id, item._id, { kind: 'giveKey', ...(bySide ? { side } : { owner: person.person }) })
  await record({ forum: forum._id, event: 'late item approved', record: item._id, details: { side, hash } })
  if (!lateKeysGiven(forum.settings, [...item.keys, key], hash)) return false
  await itemsFor(quorum).edit(item._id, { state: 'published' }, { state: 'draft' })
  await done(forum._id, item._id)
  await record({ forum: forum._id, event: 'late item on the agenda', record: item._id, details: { hash } })
  await tellOfAgenda(tell, meeting)
  return true
}
