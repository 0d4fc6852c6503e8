import { HONORIFICS } from '../language/people.ts'
import { SPEECH } from '../language/speech.ts'
import { evidence } from '../grammar/evidence.ts'
import { isA, type Text } from '../grammar/text.ts'

const MONTHS_AND_COLOURS =
  /^(?:jan|april|may|june|august|march|amber|green|red|blue|black|white|brown|grey|gray|summer|autumn|winter|spring|monday|friday|sunday|easter|christmas|wales|england|ireland|france|jordan)$/
const ACTIONS =
  /^(?:circulate|send|share|draft|redraft|lead|chair|contact|report|bring|arrange|check|prepare|update|follow|speak|write|confirm|raise|take|liaise|meet|present|find|look|provide|email|distribute|review|produce|discuss|ask|invite|seek|add|amend|set|work|pick|attend|join|submit|collate|organise|consult|feed|clarify|explore|convene|revise|forward|ensure|consider|complete|obtain|compile|investigate|schedule|book|publish|upload)$/
const ATTENDANCE =
  /^(?:attended|joined|left|arrived|sent|chaired|presented|apologised|facilitated|circulated|drafted|spoke|walked|shared|introduced|explained|missed|dialled|rang|emailed|wrote|brought|nodded|declared|clerked|minuted|recorded)$/
const OBJECT_VERBS =
  /^(?:thanked|thank|asked|invited|welcomed|congratulated|reminded|told|emailed|email|contact|contacted|informed|interrupted|praised|supported|backed|seconded|challenged|answered|met|ask|owner|cc)$/

/** Whether a word that is also an everyday word (Mark, Will, Young, Bolton) stands for a person here. */
export function actsAsPerson(
  text: Text,
  from: number,
  to: number,
  { place, given }: { place: boolean; given: boolean },
): boolean {
  const { low, capital, opensSentence } = text.at(from)
  const months = MONTHS_AND_COLOURS.test(low)
  const before = text.at(from - 1)
  const near = text.together(from - 1, from)
  if (
    near &&
    !text.at(to - 1).possessive &&
    /^(?:the|a|an|this|that|these|each|every|no|any|in|on|at|of|per)$/.test(before.low) &&
    !(before.low === 'of' && /^(?:behalf|view|views|opinion)$/.test(text.low(from - 2)))
  )
    return false
  if (text.low(to) === '-' && text.at(to).glued) return false
  if (near && HONORIFICS.has(before.low)) return true
  if (
    !text.phraseEnds(to) &&
    !SPEECH.past.has(text.low(to)) &&
    !SPEECH.present.has(text.low(to)) &&
    evidence(text, from, to, 'person') !== 'speech'
  )
    return false
  if (near && before.low === 'by' && months) return false
  if (subjectOfQuantity(text, to)) return false
  if (evidence(text, from, to, 'person') === 'speech') return true
  if (ownsAction(text, from, to)) return true
  if (
    /^(?:will|would|shall|should)$/.test(text.at(to).raw) &&
    ACTIONS.test(text.low(to + 1)) &&
    capital &&
    (!months || text.low(to + 1) !== 'see')
  )
    return true
  if (text.low(to) === 'who' || (given && !months && opensSentence && text.low(to) === 'had')) return true
  if (given && opensSentence && ATTENDANCE.test(text.low(to))) return true
  if (place || months) return false
  if (near && OBJECT_VERBS.test(before.low)) return true
  if (besideAnother(text, from, to)) return true
  if (!given && (opensSentence || !near)) return false
  return (
    near &&
    !opensSentence &&
    text.phraseEnds(to) &&
    /^(?:by|from|with|to|for|as|when|and|that|but|while|because|if|after|before|,|said|where|since)$/.test(
      before.low,
    ) &&
    !isLoneCapitalInTitle(text, from)
  )
}

/** "Price raised by 4%", "May raised £300": figures, not speech. */
function subjectOfQuantity(text: Text, to: number): boolean {
  for (let at = to; at < to + 4; at += 1)
    if (/^(?:£|%|\d.*)$/.test(text.low(at)) && at > to)
      return /^(?:raised|reported|rose|agreed)$/.test(text.low(to)) && at <= to + 2
  return false
}

/** "Action: PF", "Owner – Mark", "Mark to circulate". */
export function ownsAction(text: Text, from: number, to: number): boolean {
  const mark = text.low(from - 1)
  const marked = mark === ':' || mark === '—' || mark === '-' || mark === '(' || text.at(from - 1).kind === 'cell'
  if (marked && /^(?:action|actions|owner|owners|lead|leads|responsible|assigned|by)$/.test(text.low(from - 2)))
    return true
  if (/^(?:action|owner)$/.test(mark) || (mark === 'by' && text.low(from - 2) === 'action')) return true
  return (
    text.low(to) === 'to' &&
    ACTIONS.test(text.low(to + 1)) &&
    (text.at(from).opensSentence ||
      mark === ':' ||
      mark === '—' ||
      mark === '-' ||
      mark === ',' ||
      mark === ';' ||
      mark === 'and' ||
      mark === 'for')
  )
}

/** "Mark and Priya", "PF/MW": another name of the context beside it. */
function besideAnother(text: Text, from: number, to: number): boolean {
  const personal = ['fullName', 'surname', 'givenName'] as const
  if (/^(?:and|&|\/|or)$/.test(text.low(to)) && isA(text.mentionAt(to + 1), ...personal) && text.at(to + 1).capital)
    return true
  return (
    /^(?:and|&|\/|or)$/.test(text.low(from - 1)) &&
    isA(text.mentionEndingAt(from - 1), ...personal) &&
    text.at(from - 2).capital
  )
}

/** Whether the neighbours are capitalised too, as in a heading or the name of a thing. */
function isLoneCapitalInTitle(text: Text, from: number): boolean {
  return text.at(from - 1).capital && text.at(from + 1).capital
}
