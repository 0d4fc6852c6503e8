import { newId } from '../ids.ts'
import { meetings } from './data/meetings.ts'
import { byCode, emailOf, everybody, picked } from './data/people.ts'
import { loadPast, recentOnes } from './past.ts'
import { loadIssued } from './pastIssues.ts'
import { loadPeople } from './place.ts'
import { loadRecent } from './recent.ts'

type Pick = { readonly email: string; readonly may: string }

function pickOf({ key, may }: { readonly key: string; readonly may: string }): Pick {
  return { email: emailOf(everybody(key)), may }
}

/** Who can be picked at the demonstration's sign-in: by e-mail address, with what they may do. */
export const picks: readonly Pick[] = picked.map(pickOf)

/** Who signs in by a code. */
export const codePick: Pick = pickOf(byCode)

/**
 * Fills an empty database with a fictitious North West: who there is, two years that have passed, and by real acts what
 * has happened lately and waits now.
 */
export async function load(now: Date): Promise<void> {
  const place = await loadPeople(now)
  const ids = meetings.map(() => newId())
  await loadPast(place, ids, now)
  await loadIssued(place, now)
  await loadRecent(place, ids.slice(-recentOnes), now)
}
