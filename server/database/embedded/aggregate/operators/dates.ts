import { Long, Timestamp } from 'bson'
import { DateTime } from 'luxon'
import { DatabaseError } from '../../errors.ts'
import { wholeNumber } from '../../values/numbers.ts'
import { type Found, doc, int, isDocument, isNullish, isObjectId } from '../../values/types.ts'
import { type Make, type Operators, named, namedOperand } from '../scope.ts'
import { formatted, parsed } from './dateFormats.ts'

/** A value as an instant, in a time zone: an Olson name or an offset, UTC where none is given. */
function instant(name: string, value: Found, zone: Found): DateTime {
  const date = isObjectId(value)
    ? value.getTimestamp()
    : value instanceof Timestamp
      ? new Date(value.getHighBits() * 1000)
      : value
  if (!(date instanceof Date)) throw new DatabaseError(16006, `can't convert the argument of ${name} to a Date`)
  return DateTime.fromJSDate(date, { zone: zoneName(zone) })
}

export function zoneName(zone: Found): string {
  if (isNullish(zone)) return 'utc'
  if (typeof zone !== 'string') throw new DatabaseError(40517, 'timezone must evaluate to a string')
  const offset = /^([+-])(\d\d):?(\d\d)?$/.exec(zone)
  const name = offset === null ? zone : `utc${offset[1]}${offset[2]}:${offset[3] ?? '00'}`
  if (!DateTime.utc().setZone(name).isValid)
    throw new DatabaseError(40485, `unrecognized time zone identifier: "${zone}"`)
  return name
}

/** A part of a date: takes the date alone, or `{date, timezone}`. */
const part = (name: string, read: (date: DateTime) => number): readonly [string, Make] => [
  name,
  (operand, compile) => {
    const long = isDocument(operand) && operand.has('date')
    const fields = long ? namedOperand(name, operand, ['date'], ['timezone']) : doc(['date', operand])
    const [date, zone] = [compile(fields.get('date') ?? null), compile(fields.get('timezone') ?? null)]
    return (scope) => {
      const value = date(scope)
      return isNullish(value) ? null : int(read(instant(name, value, zone(scope))))
    }
  },
]

/** Weeks that begin on Sunday; the days before the first are week 0. */
const sundayWeek = (date: DateTime): number => Math.floor((date.ordinal + 6 - (date.weekday % 7)) / 7)

const units = ['year', 'quarter', 'month', 'week', 'day', 'hour', 'minute', 'second', 'millisecond'] as const
type Unit = (typeof units)[number]

function unitOf(name: string, value: Found): Unit {
  const unit = units.find((known) => known === value)
  if (unit === undefined) throw new DatabaseError(9, `unknown time unit value in ${name}`)
  return unit
}

const moved = (name: string, sign: 1 | -1): Operators[number] =>
  named(name, ['startDate', 'unit', 'amount'], ['timezone'], (given) => {
    const [start, unit, amount] = ['startDate', 'unit', 'amount'].map((field) => given(field))
    if (isNullish(start) || isNullish(unit) || isNullish(amount)) return null
    const by = wholeNumber(amount)
    if (by === undefined) throw new DatabaseError(5166405, `${name} expects integer amount of time units`)
    return instant(name, start, given('timezone'))
      .plus({ [unitOf(name, unit)]: sign * by })
      .toJSDate()
  })

const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']

function startOfWeek(value: Found): number {
  if (isNullish(value)) return 7
  const at =
    typeof value === 'string'
      ? weekdays.findIndex((day) => day === value.toLowerCase() || day.slice(0, 3) === value.toLowerCase())
      : -1
  if (at < 0) throw new DatabaseError(9, 'unknown day of week value')
  return at + 1
}

/** The beginning of a unit of time; weeks begin on the day asked for. */
function floor(date: DateTime, unit: Unit, weekStart: number): DateTime {
  if (unit !== 'week') return date.startOf(unit)
  return date.startOf('day').minus({ days: (date.weekday - weekStart + 7) % 7 })
}

const asUtc = (date: DateTime): number => date.setZone('utc', { keepLocalTime: true }).toMillis()

/** Boundaries of the unit between two instants. */
function boundaries(from: DateTime, to: DateTime, unit: Unit, weekStart: number): number {
  if (unit === 'year') return to.year - from.year
  if (unit === 'quarter') return (to.year - from.year) * 4 + to.quarter - from.quarter
  if (unit === 'month') return (to.year - from.year) * 12 + to.month - from.month
  const [a, b] = [floor(from, unit, weekStart), floor(to, unit, weekStart)]
  if (unit === 'week' || unit === 'day')
    return Math.round((asUtc(b) - asUtc(a)) / (unit === 'week' ? 604_800_000 : 86_400_000))
  return (
    Math.round(b.toMillis() - a.toMillis()) / { hour: 3_600_000, minute: 60_000, second: 1000, millisecond: 1 }[unit]
  )
}

const difference = named('$dateDiff', ['startDate', 'endDate', 'unit'], ['timezone', 'startOfWeek'], (given) => {
  const [start, end, unit] = ['startDate', 'endDate', 'unit'].map((field) => given(field))
  if (isNullish(start) || isNullish(end) || isNullish(unit)) return null
  const zone = given('timezone')
  const [from, to] = [instant('$dateDiff', start, zone), instant('$dateDiff', end, zone)]
  return Long.fromNumber(boundaries(from, to, unitOf('$dateDiff', unit), startOfWeek(given('startOfWeek'))))
})

/** MongoDB counts bins of several units from the beginning of the year 2000. */
const truncated = named('$dateTrunc', ['date', 'unit'], ['binSize', 'timezone', 'startOfWeek'], (given) => {
  const [value, unitName] = [given('date'), given('unit')]
  if (isNullish(value) || isNullish(unitName)) return null
  const size = given('binSize') === undefined ? 1 : wholeNumber(given('binSize'))
  if (size === undefined || size <= 0)
    throw new DatabaseError(5439017, "$dateTrunc requires 'binSize' to be a positive integer")
  const unit = unitOf('$dateTrunc', unitName)
  const date = instant('$dateTrunc', value, given('timezone'))
  const weekStart = startOfWeek(given('startOfWeek'))
  if (size === 1) return floor(date, unit, weekStart).toJSDate()
  const origin = DateTime.fromObject({ year: 2000, month: 1, day: 1 }, { zone: date.zone })
  const first = unit === 'week' ? origin.plus({ days: (weekStart - origin.weekday + 7) % 7 }) : origin
  const bin = Math.floor(boundaries(first, date, unit, weekStart) / size)
  return first.plus({ [unit]: bin * size }).toJSDate()
})

const calendar = ['year', 'month', 'day', 'hour', 'minute', 'second', 'millisecond'] as const
const iso = ['isoWeekYear', 'isoWeek', 'isoDayOfWeek'] as const

const fromParts = named('$dateFromParts', [], [...calendar, ...iso, 'timezone'], (given) => {
  const read = (name: string, otherwise: number): number => {
    const value = given(name)
    if (value === undefined) return otherwise
    const number = wholeNumber(value)
    if (number === undefined) throw new DatabaseError(40515, `'${name}' must evaluate to an integer`)
    return number
  }
  if ([...calendar, ...iso].some((name) => given(name) === null)) return null
  const zone = zoneName(given('timezone'))
  // Parts beyond their range carry over, so each is added rather than set.
  const start =
    given('isoWeekYear') === undefined
      ? DateTime.fromObject({ year: read('year', 1970) }, { zone }).plus({
          months: read('month', 1) - 1,
          days: read('day', 1) - 1,
        })
      : DateTime.fromObject({ weekYear: read('isoWeekYear', 1970), weekNumber: 1, weekday: 1 }, { zone }).plus({
          weeks: read('isoWeek', 1) - 1,
          days: read('isoDayOfWeek', 1) - 1,
        })
  return start
    .plus({
      hours: read('hour', 0),
      minutes: read('minute', 0),
      seconds: read('second', 0),
      milliseconds: read('millisecond', 0),
    })
    .toJSDate()
})

const toParts = named('$dateToParts', ['date'], ['timezone', 'iso8601'], (given) => {
  const value = given('date')
  if (isNullish(value)) return null
  const date = instant('$dateToParts', value, given('timezone'))
  const day =
    given('iso8601') === true
      ? ([
          ['isoWeekYear', int(date.weekYear)],
          ['isoWeek', int(date.weekNumber)],
          ['isoDayOfWeek', int(date.weekday)],
        ] as const)
      : ([
          ['year', int(date.year)],
          ['month', int(date.month)],
          ['day', int(date.day)],
        ] as const)
  return doc(
    ...day,
    ['hour', int(date.hour)],
    ['minute', int(date.minute)],
    ['second', int(date.second)],
    ['millisecond', int(date.millisecond)],
  )
})

const toText = named('$dateToString', ['date'], ['format', 'timezone', 'onNull'], (given) => {
  const value = given('date')
  if (isNullish(value)) return given('onNull') ?? null
  const [format, zone] = [given('format'), given('timezone')]
  if (format !== undefined && typeof format !== 'string')
    throw new DatabaseError(18533, '$dateToString requires that format be a string')
  const otherwise = isNullish(zone) || zoneName(zone) === 'utc' ? '%Y-%m-%dT%H:%M:%S.%LZ' : '%Y-%m-%dT%H:%M:%S.%L'
  return formatted(instant('$dateToString', value, zone), format ?? otherwise, sundayWeek)
})

const fromText = named('$dateFromString', ['dateString'], ['format', 'timezone', 'onError', 'onNull'], (given) => {
  const text = given('dateString')
  if (isNullish(text)) return given('onNull') ?? null
  const format = given('format')
  try {
    if (typeof text !== 'string') throw new DatabaseError(241, '$dateFromString requires that dateString be a string')
    return parsed(text, typeof format === 'string' ? format : undefined, zoneName(given('timezone')))
  } catch (error) {
    const instead = given('onError')
    if (instead === undefined || !(error instanceof DatabaseError)) throw error
    return instead
  }
})

/** Operators on dates. */
export const dates: Operators = [
  part('$year', (date) => date.year),
  part('$month', (date) => date.month),
  part('$dayOfMonth', (date) => date.day),
  part('$hour', (date) => date.hour),
  part('$minute', (date) => date.minute),
  part('$second', (date) => date.second),
  part('$millisecond', (date) => date.millisecond),
  part('$dayOfYear', (date) => date.ordinal),
  part('$dayOfWeek', (date) => (date.weekday % 7) + 1),
  part('$week', sundayWeek),
  part('$isoWeek', (date) => date.weekNumber),
  part('$isoDayOfWeek', (date) => date.weekday),
  part('$isoWeekYear', (date) => date.weekYear),
  moved('$dateAdd', 1),
  moved('$dateSubtract', -1),
  difference,
  truncated,
  fromParts,
  toParts,
  toText,
  fromText,
]
