import { type Day, addWorkingDays, workingDaysBetween } from '../dates.ts'
import type { KeySchedule } from '../policy/keySchedules.ts'

/** The clock of one text that waits for keys. It stands still while a side has withdrawn. */
export type KeyClock<When> = {
  readonly since: When | null
  readonly paused: When | null
  /** The steps whose turn has come. */
  readonly reminded: readonly number[]
}

/** How a clock counts: working days for minutes, hours for key communications. */
export type Measure<When> = {
  readonly passed: (from: When, to: When) => number
  readonly later: (from: When, count: number) => When
}

export const workingDays: Measure<Day> = { passed: workingDaysBetween, later: addWorkingDays }

const hour = 3_600_000
export const hours: Measure<Date> = {
  passed: (from, to) => (to.getTime() - from.getTime()) / hour,
  later: (from, count) => new Date(from.getTime() + count * hour),
}

/** What is due: the clock stops, or goes on from another beginning, or these steps of the schedule are taken. */
export type KeyStep<When> =
  | { readonly what: 'stops' }
  | { readonly what: 'goesOn'; readonly since: When }
  | {
      readonly what: 'steps'
      readonly steps: readonly number[]
      readonly remind: boolean
      readonly delegate: boolean
      readonly notAgreed: boolean
    }

/**
 * What is due now for a text that waits for keys; undefined when nothing is. Silence is never consent: the steps are
 * reminders, then the delegate, then that the text is shown as not agreed, and none of them gives a key.
 * @param withdrawn whether a side has withdrawn from the forum
 */
export function keyStepDue<When>(
  { since, paused, reminded }: KeyClock<When>,
  schedule: KeySchedule,
  measure: Measure<When>,
  withdrawn: boolean,
  now: When,
): KeyStep<When> | undefined {
  if (since === null) return undefined
  if (withdrawn) return paused === null ? { what: 'stops' } : undefined
  if (paused !== null) return { what: 'goesOn', since: measure.later(since, measure.passed(paused, now)) }
  const passed = measure.passed(since, now)
  const all = [...new Set([...schedule.reminders, schedule.delegate, schedule.notAgreed])]
  const steps = all.filter((step) => step <= passed && !reminded.includes(step))
  if (steps.length === 0) return undefined
  return {
    what: 'steps',
    steps,
    remind: schedule.reminders.some((step) => steps.includes(step)),
    delegate: steps.includes(schedule.delegate),
    notAgreed: steps.includes(schedule.notAgreed),
  }
}
