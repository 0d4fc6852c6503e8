import { Router } from 'express'
import { z } from 'zod'
import { organisationsFor } from '../models/organisation.ts'
import { seatsFor } from '../models/seat.ts'
import { renameOrganisation } from '../server/acts/keepOrganisations.ts'
import { mergeOrganisations, mergerOf, placesMerged } from '../server/acts/mergeOrganisations.ts'
import { dayOf } from '../server/dates.ts'
import { NotFound, Refused } from '../server/errors.ts'
import { line, pageNumber, sought, tick, whole } from '../server/fields.ts'
import { slug } from '../server/ids.ts'
import { once } from '../server/once.ts'
import { form, page, redirect, view } from '../server/page.ts'
import type { Person } from '../server/policy/terms.ts'
import { choosePage, mergerPage, placesMergedPage, renamePage } from '../views/organisations/merge.ts'
import { administrator } from './administration.ts'
import { organisationTyped } from './nameTyped.ts'

/** Organisations that become part of another, or get another name: shown whole before it happens. */
export const mergers: Router = Router()

const One = z.object({ organisation: slug })
const Two = One.extend({ into: slug, page: pageNumber })
const base = '/administration/organisations'

/** An organisation that goes on. */
async function openOne(viewer: Person, _id: string) {
  const organisation = await organisationsFor(administrator(viewer)).open(_id)
  if (organisation.mergedInto) throw new NotFound('organisation')
  return organisation
}

const Chosen = z.object({ into: line('Enter the organisation that goes on') })

const choose = form({
  place: One,
  fields: Chosen,
  show: async (viewer, { organisation: of }, state) => {
    const organisation = await openOne(viewer, of)
    return view('organisations/merge', choosePage(Chosen, organisation, await organisationsFor(viewer).list(), state))
  },
  submit: async (viewer, { organisation }, fields) => {
    await openOne(viewer, organisation)
    const into = await organisationTyped(viewer, fields.into, 'into')
    if (into === organisation) throw new Refused('Enter another organisation', 'into')
    return redirect(`${base}/${organisation}/merge/${into}`)
  },
})
mergers.get(`${base}/:organisation/merge`, choose.show)
mergers.post(`${base}/:organisation/merge`, choose.submit)

const Confirmed = z.object({ shown: z.string().max(100).catch(''), sure: tick })

/** Five queries: session and seats, both organisations, their providers, who signs in through either, what sides require. */
const confirm = form({
  place: Two,
  fields: Confirmed,
  show: async (viewer, { organisation, into, page: number }, state, { now }) => {
    const merger = await mergerOf(administrator(viewer), organisation, into, dayOf(now))
    return view('organisations/merger', mergerPage(merger, number, state))
  },
  submit: async (viewer, { organisation: from, into }, { shown, sure }, { now }) => {
    administrator(viewer)
    if (!sure) throw new Refused('Tick that you have read what happens', 'sure')
    await once(
      async () => mergeOrganisations(viewer, now, { from, into, shown }),
      async () => (await organisationsFor(viewer).open(from)).mergedInto?.organisation === into,
    )
    return redirect(`${base}/${into}`, 'The organisations are one')
  },
})
mergers.get(`${base}/:organisation/merge/:into`, confirm.show)
mergers.post(`${base}/:organisation/merge/:into`, confirm.submit)

mergers.get(
  `${base}/:organisation/merge/:into/places`,
  page(Two, async (viewer, { organisation, into, page: number }, { now }) => {
    const places = await placesMerged(administrator(viewer), organisation, into, dayOf(now))
    return view('organisations/places', placesMergedPage(places, number))
  }),
)

const Renamed = z.object({
  revision: whole('Reload the page', 0, 999_999_999),
  name: line('Enter the organisation’s new name', 160),
})

/** Four queries: session, seats, the organisation, the places that show its name. */
const rename = form({
  place: One.extend({ name: sought, page: pageNumber }),
  fields: Renamed,
  show: async (viewer, { organisation: of, name, page: number }, state, { now }) => {
    const organisation = await openOne(viewer, of)
    const seats = await seatsFor(viewer).representing(of, dayOf(now))
    return view('organisations/rename', renamePage(Renamed, organisation, seats, { name, number }, state))
  },
  submit: async (viewer, { organisation: _id }, fields, { now }) => {
    await openOne(viewer, _id)
    await once(
      async () => renameOrganisation(viewer, now, { ...fields, _id }),
      async () => {
        const { name, revision } = await organisationsFor(viewer).open(_id)
        return name === fields.name && revision > fields.revision
      },
    )
    return redirect(`${base}/${_id}`, 'The organisation has its new name')
  },
})
mergers.get(`${base}/:organisation/rename`, rename.show)
mergers.post(`${base}/:organisation/rename`, rename.submit)
