import { forumsFor } from '../../models/forum.ts'
import { invitationsFor } from '../../models/invitation.ts'
import { peopleFor } from '../../models/person.ts'
import { dayOf } from '../dates.ts'
import { act } from './act.ts'
import { seat } from './inviteMembers.ts'
import { inviteToCalled } from './meetingPlaces.ts'
import { invitationsOf } from './prepareInvitations.ts'
import { membership, seatAs } from './seating.ts'

/** The chair of a side confirms invitations that were prepared for it: each becomes a seat, and its person is told. */
export const confirmInvitations = act(
  async (doing, { forum: of, ids }: { forum: string; ids: readonly string[] }): Promise<void> => {
    const { viewer, now } = doing
    const { side } = seatAs(viewer, of, ['chair'])
    const forum = await forumsFor(viewer).open(of)
    const today = dayOf(now)
    const seated: string[] = []
    for (const id of ids) {
      const { _id, person, from, ...invitee } = await invitationsFor(viewer).answer(id, 'confirmed')
      const known = person === null ? undefined : await peopleFor(membership).open(person)
      const asked = { ...invitee, id: _id, from: from < today ? today : from }
      seated.push(await seat(doing, forum, side, asked, known))
    }
    await inviteToCalled(doing, of)
    await doing.tell({ forum: of, kind: 'invitation', to: seated, path: `/forums/${of}` })
    if ((await invitationsFor(viewer).waiting(of)).length === 0) await doing.done(of, invitationsOf(side))
  },
)

/** The chair declines a prepared invitation, or a secretary of the side takes it back. Nobody is told. */
export const declineInvitation = act(
  async ({ viewer, record, done }, { forum, id }: { forum: string; id: string }): Promise<void> => {
    const { side } = seatAs(viewer, forum, ['chair', 'viceChair', 'secretary'])
    await invitationsFor(viewer).answer(id, 'declined')
    await record({ forum, event: 'invitation declined', record: id })
    if ((await invitationsFor(viewer).waiting(forum)).length === 0) await done(forum, invitationsOf(side))
  },
)
