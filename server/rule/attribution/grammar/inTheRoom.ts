import { CONTRIBUTIONS } from '../language/nouns.ts'
import type { Evidence } from './predicate.ts'
import type { Text } from './text.ts'

const IRREGULAR_PAST =
  /^(?:took|gave|came|went|fell|kept|held|stood|brought|sat|got|made|found|lost|broke|threw|drew|chose|began|grew|rose|knew|struck|swore|wrote|left|hid|fought|bit|sought|met|spent|read|put|set)$/
const NOT_IN_THE_ROOM =
  /^(?:received|attended|completed|started|joined|moved|transferred|visited|trained|travelled|worked|retired|resigned|launched|hosted|collected|earned|organised|signed|elected|nominated|appointed|left|met|spent|based|employed|affected|involved|used|registered|concerned|required|needed|interested|paid|named|listed|invited)$/

/** Any past tense that is not the everyday work of a representative elsewhere. */
export function takesPart(low: string): boolean {
  return (IRREGULAR_PAST.test(low) || (low.length > 4 && low.endsWith('ed'))) && !NOT_IN_THE_ROOM.test(low)
}

/** Votes in the room, not a ballot of members on an offer or on action. */
export function votesHere(text: Text, index: number): Evidence {
  if (!/^(?:for|against|in|with|down)$/.test(text.low(index + 1))) return undefined
  for (let at = index + 1; at < index + 8 && text.together(at, index); at += 1) {
    if (/^(?:offer|pay|award|strike|strikes|action|deal|industrial|leader|mayor|brexit)$/.test(text.low(at)))
      return undefined
  }
  return 'speech'
}

/** "Neither GMB nor Unite would sign". */
export function neither(text: Text, at: number): boolean {
  for (let index = at - 1; index > at - 8 && text.together(index, at - 1); index -= 1) {
    if (/^(?:neither|nor)$/.test(text.low(index))) return true
  }
  return false
}

/** "was asked for her view", "was pressed on the costs". */
export function calledUpon(text: Text, at: number): boolean {
  if (/^(?:about|whether|why|how)$/.test(text.low(at))) return true
  return text.low(at) === 'for' && (CONTRIBUTIONS.has(text.low(at + 1)) || CONTRIBUTIONS.has(text.low(at + 2)))
}
