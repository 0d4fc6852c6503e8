import type { Task } from '../../models/task.ts'
import type { Day } from '../../server/dates.ts'
import type { Person } from '../../server/policy/terms.ts'
import { taskLine } from '../forums/home.ts'

/** All that waits for a person, by forum, oldest first in each. */
export function tasksPage({ seats }: Person, tasks: readonly Task[], today: Day) {
  const forums = [...new Map(seats.map(({ forum, forumName }) => [forum, forumName]))]
  return {
    page: { title: 'What waits for you', breadcrumbs: [{ text: 'Home', href: '/' }] },
    forums: forums
      .map(([forum, name]) => ({
        id: `tasks-${forum}`,
        name,
        tasks: tasks.filter((task) => task.forum === forum).map((task) => taskLine(task, today)),
      }))
      .filter((forum) => forum.tasks.length > 0),
  }
}
