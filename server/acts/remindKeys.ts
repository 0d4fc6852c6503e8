import { type Forum, forumsFor } from '../../models/forum.ts'
import { type Minutes, type MinutesChange, minutesFor } from '../../models/minutes.ts'
import { type Day, addWorkingDays, dayOf, workingDaysBetween } from '../dates.ts'
import { Stale } from '../errors.ts'
import { type Doing, act } from './act.ts'
import { approvePath, keyHoldersMissing, seatsToday } from './minuting.ts'

/** Working days after which the chairs whose key is missing are reminded. */
const reminderDays = [2, 4] as const

/** What is due for minutes that wait for keys. */
export type Due = {
  readonly event: string
  readonly change: MinutesChange
  /** The working days whose reminder this is. */
  readonly days: readonly number[]
}

/**
 * What is due today: reminders on working days 2 and 4, the delegate and "not agreed by both sides" on the days that
 * the terms say. While a side has withdrawn the clock stands still. Undefined when nothing is due.
 */
export function dueFor(minutes: Minutes, { settings, withdrawn }: Forum, today: Day): Due | undefined {
  const { state, reviewSince, pausedOn, reminded } = minutes
  if (state !== 'review' || reviewSince === null) return undefined
  if (withdrawn.length > 0)
    return pausedOn === null ? { event: 'clock of minutes stopped', change: { pausedOn: today }, days: [] } : undefined
  if (pausedOn !== null) {
    const moved = addWorkingDays(reviewSince, workingDaysBetween(pausedOn, today))
    return { event: 'clock of minutes goes on', change: { pausedOn: null, reviewSince: moved }, days: [] }
  }
  const elapsed = workingDaysBetween(reviewSince, today)
  const days = [...new Set([...reminderDays, settings.delegateDay, settings.notAgreedDay])].filter(
    (day) => day <= elapsed && !reminded.includes(day),
  )
  if (days.length === 0) return undefined
  const change = days.includes(settings.notAgreedDay) ? { notAgreedSince: today } : {}
  return { event: 'reminder of minutes', change, days }
}

/**
 * Does what is due for the minutes of a meeting, once, by however many processes it is tried: throws Stale when another
 * was first or nothing is due. Silence is never consent: nobody's key is given by this.
 */
export const remindKeys = act(async (doing, { meeting }: { meeting: string }): Promise<void> => {
  const { viewer, now, record } = doing
  const minutes = await minutesFor(viewer).ofMeeting(meeting)
  const forum = await forumsFor(viewer).open(minutes.forum)
  const due = dueFor(minutes, forum, dayOf(now))
  if (due === undefined) throw new Stale({})
  const { event, change, days } = due
  if (!(await minutesFor(viewer).remind(minutes._id, minutes.reviewSince ?? '', days, change))) throw new Stale({})
  await record({ forum: forum._id, event, record: minutes._id, details: { days } })
  await tellHolders(doing, minutes, forum, days)
})

/** One reminder to each chair and one request to each delegate, however many days were missed. */
async function tellHolders(
  { now, tell }: Doing,
  minutes: Minutes,
  forum: Forum,
  days: readonly number[],
): Promise<void> {
  const { chairs, delegates } = keyHoldersMissing(await seatsToday(forum._id, now), forum.settings, minutes)
  const { meeting, meetingDate } = minutes
  const telling = { forum: forum._id, path: approvePath(meeting), meetingDate }
  if (reminderDays.some((day) => days.includes(day)))
    await tell({ ...telling, kind: 'approvalReminder', to: chairs.map(({ person }) => person) })
  if (days.includes(forum.settings.delegateDay))
    await tell({ ...telling, kind: 'approvalWaiting', to: delegates.map(({ person }) => person) })
}
