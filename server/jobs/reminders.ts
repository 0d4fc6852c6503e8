import { type Forum, forumsFor } from '../../models/forum.ts'
import { keyCommunicationsFor } from '../../models/keyCommunication.ts'
import { minutesFor } from '../../models/minutes.ts'
import { keyCommunicationDue, minutesDue, remindKeys, remindKeysOfCommunication } from '../acts/remindKeys.ts'
import { dayOf } from '../dates.ts'
import { Stale } from '../errors.ts'

const reminders = { kind: 'service', name: 'reminders' } as const

/**
 * Reminds whoever is asked for a key to minutes or a key communication, asks delegates, and marks what was not agreed.
 * May run as often as one likes and in several processes at once: each step happens once.
 * @returns how many texts had something due
 */
export async function remind(now: Date): Promise<number> {
  let count = 0
  const known = new Map<string, Forum>()
  const forumOf = async (_id: string): Promise<Forum> => {
    const forum = known.get(_id) ?? (await forumsFor(reminders).open(_id))
    known.set(_id, forum)
    return forum
  }
  for (const minutes of await minutesFor(reminders).inReview()) {
    if (minutesDue(minutes, await forumOf(minutes.forum), dayOf(now)) === undefined) continue
    if (await once(() => remindKeys(reminders, now, { meeting: minutes.meeting }))) count++
  }
  for (const waiting of await keyCommunicationsFor(reminders).waiting()) {
    if (keyCommunicationDue(waiting, await forumOf(waiting.forum), now) === undefined) continue
    if (await once(() => remindKeysOfCommunication(reminders, now, { id: waiting._id }))) count++
  }
  return count
}

/** False when another process was first. */
async function once(step: () => Promise<void>): Promise<boolean> {
  try {
    await step()
    return true
  } catch (error) {
    if (error instanceof Stale) return false
    throw error
  }
}
