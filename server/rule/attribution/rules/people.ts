import { isCommonWord, PLACES } from '../language/commonWords.ts'
import { FUNCTION_WORDS, HONORIFICS } from '../language/people.ts'
import { evidence } from '../grammar/evidence.ts'
import { isA, type Mention, type Text } from '../grammar/text.ts'
import { actsAsPerson, ownsAction } from './acting.ts'
import { neighbours, shares } from './neighbours.ts'
import type { Suspicion } from './suspicion.ts'

/** Full names, surnames and given names of the people of the context, also in their short forms. */
export function people(text: Text): Suspicion[] {
  const found: Suspicion[] = []
  for (const mention of text.mentions) {
    const suspicion =
      interrupted(text, mention) ?? fullName(text, mention) ?? surname(text, mention) ?? givenName(text, mention)
    if (suspicion !== undefined) found.push(suspicion)
  }
  return found
}

/** Honorific and initials before a surname belong to the name. */
function withHonorific(text: Text, from: number): { from: number; honorific: boolean } {
  let at = from
  while (
    text.together(at - 1, from) &&
    from - at < 4 &&
    (text.low(at - 1) === '.' || (text.at(at - 1).raw.length === 1 && text.at(at - 1).capital))
  )
    at -= 1
  const title = text.low(at - 1)
  if (text.together(at - 1, from) && HONORIFICS.has(title) && (text.at(at - 1).capital || title.length < 5))
    return { from: at - 1, honorific: true }
  const given = at - 1
  if (text.at(given).capital && HONORIFICS.has(text.low(given - 1)) && text.together(given - 1, from))
    return { from: given - 1, honorific: true }
  return { from, honorific: false }
}

/** "Paul James Foley", "Paul J. Foley", "Robert “Bob” Hargreaves": a given name and its surname with more between them. */
function interrupted(text: Text, { from, to, entries }: Mention): Suspicion | undefined {
  const given = entries.filter(({ kind }) => kind === 'givenName' || kind === 'givenAndInitial')
  if (given.length === 0 || !text.at(from).capital || text.at(to - 1).possessive) return undefined
  for (let at = to; at < to + 5 && text.together(at, from); at += 1) {
    const next = text.mentionAt(at)
    if (isA(next, 'surname') && at > to - 1 && text.at(at).capital && shares(given, next.entries)) {
      return { from: withHonorific(text, from).from, to: next.to, kind: 'name', severity: 'finding' }
    }
    const { kind, capital, low } = text.at(at)
    if (!(kind === 'word' ? capital && !FUNCTION_WORDS.has(low) : /^[.()"'-]$/.test(low))) return undefined
  }
  return undefined
}

function fullName(text: Text, mention: Mention): Suspicion | undefined {
  const { from, to } = mention
  if (!isA(mention, 'fullName', 'reversedName', 'givenAndInitial')) return undefined
  if (text.hyphenatedInto(from, to) && !isA(mention, 'fullName')) return undefined
  const words = text.tokens.slice(from, to).filter(({ kind }) => kind === 'word')
  const certain = words.some(({ low }) => low.length > 2 && !isCommonWord(low) && !PLACES.has(low))
  const capitals = words.every(
    ({ capital, raw }) => capital || /^(?:van|von|de|der|den|bin|al|le|la|di|da|du|dos|del|el|ter|ten)$/.test(raw),
  )
  const single = words.find(({ raw }) => raw.length === 1)
  if (single !== undefined && words.length === 2) {
    const dotted = text.tokens.slice(from, to + 1).some(({ low }) => low === '.')
    if (!capitals && (!certain || /^[ai]$/.test(single.low))) return undefined
    if (/^[AI]$/.test(single.raw) && !dotted && !certain) return undefined
    if (isA(mention, 'givenAndInitial') && !single.capital) return undefined
    if (isA(mention, 'reversedName') && !single.capital) return undefined
  } else if (!certain && !capitals) return undefined
  return { from: withHonorific(text, from).from, to, kind: 'name', severity: 'finding' }
}

function surname(text: Text, mention: Mention): Suspicion | undefined {
  const { from, to } = mention
  if (!isA(mention, 'surname', 'partOfSurname')) return undefined
  const honoured = withHonorific(text, from)
  if (honoured.honorific && text.at(from).capital)
    return { from: honoured.from, to, kind: 'surname', severity: 'finding' }
  if (text.hyphenatedInto(from, to)) return undefined
  const words = text.tokens.slice(from, to).filter(({ kind }) => kind === 'word')
  const everyday = words.every(({ low }) => isCommonWord(low) || PLACES.has(low)) || isA(mention, 'partOfSurname')
  const first = text.at(from)
  if (everyday) {
    if (!first.capital || isA(mention, 'organisation') || neighbours(text, mention) !== 'none') return undefined
    const place = words.some(({ low }) => PLACES.has(low))
    return actsAsPerson(text, from, to, { place, given: false })
      ? { from, to, kind: 'surname', severity: 'finding' }
      : undefined
  }
  if (!first.capital) {
    const sure = honoured.honorific || evidence(text, from, to, 'person') === 'speech' || ownsAction(text, from, to)
    return { from: honoured.from, to, kind: 'surname', severity: sure ? 'finding' : 'warning' }
  }
  switch (neighbours(text, mention)) {
    case 'thing':
      return undefined
    case 'stranger':
      return { from, to, kind: 'surname', severity: 'warning' }
    default:
      return { from, to, kind: 'surname', severity: 'finding' }
  }
}

function givenName(text: Text, mention: Mention): Suspicion | undefined {
  const { from, to } = mention
  if (!isA(mention, 'givenName') || text.hyphenatedInto(from, to)) return undefined
  const first = text.at(from)
  const { low, raw } = first
  const honoured = withHonorific(text, from)
  const beside = neighbours(text, mention)
  if (honoured.honorific && first.capital && honoured.from < from && beside === 'none')
    return { from: honoured.from, to, kind: 'givenName', severity: 'finding' }
  const everyday =
    isCommonWord(low) ||
    PLACES.has(low) ||
    (low.length <= 3 && !first.capital) ||
    (low.length <= 2 && raw === raw.toUpperCase())
  if (beside === 'thing') return undefined
  if (everyday) {
    if (!first.capital)
      return spokenInSmallLetters(text, from, to) ? { from, to, kind: 'givenName', severity: 'finding' } : undefined
    if (
      beside === 'stranger' ||
      (raw === raw.toUpperCase() &&
        raw.length <= 4 &&
        raw.length > 1 &&
        text.at(to).raw !== text.at(to).raw.toUpperCase())
    )
      return undefined
    return actsAsPerson(text, from, to, { place: PLACES.has(low), given: true })
      ? { from, to, kind: 'givenName', severity: 'finding' }
      : undefined
  }
  const article = /^(?:the|a|an)$/.test(text.low(from - 1)) && text.together(from - 1, from)
  const doubtful = beside === 'stranger' || (article && evidence(text, from, to, 'person') !== 'speech')
  return { from, to, kind: 'givenName', severity: doubtful ? 'warning' : 'finding' }
}

const PLAIN_SPEECH = /^(?:said|says|asked|felt|thought|added|replied|argued|explained|mentioned|queried|commented)$/

/** "mark said" in a hurried note: only with the plainest verbs, and not as the object of a preposition. */
export function spokenInSmallLetters(text: Text, from: number, to: number): boolean {
  const before = text.low(from - 1)
  if (/^(?:and|nor|not|who|which|that|the|a|an|this|it)$/.test(text.low(from)) || text.low(from).length < 3)
    return false
  return (
    PLAIN_SPEECH.test(text.low(to)) && (text.at(from).opensSentence || /^(?:,|as|and|but|then|when|that)$/.test(before))
  )
}

/** Names that belong to somebody, for rules that look at what stands beside them. */
export const isPersonal = (mention: Mention | undefined): mention is Mention =>
  isA(mention, 'fullName', 'reversedName', 'surname', 'givenName', 'givenAndInitial')
