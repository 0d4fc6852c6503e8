import Holidays from 'date-holidays'
import { DateTime } from 'luxon'
import { z } from 'zod'

/** The one place where instants become words. Everything is shown in this zone. */
const zone = 'Europe/London'
const holidays = new Holidays('GB', 'ENG')

/** A calendar day as stored: `2026-03-04`. */
export type Day = string
/** A wall time as stored: `14:00`. */
export type Time = string

/** A day in an address. Forms use the fields of fields.ts. */
export const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'Enter a real date')
  .refine((value) => DateTime.fromISO(value, { zone }).isValid, 'Enter a real date')

/**
 * The same function, with its latest answers remembered: pages show the same few days and times over and over, and the
 * calendar's arithmetic costs more than the rest of a page.
 */
function rememberedByValue<Key extends string | number>(work: (key: Key) => string): (key: Key) => string {
  const answers = new Map<Key, string>()
  return (key) => {
    const known = answers.get(key)
    if (known !== undefined) return known
    if (answers.size >= 5000) answers.clear()
    const answer = work(key)
    answers.set(key, answer)
    return answer
  }
}

/** Day and wall time of a minute since 1970: `2026-03-04 14:00`. */
const minuteOf = rememberedByValue((minute: number) =>
  DateTime.fromMillis(minute * 60_000, { zone }).toFormat('yyyy-MM-dd HH:mm'),
)
const wall = (instant: Date): string => minuteOf(Math.floor(instant.getTime() / 60_000))

/** Which day it is in the United Kingdom at this instant. */
export const dayOf = (instant: Date): Day => wall(instant).slice(0, 10)

/** The wall time in the United Kingdom at this instant: `14:00`. */
export const timeOf = (instant: Date): Time => wall(instant).slice(11)

/** The instant of a day and wall time in the United Kingdom. */
export const instantOf = (on: Day, from: Time): Date => DateTime.fromISO(`${on}T${from}`, { zone }).toJSDate()

const inWords = (format: string): ((on: Day) => string) =>
  rememberedByValue((on: Day) => DateTime.fromISO(on, { zone }).setLocale('en-GB').toFormat(format))

/** `4 March 2026` */
export const showDay = inWords('d MMMM yyyy')

/** `Wednesday 4 March 2026` */
export const showWeekday = inWords('cccc d MMMM yyyy')

/** `4 March 2026 at 2:05pm` */
export const showInstant = (instant: Date): string => `${showDay(dayOf(instant))} at ${showTime(timeOf(instant))}`

/** `2pm`, `9:30am`, `midday`, as the NHS service manual writes times. */
export function showTime(of: Time): string {
  const [hours = 0, minutes = 0] = of.split(':').map(Number)
  if (minutes === 0 && hours % 12 === 0) return hours === 12 ? 'midday' : 'midnight'
  const past = minutes === 0 ? '' : `:${String(minutes).padStart(2, '0')}`
  return `${hours % 12 || 12}${past}${hours < 12 ? 'am' : 'pm'}`
}

/** A wall time so many minutes later (negative: earlier), round the clock. */
export function addMinutes(from: Time, minutes: number): Time {
  const [hours = 0, past = 0] = from.split(':').map(Number)
  const total = (((hours * 60 + past + minutes) % 1440) + 1440) % 1440
  return `${String(Math.floor(total / 60)).padStart(2, '0')}:${String(total % 60).padStart(2, '0')}`
}

/** Calendar days or months later (negative: earlier). */
export const addDays = (on: Day, days: number): Day =>
  DateTime.fromISO(on, { zone }).plus({ days }).toFormat('yyyy-MM-dd')
export const addMonths = (on: Day, months: number): Day =>
  DateTime.fromISO(on, { zone }).plus({ months }).toFormat('yyyy-MM-dd')

/** Monday to Friday and no bank holiday in England. */
export const isWorkingDay = (on: Day): boolean =>
  DateTime.fromISO(on, { zone }).weekday <= 5 && !bankHolidays(Number(on.slice(0, 4))).has(on)

/** The bank holidays of a year. Finding them takes many milliseconds, so each year is looked up once. */
function bankHolidays(year: number): ReadonlySet<Day> {
  const known = years.get(year)
  if (known !== undefined) return known
  const all = holidays.getHolidays(year).filter(({ type }) => type === 'public' || type === 'bank')
  const days = new Set(all.map(({ date }) => date.slice(0, 10)))
  years.set(year, days)
  return days
}
const years = new Map<number, ReadonlySet<Day>>()

/** The day that is so many working days after this one (negative: before). Day 0 is the day itself. */
export function addWorkingDays(on: Day, count: number): Day {
  let [date, left] = [on, Math.abs(count)]
  while (left > 0) {
    date = addDays(date, Math.sign(count))
    if (isWorkingDay(date)) left--
  }
  return date
}

/** Whole working days between two days, the first not counted; negative when the second is earlier. */
export function workingDaysBetween(from: Day, to: Day): number {
  if (to < from) return -workingDaysBetween(to, from)
  let [date, count] = [from, 0]
  while (date < to) {
    date = addDays(date, 1)
    if (isWorkingDay(date)) count++
  }
  return count
}

/** RFC 3339, for feeds and the `datetime` attribute. */
export const machineInstant = (instant: Date): string => instant.toISOString()
