import { Router } from 'express'
import { z } from 'zod'
import { sidesOf } from '../models/composition.ts'
import { forumsFor } from '../models/forum.ts'
import { invitationsFor } from '../models/invitation.ts'
import { seatsFor } from '../models/seat.ts'
import { chairSeat, membership } from '../server/acts/seating.ts'
import { notSignedInYet, sendInvitationAgain } from '../server/acts/sendInvitationAgain.ts'
import { returnSide, withdrawSide } from '../server/acts/withdrawSide.ts'
import { dayOf } from '../server/dates.ts'
import { NotFound } from '../server/errors.ts'
import { choice, pageNumber } from '../server/fields.ts'
import { id, slug } from '../server/ids.ts'
import { form, page, redirect, view } from '../server/page.ts'
import { speaksForSide } from '../server/policy/proof.ts'
import { type Person, type Seat, givesKey, isCurrentSeat, isOfficer } from '../server/policy/terms.ts'
import { withdrawPage } from '../views/members/deputy.ts'
import { historyPage } from '../views/members/history.ts'
import { notSignedInPage } from '../views/members/not-signed-in.ts'
import { membersPage } from '../views/members/show.ts'
import { ownPlace } from './forums.ts'

/** Who has which place in a forum. */
export const members: Router = Router()

const One = z.object({ forum: slug })
const Listed = One.extend({ page: pageNumber })

/** The viewer's own lasting place: deputies, guests and advisers do not see the membership. */
function memberIn(viewer: Person, forum: string): Seat {
  const seat = ownPlace(viewer, forum)
  if (!isCurrentSeat(seat.role)) throw new NotFound('seat')
  return seat
}

/** Five queries: session, seats, forum, seats of the forum, prepared invitations. */
members.get(
  '/forums/:forum/members',
  page(Listed, async (viewer, { forum: of, page: number }, { now }) => {
    const seat = memberIn(viewer, of)
    const today = dayOf(now)
    const [forum, seats] = await Promise.all([forumsFor(viewer).open(of), seatsFor(viewer).nowAndLater(of, today)])
    const chair = seats.some(({ role, side, from }) => role === 'chair' && side === seat.side && from <= today)
    const proven = speaksForSide(seat, viewer.proof)
    const atOnce = proven && (seat.role === 'chair' || (!chair && givesKey(seat)))
    const as = atOnce && seat.role !== 'chair' ? membership : viewer
    const prepared = atOnce || isOfficer(seat.role) ? await invitationsFor(as).waiting(of, seat.side) : []
    const lasting = seats.filter(({ audience }) => audience === 'forum')
    return view('members/show', membersPage({ seat, atOnce, proven }, forum, lasting, prepared, today, number))
  }),
)

members.get(
  '/forums/:forum/members/history',
  page(Listed, async (viewer, { forum: of, page: number }) => {
    const seat = memberIn(viewer, of)
    const forum = await forumsFor(viewer).open(of)
    const seats = (await seatsFor(viewer).history(of)).filter(({ audience }) => audience === 'forum')
    return view('members/history', historyPage(seat, seats, forum.settings.sides.length > 0, number))
  }),
)

members.get(
  '/forums/:forum/members/not-signed-in',
  page(Listed, async (viewer, { forum: of, page: number }, { now }) => {
    const seat = ownPlace(viewer, of)
    const waiting = await notSignedInYet(viewer, of, now)
    const { settings } = await forumsFor(viewer).open(of)
    return view('members/not-signed-in', notSignedInPage(seat, waiting, settings.sides.length > 0, number))
  }),
)

members.post(
  '/forums/:forum/members/not-signed-in/:seat',
  page(One.extend({ seat: id }), async (viewer, asked, { now }) => {
    await sendInvitationAgain(viewer, now, asked)
    return redirect(`/forums/${asked.forum}/members/not-signed-in`, 'The invitation is on its way again')
  }),
)

const withdraw = form({
  place: One,
  fields: z.object({ step: choice(['withdraw', 'return'], 'Use the button on the page') }),
  show: async (viewer, { forum: of }) => {
    const seat = chairSeat(viewer, of)
    const { settings, withdrawn } = await forumsFor(viewer).open(of)
    if (settings.sides.length === 0 || !sidesOf(settings).includes(seat.side)) throw new NotFound('side')
    return view('members/withdraw', withdrawPage(seat, withdrawn.includes(seat.side)))
  },
  submit: async (viewer, { forum }, { step }, { now }) => {
    await (step === 'withdraw' ? withdrawSide : returnSide)(viewer, now, { forum })
    return redirect(
      `/forums/${forum}/members`,
      step === 'withdraw' ? 'Your side has withdrawn' : 'Your side has returned',
    )
  },
})
members.get('/forums/:forum/members/withdraw', withdraw.show)
members.post('/forums/:forum/members/withdraw', withdraw.submit)
