import { type Forum, forumsFor } from '../../models/forum.ts'
import { seatsFor } from '../../models/seat.ts'
import { type Terms, termsFor } from '../../models/terms.ts'
import { addDays, dayOf } from '../dates.ts'
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
