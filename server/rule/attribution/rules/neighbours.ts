import { isCommonWord, PLACES } from '../language/commonWords.ts'
import { isGivenName } from '../language/nicknames.ts'
import { FUNCTION_WORDS, HONORIFICS, OFFICES, THING_NAMES, THING_PREFIXES } from '../language/people.ts'
import { SPEECH } from '../language/speech.ts'
import { isA, type Mention, type Text } from '../grammar/text.ts'

/** What the words beside a name make of it: somebody else (`stranger`), a thing or place (`thing`), or nothing. */
export function neighbours(text: Text, { from, to, entries }: Mention): 'thing' | 'stranger' | 'none' {
  const earlier = text.mentionEndingAt(from)
  const later = text.mentionAt(to)
  const given = isA({ from, to, entries }, 'givenName')
  if (given && isA(later, 'surname', 'partOfSurname') && text.at(to).capital && !shares(entries, later.entries))
    return 'stranger'
  if (
    !given &&
    isA(earlier, 'givenName') &&
    text.at(from - 1).capital &&
    !text.at(from - 1).possessive &&
    !shares(entries, earlier.entries)
  )
    return 'stranger'
  const next = text.at(to)
  const joined = text.together(to - 1, to) && next.kind === 'word'
  if (joined && THING_NAMES.has(next.low)) {
    const sure = next.capital && text.at(from).capital
    if (
      sure ||
      (!SPEECH.past.has(next.low) &&
        /^(?:street|road|ward|house|hall|building|wing|room|centre|hospital|hospice|school|college|university|score|scale|index|test|criteria|syndrome|disease|catheters?|manoeuvre|maneuver|principles?|framework|method|commission|inquiry|lecture|prize|memorial|building|suite|clinic|surgery|act|foundation|trust|council)$/.test(
          next.low,
        ))
    )
      return 'thing'
    if (/^(?:report|review|enquiry)$/.test(next.low)) return 'stranger'
  }
  if (!given && isCited(text, to)) return 'stranger'
  if (joined && /^\d/.test(next.raw) && isCommonWord(text.low(from))) return 'thing'
  const before = text.at(from - 1)
  const attached = text.together(from - 1, from) && before.kind === 'word' && !before.possessive
  if (attached && before.capital && !FUNCTION_WORDS.has(before.low)) {
    if (THING_PREFIXES.has(before.low)) return 'thing'
    const known =
      text.mentionEndingAt(from) !== undefined ||
      OFFICES.has(before.low) ||
      HONORIFICS.has(before.low) ||
      text.lexicon.initials.has(before.raw)
    if (!known && isGivenName(before.low)) return 'stranger'
    if (!known && !before.opensSentence && !inCapitals(text, from))
      return isCommonWord(text.low(from)) ? 'thing' : isGivenName(text.low(from)) ? 'thing' : 'stranger'
  }
  if (attached && before.low === 'the' && (isCommonWord(text.low(from)) || PLACES.has(text.low(from)))) return 'thing'
  const runsOn =
    joined && next.capital && !FUNCTION_WORDS.has(next.low) && !next.opensSentence && !inCapitals(text, from)
  if (
    runsOn &&
    !SPEECH.past.has(next.low) &&
    text.mentionAt(to) === undefined &&
    !OFFICES.has(next.low) &&
    !HONORIFICS.has(next.low)
  )
    return text.at(to - 1).possessive ? 'thing' : 'stranger'
  return 'none'
}

/** A line all in capitals says nothing about what is a name. */
function inCapitals(text: Text, at: number): boolean {
  const { raw } = text.at(at)
  return shouted(raw) && [text.at(at - 1).raw, text.at(at + 1).raw].some(shouted)
}

const shouted = (word: string): boolean => word.length > 1 && word === word.toUpperCase()

/** Whether two lists of entries have a person in common. */
export const shares = (a: Mention['entries'], b: Mention['entries']): boolean =>
  a.some(({ who }) => b.some((other) => other.who === who))

/** "Okafor et al.", "Okafor (2021)": the author of something published. */
function isCited(text: Text, to: number): boolean {
  if (text.low(to) === 'et' && text.low(to + 1) === 'al') return true
  return text.low(to) === '(' && /^(?:19|20)\d\d[a-z]?$/.test(text.low(to + 1)) && text.low(to + 2) === ')'
}
