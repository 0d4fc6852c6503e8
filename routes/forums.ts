import { Router } from 'express'
import { z } from 'zod'
import { forumsFor } from '../models/forum.ts'
import { meetingsFor } from '../models/meeting.ts'
import { tasksFor } from '../models/task.ts'
import { seatAs } from '../server/acts/seating.ts'
import { editForum } from '../server/acts/setUpForum.ts'
import { dayOf } from '../server/dates.ts'
import { NotFound } from '../server/errors.ts'
import { slug } from '../server/ids.ts'
import { form, openPage, page, redirect, view } from '../server/page.ts'
import { type Person, type Seat, officers } from '../server/policy/terms.ts'
import { detailsPage } from '../views/forums/details.ts'
import { frontPage, welcomePage } from '../views/forums/front.ts'
import { Secretariat } from './newForum.ts'
import { homePage, tasksShown } from '../views/forums/home.ts'
import { placeIn } from '../server/policy/places.ts'

/** The front page, for visitors and for people who are signed in. */
export const front: Router = Router()

/** A forum's home page and its details. */
export const forums: Router = Router()

front.get(
  '/',
  openPage(z.object({}), async (viewer, _asked, { now }) => {
    if (viewer.kind !== 'person') return view('forums/welcome', welcomePage())
    const ids = [...new Set(viewer.seats.map(({ forum }) => forum))]
    const [first] = ids
    if (first !== undefined && ids.length === 1 && viewer.offices.length === 0) return redirect(`/forums/${first}`)
    if (first === undefined && viewer.offices.includes('administrator')) return redirect('/administration')
    const meetings = first === undefined ? [] : await meetingsFor(viewer).upcoming(ids, dayOf(now))
    const tasks = first === undefined ? [] : await tasksFor(viewer).waiting(viewer, 200)
    return view('forums/front', frontPage(viewer, meetings, tasks))
  }),
)

const One = z.object({ forum: slug })

/** The viewer's own place in a forum: one that lasts before one for a single meeting. Throws NotFound without any. */
export function ownPlace(viewer: Person, forum: string): Seat {
  const seat = placeIn(viewer, forum)
  if (seat === undefined) throw new NotFound('forum')
  return seat
}

/** Five queries: session, seats, forum, next meeting, tasks. */
forums.get(
  '/forums/:forum',
  page(One, async (viewer, { forum: of }, { now }) => {
    const seat = ownPlace(viewer, of)
    const [forum, [meeting], tasks] = await Promise.all([
      forumsFor(viewer).open(of),
      meetingsFor(viewer).upcoming([of], dayOf(now), 1),
      tasksFor(viewer).waiting(viewer, tasksShown + 1, of),
    ])
    return view('forums/home', homePage(seat, forum, meeting, tasks, now))
  }),
)

const details = form({
  place: One,
  fields: Secretariat,
  show: async (viewer, { forum }, state) => {
    seatAs(viewer, forum, officers)
    return view('forums/details', detailsPage(Secretariat, await forumsFor(viewer).openToEdit(forum), state))
  },
  submit: async (viewer, { forum }, fields, at) => {
    await editForum(viewer, at.now, { ...fields, forum })
    return redirect(`/forums/${forum}`, 'The details are saved')
  },
})
forums.get('/forums/:forum/details', details.show)
forums.post('/forums/:forum/details', details.submit)
