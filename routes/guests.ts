import { Router } from 'express'
import { z } from 'zod'
import { sidesOf } from '../models/composition.ts'
import { forumsFor } from '../models/forum.ts'
import { meetingsFor } from '../models/meeting.ts'
import { organisationsFor } from '../models/organisation.ts'
import { seatsFor } from '../models/seat.ts'
import { deputiesNamedBy, mayName, nameDeputy, withdrawDeputy } from '../server/acts/nameDeputy.ts'
import { inviteGuests, withdrawGuest } from '../server/acts/inviteGuest.ts'
import { seatAs } from '../server/acts/seating.ts'
import { dayOf } from '../server/dates.ts'
import { choice, emailAddress, line, optionalLine } from '../server/fields.ts'
import { id, slug } from '../server/ids.ts'
import { once } from '../server/once.ts'
import { form, page, redirect, view } from '../server/page.ts'
import { officers, sides } from '../server/policy/terms.ts'
import { deputyPage, guestsPage } from '../views/members/deputy.ts'
import { organisationTyped } from './nameTyped.ts'

/** People who come to one meeting: deputies whom members name, and guests whom officers invite. */
export const guests: Router = Router()

const One = z.object({ forum: slug })
const Named = One.extend({ seat: id })
const meeting = z.string({ error: 'Select the meeting' }).pipe(id.catch('')).pipe(line('Select the meeting'))

const name = line('Enter their name', 120)
const email = emailAddress('Enter their e-mail address')

const Deputy = z.object({
  id,
  meeting,
  person: id.catch(''),
  name: z.unknown(),
  email: z.unknown(),
  organisation: optionalLine(200),
  jobTitle: optionalLine(120),
})
/** Somebody else than an earlier deputy needs a name and an address. */
const WholeDeputy = Deputy.superRefine((typed, context) => {
  if (typed.person !== '') return
  for (const [field, schema] of [
    ['name', name],
    ['email', email],
  ] as const)
    for (const { message } of schema.safeParse(typed[field]).error?.issues ?? [])
      context.addIssue({ code: 'custom', path: [field], message })
})

/** Five queries: session, seats, meetings, organisations, earlier deputies. */
const deputy = form({
  place: One.extend({ meeting: id.optional().catch(undefined) }),
  fields: WholeDeputy,
  show: async (viewer, { forum, meeting: asked }, state, { now }) => {
    const own = seatAs(viewer, forum, mayName)
    const today = dayOf(now)
    const [meetings, organisations, named] = await Promise.all([
      meetingsFor(viewer).upcoming([forum], today),
      organisationsFor(viewer).list(),
      deputiesNamedBy(viewer, forum),
    ])
    const known = { meetings, organisations, named, meeting: asked }
    return view('members/deputy', deputyPage(Deputy, own, known, state, today))
  },
  submit: async (viewer, { forum }, typed, { now }) => {
    seatAs(viewer, forum, mayName)
    const who = typed.person === '' ? { name: name.parse(typed.name), email: email.parse(typed.email) } : nobody
    const organisation = await organisationTyped(viewer, typed.organisation)
    await once(
      async () => nameDeputy(viewer, now, { ...typed, ...who, organisation, forum }),
      async () => (await deputiesNamedBy(viewer, forum)).some(({ _id }) => _id === typed.id),
    )
    return redirect(`/forums/${forum}/members/deputy`, 'Your deputy is named, and an invitation is on its way')
  },
})
const nobody = { name: '', email: '' } as const
guests.get('/forums/:forum/members/deputy', deputy.show)
guests.post('/forums/:forum/members/deputy', deputy.submit)

guests.post(
  '/forums/:forum/members/deputy/:seat/withdraw',
  page(Named, async (viewer, asked, { now }) => {
    await withdrawDeputy(viewer, now, asked)
    return redirect(`/forums/${asked.forum}/members/deputy`, 'The deputy is withdrawn and told')
  }),
)

const Guest = z.object({
  id,
  meeting,
  name,
  email,
  organisation: line('Enter the organisation represented'),
  jobTitle: optionalLine(120),
  side: choice(sides, 'Select a side, or no side'),
})

const guest = form({
  place: One,
  fields: Guest,
  show: async (viewer, { forum: of }, state, { now }) => {
    const own = seatAs(viewer, of, officers)
    const today = dayOf(now)
    const forum = await forumsFor(viewer).openToEdit(of)
    const meetings = await meetingsFor(viewer).upcoming([of], today)
    const organisations = await organisationsFor(viewer).list()
    const seats = await seatsFor(viewer).inForum(of, today)
    const known = {
      meetings,
      organisations,
      guests: seats.filter(({ role }) => role === 'guest'),
      sides: sidesOf(forum.settings),
    }
    return view('members/guests', guestsPage(Guest, own, known, state))
  },
  submit: async (viewer, { forum }, { meeting: to, ...typed }, { now }) => {
    seatAs(viewer, forum, officers)
    const organisation = await organisationTyped(viewer, typed.organisation)
    await once(
      async () => inviteGuests(viewer, now, { forum, meeting: to, guests: [{ ...typed, organisation }] }),
      async () => seatsFor(viewer).exists(typed.id, forum),
    )
    return redirect(`/forums/${forum}/members/guests`, 'The invitation is on the way')
  },
})
guests.get('/forums/:forum/members/guests', guest.show)
guests.post('/forums/:forum/members/guests', guest.submit)

guests.post(
  '/forums/:forum/members/guests/:seat/withdraw',
  page(Named, async (viewer, asked, { now }) => {
    await withdrawGuest(viewer, now, asked)
    return redirect(`/forums/${asked.forum}/members/guests`, 'The invitation is taken back, and the guest is told')
  }),
)
