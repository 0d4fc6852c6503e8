import { seatsFor } from '../../models/seat.ts'
import { tasksFor, type NewTask } from '../../models/task.ts'
import { termsFor } from '../../models/terms.ts'
import { NotFound, Refused } from '../errors.ts'
import type { Person, Viewer } from '../policy/terms.ts'
import { act, personOf } from './act.ts'
import { lastingPlaceIn } from '../policy/places.ts'

/** What waits for a member when terms are adopted, or when the member joins. It stands in no way of anything else. */
export const acknowledgementOf = (forum: string, terms: string, person: string): NewTask => ({
  forum,
  title: 'Read and acknowledge the terms of reference',
  path: `/forums/${forum}/terms`,
  record: terms,
  kind: 'acknowledgeTerms',
  for: { person },
})

/**
 * A member notes to have read the terms in force.
 * @param asked `terms` is the version that was on the page
 * @throws Refused when other terms are in force by now; NotFound for those who have no seat in the forum
 */
export async function acknowledgeTerms(
  viewer: Viewer,
  now: Date,
  asked: { forum: string; terms: string },
): Promise<void> {
  const { acknowledged } = await seatsFor(viewer).open(seatIn(personOf(viewer), asked.forum))
  if (acknowledged !== asked.terms) await acknowledge(viewer, now, asked)
}

const acknowledge = act(
  async ({ viewer, record, done }, { forum, terms }: { forum: string; terms: string }): Promise<void> => {
    const person = personOf(viewer)
    const inForce = await termsFor(viewer).inForce(forum)
    if (inForce?._id !== terms)
      throw new Refused('Other terms of reference are in force by now. Go back, reload the page and read those.')
    await record({ forum, event: 'terms of reference acknowledged', record: terms })
    await seatsFor(viewer).acknowledge(seatIn(person, forum), terms)
    await done(forum, terms, { kind: 'acknowledgeTerms', owner: person.person })
  },
)

function seatIn(person: Person, forum: string): string {
  const seat = lastingPlaceIn(person, forum)
  if (seat === undefined) throw new NotFound('seat')
  return seat.seat
}

/**
 * Takes the reminder to comment off this person's list, whether or not there was a comment: commenting itself leaves
 * the list alone, because the tasks that are left would say who has commented.
 */
export async function setAsideConsultation(viewer: Viewer, _now: Date, terms: string): Promise<void> {
  const { forum } = await termsFor(viewer).open(terms)
  const owner = personOf(viewer).person
  await tasksFor(viewer).end(forum, terms, { kind: 'commentOnTerms', owner })
}
