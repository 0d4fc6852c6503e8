import { draftsFor } from '../../models/draft.ts'
import { forumsFor } from '../../models/forum.ts'
import { type Minutes, minutesFor } from '../../models/minutes.ts'
import { type Part, partsFor } from '../../models/part.ts'
import { type PartText, type PlacedFinding, type Statement, type Waiver, fieldsOf } from '../../models/partText.ts'
import { partVersionsFor } from '../../models/partVersion.ts'
import { showDay } from '../dates.ts'
import { Refused, Stale } from '../errors.ts'
import { newId } from '../ids.ts'
import { renderMarkdown } from '../markdown.ts'
import type { Side } from '../policy/terms.ts'
import { type FieldCheck, findingsIn, waiversStillNeeded } from '../rule/partCheck.ts'
import { type Doing, act } from './act.ts'
import { approvePath, askForKeys, checkFor, newVersion, openPart, releases } from './minuting.ts'

/** What the form of a part holds. */
export type Typed = {
  readonly source: string
  readonly dissent: string
  readonly statements: readonly { readonly side: Side; readonly source: string }[]
}

/** A place that the check found, where its neutral wording is to be put. */
export type Place = Pick<PlacedFinding, 'field' | 'start' | 'end'>

/**
 * Saves what a part says over the version that was shown, keeps the version before, checks it, and throws away the
 * page's unsaved text. Keys given to minutes in review no longer count, and are asked for again.
 * @param asked.token of the page: its unsaved text
 * @param asked.put the place where the check's neutral wording is wanted, in the text as the page showed it
 * Throws Stale with the texts that somebody else saved meanwhile, Refused when the minutes are circulated.
 */
export const savePart = act(
  async (doing, asked: Typed & { part: string; version: number; token: string; put: Place | undefined }) => {
    const { part, minutes } = await openPart(doing.viewer, asked.part)
    const check = await checkFor(part)
    const typed = textTyped(part, asked)
    const text = asked.put === undefined ? typed : neutral(part, typed, asked.put, check)
    await changePart(doing, { part, minutes, check }, asked.version, text)
    await draftsFor(doing.viewer).remove(part._id, asked.token)
    return part
  },
)

/**
 * Saves a changed text or changed waivers of a part, in whatever way it changed; the whole of what that entails.
 * @param version the version on which the change was made
 */
export async function changePart(
  doing: Doing,
  { part, minutes, check }: { part: Part; minutes: Minutes; check: FieldCheck },
  version: number,
  change: Partial<PartText & { waivers: readonly Waiver[] }>,
): Promise<void> {
  const { viewer, now, record, done, tell } = doing
  if (minutes.state !== 'draft' && minutes.state !== 'review')
    throw new Refused('These minutes are circulated and are not changed any more. Record a correction instead.')
  const text = { ...part, ...change }
  if (said(text) === said(part)) {
    await record({ forum: part.forum, event: 'part of minutes saved', record: part._id, details: { by: null } })
    return
  }
  if (version !== part.version) throw new Stale(otherTexts(part, text))
  const shown = minutes.seen.some((seen) =>
    seen.versions.some((each) => each.part === part._id && each.version === part.version),
  )
  await partVersionsFor(releases).keep(newId(), part, shown ? 'review' : 'draft')
  const waivers = waiversStillNeeded(text)
  const findings = findingsIn({ ...text, waivers }, check)
  const { source, html, dissent, dissentHtml, statements, decisions, actions } = text
  const words = { source, html, dissent, dissentHtml, statements, decisions, actions }
  if ((await partsFor(viewer).save(part._id, version, { ...words, waivers, findings })) === null)
    throw new Stale(otherTexts(part, text))
  // Who saved a part is nobody's to know: the trail says that it was saved.
  await record({ forum: part.forum, event: 'part of minutes saved', record: part._id, details: { by: null } })
  await askForStatements(doing, part, statements)
  if (minutes.state === 'draft') return
  const voided = minutes.keys.map(({ by }) => by)
  const renewed = await minutesFor(viewer).change(
    minutes._id,
    'edit',
    { state: 'review' },
    await newVersion(part.meeting, now),
  )
  if (renewed === null) throw new Stale({})
  await done(part.forum, minutes._id)
  await askForKeys(doing, renewed, await forumsFor(viewer).open(part.forum))
  const { forum, meeting, meetingDate } = part
  await tell({ forum, kind: 'approvalWaiting', to: voided, path: approvePath(meeting), meetingDate })
}

/** Everything that a version consists of, to see whether there is a new one. */
const said = (part: PartText & { readonly waivers: readonly Waiver[] }): string =>
  JSON.stringify([
    fieldsOf(part),
    part.actions.map(({ seat, dueOn }) => [seat, dueOn]),
    part.waivers.map(({ field, kind, text, passage, reason }) => [field, kind, text, passage, reason]),
  ])

/** What the form holds as a part's text; an approval of a statement stays as long as its words do. */
function textTyped(part: Part, { source, dissent, statements }: Typed): PartText {
  const { decisions, actions } = part
  return {
    source,
    html: renderMarkdown(source),
    dissent,
    dissentHtml: renderMarkdown(dissent),
    statements: statements.filter((each) => each.source !== '').map((each) => statementOf(part, each)),
    decisions,
    actions,
  }
}

function statementOf(part: Part, { side, source }: Pick<Statement, 'side' | 'source'>): Statement {
  const before = part.statements.find((each) => each.side === side && each.source === source)
  return { side, source, html: renderMarkdown(source), approval: before?.approval ?? null }
}

/** The text with the neutral wording in one place: where the page's finding is in the text as it is typed now. */
function neutral(part: Part, text: PartText, put: Place, check: FieldCheck): PartText {
  const wanted = part.findings.find(
    ({ field, start, end }) => field === put.field && start === put.start && end === put.end,
  )
  if (wanted === undefined || wanted.kind === 'statement') return text
  const inField = (field: string, old: string): string => {
    if (field !== wanted.field) return old
    const [nearest] = check(wanted.field, old)
      .filter((each) => each.text === wanted.text && each.kind === wanted.kind)
      .toSorted((a, b) => Math.abs(a.start - wanted.start) - Math.abs(b.start - wanted.start))
    return nearest === undefined ? old : old.slice(0, nearest.start) + nearest.suggestion + old.slice(nearest.end)
  }
  const source = inField('source', text.source)
  const dissent = inField('dissent', text.dissent)
  const statements = text.statements.map((each) =>
    statementOf(part, { side: each.side, source: inField(`statement-${each.side}`, each.source) }),
  )
  return {
    source,
    html: renderMarkdown(source),
    dissent,
    dissentHtml: renderMarkdown(dissent),
    statements,
    decisions: text.decisions.map((each) => ({ ...each, text: inField(`decision-${each.id}`, each.text) })),
    actions: text.actions.map((each) => ({ ...each, text: inField(`action-${each.id}`, each.text) })),
  }
}

/** A part's texts by the form's fields. */
const inForm = ({ source, dissent, statements }: PartText): Readonly<Record<string, string>> => ({
  source,
  dissent,
  ...Object.fromEntries(statements.map((each) => [`${each.side}Statement`, each.source])),
})

/** The form's fields that somebody else has saved otherwise. */
function otherTexts(part: Part, typed: PartText): Record<string, string> {
  const theirs = inForm(part)
  const mine = inForm(typed)
  return Object.fromEntries(
    [...new Set([...Object.keys(theirs), ...Object.keys(mine)])]
      .filter((name) => (theirs[name] ?? '') !== (mine[name] ?? ''))
      .map((name) => [name, theirs[name] ?? '']),
  )
}

const wordsOf = (statements: readonly Statement[]): string =>
  JSON.stringify(statements.map(({ side, source }) => [side, source]))

/** Asks a side's chair to approve a new or changed statement; what no longer stands there is no longer asked for. */
async function askForStatements({ ask, done }: Doing, part: Part, now: readonly Statement[]): Promise<void> {
  if (wordsOf(part.statements) === wordsOf(now)) return
  const { forum, meeting, _id, meetingDate } = part
  await done(forum, _id, { kind: 'giveKey' })
  const waiting = now.filter(({ approval }) => approval === null)
  await ask(
    ...waiting.map(({ side }) => ({
      forum,
      for: { chairOf: side },
      kind: 'giveKey' as const,
      title: `Approve your side’s statement in the minutes of ${showDay(meetingDate)}`,
      path: `/minutes/${meeting}/parts/${_id}/statements/${side}`,
      record: _id,
    })),
  )
}
