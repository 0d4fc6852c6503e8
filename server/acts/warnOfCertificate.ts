import { identityProvidersFor } from '../../models/identityProvider.ts'
import { organisationsFor } from '../../models/organisation.ts'
import { seatsFor } from '../../models/seat.ts'
import { lastToExpire, warningDue } from '../certificate.ts'
import { dayOf } from '../dates.ts'
import { Stale } from '../errors.ts'
import { act, installation } from './act.ts'
import { membership } from './seating.ts'

/**
 * Warns every administrator, by a task and an e-mail, that the last certificate of an organisation's sign-in expires
 * within 60, 30 or 7 days: once for each certificate and number of days.
 * @throws Stale when nothing is due, or this warning has gone out
 */
export const warnOfCertificate = act(
  async ({ viewer, now, record, tell, ask, done }, asked: { organisation: string }): Promise<void> => {
    const _id = asked.organisation
    const provider = await identityProvidersFor(viewer).open(_id)
    const last = lastToExpire(provider.certificates)
    const days = last === undefined ? undefined : warningDue(last.expiresAt, now)
    if (last === undefined || days === undefined) throw new Stale()
    if (!(await identityProvidersFor(viewer).markWarned(_id, `${last.fingerprint} ${days}`))) throw new Stale()
    const { name } = await organisationsFor(membership).open(_id)
    const seats = await seatsFor(membership).inForum(installation, dayOf(now))
    const to = seats.filter(({ office }) => office === 'administrator').map(({ person }) => person)
    const path = `/administration/organisations/${_id}/sign-in`
    const title = `Renew the sign-in of ${name}: its certificate expires`
    const task = { forum: installation, record: _id, kind: 'renewCertificate', title, path } as const
    await record({ forum: installation, event: 'certificate expires', record: _id, details: { days } })
    await done(installation, _id, { kind: 'renewCertificate' })
    await ask(...to.map((person) => ({ ...task, for: { person }, dueOn: dayOf(last.expiresAt) })))
    await tell({ forum: installation, kind: 'certificateExpires', to, path })
  },
)
