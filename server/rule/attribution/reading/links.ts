/** Where the brackets, destinations and tags of Markdown end. Every search is bounded, so reading stays linear. */

const LONGEST_DESTINATION = 1024
const LONGEST_TITLE = 1024
const LONGEST_TAG = 4096

/** For each opening square bracket the offset of the one that closes it, within one paragraph. */
export function matchBrackets(source: string): ReadonlyMap<number, number> {
  const pairs = new Map<number, number>()
  let open: number[] = []
  let lineHasText = false
  for (let at = 0; at < source.length; at += 1) {
    const char = source[at]
    if (char === '\n') {
      if (!lineHasText) open = []
      lineHasText = false
      continue
    }
    if (char !== ' ' && char !== '\t' && char !== '\r' && char !== '>') lineHasText = true
    if (char === '\\') at += 1
    else if (char === '[') open.push(at)
    else if (char === ']') {
      const start = open.pop()
      if (start !== undefined) pairs.set(start, at)
    }
  }
  return pairs
}

export interface Range {
  readonly start: number
  readonly end: number
}

export interface Target {
  readonly destination: Range
  readonly title: Range | undefined
  readonly end: number
}

const CLOSES: Record<string, string> = { '"': '"', "'": "'", '(': ')' }

/** Reads `(destination "title")` at an opening parenthesis; nothing when it is none. */
export function readTarget(source: string, open: number): Target | undefined {
  let at = skipSpace(source, open + 1)
  const destination = readDestination(source, at)
  if (destination === undefined) return undefined
  at = skipSpace(source, source[at] === '<' ? destination.end + 1 : destination.end)
  let title: Range | undefined
  const closer = CLOSES[source[at] ?? '']
  if (closer !== undefined) {
    const end = source.slice(at + 1, at + 1 + LONGEST_TITLE).indexOf(closer)
    if (end < 0) return undefined
    title = { start: at + 1, end: at + 1 + end }
    at = skipSpace(source, title.end + 1)
  }
  return source[at] === ')' ? { destination, title, end: at + 1 } : undefined
}

function readDestination(source: string, start: number): Range | undefined {
  if (source[start] === '<') {
    const end = source.slice(start, start + LONGEST_DESTINATION).search(/[>\n]/)
    return end > 0 && source[start + end] === '>' ? { start: start + 1, end: start + end } : undefined
  }
  let depth = 0
  for (let at = start; at < Math.min(source.length, start + LONGEST_DESTINATION); at += 1) {
    const char = source[at] ?? ''
    if (char === '\\') at += 1
    else if (char === '(') depth += 1
    else if (char === ')') {
      if (depth === 0) return { start, end: at }
      depth -= 1
    } else if (/\s/.test(char)) return depth === 0 ? { start, end: at } : undefined
  }
  return undefined
}

function skipSpace(source: string, from: number): number {
  let at = from
  while (at < from + 64 && /[ \t\r\n]/.test(source[at] ?? '')) at += 1
  return at
}

/** The offset after the `>` that ends a tag begun at `start`; nothing when it is no tag. */
export function endOfTag(source: string, start: number): number | undefined {
  if (!/^<[/!?]?[a-zA-Z]/.test(source.slice(start, start + 3))) return undefined
  let quote = ''
  for (let at = start + 1; at < Math.min(source.length, start + LONGEST_TAG); at += 1) {
    const char = source[at] ?? ''
    if (quote !== '') {
      if (char === quote) quote = ''
    } else if (char === '>') return at + 1
    else if (char === '<') return undefined
    else if ((char === '"' || char === "'") && /[=\s]/.test(source[at - 1] ?? '')) quote = char
  }
  return undefined
}

const ATTRIBUTE = /([a-zA-Z_:][-\w:.]*)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/g
const ADDRESSES = /^(?:href|src|srcset|cite|action|formaction|poster|data|background|longdesc|ping|xlink:href)$/i

/** The values of a tag's attributes, each with its place in the source and whether it is an address. */
export function attributesOf(source: string, start: number, end: number): (Range & { address: boolean })[] {
  const found: (Range & { address: boolean })[] = []
  for (const match of source.slice(start, end).matchAll(ATTRIBUTE)) {
    const value = match[2] ?? match[3] ?? match[4] ?? ''
    const quoted = match[4] === undefined ? 1 : 0
    const to = start + match.index + match[0].length - quoted
    found.push({ start: to - value.length, end: to, address: ADDRESSES.test(match[1] ?? '') })
  }
  return found
}

const BLOCKS =
  /^<\/?(?:address|article|aside|blockquote|caption|center|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|form|h[1-6]|header|hr|li|main|menu|nav|ol|option|p|pre|section|summary|table|tbody|td|tfoot|th|thead|title|tr|ul)\b/i

/** How a tag shows: `block` divides the text, `line` begins a new line, `inline` leaves no trace. */
export function tagLayout(tag: string): 'block' | 'line' | 'inline' {
  if (BLOCKS.test(tag)) return 'block'
  return /^<br\b/i.test(tag) ? 'line' : 'inline'
}
