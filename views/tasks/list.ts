import type { Task } from '../../models/task.ts'
import type { Person } from '../../server/policy/terms.ts'
import { taskLine } from '../forums/home.ts'

/** What waits for a person, by forum, oldest first in each; no more than `most`. */
export function tasksPage({ seats, offices }: Person, tasks: readonly Task[], most: number, now: Date) {
  const ofOffice: (readonly [string, string])[] = !offices.includes('administrator')
    ? []
    : [['installation', 'Administration']]
  const forums = [...ofOffice, ...new Map(seats.map(({ forum, forumName }) => [forum, forumName]))]
  return {
    page: { title: 'What waits for you', breadcrumbs: [{ text: 'Home', href: '/' }] },
    more:
      tasks.length > most
        ? `These are the ${most} that have waited longest. The others appear when some of them are done.`
        : '',
    forums: forums
      .map(([forum, name]) => ({
        id: `tasks-${forum}`,
        name,
        tasks: tasks
          .slice(0, most)
          .filter((task) => task.forum === forum)
          .map((task) => taskLine(task, now)),
      }))
      .filter((forum) => forum.tasks.length > 0),
  }
}
