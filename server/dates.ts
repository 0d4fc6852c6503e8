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

/** Which day it is in the United Kingdom at this instant. */
export const dayOf = (instant: Date): Day => at(instant).toFormat('yyyy-MM-dd')

/** The wall time in the United Kingdom at this instant: `14:00`. */
export const timeOf = (instant: Date): Time => at(instant).toFormat('HH:mm')

/** The instant of a day and wall time in the United Kingdom. */
export const instantOf = (on: Day, from: Time): Date => DateTime.fromISO(`${on}T${from}`, { zone }).toJSDate()

/** `4 March 2026` */
export const showDay = (on: Day): string => DateTime.fromISO(on, { zone }).setLocale('en-GB').toFormat('d MMMM yyyy')

/** `Wednesday 4 March 2026` */
export const showWeekday = (on: Day): string =>
  DateTime.fromISO(on, { zone }).setLocale('en-GB').toFormat('cccc d MMMM yyyy')

/** `4 March 2026 at 2:05pm` */
export const showInstant = (instant: Date): string => `${showDay(dayOf(instant))} at ${showTime(timeOf(instant))}`

/** `2pm`, `9:30am`, `midday`, as the NHS service manual writes times. */
export function showTime(of: Time): string {
  const moment = DateTime.fromISO(of, { zone })
  if (of === '12:00') return 'midday'
  if (of === '00:00') return 'midnight'
  return moment.toFormat(moment.minute === 0 ? 'ha' : 'h:mma').toLowerCase()
}

/** A wall time so many minutes later; stays within the day. */
export const addMinutes = (from: Time, minutes: number): Time =>
  DateTime.fromISO(`2000-01-01T${from}`, { zone: 'utc' }).plus({ minutes }).toFormat('HH:mm')

/** Calendar days or months later (negative: earlier). */
export const addDays = (on: Day, days: number): Day =>
  DateTime.fromISO(on, { zone }).plus({ days }).toFormat('yyyy-MM-dd')
export const addMonths = (on: Day, months: number): Day =>
  DateTime.fromISO(on, { zone }).plus({ months }).toFormat('yyyy-MM-dd')

/** Monday to Friday and no bank holiday in England. */
export const isWorkingDay = (on: Day): boolean =>
  DateTime.fromISO(on, { zone }).weekday <= 5 &&
  !(holidays.isHoliday(`${on} 12:00:00`) || []).some((holiday) => holiday.type === 'public' || holiday.type === 'bank')

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

const at = (instant: Date): DateTime => DateTime.fromJSDate(instant, { zone })
