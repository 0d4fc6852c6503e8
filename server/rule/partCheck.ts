import type { Part } from '../../models/part.ts'
import { type PartText, type PlacedFinding, type Waiver, fieldsOf, textOf } from '../../models/partText.ts'
import { attributionCheck } from './attribution/check.ts'
import { statementRanges } from './attribution/statements.ts'
import type { AttributionContext } from './attribution/terms.ts'

/** Checks one field of a part. */
export type FieldCheck = (field: string, text: string) => Omit<PlacedFinding, 'kept'>[]

/**
 * The check of a part's fields in one context. In a statement by a side, words for sides are no finding and persons
 * still are. A statement in the running text is one, because no side's key would be asked for it there.
 */
export function fieldCheck(context: AttributionContext): FieldCheck {
  const strict = attributionCheck(context)
  const ofSide = attributionCheck({ ...context, policy: { sideAttribution: 'allowed' } })
  return (field, text) => {
    const found = (field.startsWith('statement-') ? ofSide : strict)(text).map((finding) => ({ ...finding, field }))
    return [...misplaced(field, text), ...found]
  }
}

const misplaced = (field: string, text: string): Omit<PlacedFinding, 'kept'>[] =>
  statementRanges(text).map(({ start, end }) => ({
    field,
    start,
    end,
    text: text.slice(start, end),
    kind: 'statement',
    severity: 'finding',
    suggestion: '',
  }))

/** What the check finds in a part; nothing in an open one. Kept wordings are marked. */
export const findingsIn = (
  part: PartText & Pick<Part, 'ruleStatus' | 'waivers'>,
  check: FieldCheck,
): PlacedFinding[] =>
  part.ruleStatus === 'open'
    ? []
    : fieldsOf(part).flatMap(({ field, text }) =>
        check(field, text).map((finding) => ({ ...finding, kept: part.waivers.some(covers(finding, text)) })),
      )

/** Whether a kept wording is this one: the same words, in a passage that is as it was. */
const covers =
  ({ field, kind, text, start, end }: Omit<PlacedFinding, 'kept'>, source: string) =>
  (waiver: Waiver): boolean =>
    waiver.field === field &&
    waiver.kind === kind &&
    waiver.text === text &&
    waiver.passage === passageAround(source, start, end)

/** The paragraph of a source in which a place stands. */
export function passageAround(source: string, start: number, end: number): string {
  const before = source.lastIndexOf('\n\n', start)
  const after = source.indexOf('\n\n', end)
  return source.slice(before === -1 ? 0 : before + 2, after === -1 ? source.length : after)
}

/** Findings that stop a part from going on: neither cleared by editing nor asked to be kept. */
export const standing = (findings: readonly PlacedFinding[]): PlacedFinding[] =>
  findings.filter(({ severity, kept }) => severity === 'finding' && !kept)

/** Waivers whose wording is still there: the others end with the text they were for. */
export const waiversStillNeeded = (part: PartText & Pick<Part, 'waivers'>): Waiver[] =>
  part.waivers.filter(({ field, passage }) => textOf(part, field).includes(passage))
