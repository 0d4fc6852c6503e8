import { peopleFor } from '../../models/person.ts'
import { seatsFor } from '../../models/seat.ts'
import { endSessionsOf } from '../../models/session.ts'
import { type Day, dayOf } from '../dates.ts'
import { Refused, Stale } from '../errors.ts'
import { isOfficer } from '../policy/terms.ts'
import { act, installation, type Doing } from './act.ts'
import { endTaskIfSettled } from './noticeDiffering.ts'
import { membership } from './seating.ts'

type Asked = {
  readonly person: string
  readonly revision: number
  readonly reason: string
  /** The same person goes on under another identity: the next sign-in by the address on record is linked anew. */
  readonly again: boolean
}

/**
 * An administrator ends a person's sign-in, because they left or are called something else now: identities are unlinked
 * and every session ends on the server, at once and in all processes. Places are not ended by that: the chair of their
 * side does it, and is told. Throws Stale when somebody else changed the person since `revision`.
 */
export const unlinkPerson = act(async (doing, { person, revision, reason, again }: Asked): Promise<void> => {
  const { viewer, now, record } = doing
  const before = await peopleFor(viewer).open(person)
  if (viewer.kind === 'person' && viewer.person === person)
    throw new Refused('Ask another administrator to end your own sign-in')
  const today = dayOf(now)
  const change = { identities: [], unlinkedOn: again ? null : today, differs: null }
  if (!(await peopleFor(viewer).edit(person, revision, change))) throw new Stale()
  await endSessionsOf(person)
  doing.afterwards(async () => endSessionsOf(person))
  // Not how many sessions: that would say whether somebody was signed in, and when.
  const details = { reason, again, identities: before.identities.length }
  await record({ forum: installation, event: 'sign-in ended', record: person, details })
  await endTaskIfSettled()
  if (!again) await tellSides(doing, person, today)
})

/** An administrator lets somebody in again whose sign-in was ended: the next one is linked anew. They get the invitation. */
export const letInAgain = act(
  async ({ viewer, record, tell }, { person, revision }: Pick<Asked, 'person' | 'revision'>): Promise<void> => {
    const { unlinkedOn } = await peopleFor(viewer).open(person)
    if ((unlinkedOn ?? null) === null) throw new Refused('This person can sign in')
    if (!(await peopleFor(viewer).edit(person, revision, { unlinkedOn: null }))) throw new Stale()
    await record({ forum: installation, event: 'let in again', record: person })
    await tell({ forum: installation, kind: 'invitation', to: [person], path: '/' })
  },
)

/** For who may change a place: the day on which its holder’s sign-in was ended; null while it was not. */
export const signInEndedOn = async (person: string): Promise<Day | null> => peopleFor(membership).unlinkedOn(person)

/** Tells the chairs of the sides on which somebody has a place; of a side that has no other, its other officers. */
async function tellSides({ tell }: Doing, person: string, today: Day): Promise<void> {
  for (const seat of await seatsFor(membership).lasting(person, today)) {
    const others = (await seatsFor(membership).inForum(seat.forum, today)).filter(
      (one) => one.person !== person && one.side === seat.side && isOfficer(one.role),
    )
    const chairs = others.filter(({ role }) => role === 'chair')
    const to = (chairs.length > 0 ? chairs : others).map((one) => one.person)
    const path = chairs.length > 0 ? `/forums/${seat.forum}/members/${seat._id}` : `/forums/${seat.forum}/members`
    await tell({ forum: seat.forum, kind: 'signInEnded', to, path })
  }
}
