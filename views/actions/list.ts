import type { Action } from '../../models/action.ts'
import type { Decision } from '../../models/decision.ts'
import type { Paged } from '../../models/paged.ts'
import { type Day, showDay } from '../../server/dates.ts'
import type { Person } from '../../server/policy/terms.ts'
import { isOfficerIn } from '../minutes/parts.ts'
import { pageInWords, pagesOf } from '../pages.ts'
import type { Cell } from '../partials/models.ts'
import { actionStates, decisionStates } from '../words.ts'
import { placeIn } from '../../server/policy/places.ts'

/** The first page of a forum's register, as far as the viewer may read it: one more than `few` means there is more. */
export type Register = {
  readonly mine: readonly Action[]
  readonly open: readonly Action[]
  readonly decisions: readonly Decision[]
  readonly few: number
}

type Forum = { readonly id: string; readonly name: string }

const cell = (column: string, text: string, more: Partial<Cell> = {}): Cell => ({
  column,
  text,
  href: '',
  tag: '',
  ...more,
})

/** What is to be done, first one's own, and what was decided lately; the whole lists are pages of their own. */
export function registerPage(viewer: Person, forum: Forum, { mine, open, decisions, few }: Register, today: Day) {
  const seat = placeIn(viewer, forum.id)
  const list = `/forums/${forum.id}/actions`
  return {
    page: frame(viewer, forum, 'Decisions and actions'),
    caption: forum.name,
    mine: mine.map((action) => lineOf(action, today)),
    columns: actionColumns,
    open: open.slice(0, few).map((action) => rowOf(action, today, seat !== undefined)),
    allOpen: open.length > few ? `${list}/open` : '',
    decisionColumns: decisionColumns(mayRatify(viewer, forum, decisions)),
    decisions: decisions.slice(0, few).map((decision) => decisionRow(mayRatify(viewer, forum, decisions), decision)),
    allDecisions: decisions.length > few ? `/forums/${forum.id}/decisions` : '',
    done: `${list}/done`,
  }
}

/** A page of all open actions of a forum, or of those that have ended. */
export const allActionsPage = (
  viewer: Person,
  forum: Forum,
  which: 'open' | 'ended',
  found: Paged<Action>,
  today: Day,
) => ({
  page: frame(viewer, forum, which === 'open' ? 'Open actions' : 'Actions that are done', true),
  caption: forum.name,
  title: `${which === 'open' ? 'By the day they are due' : 'Done or no longer needed'}${pageInWords(found)}`,
  columns: actionColumns,
  rows: found.records.map((action) => rowOf(action, today, placeIn(viewer, forum.id) !== undefined)),
  none: which === 'open' ? 'There are no open actions.' : 'No action has been done yet.',
  pages: pagesOf(found, `/forums/${forum.id}/actions/${which === 'open' ? 'open' : 'done'}`),
})

/** A page of all decisions of a forum. */
export const allDecisionsPage = (viewer: Person, forum: Forum, found: Paged<Decision>) => ({
  page: frame(viewer, forum, 'Decisions', true),
  caption: forum.name,
  title: `Latest meeting first${pageInWords(found)}`,
  columns: decisionColumns(mayRatify(viewer, forum, found.records)),
  rows: found.records.map((decision) => decisionRow(mayRatify(viewer, forum, found.records), decision)),
  none: 'No decisions are recorded yet.',
  pages: pagesOf(found, `/forums/${forum.id}/decisions`),
})

const frame = (viewer: Person, forum: Forum, title: string, below = false) => ({
  title,
  ...(placeIn(viewer, forum.id) === undefined ? {} : { forum }),
  section: 'actions' as const,
  breadcrumbs: [
    { text: forum.name, href: `/forums/${forum.id}` },
    ...(below ? [{ text: 'Decisions and actions', href: `/forums/${forum.id}/actions` }] : []),
  ],
})

const actionColumns = ['Action', 'Who', 'Due', 'State', 'From'].map((text) => ({ text }))

/** Whether there is something to ratify, for an officer: else a list has no column for it. */
const mayRatify = (viewer: Person, forum: Forum, decisions: readonly Decision[]): boolean =>
  isOfficerIn(viewer, forum.id) && decisions.some(({ state }) => state === 'recommended')

const decisionColumns = (ratify: boolean) =>
  ['Decision', 'Meeting', 'State', ...(ratify ? ['To do'] : [])].map((text) => ({ text }))

const decisionRow = (ratify: boolean, decision: Decision): { cells: Cell[] } => ({
  cells: [
    cell('Decision', decision.text),
    cell('Meeting', `${showDay(decision.meetingDate)}, item ${decision.number}`, { href: minutesOf(decision) }),
    stateCell(decision),
    ...(ratify ? [ratifyCell(decision)] : []),
  ],
})

const minutesOf = ({ meeting, number }: Pick<Decision, 'meeting' | 'number'>): string =>
  `/minutes/${meeting}#item-${number}`

const ratifyCell = ({ state, _id }: Decision): Cell =>
  state === 'recommended'
    ? cell('To do', 'Record that it was ratified', { href: `/decisions/${_id}/ratify` })
    : cell('To do', '')

function stateCell({ state, ratifiedAt }: Decision): Cell {
  const { text, colour } = decisionStates[state]
  const words = ratifiedAt === null ? text : `${text} on ${showDay(ratifiedAt.meetingDate)}`
  return cell('State', words, { tag: colour })
}

/** An action's state in words; overdue when its day has passed. */
export const actionState = ({ state, dueOn }: Pick<Action, 'state' | 'dueOn'>, today: Day) =>
  actionStates[state === 'open' && dueOn !== null && dueOn < today ? 'overdue' : state]

function rowOf(action: Action, today: Day, member: boolean): { cells: Cell[] } {
  const { text, colour } = actionState(action, today)
  return {
    cells: [
      cell('Action', action.text, { href: `/actions/${action._id}` }),
      cell('Who', member ? action.ownerName : 'A member of the forum'),
      cell('Due', action.dueOn === null ? 'No date' : showDay(action.dueOn)),
      cell('State', text, { tag: colour }),
      cell('From', `${showDay(action.meetingDate)}, item ${action.number}`, { href: minutesOf(action) }),
    ],
  }
}

const lineOf = (action: Action, today: Day) => {
  const { text, colour } = actionState(action, today)
  const due = action.dueOn === null ? '' : `Due ${showDay(action.dueOn)}`
  return { text: action.text, href: `/actions/${action._id}`, hint: due, status: text, colour }
}
