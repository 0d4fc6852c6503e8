import { PUBLIC_PLACES, PUBLISHED } from '../language/nouns.ts'
import type { Text } from './text.ts'

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
