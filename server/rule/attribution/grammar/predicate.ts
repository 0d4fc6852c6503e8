import { asABody } from './business.ts'
import { calledUpon, neither, takesPart, votesHere } from './inTheRoom.ts'
import { published } from './published.ts'
import { DEGREES, overAdverbial, overInsertion, overModifier } from './skipping.ts'
import {
  ADVERBS,
  BEING,
  COMPLEMENTS,
  FUTURE,
  HAVING,
  MODALS,
  NOUN_LIKE,
  PHRASES,
  REFUSALS,
  SPEECH,
  STANCES,
} from '../language/speech.ts'
import type { Text } from './text.ts'

/** `person`: any verb of speech will do. `colleague`: someone sent to the meeting, who does nothing but take part in it. `body`: what an organisation also does in business needs more. */
export type Level = 'person' | 'colleague' | 'body'

/** `speech`: this is a speaker. `possible`: it may be one. */
export type Evidence = 'speech' | 'possible' | undefined

const FURTHEST = 30

/** What has been passed on the way to the verb. */
interface Walk {
  having: boolean
  being: boolean
  modal: boolean
  negated: boolean
  future: boolean
  commas: number
  insertions: number
}
/** Whether what follows a noun phrase is a verb of speech or opinion of which the phrase is the subject. */
export function predicate(text: Text, at: number, level: Level): Evidence {
  const relative = afterRelative(text, at)
  return (relative === undefined ? undefined : main(text, relative, level)) ?? main(text, at, level)
}

/** "UNISON, who had not seen the paper, were …": where the main clause goes on. */
function afterRelative(text: Text, at: number): number | undefined {
  if (text.low(at) !== ',' || !/^(?:who|which|whose|having|while|when|though|although|despite)$/.test(text.low(at + 1)))
    return undefined
  for (let index = at + 2; index < at + 18 && text.together(index, at); index += 1) {
    if (text.low(index) === ',') return index + 1
  }
  return undefined
}

function main(text: Text, at: number, level: Level): Evidence {
  const walk: Walk = {
    having: false,
    being: false,
    modal: false,
    negated: neither(text, at),
    future: /^(?:will|shall|should)$/.test(text.low(at - 2)) && text.at(at - 2).opensSentence,
    commas: 0,
    insertions: 0,
  }
  let index = at
  for (let steps = 0; steps < FURTHEST; steps += 1) {
    if (!text.together(index, at - 1)) return undefined
    const token = text.at(index)
    if (token.kind === 'mark') {
      const after = overInsertion(text, index, walk)
      if (after === undefined) return undefined
      index = after
      continue
    }
    if (token.kind !== 'word') return undefined
    const { low } = token
    const skipped = overAdverbial(text, index, walk.being)
    const modifier = walk.being || walk.modal || walk.future ? 0 : overModifier(text, index, at, walk)
    if (skipped > 0) {
      walk.negated ||= /^(?:not|never)$/.test(low)
      index += skipped
    } else if (modifier > 0) index += modifier
    else if (/^(?:who|which|that|themselves|itself|himself|herself)$/.test(low) && !walk.being) index += 1
    else if (HAVING.has(low) && !phrase(text, index)) {
      walk.having = true
      index += 1
    } else if (BEING.has(low) && !walk.being && !(SPEECH.past.has(low) && !STANCES.has(nextPlain(text, index + 1)))) {
      walk.being = true
      index += 1
    } else if (BEING.has(low) && walk.being) index += 1
    else if (MODALS.has(low) && !phrase(text, index)) {
      walk.modal = true
      walk.negated ||= /^(?:cannot|\w+nt)$/.test(low)
      index += 1
    } else if (FUTURE.has(low) && !token.capital) {
      walk.future = true
      index += 1
    } else return verdict(text, index, level, walk)
  }
  return undefined
}

function nextPlain(text: Text, index: number): string {
  let at = index
  while (DEGREES.has(text.low(at)) || ADVERBS.has(text.low(at)) || (text.low(at).endsWith('ly') && text.isWord(at)))
    at += 1
  return text.low(at)
}

function verdict(text: Text, index: number, level: Level, walk: Walk): Evidence {
  if (walk.being) return walk.future ? undefined : stance(text, index, level)
  const low = text.low(index)
  const inPhrase = phrase(text, index)
  if (!walk.having && STANCES.has(low) && elliptic(text, index, walk)) return 'speech'
  if (low.startsWith('vote')) return votesHere(text, index)
  if (walk.modal && walk.negated && REFUSALS.has(low)) return 'speech'
  if (walk.modal && /^(?:rather|sooner)$/.test(text.low(index - 1))) return 'speech'
  if (walk.modal && low === 'live' && text.low(index + 1) === 'with') return 'speech'
  if (!inPhrase && !speaks(text, index, walk.modal)) {
    return level === 'colleague' && takesPart(low) ? 'speech' : secondVerb(text, index, level, walk)
  }
  if (walk.future) return 'possible'
  if (published(text, index, index)) return 'possible'
  if (inPhrase || level !== 'body') return 'speech'
  return asABody(text, index, walk.modal)
}

/** "closed the ward and told the meeting why": a later verb of the same subject. */
function secondVerb(text: Text, index: number, level: Level, walk: Walk): Evidence {
  if (!walk.having && !/(?:ed|ent|ought|ook|ave|ame)$/.test(text.low(index))) return undefined
  for (let at = index + 1; at < index + 14 && text.together(at, index); at += 1) {
    if (!/^(?:and|but|then)$/.test(text.low(at))) continue
    let verb = at + 1
    while (ADVERBS.has(text.low(verb)) || (text.low(verb).endsWith('ly') && text.isWord(verb))) verb += 1
    if (text.together(verb, index) && SPEECH.past.has(text.low(verb)) && speaks(text, verb, false)) {
      return verdict(text, verb, level, { ...walk, being: false })
    }
  }
  return undefined
}

function speaks(text: Text, index: number, modal: boolean): boolean {
  const { low, capital } = text.at(index)
  const known = SPEECH.past.has(low) || SPEECH.present.has(low) || SPEECH.base.has(low) || SPEECH.ongoing.has(low)
  if (!known) return false
  if (modal && SPEECH.base.has(low)) return true
  if (capital && SPEECH.base.has(low)) return false
  if (!NOUN_LIKE.has(low)) return true
  const next = text.at(index + 1)
  return next.kind === 'word' && COMPLEMENTS.has(next.low)
}

/** "made the point", "had concerns", "took the view": the verb and one of its objects within four words. */
function phrase(text: Text, index: number): boolean {
  const follow = PHRASES[text.low(index)]
  if (follow === undefined) return false
  if (follow.has('*')) return true
  for (let at = index + 1; at <= index + 5 && text.together(at, index); at += 1) {
    const token = text.at(at)
    if (token.kind !== 'word') return false
    if (follow.has(token.low)) return true
  }
  return false
}

/** "PF not content", "GMB content with paragraph 4": a note that leaves out the verb. */
function elliptic(text: Text, index: number, walk: Walk): boolean {
  if (walk.modal || walk.future) return false
  if (/^not$/.test(text.low(index - 1))) return true
  return (
    !/^(?:alone|ready|split|divided|certain|clear|quiet|sad|prepared|minded|negative|positive|critical|robust|measured|direct)$/.test(
      text.low(index),
    ) && /^(?:with|about|that|to)$/.test(text.low(index + 1))
  )
}

/** Passives of what happens to a speaker in the room. */
const ADDRESSED =
  /^(?:challenged|pressed|reassured|reminded|drawn|interrupted|persuaded|outvoted|heckled|rebuked|quizzed|contradicted|quoted)$/
const ADDRESSED_IN_PERSON =
  /^(?:thanked|congratulated|promised|asked|told|questioned|corrected|praised|applauded|supported|assured)$/

/** After "was" or "were": a feeling, a progressive form, or a place in the discussion. */
function stance(text: Text, index: number, level: Level): Evidence {
  const low = text.low(index)
  const next = text.low(index + 1)
  if (STANCES.has(low)) return published(text, index, index) ? 'possible' : 'speech'
  if (SPEECH.ongoing.has(low)) return 'speech'
  if (ADDRESSED.test(low) || (level !== 'body' && ADDRESSED_IN_PERSON.test(low))) return 'speech'
  if (
    /^(?:able|happy|pleased|prepared|keen|quick|free|first)$/.test(low) &&
    next === 'to' &&
    (SPEECH.base.has(text.low(index + 2)) || phrase(text, index + 2))
  )
    return asABody(text, index + 2, false)
  if (low === 'taken' && /^(?:aback|with)$/.test(next)) return 'speech'
  if (
    low === 'the' &&
    /^(?:loudest|keenest|clearest|firmest|angriest|quietest|fiercest|warmest|sharpest|harshest)$/.test(next)
  )
    return 'speech'
  if (/^(?:the|most)$/.test(low) && STANCES.has(text.low(index + (next === 'most' ? 2 : 1)))) return 'speech'
  if (
    low === 'of' &&
    /^(?:the|a|like|one)$/.test(next) &&
    /^(?:view|opinion|mind|belief|same)$/.test(text.low(index + 2))
  )
    return 'speech'
  if (low === 'in' && /^(?:favour|agreement|disagreement|support|no|two)$/.test(next)) return 'speech'
  if (low === 'at' && /^(?:pains|odds|a)$/.test(next)) return 'speech'
  if (/^(?:asked|invited|pressed)$/.test(low) && calledUpon(text, index + 1)) return 'speech'
  if (
    /^(?:asked|invited|pressed)$/.test(low) &&
    (next === 'to' || next === 'about' || next === 'for' || next === 'whether') &&
    SPEECH.base.has(text.low(index + 2))
  )
    return 'speech'
  if (low === 'the' && /^(?:first|only|last|one|ones)$/.test(next) && /^(?:to|who|that)$/.test(text.low(index + 2)))
    return 'speech'
  if (low === 'unable' && next === 'to' && SPEECH.base.has(text.low(index + 2))) return 'speech'
  return undefined
}
