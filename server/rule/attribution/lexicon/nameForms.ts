import { HONORIFICS } from '../language/people.ts'
import { otherForms } from '../language/nicknames.ts'
import { foldText } from '../reading/folding.ts'
import { PARTICLES, POST_NOMINALS, properWords } from './properWords.ts'

/** A person's name in its parts; each part is its words in small letters without hyphens. */
export interface NameParts {
  readonly given: readonly string[]
  readonly middle: readonly (readonly string[])[]
  readonly surname: readonly string[]
  /** The surname's pieces by capital letter, for initials: `O’Neill` gives `O`, `Neill`. */
  readonly surnameRaw: string
  readonly givenRaw: string
  readonly middleRaw: readonly string[]
}

/** Splits a name as it stands in the context: honorifics and letters after the name fall away, "Foley, Paul" is turned round. */
export function nameParts(name: string): NameParts | undefined {
  const pieces = foldText(name)
    .replace(/\([^)]*\)/g, ' ')
    .split(',')
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '')
  const [first = '', second] = pieces
  const reversed = second !== undefined && !first.includes(' ') && !POST_NOMINALS.has(second.toLowerCase())
  const units = (reversed ? `${second} ${first}` : first).split(/\s+/).filter((unit) => unit !== '')
  while (units.length > 1 && HONORIFICS.has((units[0] ?? '').toLowerCase().replace('.', ''))) units.shift()
  while (units.length > 2 && POST_NOMINALS.has((units.at(-1) ?? '').toLowerCase())) units.pop()
  const [given, ...others] = units
  if (given === undefined) return undefined
  let begins = others.length - 1
  while (begins > 0 && PARTICLES.has((others[begins - 1] ?? '').toLowerCase())) begins -= 1
  const surname = others.slice(Math.max(begins, 0))
  const middle = others.slice(0, Math.max(begins, 0))
  return {
    given: properWords(given),
    middle: middle.map(properWords),
    surname: surname.flatMap(properWords),
    surnameRaw: surname.join(' '),
    givenRaw: given,
    middleRaw: middle,
  }
}

/** The words a surname is also written with: O'Neill as `oneill` or `o neill`, McKenna as `mc kenna`. */
export function surnameSpellings({ surname, surnameRaw }: NameParts): (readonly string[])[] {
  const spellings: (readonly string[])[] = [surname]
  const low = surnameRaw.toLowerCase()
  const divided = /^(o)'(\p{L}{2,})$/u.exec(low) ?? /^(mc|mac)(\p{L}{3,})$/u.exec(low)
  if (divided?.[1] !== undefined && divided[2] !== undefined) spellings.push([divided[1], divided[2]])
  if (/^o\p{Ll}{3,}$/u.test(low) && /^O\p{Lu}/u.test(surnameRaw)) spellings.push(['o', low.slice(1)])
  if (surname.length > 1) spellings.push([surname.join('')])
  const plain = surname.filter((word) => !PARTICLES.has(word))
  if (plain.length > 0 && plain.length < surname.length) spellings.push(plain)
  return spellings
}

/** The given name and the forms it goes by. */
export function givenSpellings({ given }: NameParts): (readonly string[])[] {
  const joined = given.join('')
  const spellings: (readonly string[])[] = [given, ...otherForms(joined).map((form) => [form])]
  if (given.length > 1) spellings.push([joined], [given[0] ?? joined])
  return spellings
}

export interface Initials {
  /** As minute-takers write them: `PF`, `MWh`, `ASJ`. */
  readonly usual: ReadonlySet<string>
  /** The same in capitals or longer forms: they need the sentence to say that a person is meant. */
  readonly possible: ReadonlySet<string>
}

/** The initials of a name: first letters, with and without middle names, double-barrelled, and with a telling second letter. */
export function initialsOf(parts: NameParts, stated: string | undefined): Initials {
  const usual = new Set<string>()
  const possible = new Set<string>()
  for (const given of (stated ?? '').split(/[,;/\s]+/)) {
    const plain = foldText(given).replace(/[^\p{L}]/gu, '')
    if (plain.length >= 2) usual.add(plain)
  }
  const first = letters(parts.givenRaw)
  const middle = parts.middleRaw.map((name) => letters(name)).join('')
  const last = letters(parts.surnameRaw)
  if (last === '') return { usual, possible }
  const one = first.slice(0, 1)
  const whole = parts.surnameRaw.split(' ')
  const main = whole.at(-1) ?? ''
  const base = main.replace(/[^\p{L}-]/gu, '')
  for (const surname of new Set([last, last.slice(0, 1), letters(main).slice(0, 1), letters(main)])) {
    for (const forename of new Set([one, first, one + middle.slice(0, 1), one + middle]))
      usual.add((forename + surname).toUpperCase())
  }
  const prefix = /^(Mc|Mac|O)\p{Lu}/u.exec(base)?.[1]
  if (prefix !== undefined) {
    const rest = base.slice(prefix.length)
    usual.add(`${one}${prefix}${rest.slice(0, 1)}`).add(`${one}${prefix}`)
    usual.add(`${one}${prefix.slice(0, 1)}${rest.slice(0, 1)}`).add(`${one}${rest.slice(0, 1)}`)
  }
  usual.add(one + last.replace(/^(\p{L})/u, (letter) => letter.toUpperCase()))
  usual.add(one + last).add(first + last)
  if (base.length > 1) usual.add(`${one}${base.slice(0, 1).toUpperCase()}${base.slice(1, 2).toLowerCase()}`)
  if (base.length > 2) usual.add(`${one}${base.slice(0, 1).toUpperCase()}${base.slice(1, 3).toLowerCase()}`)
  const second = parts.givenRaw.slice(1, 2).toLowerCase()
  if (second !== '') usual.add(`${one}${second}${base.slice(0, 1).toUpperCase()}`)
  for (const form of usual) possible.add(form.toUpperCase())
  return { usual, possible }
}

/** The letters that begin the pieces of a name: `Smith-Jones` gives `SJ`, `van den Berg` gives `vdB`. */
function letters(name: string): string {
  return name
    .split(/[\s-]+/)
    .map((piece) => piece.replace(/[^\p{L}]/gu, '').slice(0, 1))
    .join('')
}
