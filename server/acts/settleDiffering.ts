import { organisationsFor } from '../../models/organisation.ts'
import { peopleFor } from '../../models/person.ts'
import { endSessionsByCode } from '../../models/session.ts'
import { Refused, Stale } from '../errors.ts'
import { act, installation } from './act.ts'
import { endTaskIfSettled } from './noticeDiffering.ts'

type Asked = {
  readonly person: string
  readonly revision: number
  /** The address that was shown, so that another one that is asserted meanwhile is not taken for it. */
  readonly email: string
  /** Takes the asserted address; else leaves the record as it is, and does not ask again for the same. */
  readonly accept: boolean
}

/**
 * An administrator settles what a sign-in said otherwise than the record. Never by itself: whoever runs an
 * organisation's sign-in could else have the mail of a person sent elsewhere.
 * @throws Stale when it is not what was shown any more
 * @throws Refused when the address is somebody else's, or of none of the organisation's domains
 */
export const settleDiffering = act(
  async ({ viewer, record, afterwards }, { person: _id, revision, email, accept }: Asked): Promise<void> => {
    const people = peopleFor(viewer)
    const { differs, signsInThrough } = await people.open(_id)
    if (!differs || differs.settled || differs.email !== email) throw new Stale()
    if (accept && differs.what === 'address') {
      const same = await people.byEmail(email)
      if (same !== null && same._id !== _id)
        throw new Refused(`${same.name} has this e-mail address. Correct that first, or leave this as it is`)
      const { name, domains } = await organisationsFor(viewer).open(signsInThrough)
      if (!domains.includes(email.slice(email.lastIndexOf('@') + 1)))
        throw new Refused(
          `The address is of none of the e-mail domains of ${name}. Add the domain there first, if it is`,
        )
      if (!(await people.edit(_id, revision, { email, differs: null }))) throw new Stale()
      await endSessionsByCode(_id)
      afterwards(async () => endSessionsByCode(_id))
      await record({ forum: installation, event: 'asserted address accepted', record: _id })
    } else {
      if (!(await people.edit(_id, revision, { differs: { ...differs, settled: true } }))) throw new Stale()
      await record({ forum: installation, event: `asserted ${differs.what} left aside`, record: _id })
    }
    await endTaskIfSettled()
  },
)
