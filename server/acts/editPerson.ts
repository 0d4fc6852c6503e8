import { peopleFor } from '../../models/person.ts'
import { seatsFor } from '../../models/seat.ts'
import { endSessionsByCode, endSessionsOf } from '../../models/session.ts'
import { Refused, Stale } from '../errors.ts'
import { act, installation } from './act.ts'
import { endTaskIfSettled } from './noticeDiffering.ts'
import { chosenOrganisation, membership } from './seating.ts'

type Changed = { person: string; revision: number; name: string; email: string; signsInThrough: string }

/**
 * An administrator corrects a person's name or e-mail address, or says through which organisation this person signs
 * in; then the link to the old sign-in ends with every session, and the next sign-in makes a new one, by the rules of an
 * invitation. With another address the sessions end that a code to the old one began. A new name goes to all seats.
 */
export const editPerson = act(
  async (
    { viewer, record, afterwards },
    { person: _id, revision, name, email, signsInThrough }: Changed,
  ): Promise<void> => {
    const before = await peopleFor(viewer).open(_id)
    await chosenOrganisation(viewer, signsInThrough, 'signsInThrough')
    const same = await peopleFor(viewer).byEmail(email)
    if (same !== null && same._id !== _id)
      throw new Refused(`${same.name} has this e-mail address. Enter another`, 'email')
    const moves = signsInThrough !== before.signsInThrough
    const elsewhere = moves ? { identities: [], unlinkedOn: null } : {}
    const settled = moves || email.toLowerCase() === before.differs?.email ? { differs: null } : {}
    if (!(await peopleFor(viewer).edit(_id, revision, { name, email, signsInThrough, ...elsewhere, ...settled })))
      throw new Stale({ name: before.name, email: before.email })
    const ended = moves ? endSessionsOf : email.toLowerCase() === before.email ? undefined : endSessionsByCode
    if (ended !== undefined) {
      await ended(_id)
      afterwards(async () => ended(_id))
    }
    await endTaskIfSettled()
    if (name !== before.name) await seatsFor(membership).rename('person', _id, name)
    await record({ forum: installation, event: 'person changed', record: _id })
  },
)
