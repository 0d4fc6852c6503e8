import { BREAK, CELL, type Part, type View } from './view.ts'

export type TokenKind = 'word' | 'mark' | 'address' | 'break' | 'cell'

/** A word, mark or address of the view. */
export interface Token {
  readonly start: number
  readonly end: number
  readonly kind: TokenKind
  /** As written, folded; without the possessive. */
  readonly raw: string
  /** Small letters and no apostrophes: `o'neill` is `oneill`. */
  readonly low: string
  /** What it reads as when a digit or a capital I stands for a letter; otherwise the same as `low`. */
  readonly looks: string
  readonly possessive: boolean
  /** Begins with a capital. */
  readonly capital: boolean
  /** No space before it. */
  readonly glued: boolean
  /** First of a line of the source. */
  readonly opensLine: boolean
  /** First of a paragraph, list item, heading or table cell. */
  readonly opensBlock: boolean
  /** First word of a sentence. */
  opensSentence: boolean
  sentence: number
}

const WORD = /[\p{L}\p{N}]+(?:'[\p{L}\p{N}]+)*/uy
const URL_TOKEN = /(?:[a-zA-Z][a-zA-Z\d+.-]{1,15}:\/\/|www\.|mailto:)[^\s<>"]{1,2048}/y
const MAIL_TOKEN = /[\w.+%'-]{1,64}@[a-zA-Z\d-]{1,63}(?:\.[a-zA-Z\d-]{1,63}){1,8}/y
/** Letters and then a mark that an address may go on with: all else is not looked at further. */
const START = /[a-zA-Z\d]{1,64}[@:.+%'_-][^\s]/y
const TRAILING = /[.,;:!?)\]']+$/
const LEET: Record<string, string> = { '0': 'o', '1': 'l', '3': 'e', '4': 'a', '5': 's', '7': 't' }

/** Cuts one part of a view into tokens, with its sentences numbered. */
export function readTokens(view: View, part: Part): Token[] {
  const tokens: Token[] = []
  const { text } = view
  let at = part.start
  let glued = false
  let opensLine = true
  let opensBlock = true
  while (at < part.end) {
    const char = text[at] ?? ''
    if (char === ' ' || char === '\n' || char === '\t' || char === '\r') {
      at += 1
      glued = false
      opensLine ||= char === '\n'
      continue
    }
    const divides = char === BREAK || char === CELL
    const found = divides ? undefined : (address(text, at, part.end) ?? word(text, at, part.end))
    const end = found?.end ?? at + String.fromCodePoint(text.codePointAt(at) ?? 0).length
    tokens.push({
      start: at,
      end,
      kind: found?.kind ?? (divides ? (char === BREAK ? 'break' : 'cell') : 'mark'),
      raw: found?.raw ?? char,
      low: found?.low ?? char,
      looks: found?.looks ?? char,
      possessive: found?.possessive ?? false,
      capital: found !== undefined && /^\p{Lu}/u.test(found.raw),
      glued: glued && !opensLine,
      opensLine,
      opensBlock,
      opensSentence: false,
      sentence: 0,
    })
    at = end
    glued = true
    opensBlock = divides || (opensBlock && found === undefined)
    opensLine = divides || (opensLine && found === undefined)
  }
  numberSentences(tokens)
  return tokens
}

interface Found {
  end: number
  kind: TokenKind
  raw: string
  low: string
  looks: string
  possessive: boolean
}

function address(text: string, at: number, limit: number): Found | undefined {
  const before = text[at - 1] ?? ' '
  if (/[\w@]/.test(before)) return undefined
  START.lastIndex = at
  if (!START.test(text)) return undefined
  for (const pattern of [URL_TOKEN, MAIL_TOKEN]) {
    pattern.lastIndex = at
    const found = pattern.exec(text)?.[0].replace(TRAILING, '')
    if (found === undefined || at + found.length > limit) continue
    return { end: at + found.length, kind: 'address', raw: found, low: found, looks: found, possessive: false }
  }
  return undefined
}

function word(text: string, at: number, limit: number): Found | undefined {
  WORD.lastIndex = at
  const whole = WORD.exec(text)?.[0].slice(0, limit - at)
  if (whole === undefined || whole === '') return undefined
  let raw = whole
  let end = at + whole.length
  let possessive = false
  if (/'s$/i.test(raw)) {
    raw = raw.slice(0, -2)
    possessive = true
  } else if (/s$/i.test(raw) && text[end] === "'" && end < limit) {
    end += 1
    possessive = true
  }
  const low = raw.toLowerCase().replaceAll("'", '')
  return { end, kind: 'word', raw, low, looks: looksLike(raw, low), possessive }
}

function looksLike(raw: string, low: string): string {
  if (/\d/.test(raw) && /\p{L}.*\p{L}/u.test(raw)) return low.replace(/[013457]/g, (digit) => LEET[digit] ?? digit)
  if (/\p{Ll}I/u.test(raw))
    return raw
      .replace(/(?<=\p{L})I/gu, 'l')
      .toLowerCase()
      .replaceAll("'", '')
  return low
}

const SHORTENED = new Set(
  'mr mrs ms miss dr prof cllr rev sir st vs no nos approx dept ext eg ie etc cf inc ltd para'.split(' '),
)

function numberSentences(tokens: readonly Token[]): void {
  let sentence = 0
  let fresh = true
  let quoted = false
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index]
    if (token === undefined) continue
    if (token.kind === 'break' || token.kind === 'cell') {
      sentence += 1
      token.sentence = sentence
      sentence += 1
      fresh = true
      continue
    }
    token.sentence = sentence
    if (token.kind !== 'mark') {
      token.opensSentence = fresh
      fresh = false
    }
    quoted = token.low === '"' || token.low === "'"
    if (endsSentence(tokens, index, quoted)) {
      sentence += 1
      fresh = true
    }
  }
}

function endsSentence(tokens: readonly Token[], index: number, quoted: boolean): boolean {
  const token = tokens[index]
  const next = tokens[index + 1]
  if (token === undefined || next === undefined) return false
  if (quoted && !next.glued && next.capital) {
    const stop = tokens[index - 1]?.low ?? ''
    return stop === '.' || stop === '!' || stop === '?'
  }
  if (token.kind !== 'mark' || !'.!?'.includes(token.low) || next.glued) return false
  if (token.low !== '.') return true
  const before = tokens[index - 1]
  if (before === undefined || before.kind !== 'word') return true
  if (SHORTENED.has(before.low)) return false
  const initial = before.raw.length === 1 && before.capital && before.raw !== 'I'
  return !initial && (next.capital || next.kind !== 'word' || /^\d/.test(next.raw))
}
