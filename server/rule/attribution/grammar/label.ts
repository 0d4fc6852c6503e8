import { CONTRIBUTIONS } from '../language/nouns.ts'
import { SPEECH, STANCES } from '../language/speech.ts'
import type { Evidence } from './predicate.ts'
import type { Text } from './text.ts'

const CUES =
  /^(?:we|our|us|i|my|should|not|need|needs|too|cannot|cant|dont|no|wants?|want|why|how|unclear|query|position|against|unable|reluctant|too|worried|must|happy|yes)$/

/** Whether [from, to) stands at the head of a line as in a script or table: "UNISON: …", "**PF** – …", "| RCN | … |". */
export function isLabel(text: Text, from: number, to: number): boolean {
  const first = text.at(from)
  const begins =
    first.opensLine ||
    first.opensSentence ||
    text.low(from - 1) === ';' ||
    (text.low(from - 1) === '[' && text.at(from - 1).opensLine) ||
    text.at(from - 1).kind === 'cell'
  if (!begins) return false
  const mark = text.at(overBracket(text, to))
  if (mark.low === ':') return true
  if (mark.kind === 'cell') return true
  if (mark.low === ']' || mark.low === ')') return text.low(to + 1) === ':' || text.at(to + 1).kind === 'cell'
  return (mark.low === '—' || (mark.low === '-' && !mark.glued)) && text.isWord(overBracket(text, to) + 1)
}

function overBracket(text: Text, to: number): number {
  if (text.low(to) !== '(') return to
  for (let at = to + 1; at < to + 10; at += 1) if (text.low(at) === ')') return at + 1
  return to
}

/** A label speaks when what stands after it is an opinion, a question or the first person. */
export function label(text: Text, from: number, to: number): Evidence {
  if (!isLabel(text, from, to)) return undefined
  for (let at = to + 1; at < to + 60; at += 1) {
    const { kind, low } = text.at(at)
    if (kind === 'break') return 'possible'
    if (
      low === '?' ||
      CUES.test(low) ||
      STANCES.has(low) ||
      SPEECH.past.has(low) ||
      SPEECH.ongoing.has(low) ||
      CONTRIBUTIONS.has(low)
    )
      return 'speech'
    if (SPEECH.present.has(low) || (SPEECH.base.has(low) && at === to + 1)) return 'speech'
  }
  return 'possible'
}
