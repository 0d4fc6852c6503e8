import type { z } from 'zod'
import type { Draft } from '../../models/draft.ts'
import type { Forum } from '../../models/forum.ts'
import type { Part } from '../../models/part.ts'
import { type PlacedFinding, fieldsOf } from '../../models/partText.ts'
import { changes } from '../../server/changes.ts'
import { showDay } from '../../server/dates.ts'
import { type FormState, formOf } from '../../server/forms.ts'
import { newId } from '../../server/ids.ts'
import { type Person, type Side, sides } from '../../server/policy/terms.ts'
import { audienceWords, sidePhrases } from '../words.ts'
import { aboutMinutes, writing } from './parts.ts'

/** The name of the form's field for a side's statement. */
export const statementField = <Of extends Side>(side: Of): `${Of}Statement` => `${side}Statement`

/** The page on which an officer writes one part: text, dissent, statements; what the check found; what was decided. */
export function partPage<Shape extends z.ZodRawShape>(
  fields: z.ZodObject<Shape>,
  viewer: Person,
  {
    part,
    forum,
    drafts,
    open,
    state,
  }: { part: Part; forum: Forum; drafts: readonly Draft[]; open: Draft | undefined; state: FormState },
) {
  const record = { token: newId(), ...(open === undefined ? fromPart(part) : { ...fromDraft(open), token: open._id }) }
  const form = formOf(fields, record, state)
  const clash = Object.keys(state.current).length > 0
  const here = `/minutes/${part.meeting}/parts/${part._id}`
  const texts: Readonly<Record<string, string>> = form.values
  const errors: Readonly<Record<string, string | false>> = form.errors
  const theirs: Readonly<Record<string, string>> = fromPart(part)
  const blockOf = (name: string) => ({
    name,
    value: texts[name] ?? '',
    error: errors[name] ?? false,
    theirs: clash && name in state.current ? textOr(theirs[name]) : false,
    change: clash && name in state.current ? changes(theirs[name] ?? '', texts[name] ?? '') : [],
  })
  return {
    // A browser keeps titles of pages in its history: the item's own is no part of it.
    page: aboutMinutes(viewer, part, `Item ${part.number}`, writing(part)),
    title: part.title,
    caption: `Minutes of ${showDay(part.meetingDate)}`,
    confidential: part.ruleStatus === 'chathamHouse',
    audience: audienceWords[part.audience],
    inReview: part.state === 'review',
    action: here,
    autosave: `${here}/draft`,
    token: texts['token'] ?? '',
    // After a clash both texts are on the page, so that saving again is meant for the version that is there now.
    version: clash ? String(part.version) : (texts['version'] ?? ''),
    clash,
    source: blockOf('source'),
    dissent: blockOf('dissent'),
    hasDissent: texts['dissent'] !== '',
    statements: forum.settings.sides.map(({ side }) => ({
      ...blockOf(statementField(side)),
      label: `Statement by ${sidePhrases[side]}`,
      shown: (texts[statementField(side)] ?? '') !== '',
      status: statusOf(part, side, here),
    })),
    unsaved: drafts
      .filter((draft) => draft._id !== open?._id && differs(draft, part))
      .map((draft, index) => ({
        text: `Unsaved text ${index + 1}`,
        beginning: (draft.source === '' ? draft.dissent : draft.source).slice(0, 200),
        open: `${here}?draft=${draft._id}`,
        discard: `${here}/drafts/${draft._id}/discard`,
      })),
    findings: part.findings.map((finding, index) => findingRow(finding, index, here)),
    marked: markedTexts(part),
    checked: part.ruleStatus === 'chathamHouse' && part.version > 0,
    decisions: part.decisions.map(({ id, text }) => ({ text, remove: `${here}/minuted/${id}/remove` })),
    actions: part.actions.map(({ id, text, ownerName, dueOn }) => ({
      text,
      who: dueOn === null ? ownerName : `${ownerName}, by ${showDay(dueOn)}`,
      remove: `${here}/minuted/${id}/remove`,
    })),
    addDecision: `${here}/decisions/new`,
    addAction: `${here}/actions/new`,
    back: `/minutes/${part.meeting}/write`,
  }
}

const textOr = (text: string | undefined): string => (text === undefined || text === '' ? '(nothing)' : text)

const fromPart = (part: Part) => ({
  version: String(part.version),
  source: part.source,
  dissent: part.dissent,
  ...Object.fromEntries(part.statements.map(({ side, source }) => [statementField(side), source])),
})

const fromDraft = ({ version, source, dissent, statements }: Draft) => ({
  version: String(version),
  source,
  dissent,
  ...Object.fromEntries(statements.map((each) => [statementField(each.side), each.source])),
})

/** Whether unsaved text says something that the part does not. */
const differs = (draft: Draft, part: Part): boolean =>
  draft.source.trimEnd() !== part.source ||
  draft.dissent.trimEnd() !== part.dissent ||
  draft.statements.some(
    ({ side, source }) => source.trimEnd() !== (part.statements.find((each) => each.side === side)?.source ?? ''),
  )

function statusOf({ statements }: Part, side: Side, here: string) {
  const statement = statements.find((each) => each.side === side)
  if (statement === undefined) return false
  return statement.approval === null
    ? { text: `Waits for the chair of ${sidePhrases[side]}.`, href: `${here}/statements/${side}` }
    : { text: `Approved by ${statement.approval.name}.`, href: '' }
}

const kindWords: Readonly<Record<string, string>> = {
  name: 'A name',
  surname: 'A surname',
  givenName: 'A first name',
  initials: 'Initials',
  address: 'An address',
  jobTitle: 'A job title',
  organisation: 'An organisation speaks',
  side: 'A side speaks',
  combination: 'Together this fits one person',
  pronoun: 'A word that points at one person',
  unlistedPerson: 'Perhaps a person',
  statement: 'A statement by a side goes into its own field below',
}

const fieldWords = (field: string): string => {
  const [kind] = field.split('-')
  const side = sides.find((each) => field === `statement-${each}`)
  if (kind === 'source') return 'the text'
  if (kind === 'dissent') return 'the recorded dissent'
  if (side !== undefined) return `the statement by ${sidePhrases[side]}`
  return kind === 'decision' ? 'a decision' : 'an action'
}

const findingRow = (
  { field, start, end, text, kind, severity, suggestion, kept }: PlacedFinding,
  index: number,
  here: string,
) => ({
  href: `#place-${index + 1}`,
  text,
  about: `${kindWords[kind] ?? 'It'}, in ${fieldWords(field)}`,
  tag: kept ? 'Kept' : severity === 'finding' ? 'May identify someone' : 'Look at it',
  colour: kept ? 'blue' : severity === 'finding' ? 'red' : 'yellow',
  put: kind === 'statement' || kept ? '' : `${field}:${start}:${end}`,
  suggestion: suggestion === '' ? '(leave it out)' : suggestion,
  keep:
    severity === 'finding' && kind !== 'statement' && !kept
      ? `${here}/keep?${new URLSearchParams({ field, start: String(start), end: String(end) }).toString()}`
      : '',
})

/** The saved texts in which something was found, with a mark at each place, to which the list leads. */
function markedTexts(part: Part) {
  return fieldsOf(part).flatMap(({ field, text }) => {
    const found = part.findings.flatMap((finding, index) => (finding.field === field ? [{ ...finding, index }] : []))
    if (found.length === 0) return []
    const pieces: { text: string; mark: string }[] = []
    let at = 0
    for (const { start, end, index } of found.toSorted((a, b) => a.start - b.start)) {
      if (start < at) {
        pieces.push({ text: '', mark: `place-${index + 1}` })
        continue
      }
      pieces.push(
        { text: text.slice(at, start), mark: '' },
        { text: text.slice(start, end), mark: `place-${index + 1}` },
      )
      at = end
    }
    return [{ name: `As saved: ${fieldWords(field)}`, pieces: [...pieces, { text: text.slice(at), mark: '' }] }]
  })
}
