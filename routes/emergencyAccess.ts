import { Router } from 'express'
import { z } from 'zod'
import { type EmergencyAccess, emergencyAccessFor, emergencyKinds } from '../models/emergencyAccess.ts'
import { forumsFor } from '../models/forum.ts'
import { itemsFor } from '../models/item.ts'
import { papersFor } from '../models/paper.ts'
import { partsFor } from '../models/part.ts'
import { askEmergencyAccess } from '../server/acts/askEmergencyAccess.ts'
import {
  approveEmergencyAccess,
  decideEmergencyAccess,
  objectToEmergencyAccess,
} from '../server/acts/decideEmergencyAccess.ts'
import { NotFound } from '../server/errors.ts'
import { choice, line, lines, whole } from '../server/fields.ts'
import { id } from '../server/ids.ts'
import { form, page, redirect, view } from '../server/page.ts'
import { permits } from '../server/policy/scope.ts'
import type { Person } from '../server/policy/terms.ts'
import { askPage, listPage } from '../views/emergencyAccess/ask.ts'
import { type Opened, recordPage, requestPage } from '../views/emergencyAccess/show.ts'
import { forumTyped } from './nameTyped.ts'

/** Emergency access: a records officer's request for one record, and what key holders and others decide about it. */
export const emergencyAccess: Router = Router()

const Nothing = z.object({})
const One = z.object({ request: id })
const noReference = 'Enter the address of the record’s page, or its reference of 32 letters and digits'

const NewRequest = z.object({
  id,
  forum: line('Enter the name of the forum'),
  kind: choice(emergencyKinds, 'Select what kind of record it is'),
  // The last reference in an address is the record's own.
  record: line(noReference, 400).transform((text, context) => {
    const found = text.match(/(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])/g)?.at(-1)
    if (found !== undefined) return found
    context.addIssue({ code: 'custom', message: noReference })
    return z.NEVER
  }),
  reason: lines('Enter why the record is needed, and who asks for it', 2000),
  days: whole('Enter for how many days it is needed', 1, 30),
})

/** Lets records officers through. */
function recordsOfficer(viewer: Person): Person {
  const mine = { owner: viewer.person, audience: 'forum', state: 'asked' }
  if (!permits(viewer, 'create', 'emergencyAccess', mine)) throw new NotFound('emergencyAccess')
  return viewer
}

/** Three queries: session, seats, requests. */
emergencyAccess.get(
  '/emergency-access',
  page(Nothing, async (viewer) => {
    const requests = await emergencyAccessFor(viewer).list()
    const officer = viewer.offices.includes('recordsOfficer')
    if (requests.length === 0 && !officer) throw new NotFound('emergencyAccess')
    return view('emergencyAccess/list', listPage(requests, officer, new Date()))
  }),
)

const ask = form({
  place: Nothing,
  fields: NewRequest,
  show: async (viewer, _place, state) => {
    const forums = await forumsFor(recordsOfficer(viewer)).names()
    return view('emergencyAccess/ask', askPage(NewRequest, forums, state))
  },
  submit: async (viewer, _place, fields, { now }) => {
    const forum = await forumTyped(recordsOfficer(viewer), fields.forum)
    await askEmergencyAccess(viewer, now, { ...fields, forum })
    return redirect(`/emergency-access/${fields.id}`, 'Your request is sent. Every chair is told')
  },
})
emergencyAccess.get('/emergency-access/new', ask.show)
emergencyAccess.post('/emergency-access/new', ask.submit)

/** The record of a request as this viewer may see it; undefined where that is nothing, or there is no such record. */
async function openedBy(viewer: Person, { kind, record, forum }: EmergencyAccess): Promise<Opened | undefined> {
  try {
    const opened: Opened =
      kind === 'item'
        ? { kind, item: await itemsFor(viewer).open(record) }
        : kind === 'paper'
          ? { kind, paper: await papersFor(viewer).open(record) }
          : { kind, part: await partsFor(viewer).open(record) }
    const own = 'item' in opened ? opened.item : 'paper' in opened ? opened.paper : opened.part
    return own.forum === forum && own.audience !== ('side' as string) ? opened : undefined
  } catch (error) {
    if (error instanceof NotFound) return undefined
    throw error
  }
}

const Objecting = z.object({ reason: lines('Enter why you object', 1000) })

/** Five queries: session, seats, request, record, forum. */
const show = form({
  place: One,
  fields: Objecting,
  show: async (viewer, { request: of }, state, { now }) => {
    const request = await emergencyAccessFor(viewer).open(of)
    const opened = await openedBy(viewer, request)
    const forum = permits(viewer, 'giveKey', 'emergencyAccess', request)
      ? await forumsFor(viewer).open(request.forum)
      : undefined
    return view('emergencyAccess/show', requestPage(Objecting, viewer, request, { opened, forum }, now, state))
  },
  submit: async (viewer, { request }, { reason }, { now }) => {
    await objectToEmergencyAccess(viewer, now, { request, reason })
    return redirect(`/emergency-access/${request}`, 'Your objection is recorded')
  },
})
emergencyAccess.get('/emergency-access/:request', show.show)
emergencyAccess.post('/emergency-access/:request', show.submit)

/** The record itself, for the officer alone and while the access lasts. Four queries: session, seats, request, record. */
emergencyAccess.get(
  '/emergency-access/:request/record',
  page(One, async (viewer, { request: of }, { now }) => {
    const request = await emergencyAccessFor(viewer).open(of)
    const lasts = request.state === 'granted' && request.until !== null && request.until > now
    const opened = request.owner === viewer.person && lasts ? await openedBy(viewer, request) : undefined
    if (opened === undefined) throw new NotFound('emergencyAccess')
    return view('emergencyAccess/record', recordPage(request, opened, now))
  }),
)

emergencyAccess.post(
  '/emergency-access/:request/approve',
  page(One, async (viewer, asked, { now }) => {
    await approveEmergencyAccess(viewer, now, asked)
    return redirect(`/emergency-access/${asked.request}`, 'Your approval is given')
  }),
)

emergencyAccess.post(
  '/emergency-access/:request/decide',
  page(One.extend({ decision: z.enum(['give', 'refuse']) }), async (viewer, { request, decision }, { now }) => {
    await decideEmergencyAccess(viewer, now, { request, give: decision === 'give' })
    return redirect(`/emergency-access/${request}`, 'Your decision is recorded. Every chair is told')
  }),
)
