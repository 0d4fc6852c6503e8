import { Router } from 'express'
import { z } from 'zod'
import { tasksFor } from '../models/task.ts'
import { page, view } from '../server/page.ts'
import { tasksPage } from '../views/tasks/list.ts'

/** What waits for a person, in every forum. */
export const tasks: Router = Router()

/** How many are shown: the oldest, for they have waited longest. */
const most = 40

tasks.get(
  '/tasks',
  page(z.object({}), async (viewer, _asked, { now }) =>
    view('tasks/list', tasksPage(viewer, await tasksFor(viewer).waiting(viewer, most + 1), most, now)),
  ),
)
