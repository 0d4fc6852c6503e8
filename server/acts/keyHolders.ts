import type { Forum } from '../../models/forum.ts'
import { type SeatRecord, seatsFor } from '../../models/seat.ts'
import type { NewTask } from '../../models/task.ts'
import { dayOf } from '../dates.ts'
import { type Key, keySides, missing, standing } from '../policy/keys.ts'
import { type Viewer, givesKey } from '../policy/terms.ts'
import type { Doing } from './act.ts'

const releases: Viewer = { kind: 'service', name: 'releases' }

/** A text that waits for keys: which were given, and to which exact version they count. */
export type WaitsForKeys = { readonly keys: readonly Key[]; readonly hash: string }

/** The seats of a forum today. */
export const seatsToday = async (forum: string, now: Date): Promise<SeatRecord[]> =>
  seatsFor(releases).inForum(forum, dayOf(now))

/**
 * Whose key is still missing: the seats that could give one. Chairs, and with them whom a side without a chair named;
 * and apart from these whom the other sides named.
 */
export function keyHoldersMissing(
  seats: readonly SeatRecord[],
  terms: Forum['settings'],
  { keys, hash }: WaitsForKeys,
): { readonly chairs: SeatRecord[]; readonly delegates: SeatRecord[] } {
  const left = missing(terms, keys, hash)
  const given = keys.filter((key) => key.hash === hash).map(({ by }) => by)
  const bySide = keySides(terms).length > 0
  const could = seats
    .filter(givesKey)
    .filter(({ side, person }) => (bySide ? left.sides.includes(side) : left.chairs > 0 && !given.includes(person)))
  const chaired = new Set(could.filter(({ role }) => role === 'chair').map(({ side }) => side))
  const first = ({ role, side }: SeatRecord): boolean => role === 'chair' || (bySide && !chaired.has(side))
  return { chairs: could.filter(first), delegates: could.filter((seat) => !first(seat)) }
}

/**
 * Asks everyone whose key is missing: a task for each side, or one for every key holder where there are no sides. Where
 * a key holder may not see what waits, the chair of each side is asked, whoever that is by then.
 * @param sees whether what waits is for this seat
 * @returns the seats that are to be told first: the chairs, and whom a side without one named
 */
export async function askKeyHolders(
  { now, ask, done }: Doing,
  forum: Forum,
  waiting: WaitsForKeys,
  task: Pick<NewTask, 'title' | 'path' | 'record' | 'dueOn' | 'dueAt'>,
  sees: (seat: SeatRecord) => boolean = () => true,
): Promise<SeatRecord[]> {
  const seats = await seatsToday(forum._id, now)
  const { chairs, delegates } = keyHoldersMissing(seats, forum.settings, waiting)
  const left = missing(forum.settings, waiting.keys, waiting.hash)
  const could = [...chairs, ...delegates]
  const all = could.every(sees)
  const people = new Set(could.filter(sees).map(({ person }) => person))
  const bySide = left.sides.map((side) => (all ? { keyOf: side } : { chairOf: side }))
  const byChair: NewTask['for'][] = all ? ['keyHolders'] : [...people].map((person) => ({ person }))
  const whom = bySide.length > 0 ? bySide : byChair
  await ask(...whom.map((each) => ({ ...task, forum: forum._id, kind: 'giveKey' as const, for: each })))
  // One task of all chairs waits for those who have not given their key yet.
  if (left.sides.length === 0)
    for (const { by } of standing(waiting.keys, waiting.hash))
      await done(forum._id, task.record, { kind: 'giveKey', owner: by })
  return chairs.filter(sees)
}

/**
 * One reminder to each chair whose key is missing, and one request to each of those whom their sides named, however
 * many steps were missed.
 */
export async function remindKeyHolders(
  { now, tell }: Doing,
  forum: Forum,
  waiting: WaitsForKeys,
  about: { readonly path: string; readonly meetingDate?: string },
  { remind, delegate }: { readonly remind: boolean; readonly delegate: boolean },
): Promise<void> {
  const { chairs, delegates } = keyHoldersMissing(await seatsToday(forum._id, now), forum.settings, waiting)
  const telling = { ...about, forum: forum._id }
  if (remind) await tell({ ...telling, kind: 'approvalReminder', to: chairs.map(({ person }) => person) })
  if (delegate) await tell({ ...telling, kind: 'approvalWaiting', to: delegates.map(({ person }) => person) })
}
