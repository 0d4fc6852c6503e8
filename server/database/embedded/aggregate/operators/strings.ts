import { DatabaseError } from '../../errors.ts'
import { regexFrom, regexOf } from '../../query/regex.ts'
import { wholeNumber } from '../../values/numbers.ts'
import { compareText } from '../../values/order.ts'
import { type Found, type Value, doc, int, isNullish, isNumeric } from '../../values/types.ts'
import { type Operators, named, one, taking, two } from '../scope.ts'

/** Text of a value where MongoDB's string operators take it: nothing is an empty text. */
export function textOf(name: string, value: Found): string {
  if (isNullish(value)) return ''
  if (typeof value === 'string') return value
  if (isNumeric(value)) return value.toString()
  if (value instanceof Date) return value.toISOString()
  throw new DatabaseError(16007, `can't convert to String in ${name}`)
}

function strict(name: string, value: Found): string {
  if (typeof value !== 'string') throw new DatabaseError(34471, `${name} requires a string argument`)
  return value
}

const place = (name: string, value: Found): number => {
  const number = wholeNumber(value)
  if (number === undefined) throw new DatabaseError(40096, `${name} requires an integral index`)
  return number
}

function substring(value: Found, from: Found, size: Found, units: (text: string) => readonly string[]): string {
  const characters = units(textOf('$substr', value))
  const start = place('$substr', from)
  const length = place('$substr', size)
  if (start < 0) return ''
  return characters.slice(start, length < 0 ? undefined : start + length).join('')
}

function substringBytes(value: Found, from: Found, size: Found): string {
  const bytes = Buffer.from(textOf('$substrBytes', value))
  const [start, length] = [place('$substrBytes', from), place('$substrBytes', size)]
  return bytes.subarray(start, length < 0 ? undefined : start + length).toString()
}

function indexOf(name: string, units: (text: string) => readonly string[]): Operators[number] {
  return taking(name, 2, 4, (text, part, start, end) => {
    if (isNullish(text)) return null
    const characters = units(strict(name, text))
    const wanted = units(strict(name, part))
    const to = end === undefined ? characters.length : Math.min(place(name, end), characters.length)
    for (let at = start === undefined ? 0 : place(name, start); at + wanted.length <= to; at++) {
      if (wanted.every((character, offset) => characters[at + offset] === character)) return int(at)
    }
    return int(-1)
  })
}
const points = (text: string): string[] => Array.from(text)
const bytes = (text: string): string[] => Array.from(Buffer.from(text).toString('latin1'))

function trimming(name: string, front: boolean, back: boolean): Operators[number] {
  return named(name, ['input'], ['chars'], (given) => {
    const value = given('input')
    if (isNullish(value)) return null
    const chars = given('chars')
    const set = new Set(chars === undefined ? points(' \t\n\v\f\r\0\u00a0') : strict(name, chars))
    const characters = points(strict(name, value))
    let [from, to] = [0, characters.length]
    if (front) while (from < to && set.has(characters[from] ?? '')) from++
    if (back) while (to > from && set.has(characters[to - 1] ?? '')) to--
    return characters.slice(from, to).join('')
  })
}

function expression(given: (name: string) => Found): RegExp | undefined {
  const regex = given('regex')
  if (isNullish(regex)) return undefined
  return regexOf(regexFrom(regex, given('options') ?? undefined))
}

const described = (match: RegExpMatchArray): Value =>
  doc(
    ['match', match[0]],
    ['idx', int(points((match.input ?? '').slice(0, match.index)).length)],
    ['captures', match.slice(1).map((capture: string | undefined) => capture ?? null)],
  )

const searching = (name: string, none: Found, run: (text: string, regex: RegExp) => Found): Operators[number] =>
  named(name, ['input', 'regex'], ['options'], (given) => {
    const [input, regex] = [given('input'), expression(given)]
    return isNullish(input) || regex === undefined ? none : run(strict(name, input), regex)
  })

const replacing = (name: string, all: boolean): Operators[number] =>
  named(name, ['input', 'find', 'replacement'], [], (given) => {
    const [input, find, replacement] = ['input', 'find', 'replacement'].map((part) => given(part))
    if (isNullish(input) || isNullish(find) || isNullish(replacement)) return null
    const [text, part, by] = [strict(name, input), strict(name, find), strict(name, replacement)]
    return all ? text.replaceAll(part, () => by) : text.replace(part, () => by)
  })

/** Operators on text. */
export const strings: Operators = [
  taking('$concat', 0, Infinity, (...values) => {
    if (values.some(isNullish)) return null
    return values
      .map((value) => {
        if (typeof value !== 'string') throw new DatabaseError(16702, '$concat only supports strings')
        return value
      })
      .join('')
  }),
  one('$toLower', (value) => textOf('$toLower', value).toLowerCase()),
  one('$toUpper', (value) => textOf('$toUpper', value).toUpperCase()),
  one('$strLenCP', (value) => int(points(strict('$strLenCP', value)).length)),
  one('$strLenBytes', (value) => int(Buffer.byteLength(strict('$strLenBytes', value)))),
  two('$strcasecmp', (a, b) =>
    int(Math.sign(compareText(textOf('$strcasecmp', a).toUpperCase(), textOf('$strcasecmp', b).toUpperCase()))),
  ),
  taking('$substr', 3, 3, substringBytes),
  taking('$substrBytes', 3, 3, substringBytes),
  taking('$substrCP', 3, 3, (value, from, size) => substring(value, from, size, points)),
  indexOf('$indexOfCP', points),
  indexOf('$indexOfBytes', bytes),
  two('$split', (value, by) =>
    isNullish(value) || isNullish(by) ? null : strict('$split', value).split(strict('$split', by)),
  ),
  trimming('$trim', true, true),
  trimming('$ltrim', true, false),
  trimming('$rtrim', false, true),
  searching('$regexMatch', false, (text, regex) => regex.test(text)),
  searching('$regexFind', null, (text, regex) => {
    const match = regex.exec(text)
    return match === null ? null : described(match)
  }),
  searching('$regexFindAll', [], (text, regex) =>
    [...text.matchAll(new RegExp(regex.source, `${regex.flags}g`))].map(described),
  ),
  replacing('$replaceOne', false),
  replacing('$replaceAll', true),
]
