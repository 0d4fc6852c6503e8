import type { Forum } from '../../models/forum.ts'
import { type Item, itemHash, itemsFor } from '../../models/item.ts'
import type { Meeting } from '../../models/meeting.ts'
import { dayOf, instantOf, showDay } from '../dates.ts'
import { Refused } from '../errors.ts'
import { isForSeat } from '../policy/places.ts'
import { type Doing, personOf } from './act.ts'
import { quorum } from './convening.ts'
import { askKeyHolders } from './keyHolders.ts'

export const tooLate = 'Late items are added to a published agenda, until the meeting is closed.'

/** Refuses what comes after the day of a meeting that nobody closed. */
export function refuseAfterItsDay({ meetingDate }: Pick<Meeting, 'meetingDate'>, now: Date): void {
  if (dayOf(now) > meetingDate) throw new Refused(tooLate)
}

/**
 * By when the keys to a late item are wanted: before the meeting begins; of one that is under way, or that should be,
 * before it ends. Null when both times are past: then until it is closed.
 */
export function lateKeysDue({ state, meetingDate, from, until }: Meeting, now: Date): Date | null {
  const times = (state === 'held' ? [until] : [from, until]).map((time) => instantOf(meetingDate, time))
  return times.find((time) => time > now) ?? null
}

/**
 * Asks for the keys that are missing to a late item as it stands, by its due time. The chairs are told by e-mail, but
 * for whoever acts.
 */
export async function askForLateKeys(doing: Doing, meeting: Meeting, forum: Forum, item: Item): Promise<void> {
  const told = await askAgain(doing, meeting, forum, item)
  const me = personOf(doing.viewer).person
  const to = told.map(({ person }) => person).filter((person) => person !== me)
  await doing.tell({
    forum: forum._id,
    kind: 'approvalWaiting',
    to,
    path: approval(item),
    meetingDate: meeting.meetingDate,
  })
}

const approval = ({ _id }: Pick<Item, '_id'>): string => `/items/${_id}/approve`

async function askAgain(doing: Doing, meeting: Meeting, forum: Forum, item: Item) {
  await doing.done(forum._id, item._id, { kind: 'giveKey' })
  const { keys, dueAt } = item
  return askKeyHolders(
    doing,
    forum,
    { keys, hash: itemHash(item) },
    {
      record: item._id,
      title: `Approve a late item for ${showDay(meeting.meetingDate)}`,
      path: approval(item),
      ...(dueAt === null ? {} : { dueAt }),
    },
    (seat) => isForSeat(seat, item),
  )
}

/** The late items of a meeting that wait for keys. */
const waitingAt = async (meeting: string): Promise<Item[]> =>
  (await itemsFor(quorum).ofMeeting(meeting)).filter(({ late, state }) => late && state === 'draft')

/** Brings what waits for keys up to date with a meeting's other day or times. Keys that were given stand. */
export async function redateLateItems(doing: Doing, meeting: Meeting, forum: Forum): Promise<void> {
  for (const { _id } of await waitingAt(meeting._id)) {
    const item = await itemsFor(quorum).edit(_id, { dueAt: lateKeysDue(meeting, doing.now) })
    await askAgain(doing, meeting, forum, item)
  }
}

/** With its meeting ends the time of a late item that waits: nobody is asked any more, and it was not agreed. */
export async function endLateItems({ now, done }: Pick<Doing, 'now' | 'done'>, { _id, forum }: Meeting): Promise<void> {
  for (const item of await waitingAt(_id)) {
    await itemsFor(quorum).edit(item._id, { dueAt: now })
    await done(forum, item._id)
  }
}
