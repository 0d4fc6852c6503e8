import { CONTRIBUTIONS, PUBLIC_PLACES, PUBLISHED } from '../language/nouns.ts'
import {
  ADVERBS,
  BEING,
  BUSINESS_VERBS,
  COMPLEMENTS,
  FUTURE,
  HAVING,
  MEETING_OBJECTS,
  MODALS,
  NOUN_LIKE,
  PHRASES,
  SPEECH,
  STANCES,
} from '../language/speech.ts'
import type { Text } from './text.ts'

/** `person`: any verb of speech will do. `body`: what an organisation also does in business needs more. */
export type Level = 'person' | 'body'

/** `speech`: this is a speaker. `possible`: it may be one. */
export type Evidence = 'speech' | 'possible' | undefined

const FURTHEST = 30
const NOT_ADVERBS =
  /^(?:reply|supply|apply|rely|family|july|imply|comply|italy|assembly|multiply|fly|early|monthly|weekly|daily)$/
const DEGREES = new Set([
  'very',
  'quite',
  'so',
  'rather',
  'more',
  'most',
  'less',
  'fairly',
  'too',
  'extremely',
  'somewhat',
  'a',
  'little',
  'bit',
])
const SET_PHRASES = new Set(
  `in response|in reply|in turn|in return|in particular|in summary|in principle|in general|in contrast|in addition|in conclusion|as well|at length|on balance|at first|at last|of course|at once|in fact|for now|by contrast`.split(
    '|',
  ),
)

/** Whether what follows a noun phrase is a verb of speech or opinion of which the phrase is the subject. */
export function predicate(text: Text, at: number, level: Level): Evidence {
  const walk = { being: false, modal: false, future: false, commas: 0 }
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
    if (skipped > 0) index += skipped
    else if (/^(?:who|which|that|themselves|itself|himself|herself)$/.test(low) && !walk.being) index += 1
    else if (HAVING.has(low) && !phrase(text, index)) index += 1
    else if (BEING.has(low) && !walk.being && !(SPEECH.past.has(low) && !STANCES.has(nextPlain(text, index + 1)))) {
      walk.being = true
      index += 1
    } else if (BEING.has(low) && walk.being) index += 1
    else if (MODALS.has(low)) {
      walk.modal = true
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
  while (DEGREES.has(text.low(at)) || ADVERBS.has(text.low(at)) || (/ly$/.test(text.low(at)) && text.isWord(at)))
    at += 1
  return text.low(at)
}

/** Over a bracket, a pair of commas or dashes, or a quotation mark. */
function overInsertion(text: Text, index: number, walk: { commas: number }): number | undefined {
  const { low, glued } = text.at(index)
  if (low === '(' || low === '[') return closing(text, index, low === '(' ? [')'] : [']'], 14)
  if (low === '"' || low === "'" || low === ')') return index + 1
  if (low === ',') {
    if (/^(?:who|which)$/.test(text.low(index + 1))) return index + 1
    walk.commas += 1
    return walk.commas > 2 ? undefined : closing(text, index, [','], 12)
  }
  if (low === '—' || (low === '-' && !glued)) return closing(text, index, ['—', '-'], 14)
  return undefined
}

function closing(text: Text, index: number, marks: readonly string[], within: number): number | undefined {
  for (let at = index + 1; at <= index + within && text.together(at, index); at += 1) {
    if (text.at(at).kind === 'mark' && marks.includes(text.low(at)) && !(text.low(at) === '-' && text.at(at).glued))
      return at + 1
  }
  return undefined
}

/** How many tokens an adverb or set phrase takes. */
function overAdverbial(text: Text, index: number, being: boolean): number {
  const low = text.low(index)
  const next = text.low(index + 1)
  if (SET_PHRASES.has(`${low} ${next}`)) return 2
  if (low === 'for' && /^(?:its|their|his|her)$/.test(next) && text.low(index + 2) === 'part') return 3
  if (low === 'at' && /^(?:this|that|one)$/.test(next) && /^(?:point|stage|juncture)$/.test(text.low(index + 2)))
    return 3
  if (ADVERBS.has(low)) return 1
  if (/ly$/.test(low) && !NOT_ADVERBS.test(low)) return 1
  return being && DEGREES.has(low) && (low !== 'a' || /^(?:little|bit)$/.test(next)) ? 1 : 0
}

function verdict(
  text: Text,
  index: number,
  level: Level,
  walk: { being: boolean; modal: boolean; future: boolean },
): Evidence {
  if (walk.being) return walk.future ? undefined : stance(text, index)
  const low = text.low(index)
  const inPhrase = phrase(text, index)
  if (!inPhrase && !speaks(text, index, walk.modal)) return undefined
  if (walk.future) return 'possible'
  if (published(text, index, index)) return 'possible'
  if (inPhrase || level === 'person') return 'speech'
  if (/^rais/.test(low) && raisesMoney(text, index)) return undefined
  if (/^report/.test(low) && figureFollows(text, index)) return 'possible'
  if (!BUSINESS_VERBS.has(low)) return 'speech'
  return aboutTheMeeting(text, index) ? 'speech' : 'possible'
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

/** After "was" or "were": a feeling, a progressive form, or a place in the discussion. */
function stance(text: Text, index: number): Evidence {
  const low = text.low(index)
  const next = text.low(index + 1)
  if (STANCES.has(low)) return published(text, index, index) ? 'possible' : 'speech'
  if (SPEECH.ongoing.has(low)) return 'speech'
  if (
    low === 'of' &&
    /^(?:the|a|like|one)$/.test(next) &&
    /^(?:view|opinion|mind|belief|same)$/.test(text.low(index + 2))
  )
    return 'speech'
  if (low === 'in' && /^(?:favour|agreement|disagreement|support|no|two)$/.test(next)) return 'speech'
  if (low === 'at' && /^(?:pains|odds|a)$/.test(next)) return 'speech'
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

function raisesMoney(text: Text, index: number): boolean {
  for (let at = index + 1; at <= index + 3; at += 1) {
    if (/^(?:£|\$|€|\d.*|money|funds|funding|awareness|pay|wages|prices|capital|standards|profile)$/.test(text.low(at)))
      return true
  }
  return false
}

function figureFollows(text: Text, index: number): boolean {
  for (let at = index + 1; at <= index + 4 && text.together(at, index); at += 1) {
    if (/^(?:£|%|\d.*|deficit|surplus|turnover|increase|decrease|vacancies)$/.test(text.low(at))) return true
    if (text.low(at) === 'that') return false
  }
  return false
}

/** Whether a business verb goes on with what is talked about at a meeting. */
function aboutTheMeeting(text: Text, index: number): boolean {
  const next = text.at(index + 1)
  if (!text.together(index, index + 1) || next.kind === 'break') return true
  if (next.kind === 'mark') return '.,;:'.includes(next.low)
  if (/^(?:to|with|that|and|but|on|in)$/.test(next.low))
    return next.low !== 'in' || /^(?:principle|full|part)$/.test(text.low(index + 2))
  if (next.low === 'for' && /^call/.test(text.low(index))) return true
  for (let at = index + 1; at <= index + 6 && text.together(at, index); at += 1) {
    const token = text.at(at)
    if (token.kind !== 'word' || /^(?:in|at|from|of|by|during|since|for)$/.test(token.low)) return false
    if (MEETING_OBJECTS.has(token.low) || CONTRIBUTIONS.has(token.low)) return true
  }
  return false
}

/** Whether the sentence says that this was said in public: "in its annual report", "on its website", "to the press". */
export function published(text: Text, from: number, verb: number): boolean {
  for (let at = verb + 1; at <= verb + 4 && text.together(at, from); at += 1) if (publicPlace(text, at)) return true
  for (let at = from - 1; at >= from - 16 && text.together(at, from); at -= 1) {
    if (publicPlace(text, at) && (text.at(at).opensSentence || text.low(at - 1) === ',')) return true
  }
  let last = verb + 1
  while (last < verb + 60 && text.together(last, from)) last += 1
  for (let at = Math.max(verb + 1, last - 9); at < last; at += 1) {
    if (
      publicPlace(text, at) &&
      /^(?:said|stated|reported|confirmed|argued|claimed|announced|called|commented|noted|warned)$/.test(
        text.low(verb),
      ) &&
      closes(text, at, last)
    )
      return true
  }
  return false
}

function closes(text: Text, at: number, last: number): boolean {
  for (let index = at + 1; index < last; index += 1) {
    if (/^(?:was|were|is|are|to|that|be|and|had|has|should)$/.test(text.low(index))) return false
  }
  return true
}

function publicPlace(text: Text, at: number): boolean {
  if (!/^(?:in|on|via|through|to|by)$/.test(text.low(at))) return /^(?:publicly|publicised)$/.test(text.low(at))
  const owner = text.low(at + 1)
  let open = /^(?:its|their)$/.test(owner)
  for (let index = at + 1; index <= at + 6 && text.together(index, at); index += 1) {
    const { low, kind } = text.at(index)
    if (kind !== 'word') return false
    if (PUBLISHED.has(low) || /^(?:annual|national|public|open|20\d\d)$/.test(low)) open = true
    if (
      /^(?:parliament|hansard|press|media|website|tribunal|conference|congress|court|public|bbc|hsj|newspaper)$/.test(
        low,
      ) &&
      index > at
    )
      return true
    if (open && PUBLIC_PLACES.has(low)) return true
  }
  return false
}
