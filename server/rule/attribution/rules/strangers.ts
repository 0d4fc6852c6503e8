import { HONORIFICS, OFFICES, GENERIC_PEOPLE, PUBLIC_HONORIFICS, FUNCTION_WORDS } from '../language/people.ts'
import { isGivenName } from '../language/nicknames.ts'
import { CONTRIBUTIONS } from '../language/nouns.ts'
import { evidence } from '../grammar/evidence.ts'
import { withDeterminers } from '../grammar/phrase.ts'
import { predicate } from '../grammar/predicate.ts'
import type { Text } from '../grammar/text.ts'
import type { Suspicion } from './suspicion.ts'

/** People the context does not list who are given as speakers: "Ms Lowther asked", "a director from Serco was keen". */
export function strangers(text: Text): Suspicion[] {
  const found: Suspicion[] = []
  for (let at = 0; at < text.tokens.length; at += 1) {
    const suspicion = honoured(text, at) ?? twoNames(text, at) ?? fromElsewhere(text, at)
    if (suspicion !== undefined) found.push(suspicion)
  }
  return found
}

const isName = (text: Text, at: number): boolean => {
  const token = text.at(at)
  return token.kind === 'word' && token.capital && token.raw.length > 1 && !FUNCTION_WORDS.has(token.low)
}

function endOfNames(text: Text, from: number): number {
  let end = from
  while (
    end < from + 4 &&
    text.together(end, from) &&
    (isName(text, end) || (text.low(end) === '-' && text.at(end).glued && isName(text, end + 1)))
  )
    end += 1
  return end
}

function honoured(text: Text, at: number): Suspicion | undefined {
  const { low, capital, kind } = text.at(at)
  if (kind !== 'word' || !HONORIFICS.has(low) || !capital) return undefined
  let from = at + 1
  while (from < at + 6 && (text.low(from) === '.' || text.at(from).raw.length === 1)) from += 1
  const to = endOfNames(text, from)
  if (to === from || !text.together(from, at)) return undefined
  if (evidence(text, at, to, 'person') !== 'speech') return undefined
  return { from: at, to, kind: 'unlistedPerson', severity: PUBLIC_HONORIFICS.has(low) ? 'warning' : 'finding' }
}

function twoNames(text: Text, at: number): Suspicion | undefined {
  if (!isName(text, at) || !isGivenName(text.low(at)) || !isName(text, at + 1) || text.mentionAt(at + 1) !== undefined)
    return undefined
  const to = endOfNames(text, at)
  if (to - at > 3 || evidence(text, at, to, 'person') !== 'speech') return undefined
  return { from: at, to, kind: 'unlistedPerson', severity: 'warning' }
}

function fromElsewhere(text: Text, at: number): Suspicion | undefined {
  const { low, kind } = text.at(at)
  if (kind !== 'word' || !(OFFICES.has(low) || GENERIC_PEOPLE.has(low)) || !/^(?:from|at)$/.test(text.low(at + 1)))
    return undefined
  let from = at + 2
  if (text.low(from) === 'the') from += 1
  const to = endOfNames(text, from)
  if (to === from || text.mentionAt(from) !== undefined) return undefined
  const begin = withDeterminers(text, at)
  return evidence(text, begin, to, 'person') === 'speech'
    ? { from: begin, to, kind: 'unlistedPerson', severity: 'warning' }
    : undefined
}

/** "She said that …": a pronoun that tells the speaker's sex narrows who it was. A warning: it advises, and does not block. */
export function pronouns(text: Text): Suspicion[] {
  const found: Suspicion[] = []
  text.tokens.forEach(({ low, kind }, at) => {
    if (kind !== 'word') return
    const speaks = (low === 'he' || low === 'she') && predicate(text, at + 1, 'person') === 'speech'
    const owns =
      (low === 'his' || low === 'her') &&
      (CONTRIBUTIONS.has(text.low(at + 1)) || CONTRIBUTIONS.has(text.low(at + 2))) &&
      text.together(at, at + 2)
    if (speaks || owns) found.push({ from: at, to: at + 1, kind: 'pronoun', severity: 'warning' })
  })
  return found
}
