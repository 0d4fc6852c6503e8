import { Router } from 'express'
import { z } from 'zod'
import { invitationsFor } from '../models/invitation.ts'
import { organisationsFor } from '../models/organisation.ts'
import { confirmInvitations, declineInvitation } from '../server/acts/answerInvitations.ts'
import { inviteMembers, seatedAmong } from '../server/acts/inviteMembers.ts'
import { prepareInvitations, wasInvited } from '../server/acts/prepareInvitations.ts'
import { type Invitee, appointerTo, inviterTo } from '../server/acts/seating.ts'
import { type At, type Reply, form, page, redirect, view } from '../server/page.ts'
import { addMonths, dayOf } from '../server/dates.ts'
import { Refused } from '../server/errors.ts'
import { calendarDate, choice, emailAddress, line, lines, optionalLine, pageNumber } from '../server/fields.ts'
import { type FormState, noForm } from '../server/forms.ts'
import { id, slug } from '../server/ids.ts'
import { once } from '../server/once.ts'
import type { Person } from '../server/policy/terms.ts'
import { invitationsPage } from '../views/members/invitations.ts'
import { invitePage, invitedRoles, inviteSeveralPage } from '../views/members/invite.ts'
import { type Listed, idOfLine, readList } from './inviteList.ts'
import { organisationTyped } from './nameTyped.ts'

/** Inviting people to a side: one, or a list; by its chair at once, by its secretary for the chair to confirm. */
export const invitations: Router = Router()

const One = z.object({ forum: slug })
const from = calendarDate('Enter the first day')

/** Invites for the chair, or prepares as another officer; a second press of the same form finds it done. */
async function invite(viewer: Person, forum: string, people: readonly Invitee[], { now }: At): Promise<Reply> {
  const { atOnce } = await inviterTo(viewer, forum, now)
  const today = dayOf(now)
  for (const person of people)
    if (person.from < today || person.from > addMonths(today, 24))
      throw new Refused('Enter today or a later day, within two years', 'from')
  await once(
    async () => (atOnce ? inviteMembers : prepareInvitations)(viewer, now, { forum, people }),
    async () => wasDone(viewer, forum, people[0]?.id ?? '', now),
  )
  const many = people.length > 1 ? 'The invitations are' : 'The invitation is'
  return redirect(`/forums/${forum}/members`, `${many} ${atOnce ? 'on the way' : 'ready for the chair to confirm'}`)
}

/** Whether the form of this officer did its work already: observers and advisers sit with no side. */
async function wasDone(viewer: Person, forum: string, invited: string, now: Date): Promise<boolean> {
  const { seat, as } = await inviterTo(viewer, forum, now)
  return wasInvited(as, invited, forum, [seat.side, 'independent'])
}

const Invite = z.object({
  id,
  name: line('Enter the person’s name', 120),
  email: emailAddress('Enter the person’s e-mail address'),
  organisation: line('Enter the organisation represented'),
  jobTitle: optionalLine(120),
  role: choice(invitedRoles, 'Select a role'),
  from,
  signsInThrough: optionalLine(200),
})

const single = form({
  place: One,
  fields: Invite,
  show: async (viewer, { forum }, state, { now }) => {
    const inviter = await inviterTo(viewer, forum, now)
    const organisations = await organisationsFor(viewer).list()
    return view('members/invite', invitePage(Invite, inviter, organisations, state, dayOf(now)))
  },
  submit: async (viewer, { forum }, invitee, at) => {
    if (!(await wasDone(viewer, forum, invitee.id, at.now))) {
      const seated = await seatedAmong(viewer, forum, [invitee.email], at.now)
      if (seated.size > 0) throw new Refused('This person has a place in this forum already', 'email')
    }
    const organisation = await organisationTyped(viewer, invitee.organisation)
    const signsInThrough = await organisationTyped(viewer, invitee.signsInThrough, 'signsInThrough')
    return invite(viewer, forum, [{ ...invitee, organisation, signsInThrough }], at)
  },
})
invitations.get('/forums/:forum/members/invite', single.show)
invitations.post('/forums/:forum/members/invite', single.submit)

const List = z.object({
  id,
  list: lines('Paste the list, one person in a line', 40_000),
  from,
  step: choice(['check', 'change', 'confirm'], 'Use the buttons of the page'),
})

const several = form({
  place: One,
  fields: List,
  show: async (viewer, { forum }, state, at) => showList(viewer, forum, state, at, undefined),
  submit: async (viewer, { forum }, fields, at) => {
    await inviterTo(viewer, forum, at.now)
    const state: FormState = { ...noForm, typed: fields }
    if (fields.step === 'change') return showList(viewer, forum, state, at, undefined)
    if (
      fields.step === 'confirm' &&
      (await wasDone(viewer, forum, idOfLine(fields.id, firstLine(fields.list)), at.now))
    )
      return redirect(`/forums/${forum}/members`, 'The list was sent already')
    const looked = await readList(viewer, forum, fields, at.now)
    if (looked.wrong.length > 0 || fields.step === 'check') return showList(viewer, forum, state, at, looked)
    return invite(viewer, forum, looked.ready, at)
  },
})
invitations.get('/forums/:forum/members/invite-several', several.show)
invitations.post('/forums/:forum/members/invite-several', several.submit)

/** The number of the first line that holds somebody. */
const firstLine = (list: string): number => list.split('\n').findIndex((text) => text.trim() !== '') + 1

/** The form for a list, with what a look at it has found; lines to put right make it an error, each linked. */
async function showList(viewer: Person, forum: string, state: FormState, { now }: At, looked: Listed | undefined) {
  const inviter = await inviterTo(viewer, forum, now)
  const reply = view('members/invite-several', inviteSeveralPage(List, inviter, state, dayOf(now), looked))
  const errors = (looked?.wrong ?? []).map(({ number, text }) => ({
    text: `Line ${number}: ${text}`,
    href: `#list-line-${number}`,
  }))
  return reply.kind === 'view' && errors.length > 0 ? { ...reply, status: 400, errors } : reply
}

invitations.get(
  '/forums/:forum/members/invitations',
  page(One.extend({ page: pageNumber }), async (viewer, { forum, page: number }, { now }) => {
    const inviter = await inviterTo(viewer, forum, now)
    const waiting = await invitationsFor(inviter.as).waiting(forum, inviter.seat.side)
    return view('members/invitations', invitationsPage(inviter, waiting, number))
  }),
)

invitations.post(
  '/forums/:forum/members/invitations/confirm',
  page(
    One.extend({ ids: z.preprocess((given) => (Array.isArray(given) ? given : [given]), z.array(id).min(1).max(200)) }),
    async (viewer, { forum, ids }, { now }) => {
      const { seat, as } = await appointerTo(viewer, forum, now)
      await once(
        async () => confirmInvitations(viewer, now, { forum, ids }),
        async () => invitationsFor(as).wereAnswered(ids, 'confirmed', { forum, side: seat.side }),
      )
      return redirect(`/forums/${forum}/members/invitations`, 'Confirmed: the invitations are on their way')
    },
  ),
)

invitations.post(
  '/forums/:forum/members/invitations/:id/decline',
  page(One.extend({ id }), async (viewer, { forum, id: of }, { now }) => {
    const { seat, as } = await inviterTo(viewer, forum, now)
    await once(
      async () => declineInvitation(viewer, now, { forum, id: of }),
      async () => invitationsFor(as).wereAnswered([of], 'declined', { forum, side: seat.side }),
    )
    return redirect(`/forums/${forum}/members/invitations`, 'The prepared invitation is removed')
  }),
)
