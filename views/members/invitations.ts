import type { Invitation } from '../../models/invitation.ts'
import { pageOfList } from '../../models/paged.ts'
import { dayOf, showDay } from '../../server/dates.ts'
import { pagesOf } from '../pages.ts'
import { roleWords, sidePhrases } from '../words.ts'
import { type InvitingFor, memberPageOf } from './invite.ts'

/** A page of the invitations that wait for the chair of the viewer's side. */
export function invitationsPage({ seat, atOnce }: InvitingFor, waiting: readonly Invitation[], number: number) {
  const list = `/forums/${seat.forum}/members/invitations`
  const shown = pageOfList(waiting, 15, number)
  return {
    page: memberPageOf(seat, 'Prepared invitations'),
    caption: seat.forumName,
    side: sidePhrases[seat.side],
    chair: atOnce,
    confirm: `${list}/confirm`,
    many: shown.records.length > 1,
    all: shown.pages > 1 ? `Confirm these ${shown.records.length}` : 'Confirm all of them',
    count: shown.pages > 1 ? `${shown.total} invitations wait; these are page ${shown.number} of ${shown.pages}.` : '',
    pages: pagesOf(shown, list),
    waiting: shown.records.map((one) => ({
      id: one._id,
      name: one.name,
      about: `${roleWords[one.role]} for ${one.organisationName}${one.person === null ? `, ${one.email}` : ''}`,
      moves: one.person === null ? '' : 'Moves here from another side, where this person’s place has ended',
      prepared: `Prepared on ${showDay(dayOf(one.preparedAt))}, from ${showDay(one.from)}`,
      decline: `${list}/${one._id}/decline`,
    })),
  }
}
