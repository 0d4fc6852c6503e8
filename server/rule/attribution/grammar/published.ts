import { PUBLIC_PLACES, PUBLISHED } from '../language/nouns.ts'
import { ADVERBS } from '../language/speech.ts'
import type { Text } from './text.ts'

const OPEN_TO_ALL =
  /^(?:parliament|hansard|press|media|website|tribunal|conference|congress|court|bbc|hsj|newspaper|newspapers|radio|television|commons|lords|guardian|facebook|twitter|linkedin|interview|webinar)$/
const STATED =
  /^(?:said|stated|says|states|reported|confirmed|argued|claimed|announced|warned|argues|claims|warns|called)$/

/** Whether the sentence says that this was said in public: "in its annual report", "on its website", "to the press". */
export function published(text: Text, from: number, verb: number): boolean {
  let direct = verb + 1
  while (
    ADVERBS.has(text.low(direct)) ||
    /^(?:last|this|week|month|year|yesterday|today|earlier|recently|again|nationally)$/.test(text.low(direct))
  )
    direct += 1
  if (publicPlace(text, direct) || text.low(verb + 1) === 'publicly' || text.low(verb - 1) === 'publicly') return true
  if (text.low(verb + 1) === 'nationally') return true
  if (
    /^(?:told|tells|briefed|informed)$/.test(text.low(verb)) &&
    [1, 2, 3].some((step) => OPEN_TO_ALL.test(text.low(verb + step)))
  )
    return true
  for (let at = from - 1; at >= from - 16 && text.together(at, from); at -= 1) {
    const heads = text.at(at).opensSentence || text.low(at - 1) === ','
    if (heads && (publicPlace(text, at) || /^(?:nationally|publicly|elsewhere)$/.test(text.low(at)))) return true
  }
  let last = verb + 1
  while (last < verb + 60 && text.together(last, from)) last += 1
  for (let at = Math.max(verb + 1, last - 9); at < last; at += 1) {
    if (!closes(text, at, last)) continue
    if (publicPlace(text, at, true) || (STATED.test(text.low(verb)) && publicPlace(text, at))) return true
  }
  return false
}

function closes(text: Text, at: number, last: number): boolean {
  for (let index = at + 1; index < last; index += 1) {
    if (/^(?:was|were|is|are|to|that|be|and|had|has|should)$/.test(text.low(index))) return false
  }
  return true
}

/** A preposition and where the public hears of it; `only` asks for places that cannot be anything else. */
function publicPlace(text: Text, at: number, only = false): boolean {
  const preposition = text.low(at)
  if (!/^(?:in|on|via|through|to|at|before)$/.test(preposition)) return /^(?:publicly|publicised)$/.test(preposition)
  let open = /^(?:its|their)$/.test(text.low(at + 1))
  for (let index = at + 1; index <= at + 6 && text.together(index, at); index += 1) {
    const { low, kind } = text.at(index)
    if (kind !== 'word') return false
    if (low === 'public' && preposition === 'in' && index === at + 1) return true
    if (PUBLISHED.has(low) || /^(?:annual|national|public|open|20\d\d)$/.test(low)) open = true
    if (OPEN_TO_ALL.test(low) || (low === 'meeting' && /^(?:public|board)$/.test(text.low(index - 1)))) return true
    if (!only && open && /^(?:in|via|through)$/.test(preposition) && PUBLIC_PLACES.has(low)) return true
    if (!only && open && preposition === 'on' && /^(?:page|site|webpage|website|blog)$/.test(low)) return true
  }
  return false
}
