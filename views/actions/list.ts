import type { Action } from '../../models/action.ts'
import type { Decision } from '../../models/decision.ts'
import { type Day, showDay } from '../../server/dates.ts'
import { type Person, isOfficer } from '../../server/policy/terms.ts'
import type { Cell } from '../partials/models.ts'
import { actionStates, decisionStates } from '../words.ts'

/** What a forum's register holds, as far as the viewer may read it. */
export type Register = {
  readonly open: readonly Action[]
  readonly closed: readonly Action[]
  readonly decisions: readonly Decision[]
}

const cell = (column: string, text: string, more: Partial<Cell> = {}): Cell => ({
  column,
  text,
  href: '',
  tag: '',
  ...more,
})

/** Open actions by the day they are due, decisions and what is done, latest first. */
export function registerPage(
  viewer: Person,
  forum: { id: string; name: string },
  { open, closed, decisions }: Register,
  today: Day,
) {
  const seat = viewer.seats.find((each) => each.forum === forum.id)
  const officer = seat !== undefined && isOfficer(seat.role)
  const member = seat !== undefined
  const ordered = open.toSorted((a, b) => (a.dueOn ?? '9999').localeCompare(b.dueOn ?? '9999'))
  return {
    page: {
      title: 'Decisions and actions',
      ...(member ? { forum } : {}),
      section: 'actions' as const,
      breadcrumbs: [{ text: forum.name, href: `/forums/${forum.id}` }],
    },
    caption: forum.name,
    mine: ordered.filter(({ owner }) => owner === viewer.person).map((action) => lineOf(action, today)),
    columns: ['Action', 'Who', 'Due', 'State', 'From'].map((text) => ({ text })),
    open: ordered.map((action) => rowOf(action, today, member)),
    closed: closed.map((action) => rowOf(action, today, member)),
    decisionColumns: ['Decision', 'Meeting', 'State', ...(officer ? ['To do'] : [])].map((text) => ({ text })),
    decisions: decisions.map((decision) => ({
      cells: [
        cell('Decision', decision.text),
        cell('Meeting', `${showDay(decision.meetingDate)}, item ${decision.number}`, { href: minutesOf(decision) }),
        stateCell(decision),
        ...(officer ? [ratifyCell(decision)] : []),
      ],
    })),
  }
}

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
