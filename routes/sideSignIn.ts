import { Router } from 'express'
import { z } from 'zod'
import { forumsFor } from '../models/forum.ts'
import { seatsFor } from '../models/seat.ts'
import { givePasskeyCode, seatForCode } from '../server/acts/passkeyCodes.ts'
import { decidedBy, ownOrganisations, requireOfSide } from '../server/acts/requireOfSide.ts'
import { dayOf } from '../server/dates.ts'
import { NotFound } from '../server/errors.ts'
import { tick, whole } from '../server/fields.ts'
import { id, slug } from '../server/ids.ts'
import { form, page, redirect, view } from '../server/page.ts'
import { placesIn } from '../server/policy/places.ts'
import { type Person, type Seat, givesKey } from '../server/policy/terms.ts'
import { codeGivenPage, giveCodePage, sideSignInPage } from '../views/members/sign-in.ts'

/** What a side requires of a sign-in, and the codes that its chair gives. Before the places, whose addresses are like it. */
export const sideSignIn: Router = Router()

const One = z.object({ forum: slug })

const Decide = z.object({
  needsPasskey: tick,
  onlyThrough: z.preprocess(
    (given) => (given === undefined || given === '' ? [] : Array.isArray(given) ? given : [given]),
    z.array(slug, { error: 'Select organisations from the list' }).max(100, 'Select organisations from the list'),
  ),
  revision: whole('Reload the page', 0, 999_999_999),
})

/** The viewer's own place by which they hold the key of a side, proven or not. Throws NotFound for everybody else. */
function holderOf(viewer: Person, forum: string): Seat {
  const seat = placesIn(viewer, forum).find(givesKey)
  if (seat === undefined) throw new NotFound('seat')
  return seat
}

/** Five queries: session, seats, forum, seats of the forum, what is decided. */
const decide = form({
  place: One,
  fields: Decide,
  show: async (viewer, { forum: of }, state, { now }) => {
    const own = holderOf(viewer, of)
    const [forum, seats, decided] = await Promise.all([
      forumsFor(viewer).open(of),
      seatsFor(viewer).inForum(of, dayOf(now)),
      decidedBy(viewer, of, own.side),
    ])
    if (forum.settings.sides.length === 0) throw new NotFound('side')
    const organisations = ownOrganisations(seats, own.side)
    return view('members/sign-in', sideSignInPage(Decide, viewer, own, { seats, organisations, decided }, state))
  },
  submit: async (viewer, { forum }, typed, { now }) => {
    await requireOfSide(viewer, now, { forum, ...typed })
    return redirect(`/forums/${forum}/members/sign-in`, 'What your side requires of a sign-in is decided')
  },
})
sideSignIn.get('/forums/:forum/members/sign-in', decide.show)
sideSignIn.post('/forums/:forum/members/sign-in', decide.submit)

const Code = One.extend({ seat: id })

sideSignIn.get(
  '/forums/:forum/members/:seat/passkey-code',
  page(Code, async (viewer, { forum, seat: of }) => {
    const seat = await seatForCode(viewer, of)
    if (seat.forum !== forum) throw new NotFound('seat')
    return view('members/passkey-code', giveCodePage(viewer, holderOf(viewer, forum), seat))
  }),
)
sideSignIn.post(
  '/forums/:forum/members/:seat/passkey-code',
  page(Code.extend({ instead: tick }), async (viewer, { forum, seat: of, instead }, { now }) => {
    const seat = await seatForCode(viewer, of)
    if (seat.forum !== forum) throw new NotFound('seat')
    const code = await givePasskeyCode(viewer, now, { seat: of, instead })
    // Shown here and nowhere again: only its hash is kept.
    return view('members/passkey-code-given', codeGivenPage(holderOf(viewer, forum), seat, code))
  }),
)
