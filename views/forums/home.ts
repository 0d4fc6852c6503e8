import type { Forum } from '../../models/forum.ts'
import type { Meeting } from '../../models/meeting.ts'
import type { Task } from '../../models/task.ts'
import { type Day, dayOf, showDay, showTime, showWeekday, timeOf } from '../../server/dates.ts'
import { type Seat, officers } from '../../server/policy/terms.ts'
import type { Task as TaskLine } from '../partials/models.ts'
import { capital, listed, meetingKinds, meetingStates, sidePhrases } from '../words.ts'

/** How many tasks a forum's home page shows. */
export const tasksShown = 5

/** Roles that may send a deputy to a meeting. */
const mayDepute: readonly Seat['role'][] = ['chair', 'viceChair', 'secretary', 'member']

/**
 * A forum's home page, for this seat: what is next, what waits, what was agreed last, whom to ring.
 * @param tasks oldest first; one more than are shown, if there are more
 */
export function homePage(seat: Seat, forum: Forum, meeting: Meeting | undefined, tasks: readonly Task[], now: Date) {
  return {
    page: { title: forum.name, forum: { id: forum._id, name: forum.name }, section: 'home' as const },
    withdrawn: withdrawnWords(forum),
    meeting: meeting === undefined ? (false as const) : nextMeeting(meeting, seat, dayOf(now)),
    tasks: tasks.slice(0, tasksShown).map((task) => taskLine(task, now)),
    more: tasks.length > tasksShown,
    latest:
      forum.latest === null
        ? (false as const)
        : {
            title: forum.latest.title,
            href: `/key-communications/${forum.latest.id}`,
            when: showDay(dayOf(forum.latest.issuedAt)),
          },
    telephone: forum.telephone,
    dial: forum.telephone.replace(/[^\d+]/g, ''),
    email: forum.email,
    details: officers.includes(seat.role) ? `/forums/${forum._id}/details` : '',
    audit: officers.includes(seat.role) ? `/forums/${forum._id}/audit` : '',
  }
}

function nextMeeting({ _id, kind, areaName, ...meeting }: Meeting, seat: Seat, today: Day) {
  const place = areaName === '' ? meetingKinds[kind] : `${meetingKinds[kind]}, ${areaName}`
  return {
    title: place,
    href: `/meetings/${_id}`,
    when: `${showWeekday(meeting.meetingDate)}, ${showTime(meeting.from)} to ${showTime(meeting.until)}`,
    today: meeting.meetingDate === today,
    place: meeting.place,
    joiningLink: /^https?:\/\//.test(meeting.joiningLink) ? meeting.joiningLink : '',
    state: meeting.state === 'called' ? (false as const) : meetingStates[meeting.state],
    deputy: mayDepute.includes(seat.role) ? `/forums/${seat.forum}/members/deputy?meeting=${_id}` : '',
  }
}

/** One thing that waits for somebody, by when, and whether it is late; in a line, so that five fit on a page. */
export function taskLine({ title, path, dueOn, dueAt }: Task, now: Date): TaskLine {
  if (dueOn === null) return { text: title, href: path, hint: '', status: '', colour: '' }
  const today = dayOf(now)
  const late = dueAt === null ? dueOn < today : dueAt < now
  const by = dueAt === null ? '' : ` by ${showTime(timeOf(dueAt))}`
  const [status, colour] = late
    ? ['Overdue', 'red']
    : dueOn === today
      ? [`Due today${by}`, 'yellow']
      : [`By ${showDay(dueOn)}${by.replace(' by', ',')}`, '']
  return { text: title, href: path, hint: '', status, colour }
}

/** That a side has withdrawn, and what that means; '' when none has. */
export function withdrawnWords({ withdrawn }: Pick<Forum, 'withdrawn'>): string {
  if (withdrawn.length === 0) return ''
  const [who, has] = [listed(withdrawn.map((side) => sidePhrases[side])), withdrawn.length === 1 ? 'has' : 'have']
  return `${capital(who)} ${has} withdrawn. Until they return nothing that needs every side’s approval can be agreed.`
}
