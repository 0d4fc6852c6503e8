import { Router } from 'express'
import { z } from 'zod'
import { itemAudiences, itemsFor, paperModes, purposes } from '../models/item.ts'
import { type Meeting, meetingsFor } from '../models/meeting.ts'
import { papersFor } from '../models/paper.ts'
import { addItem, editItem, moveItem, removeItem, useStandardOrder } from '../server/acts/arrangeAgenda.ts'
import { officerOf } from '../server/acts/convening.ts'
import { leftOver, meetingBefore, rollForward } from '../server/acts/rollForward.ts'
import { NotFound } from '../server/errors.ts'
import { choice, line, optionalLine, tick, whole } from '../server/fields.ts'
import { id } from '../server/ids.ts'
import { form, page, redirect, view } from '../server/page.ts'
import { type Person, ruleStatuses } from '../server/policy/terms.ts'
import { addItemPage, editItemPage } from '../views/agendas/edit.ts'
import { itemPage } from '../views/agendas/item.ts'
import { paperSources } from '../views/agendas/lines.ts'
import { forwardPage } from '../views/agendas/publish.ts'
import { agendaPage } from '../views/agendas/show.ts'

/** Agendas as the officers build them, and an item's own page. Publishing and late items are in publishing.ts. */
export const agendas: Router = Router()

const One = z.object({ meeting: id })
const OneItem = z.object({ item: id })

/** What an officer writes of an item. */
export const content = {
  title: line('Enter the title of the item', 150),
  lead: optionalLine(120),
  purpose: choice(purposes, 'Select the purpose'),
  minutes: whole('Enter how many minutes are allotted', 0, 480),
  paperMode: choice(paperModes, 'Select whether there is a paper'),
  audience: choice(itemAudiences, 'Select who can see this'),
  ruleStatus: choice(ruleStatuses, 'Select the rule'),
  standing: tick,
}
const NewItem = z.object({ id, ...content })
const EditedItem = z.object({ revision: z.coerce.number().int().min(0), ...content })

/** A meeting whose agenda this officer prepares. */
export async function ofOfficer(viewer: Person, _id: string): Promise<Meeting> {
  const meeting = await meetingsFor(viewer).open(_id)
  officerOf(viewer, meeting.forum)
  return meeting
}

/** Five queries: session, seats, meeting, items, papers. */
agendas.get(
  '/meetings/:meeting/agenda',
  page(One, async (viewer, { meeting: of }, { now }) => {
    const meeting = await ofOfficer(viewer, of)
    const items = await itemsFor(viewer).ofMeeting(of)
    const papers = await papersFor(viewer).ofItems(items.flatMap(paperSources))
    return view('agendas/show', agendaPage(viewer, meeting, items, papers, now))
  }),
)

agendas.post(
  '/meetings/:meeting/agenda/standard-order',
  page(One, async (viewer, asked, { now }) => {
    await useStandardOrder(viewer, now, asked)
    return redirect(`/meetings/${asked.meeting}/agenda`, 'The standard order is there. Add the substantive items')
  }),
)

const add = form({
  place: One,
  fields: NewItem,
  show: async (viewer, { meeting }, state) =>
    view('agendas/edit', addItemPage(NewItem, await ofOfficer(viewer, meeting), state)),
  submit: async (viewer, { meeting }, asked, { now }) => {
    await addItem(viewer, now, { ...asked, meeting })
    return redirect(`/meetings/${meeting}/agenda`, 'The item is added')
  },
})
agendas.get('/meetings/:meeting/agenda/items/new', add.show)
agendas.post('/meetings/:meeting/agenda/items/new', add.submit)

const edit = form({
  place: OneItem,
  fields: EditedItem,
  show: async (viewer, { item: of }, state) => {
    const item = await itemsFor(viewer).open(of)
    return view('agendas/edit', editItemPage(EditedItem, await ofOfficer(viewer, item.meeting), item, state))
  },
  submit: async (viewer, { item }, asked, { now }) => {
    await editItem(viewer, now, { ...asked, item })
    const { meeting } = await itemsFor(viewer).open(item)
    return redirect(`/meetings/${meeting}/agenda`, 'The item is saved')
  },
})
agendas.get('/items/:item/edit', edit.show)
agendas.post('/items/:item/edit', edit.submit)

const Move = OneItem.extend({ position: z.coerce.number().int().min(1).max(10_000), by: z.enum(['up', 'down']) })

agendas.post(
  '/items/:item/move',
  page(Move, async (viewer, { item: of, position, by }, { now }) => {
    const { meeting, forum } = await itemsFor(viewer).open(of)
    officerOf(viewer, forum)
    await moveItem(viewer, now, { item: of, position, by: by === 'up' ? -1 : 1 })
    return redirect(`/meetings/${meeting}/agenda`, 'The item is moved')
  }),
)

agendas.post(
  '/items/:item/remove',
  page(OneItem, async (viewer, asked, { now }) => {
    const { meeting } = await removeItem(viewer, now, asked)
    return redirect(`/meetings/${meeting}/agenda`, 'The item is removed')
  }),
)

/** Five queries: session, seats, item, meeting, papers. Somebody of a neighbouring forum sees an item and no meeting. */
agendas.get(
  '/items/:item',
  page(OneItem, async (viewer, { item: of }, { now }) => {
    const item = await itemsFor(viewer).open(of)
    const meeting = await meetingsFor(viewer)
      .open(item.meeting)
      .catch((error: unknown) => {
        if (error instanceof NotFound) return undefined
        throw error
      })
    const papers = await papersFor(viewer).ofItems(paperSources(item))
    return view('agendas/item', itemPage(viewer, item, meeting, papers, now))
  }),
)

const chosen = z.preprocess(
  (given) => (given === undefined ? [] : Array.isArray(given) ? given : [given]),
  z.array(id).max(100),
)

agendas.get(
  '/meetings/:meeting/agenda/roll-forward',
  page(One, async (viewer, { meeting: of }) => {
    const meeting = await ofOfficer(viewer, of)
    const before = await meetingBefore(viewer, meeting)
    const left = before === undefined ? [] : leftOver(await itemsFor(viewer).ofMeeting(before._id))
    return view('agendas/forward', forwardPage(meeting, before, left, await itemsFor(viewer).ofMeeting(of)))
  }),
)

agendas.post(
  '/meetings/:meeting/agenda/roll-forward',
  page(One.extend({ items: chosen }), async (viewer, asked, { now }) => {
    await rollForward(viewer, now, asked)
    return redirect(`/meetings/${asked.meeting}/agenda`, 'The items are on this agenda')
  }),
)
