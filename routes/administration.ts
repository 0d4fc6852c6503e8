import { Router } from 'express'
import { z } from 'zod'
import { areasFor } from '../models/area.ts'
import { compositionOf } from '../models/composition.ts'
import { forumsFor } from '../models/forum.ts'
import { organisationsFor } from '../models/organisation.ts'
import { seatsFor } from '../models/seat.ts'
import { fillChair } from '../server/acts/fillChair.ts'
import { moveForum } from '../server/acts/moveForum.ts'
import { createForum, setUpForum } from '../server/acts/setUpForum.ts'
import { dayOf } from '../server/dates.ts'
import { NotFound } from '../server/errors.ts'
import { emailAddress, line, optionalLine, pageNumber, sought } from '../server/fields.ts'
import { id, slug, slugOf } from '../server/ids.ts'
import { once } from '../server/once.ts'
import { form, page, redirect, view } from '../server/page.ts'
import { permits } from '../server/policy/scope.ts'
import { type Person, sides } from '../server/policy/terms.ts'
import {
  administrationPage,
  editForumPage,
  fillChairPage,
  forumAdminPage,
  newForumPage,
  parentPage,
} from '../views/forums/administration.ts'
import { forumListPage, forumsBelowPage } from '../views/forums/forumList.ts'
import { Details, NewForum, Parent, firstSettings } from './newForum.ts'
import { forumTyped, organisationTyped } from './nameTyped.ts'

/** What administrators run of forums. They read nothing of a forum's work. */
export const administration: Router = Router()

const Nothing = z.object({})
const One = z.object({ forum: slug })

/** Lets administrators through: whoever the policy lets make forums. Everybody else finds nothing. */
export function administrator(viewer: Person): Person {
  if (!permits(viewer, 'create', 'forum', {})) throw new NotFound('administration')
  return viewer
}

administration.get(
  '/administration',
  page(Nothing, async (viewer) => {
    administrator(viewer)
    return view('forums/administration', administrationPage())
  }),
)

/** Five queries: session, seats, how many, these, those above them. */
administration.get(
  '/administration/forums',
  page(z.object({ find: sought, page: pageNumber }), async (viewer, { find, page: number }) => {
    const found = await forumsFor(administrator(viewer)).page(find, number)
    const above = found.records.flatMap(({ parent: one }) => (one === null ? [] : [one]))
    return view('forums/list', forumListPage(found, await forumsFor(viewer).some(above), find))
  }),
)

const make = form({
  place: Nothing,
  fields: NewForum,
  show: async (viewer, _place, state) => {
    const forums = await forumsFor(administrator(viewer)).names()
    return view('forums/new', newForumPage(NewForum, forums, await areasFor(viewer).list(), state))
  },
  submit: async (viewer, _place, fields, { now }) => {
    administrator(viewer)
    const { shortName, name, purpose, telephone, email } = fields
    const _id = shortName === '' ? slugOf(name) : shortName
    const areas = await knownAreas(viewer, fields.areas)
    const above = (await forumTyped(viewer, fields.parent, 'parent')) || null
    const asked = { _id, name, parent: above, purpose, telephone, email, areas }
    const made = async (): Promise<boolean> =>
      (await forumsFor(viewer).some([_id])).some((one) => one.name === name && one.email === email)
    await once(async () => createForum(viewer, now, { ...asked, settings: firstSettings(fields) }), made)
    return redirect(`/administration/forums/${_id}`, 'The forum is made. Now appoint its first chairs')
  },
})
administration.get('/administration/forums/new', make.show)
administration.post('/administration/forums/new', make.submit)

/** Those of the given areas that there are. */
async function knownAreas(viewer: Person, given: readonly string[]): Promise<string[]> {
  return given.length === 0
    ? []
    : (await areasFor(viewer).list()).map(({ _id }) => _id).filter((area) => given.includes(area))
}

/** Five queries: session, seats, forum, the one above it, its places. */
administration.get(
  '/administration/forums/:forum',
  page(One, async (viewer, { forum: of }, { now }) => {
    const forum = await forumsFor(viewer).openToAdminister(of)
    const [above] = forum.parent === null ? [] : await forumsFor(viewer).some([forum.parent])
    const seats = await seatsFor(viewer).inForum(of, dayOf(now))
    return view('forums/admin', forumAdminPage(forum, above, seats))
  }),
)

/** Five queries: session, seats, forum, how many, these. */
administration.get(
  '/administration/forums/:forum/below',
  page(One.extend({ page: pageNumber }), async (viewer, { forum: of, page: number }) => {
    const forum = await forumsFor(viewer).openToAdminister(of)
    return view('forums/below', forumsBelowPage(forum, await forumsFor(viewer).page('', number, of)))
  }),
)

const edit = form({
  place: One,
  fields: Details,
  show: async (viewer, { forum: of }, state) => {
    const forum = await forumsFor(viewer).openToAdminister(of)
    const organisations = await organisationsFor(viewer).list()
    return view('forums/edit', editForumPage(Details, forum, await areasFor(viewer).list(), organisations, state))
  },
  submit: async (viewer, { forum }, fields, { now }) => {
    administrator(viewer)
    const recordsOf = (await organisationTyped(viewer, fields.recordsOf, 'recordsOf')) || null
    await setUpForum(viewer, now, { ...fields, recordsOf, forum, areas: await knownAreas(viewer, fields.areas) })
    return redirect(`/administration/forums/${forum}`, 'The details are saved')
  },
})
administration.get('/administration/forums/:forum/edit', edit.show)
administration.post('/administration/forums/:forum/edit', edit.submit)

const parent = form({
  place: One,
  fields: Parent,
  show: async (viewer, { forum: of }, state) => {
    const forum = await forumsFor(viewer).openToAdminister(of)
    return view('forums/parent', parentPage(Parent, forum, await forumsFor(viewer).names(), state))
  },
  submit: async (viewer, { forum }, fields, { now }) => {
    administrator(viewer)
    const chosen = (await forumTyped(viewer, fields.parent, 'parent')) || null
    await moveForum(viewer, now, { forum, revision: fields.revision, parent: chosen })
    return redirect(`/administration/forums/${forum}`, 'The forum stands there now, and the chairs are told')
  },
})
administration.get('/administration/forums/:forum/parent', parent.show)
administration.post('/administration/forums/:forum/parent', parent.submit)

const Chair = z.object({
  id,
  name: line('Enter the person’s name', 120),
  email: emailAddress('Enter the person’s e-mail address'),
  organisation: line('Enter the organisation represented'),
  jobTitle: optionalLine(120),
})

const chair = form({
  place: One.extend({ side: z.enum(sides) }),
  fields: Chair,
  show: async (viewer, { forum: of, side }, state) => {
    const forum = await forumsFor(viewer).openToAdminister(of)
    if (!compositionOf(forum.settings, []).some((one) => one.side === side)) throw new NotFound('side')
    return view('forums/chair', fillChairPage(Chair, forum, side, await organisationsFor(viewer).list(), state))
  },
  submit: async (viewer, { forum, side }, fields, { now }) => {
    administrator(viewer)
    const organisation = await organisationTyped(viewer, fields.organisation)
    await once(
      async () => fillChair(viewer, now, { ...fields, organisation, forum, side }),
      async () => seatsFor(viewer).exists(fields.id, forum, [side]),
    )
    return redirect(`/administration/forums/${forum}`, 'The chair is filled, and every member is told')
  },
})
administration.get('/administration/forums/:forum/chair/:side', chair.show)
administration.post('/administration/forums/:forum/chair/:side', chair.submit)
