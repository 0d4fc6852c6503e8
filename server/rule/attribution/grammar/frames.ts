import { CONTRIBUTIONS, DOCUMENTS, PUBLISHED, WEAK_CONTRIBUTIONS } from '../language/nouns.ts'
import { FUNCTION_WORDS } from '../language/people.ts'
import { BEING, BUSINESS_VERBS, SPEECH } from '../language/speech.ts'
import { bracketed, led, signed, wordsBefore } from './marks.ts'
import { published } from './published.ts'
import type { Evidence, Level } from './predicate.ts'
import type { Text } from './text.ts'

const FEELINGS =
  /^(?:concerns?|unease|anger|worry|worries|support|frustrations?|feelings?|views?|scepticism|opposition|anxiety|anxieties|enthusiasm|appetite|nervousness|disquiet|resistance|agreement|disagreement|reluctance|mood|fears?|dissent|consensus|hesitation)$/
/** What a thing said or planned does to whoever hears of it. */
const MOVING =
  /^(?:worried|alarmed|angered|annoyed|troubled|puzzled|irked|bothered|irritated|infuriated|incensed|dismayed|perturbed|exasperated|unsettled)$/
const NOUN_AFTER_NAME =
  /^(?:views?|concerns?|questions?|suggestions?|objections?|position|perspectives?|viewpoints?|worry|worries|comments?|opinions?|stance|amendments?|points?|arguments?|reservations?|fears?|quer(?:y|ies)|remarks?|criticisms?|complaints?|interventions?|contributions?|observations?|dissent|opposition|resistance|disquiet|unease|scepticism|reluctance|anger|frustrations?|dismay|disappointment)$/
const QUOTING =
  /^(?:said|says|asked|added|replied|explained|argued|noted|commented|suggested|responded|remarked|concluded|continued|insisted|observed|warned|stated)$/

/** Evidence other than being a subject: agents, sources, owners of views, brackets and signatures. */
export function frame(text: Text, from: number, to: number, level: Level): Evidence {
  const last = text.at(to - 1)
  if (last.possessive) return owned(text, to, level)
  const found =
    bracketed(text, from, to) ??
    led(text, from) ??
    signed(text, from, to) ??
    (text.phraseEnds(to) || verbFollows(text, to)
      ? (afterPreposition(text, from, to, level) ?? afterVerb(text, from))
      : undefined) ??
    nounAfter(text, to)
  return found === 'speech' && published(text, from, to - 1) ? 'possible' : found
}

/** What becomes of a contribution: "a question from GMB concerned the placements". */
const CAME_TO =
  /^(?:concerned|prompted|sparked|provoked|attracted|received|caused|centred|focused|turned|touched|related|led|drew|met|went|won|found|gave|took|got|brought)$/

function verbFollows(text: Text, to: number): boolean {
  const low = text.low(to)
  return (
    SPEECH.past.has(low) ||
    SPEECH.present.has(low) ||
    SPEECH.ongoing.has(low) ||
    low.endsWith('ly') ||
    (CAME_TO.test(low) && text.at(to).kind === 'word')
  )
}

/** "UNISON's serious concerns", "the staff side's view"; a document or something published in between makes it a source. */
function owned(text: Text, to: number, level: Level): Evidence {
  for (let at = to; at < to + 5 && text.together(at, to - 1); at += 1) {
    const { low, kind } = text.at(at)
    if (kind === 'mark' && low === '-') continue
    if (
      kind !== 'word' ||
      (FUNCTION_WORDS.has(low) && low !== 'and' && low !== 'own' && low !== 'very') ||
      PUBLISHED.has(low) ||
      /^20\d\d$/.test(low)
    )
      return undefined
    if (CONTRIBUTIONS.has(low)) {
      const next = text.at(at + 1)
      if (
        next.kind === 'word' &&
        text.together(at, at + 1) &&
        (DOCUMENTS.has(next.low) || CONTRIBUTIONS.has(next.low)) &&
        !SPEECH.past.has(next.low)
      )
        continue
      return level === 'body' && WEAK_CONTRIBUTIONS.has(low) && !discussed(text, at) ? 'possible' : 'speech'
    }
    if (low === 'preferred' || low === 'favoured') return 'speech'
    if (DOCUMENTS.has(low)) return 'possible'
    if (at > to + 1 && !/(?:ed|ing|al|ous|ive|ful|ic|ant|ent|able|ible|ary|y)$/.test(low) && low !== 'and')
      return undefined
  }
  return undefined
}

const DEALT_WITH =
  /^(?:welcomed|discussed|noted|acknowledged|challenged|rejected|supported|accepted|questioned|considered|debated|endorsed|accept|support|reject|heard|thanked|put|voted|carried|lost|adopted|withdrawn|declined|resisted|opposed|criticised)$/

/** Whether a contribution is dealt with in the room: "UNISON's proposal was welcomed". */
function discussed(text: Text, at: number): boolean {
  if (text.low(at + 1) === 'that') return true
  const stands = /^(?:is|was|remains|remained)$/.test(text.low(at + 1))
  if (
    stands &&
    /^(?:that|to|not|clear|unchanged|simple|simply|no|yes|firm|brief|short|long|helpful|useful|welcome|lengthy|forceful)$/.test(
      text.low(at + 2),
    )
  )
    return true
  for (let index = at + 1; index < at + 10 && text.together(index, at); index += 1)
    if (DEALT_WITH.test(text.low(index))) return true
  for (let index = at - 1; index > at - 8 && text.together(index, at); index -= 1)
    if (DEALT_WITH.test(text.low(index))) return true
  return false
}

function afterPreposition(text: Text, from: number, to: number, level: Level): Evidence {
  const at = from - 1
  if (!text.together(at, from)) return undefined
  const before = text.low(at - 1)
  switch (text.low(at)) {
    case 'by':
      return byAgent(text, at, level)
    case 'from':
      return fromSource(text, at, level)
    case 'to':
      if (before === 'according' || before === 'attributed') return 'speech'
      if (MATTERS.test(before) || (before === 'most' && MATTERS.test(text.low(at - 2)))) return 'speech'
      if (/^(?:responding|replying)$/.test(before)) return 'speech'
      if (level !== 'body' && CONTRIBUTIONS.has(before)) return 'speech'
      return /^(?:response|reply|answer)$/.test(before) && /^(?:in|by|and|,)$/.test(text.low(at - 2))
        ? 'speech'
        : undefined
    case 'of':
      if (before === 'behalf' || (STANDPOINT.test(before) && text.low(to) === 'that')) return 'speech'
      if (before === 'part' && FEELINGS.test(wordsBefore(text, at - 1, 5).find((word) => FEELINGS.test(word)) ?? ''))
        return 'speech'
      return CONTRIBUTIONS.has(before) && !WEAK_CONTRIBUTIONS.has(before) && text.low(at - 2) !== 'in'
        ? 'speech'
        : undefined
    case 'with':
      if (
        !/^(?:agreed|agrees|disagreed|disagrees|sympathised|concurred|sided|issue|agreeing|disagreeing)$/.test(before)
      )
        return undefined
      return BEING.has(text.low(at - 2)) || /^(?:be|been)$/.test(text.low(at - 2)) ? 'possible' : 'speech'
    case 'for':
    case 'as':
      if (/^(?:speaking|spoke|answering|responding|responded|replying)$/.test(before)) return 'speech'
      return text.low(at) === 'for' && text.at(at).opensSentence && commaFollows(text, from) ? 'speech' : undefined
    case 'on':
      if (!/^(?:side|sides|bench|benches)$/.test(text.low(to - 1))) return undefined
      return wordsBefore(text, at, 4).some((word) => FEELINGS.test(word)) ? 'speech' : undefined
    case 'between':
      return EXCHANGES.test(before) ? 'speech' : undefined
    case 'among':
    case 'amongst':
    case 'within':
      return wordsBefore(text, at, 4).some((word) => FEELINGS.test(word)) ? 'speech' : undefined
    default:
      return undefined
  }
}

/** "it is the position of Unite that" */
const STANDPOINT = /^(?:position|stance|contention|preference|wish|hope|belief|opinion|view|feeling|judgement)$/
/** What people have with each other across the table. */
const EXCHANGES =
  /^(?:exchange|exchanges|disagreement|disagreements|argument|arguments|row|clash|clashes|altercation|quarrel|spat|confrontation)$/

const MATTERS =
  /^(?:acceptable|unacceptable|matters|mattered|concern|surprise|news|unwelcome|anathema|disappointing|intolerable|palatable|unpalatable|agreeable|repugnant|worrying)$/

function commaFollows(text: Text, from: number): boolean {
  for (let at = from; at < from + 5 && text.together(at, from); at += 1) if (text.low(at) === ',') return true
  return false
}

const LIGHT_PARTICIPLES = /^(?:put|made|given|taken|brought|led|provided|delivered|opened|closed)$/
const DISCUSSED =
  /^(?:it|this|that|approach|discussion|item|paper|issue|issues|briefing|presentation|update|overview|debate|conversation|case)$/

function byAgent(text: Text, at: number, level: Level): Evidence {
  const before = wordsBefore(text, at, 14)
  for (const [distance, word] of before.entries()) {
    if (SPEECH.past.has(word) || LIGHT_PARTICIPLES.test(word)) {
      const needsMore = LIGHT_PARTICIPLES.test(word) || BUSINESS_VERBS.has(word)
      if (!needsMore || (level !== 'body' && !LIGHT_PARTICIPLES.test(word) && !/^(?:supported|offered)$/.test(word)))
        return 'speech'
      return before.slice(distance + 1, distance + 9).some((near) => CONTRIBUTIONS.has(near) || DISCUSSED.test(near))
        ? 'speech'
        : 'possible'
    }
    if (CONTRIBUTIONS.has(word) && distance < 4)
      return WEAK_CONTRIBUTIONS.has(word) && level === 'body' ? 'possible' : 'speech'
    if (/(?:ed|wn|run|led|held|paid|built|written|run|set|met)$/.test(word) && word.length > 2) return undefined
  }
  return undefined
}

function fromSource(text: Text, at: number, level: Level): Evidence {
  const before = wordsBefore(text, at, 6)
  if (before[0] === 'heard') return 'speech'
  if (/^(?:came|coming|comes)$/.test(before[0] ?? ''))
    return before.some((word) => CONTRIBUTIONS.has(word)) ? 'speech' : undefined
  if (/^(?:arising|resulting|different|apart|moved|transferred|staff|patients|residents)$/.test(before[0] ?? ''))
    return undefined
  for (const word of before) {
    if (DOCUMENTS.has(word)) return 'possible'
    if (CONTRIBUTIONS.has(word))
      return WEAK_CONTRIBUTIONS.has(word) && level === 'body' && word !== 'challenge' && !discussed(text, at)
        ? 'possible'
        : 'speech'
    if (
      !/^(?:came|come|coming|was|were|been|be|had|received|raised|heard|again|also|there|made|mostly|mainly|chiefly|particularly|especially|in|part|and|about|on|noted|put|a|the|further|strong|came)$/.test(
        word,
      )
    )
      return undefined
  }
  return undefined
}

/** "…," said UNISON; echoing the RCN; what worried GMB. */
function afterVerb(text: Text, from: number): Evidence {
  if (!text.together(from - 1, from)) return undefined
  const verb = text.low(from - 1)
  if (MOVING.test(verb) && !BEING.has(text.low(from - 2))) return 'speech'
  if (/^(?:echoing|echoed|quoting|paraphrasing)$/.test(verb)) return 'speech'
  const before = text.low(from - 2)
  return QUOTING.test(verb) && (before === '"' || before === "'" || before === ',') ? 'speech' : undefined
}

/** "UNISON concerns were noted", "the Deeholme view". */
function nounAfter(text: Text, to: number): Evidence {
  if (text.low(to) === 'support' && /^(?:for|was|is)$/.test(text.low(to + 1)) && text.together(to, to - 1))
    return 'speech'
  if (!text.together(to, to - 1) || !NOUN_AFTER_NAME.test(text.low(to))) return undefined
  const next = text.at(to + 1)
  const goesOn =
    next.kind === 'word' && text.together(to, to + 1) && !FUNCTION_WORDS.has(next.low) && !SPEECH.past.has(next.low)
  return goesOn ? undefined : 'speech'
}
