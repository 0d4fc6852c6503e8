import { fold } from './folding.ts'

/** Where a stretch of the view stands: in the running text, in a link's target, or in a note that the page does not show. */
export type PartKind = 'text' | 'target' | 'note'

export interface Part {
  readonly start: number
  readonly end: number
  readonly kind: PartKind
}

/** The text as a reader takes it in, folded; `from[i]` and `to[i]` are the UTF-16 offsets in the source of `text[i]`. */
export interface View {
  readonly text: string
  readonly from: readonly number[]
  readonly to: readonly number[]
  readonly parts: readonly Part[]
}

/** Ends a paragraph, heading or list item. */
export const BREAK = '\u2029'
/** Ends a table cell. */
export const CELL = '\u2028'

const LETTER = /\p{L}/u
const SMALL = /\p{Ll}/u

/** Collects one stretch of the view, and joins words that a line end, a hyphen or an invisible character divides. */
export class Scribe {
  readonly chars: string[] = []
  readonly from: number[] = []
  readonly to: number[] = []
  private gap: { char: string; at: number } | undefined
  private softHyphen = false

  /** One code point of the source, standing at [from, to). */
  write(char: string, from: number, to: number): void {
    const seen = char === BREAK || char === CELL ? ' ' : fold(char)
    if (seen === '') {
      this.softHyphen = char === '\u00ad'
      return
    }
    this.close(seen)
    if (seen.length === 1) this.push(seen, from, to)
    else for (let unit = 0; unit < seen.length; unit += 1) this.push(seen.charAt(unit), from, to)
    this.softHyphen = false
  }

  /** The end of a line inside a paragraph. */
  newline(at: number): void {
    this.gap ??= { char: '\n', at }
  }

  /** The end of a paragraph, list item, heading (BREAK) or table cell (CELL). */
  divide(char: string, at: number): void {
    if (this.gap === undefined || this.gap.char === '\n' || char === BREAK) this.gap = { char, at }
  }

  private close(next: string): void {
    const gap = this.gap
    this.gap = undefined
    if (gap === undefined) return
    if (gap.char === '\n') {
      if (this.softHyphen) return
      const last = this.chars.length - 1
      if (this.chars[last] === '-' && LETTER.test(this.chars[last - 1] ?? '') && LETTER.test(next)) {
        if (SMALL.test(next)) this.drop()
        return
      }
    }
    this.push(gap.char, gap.at, gap.at)
  }

  private push(unit: string, from: number, to: number): void {
    this.chars.push(unit)
    this.from.push(from)
    this.to.push(to)
  }

  private drop(): void {
    this.chars.pop()
    this.from.pop()
    this.to.pop()
  }
}

/** Puts stretches one after another, a break between them. */
export function assemble(stretches: readonly { scribe: Scribe; kind: PartKind }[]): View {
  const text: string[] = []
  const from: number[] = []
  const to: number[] = []
  const parts: Part[] = []
  for (const { scribe, kind } of stretches) {
    const start = text.length
    for (let index = 0; index < scribe.chars.length; index += 1) {
      text.push(scribe.chars[index] ?? '')
      from.push(scribe.from[index] ?? 0)
      to.push(scribe.to[index] ?? 0)
    }
    parts.push({ start, end: text.length, kind })
    const end = to.at(-1) ?? 0
    text.push(BREAK)
    from.push(end)
    to.push(end)
  }
  return { text: text.join(''), from, to, parts }
}
