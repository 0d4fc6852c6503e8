import { invitationsFor } from '../../models/invitation.ts'
import { seatsFor } from '../../models/seat.ts'
import { dayOf } from '../dates.ts'
import type { Side, Viewer } from '../policy/terms.ts'
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

/**
 * Makes the one task for the chair of a side, instead of an earlier one: whoever chairs it when the task is looked at;
 * where the chair is vacant, whoever holds its key as well.
 */
export async function askChairs({ now, ask, done }: Doing, forum: string, side: Side): Promise<void> {
  await done(forum, invitationsOf(side))
  const vacant = (await chairsOf(forum, side, dayOf(now))).length === 0
  await ask({
    forum,
    title: 'Confirm invitations that were prepared for your side',
    path: `/forums/${forum}/members/invitations`,
    record: invitationsOf(side),
    kind: 'answerInvitation',
    for: vacant ? { keyOf: side } : { chairOf: side },
  })
}

/** After a chair's place has ended: what waits for the side's chair waits for whoever acts for it now. */
export async function askAgain(doing: Doing, forum: string, side: Side): Promise<void> {
  const waiting = await invitationsFor(membership).waiting(forum, side)
  if (waiting.length > 0) await askChairs(doing, forum, side)
}

const by = ({ viewer }: Doing): string => (viewer.kind === 'person' ? viewer.person : '')

/**
 * Whether the viewer can see a seat or a prepared invitation of this id in the forum, on one of these sides: a form that
 * was sent twice did its work. What is another side's or another forum's is not there.
 */
export const wasInvited = async (viewer: Viewer, id: string, forum: string, sides: readonly Side[]): Promise<boolean> =>
  (await seatsFor(viewer).exists(id, forum, sides)) || (await invitationsFor(viewer).exists(id, forum, sides))
