import { destructions, strikeOut } from '../../models/destruction.ts'
import { takeTurn } from '../../models/jobTurn.ts'
import { forgetDeleted } from '../database/forgetting.ts'

const hour = 3_600_000

/**
 * Makes the database forget what acts have destroyed since the last time: earlier versions of minutes under the Rule,
 * answers to a question that came to nothing, keys. At most once an hour, whatever was destroyed in it, and by one
 * process at a time. What a process that died had begun is done at the next turn.
 */
export async function forgetDestroyed(now: Date): Promise<void> {
  const noted = await destructions()
  if (noted.length === 0 || !(await takeTurn('forget', now, new Date(now.getTime() + hour)))) return
  await forgetDeleted()
  await strikeOut(noted)
}
