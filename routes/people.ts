import { Router } from 'express'
import { z } from 'zod'
import { organisationsFor } from '../models/organisation.ts'
import { peopleFor } from '../models/person.ts'
import { editPerson } from '../server/acts/editPerson.ts'
import { settleDiffering } from '../server/acts/settleDiffering.ts'
import { letInAgain, unlinkPerson } from '../server/acts/unlinkPerson.ts'
import { choice, emailAddress, line, pageNumber, sought, whole } from '../server/fields.ts'
import { id } from '../server/ids.ts'
import { once } from '../server/once.ts'
import { form, page, redirect, view } from '../server/page.ts'
import { differingListPage, differingPage } from '../views/people/differing.ts'
import { personPage, unlinkPage } from '../views/people/edit.ts'
import { peopleListPage } from '../views/people/list.ts'
import { administrator } from './administration.ts'
import { organisationTyped } from './nameTyped.ts'

/** People of the installation, whose addresses and sign-in administrators keep. */
export const people: Router = Router()

/** Five queries: session, seats, how many, these, their organisations. */
people.get(
  '/administration/people',
  page(z.object({ find: sought, page: pageNumber }), async (viewer, { find, page: number }) => {
    const found = await peopleFor(administrator(viewer)).page(find, number)
    const through = found.records.map(({ signsInThrough }) => signsInThrough)
    return view('people/list', peopleListPage(found, await organisationsFor(viewer).some(through), find))
  }),
)

/** Five queries: session, seats, how many, these, their organisations. */
people.get(
  '/administration/people/differing',
  page(z.object({ page: pageNumber }), async (viewer, { page: number }) => {
    const found = await peopleFor(administrator(viewer)).differing(number)
    const through = found.records.map(({ signsInThrough }) => signsInThrough)
    return view('people/differing', differingListPage(found, await organisationsFor(viewer).some(through)))
  }),
)

const revision = whole('Reload the page', 0, 999_999_999)
const One = z.object({ person: id })

const Person = z.object({
  revision,
  name: line('Enter the person’s name', 120),
  email: emailAddress('Enter the person’s e-mail address'),
  signsInThrough: line('Enter the organisation through which this person signs in'),
})

const edit = form({
  place: One,
  fields: Person,
  show: async (viewer, { person: of }, state) => {
    const person = await peopleFor(administrator(viewer)).open(of)
    return view('people/edit', personPage(Person, person, await organisationsFor(viewer).list(), state))
  },
  submit: async (viewer, { person }, fields, { now }) => {
    administrator(viewer)
    const signsInThrough = await organisationTyped(viewer, fields.signsInThrough, 'signsInThrough')
    await editPerson(viewer, now, { ...fields, signsInThrough, person })
    return redirect('/administration/people', 'The person is saved')
  },
})
people.get('/administration/people/:person', edit.show)
people.post('/administration/people/:person', edit.submit)

const Settled = z.object({
  revision,
  email: z.string().max(320).catch(''),
  settle: choice(['accept', 'leave'], 'Select what is right'),
})

const settle = form({
  place: One,
  fields: Settled,
  show: async (viewer, { person: of }, state) => {
    const person = await peopleFor(administrator(viewer)).open(of)
    if (!person.differs || person.differs.settled) return redirect('/administration/people/differing')
    const organisation = await organisationsFor(viewer).open(person.signsInThrough)
    return view('people/settle', differingPage(Settled, person, person.differs, organisation, state))
  },
  submit: async (viewer, { person }, { settle: chosen, ...shown }, { now }) => {
    administrator(viewer)
    await once(
      async () => settleDiffering(viewer, now, { ...shown, person, accept: chosen === 'accept' }),
      async () => {
        const after = await peopleFor(viewer).open(person)
        return chosen === 'accept' ? after.email === shown.email : after.differs?.settled === true
      },
    )
    return redirect(
      '/administration/people/differing',
      chosen === 'accept' ? 'The address is changed' : 'Nothing is changed',
    )
  },
})
people.get('/administration/people/:person/differing', settle.show)
people.post('/administration/people/:person/differing', settle.submit)

const Unlinked = z.object({
  revision,
  why: choice(['left', 'again'], 'Select why the sign-in ends'),
  reason: line('Enter the reason, for the audit trail', 300),
})

const unlink = form({
  place: One,
  fields: Unlinked,
  show: async (viewer, { person: of }, state) =>
    view('people/unlink', unlinkPage(Unlinked, await peopleFor(administrator(viewer)).open(of), state)),
  submit: async (viewer, { person }, { why, ...fields }, { now }) => {
    administrator(viewer)
    const again = why === 'again'
    await once(
      async () => unlinkPerson(viewer, now, { ...fields, person, again }),
      async () => {
        const { revision: after, identities, unlinkedOn } = await peopleFor(viewer).open(person)
        return after === fields.revision + 1 && identities.length === 0 && (unlinkedOn === null) === again
      },
    )
    return redirect(`/administration/people/${person}`, 'The sign-in is ended')
  },
})
people.get('/administration/people/:person/sign-in', unlink.show)
people.post('/administration/people/:person/sign-in', unlink.submit)

people.post(
  '/administration/people/:person/let-in',
  page(One.extend({ revision }), async (viewer, { person, revision: shown }, { now }) => {
    administrator(viewer)
    await once(
      async () => letInAgain(viewer, now, { person, revision: shown }),
      async () => (await peopleFor(viewer).open(person)).unlinkedOn === null,
    )
    return redirect(`/administration/people/${person}`, 'The next sign-in is linked, and the invitation is on the way')
  }),
)
