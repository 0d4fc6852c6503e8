import { Router } from 'express'
import { z } from 'zod'
import { attendanceFor } from '../models/attendance.ts'
import { meetingsFor } from '../models/meeting.ts'
import { seatsFor } from '../models/seat.ts'
import { answerInvitation } from '../server/acts/answerInvitation.ts'
import { inviteOrganisations, organisationsOf } from '../server/acts/inviteOrganisations.ts'
import { confirmAttendance, keepsAttendance } from '../server/acts/recordAttendance.ts'
import { dayOf } from '../server/dates.ts'
import { NotFound, Refused } from '../server/errors.ts'
import { choice, emailAddress, line, optionalLine, tick } from '../server/fields.ts'
import { id, slug } from '../server/ids.ts'
import { form, page, redirect, view } from '../server/page.ts'
import { answerPage, attendancePage } from '../views/meetings/attendance.ts'
import { invitationsPage } from '../views/meetings/invitations.ts'
import { invitedPlace } from '../server/policy/places.ts'

/** Who is invited to a meeting, who comes, who came. */
export const attendance: Router = Router()

const One = z.object({ meeting: id })
const Answer = z.object({ answer: choice(['coming', 'apologies', 'deputy'], 'Select whether you come') })

/** Four queries: session, seats, meeting, one's own place. */
const answer = form({
  place: One,
  fields: Answer,
  show: async (viewer, { meeting: of }, state) => {
    const meeting = await meetingsFor(viewer).open(of)
    const seat = invitedPlace(viewer, meeting.forum, of)
    if (seat === undefined) throw new NotFound('attendance')
    if (meeting.state !== 'called') throw new Refused('The meeting has begun or does not take place.')
    const own = await attendanceFor(viewer).ofPerson(of, viewer.person)
    return view('meetings/answer', answerPage(Answer, meeting, own, seat, state))
  },
  submit: async (viewer, { meeting: of }, asked, { now }) => {
    await answerInvitation(viewer, now, { ...asked, meeting: of })
    const { forum } = await meetingsFor(viewer).open(of)
    return asked.answer === 'deputy'
      ? redirect(`/forums/${forum}/members/deputy?meeting=${of}`, 'Your answer is sent. Now name your deputy')
      : redirect(`/meetings/${of}`, 'Your answer is sent')
  },
})
attendance.get('/meetings/:meeting/answer', answer.show)
attendance.post('/meetings/:meeting/answer', answer.submit)

/** Five queries at most: session, seats, meeting, attendance, and for officers who was named. */
attendance.get(
  '/meetings/:meeting/attendance',
  page(One, async (viewer, { meeting: of }, { now }) => {
    const meeting = await meetingsFor(viewer).open(of)
    const places = await attendanceFor(viewer).atMeeting(of)
    const officer = keepsAttendance(viewer, meeting)
    const seats = officer ? await seatsFor(viewer).admittedTo(meeting.forum, of, dayOf(now)) : []
    return view('meetings/attendance', attendancePage(viewer, meeting, places, seats))
  }),
)

const seats = z.preprocess(
  (given) => (given === undefined ? [] : Array.isArray(given) ? given : [given]),
  z.array(id).max(500),
)

attendance.post(
  '/meetings/:meeting/attendance',
  page(One.extend({ present: seats, holding: seats }), async (viewer, asked, { now }) => {
    await confirmAttendance(viewer, now, asked)
    return redirect(`/meetings/${asked.meeting}/attendance`, 'Attendance is confirmed')
  }),
)

/** A row of the organisations of an area: whom to invite, if it is ticked. */
const Row = z
  .object({ id, organisation: slug, invite: tick, name: optionalLine(120), email: optionalLine(200) })
  .superRefine((row, context) => {
    if (!row.invite) return
    const wanted = { name: line('Enter whom to invite', 120), email: emailAddress('Enter their e-mail address') }
    for (const field of ['name', 'email'] as const)
      for (const { message } of wanted[field].safeParse(row[field]).error?.issues ?? [])
        context.addIssue({ code: 'custom', path: [field], message })
  })
const Invited = z.object({
  guests: z.preprocess(
    (given) => (typeof given === 'object' && given !== null ? Object.values(given) : []),
    z.array(Row).max(100),
  ),
})

/** Five queries: session, seats, meeting, organisations, who is invited. */
const organisations = form({
  place: One,
  fields: Invited,
  show: async (viewer, { meeting: of }, state) => {
    const meeting = await meetingsFor(viewer).open(of)
    const inArea = await organisationsOf(viewer, meeting)
    const invited = await seatsFor(viewer).admittedTo(meeting.forum, of, meeting.meetingDate)
    return view('meetings/invitations', invitationsPage(Invited, meeting, inArea, invited, state))
  },
  submit: async (viewer, { meeting }, { guests }, { now }) => {
    const contacts = guests.flatMap(({ invite, ...row }, at) => (invite ? [{ ...row, at }] : []))
    if (contacts.length === 0) throw new Refused('Tick at least one organisation to invite', 'guests-0-invite')
    await inviteOrganisations(viewer, now, { meeting, guests: contacts })
    return redirect(`/meetings/${meeting}/invitations`, 'The invitations are on their way')
  },
})
attendance.get('/meetings/:meeting/invitations', organisations.show)
attendance.post('/meetings/:meeting/invitations', organisations.submit)
