import { BSONRegExp, BSONSymbol } from 'bson'
import { DatabaseError, badValue } from '../errors.ts'
import type { Found, Value } from '../values/types.ts'

/** What PCRE reads as more than its letters, and JavaScript without its Unicode mode as these letters. */
const onlyPcre = /(?<!\\)(?:\\\\)*\\(?:[ACEGHIJKLMNOPQRTUVXYZaeghijlmopqyz]|x\{)|\[:\^?\w+:\]/

const compiled = new WeakMap<BSONRegExp, RegExp>()

/**
 * JavaScript's expression for a BSON one (which MongoDB reads as PCRE). Options i, m, s, u and x; a leading `(?i)`.
 * Throws DatabaseError 51091 where JavaScript cannot read the pattern.
 */
export function regexOf(value: BSONRegExp): RegExp {
  const known = compiled.get(value)
  if (known !== undefined) return known
  const made = compile(value.pattern, value.options)
  compiled.set(value, made)
  return made
}

/** The beginning and the end of the text, whatever the options say of lines. */
const ends: Readonly<Record<string, string>> = {
  '\\A': '(?<![^])',
  '\\z': '(?![^])',
  '\\Z': '(?=\\n?(?![^]))',
}

function compile(pattern: string, options: string): RegExp {
  if (/[^imsux]/.test(options)) throw new DatabaseError(51108, `invalid flag in regex options: ${options}`)
  const inline = /^\(\?([imsx]+)\)/.exec(pattern)
  const flags = new Set((options + (inline?.[1] ?? '')).split(''))
  let source = inline === null ? pattern : pattern.slice(inline[0].length)
  if (flags.has('x')) source = withoutLayout(source)
  source = source.replaceAll(/(\\[AzZ])|\\./gs, (escape, end: string | undefined) => (end && ends[end]) ?? escape)
  const wanted = [...flags].filter((flag) => 'ims'.includes(flag)).join('')
  for (const unicode of ['u', '']) {
    if (unicode === '' && onlyPcre.test(source)) break
    try {
      return new RegExp(source, wanted + unicode)
    } catch {
      // Unicode mode is stricter than PCRE about escapes: the second attempt is without it.
    }
  }
  throw new DatabaseError(51091, `Regular expression is invalid: ${pattern}`)
}

/** Option x: white space and comments are layout, except escaped or in a class. */
const withoutLayout = (source: string): string =>
  source.replaceAll(/(\\.|\[(?:\\.|[^\]\\])*\])|\s+|#[^\n]*/gs, (_all, kept: string | undefined) => kept ?? '')

/** Whether a value is text that the expression finds, or the same expression. */
export function regexTest(expression: BSONRegExp): (value: Found) => boolean {
  const regex = regexOf(expression)
  return (value) => {
    if (typeof value === 'string') return regex.test(value)
    if (value instanceof BSONSymbol) return regex.test(value.value)
    return value instanceof BSONRegExp && value.pattern === expression.pattern && value.options === expression.options
  }
}

/** `{$regex, $options}` as one expression. */
export function regexFrom(pattern: Value, options: Found): BSONRegExp {
  if (options !== undefined && typeof options !== 'string') throw badValue('$options has to be a string')
  if (pattern instanceof BSONRegExp) {
    if (options !== undefined && pattern.options !== '') {
      throw new DatabaseError(51075, 'options set in both $regex and $options')
    }
    return options === undefined ? pattern : new BSONRegExp(pattern.pattern, options)
  }
  if (typeof pattern !== 'string') throw badValue('$regex has to be a string')
  return new BSONRegExp(pattern, options ?? '')
}

/**
 * The text that every match must begin with (`^abc`), or undefined: so that an index can narrow the search.
 */
export function prefixOf(expression: BSONRegExp): string | undefined {
  if (expression.options.replaceAll(/[su]/g, '') !== '' || expression.pattern.includes('|')) return undefined
  const found = /^\^((?:[\p{L}\p{N} _\-/:@,;!"#%&'<>=~]|\\[^\w\s])+)(.?)/u.exec(expression.pattern)
  if (found === null) return undefined
  const optional = /[?*{]/.test(found[2] ?? '')
  const literals = [...(found[1] ?? '').matchAll(/\\?(.)/gsu)].map((match) => match[1] ?? '')
  const kept = optional ? literals.slice(0, -1) : literals
  return kept.length === 0 ? undefined : kept.join('')
}
