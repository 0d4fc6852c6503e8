import { forumsFor } from '../../models/forum.ts'
import { invitationsFor } from '../../models/invitation.ts'
import { peopleFor } from '../../models/person.ts'
import { dayOf } from '../dates.ts'
import { act } from './act.ts'
import { seat } from './inviteMembers.ts'
import { inviteToCalled } from './meetingPlaces.ts'
import { invitationsOf } from './prepareInvitations.ts'
import { appointerTo, inviterTo, membership } from './seating.ts'

/** The chair of a side, or who acts for it while the chair is vacant, confirms invitations that were prepared for it: each becomes a seat, and its person is told. */
export const confirmInvitations = act(
  async (doing, { forum: of, ids }: { forum: string; ids: readonly string[] }): Promise<void> => {
    const { viewer, now } = doing
    const by = await appointerTo(viewer, of, now)
    const { side } = by.seat
    const forum = await forumsFor(viewer).open(of)
    const today = dayOf(now)
    const seated: string[] = []
    for (const id of ids) {
      const { _id, person, from, ...invitee } = await invitationsFor(by.as).answer(id, 'confirmed', { forum: of, side })
      const known = person === null ? undefined : await peopleFor(membership).open(person)
      const asked = { ...invitee, id: _id, from: from < today ? today : from }
      seated.push(await seat(doing, forum, by, asked, known))
    }
    await inviteToCalled(doing, of)
    await doing.tell({ forum: of, kind: 'invitation', to: seated, path: `/forums/${of}` })
    if ((await invitationsFor(by.as).waiting(of, side)).length === 0) await doing.done(of, invitationsOf(side))
  },
)

/** The chair declines a prepared invitation, or a secretary of the side takes it back. Nobody is told. */
export const declineInvitation = act(
  async ({ viewer, now, record, done }, { forum, id }: { forum: string; id: string }): Promise<void> => {
    const { seat: own, as } = await inviterTo(viewer, forum, now)
    const { side } = own
    await invitationsFor(as).answer(id, 'declined', { forum, side })
    await record({ forum, event: 'invitation declined', record: id })
    if ((await invitationsFor(as).waiting(forum, side)).length === 0) await done(forum, invitationsOf(side))
  },
)
