import { BODIES, DETERMINERS, GENERIC_PEOPLE, NEUTRAL_ADJECTIVES, OFFICES, WHOLE_ROOM } from '../language/people.ts'
import { evidence } from '../grammar/evidence.ts'
import { breaksNouns, isSentToMeetings, type Phrase } from '../grammar/phrase.ts'
import { isA, type Text } from '../grammar/text.ts'
import { isOneInTheRoom } from './affiliations.ts'
import type { Suspicion } from './suspicion.ts'

const SIDE_WORDS =
  /^(?:staff|union|unions|trade|management|employer|employers|side|workforce|commissioner|commissioners|commissioning|partner|system|provider|providers|employee|lay)$/
const OFFICE_OF_THE_MEETING =
  /^(?:chair|secretary|facilitator|chairman|chairwoman|chairperson|minutes?|deputy|vice|co)$/

/** Words that together fit one participant or one organisation: "the only nurse representative", "the ambulance service felt". */
export function combinations(text: Text): Suspicion[] {
  const found: Suspicion[] = []
  for (let at = 0; at < text.tokens.length; at += 1) {
    if (!begins(text, at)) continue
    const phrase = read(text, at)
    if (phrase === undefined) continue
    const fit = fits(text, phrase)
    if (fit === 'none') continue
    const level = phrase.body ? 'body' : isSentToMeetings(phrase.head) ? 'colleague' : 'person'
    const evident = evidence(text, phrase.from, phrase.to, level)
    const present = !phrase.body && isOneInTheRoom(text, phrase)
    if (evident === undefined && !present) continue
    const sure = fit === 'one' && (evident === 'speech' || present)
    found.push({ from: phrase.from, to: phrase.to, kind: 'combination', severity: sure ? 'finding' : 'warning' })
  }
  return found
}

function begins(text: Text, at: number): boolean {
  const token = text.at(at)
  if (token.kind !== 'word') return false
  const determiner = (DETERMINERS.has(token.low) || NEUTRAL_ADJECTIVES.has(token.low)) && !token.possessive
  const before = text.low(at - 1)
  if (determiner) return !(text.together(at - 1, at) && (DETERMINERS.has(before) || NEUTRAL_ADJECTIVES.has(before)))
  return token.opensSentence || /^(?:by|from|,|;|:|and|but|that|when|as|according)$/.test(before)
}

interface NounPhrase extends Phrase {
  readonly words: readonly string[]
  readonly body: boolean
}

/** A noun phrase from `at`: its nouns, and those after one preposition ("the representative of the ambulance service"). */
function read(text: Text, at: number): NounPhrase | undefined {
  const first = nouns(text, at)
  const head = first.words.at(-1)
  if (head === undefined || first.words.length > 8) return undefined
  const person = GENERIC_PEOPLE.has(head) || OFFICES.has(head)
  if ((!person && !BODIES.has(head)) || WHOLE_ROOM.has(head)) return undefined
  let { to } = first
  let { words } = first
  if (person && /^(?:of|from|at|for|in|representing)$/.test(text.low(to)) && text.together(to, at)) {
    const second = nouns(text, to + 1)
    if (second.words.length > 0 && second.words.length < 7) {
      to = second.to
      words = [...words, ...second.words]
    }
  }
  for (let index = at; index < to; index += 1) {
    if (isA(text.mentionAt(index), 'organisation', 'fullName', 'surname') && text.at(index).capital) return undefined
  }
  return { from: at, to, words, head, body: !person }
}

function nouns(text: Text, from: number): { to: number; words: string[] } {
  const words: string[] = []
  let at = from
  while (text.together(at, from) && words.length < 9 && at < from + 14) {
    const { low, possessive, kind, glued } = text.at(at)
    if (kind === 'mark' && low === '-' && glued && text.at(at + 1).glued) at += 1
    else if (DETERMINERS.has(low) || NEUTRAL_ADJECTIVES.has(low)) {
      if (words.length > 0 && DETERMINERS.has(low)) break
      at += 1
    } else if (breaksNouns(text, at)) break
    else {
      words.push(low)
      at += 1
      if (possessive && breaksNouns(text, at)) break
    }
  }
  return { to: at, words }
}

/** Whether the words fit one person or one organisation of the context; `perhaps` when one of them is unknown. */
function fits(text: Text, { words, body, head }: NounPhrase): 'one' | 'perhaps' | 'none' {
  const { bags } = text.lexicon
  let people: ReadonlySet<number> | undefined
  let bodies: ReadonlySet<number> | undefined
  let telling = 0
  let unknown = 0
  for (const word of words) {
    if (/^(?:table|room|meeting|call|session|discussion|sector|profession)$/.test(word)) continue
    if (GENERIC_PEOPLE.has(word) || word === 'officer' || word === 'officers' || word === 'lead' || word === 'leads')
      continue
    const persons = bags.peopleOf(word)
    const organisations = bags.organisationsOf(word)
    if (persons === undefined && organisations === undefined) {
      unknown += 1
      continue
    }
    if (!SIDE_WORDS.test(word) && !OFFICE_OF_THE_MEETING.test(word)) telling += 1
    people = meet(people, persons ?? new Set())
    bodies = meet(bodies, organisations ?? new Set())
  }
  if (telling === 0 || (unknown > 0 && body)) return 'none'
  const plural = head !== undefined && OFFICES.has(head) && head.endsWith('s')
  if (plural || (head !== undefined && BODIES.has(head) && head.endsWith('s'))) return 'none'
  const one = (people?.size === 1 && !body) || bodies?.size === 1
  if (!one) return 'none'
  return unknown > 0 ? 'perhaps' : 'one'
}

function meet(a: ReadonlySet<number> | undefined, b: ReadonlySet<number>): ReadonlySet<number> {
  return a === undefined ? b : new Set([...a].filter((who) => b.has(who)))
}
