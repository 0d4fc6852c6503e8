import { type Side, sides } from '../server/policy/terms.ts'
import type { SettledAt } from './minutes.ts'

/** A statement by a side: a labelled block that the side's own key approves. An edit voids the approval. */
export type Statement = {
  readonly side: Side
  readonly source: string
  readonly html: string
  readonly approval: { readonly by: string; readonly name: string } | null
}

/** A decision as the minutes word it; it enters the register when they are circulated. */
export type MinutedDecision = { readonly id: string; readonly text: string }

/** An action as the minutes word it, for a member of the forum to do. */
export type MinutedAction = {
  readonly id: string
  readonly text: string
  /** The member's seat, person and name: an action is given openly. */
  readonly seat: string
  readonly owner: string
  readonly ownerName: string
  readonly dueOn: string | null
}

/** What a part of the minutes says. The HTML is sanitised, and made when the text is saved. */
export type PartText = {
  readonly source: string
  readonly html: string
  /** Recorded dissent, worded without naming. */
  readonly dissent: string
  readonly dissentHtml: string
  readonly statements: readonly Statement[]
  readonly decisions: readonly MinutedDecision[]
  readonly actions: readonly MinutedAction[]
}

/** Where in a part a text stands: its own, the dissent, a side's statement, a decision, an action. */
export type Field = 'source' | 'dissent' | `statement-${Side}` | `decision-${string}` | `action-${string}`

/** A place that the check found, in UTF-16 offsets of the field's source. */
export type PlacedFinding = {
  readonly field: string
  readonly start: number
  readonly end: number
  readonly text: string
  readonly kind: string
  readonly severity: 'finding' | 'warning'
  readonly suggestion: string
  /** Somebody asked to keep this wording; it stands until every key has approved the minutes with it. */
  readonly kept: boolean
}

/** "Keep this wording": of this passage, for this reason. Holds while the passage is as it was. */
export type Waiver = {
  readonly field: string
  readonly kind: string
  readonly text: string
  readonly passage: string
  readonly reason: string
  readonly by: string
  readonly name: string
}

/** A correction agreed at a later meeting: both wordings, beside the text as it was circulated. */
export type Correction = {
  readonly id: string
  readonly was: string
  readonly reads: string
  readonly at: SettledAt
}

/** Somebody says that the minutes should read otherwise: both texts, and nobody's name. */
export type Challenge = {
  readonly id: string
  readonly was: string
  readonly proposed: string
  /** What the meeting said; null before. */
  readonly agreed: boolean | null
  readonly at: SettledAt | null
}

/** The fields of a part's text, for the models that hold one. */
export const written = {
  source: { type: String, default: '' },
  html: { type: String, default: '' },
  dissent: { type: String, default: '' },
  dissentHtml: { type: String, default: '' },
  statements: [
    {
      _id: false,
      side: { type: String, enum: sides },
      source: String,
      html: String,
      approval: { type: { _id: false, by: String, name: String }, default: null },
    },
  ],
  decisions: [{ _id: false, id: String, text: String }],
  actions: [{ _id: false, id: String, text: String, seat: String, owner: String, ownerName: String, dueOn: String }],
}

export const noText: PartText = {
  source: '',
  html: '',
  dissent: '',
  dissentHtml: '',
  statements: [],
  decisions: [],
  actions: [],
}

/** What a part says, field by field: what the check reads and what a key approves. */
export const fieldsOf = (part: PartText): readonly { readonly field: Field; readonly text: string }[] => [
  { field: 'source', text: part.source },
  { field: 'dissent', text: part.dissent },
  ...part.statements.map(({ side, source }) => ({ field: `statement-${side}` as const, text: source })),
  ...part.decisions.map(({ id, text }) => ({ field: `decision-${id}` as const, text })),
  ...part.actions.map(({ id, text }) => ({ field: `action-${id}` as const, text })),
]

/** One field's text; '' when there is none. */
export const textOf = (part: PartText, field: string): string =>
  fieldsOf(part).find((each) => each.field === field)?.text ?? ''
