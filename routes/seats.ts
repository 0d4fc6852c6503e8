import { Router } from 'express'
import { z } from 'zod'
import { sidesOf } from '../models/composition.ts'
import { forumsFor } from '../models/forum.ts'
import { organisationsFor } from '../models/organisation.ts'
import { type SeatRecord, seatsFor } from '../models/seat.ts'
import { changeSeat, nameKeyHolder, rolesAfter } from '../server/acts/changeSeat.ts'
import { changeSide, endSeat } from '../server/acts/endSeat.ts'
import { handOverChair, mayFollow } from '../server/acts/handOverChair.ts'
import { chairSeat, seatToAppoint } from '../server/acts/seating.ts'
import { signInEndedOn } from '../server/acts/unlinkPerson.ts'
import { dayOf } from '../server/dates.ts'
import { NotFound } from '../server/errors.ts'
import { calendarDate, choice, line, optionalLine, tick, whole } from '../server/fields.ts'
import { id, slug } from '../server/ids.ts'
import { form, page, redirect, view } from '../server/page.ts'
import { type Person, keyRoles, roles, sides } from '../server/policy/terms.ts'
import { changeSidePage, endSeatPage, handOverPage, seatPage } from '../views/members/seat.ts'
import { organisationTyped } from './nameTyped.ts'

/** One place in a forum, for the chair of its side: role, organisation, key, side, end; and the chair's own handover. */
export const seats: Router = Router()

const One = z.object({ forum: slug, seat: id })
const revision = whole('Reload the page', 0, 999_999_999)

/** A place of this forum that the viewer may change. */
async function openSeat(viewer: Person, { forum, seat: of }: { forum: string; seat: string }): Promise<SeatRecord> {
  const { seat } = await seatToAppoint(viewer, of)
  if (seat.forum !== forum) throw new NotFound('seat')
  return seat
}

const Change = z.object({
  revision,
  role: choice(roles, 'Select a role'),
  organisation: line('Enter the organisation represented'),
  jobTitle: optionalLine(120),
})

const change = form({
  place: One,
  fields: Change,
  show: async (viewer, place, state) => {
    const own = chairSeat(viewer, place.forum)
    const seat = await openSeat(viewer, place)
    const forum = await forumsFor(viewer).open(place.forum)
    const all = sidesOf(forum.settings)
    const organisations = await organisationsFor(viewer).list()
    const offered = {
      organisations,
      roles: rolesAfter(seat.role),
      keyRoles,
      sided: all.includes(seat.side),
      sides: all,
      ended: await signInEndedOn(seat.person),
    }
    return view('members/seat', seatPage(Change, own, seat, offered, state))
  },
  submit: async (viewer, place, fields, { now }) => {
    await openSeat(viewer, place)
    const organisation = await organisationTyped(viewer, fields.organisation)
    await changeSeat(viewer, now, { ...fields, organisation, seat: place.seat })
    return redirect(`/forums/${place.forum}/members`, 'The place is changed')
  },
})
seats.get('/forums/:forum/members/:seat', change.show)
seats.post('/forums/:forum/members/:seat', change.submit)

seats.post(
  '/forums/:forum/members/:seat/key',
  page(One.extend({ revision, holds: tick }), async (viewer, { revision: shown, holds, ...place }, { now }) => {
    await openSeat(viewer, place)
    await nameKeyHolder(viewer, now, { seat: place.seat, revision: shown, holds })
    return redirect(
      `/forums/${place.forum}/members`,
      holds ? 'The holder of your side’s key is named' : 'The key is with the chair alone again',
    )
  }),
)

const End = z.object({
  revision,
  when: choice(['atOnce', 'later'], 'Select when the place ends'),
  lastDay: z.unknown().optional(),
})
const LastDay = calendarDate('Enter the last day')

const end = form({
  place: One,
  fields: End.superRefine(({ when, lastDay }, context) => {
    if (when === 'atOnce') return
    for (const { message } of LastDay.safeParse(lastDay).error?.issues ?? [])
      context.addIssue({ code: 'custom', path: ['lastDay'], message })
  }),
  show: async (viewer, place, state) => {
    const own = chairSeat(viewer, place.forum)
    return view('members/end', endSeatPage(End, own, await openSeat(viewer, place), state))
  },
  submit: async (viewer, place, { revision: shown, when, lastDay }, { now }) => {
    await openSeat(viewer, place)
    const last = when === 'later' ? LastDay.parse(lastDay) : undefined
    await endSeat(viewer, now, { seat: place.seat, revision: shown, lastDay: last })
    const own = viewer.seats.find(({ seat }) => seat === place.seat)
    return redirect(own !== undefined && last === undefined ? '/' : `/forums/${place.forum}/members`, 'The place ends')
  },
})
seats.get('/forums/:forum/members/:seat/end', end.show)
seats.post('/forums/:forum/members/:seat/end', end.submit)

const Side = z.object({
  revision,
  side: choice(sides, 'Select the new side'),
  organisation: line('Enter the organisation represented'),
})

const side = form({
  place: One,
  fields: Side,
  show: async (viewer, place, state) => {
    const own = chairSeat(viewer, place.forum)
    const seat = await openSeat(viewer, place)
    const { settings } = await forumsFor(viewer).open(place.forum)
    const organisations = await organisationsFor(viewer).list()
    return view('members/side', changeSidePage(Side, own, seat, { sides: sidesOf(settings), organisations }, state))
  },
  submit: async (viewer, place, fields, { now }) => {
    await openSeat(viewer, place)
    const organisation = await organisationTyped(viewer, fields.organisation)
    await changeSide(viewer, now, { ...fields, organisation, seat: place.seat })
    return redirect(`/forums/${place.forum}/members`, 'The place is ended, and the chair of the other side is asked')
  },
})
seats.get('/forums/:forum/members/:seat/side', side.show)
seats.post('/forums/:forum/members/:seat/side', side.submit)

/** The chair's handover. Registered before the place itself, whose address it would otherwise be. */
export const handover: Router = Router()

const HandOver = z.object({
  revision,
  successor: z.string({ error: 'Select who follows' }).pipe(id.catch('')).pipe(line('Select who follows')),
  from: calendarDate('Enter the first day of the new chair'),
  until: calendarDate('Enter your last day as chair'),
  stays: tick,
})

const hand = form({
  place: z.object({ forum: slug }),
  fields: HandOver,
  show: async (viewer, { forum }, state, { now }) => {
    const own = chairSeat(viewer, forum)
    const today = dayOf(now)
    const all = await seatsFor(viewer).inForum(forum, today)
    const mine = all.find(({ _id }) => _id === own.seat)
    if (mine === undefined) throw new NotFound('seat')
    const followers = all.filter(({ role, side: of }) => of === own.side && mayFollow.includes(role))
    return view('members/chair', handOverPage(HandOver, own, mine, followers, state, today))
  },
  submit: async (viewer, { forum }, fields, { now }) => {
    await handOverChair(viewer, now, { ...fields, forum })
    return redirect(`/forums/${forum}/members`, 'The chair is handed over')
  },
})
handover.get('/forums/:forum/members/chair', hand.show)
handover.post('/forums/:forum/members/chair', hand.submit)
