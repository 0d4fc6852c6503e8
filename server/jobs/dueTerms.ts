import type { RequestHandler } from 'express'
import { adoptDueTerms, askForDueReviews } from '../acts/adoptTerms.ts'
import { dayOf } from '../dates.ts'

let checked = ''
let checking: Promise<void> | undefined

/**
 * Puts terms of reference in force whose day has come and asks for reviews that are due, once a day in each process. Terms agreed for a later day cannot
 * take effect on the day on which they were agreed, so that looking at the beginning of each day is enough.
 */
export async function bringTermsIntoForce(now: Date): Promise<void> {
  const today = dayOf(now)
  if (checked === today) return
  checking ??= lookAt(now).finally(() => (checking = undefined))
  await checking
  checked = today
}

const lookAt = async (now: Date): Promise<void> => {
  await adoptDueTerms(now)
  await askForDueReviews(now)
}

/**
 * The first request of a day waits until that is done, and no page is answered under settings that no longer hold,
 * whether or not any timer ran.
 */
export const termsOfToday: RequestHandler = async function termsOfToday(_req, _res, next) {
  await bringTermsIntoForce(new Date())
  next()
}
