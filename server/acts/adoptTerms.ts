import { type Forum, forumsFor } from '../../models/forum.ts'
import { seatsFor } from '../../models/seat.ts'
import { type Terms, termsFor } from '../../models/terms.ts'
import { addDays, addMonths, dayOf } from '../dates.ts'
import { NotFound } from '../errors.ts'
import { isCurrentSeat } from '../policy/terms.ts'
import { acknowledgementOf } from './acknowledgeTerms.ts'
import { act, type Doing } from './act.ts'
import { historyStart } from './seating.ts'

const releases = { kind: 'service', name: 'releases' } as const

/** With the last key: the version is agreed, and in force at once unless its day is still to come. */
export async function agreeTerms(doing: Doing, terms: Terms): Promise<void> {
  const { now, record, done } = doing
  await record({
    forum: terms.forum,
    event: 'terms of reference agreed',
    record: terms._id,
    details: { hash: terms.hash },
  })
  await termsFor(releases).change('edit', terms, { state: 'agreed', agreedAt: now })
  await done(terms.forum, terms._id)
  const agreed = { ...terms, state: 'agreed', agreedAt: now } as const
  if (isDue(agreed, dayOf(now))) await adopt(doing, agreed, await forumsFor(releases).open(terms.forum))
}

const isDue = ({ startsOn }: Terms, today: string): boolean => startsOn === null || startsOn <= today

/**
 * Puts agreed terms in force: they replace the earlier ones, their settings become the forum's, members are told and
 * asked to acknowledge them, all in the transaction of the act.
 */
async function adopt({ now, record, tell, ask, done }: Doing, terms: Terms, earlier: Forum): Promise<void> {
  const forum = earlier._id
  const today = dayOf(now)
  const details = { hash: terms.hash, from: today }
  await record({ forum, event: 'terms of reference adopted', record: terms._id, details })
  const before = await termsFor(releases).inForce(forum)
  if (before !== null) {
    const last = addDays(today, -1)
    const inForceUntil = before.inForceFrom !== null && before.inForceFrom > last ? today : last
    await termsFor(releases).change('edit', before, { state: 'superseded', inForceUntil })
    await done(forum, before._id)
  }
  await termsFor(releases).change('edit', terms, { state: 'adopted', inForceFrom: today })
  await forumsFor(releases).edit(forum, { settings: terms.settings, terms: terms._id })
  if (terms.settings.wholeHistory !== earlier.settings.wholeHistory) await showHistory(forum, terms, today)
  const codes = terms.settings.codeSignIn ?? false
  if (codes !== (earlier.settings.codeSignIn ?? false)) await seatsFor(releases).letUseCodes(forum, codes)
  const seats = (await seatsFor(releases).inForum(forum, today)).filter(({ role }) => isCurrentSeat(role))
  const people = [...new Set(seats.map(({ person }) => person))]
  await ask(...people.map((person) => acknowledgementOf(forum, terms._id, person)))
  await tell({ forum, kind: 'termsAdopted', to: people, path: `/forums/${forum}/terms` })
}

/** The terms decide whether members see what was before their time. */
async function showHistory(forum: string, terms: Terms, today: string): Promise<void> {
  for (const { _id, from, role } of await seatsFor(releases).nowAndLater(forum, today))
    if (isCurrentSeat(role)) await seatsFor(releases).seeFrom(_id, historyStart(terms, from))
}

/**
 * Puts in force every agreed version whose day has come; those of a forum from which a side has withdrawn wait.
 * Run by the first request of each day and may be run at any time. Each forum's is an act of its own.
 */
export async function adoptDueTerms(now: Date): Promise<void> {
  for (const { _id } of await termsFor(releases).due(dayOf(now))) {
    try {
      await adoptWhenDue(releases, now, _id)
    } catch (error) {
      // Another process was first, or a side has withdrawn.
      if (!(error instanceof NotFound)) throw error
    }
  }
}

const adoptWhenDue = act(async (doing, _id: string): Promise<void> => {
  const terms = await termsFor(releases).open(_id)
  const forum = await forumsFor(releases).open(terms.forum)
  if (terms.state !== 'agreed' || forum.withdrawn.length > 0) throw new NotFound('terms')
  await adopt(doing, terms, forum)
})

/** The day by which terms in force are to be reviewed, as they say themselves. */
export const reviewDay = ({ inForceFrom, settings }: Pick<Terms, 'inForceFrom' | 'settings'>): string | null =>
  inForceFrom === null ? null : addMonths(inForceFrom, settings.reviewMonths)

/**
 * Gives the officers of each forum the task to review terms whose day for that has come; once for each version, and not
 * while a newer one is open for comments or agreed.
 */
export async function askForDueReviews(now: Date): Promise<void> {
  for (const terms of await termsFor(releases).notYetReviewed()) {
    const day = reviewDay(terms)
    if (day === null || day > dayOf(now)) continue
    if ((await termsFor(releases).versions(terms.forum)).some(({ state }) => underWay.includes(state))) continue
    try {
      await askForReview(releases, now, { terms: terms._id, day })
    } catch (error) {
      // Another process was first, or other terms are in force by now.
      if (!(error instanceof NotFound)) throw error
    }
  }
}

const underWay: readonly Terms['state'][] = ['consultation', 'agreed']

const askForReview = act(async ({ now, record, ask }: Doing, asked: { terms: string; day: string }): Promise<void> => {
  const terms = await termsFor(releases).open(asked.terms)
  if (terms.state !== 'adopted' || terms.reviewAskedAt !== null) throw new NotFound('terms')
  const { forum, _id } = terms
  await record({ forum, event: 'review of the terms of reference due', record: _id })
  await termsFor(releases).change('edit', terms, { reviewAskedAt: now })
  await ask({
    forum,
    record: _id,
    kind: 'reviewTerms',
    for: 'officers',
    title: 'Review the terms of reference',
    path: `/forums/${forum}/terms`,
    dueOn: asked.day,
  })
})
