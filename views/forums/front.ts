import type { Meeting } from '../../models/meeting.ts'
import type { Task } from '../../models/task.ts'
import { showDay, showTime } from '../../server/dates.ts'
import { type Person, isCurrentSeat } from '../../server/policy/terms.ts'
import type { Cell } from '../partials/models.ts'
import { counted, meetingKinds, placeWords } from '../words.ts'

const cell = (column: string, text: string, href = ''): Cell => ({ column, text, href, tag: '' })

/** The front page of a person with several forums, or none, or an office: where to go, and what waits there. */
export function frontPage(viewer: Person, meetings: readonly Meeting[], tasks: readonly Task[]) {
  // A lasting place before one for a single meeting of the same forum.
  const seats = viewer.seats.toSorted((a, b) => Number(isCurrentSeat(a.role)) - Number(isCurrentSeat(b.role)))
  const forums = [...new Map(seats.map((seat) => [seat.forum, seat])).values()]
  return {
    page: { title: forums.length === 0 ? (viewer.name === '' ? 'Welcome' : `Welcome, ${viewer.name}`) : 'Your forums' },
    columns: ['Forum', 'Your place', 'Next meeting', 'Tasks'].map((text) => ({ text })),
    forums: forums
      .toSorted((a, b) => a.forumName.localeCompare(b.forumName))
      .map(({ forum, forumName, role, side }) => {
        const next = meetings.find((meeting) => meeting.forum === forum)
        const waiting = tasks.filter((task) => task.forum === forum).length
        return {
          cells: [
            cell('Forum', forumName, `/forums/${forum}`),
            cell('Your place', placeWords(role, side)),
            next === undefined
              ? cell('Next meeting', 'None called')
              : cell('Next meeting', nextWords(next), `/meetings/${next._id}`),
            cell('Tasks', waiting === 0 ? 'None' : counted(waiting, 'task'), waiting === 0 ? '' : '/tasks'),
          ],
        }
      }),
    administrator: viewer.offices.includes('administrator'),
    recordsOfficer: viewer.offices.includes('recordsOfficer'),
    nothing: forums.length === 0 && viewer.offices.length === 0,
  }
}

const nextWords = ({ kind, meetingDate, from }: Meeting): string =>
  `${meetingKinds[kind]}, ${showDay(meetingDate)} at ${showTime(from)}`

/** What somebody who is not signed in sees at the front. */
export const welcomePage = () => ({ page: { title: 'Partnership forums under the Chatham House Rule' } })
