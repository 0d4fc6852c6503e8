import { Router } from 'express'
import { z } from 'zod'
import { organisationsFor } from '../models/organisation.ts'
import { peopleFor } from '../models/person.ts'
import { editPerson } from '../server/acts/editPerson.ts'
import { emailAddress, line, pageNumber, sought, whole } from '../server/fields.ts'
import { id } from '../server/ids.ts'
import { form, page, redirect, view } from '../server/page.ts'
import { personPage } from '../views/people/edit.ts'
import { peopleListPage } from '../views/people/list.ts'
import { administrator } from './administration.ts'
import { organisationTyped } from './organisationTyped.ts'

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

const Person = z.object({
  revision: whole('Reload the page', 0, 999_999_999),
  name: line('Enter the person’s name', 120),
  email: emailAddress('Enter the person’s e-mail address'),
  signsInThrough: line('Enter the organisation through which this person signs in'),
})

const edit = form({
  place: z.object({ person: id }),
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
