import type { Text } from './grammar/text.ts'
import type { Suspicion } from './rules/suspicion.ts'
import type { Finding } from './terms.ts'

const weight = { finding: 1, warning: 0 }

/** Suspicions of one text, in order and without overlap: the severest stays, of equals the widest. */
export function settle(text: Text, suspicions: readonly Suspicion[]): Suspicion[] {
  const ranked = suspicions.toSorted(
    (a, b) => weight[b.severity] - weight[a.severity] || b.to - b.from - (a.to - a.from) || a.from - b.from,
  )
  const taken = new Set<number>()
  const kept: Suspicion[] = []
  for (const suspicion of ranked) {
    let free = true
    for (let at = suspicion.from; at < suspicion.to; at += 1) free &&= !taken.has(at)
    if (!free) continue
    for (let at = suspicion.from; at < suspicion.to; at += 1) taken.add(at)
    kept.push(suspicion)
  }
  return join(
    text,
    kept.toSorted((a, b) => a.from - b.from),
  )
}

/** A name and the office or organisation beside it are one finding: "Priya Patel (UNISON)", "Paul Foley from Deeholme". */
function join(text: Text, suspicions: readonly Suspicion[]): Suspicion[] {
  const joined: Suspicion[] = []
  for (const next of suspicions) {
    const last = joined.at(-1)
    const between = last === undefined ? undefined : text.tokens.slice(last.to, next.from).map(({ low }) => low)
    if (
      last === undefined ||
      between === undefined ||
      !belongs(last, next, between) ||
      !text.together(last.to - 1, next.from)
    ) {
      joined.push(next)
      continue
    }
    const closes =
      (between[0] === '(' && text.low(next.to) === ')') || (between[0] === ',' && text.low(next.to) === ',')
    joined.push({
      ...last,
      kind: rank(last.kind) <= rank(next.kind) ? last.kind : next.kind,
      to: next.to + (closes ? 1 : 0),
    })
    joined.splice(-2, 1)
  }
  return joined
}

const ORDER = [
  'name',
  'surname',
  'givenName',
  'initials',
  'jobTitle',
  'organisation',
  'combination',
  'side',
  'unlistedPerson',
  'pronoun',
  'address',
]
const rank = (kind: string): number => ORDER.indexOf(kind)

function belongs(a: Suspicion, b: Suspicion, between: readonly string[]): boolean {
  if (a.severity !== 'finding' || b.severity !== 'finding' || a.kind === b.kind) return false
  if (![a.kind, b.kind].some((kind) => rank(kind) < 5) || [a.kind, b.kind].some((kind) => rank(kind) > 7)) return false
  if (rank(a.kind) < 4 && rank(b.kind) < 4) return false
  return /^(?:|,|\(|—|-|from|of|at|for|, from|representing|on behalf of)(?: the)?$/.test(between.join(' ').trim())
}

/** Findings of all texts, by place in the source and without overlap. */
export function inOrder(findings: readonly Finding[]): Finding[] {
  const ranked = findings.toSorted(
    (a, b) => weight[b.severity] - weight[a.severity] || b.end - b.start - (a.end - a.start) || a.start - b.start,
  )
  const sorted: Finding[] = []
  for (const finding of ranked.filter(({ severity }) => severity === 'finding').toSorted(byPlace)) {
    const last = sorted.at(-1)
    if (last === undefined || finding.start >= last.end) sorted.push(finding)
    else if (finding.end - finding.start > last.end - last.start) sorted[sorted.length - 1] = finding
  }
  const blocking = [...sorted]
  let index = 0
  for (const warning of ranked.filter(({ severity }) => severity === 'warning').toSorted(byPlace)) {
    while (index < blocking.length && (blocking[index]?.end ?? 0) <= warning.start) index += 1
    const covered = (blocking[index]?.start ?? Infinity) < warning.end
    const last = sorted.at(-1)
    if (!covered && !(last?.severity === 'warning' && last.end > warning.start)) sorted.push(warning)
  }
  return sorted.toSorted(byPlace)
}

const byPlace = (a: Finding, b: Finding): number => a.start - b.start || b.end - a.end
