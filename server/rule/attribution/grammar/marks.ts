import { CONTRIBUTIONS } from '../language/nouns.ts'
import { GENERIC_PEOPLE, OFFICES } from '../language/people.ts'
import { SPEECH, STANCES } from '../language/speech.ts'
import type { Evidence } from './predicate.ts'
import { isA, type Text } from './text.ts'

/** The words before `at` in its sentence, nearest first. */
export function wordsBefore(text: Text, at: number, count: number): string[] {
  const words: string[] = []
  for (let index = at - 1; words.length < count && text.together(index, at); index -= 1) {
    if (text.isWord(index)) words.push(text.low(index))
    else if (/^[;:]$/.test(text.low(index))) break
  }
  return words
}

/** "A member (UNISON) asked", "it was suggested (RCN) that", "… too fast (Deeholme)". */
export function bracketed(text: Text, from: number, to: number): Evidence {
  const opens = text.low(from - 1)
  const closes = text.low(to)
  if (!((opens === '(' && closes === ')') || (opens === '[' && closes === ']'))) return undefined
  const before = from - 2
  const mention = text.mentionEndingAt(from - 1)
  if (isA(mention, 'organisation') && !isA(mention, 'surname', 'givenName', 'fullName')) return undefined
  if (isA(mention, 'fullName', 'surname', 'givenName', 'reversedName', 'title', 'side')) return 'speech'
  const word = text.low(before)
  if (!text.together(before, from)) return undefined
  if (
    GENERIC_PEOPLE.has(word) ||
    OFFICES.has(word) ||
    SPEECH.past.has(word) ||
    CONTRIBUTIONS.has(word) ||
    /^[qa]$/.test(word)
  )
    return 'speech'
  if (text.lexicon.initials.has(text.at(before).raw)) return 'speech'
  const ends = text.at(to + 1).kind !== 'word' || !text.together(to + 1, to)
  return ends &&
    wordsBefore(text, from - 1, 40).some(
      (near) => SPEECH.past.has(near) || STANCES.has(near) || CONTRIBUTIONS.has(near),
    )
    ? 'speech'
    : 'possible'
}

/** "Raised by: UNISON", "Against: GMB", "Proposer – Deeholme", "Apologies: RCN". */
export function led(text: Text, from: number): Evidence {
  const mark = text.at(from - 1)
  if (mark.low !== ':' && mark.low !== '—' && !(mark.low === '-' && !mark.glued) && mark.kind !== 'cell')
    return undefined
  const by = text.low(from - 2) === 'by'
  const word = text.low(by ? from - 3 : from - 2)
  const roles =
    /^(?:proposer|seconder|speaker|speakers|contributor|contributors|for|against|favour|abstained|abstentions|abstaining|dissent|dissenting|dissented|objecting|objections|opposed|supporting|present|attendance|apologies|absent|attendees|from|mover)$/
  return roles.test(word) ||
    (SPEECH.past.has(word) && !/^(?:noted|agreed|updated|considered|detailed)$/.test(word)) ||
    (by && /^(?:put|made)$/.test(word))
    ? 'speech'
    : undefined
}

/** A quotation, a dash and who said it. */
export function signed(text: Text, from: number, to: number): Evidence {
  let dash = from - 1
  if (text.low(dash) === '-' && text.low(dash - 1) === '-') dash -= 1
  if (!/^[—-]$/.test(text.low(from - 1)) || text.at(from).glued) return undefined
  const ends =
    text.at(to).kind === 'break' ||
    text.at(to).kind === 'cell' ||
    text.at(to).start < 0 ||
    (text.low(to) === '.' && !text.together(to + 1, to))
  const before = text.at(dash - 1)
  return ends && (before.low === '"' || before.low === "'" || /^[.!?]$/.test(before.low) || before.kind === 'break')
    ? 'speech'
    : undefined
}
