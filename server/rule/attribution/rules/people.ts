import { isCommonWord, PLACES } from '../language/commonWords.ts'
import { isGivenName } from '../language/nicknames.ts'
import { FUNCTION_WORDS, HONORIFICS, OFFICES, THING_NAMES, THING_PREFIXES } from '../language/people.ts'
import { SPEECH } from '../language/speech.ts'
import { evidence } from '../grammar/evidence.ts'
import { isA, type Mention, type Text } from '../grammar/text.ts'
import { actsAsPerson } from './acting.ts'
import type { Suspicion } from './suspicion.ts'

/** Full names, surnames and given names of the people of the context, also in their short forms. */
export function people(text: Text): Suspicion[] {
  const found: Suspicion[] = []
  for (const mention of text.mentions) {
    const suspicion = fullName(text, mention) ?? surname(text, mention) ?? givenName(text, mention)
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
    if (!first.capital || isA(mention, 'organisation') || neighbours(text, from, to) !== 'none') return undefined
    const place = words.some(({ low }) => PLACES.has(low))
    return actsAsPerson(text, from, to, { place, given: false })
      ? { from, to, kind: 'surname', severity: 'finding' }
      : undefined
  }
  switch (neighbours(text, from, to)) {
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
  if (honoured.honorific && first.capital && honoured.from < from)
    return { from: honoured.from, to, kind: 'givenName', severity: 'finding' }
  const everyday =
    isCommonWord(low) ||
    PLACES.has(low) ||
    (low.length <= 3 && !first.capital) ||
    (low.length <= 2 && raw === raw.toUpperCase())
  const beside = neighbours(text, from, to)
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
function spokenInSmallLetters(text: Text, from: number, to: number): boolean {
  const before = text.low(from - 1)
  if (/^(?:and|nor|not|who|which|that|the|a|an|this|it)$/.test(text.low(from)) || text.low(from).length < 3)
    return false
  return (
    PLAIN_SPEECH.test(text.low(to)) && (text.at(from).opensSentence || /^(?:,|as|and|but|then|when|that)$/.test(before))
  )
}

/** What the words beside a name make of it: somebody else (`stranger`), a thing or place (`thing`), or nothing. */
function neighbours(text: Text, from: number, to: number): 'thing' | 'stranger' | 'none' {
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
  const shouted = (word: string): boolean => word.length > 1 && word === word.toUpperCase()
  return shouted(raw) && [text.at(at - 1).raw, text.at(at + 1).raw].some(shouted)
}

/** Names that belong to somebody, for rules that look at what stands beside them. */
export const isPersonal = (mention: Mention | undefined): mention is Mention =>
  isA(mention, 'fullName', 'reversedName', 'surname', 'givenName', 'givenAndInitial')
