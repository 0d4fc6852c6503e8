import { BODIES, GENERIC_PEOPLE, OFFICES, PREPOSITIONS } from '../language/people.ts'
import { SPEECH } from '../language/speech.ts'
import { frame } from './frames.ts'
import { label } from './label.ts'
import { withDeterminers, isPersonNoun, widen } from './phrase.ts'
import { predicate, type Evidence, type Level } from './predicate.ts'
import { isA, type Text } from './text.ts'

/** How far the sentence makes a speaker of the noun phrase [from, to). */
export function evidence(text: Text, from: number, to: number, level: Level): Evidence {
  return strongest([
    () => label(text, from, to),
    () => frame(text, from, to, level),
    () => asSubject(text, from, to, level),
    () => asOneOfSeveral(text, from, level),
    () => asApposition(text, from, to),
  ])
}

function strongest(tries: readonly (() => Evidence)[]): Evidence {
  let best: Evidence
  for (const attempt of tries) {
    const found = attempt()
    if (found === 'speech') return found
    best ??= found
  }
  return best
}

/** The subject of a verb of speech, alone or in a list ("UNISON and the RCN asked"). */
function asSubject(text: Text, from: number, to: number, level: Level): Evidence {
  if (text.at(to - 1).possessive) return undefined
  const before = text.low(from - 1)
  if (text.together(from - 1, from) && PREPOSITIONS.has(before)) {
    const absolute = before === 'with' && SPEECH.ongoing.has(text.low(to))
    if (!absolute && !/^(?:after|before|since|until|than|given)$/.test(before)) return undefined
  }
  const own = predicate(text, to, level)
  if (own === 'speech') return own
  const end = endOfList(text, to)
  return end === to ? own : (predicate(text, end, level) ?? own)
}

/** "A colleague, from Deeholme, asked": what stands between commas says whom the subject represents. */
function asApposition(text: Text, from: number, to: number): Evidence {
  const at = from - 1
  if (!/^(?:from|representing)$/.test(text.low(at)) || text.low(at - 1) !== ',' || text.low(to) !== ',')
    return undefined
  const head = text.low(at - 2)
  if (!text.together(at - 2, to + 1) || !(GENERIC_PEOPLE.has(head) || OFFICES.has(head))) return undefined
  return predicate(text, to + 1, 'person')
}

/** Where a list that begins with a phrase ending at `to` ends. */
function endOfList(text: Text, to: number): number {
  let end = to
  for (let hops = 0; hops < 8; hops += 1) {
    let at = end
    if (text.low(at) === '(') {
      while (at < end + 12 && text.low(at) !== ')' && text.together(at, to - 1)) at += 1
      at += 1
    }
    if (!text.together(at, to - 1)) break
    if (
      /^(?:as well as|along with|together with)$/.test(`${text.low(at)} ${text.low(at + 1)}`) ||
      (text.low(at) === 'as' && text.low(at + 1) === 'well')
    )
      at += text.low(at) === 'as' ? 3 : 2
    else if (/^(?:,|and|or|nor|&|\/)$/.test(text.low(at))) at += 1
    else break
    while (/^(?:and|or|both|the|a|an|some|several|other|many|all|local)$/.test(text.low(at))) at += 1
    const mention = text.mentionAt(at)
    const next = mention === undefined ? (isPlural(text, at) ? at + 1 : at) : widen(text, mention.from, mention.to).to
    if (next === at) break
    end = next
  }
  return end
}

function isPlural(text: Text, at: number): boolean {
  const low = text.low(at)
  return low === 'others' || ((isPersonNoun(low) || BODIES.has(low)) && low.endsWith('s'))
}

/** A later one of several agents or sources: "raised by UNISON and Deeholme". */
function asOneOfSeveral(text: Text, from: number, level: Level): Evidence {
  let begin = from
  for (let hops = 0; hops < 6; hops += 1) {
    let at = begin
    while (/^(?:and|or|&|,|both|by|from|\/)$/.test(text.low(at - 1)) && begin - at < 2 && text.together(at - 1, from))
      at -= 1
    if (at === begin) return undefined
    const before = text.mentionEndingAt(at)
    if (before === undefined) {
      if (!GENERIC_PEOPLE.has(text.low(at - 1))) return undefined
      begin = withDeterminers(text, at - 1)
    } else {
      if (!isA(before, 'organisation', 'side', 'title', 'fullName', 'surname', 'givenName')) return undefined
      begin = widen(text, before.from, before.to).from
    }
    const found = frame(text, begin, at, level)
    if (found !== undefined) return found
  }
  return undefined
}
