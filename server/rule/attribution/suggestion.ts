import { CONTRIBUTIONS } from './language/nouns.ts'
import { PREPOSITIONS } from './language/people.ts'
import { BEING, SPEECH } from './language/speech.ts'
import type { Text } from './grammar/text.ts'
import type { Suspicion } from './rules/suspicion.ts'

/** Neutral wording that may stand in the place of what was found, fitting its number, case and possessive. */
export function suggestion(text: Text, { from, to, kind }: Suspicion): string {
  if (kind === 'address') return text.kind === 'target' ? '#' : 'address withheld'
  const first = text.at(from)
  const last = text.at(to - 1)
  const owned = last.possessive || ownsNext(text, to)
  const begins = first.opensSentence || first.opensBlock || (first.capital && first.opensLine)
  if (kind === 'pronoun') {
    const words = /^(?:his|her)$/.test(first.low) ? "the member's" : 'the member'
    return begins ? words.replace('t', 'T') : words
  }
  const determined =
    text.together(from - 1, from) && /^(?:the|a|an|our|one|this|another|some|any|each)$/.test(text.low(from - 1))
  if (kind === 'side' && text.low(from - 1) === 'on' && text.low(to - 1) === 'side') return 'the part of some members'
  const many = isPlural(text, from, to, kind)
  const words = determined ? (many ? 'members' : 'member') : many ? 'some members' : 'a member'
  const cased = begins ? words.replace(/^\w/, (letter) => letter.toUpperCase()) : words
  return owned ? (many ? `${cased}'` : `${cased}'s`) : cased
}

/** "UNISON concerns were noted" becomes "a member's concerns were noted". */
function ownsNext(text: Text, to: number): boolean {
  return (
    text.together(to - 1, to) &&
    CONTRIBUTIONS.has(text.low(to)) &&
    !SPEECH.past.has(text.low(to)) &&
    !SPEECH.ongoing.has(text.low(to))
  )
}

function isPlural(text: Text, from: number, to: number, kind: Suspicion['kind']): boolean {
  const subject = !(text.together(from - 1, from) && PREPOSITIONS.has(text.low(from - 1)))
  if (/^(?:name|surname|givenName|initials|jobTitle)$/.test(kind)) return false
  const next = text.at(to)
  if ((subject && /^(?:was|is|has|does|doesnt)$/.test(next.low)) || SPEECH.present.has(next.low)) return false
  if (subject && /^(?:were|are|have|do)$/.test(next.low)) return true
  if (/^(?:one|a|an|another)$/.test(text.low(from))) return false
  for (let at = from; at < to; at += 1) {
    if (
      /^(?:representatives|reps|colleagues|members|delegates|officers|officials|directors|managers|leads|unions|employers|trusts|providers|commissioners|partners|councils|stewards|nurses|people|executives|leaders|those)$/.test(
        text.low(at),
      )
    )
      return true
  }
  return kind === 'side' && /^(?:side|management)$/.test(text.low(to - 1)) && !BEING.has(next.low)
}
