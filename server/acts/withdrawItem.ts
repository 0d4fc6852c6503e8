import { type Item, itemsFor } from '../../models/item.ts'
import { papersFor } from '../../models/paper.ts'
import { seatsFor } from '../../models/seat.ts'
import { dayOf } from '../dates.ts'
import { Refused } from '../errors.ts'
import { type Viewer, isOfficer } from '../policy/terms.ts'
import { act } from './act.ts'
import { about, admittedPeople, meetingIn, oneChair, quorum } from './convening.ts'

const begun = 'This item has begun. It is finished on the day’s screen, and the minutes say what became of it.'

/** The item, and the one of an adjourned meeting that it resumes: papers of either are offered with it. */
const withPapers = ({ _id, resumes, rolledFrom }: Item): string[] =>
  resumes && rolledFrom !== null ? [_id, rolledFrom] : [_id]

/**
 * One chair withdraws an item of a published agenda before it begins. It stays on the agenda as withdrawn, with its
 * number, so that everybody still means the same item by "item 5", and takes no time. Its papers are offered to nobody
 * but the officers any more: whether somebody has opened them is not known, because nobody keeps that; whoever has a
 * copy keeps it. Whoever may see the item is told that the agenda has changed. Does nothing for an item withdrawn.
 * @throws Refused for other officers, a draft, an item that has begun, and a meeting that is over; NotFound for others
 */
export async function withdrawItem(viewer: Viewer, now: Date, asked: { item: string }): Promise<void> {
  const { forum, state } = await itemsFor(viewer).open(asked.item)
  oneChair(viewer, forum)
  if (state !== 'withdrawn') await withdraw(viewer, now, asked)
}

const withdraw = act(async ({ viewer, now, record, tell, done }, asked: { item: string }): Promise<void> => {
  const item = await itemsFor(viewer).open(asked.item)
  const over = 'Items are withdrawn until the meeting ends.'
  const meeting = await meetingIn(viewer, item.meeting, ['called', 'held'], over)
  const { side } = oneChair(viewer, item.forum)
  if (item.state === 'draft') throw new Refused('This item is not published. Remove it from the agenda instead.')
  if (!(await itemsFor(viewer).withdraw(item._id))) throw new Refused(begun)
  await papersFor(quorum).withdraw(withPapers(item))
  await done(item.forum, item._id)
  const event = 'agenda item withdrawn'
  await record({ forum: item.forum, event, record: item._id, details: { meeting: meeting._id, side } })
  const seats = await seatsFor(quorum).inForum(item.forum, dayOf(now))
  const officers = seats.filter(({ role }) => isOfficer(role)).map(({ person }) => person)
  const to = item.audience === 'chairs' ? officers : [...officers, ...(await admittedPeople(meeting))]
  await tell({ ...about(meeting), kind: 'itemWithdrawn', to })
})
