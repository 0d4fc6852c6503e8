import { CONTRIBUTIONS } from '../language/nouns.ts'
import { BUSINESS_VERBS, MEETING_OBJECTS, SPEECH } from '../language/speech.ts'
import type { Evidence } from './predicate.ts'
import type { Text } from './text.ts'

const ITS_OWN =
  /^(?:members|staff|patients|employees|branches|residents|families|carers|trusts|employers|organisations|boards|providers|practices|councils|suppliers|candidates|applicants|students|reps|tenants|workers)$/
const LATER =
  /^(?:share|present|submit|report|update|discuss|raise|confirm|clarify|respond|reply|answer|contribute|invite|consider|review|address|brief|advise|recommend|inform|notify|outline|table|describe|commit|call|offer|consult|relay|approve|expand|accept|announce|introduce|seek|explain|second|launch)$/
const FIGURES = /^(?:£|\$|€|%|\d.*)$/

/** What a verb of speech makes of an organisation or side as its subject: they also raise money, offer places and support staff. */
export function asABody(text: Text, index: number, modal: boolean): Evidence {
  const low = text.low(index)
  if (modal && LATER.test(low)) return 'possible'
  if (low.startsWith('rais') && raisesMoney(text, index)) return undefined
  if (low.startsWith('report') && figureFollows(text, index)) return 'possible'
  if (FIGURES.test(text.low(index + 1))) return 'possible'
  if (
    /^(?:ask|tell|told|urg|inform|advis|remind|invit|encourag|brief|updat|warn|call|thank|reassur|notif|want)/.test(
      low,
    ) &&
    toItsOwn(text, index)
  )
    return 'possible'
  if (!BUSINESS_VERBS.has(low)) return 'speech'
  if (low.startsWith('invit')) return 'possible'
  if (SPEECH.present.has(low) && text.low(index + 1) !== 'that') return 'possible'
  return aboutTheMeeting(text, index) ? 'speech' : 'possible'
}

/** "asked its members to vote", "told trusts to return the data". */
function toItsOwn(text: Text, index: number): boolean {
  for (let at = index + 1; at <= index + 4 && text.together(at, index); at += 1) {
    if (ITS_OWN.test(text.low(at)) && text.low(at - 1) !== 'the') return true
    if (!/^(?:its|their|all|on|every|local|nhs|individual|member|upon)$/.test(text.low(at))) return false
  }
  return false
}

function raisesMoney(text: Text, index: number): boolean {
  for (let at = index + 1; at <= index + 3 && text.together(at, index); at += 1) {
    const { low } = text.at(at)
    if (FIGURES.test(low)) return true
    if (
      /^(?:money|funds|funding|awareness|pay|wage|wages|prices?|capital|standards|profile|numbers|beds|threshold|fees?|charges?|target|limit|rates?|salaries|bed|minimum)$/.test(
        low,
      )
    )
      return true
  }
  return false
}

function figureFollows(text: Text, index: number): boolean {
  for (let at = index + 1; at <= index + 4 && text.together(at, index); at += 1) {
    const { low } = text.at(at)
    if (FIGURES.test(low) || /^(?:deficit|surplus|turnover|increase|decrease|vacancies)$/.test(low)) return true
    if (low === 'that') return false
  }
  return false
}

/** Whether a business verb goes on with what is talked about at a meeting. */
function aboutTheMeeting(text: Text, index: number): boolean {
  const next = text.at(index + 1)
  if (!text.together(index, index + 1) || next.kind === 'break') return true
  if (next.kind === 'mark') return '.,;:'.includes(next.low)
  if (/^(?:to|with|that|and|but|on|in)$/.test(next.low)) {
    return next.low !== 'in' || /^(?:principle|full|part)$/.test(text.low(index + 2))
  }
  if (next.low === 'for' && text.low(index).startsWith('call')) return true
  for (let at = index + 1; at <= index + 6 && text.together(at, index); at += 1) {
    const token = text.at(at)
    if (token.low === '-' && token.glued) continue
    if (token.kind !== 'word' || /^(?:in|at|from|of|by|during|since|for)$/.test(token.low)) return false
    if (MEETING_OBJECTS.has(token.low) || CONTRIBUTIONS.has(token.low)) return !withThePublic(text, at)
  }
  return false
}

/** "shared its plans with patients". */
function withThePublic(text: Text, index: number): boolean {
  for (let at = index + 1; at <= index + 5 && text.together(at, index); at += 1) {
    if (
      /^(?:patients|staff|public|residents|families|employees|carers|communities|households|press|media)$/.test(
        text.low(at),
      )
    )
      return true
  }
  return false
}
