import { z } from 'zod'

/**
 * The kinds of field that forms have. Each takes the sentence to show when nothing usable was given ("Enter the place
 * of the meeting"), so that a missing, empty or oddly shaped value never shows a library's message.
 */

/** Characters that are never part of a text: controls other than tab and line end, and halves of surrogate pairs. */
// oxlint-disable-next-line no-control-regex -- control characters are what it looks for
const unusable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/

const storable = (text: string): boolean => !unusable.test(text) && !/\p{Surrogate}/u.test(text)
const odd = 'Remove the characters that cannot be shown, or type the text again'
const tooLong = (max: number): string => `Use ${max.toLocaleString('en-GB')} characters or fewer`

const oneLine = (text: string): string => text.normalize('NFC').replace(/\s+/g, ' ').trim()
const manyLines = (text: string): string => text.normalize('NFC').replace(/\r\n?/g, '\n').trimEnd()

/** Text put in order by `tidy` and then measured; one that is far too long is not looked at. */
const written = (error: string, max: number, tidy: (text: string) => string) =>
  z
    .string({ error })
    .max(max * 2, tooLong(max))
    .refine(storable, odd)
    .transform(tidy)
    .pipe(z.string().max(max, tooLong(max)))

/** One line of text: trimmed, runs of white space as one space, at most `max` characters. */
export const line = (missing: string, max = 200) => written(missing, max, oneLine).pipe(z.string().min(1, missing))

/** One line of text that may be left empty; missing is ''. */
export const optionalLine = (max = 200) => written('Type one line of text', max, oneLine).default('')

/** Several lines of text, in Markdown: line ends as \n, no white space at the end, at most `max` characters. */
export const lines = (missing: string, max = 50_000) =>
  written(missing, max, manyLines).pipe(z.string().min(1, missing))

/** Several lines that may be left empty; missing is ''. */
export const optionalLines = (max = 50_000) => written('Type the text', max, manyLines).default('')

/** An e-mail address, in small letters. */
export const emailAddress = (missing: string) =>
  line(missing)
    .transform((text) => text.toLowerCase())
    .pipe(z.email('Enter an e-mail address in the right form, such as anna@example.org'))

/** One of the given values. */
export const choice = <const Value extends string>(values: readonly Value[], missing: string) =>
  z.enum(values, { error: missing })

/** Any of the given values, each once; a single checkbox arrives as text, none as nothing. */
export const choices = <const Value extends string>(values: readonly Value[], unknown: string) =>
  z.preprocess(
    (given) => (given === undefined || given === '' ? [] : Array.isArray(given) ? given : [given]),
    z.array(z.enum(values, { error: unknown }), { error: unknown }).transform((all) => [...new Set(all)]),
  )

/** A single checkbox: true when it was ticked, whatever its value. */
export const tick = z.preprocess((given) => typeof given === 'string' && given !== '', z.boolean())

/** A whole number from `min` to `max`, typed as digits. */
export const whole = (missing: string, min: number, max: number) =>
  z
    .union([z.string(), z.number()], { error: missing })
    .transform((given) => String(given).trim())
    .pipe(z.string().regex(/^-?\d{1,9}$/, missing))
    .transform(Number)
    .pipe(z.number().min(min, `Enter a number from ${min} to ${max}`).max(max, `Enter a number from ${min} to ${max}`))

const part = z.union([z.string(), z.number()]).transform((given) => String(given).trim())

/** A date from its three fields, or written as 2026-11-04; gives the latter. */
export const calendarDate = (missing: string) =>
  z
    .union(
      [
        z.string().transform((text) => text.trim()),
        z
          .object({ day: part, month: part, year: part })
          .transform(({ day, month, year }) => `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`),
      ],
      { error: missing },
    )
    .superRefine((date, context) => {
      if (/^-?0*-?0*$/.test(date)) context.addIssue({ code: 'custom', message: missing })
      else if (!isDate(date)) context.addIssue({ code: 'custom', message: 'Enter a real date, such as 4 11 2026' })
    })

/** A date that may be left empty; nothing is null. */
export const optionalDate = z.preprocess(
  (given) => (isBlank(given) ? null : given),
  calendarDate('Enter a real date, such as 4 11 2026').nullable(),
)

/** Whether nothing was typed: in a field, in the fields of a date, or in a row of fields. */
export function isBlank(given: unknown): boolean {
  if (typeof given === 'string') return given.trim() === ''
  if (typeof given === 'object' && given !== null) return Object.values(given).every(isBlank)
  return given === undefined || given === null
}

function isDate(date: string): boolean {
  if (!/^(19|20|21)\d\d-\d\d-\d\d$/.test(date)) return false
  const instant = new Date(`${date}T00:00:00Z`)
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(date)
}

/** A time of day as people type it (14:30, 14.30, 2.30pm, 9am); gives 14:30. */
export const wallTime = (missing: string) =>
  z
    .string({ error: missing })
    .transform((text) => text.trim().toLowerCase())
    .pipe(z.string().min(1, missing))
    .transform((text, context) => {
      const [, hours = '', minutes = '00', half] = /^(\d{1,2})(?:[:.]?(\d{2}))?\s*([ap]m)?$/.exec(text) ?? []
      const hour = half === undefined ? Number(hours) : (Number(hours) % 12) + (half === 'pm' ? 12 : 0)
      const bare = half === undefined && !/[:.]|\d{4}/.test(text)
      if (hours === '' || bare || hour > 23 || Number(minutes) > 59 || (half !== undefined && Number(hours) > 12)) {
        context.addIssue({ code: 'custom', message: 'Enter a time such as 14:30' })
        return z.NEVER
      }
      return `${String(hour).padStart(2, '0')}:${minutes}`
    })

/** Which page of a list: 1 for none, and for what is no number of a page. */
export const pageNumber = z.coerce.number().int().min(1).max(100_000).catch(1)

/** What a list is searched for: '' for nothing, and for what nobody would type. */
export const sought = z.string().max(100).refine(storable).transform(oneLine).catch('')
