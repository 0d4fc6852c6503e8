import { Text } from './grammar/text.ts'
import { makeLexicon, type Lexicon } from './lexicon/lexicon.ts'
import { inOrder, settle } from './merge.ts'
import { readMarkdown } from './reading/markdown.ts'
import { readTokens } from './reading/words.ts'
import type { View } from './reading/view.ts'
import { addresses } from './rules/addresses.ts'
import { jobTitles, organisations, sides } from './rules/affiliations.ts'
import { combinations } from './rules/combinations.ts'
import { initials } from './rules/initials.ts'
import { misspelled } from './rules/misspelled.ts'
import { people } from './rules/people.ts'
import { spelledOut } from './rules/spelledOut.ts'
import { pronouns, strangers } from './rules/strangers.ts'
import type { Suspicion } from './rules/suspicion.ts'
import { statementRanges } from './statements.ts'
import { suggestion } from './suggestion.ts'
import type { AttributionContext, Finding } from './terms.ts'

const RULES: readonly ((text: Text) => Suspicion[])[] = [
  people,
  initials,
  spelledOut,
  misspelled,
  addresses,
  jobTitles,
  organisations,
  sides,
  combinations,
  strangers,
  pronouns,
]

/** How many lexicons are kept: a forum's texts are checked one after another, and a lexicon costs more than a check. */
const KEPT = 8
const lexicons = new Map<string, Lexicon>()

/** A check for one context, to be used on many texts. The lexicon is made once for all that is the same. */
export function attributionCheck(context: AttributionContext): (text: string) => Finding[] {
  const made = JSON.stringify(context)
  const lexicon = lexicons.get(made) ?? makeLexicon(context)
  // The one used last stands last, so that the first is the one to go.
  lexicons.delete(made)
  lexicons.set(made, lexicon)
  const [oldest] = lexicons.keys()
  if (lexicons.size > KEPT && oldest !== undefined) lexicons.delete(oldest)
  return (text) => run(text, lexicon)
}

/**
 * What in a Markdown text may identify who said something: sorted by place, without overlap, with neutral wording for
 * each. Offsets are UTF-16 offsets in `text`. Any text is accepted and the work grows in proportion to its length. It
 * catches common attribution under the Chatham House Rule; those who publish remain responsible.
 */
export function checkAttribution(text: string, context: AttributionContext): Finding[] {
  return attributionCheck(context)(text)
}

function run(source: string, lexicon: Lexicon): Finding[] {
  const view = readMarkdown(source)
  const statements = statementRanges(source)
  const findings: Finding[] = []
  for (const part of view.parts) {
    const text = new Text(readTokens(view, part), lexicon, part.kind)
    const rules = part.kind === 'target' ? [addresses] : RULES
    for (const suspicion of settle(
      text,
      rules.flatMap((rule) => rule(text)),
    )) {
      const finding = locate(source, view, text, suspicion)
      const stated =
        finding.kind === 'side' && statements.some(({ start, end }) => start <= finding.start && finding.end <= end)
      if (!stated) findings.push(finding)
    }
  }
  return inOrder(findings)
}

/** Puts a suspicion back where it stands in the source; a pair of emphasis marks or brackets is not torn apart. */
function locate(source: string, view: View, text: Text, suspicion: Suspicion): Finding {
  let start = view.from[text.at(suspicion.from).start] ?? 0
  let end = view.to[text.at(suspicion.to - 1).end - 1] ?? start
  const slice = source.slice(start, end)
  if (slice.includes('](') && !slice.includes('[') && source[start - 1] === '[') start -= 1
  const marks = /^[*_~`]{1,3}/.exec(source.slice(end, end + 3))?.[0] ?? ''
  const mark = marks.slice(0, 1)
  if (mark !== '' && (slice.split(marks).length - 1) % 2 === 1) end += marks.length
  const { kind, severity } = suspicion
  return { start, end, text: source.slice(start, end), kind, severity, suggestion: suggestion(text, suspicion) }
}
