import type { Meeting } from '../../models/meeting.ts'
import { keySeat } from '../../server/policy/places.ts'
import type { Person } from '../../server/policy/terms.ts'
import type { Task } from '../partials/models.ts'

/** Where the key communication of a meeting is begun. */
export const keyCommunicationOf = (forum: string, meeting: string): string =>
  `/forums/${forum}/key-communications/new?meeting=${meeting}`

/** What the officers of a forum do for a meeting, one after the other: where they are, and what is next. */
export function stepsOf(viewer: Person, meeting: Meeting, items: number): readonly Task[] {
  const here = `/meetings/${meeting._id}`
  const mayCall = keySeat(viewer, meeting.forum) !== undefined
  const { state } = meeting
  const published = meeting.agendaPublishedAt !== null
  if (state === 'cancelled') return []
  if (state === 'planned')
    return [
      next(mayCall ? 'Call the meeting' : 'Ask the chairs to call the meeting', `${here}/call`),
      step('Prepare the agenda', `${here}/agenda`, items > 0),
      ...guests(meeting),
      keyCommunication(meeting),
    ]
  if (state === 'called')
    return [
      published
        ? step('Agenda published: change it, or add a late item', `${here}/agenda`, true)
        : next(items === 0 ? 'Prepare the agenda' : 'Finish and publish the agenda', `${here}/agenda`),
      ...guests(meeting),
      step('Who is coming', `${here}/attendance`, false),
      step('Run the meeting on the day', `${here}/day`, false),
      keyCommunication(meeting),
    ]
  if (state === 'held')
    return [
      next('Run the meeting', `${here}/day`),
      step('Agenda and late items', `${here}/agenda`, false),
      step('Who is coming', `${here}/attendance`, false),
      keyCommunication(meeting),
    ]
  const confirmed = meeting.attendanceConfirmedAt !== null
  return [
    confirmed
      ? step('Attendance confirmed: correct it', `${here}/attendance`, true)
      : next('Confirm who came', `${here}/attendance`),
    step('Minutes', `/minutes/${meeting._id}`, false),
    keyCommunication(meeting),
  ]
}

/** A local meeting invites the organisations of its area. */
const guests = (meeting: Meeting): Task[] =>
  meeting.kind === 'local'
    ? [step(`Invite organisations of ${meeting.areaName}`, `/meetings/${meeting._id}/invitations`, false)]
    : [step('Invite guests', `/forums/${meeting.forum}/members/guests`, false)]

/** Written before, during or after the meeting. */
const keyCommunication = ({ _id, forum }: Meeting): Task =>
  step('Write the key communication', keyCommunicationOf(forum, _id), false)

const next = (text: string, href: string): Task => ({ text, href, hint: '', status: 'Next', colour: 'blue' })
const step = (text: string, href: string, done: boolean): Task => ({
  text,
  href,
  hint: '',
  status: done ? 'Done' : '',
  colour: '',
})
