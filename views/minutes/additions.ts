import type { z } from 'zod'
import type { Part } from '../../models/part.ts'
import { textOf } from '../../models/partText.ts'
import type { SeatRecord } from '../../models/seat.ts'
import { showDay } from '../../server/dates.ts'
import { type FormState, formOf, optionsOf } from '../../server/forms.ts'
import { newId } from '../../server/ids.ts'
import type { Person, Side } from '../../server/policy/terms.ts'
import { passageAround } from '../../server/rule/partCheck.ts'
import { sidePhrases } from '../words.ts'
import { aboutMinutes, partName, writing } from './parts.ts'

/** Pages that add one thing to a part of the minutes, or ask one thing of somebody. */
const of = (viewer: Person, part: Part, title: string) => ({
  page: aboutMinutes(viewer, part, title, writing(part), { text: partName(part), href: pathOf(part) }),
  caption: `Minutes of ${showDay(part.meetingDate)}, item ${part.number}`,
  back: pathOf(part),
})

const pathOf = ({ meeting, _id }: Part): string => `/minutes/${meeting}/parts/${_id}`

/** Adds a decision. */
export const decisionPage = <Shape extends z.ZodRawShape>(
  fields: z.ZodObject<Shape>,
  viewer: Person,
  part: Part,
  state: FormState,
) => ({
  ...of(viewer, part, 'Add a decision'),
  action: `${pathOf(part)}/decisions/new`,
  form: formOf(fields, { id: newId() }, state),
})

/** Members of the forum to choose from, by name. */
export const memberOptions = (members: readonly SeatRecord[], chosen: readonly string[]) =>
  optionsOf(
    {
      '': 'Select a member',
      ...Object.fromEntries(members.map(({ _id, name, organisationName }) => [_id, `${name}, ${organisationName}`])),
    },
    chosen,
  )

/** Adds an action for a member. */
export function actionPage<Shape extends z.ZodRawShape>(
  fields: z.ZodObject<Shape>,
  viewer: Person,
  part: Part,
  members: readonly SeatRecord[],
  state: FormState,
) {
  const form = formOf(fields, { id: newId() }, state)
  return {
    ...of(viewer, part, 'Add an action'),
    action: `${pathOf(part)}/actions/new`,
    form,
    members: memberOptions(members, form.chosen['seat'] ?? []),
  }
}

/** Asks to keep a wording that the check found. */
export function keepPage<Shape extends z.ZodRawShape>(
  fields: z.ZodObject<Shape>,
  viewer: Person,
  part: Part,
  place: { field: string; start: number; end: number },
  state: FormState,
) {
  const text = textOf(part, place.field)
  const query = new URLSearchParams({ field: place.field, start: String(place.start), end: String(place.end) })
  return {
    ...of(viewer, part, 'Keep this wording'),
    action: `${pathOf(part)}/keep?${query.toString()}`,
    text: text.slice(place.start, place.end),
    passage: passageAround(text, place.start, place.end),
    form: formOf(fields, { version: String(part.version) }, state),
  }
}

/** A side's chair reads the statement that the minutes give to the side, and approves it. */
export function statementPage(viewer: Person, part: Part, side: Side, mine: boolean) {
  const statement = part.statements.find((each) => each.side === side)
  return {
    ...of(viewer, part, `Statement by ${sidePhrases[side]}`),
    side,
    label: `Statement by ${sidePhrases[side]}`,
    html: statement?.html ?? '',
    approved: statement?.approval ? `Approved by ${statement.approval.name}.` : '',
    mayApprove: mine && statement?.approval === null,
    whose: `Only the chair of ${sidePhrases[side]} approves it.`,
    action: `${pathOf(part)}/statements/${side}`,
    version: String(part.version),
  }
}
