import { Router } from 'express'
import { z } from 'zod'
import { areasFor } from '../models/area.ts'
import { identityProvidersFor } from '../models/identityProvider.ts'
import { organisationsFor, sectors } from '../models/organisation.ts'
import { addArea, addOrganisation, editArea, editOrganisation } from '../server/acts/keepOrganisations.ts'
import { Refused } from '../server/errors.ts'
import {
  calendarDate,
  choice,
  isBlank,
  line,
  optionalDate,
  optionalLine,
  optionalLines,
  pageNumber,
  sought,
  whole,
} from '../server/fields.ts'
import { slug, slugOf } from '../server/ids.ts'
import { once } from '../server/once.ts'
import { form, page, redirect, view } from '../server/page.ts'
import type { Person } from '../server/policy/terms.ts'
import { areaPage, organisationPage } from '../views/organisations/edit.ts'
import { areaListPage, organisationListPage } from '../views/organisations/list.ts'
import { mergedPage } from '../views/organisations/merge.ts'
import { signInLine } from '../views/organisations/signIn.ts'
import { administrator } from './administration.ts'
import { hasShortName, shortName } from './newForum.ts'

/** Organisations and areas, which administrators keep. */
export const organisations: Router = Router()

const Nothing = z.object({})
const revision = whole('Reload the page', 0, 999_999_999)

/** Several lines, each an entry of a list; empty ones and repeats fall away. */
const entries = optionalLines(4000).transform((text) => [
  ...new Set(
    text
      .split('\n')
      .map((one) => one.replace(/\s+/g, ' ').trim())
      .filter((one) => one !== ''),
  ),
])

/** Rows of fields as a list, without those in which nothing was typed. */
const rows = <Row extends z.ZodType>(row: Row) =>
  z.preprocess(
    (given) => {
      const all: unknown[] = typeof given === 'object' && given !== null ? Object.values(given) : []
      return all.filter((one) => !isBlank(one))
    },
    z.array(row).max(60, 'Use 60 rows or fewer'),
  )

const domain = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/

const fields = {
  name: line('Enter the organisation’s name', 160),
  sector: choice(sectors, 'Select the sector'),
  type: optionalLine(80),
  aliases: entries,
  domains: entries
    .transform((all) => all.map((one) => one.toLowerCase().replace(/^@/, '')))
    .refine((all) => all.every((one) => domain.test(one)), 'Enter domains such as deeholme.example, one in a line'),
  protectionName: optionalLine(120),
  protectionEmail: optionalLine(200).refine(
    (given) => given === '' || z.email().safeParse(given).success,
    'Enter an e-mail address in the right form, such as anna@example.org',
  ),
  areas: rows(
    z
      .object({
        area: slug.catch('').pipe(line('Select the area')),
        from: calendarDate('Enter the day from which it works there'),
        until: optionalDate,
      })
      .refine(({ from, until }) => until === null || until >= from, {
        path: ['until'],
        message: 'The last day must not be before the first',
      }),
  ),
  formerNames: rows(
    z.object({
      name: line('Enter the former name', 160),
      until: calendarDate('Enter the day until which it had this name'),
    }),
  ),
}

/** The fields of an organisation. The first of these is also what a form shows. */
const Organisation = z.object({ revision, ...fields })
const NewOrganisation = z
  .object({ shortName, ...fields })
  .refine(hasShortName, { path: ['shortName'], message: 'Enter a short name, such as deeholme' })

organisations.get(
  '/administration/organisations',
  page(z.object({ find: sought, page: pageNumber }), async (viewer, { find, page: number }) => {
    const found = await organisationsFor(administrator(viewer)).page(find, number)
    return view('organisations/list', organisationListPage(found, find))
  }),
)

/** Refuses an area that there is not. */
async function refuseUnknown(viewer: Person, areas: readonly { area: string }[]): Promise<void> {
  const known = (await areasFor(viewer).list()).map(({ _id }) => _id)
  const unknown = areas.findIndex(({ area }) => !known.includes(area))
  if (unknown >= 0) throw new Refused('Select an area from the list', `areas-${unknown}-area`)
}

const add = form({
  place: Nothing,
  fields: NewOrganisation,
  show: async (viewer, _place, state) => {
    const areas = await areasFor(administrator(viewer)).list()
    return view('organisations/edit', organisationPage(NewOrganisation, undefined, areas, '', state))
  },
  submit: async (viewer, _place, { shortName: short, ...organisation }, { now }) => {
    await refuseUnknown(administrator(viewer), organisation.areas)
    const _id = short === '' ? slugOf(organisation.name) : short
    await once(
      async () => addOrganisation(viewer, now, { ...organisation, _id }),
      async () => (await organisationsFor(viewer).some([_id])).some(({ name }) => name === organisation.name),
    )
    return redirect('/administration/organisations', 'The organisation is added')
  },
})
organisations.get('/administration/organisations/new', add.show)
organisations.post('/administration/organisations/new', add.submit)

const edit = form({
  place: z.object({ organisation: slug }),
  fields: Organisation,
  show: async (viewer, { organisation: of }, state, { now }) => {
    const organisation = await organisationsFor(administrator(viewer)).open(of)
    const { mergedInto } = organisation
    if (mergedInto) {
      const into = await organisationsFor(viewer).open(mergedInto.organisation)
      return view('organisations/merged', mergedPage(organisation, into, mergedInto.on))
    }
    const areas = await areasFor(viewer).list()
    const signIn = signInLine(await identityProvidersFor(viewer).ofOrganisation(of), now)
    return view('organisations/edit', organisationPage(Organisation, organisation, areas, signIn, state))
  },
  submit: async (viewer, { organisation: _id }, organisation, { now }) => {
    await refuseUnknown(administrator(viewer), organisation.areas)
    await editOrganisation(viewer, now, { ...organisation, _id })
    return redirect('/administration/organisations', 'The organisation is saved')
  },
})
organisations.get('/administration/organisations/:organisation', edit.show)
organisations.post('/administration/organisations/:organisation', edit.submit)

const areaFields = { name: line('Enter the area’s name', 120), description: optionalLines(1000) }
const Area = z.object({ revision, ...areaFields })
const NewArea = z
  .object({ shortName, ...areaFields })
  .refine(hasShortName, { path: ['shortName'], message: 'Enter a short name, such as dee-valley' })

organisations.get(
  '/administration/areas',
  page(Nothing, async (viewer) =>
    view('organisations/areas', areaListPage(await areasFor(administrator(viewer)).list())),
  ),
)

const newArea = form({
  place: Nothing,
  fields: NewArea,
  show: async (viewer, _place, state) => {
    administrator(viewer)
    return view('organisations/area', areaPage(NewArea, undefined, state))
  },
  submit: async (viewer, _place, { shortName: short, ...area }, { now }) => {
    administrator(viewer)
    const _id = short === '' ? slugOf(area.name) : short
    await once(
      async () => addArea(viewer, now, { ...area, _id }),
      async () => (await areasFor(viewer).list()).some((one) => one._id === _id && one.name === area.name),
    )
    return redirect('/administration/areas', 'The area is added')
  },
})
organisations.get('/administration/areas/new', newArea.show)
organisations.post('/administration/areas/new', newArea.submit)

const area = form({
  place: z.object({ area: slug }),
  fields: Area,
  show: async (viewer, { area: of }, state) =>
    view('organisations/area', areaPage(Area, await areasFor(administrator(viewer)).open(of), state)),
  submit: async (viewer, { area: _id }, fields_, { now }) => {
    administrator(viewer)
    await editArea(viewer, now, { ...fields_, _id })
    return redirect('/administration/areas', 'The area is saved')
  },
})
organisations.get('/administration/areas/:area', area.show)
organisations.post('/administration/areas/:area', area.submit)
