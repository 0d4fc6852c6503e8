import { type Item, itemsFor } from '../../models/item.ts'
import { type Meeting, meetingsFor } from '../../models/meeting.ts'
import { Refused } from '../errors.ts'
import { newId } from '../ids.ts'
import type { Viewer } from '../policy/terms.ts'
import { act } from './act.ts'
import { itemOf, placeAll, refuseUnseen, withNew } from './arrangeAgenda.ts'
import { meetingIn, officerOf, quorum } from './convening.ts'

/** The last meeting before this one that took place; undefined for the first. */
export async function meetingBefore(viewer: Viewer, meeting: Meeting): Promise<Meeting | undefined> {
  const all = await meetingsFor(viewer).inForum(meeting.forum)
  const over = ({ state }: Meeting): boolean => state === 'closed' || state === 'held'
  return all.find((other) => other.meetingDate <= meeting.meetingDate && other._id !== meeting._id && over(other))
}

/** What a meeting leaves for the next: items that were not finished, and those that stand on every agenda. */
export const leftOver = (items: readonly Item[]): Item[] =>
  items.filter(({ state, finishedAt, standing, kind }) => {
    const unfinished = state === 'published' && finishedAt === null
    return kind === 'substantive' && (unfinished || standing)
  })

/**
 * Brings items of an earlier meeting to a draft agenda, with everything but their papers. An item that was brought
 * before is left out, so that a second press adds nothing.
 */
export const rollForward = act(
  async ({ viewer, record }, asked: { meeting: string; items: readonly string[] }): Promise<void> => {
    const meeting = await meetingIn(viewer, asked.meeting, ['planned', 'called'], 'This meeting has begun already.')
    officerOf(viewer, meeting.forum)
    if (meeting.agendaPublishedAt !== null) throw new Refused('The agenda is published. Add a late item instead.')
    await meetingsFor(viewer).arrange(meeting._id)
    const before = await meetingBefore(viewer, meeting)
    const offered = before === undefined ? [] : leftOver(await itemsFor(viewer).ofMeeting(before._id))
    const there = await itemsFor(quorum).ofMeeting(meeting._id)
    let items: Pick<Item, '_id' | 'position' | 'audience' | 'kind'>[] = there
    for (const item of offered) {
      if (!asked.items.includes(item._id) || there.some(({ rolledFrom }) => rolledFrom === item._id)) continue
      const { title, lead, purpose, minutes, paperMode, audience, standing, kind } = item
      // The rule of the new meeting may be tighter than the item's was.
      const ruleStatus = meeting.ruleStatus === 'chathamHouse' ? 'chathamHouse' : item.ruleStatus
      const content = { title, lead, purpose, minutes, paperMode, audience, standing, ruleStatus }
      const copy = { ...itemOf(meeting, { ...content, _id: newId(), kind }), rolledFrom: item._id }
      refuseUnseen(viewer, copy)
      await itemsFor(viewer).create([copy])
      items = withNew(items, { ...copy, kind })
    }
    await placeAll(items)
    await record({
      forum: meeting.forum,
      event: 'agenda rolled forward',
      record: meeting._id,
      details: { items: asked.items },
    })
  },
)
