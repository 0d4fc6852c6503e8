import { Router } from 'express'
import { z } from 'zod'
import { attendanceFor } from '../models/attendance.ts'
import { itemsFor } from '../models/item.ts'
import { type Meeting, meetingsFor } from '../models/meeting.ts'
import { seatsFor } from '../models/seat.ts'
import { adjournMeeting } from '../server/acts/adjournMeeting.ts'
import { officerOf } from '../server/acts/convening.ts'
import { recordArrival, recordLeaving } from '../server/acts/recordAttendance.ts'
import { closeMeeting, startMeeting, takeItem } from '../server/acts/runMeeting.ts'
import { returnToItem, stepOut } from '../server/acts/stepOut.ts'
import { dayOf } from '../server/dates.ts'
import { NotFound } from '../server/errors.ts'
import { calendarDate, line, wallTime } from '../server/fields.ts'
import { id } from '../server/ids.ts'
import { once } from '../server/once.ts'
import { form, page, redirect, view } from '../server/page.ts'
import type { Person } from '../server/policy/terms.ts'
import { arrivalsPage } from '../views/day/arrivals.ts'
import { dayPage } from '../views/day/show.ts'
import { adjournPage } from '../views/meetings/call.ts'
import { comesToIt } from '../views/meetings/show.ts'

/** The day of the meeting: one screen, for everybody who is invited; officers run the meeting from it. */
export const day: Router = Router()

const One = z.object({ meeting: id })
const itemOrNone = z.union([id, z.literal('')])
/** On the day of a meeting a session may rest for four hours. */
const restOfTheDay = 240

async function ofOfficer(viewer: Person, _id: string): Promise<Meeting> {
  const meeting = await meetingsFor(viewer).open(_id)
  officerOf(viewer, meeting.forum)
  return meeting
}

/** Five queries: session, seats, meeting, items, attendance. */
day.get(
  '/meetings/:meeting/day',
  page(One, async (viewer, { meeting: of }, { now, keepFor }) => {
    const meeting = await meetingsFor(viewer).open(of)
    if (!comesToIt(viewer, meeting)) throw new NotFound('meeting')
    if (meeting.meetingDate === dayOf(now) || meeting.state === 'held') keepFor(restOfTheDay)
    const items = await itemsFor(viewer).ofMeeting(of)
    const places = await attendanceFor(viewer).atMeeting(of)
    return view('day/show', dayPage(viewer, meeting, items, places, now))
  }),
)

const here = (meeting: string): string => `/meetings/${meeting}/day`

day.post(
  '/meetings/:meeting/day/start',
  page(One, async (viewer, asked, { now }) => {
    await startMeeting(viewer, now, asked)
    return redirect(here(asked.meeting), 'The meeting is started')
  }),
)

day.post(
  '/meetings/:meeting/day/take',
  page(One.extend({ current: itemOrNone, next: itemOrNone }), async (viewer, asked, { now }) => {
    await takeItem(viewer, now, asked)
    return redirect(here(asked.meeting))
  }),
)

day.post(
  '/meetings/:meeting/day/leave',
  page(One.extend({ place: id }), async (viewer, asked, { now }) => {
    await recordLeaving(viewer, now, asked)
    return redirect(here(asked.meeting), 'The departure is recorded')
  }),
)

const Stepping = One.extend({ item: id, person: id })

day.post(
  '/meetings/:meeting/day/step-out',
  page(Stepping, async (viewer, { meeting, item, person }, { now }) => {
    await ofOfficer(viewer, meeting)
    await stepOut(viewer, now, { item, person })
    return redirect(here(meeting), 'The stepping out is recorded')
  }),
)

day.post(
  '/meetings/:meeting/day/return',
  page(Stepping, async (viewer, { meeting, item, person }, { now }) => {
    await ofOfficer(viewer, meeting)
    await returnToItem(viewer, now, { item, person })
    return redirect(here(meeting), 'The return is recorded')
  }),
)

day.post(
  '/meetings/:meeting/day/close',
  page(One, async (viewer, asked, { now }) => {
    await closeMeeting(viewer, now, asked)
    return redirect(`/meetings/${asked.meeting}`, 'The meeting is closed. Confirm who came, and write the minutes')
  }),
)

/** Five queries: session, seats, meeting, attendance, who is invited. */
day.get(
  '/meetings/:meeting/arrivals',
  page(One, async (viewer, { meeting: of }, { now, keepFor }) => {
    const meeting = await ofOfficer(viewer, of)
    keepFor(restOfTheDay)
    const places = await attendanceFor(viewer).atMeeting(of)
    const seats = await seatsFor(viewer).admittedTo(meeting.forum, of, dayOf(now))
    return view('day/arrivals', arrivalsPage(meeting, places, seats))
  }),
)

day.post(
  '/meetings/:meeting/arrivals',
  page(One.extend({ seat: id }), async (viewer, asked, { now }) => {
    await recordArrival(viewer, now, asked)
    return redirect(`/meetings/${asked.meeting}/arrivals`, 'The arrival is recorded')
  }),
)

const Adjourn = z.object({
  id,
  meetingDate: calendarDate('Enter the day on which the meeting is resumed'),
  from: wallTime('Enter the time at which it begins'),
  until: wallTime('Enter the time at which it ends'),
  place: line('Enter the place of the meeting'),
  reason: line('Enter why the meeting is adjourned', 300),
})

const adjourn = form({
  place: One,
  fields: Adjourn,
  show: async (viewer, { meeting }, state) =>
    view('day/adjourn', adjournPage(Adjourn, await ofOfficer(viewer, meeting), state)),
  submit: async (viewer, { meeting }, asked, { now }) => {
    await once(
      async () => adjournMeeting(viewer, now, { ...asked, meeting }),
      async () => meetingsFor(viewer).exists(asked.id, meeting),
    )
    return redirect(`/meetings/${asked.id}`, 'The meeting is adjourned. This is the one that resumes it')
  },
})
day.get('/meetings/:meeting/day/adjourn', adjourn.show)
day.post('/meetings/:meeting/day/adjourn', adjourn.submit)
