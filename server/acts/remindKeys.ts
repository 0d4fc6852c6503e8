import { type Forum, forumsFor } from '../../models/forum.ts'
import { type AskedClock, type KeyCommunication, keyCommunicationsFor } from '../../models/keyCommunication.ts'
import { type Minutes, type MinutesChange, minutesFor } from '../../models/minutes.ts'
import { type Day, dayOf } from '../dates.ts'
import { Stale } from '../errors.ts'
import { keyCommunicationHours, minutesDays } from '../policy/keySchedules.ts'
import { act } from './act.ts'
import { type KeyStep, hours, keyStepDue, workingDays } from './keyClock.ts'
import { remindKeyHolders } from './keyHolders.ts'
import { approvePath } from './minuting.ts'

/** What is due today for minutes that wait for keys; undefined when nothing is. */
export const minutesDue = (minutes: Minutes, { settings, withdrawn }: Forum, today: Day): KeyStep<Day> | undefined =>
  minutes.state === 'review'
    ? keyStepDue(
        { since: minutes.reviewSince, paused: minutes.pausedOn, reminded: minutes.reminded },
        minutesDays(settings),
        workingDays,
        withdrawn.length > 0,
        today,
      )
    : undefined

/** What is due now for a key communication that waits for keys; undefined when nothing is. */
export const keyCommunicationDue = (
  { state, askedAt, pausedAt, reminded }: KeyCommunication,
  { withdrawn }: Forum,
  now: Date,
): KeyStep<Date> | undefined =>
  state === 'approval'
    ? keyStepDue(
        { since: askedAt, paused: pausedAt, reminded },
        keyCommunicationHours,
        hours,
        withdrawn.length > 0,
        now,
      )
    : undefined

const events = { stops: 'clock stopped', goesOn: 'clock goes on', steps: 'reminder' } as const
const stepsOf = (due: KeyStep<unknown>): readonly number[] => (due.what === 'steps' ? due.steps : [])

/**
 * Does what is due for the minutes of a meeting, once, by however many processes it is tried: throws Stale when another
 * was first or nothing is due. Silence is never consent: nobody's key is given by this.
 */
export const remindKeys = act(async (doing, { meeting }: { meeting: string }): Promise<void> => {
  const { viewer, now, record } = doing
  const minutes = await minutesFor(viewer).ofMeeting(meeting)
  const forum = await forumsFor(viewer).open(minutes.forum)
  const today = dayOf(now)
  const due = minutesDue(minutes, forum, today)
  if (due === undefined) throw new Stale({})
  const change: MinutesChange =
    due.what === 'stops'
      ? { pausedOn: today }
      : due.what === 'goesOn'
        ? { pausedOn: null, reviewSince: due.since }
        : due.notAgreed
          ? { notAgreedSince: today }
          : {}
  const days = stepsOf(due)
  if (!(await minutesFor(viewer).remind(minutes._id, minutes.reviewSince ?? '', days, change))) throw new Stale({})
  const event = `${events[due.what]} of minutes`
  await record({ forum: forum._id, event, record: minutes._id, details: { days } })
  const about = { path: approvePath(meeting), meetingDate: minutes.meetingDate }
  if (due.what === 'steps') await remindKeyHolders(doing, forum, minutes, about, due)
})

/** The same for a key communication. */
export const remindKeysOfCommunication = act(async (doing, { id }: { id: string }): Promise<void> => {
  const { viewer, now, record } = doing
  const communication = await keyCommunicationsFor(viewer).open(id)
  const forum = await forumsFor(viewer).open(communication.forum)
  const due = keyCommunicationDue(communication, forum, now)
  if (due === undefined) throw new Stale({})
  const change: Partial<AskedClock> =
    due.what === 'stops'
      ? { pausedAt: now }
      : due.what === 'goesOn'
        ? { pausedAt: null, askedAt: due.since }
        : due.notAgreed
          ? { notAgreedSince: now }
          : {}
  const passed = stepsOf(due)
  if (!(await keyCommunicationsFor(viewer).remind(communication, passed, change))) throw new Stale({})
  const event = `${events[due.what]} of a key communication`
  await record({ forum: forum._id, event, record: id, details: { hours: passed } })
  const about = { path: `/key-communications/${id}` }
  if (due.what === 'steps') await remindKeyHolders(doing, forum, communication, about, due)
})
