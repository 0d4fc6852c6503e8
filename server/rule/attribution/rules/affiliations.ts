import { isCommonWord } from '../language/commonWords.ts'
import { POST_WORDS } from '../language/nouns.ts'
import { FUNCTION_WORDS, GENERIC_PEOPLE, OFFICES } from '../language/people.ts'
import { NOT_A_SIDE_AFTER, NOT_A_SIDE_BEFORE } from '../language/sides.ts'
import { evidence } from '../grammar/evidence.ts'
import { isSentToMeetings, widen, withDeterminers, type Phrase } from '../grammar/phrase.ts'
import { isA, type Mention, type Text } from '../grammar/text.ts'
import { ownsAction } from './acting.ts'
import { isPersonal, spokenInSmallLetters } from './people.ts'
import type { Suspicion } from './suspicion.ts'
import type { Severity } from '../terms.ts'

/** Organisations of the context as speakers, by name, alias, letters or short name, and their people. */
export function organisations(text: Text): Suspicion[] {
  const found: Suspicion[] = []
  for (const mention of text.mentions) {
    if (!isA(mention, 'organisation') || !standsForOrganisation(text, mention)) continue
    const phrase = widen(text, mention.from, mention.to)
    const bracket = inBracket(text, phrase)
    const severity = besidePerson(text, mention) ? 'finding' : weigh(text, phrase, mention)
    if (severity !== undefined) found.push({ ...(bracket ?? phrase), kind: 'organisation', severity })
  }
  return found
}

function standsForOrganisation(text: Text, { from, to }: Mention): boolean {
  const { low, capital } = text.at(from)
  if (to - from === 1 && !capital && FUNCTION_WORDS.has(low)) return false
  if (to - from === 1 && !capital && (isCommonWord(low) || low.length < 3) && !spokenInSmallLetters(text, from, to))
    return false
  const next = text.at(to)
  if (text.hyphenatedInto(from, to)) return false
  return !(
    next.capital &&
    text.together(to - 1, to) &&
    /^(?:street|road|avenue|lane|close|park|house|crescent|drive|way|drive|villas|station)$/.test(next.low)
  )
}

function weigh(text: Text, phrase: Phrase, mention: Mention): Severity | undefined {
  const level = phrase.head === undefined ? 'body' : isSentToMeetings(phrase.head) ? 'colleague' : 'person'
  const wide = evidence(text, phrase.from, phrase.to, level)
  if (wide === 'speech') return 'finding'
  const narrow =
    phrase.head === undefined ? undefined : evidence(text, withDeterminers(text, mention.from), mention.to, 'body')
  if (narrow === 'speech') return 'finding'
  if (phrase.head !== undefined && isOneInTheRoom(text, phrase)) return 'finding'
  return (wide ?? narrow) !== undefined || isSentToMeetings(phrase.head) ? 'warning' : undefined
}

/** "the Deeholme representative", outside the business of filling a place: one participant, whatever the verb. */
export function isOneInTheRoom(text: Text, { from, to, head = '' }: Phrase): boolean {
  if (!/^(?:the|our|this|that)$/.test(text.low(from))) return false
  if (
    !/^(?:representative|rep|delegate|colleague|spokesperson|spokesman|spokeswoman|attendee|participant|speaker|contributor)$/.test(
      head,
    )
  )
    return false
  if (!text.phraseEnds(to) || /^(?:will|shall|should|would|may|must|to|is|can|could)$/.test(text.low(to))) return false
  for (let at = Math.max(0, from - 4); at < to + 4; at += 1) {
    if ((at < from || at >= to) && text.together(at, from) && POST_WORDS.has(text.low(at))) return false
  }
  return true
}

/** "Priya Patel (UNISON)", "Paul Foley from Deeholme", "UNISON's Paul Foley". */
function besidePerson(text: Text, { from, to }: Mention): boolean {
  let before = from - 1
  if (text.low(before) === 'the') before -= 1
  if (/^(?:,|\(|\[|from|of|at|for|—|-|representing)$/.test(text.low(before)) && text.together(before, from)) {
    const mention = text.mentionEndingAt(before)
    if (isPersonal(mention) && text.at(mention.from).capital && !isA(mention, 'organisation'))
      return text.low(before) !== '-' || !text.at(before).glued
    if (
      /^[,([]$/.test(text.low(before)) &&
      text.lexicon.initials.get(text.at(before - 1).raw)?.usual === true &&
      text.low(before) !== ','
    )
      return true
  }
  const next = text.mentionAt(to)
  return isA(next, 'fullName') && text.together(from, to)
}

/** "A member (UNISON)": the bracket and the noun before it are replaced together. */
function inBracket(text: Text, { from, to }: Phrase): { from: number; to: number } | undefined {
  if (text.low(from - 1) !== '(' || text.low(to) !== ')' || !text.together(from - 2, from)) return undefined
  return GENERIC_PEOPLE.has(text.low(from - 2)) ? { from: withDeterminers(text, from - 2), to: to + 1 } : undefined
}

/** Job titles that one participant alone holds, as speakers. */
export function jobTitles(text: Text): Suspicion[] {
  const found: Suspicion[] = []
  for (const mention of text.mentions) {
    const { from, to } = mention
    const held = isA(mention, 'title')
    if (!held && !(isA(mention, 'titleLetters') && /\p{Lu}.*\p{Lu}/u.test(text.at(from).raw))) continue
    const holders = new Set(
      mention.entries.filter(({ kind }) => kind === 'title' || kind === 'titleLetters').map(({ who }) => who),
    )
    const before = text.low(from - 1)
    if (
      text.together(from - 1, from) &&
      /^(?:deputy|assistant|associate|former|ex|vice|previous|national|sub|under|non|junior)$/.test(before)
    )
      continue
    if (text.low(from - 1) === '-' && text.at(from - 1).glued) continue
    const phrase = widen(text, from, to)
    const severity = weighTitle(text, phrase, mention, holders.size)
    if (severity !== undefined) found.push({ from: phrase.from, to: phrase.to, kind: 'jobTitle', severity })
  }
  return found
}

function weighTitle(text: Text, phrase: Phrase, mention: Mention, holders: number): Severity | undefined {
  const { from, to } = mention
  const before = text.mentionEndingAt(from - 1)
  const after = text.mentionAt(text.low(to) === ',' || text.low(to) === '(' ? to + 1 : to)
  if (/^[,(]$/.test(text.low(from - 1)) && isPersonal(before) && text.at(before.from).capital) return 'finding'
  if (isA(after, 'fullName') && text.together(from, to + 1)) return 'finding'
  if (holders !== 1) return undefined
  const found = evidence(text, phrase.from, phrase.to, 'person') ?? evidence(text, phrase.from, to, 'person')
  if (found === undefined && ownsTask(text, phrase)) return 'finding'
  if (found === undefined) return ownsAction(text, phrase.from, phrase.to) ? 'warning' : undefined
  if (
    found === 'speech' &&
    to - from === 1 &&
    /^(?:chair|cochair|secretary|chairman|chairwoman|chairperson|facilitator)$/.test(text.low(from))
  ) {
    return /^(?:welcomed|opened|closed|thanked|introduced|invited|noted|reminded|called|asked|summarised|agreed|apologised)$/.test(
      text.low(phrase.to),
    )
      ? 'warning'
      : 'finding'
  }
  return found === 'speech' ? 'finding' : 'warning'
}

function ownsTask(text: Text, { from }: Phrase): boolean {
  return /^[:—-]$/.test(text.low(from - 1)) && /^(?:action|owner|lead|actions)$/.test(text.low(from - 2))
}

/** Side words as speakers, where the forum's terms forbid a view to be given to a side. */
export function sides(text: Text): Suspicion[] {
  if (text.lexicon.context.policy.sideAttribution === 'allowed') return []
  const found: Suspicion[] = []
  for (const mention of text.mentions) {
    if (!isA(mention, 'side') || isA(mention, 'organisation', 'title')) continue
    const { from, to } = mention
    if (!standsForSide(text, from, to)) continue
    const phrase = widen(text, from, to)
    const spoken =
      phrase.head !== undefined ||
      (GENERIC_PEOPLE.has(text.low(to - 1)) && !/^sides?$/.test(text.low(to - 1))) ||
      OFFICES.has(text.low(to - 1))
    const evident =
      evidence(
        text,
        phrase.from,
        phrase.to,
        isSentToMeetings(phrase.head ?? text.low(to - 1)) ? 'colleague' : spoken ? 'person' : 'body',
      ) ?? (phrase.to === to ? undefined : evidence(text, withDeterminers(text, from), to, 'body'))
    if (evident === undefined) continue
    const bracket = inBracket(text, phrase)
    found.push({
      ...(bracket ?? { from: phrase.from, to: phrase.to }),
      kind: 'side',
      severity: evident === 'speech' ? 'finding' : 'warning',
    })
  }
  return found
}

function standsForSide(text: Text, from: number, to: number): boolean {
  const before = text.at(from - 1)
  if (text.together(from - 1, from) && before.kind === 'word') {
    if (NOT_A_SIDE_AFTER.has(before.low)) return false
    if (
      text.at(from).capital &&
      before.capital &&
      !before.opensSentence &&
      !FUNCTION_WORDS.has(before.low) &&
      to - from === 1
    )
      return false
  }
  if (text.hyphenatedInto(from, to)) return false
  return !(text.together(to - 1, to) && NOT_A_SIDE_BEFORE.has(text.low(to)))
}
