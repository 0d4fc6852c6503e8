import { DateTime } from 'luxon'
import { DatabaseError } from '../../errors.ts'

const two = (value: number): string => String(value).padStart(2, '0')

/** A date by a format of MongoDB's `%` parts. */
export function formatted(date: DateTime, format: string, sundayWeek: (date: DateTime) => number): string {
  const parts: Readonly<Record<string, () => string>> = {
    Y: () => String(date.year).padStart(4, '0'),
    m: () => two(date.month),
    d: () => two(date.day),
    H: () => two(date.hour),
    M: () => two(date.minute),
    S: () => two(date.second),
    L: () => String(date.millisecond).padStart(3, '0'),
    j: () => String(date.ordinal).padStart(3, '0'),
    w: () => String((date.weekday % 7) + 1),
    u: () => String(date.weekday),
    U: () => two(sundayWeek(date)),
    V: () => two(date.weekNumber),
    G: () => String(date.weekYear).padStart(4, '0'),
    b: () => date.toFormat('LLL', { locale: 'en' }),
    B: () => date.toFormat('LLLL', { locale: 'en' }),
    z: () => date.toFormat('ZZZ'),
    Z: () => String(date.offset),
    '%': () => '%',
  }
  return format.replaceAll(/%(.?)/g, (_all, name: string) => {
    const part = parts[name]
    if (part === undefined) throw new DatabaseError(18536, `Invalid format character '%${name}' in format string`)
    return part()
  })
}

/** What luxon calls the parts that may be read. */
const read: Readonly<Record<string, string>> = {
  Y: 'yyyy',
  m: 'LL',
  d: 'dd',
  H: 'HH',
  M: 'mm',
  S: 'ss',
  L: 'SSS',
  j: 'ooo',
  u: 'c',
  V: 'WW',
  G: 'kkkk',
  b: 'LLL',
  B: 'LLLL',
  z: 'ZZZ',
  '%': "'%'",
}

/** A date from text: by a format, or as ISO 8601 says. A zone in the text wins over the one given. */
export function parsed(text: string, format: string | undefined, zone: string): Date {
  const date =
    format === undefined
      ? DateTime.fromISO(text.trim().replace(' ', 'T'), { zone })
      : DateTime.fromFormat(text, luxonFormat(format), { zone, locale: 'en' })
  if (!date.isValid) throw new DatabaseError(241, `Error parsing date string '${text}'`)
  return date.toJSDate()
}

const luxonFormat = (format: string): string =>
  format.replaceAll(/%(.?)|([a-z]+)/gi, (_all, name: string | undefined, letters: string | undefined) => {
    if (letters !== undefined) return `'${letters}'`
    const part = read[name ?? '']
    if (part === undefined) throw new DatabaseError(18536, `Invalid format character '%${name ?? ''}' in format string`)
    return part
  })
