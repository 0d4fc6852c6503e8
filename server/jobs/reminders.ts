import { forumsFor } from '../../models/forum.ts'
import { minutesFor } from '../../models/minutes.ts'
import { dueFor, remindKeys } from '../acts/remindKeys.ts'
import { dayOf } from '../dates.ts'
import { Stale } from '../errors.ts'

const reminders = { kind: 'service', name: 'reminders' } as const

/**
 * Reminds whoever is asked for a key to minutes, asks delegates, and marks what was not agreed. May run as often as one
 * likes and in several processes at once: each step happens once.
 * @returns how many minutes had something due
 */
export async function remind(now: Date): Promise<number> {
  let count = 0
  for (const minutes of await minutesFor(reminders).inReview()) {
    const forum = await forumsFor(reminders).open(minutes.forum)
    if (dueFor(minutes, forum, dayOf(now)) === undefined) continue
    if (await remindOnce(minutes.meeting, now)) count++
  }
  return count
}

/** False when another process was first. */
async function remindOnce(meeting: string, now: Date): Promise<boolean> {
  try {
    await remindKeys(reminders, now, { meeting })
    return true
  } catch (error) {
    if (error instanceof Stale) return false
    throw error
  }
}
