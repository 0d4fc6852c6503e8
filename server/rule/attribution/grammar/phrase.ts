import { BODIES, DETERMINERS, FUNCTION_WORDS, GENERIC_PEOPLE, NEUTRAL_ADJECTIVES, OFFICES } from '../language/people.ts'
import { BEING, HAVING, MODALS, NOUN_LIKE, SPEECH } from '../language/speech.ts'
import { NAME_TAILS } from '../lexicon/organisationForms.ts'
import { isA, type Text } from './text.ts'

/** A noun phrase [from, to) round a mention. `head` is the noun for a person that it ends or begins with, if any. */
export interface Phrase {
  readonly from: number
  readonly to: number
  readonly head: string | undefined
}

/** Departments that stand for their people after the name of an organisation: "Deeholme HR". */
const DEPARTMENTS = new Set(['management', 'leadership', 'hr', 'finance'])

export const isPersonNoun = (low: string): boolean => GENERIC_PEOPLE.has(low) || OFFICES.has(low)

/** Words that end a run of nouns: function words, auxiliaries, verbs of speech that are not also nouns. */
export function breaksNouns(text: Text, index: number): boolean {
  const { low, kind } = text.at(index)
  if (kind !== 'word') return true
  if (FUNCTION_WORDS.has(low) || BEING.has(low) || HAVING.has(low) || MODALS.has(low)) return true
  if (SPEECH.past.has(low) || SPEECH.ongoing.has(low))
    return !/^(?:meeting|nursing|leading|briefing|understanding)$/.test(low)
  return (SPEECH.base.has(low) || SPEECH.present.has(low)) && !NOUN_LIKE.has(low)
}

/** Nouns for those who were sent to the meeting: whatever they did, they did in the room. */
export const isSentToMeetings = (head: string | undefined): boolean =>
  /^(?:representatives?|reps?|colleagues?|delegates?|spokes(?:person|man|woman|people)|contingent|delegation)$/.test(
    head ?? '',
  )

/** The noun phrase in which [from, to) stands: "the Deeholme HR director", "colleagues from Deeholme", "our UNISON rep". */
export function widen(text: Text, from: number, to: number): Phrase {
  const right = widenRight(text, to)
  let head = right.head
  let begin = from
  const left = headBefore(text, from)
  if (left !== undefined) {
    begin = left.from
    head = left.head ?? head
  }
  return { from: withDeterminers(text, begin), to: right.to, head }
}

/** Over the tail of an organisation's name and the nouns for its people: "UNISON regional officers". */
function widenRight(text: Text, to: number): { to: number; head: string | undefined } {
  let end = to
  let head: string | undefined
  while (
    text.together(end, to - 1) &&
    text.isWord(end) &&
    NAME_TAILS.has(text.low(end)) &&
    (text.at(end).capital || BODIES.has(text.low(end)))
  )
    end += 1
  let at = end
  for (let steps = 0; steps < 5 && text.together(at, to - 1); steps += 1) {
    if (text.low(at) === '-' && text.at(at).glued && text.at(at + 1).glued) at += 1
    if (breaksNouns(text, at)) {
      const ofWhat = text.low(at) === 'of' && head !== undefined && OFFICES.has(head)
      if (!ofWhat || !text.isWord(at + 1) || breaksNouns(text, at + 1)) break
      at += 1
    }
    const { low } = text.at(at)
    at += 1
    if ((isPersonNoun(low) || DEPARTMENTS.has(low)) && !/^(?:those|one|someone|somebody)$/.test(low)) {
      head = low
      end = at
    } else if (head !== undefined && !OFFICES.has(head)) break
  }
  const title = text.mentionEndingAt(at)
  if (isA(title, 'title') && title.from >= to) end = Math.max(end, title.to)
  return { to: end, head }
}

const QUANTIFIERS =
  /^(?:some|several|many|most|both|two|three|four|all|none|few|each|any|half|others|either|neither|majority|minority|number)$/

/** "colleagues from …", "the HR director at …", "a member of …": the phrase before a preposition that says whose people. */
function headBefore(text: Text, from: number): { from: number; head: string | undefined } | undefined {
  let at = from - 1
  while (text.together(at, from) && (DETERMINERS.has(text.low(at)) || NEUTRAL_ADJECTIVES.has(text.low(at)))) at -= 1
  if (!text.together(at, from) || !/^(?:of|from|at|for|with|in|on|representing)$/.test(text.low(at))) return undefined
  let noun = at - 1
  if (!text.together(noun, from) || !text.isWord(noun)) return undefined
  if (text.low(at) === 'of' && QUANTIFIERS.test(text.low(noun))) return { from: noun, head: undefined }
  const title = text.mentionEndingAt(at)
  if (isA(title, 'title')) return { from: title.from, head: text.low(noun) }
  if (text.low(noun) === 'speaking' || !isPersonNoun(text.low(noun))) return undefined
  const head = text.low(noun)
  while (text.together(noun - 1, from) && !breaksNouns(text, noun - 1) && from - noun < 8) noun -= 1
  return { from: noun, head }
}

/** The index where the phrase begins, its articles and weak adjectives included. */
export function withDeterminers(text: Text, from: number): number {
  let at = from
  while (
    text.together(at - 1, from) &&
    text.isWord(at - 1) &&
    (DETERMINERS.has(text.low(at - 1)) || NEUTRAL_ADJECTIVES.has(text.low(at - 1))) &&
    from - at < 5
  )
    at -= 1
  return at
}
