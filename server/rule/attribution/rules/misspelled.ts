import { isCommonWord, PLACES } from '../language/commonWords.ts'
import { HONORIFICS } from '../language/people.ts'
import { isA, type Text } from '../grammar/text.ts'
import type { Suspicion } from './suspicion.ts'

/** A surname with one letter wrong after its given name, initial or an honorific: "Paul Folley", "Ms Okafour". */
export function misspelled(text: Text): Suspicion[] {
  const found: Suspicion[] = []
  for (let at = 1; at < text.tokens.length; at += 1) {
    const { kind, capital, low } = text.at(at)
    if (kind !== 'word' || !capital || low.length < 4 || text.mentionAt(at) !== undefined || !text.together(at - 1, at))
      continue
    if (isCommonWord(low) || PLACES.has(low)) continue
    const given = text.mentionEndingAt(at)
    const wrong =
      isA(given, 'givenName') &&
      text.at(given.from).capital &&
      given.entries.some(({ kind: entry, who }) => entry === 'givenName' && near(low, text.lexicon.surnames[who] ?? ''))
    const honoured = HONORIFICS.has(text.low(at - 1)) || (text.low(at - 1) === '.' && HONORIFICS.has(text.low(at - 2)))
    if (wrong) found.push({ from: given.from, to: at + 1, kind: 'name', severity: 'finding' })
    else if (honoured && text.lexicon.surnames.some((surname) => near(low, surname))) {
      found.push({ from: text.low(at - 1) === '.' ? at - 2 : at - 1, to: at + 1, kind: 'surname', severity: 'finding' })
    }
  }
  return found
}

/** Whether two words of four letters or more differ by one letter changed, added, left out, or two exchanged. */
function near(a: string, b: string): boolean {
  if (b.length < 4 || Math.abs(a.length - b.length) > 1) return false
  let start = 0
  while (start < a.length && a[start] === b[start]) start += 1
  let end = 0
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1
  const restA = a.slice(start, a.length - end)
  const restB = b.slice(start, b.length - end)
  if (restA.length <= 1 && restB.length <= 1) return true
  return restA.length === 2 && restB.length === 2 && restA[0] === restB[1] && restA[1] === restB[0]
}
