import { decodeHTML } from 'entities'
import { attributesOf, endOfTag, matchBrackets, readTarget, tagLayout, type Range } from './links.ts'
import {
  AUTOLINK,
  BLANK,
  DEFINED,
  DEFINITION,
  ENTITY,
  FENCE,
  MARKER,
  PUNCTUATION,
  RULE,
  TABLE_RULE,
} from './patterns.ts'
import { readAddress } from './address.ts'
import { assemble, BREAK, CELL, Scribe, type PartKind, type View } from './view.ts'

/**
 * Markdown as a reader takes it in, with every character's place in the source. It reads leniently on purpose: what
 * might be markup leaves no trace inside a word, whether or not a strict parser would agree, and what the page hides
 * (targets, titles, comments, attributes) is kept as parts of its own. One pass, linear, and it accepts any text.
 */
export function readMarkdown(source: string): View {
  const reader = new Reader(source)
  reader.read(0, source.length, reader.main)
  return assemble([{ scribe: reader.main, kind: 'text' }, ...reader.hidden])
}

class Reader {
  readonly main = new Scribe()
  readonly hidden: { scribe: Scribe; kind: PartKind }[] = []
  private readonly brackets: ReadonlyMap<number, number>
  private readonly labels: ReadonlySet<string>
  /** Closing brackets that belong to a link, and where the text goes on after them. */
  private readonly closers = new Map<number, number>()
  private noComment = false
  private readonly source: string
  private depth = 0

  constructor(source: string) {
    this.source = source
    this.brackets = matchBrackets(source)
    this.labels = new Set([...source.matchAll(DEFINED)].map((match) => normal(match[1] ?? '')))
  }

  /** Reads [start, end) of the source, line by line, onto the scribe. */
  read(start: number, end: number, scribe: Scribe): void {
    let at = start
    let heading = false
    let fresh = true
    while (at < end) {
      if (fresh) {
        fresh = false
        const line = this.beginLine(at, scribe)
        at = line.at
        heading = line.heading
        if (line.over) {
          fresh = true
          continue
        }
        if (at >= end) break
      }
      const char = this.source[at] ?? ''
      if (char === '\n') {
        if (heading) scribe.divide(BREAK, at)
        else scribe.newline(at)
        at += 1
        fresh = true
      } else at = this.inline(char, at, end, scribe)
    }
  }

  private sticky(pattern: RegExp, at: number): RegExpExecArray | null {
    pattern.lastIndex = at
    return pattern.exec(this.source)
  }

  /** Takes off quotation marks, bullets, numbers and hashes; says whether the line is spent. */
  private beginLine(start: number, scribe: Scribe): { at: number; heading: boolean; over: boolean } {
    let at = start
    let heading = false
    for (;;) {
      const spent = this.sticky(BLANK, at) ?? this.sticky(RULE, at) ?? this.sticky(TABLE_RULE, at)
      if (spent !== null) {
        scribe.divide(BREAK, at)
        return { at: Math.max(at + spent[0].length, start + 1), heading, over: true }
      }
      const definition = this.sticky(DEFINITION, at)
      if (definition !== null) {
        scribe.divide(BREAK, at)
        this.keepDefinition(definition)
        return { at: at + definition[0].length, heading, over: false }
      }
      const fence = this.sticky(FENCE, at)
      if (fence !== null) {
        scribe.divide(BREAK, at)
        return { at: at + fence[0].length, heading: true, over: false }
      }
      const marker = this.sticky(MARKER, at)
      if (marker === null) break
      if (marker[1] === undefined) scribe.divide(BREAK, at)
      heading ||= marker[0].includes('#')
      at += marker[0].length
    }
    if (/^[ \t]*\|/.test(this.source.slice(at, at + 8))) scribe.divide(BREAK, at)
    return { at: at + (this.sticky(/[ \t]*/y, at)?.[0].length ?? 0), heading, over: false }
  }

  private keepDefinition(match: RegExpExecArray): void {
    const [whole, label = '', destination = '', title = ''] = match
    const labelAt = match.index + whole.indexOf('[') + 1
    const destinationAt = labelAt + label.length + 2 + whole.slice(whole.indexOf(']:') + 2).indexOf(destination)
    this.keep({ start: labelAt, end: labelAt + label.length }, 'note')
    this.keep({ start: destinationAt, end: destinationAt + destination.length }, 'target')
    if (title === '') return
    const titleAt = match.index + whole.lastIndexOf(title)
    this.keep({ start: titleAt, end: titleAt + title.length }, 'note')
  }

  /** One inline character or construct; gives the offset after it. */
  private inline(char: string, at: number, end: number, scribe: Scribe): number {
    const { source } = this
    switch (char) {
      case '\\': {
        const next = source[at + 1] ?? ''
        if (next === '\n') return at + 1
        if (!PUNCTUATION.test(next)) break
        scribe.write(next, at + 1, at + 2)
        return at + 2
      }
      case '*':
      case '`':
      case '~':
      case '^':
      case '\r':
        return at + 1
      case '_': {
        if (!(/[a-zA-Z0-9]/.test(source[at - 1] ?? '') && /[a-zA-Z0-9]/.test(source[at + 1] ?? ''))) return at + 1
        break
      }
      case '=':
        if (source[at + 1] === '=') return at + 2
        break
      case '|':
        scribe.divide(CELL, at)
        return at + 1
      case '&': {
        const entity = this.sticky(ENTITY, at)
        if (entity === null) break
        const stop = at + entity[0].length
        const decoded = decodeHTML(entity[0].endsWith(';') ? entity[0] : `${entity[0]};`)
        for (const seen of decoded) scribe.write(seen, at, stop)
        return stop
      }
      case '<':
        return this.angle(at, end, scribe)
      case '!':
        if (source[at + 1] === '[' && this.brackets.has(at + 1)) return at + 1
        break
      case '[':
        return this.openBracket(at, scribe)
      case ']': {
        const after = this.closers.get(at)
        if (after !== undefined) return after
        break
      }
      default:
    }
    const seen = String.fromCodePoint(source.codePointAt(at) ?? 0)
    scribe.write(seen, at, at + seen.length)
    return at + seen.length
  }

  private angle(at: number, end: number, scribe: Scribe): number {
    const { source } = this
    if (source.startsWith('<!--', at) && !this.noComment) {
      const close = source.indexOf('-->', at + 4)
      this.noComment = close < 0
      if (close >= 0 && close <= end) {
        this.keep({ start: at + 4, end: close }, 'note')
        return close + 3
      }
    }
    const link = this.sticky(AUTOLINK, at)
    if (link !== null) {
      const stop = at + link[0].length
      for (let inside = at + 1; inside < stop - 1;) inside = this.plain(inside, scribe)
      return stop
    }
    const stop = endOfTag(source, at)
    if (stop === undefined) return this.plain(at, scribe)
    for (const value of attributesOf(source, at, stop)) this.keep(value, value.address ? 'target' : 'note')
    const layout = tagLayout(source.slice(at, at + 16))
    if (layout === 'block') scribe.divide(BREAK, at)
    if (layout === 'line') scribe.newline(at)
    return stop
  }

  private plain(at: number, scribe: Scribe): number {
    const seen = String.fromCodePoint(this.source.codePointAt(at) ?? 0)
    scribe.write(seen, at, at + seen.length)
    return at + seen.length
  }

  private openBracket(at: number, scribe: Scribe): number {
    const { source } = this
    const close = this.brackets.get(at)
    if (close === undefined) return this.plain(at, scribe)
    if (source[at + 1] === '^') {
      this.keep({ start: at + 2, end: close }, 'note')
      return close + 1
    }
    const next = source[close + 1]
    if (next === '(') {
      const target = readTarget(source, close + 1)
      if (target !== undefined) {
        this.keep(target.destination, 'target')
        if (target.title !== undefined) this.keep(target.title, 'note')
        this.closers.set(close, target.end)
        return at + 1
      }
    }
    const reference = next === '[' ? this.brackets.get(close + 1) : undefined
    if (reference !== undefined && this.labels.has(normal(source.slice(close + 2, reference)))) {
      this.closers.set(close, reference + 1)
      return at + 1
    }
    if (this.labels.has(normal(source.slice(at + 1, Math.min(close, at + 202))))) {
      this.closers.set(close, close + 1 + (reference === close + 2 ? 2 : 0))
      return at + 1
    }
    return this.plain(at, scribe)
  }

  /** Keeps what the page does not show. Notes are Markdown too; a note inside a note is read as it stands. */
  private keep({ start, end }: Range, kind: PartKind): void {
    if (start >= end) return
    const scribe = new Scribe()
    this.hidden.push({ scribe, kind })
    if (kind === 'note' && this.depth === 0) {
      this.depth += 1
      this.read(start, end, scribe)
      this.depth -= 1
    } else readAddress(this.source, { start, end }, scribe)
  }
}

const normal = (label: string): string => label.toLowerCase().replace(/\s+/g, ' ').trim()
