import { list } from '../language/list.ts'
import { FUNCTION_WORDS } from '../language/people.ts'
import { BEING, FUTURE, HAVING, MODALS, SPEECH } from '../language/speech.ts'
import { evidence } from '../grammar/evidence.ts'
import { isLabel } from '../grammar/label.ts'
import { isA, type Text } from '../grammar/text.ts'
import { ownsAction } from './acting.ts'
import type { Suspicion } from './suspicion.ts'

/** Letters that mean something else in everyday business: only the sentence can make a person of them. */
const ABBREVIATIONS = list(`
  ac ad af afc ahp ai am aob ap apc app ar as at av ba bb bc bd bi bma bn bp bs bt ca cad cas cc cd ce ceo cf cfo cfs chc cic cip cm cmo cn cno co coe coo cop cpd cqc crm cs csu csv ct cv cw da dc dd de dfe dh
  dhsc di diy dna dns do doh dot dow dp dr ds dvd dwp ea ec ecg ed edi eg el em eo ep eq er es esr et etc eu ev ex faq fd fe ff fm foi fp fr ft fte fy fyi ga gb gdp gdpr ge gm gmb gmc go gp gps gt ha hb hcsw hd
  he hee hei hei hmrc hr hrd hs hse hsj ia ib ic icb icp ics ict icu id ie ig ii iii il im in io ip ips iq ir is iso it itu iv jcc jd jlc jncc kg km kpi kpis la lab lan las ld lep lga lhe lhs lit lmc lnc lo lp ls ma max
  mb mbe mc md me mg mh mi min ml mm mo mod mp mph mr mri ms msc msk mst mt mw na nb nd ne nea nhs nhse nhsi ni nice nmc no np nr nsf nt nvq nw ny ob obe oc od of oh ok on ons oo op opd or os ot otc pa pals pc pcn pcs pct pd pdf
  pdr pe pfi pg ph phd phe pi pin pip pm pmo png po pod pos pp ppe ppi pr ps pt pta pts pu qa qc qi qr ra rag rca rcm rcn rd re rn rnr ro rp rpa rr rta rtt sa sc sd se sen sha si sit sla sli slt sm sme sms so sop sos sp spf sr ss st
  std stp su sw sy tb tba tbc tda ti tia tm to tor ts tu tuc tupe tv tx uc uk un up ups us usa va vat vc vcs vcse vip vp vr vs wc we wfh wlf wm wp wrt wte ww yr yrs yy
`)
const DEPARTMENTS = list(`hr it ict pr qa od ed edi oh ig bi fm ot ae er ld cs ap la`)
const UNITS = list(`am pm mw kw mg ml kg km cm mm gb mb tb pa k m mph bn`)
const DEPARTMENTAL = list(
  `confirmed reported advised agreed provided updated presented issued recommended requested introduced`,
)

/** Initials as minute-takers write them. */
export function initials(text: Text): Suspicion[] {
  const found: Suspicion[] = []
  const { lexicon } = text
  for (let at = 0; at < text.tokens.length; at += 1) {
    const token = text.at(at)
    if (token.kind !== 'word') continue
    if (token.raw.length === 1) {
      const spread = spelled(text, at)
      if (spread === undefined) continue
      const severity = spread.dotted ? dotted(text, spread) : spaced(text, at, spread.to)
      if (severity !== undefined) found.push({ from: at, to: spread.to, kind: 'initials', severity })
      at = spread.to - 1
      continue
    }
    if (isDoubleBarrelled(text, at)) {
      found.push({ from: at, to: at + 3, kind: 'initials', severity: 'finding' })
      continue
    }
    if (token.raw.length > 6) continue
    const known = lexicon.initials.get(token.raw.replaceAll("'", '')) ?? capitals(text, at)
    if (known === undefined || isA(text.mentionAt(at), 'organisation')) continue
    const severity = weigh(text, at, known.usual)
    if (severity !== undefined) found.push({ from: at, to: at + 1, kind: 'initials', severity })
  }
  return found
}

/** "PC-H" */
function isDoubleBarrelled(text: Text, at: number): boolean {
  const { raw } = text.at(at)
  const [hyphen, last] = [text.at(at + 1), text.at(at + 2)]
  if (!/^\p{Lu}{2,3}$/u.test(raw) || hyphen.low !== '-' || !hyphen.glued) return false
  return last.glued && /^\p{Lu}$/u.test(last.raw) && text.lexicon.initials.get(raw + last.raw)?.usual === true
}

/** Initials in small letters, where the line or the verb shows them to be initials. */
function capitals(text: Text, at: number): { usual: boolean } | undefined {
  const { raw, low } = text.at(at)
  if (
    raw !== low ||
    low.length > 4 ||
    FUNCTION_WORDS.has(low) ||
    ABBREVIATIONS.has(low) ||
    /[aeiou].*[^aeiou]$/.test(low)
  )
    return undefined
  if (!text.lexicon.initials.has(raw.toUpperCase())) return undefined
  const spoken = SPEECH.past.has(text.low(at + 1)) || isLabel(text, at, at + 1) || ownsAction(text, at, at + 1)
  return spoken ? { usual: true } : undefined
}

/** What stands for a part of a name: a capital, the last part also as "O'D" or "McD". */
const PIECE = /^(?:O'|D'|Mc|Mac)?\p{Lu}$/u
const PARTICLE = /^(?:de|da|di|du|la|le|van|von|der|den|al|el|bin)$/

/** "P.F.", "P. F.", "P F", "M O'D", "M-A de S": single capitals one after another. */
function spelled(text: Text, at: number): { to: number; letters: string; dotted: boolean } | undefined {
  let letters = ''
  let dots = 0
  let index = at
  let end = at
  while (letters.length < 5) {
    while (letters !== '' && joins(text, index)) {
      if (text.isWord(index)) letters += text.low(index).slice(0, 1)
      index += 1
    }
    const token = text.at(index)
    if (token.kind !== 'word' || !PIECE.test(token.raw) || (letters !== '' && !text.together(index, at))) break
    letters += token.raw.replace(/[^\p{Lu}]/gu, '')
    index += 1
    end = index
    if (text.low(index) === '.' && text.at(index).glued) {
      dots += 1
      index += 1
      end = index
    } else if (token.possessive) break
  }
  letters = letters.toUpperCase()
  if (letters.length < 2 || !text.lexicon.initials.has(letters)) return undefined
  if (text.low(end - 1) === '.' && sentenceEnds(text, end)) end -= 1
  return { to: end, letters, dotted: dots > 0 }
}

/** A hyphen between capitals, or a particle before the last of them. */
function joins(text: Text, at: number): boolean {
  const { low, glued } = text.at(at)
  if (low === '-') return glued && text.at(at + 1).glued && PIECE.test(text.at(at + 1).raw)
  return PARTICLE.test(low) && (PARTICLE.test(text.low(at + 1)) || PIECE.test(text.at(at + 1).raw))
}

const sentenceEnds = (text: Text, at: number): boolean =>
  text.at(at).start < 0 || text.at(at).kind === 'break' || text.at(at).kind === 'cell' || text.at(at).opensBlock

function dotted(text: Text, { to, letters }: { to: number; letters: string }): Suspicion['severity'] | undefined {
  if (/^(?:AM|PM|UK|US|EU|EG|IE|PS|NB|PA|BA|MA|AD|BC)$/.test(letters)) return undefined
  return /^(?:street|road|report|ltd)$/.test(text.low(to)) ? undefined : 'finding'
}

function spaced(text: Text, from: number, to: number): Suspicion['severity'] | undefined {
  if (/^\d/.test(text.at(from - 1).raw)) return undefined
  return evidence(text, from, to, 'person') === 'speech' || isLabel(text, from, to) || ownsAction(text, from, to)
    ? 'finding'
    : undefined
}

function weigh(text: Text, at: number, usual: boolean): Suspicion['severity'] | undefined {
  const { low, possessive } = text.at(at)
  const before = text.at(at - 1)
  const after = text.at(at + 1)
  const near = text.together(at - 1, at)
  if (UNITS.has(low) && (/^\d/.test(before.raw) || before.low === 'per')) return undefined
  if (
    (before.low === '-' && before.glued) ||
    (after.low === '-' && after.glued && text.at(at + 2).glued && !/^(?:led|raised|proposed)$/.test(text.low(at + 2)))
  )
    return undefined
  if (
    text.hyphenatedInto(at, at + 1) ||
    (/^[&/+]$/.test(after.low) && after.glued && !isInitials(text, at + 2)) ||
    (/^[&/]$/.test(before.low) && before.glued && !isInitials(text, at - 2))
  )
    return undefined
  const common = ABBREVIATIONS.has(low) || !usual
  const article = near && /^(?:the|a|an|this|our|your|their|its|each|every|no|any|some|new|all)$/.test(before.low)
  if (common) {
    if (article || isA(text.mentionAt(at), 'titleLetters')) return undefined
    if (isLabel(text, at, at + 1) && !DEPARTMENTS.has(low)) return 'finding'
    if (ownsAction(text, at, at + 1))
      return DEPARTMENTS.has(low) && text.low(at + 1) !== 'to' && !/^[.,;]?$/.test(after.low) ? 'warning' : 'finding'
    if (besideInitials(text, at)) return 'finding'
    if (evidence(text, at, at + 1, 'person') !== 'speech') return undefined
    return DEPARTMENTS.has(low) && DEPARTMENTAL.has(after.low) ? 'warning' : 'finding'
  }
  if (article && evidence(text, at, at + 1, 'person') !== 'speech') return 'warning'
  if (possessive || !text.together(at, at + 1) || after.kind !== 'word')
    return bracketedDefinition(text, at) ? undefined : 'finding'
  const verb =
    FUNCTION_WORDS.has(after.low) ||
    BEING.has(after.low) ||
    HAVING.has(after.low) ||
    MODALS.has(after.low) ||
    FUTURE.has(after.low)
  const speaks =
    SPEECH.past.has(after.low) ||
    SPEECH.present.has(after.low) ||
    SPEECH.ongoing.has(after.low) ||
    /ly$|ed$/.test(after.low)
  if (verb || speaks || evidence(text, at, at + 1, 'person') === 'speech') return 'finding'
  return near && before.kind === 'word' && before.low.length > 3 && SPEECH.past.has(before.low) ? 'finding' : 'warning'
}

/** "MI/JT", "HR and PF asked": letters beside initials that can be nothing else. */
function besideInitials(text: Text, at: number): boolean {
  return [at - 2, at + 2].some((other) => {
    const joint = text.low((at + other) / 2)
    const sure = isInitials(text, other) && !ABBREVIATIONS.has(text.low(other)) && text.together(at, other)
    return (
      sure &&
      (/^[/&+]$/.test(joint) ||
        (/^(?:and|,)$/.test(joint) &&
          evidence(text, Math.max(at, other), Math.max(at, other) + 1, 'person') === 'speech'))
    )
  })
}

function isInitials(text: Text, at: number): boolean {
  return text.lexicon.initials.has(text.at(at).raw)
}

/** "the Patient Flow (PF) programme": the letters shorten the words before the bracket. */
function bracketedDefinition(text: Text, at: number): boolean {
  if (text.low(at - 1) !== '(' || text.low(at + 1) !== ')') return false
  const { raw } = text.at(at)
  let words = ''
  for (let index = at - 2; index > at - 9 && text.together(index, at); index -= 1) {
    if (!text.isWord(index)) break
    words = text.at(index).raw.slice(0, 1).toUpperCase() + words
    if (words === raw.toUpperCase() && text.low(at - 2) !== 'member' && text.mentionAt(index) === undefined) return true
  }
  return false
}
