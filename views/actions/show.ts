import type { z } from 'zod'
import type { Action } from '../../models/action.ts'
import type { Decision } from '../../models/decision.ts'
import type { Meeting } from '../../models/meeting.ts'
import type { SeatRecord } from '../../models/seat.ts'
import { type Day, showDay } from '../../server/dates.ts'
import { type FormState, formOf, optionsOf } from '../../server/forms.ts'
import type { Person } from '../../server/policy/terms.ts'
import { revisionOf } from '../choices.ts'
import { memberOptions } from '../minutes/additions.ts'
import { isOfficerIn, seatIn } from '../minutes/parts.ts'
import { actionState } from './list.ts'

const about = (viewer: Person, { forum, forumName }: Pick<Action, 'forum' | 'forumName'>, title: string) => ({
  title,
  ...(seatIn(viewer, forum) === undefined ? {} : { forum: { id: forum, name: forumName } }),
  section: 'actions' as const,
  breadcrumbs: [{ text: 'Decisions and actions', href: `/forums/${forum}/actions` }],
})

const fact = (key: string, value: string, href = '') => ({ key, value, href, action: false as const })

/** One action: what is to be done, what has been done, and the form for its owner and the officers. */
export function showActionPage<Shape extends z.ZodRawShape>(
  fields: z.ZodObject<Shape>,
  viewer: Person,
  action: Action,
  mayUpdate: boolean,
  today: Day,
  state: FormState,
) {
  const { _id, forumName, text, dueOn, meeting, meetingDate, number } = action
  const form = formOf(fields, { state: action.state === 'done' ? 'done' : 'open', progress: '' }, state)
  const errors: Readonly<Record<string, string | false>> = form.errors
  const values: Readonly<Record<string, string>> = form.values
  const chosen: Readonly<Record<string, readonly string[]>> = form.chosen
  const member = seatIn(viewer, action.forum) !== undefined
  return {
    page: about(viewer, action, 'Action'),
    caption: forumName,
    text,
    facts: [
      fact('Who', member ? action.ownerName : 'A member of the forum'),
      fact('Due', dueOn === null ? 'No date' : showDay(dueOn)),
      fact('State', actionState(action, today).text),
      fact('From the minutes of', `${showDay(meetingDate)}, item ${number}`, `/minutes/${meeting}#item-${number}`),
    ],
    progress: action.progress.map((line) => ({
      datetime: line.day,
      when: showDay(line.day),
      text: line.text,
      href: '',
      detail: '',
    })),
    mayUpdate: mayUpdate && action.state !== 'dropped',
    action: `/actions/${_id}`,
    revision: revisionOf(action, state),
    typed: values['progress'] ?? '',
    wrong: errors['progress'] ?? false,
    states: optionsOf({ open: 'Still to be done', done: 'Done' }, chosen['state'] ?? []),
    confidential: action.ruleStatus === 'chathamHouse',
    change: isOfficerIn(viewer, action.forum) && action.state !== 'done' ? `/actions/${_id}/change` : '',
  }
}

/** Hands an action over, moves its date, or drops it. */
export function changeActionPage<Shape extends z.ZodRawShape>(
  fields: z.ZodObject<Shape>,
  viewer: Person,
  action: Action,
  members: readonly SeatRecord[],
  state: FormState,
) {
  const form = formOf(fields, { seat: action.seat, dueOn: action.dueOn }, state)
  const chosen: Readonly<Record<string, readonly string[]>> = form.chosen
  return {
    page: about(viewer, action, 'Change an action'),
    caption: action.forumName,
    text: action.text,
    action: `/actions/${action._id}/change`,
    revision: revisionOf(action, state),
    form,
    members: memberOptions(members, chosen['seat'] ?? []),
    drop: optionsOf({ yes: 'It is no longer needed' }, chosen['drop'] ?? []),
    back: `/actions/${action._id}`,
  }
}

/** Records at which meeting a recommendation was ratified. */
export function ratifyPage<Shape extends z.ZodRawShape>(
  fields: z.ZodObject<Shape>,
  viewer: Person,
  decision: Decision,
  meetings: readonly Meeting[],
  state: FormState,
) {
  const form = formOf(fields, {}, state)
  const chosen: Readonly<Record<string, readonly string[]>> = form.chosen
  const dates = Object.fromEntries(meetings.map(({ _id, meetingDate }) => [_id, showDay(meetingDate)]))
  return {
    page: about(viewer, decision, 'Ratify a recommendation'),
    caption: decision.forumName,
    text: decision.text,
    from: `Recommended at the meeting of ${showDay(decision.meetingDate)}, for a later one to ratify.`,
    possible: meetings.length > 0,
    action: `/decisions/${decision._id}/ratify`,
    form,
    meetings: optionsOf({ '': 'Select a meeting', ...dates }, chosen['at'] ?? []),
    back: `/forums/${decision.forum}/actions`,
  }
}
