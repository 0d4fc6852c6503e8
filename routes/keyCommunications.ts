import { Router } from 'express'
import { z } from 'zod'
import { forumsFor } from '../models/forum.ts'
import { keyCommunicationAudiences, keyCommunicationsFor } from '../models/keyCommunication.ts'
import { meetingsFor } from '../models/meeting.ts'
import { approveKeyCommunication, sendBackKeyCommunication } from '../server/acts/approveKeyCommunication.ts'
import { checkOf } from '../server/acts/checkKeyCommunication.ts'
import { officerOf } from '../server/acts/convening.ts'
import {
  askForKeys,
  beginKeyCommunication,
  editKeyCommunication,
  keepWording,
} from '../server/acts/writeKeyCommunication.ts'
import { NotFound } from '../server/errors.ts'
import { choice, line, lines, pageNumber } from '../server/fields.ts'
import { id, slug } from '../server/ids.ts'
import { feed, form, openPage, page, redirect, view } from '../server/page.ts'
import { permits } from '../server/policy/scope.ts'
import { approvalPage } from '../views/keyCommunications/approve.ts'
import { editPage, newPage } from '../views/keyCommunications/edit.ts'
import { atomFeed } from '../views/keyCommunications/feed.ts'
import { forumListPage, publicListPage } from '../views/keyCommunications/list.ts'
import { keyCommunicationPage } from '../views/keyCommunications/show.ts'

/** The public page, each issued text and the feed. */
export const publicKeyCommunications: Router = Router()
export const keyCommunications: Router = Router()

const One = z.object({ id })
const Words = z.object({
  title: line('Enter a title', 150),
  text: lines('Enter the text', 20_000),
  audience: choice(keyCommunicationAudiences, 'Select who can see this'),
})
const Begin = Words.extend({ id })
const Edit = Words.extend({ revision: z.coerce.number().int().min(1) })
const revision = z.coerce.number().int().min(1)
const hash = z.string().regex(/^[0-9a-f]{64}$/)

publicKeyCommunications.get(
  '/key-communications',
  openPage(
    z.object({ forum: slug.optional(), page: pageNumber }),
    async (viewer, { forum, page: number }) =>
      view(
        'keyCommunications/public',
        publicListPage(await keyCommunicationsFor(viewer).issuedPage(forum, number), forum),
      ),
    { logged: true },
  ),
)
publicKeyCommunications.get(
  '/key-communications.atom',
  openPage(
    z.object({ forum: slug.optional() }),
    async (viewer, { forum }, { baseUrl }) =>
      feed('application/atom+xml', atomFeed(await keyCommunicationsFor(viewer).issued(forum, 20), baseUrl, forum)),
    { logged: true },
  ),
)
publicKeyCommunications.get(
  '/key-communications/:id',
  openPage(One, async (viewer, asked) => {
    const communication = await keyCommunicationsFor(viewer).open(asked.id)
    const mayEdit = permits(viewer, 'edit', 'keyCommunication', communication)
    const mayGive = permits(viewer, 'giveKey', 'keyCommunication', communication)
    if (communication.state === 'issued' || viewer.kind !== 'person')
      return view('keyCommunications/show', keyCommunicationPage(communication, mayEdit))
    return redirect(`/key-communications/${asked.id}/${mayGive ? 'approve' : 'edit'}`)
  }),
)

keyCommunications.get(
  '/forums/:forum/key-communications',
  page(z.object({ forum: slug, page: pageNumber }), async (viewer, { forum: of, page: number }) => {
    const forum = await forumsFor(viewer).open(of)
    const list = await keyCommunicationsFor(viewer).page(of, number)
    const mayWrite = permits(viewer, 'create', 'keyCommunication', { forum: of, audience: 'public', state: 'draft' })
    return view('keyCommunications/list', forumListPage(forum, list, mayWrite))
  }),
)

/** Where a meeting's key communication is written: the one that was begun, or the form that begins one. */
keyCommunications.get(
  '/meetings/:meeting/key-communication',
  page(z.object({ meeting: id }), async (viewer, { meeting: of }) => {
    const { forum } = await meetingsFor(viewer).open(of)
    officerOf(viewer, forum)
    const written = await keyCommunicationsFor(viewer).ofMeeting(forum, of)
    const latest = written.find(({ state }) => state === 'draft') ?? written[0]
    return redirect(
      latest === undefined
        ? `/forums/${forum}/key-communications/new?meeting=${of}`
        : `/key-communications/${latest._id}`,
    )
  }),
)

const begin = form({
  place: z.object({ forum: slug, meeting: id.optional(), corrects: id.optional() }),
  fields: Begin,
  show: async (viewer, place, state) => {
    const forum = await forumsFor(viewer).open(place.forum)
    if (!permits(viewer, 'create', 'keyCommunication', { forum: forum._id, audience: 'public', state: 'draft' }))
      throw new NotFound('forum')
    const old = place.corrects === undefined ? undefined : await keyCommunicationsFor(viewer).open(place.corrects)
    const meeting = place.meeting === undefined ? undefined : await meetingsFor(viewer).open(place.meeting)
    if (meeting !== undefined && meeting.forum !== forum._id) throw new NotFound('meeting')
    return view('keyCommunications/edit', newPage(Begin, forum, place, { old, meeting }, state))
  },
  submit: async (viewer, { forum, meeting, corrects }, fields, { now }) => {
    await beginKeyCommunication(viewer, now, { ...fields, forum, meeting: meeting ?? null, corrects: corrects ?? null })
    return redirect(`/key-communications/${fields.id}/edit`, 'The draft is saved')
  },
})
keyCommunications.get('/forums/:forum/key-communications/new', begin.show)
keyCommunications.post('/forums/:forum/key-communications/new', begin.submit)

const edit = form({
  place: One,
  fields: Edit,
  show: async (viewer, { id: of }, state) => {
    const communication = await keyCommunicationsFor(viewer).open(of)
    if (communication.state === 'issued' || !permits(viewer, 'edit', 'keyCommunication', communication))
      throw new NotFound('keyCommunication')
    const checked = await checkOf(viewer, communication)
    // Only "not agreed by both sides" needs to know how many sides there are.
    const forum = communication.notAgreedSince === null ? null : await forumsFor(viewer).open(communication.forum)
    return view('keyCommunications/edit', editPage(Edit, forum, communication, checked, state))
  },
  submit: async (viewer, { id: of }, fields, { now }) => {
    await editKeyCommunication(viewer, now, { ...fields, id: of })
    return redirect(`/key-communications/${of}/edit`, 'The text is saved')
  },
})
keyCommunications.get('/key-communications/:id/edit', edit.show)
keyCommunications.post('/key-communications/:id/edit', edit.submit)

keyCommunications.post(
  '/key-communications/:id/keep',
  page(
    One.extend({ revision, text: z.string().min(1).max(500), reason: line('Enter why the wording is kept', 500) }),
    async (viewer, asked, { now }) => {
      await keepWording(viewer, now, asked)
      return redirect(`/key-communications/${asked.id}/edit`, 'The wording is kept, if every key holder agrees')
    },
  ),
)
keyCommunications.post(
  '/key-communications/:id/ask',
  page(One.extend({ revision }), async (viewer, asked, { now }) => {
    await askForKeys(viewer, now, asked)
    return redirect(`/key-communications/${asked.id}/edit`, 'The key holders are asked to approve')
  }),
)

const approve = form({
  place: One,
  fields: z.object({ hash, reason: line('Enter what should change', 1000) }),
  show: async (viewer, { id: of }, state) => {
    const communication = await keyCommunicationsFor(viewer).open(of)
    if (communication.state !== 'approval') return redirect(`/key-communications/${of}`)
    const forum = await forumsFor(viewer).open(communication.forum)
    return view('keyCommunications/approve', approvalPage(communication, forum, viewer, state))
  },
  submit: async (viewer, { id: of }, asked, { now }) => {
    const forum = await sendBackKeyCommunication(viewer, now, { ...asked, id: of })
    return redirect(`/forums/${forum}/key-communications`, 'It is sent back with your reason')
  },
})
keyCommunications.get('/key-communications/:id/approve', approve.show)
keyCommunications.post('/key-communications/:id/send-back', approve.submit)
keyCommunications.post(
  '/key-communications/:id/approve',
  page(One.extend({ hash }), async (viewer, asked, { now }) => {
    const { issued } = await approveKeyCommunication(viewer, now, asked)
    return redirect(
      `/key-communications/${asked.id}`,
      issued ? 'It is issued: yours was the last approval' : 'You have approved it',
    )
  }),
)
