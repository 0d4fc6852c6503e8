import { invitationsFor } from '../../models/invitation.ts'
import { seatsFor } from '../../models/seat.ts'
import { dayOf } from '../dates.ts'
import type { Side } from '../policy/terms.ts'
import { type Doing, act } from './act.ts'
import { type Invitee, chairsOf, chosenOrganisation, membership, seatAs } from './seating.ts'

/** Under which name the task of a side's prepared invitations stands: one task, however many wait. */
export const invitationsOf = (side: Side): string => `invitations:${side}`

/** Prepares invitations that the chair of the preparer's own side confirms or declines. */
export const prepareInvitations = act(
  async (doing, { forum, people }: { forum: string; people: readonly Invitee[] }): Promise<void> => {
    const { viewer, now, record } = doing
    const { side } = seatAs(viewer, forum, ['viceChair', 'secretary'])
    for (const { id, ...invitee } of people) {
      const organisation = await chosenOrganisation(viewer, invitee.organisation)
      const prepared = { ...invitee, _id: id, forum, side, person: null, organisationName: organisation.name }
      await invitationsFor(viewer).create([{ ...prepared, preparedBy: by(doing), preparedAt: now }])
      await record({ forum, event: 'invitation prepared', record: id })
    }
    await askChairs(doing, forum, side)
  },
)

/** Makes the one task for the chairs of a side, instead of an earlier one. */
export async function askChairs({ now, ask, done }: Doing, forum: string, side: Side): Promise<void> {
  await done(forum, invitationsOf(side))
  for (const person of await chairsOf(forum, side, dayOf(now)))
    await ask({
      forum,
      title: 'Confirm invitations that were prepared for your side',
      path: `/forums/${forum}/members/invitations`,
      record: invitationsOf(side),
      kind: 'answerInvitation',
      for: { person },
    })
}

const by = ({ viewer }: Doing): string => (viewer.kind === 'person' ? viewer.person : '')

/** Whether a seat or a prepared invitation with this id exists in the forum: a form that was sent twice did its work. */
export const wasInvited = async (id: string, forum: string): Promise<boolean> => {
  const seats = await seatsFor(membership).exists(id, forum)
  return seats || (await invitationsFor(membership).exists(id, forum))
}
