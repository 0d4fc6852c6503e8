/** A labelled statement by a side: approved by that side's chair alone, so side words inside it are no finding. */
export interface Statement {
  readonly start: number
  readonly end: number
  /** The side as the label names it. */
  readonly side: string
}

const LABEL = /^[ \t]*\*\*Statement by (?:the )?([^*\n]{1,60}?)[.:]?\*\*/i
const QUOTED = /^ {0,3}>[ \t]?/
const OPENS = /^ {0,3}(:{3,})[ \t]*statement\b/i

/**
 * The ranges of a Markdown source (UTF-16 offsets) that are statements by a side, in order. Two forms are known: a block
 * quotation whose first line begins with `**Statement by staff side**`, and a container that opens with `:::statement`,
 * has that label on its first line of text and closes with `:::`. A container that does not close is no statement.
 */
export function statementRanges(source: string): Statement[] {
  const found: Statement[] = []
  let quoted: { start: number; end: number; side: string | undefined } | undefined
  let fenced: { start: number; marks: string; side: string | undefined; empty: boolean } | undefined
  let at = 0
  for (const line of source.split('\n')) {
    const end = at + line.length
    const text = line.replace(/\r$/, '')
    if (fenced !== undefined) {
      if (text.trim() === fenced.marks) {
        if (fenced.side !== undefined) found.push({ start: fenced.start, end, side: fenced.side })
        fenced = undefined
      } else if (fenced.empty && text.trim() !== '') {
        fenced.empty = false
        fenced.side = LABEL.exec(text)?.[1]
      }
    } else if (QUOTED.test(text)) {
      if (quoted === undefined) quoted = { start: at, end, side: LABEL.exec(text.replace(QUOTED, ''))?.[1] }
      else quoted.end = end
    } else {
      close()
      const opens = OPENS.exec(text)?.[1]
      if (opens !== undefined) fenced = { start: at, marks: opens, side: undefined, empty: true }
    }
    at = end + 1
  }
  close()
  return found.toSorted((a, b) => a.start - b.start)

  function close(): void {
    if (quoted?.side !== undefined) found.push({ start: quoted.start, end: quoted.end, side: quoted.side })
    quoted = undefined
  }
}
