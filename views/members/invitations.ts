import type { Invitation } from '../../models/invitation.ts'
import { dayOf, showDay } from '../../server/dates.ts'
import type { Seat } from '../../server/policy/terms.ts'
import { roleWords, sidePhrases } from '../words.ts'
import { isChair, memberPageOf } from './invite.ts'

/** Invitations that wait for the chair of the viewer's side. */
export const invitationsPage = (seat: Seat, waiting: readonly Invitation[]) => ({
  page: memberPageOf(seat, 'Prepared invitations'),
  caption: seat.forumName,
  side: sidePhrases[seat.side],
  chair: isChair(seat),
  confirm: `/forums/${seat.forum}/members/invitations/confirm`,
  many: waiting.length > 1,
  waiting: waiting.map((one) => ({
    id: one._id,
    name: one.name,
    about: `${roleWords[one.role]} for ${one.organisationName}${one.person === null ? `, ${one.email}` : ''}`,
    moves: one.person === null ? '' : 'Moves here from another side, where this person’s place has ended',
    prepared: `Prepared on ${showDay(dayOf(one.preparedAt))}, from ${showDay(one.from)}`,
    decline: `/forums/${seat.forum}/members/invitations/${one._id}/decline`,
  })),
})
