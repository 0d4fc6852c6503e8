import { DETERMINERS, NEUTRAL_ADJECTIVES, PREPOSITIONS } from '../language/people.ts'
import { ADVERBS } from '../language/speech.ts'
import { breaksNouns } from './phrase.ts'
import type { Text } from './text.ts'

const NOT_ADVERBS =
  /^(?:reply|supply|apply|rely|family|july|imply|comply|italy|assembly|multiply|fly|early|monthly|weekly|daily)$/
export const DEGREES = new Set([
  'very',
  'quite',
  'so',
  'rather',
  'more',
  'most',
  'less',
  'fairly',
  'too',
  'extremely',
  'somewhat',
  'a',
  'little',
  'bit',
])
const SET_PHRASES = new Set(
  `in response|in reply|in turn|in return|in particular|in summary|in principle|in general|in contrast|in addition|in conclusion|as well|at length|on balance|at first|at last|of course|at once|in fact|for now|by contrast`.split(
    '|',
  ),
)

/** Over a bracket, a pair of commas or dashes, or a quotation mark. */
export function overInsertion(text: Text, index: number, walk: { commas: number }): number | undefined {
  const { low, glued } = text.at(index)
  if (low === '(' || low === '[') return closing(text, index, low === '(' ? [')'] : [']'], 14)
  if (low === '"' || low === "'" || low === ')') return index + 1
  if (low === ',') {
    if (/^(?:who|which)$/.test(text.low(index + 1))) return index + 1
    walk.commas += 1
    return walk.commas > 2 ? undefined : closing(text, index, [','], 12)
  }
  if (low === '—' || (low === '-' && !glued)) return closing(text, index, ['—', '-'], 14)
  return undefined
}

function closing(text: Text, index: number, marks: readonly string[], within: number): number | undefined {
  for (let at = index + 1; at <= index + within && text.together(at, index); at += 1) {
    if (text.at(at).kind === 'mark' && marks.includes(text.low(at)) && !(text.low(at) === '-' && text.at(at).glued))
      return at + 1
  }
  return undefined
}

/** Over what says where a speaker sat or belongs: "present", "in the room", "at national level". */
export function overModifier(text: Text, index: number, at: number, walk: { insertions: number }): number {
  const low = text.low(index)
  if (/^(?:present|attending|here|there|online)$/.test(low))
    return text.together(index, index + 1) && text.isWord(index + 1) && !PREPOSITIONS.has(text.low(index + 1)) ? 1 : 0
  if (!/^(?:in|at|on|around|round|across|from|of|for|within|with)$/.test(low) || index > at + 6 || walk.insertions > 1)
    return 0
  walk.insertions += 1
  let end = index + 1
  while (DETERMINERS.has(text.low(end)) || NEUTRAL_ADJECTIVES.has(text.low(end))) end += 1
  const first = end
  while (
    end < index + 7 &&
    text.together(end, index) &&
    !breaksNouns(text, end) &&
    !(end > first && isPastTense(text.low(end)))
  )
    end += 1
  return end > index + 1 ? end - index : 0
}

/** How many tokens an adverb or set phrase takes. */
export function overAdverbial(text: Text, index: number, being: boolean): number {
  const low = text.low(index)
  const next = text.low(index + 1)
  if (SET_PHRASES.has(`${low} ${next}`)) return 2
  if (low === 'for' && /^(?:its|their|his|her)$/.test(next) && text.low(index + 2) === 'part') return 3
  if (low === 'at' && /^(?:this|that|one)$/.test(next) && /^(?:point|stage|juncture)$/.test(text.low(index + 2)))
    return 3
  if (ADVERBS.has(low)) return 1
  if (low.endsWith('ly') && !NOT_ADVERBS.test(low)) return 1
  return being && DEGREES.has(low) && (low !== 'a' || /^(?:little|bit)$/.test(next)) ? 1 : 0
}

const isPastTense = (low: string): boolean => low.length > 4 && low.endsWith('ed')
