import { Router } from 'express'
import { z } from 'zod'
import { forumsFor } from '../models/forum.ts'
import { itemsFor } from '../models/item.ts'
import { meetingsFor } from '../models/meeting.ts'
import { papersFor } from '../models/paper.ts'
import { approveLateItem, keysStanding, mayGiveKey, proposeLateItem } from '../server/acts/proposeLateItem.ts'
import { checkTitles } from '../server/acts/checkTitles.ts'
import { officerOf } from '../server/acts/convening.ts'
import { inOrder } from '../server/acts/arrangeAgenda.ts'
import { meetingHash } from '../server/acts/meetingKeys.ts'
import { forItsChair, isWholeAgenda, publishAgenda } from '../server/acts/publishAgenda.ts'
import { dropTightening, tightenRule } from '../server/acts/tightenRule.ts'
import { withdrawItem } from '../server/acts/withdrawItem.ts'
import { dayOf } from '../server/dates.ts'
import { NotFound, Refused } from '../server/errors.ts'
import { id } from '../server/ids.ts'
import { form, page, redirect, view } from '../server/page.ts'
import { keySeat } from '../server/policy/places.ts'
import type { Person } from '../server/policy/terms.ts'
import { addItemPage } from '../views/agendas/edit.ts'
import { mayWithdraw } from '../views/agendas/lines.ts'
import { approvePage, publishPage, rulePage, withdrawPage } from '../views/agendas/publish.ts'
import { content, ofOfficer } from './agendas.ts'

/** What chairs do with an agenda: publish it, and with two keys add a late item or tighten the rule. */
export const publishing: Router = Router()

const One = z.object({ meeting: id })
/** The version hash of the page; only needed where the terms ask for every key. */
export const shownHash = z.string().max(64).default('')
const LateItem = z.object({ id, ...content, after: id.catch('') })

/** The meeting, for officers and for whom a side named to give its key. */
export async function ofKeyHolder(viewer: Person, _id: string) {
  const meeting = await meetingsFor(viewer).open(_id)
  if (keySeat(viewer, meeting.forum) === undefined) officerOf(viewer, meeting.forum)
  return meeting
}

/** Five queries: session, meeting, items, forum, and whether these are all the items where every key is needed. After titles were refused, more, to say which. */
const publish = form({
  place: One,
  fields: z.object({ hash: shownHash }),
  show: async (viewer, { meeting: of }, state, { now }) => {
    const meeting = await ofKeyHolder(viewer, of)
    if (meeting.agendaPublishedAt !== null) return redirect(`/meetings/${of}`, 'The agenda is published already')
    const items = await itemsFor(viewer).ofMeeting(of)
    const forum = await forumsFor(viewer).open(meeting.forum)
    const naming = state.wrong.some(({ field }) => field === 'titles')
    const found = naming
      ? await checkTitles({ forum: forum._id, meeting: of }, items, await papersFor(viewer).ofMeeting(of))
      : []
    const hash = meetingHash('publish', meeting, inOrder(items))
    const refused = forum.settings.meetingKeys !== 'every' || (await isWholeAgenda(of, items)) ? '' : forItsChair
    const known = { forum, hash, today: dayOf(now), found, refused }
    return view('agendas/publish', publishPage(viewer, meeting, items, known))
  },
  submit: async (viewer, asked, { hash }, { now }) => {
    const published = await publishAgenda(viewer, now, { ...asked, hash })
    const notice = published ? 'The agenda is published, and everybody is told' : 'Approved. Another key is missing'
    return redirect(`/meetings/${asked.meeting}`, notice)
  },
})
publishing.get('/meetings/:meeting/agenda/publish', publish.show)
publishing.post('/meetings/:meeting/agenda/publish', publish.submit)

const late = form({
  place: One,
  fields: LateItem,
  show: async (viewer, { meeting: of }, state) => {
    const meeting = await ofOfficer(viewer, of)
    return view('agendas/edit', addItemPage(LateItem, meeting, state, await itemsFor(viewer).ofMeeting(of)))
  },
  submit: async (viewer, { meeting }, asked, { now }) => {
    await proposeLateItem(viewer, now, { ...asked, meeting })
    return redirect(`/items/${asked.id}/approve`, 'The late item is proposed')
  },
})
publishing.get('/meetings/:meeting/agenda/late', late.show)
publishing.post('/meetings/:meeting/agenda/late', late.submit)

/** Five queries: session, seats, item, meeting, forum. */
publishing.get(
  '/items/:item/approve',
  page(z.object({ item: id }), async (viewer, { item: of }, { now }) => {
    const item = await itemsFor(viewer).open(of)
    if (!item.late) throw new NotFound('item')
    const meeting = await ofKeyHolder(viewer, item.meeting)
    const forum = await forumsFor(viewer).open(item.forum)
    const known = { mayGive: mayGiveKey(viewer, forum, item), forum, now }
    return view('agendas/approve', approvePage(meeting, item, keysStanding(item), known))
  }),
)

publishing.post(
  '/items/:item/approve',
  page(z.object({ item: id, hash: z.string().regex(/^[0-9a-f]{64}$/) }), async (viewer, asked, { now }) => {
    const { meeting } = await itemsFor(viewer).open(asked.item)
    await ofKeyHolder(viewer, meeting)
    await approveLateItem(viewer, now, asked)
    return redirect(`/items/${asked.item}/approve`, 'Your approval is given')
  }),
)

/** Four queries: session, seats, item, meeting. */
publishing.get(
  '/items/:item/withdraw',
  page(z.object({ item: id }), async (viewer, { item: of }) => {
    const item = await itemsFor(viewer).open(of)
    const meeting = await ofKeyHolder(viewer, item.meeting)
    if (!mayWithdraw(viewer, meeting, item)) throw new NotFound('item')
    return view('agendas/withdraw', withdrawPage(meeting, item))
  }),
)

publishing.post(
  '/items/:item/withdraw',
  page(z.object({ item: id }), async (viewer, asked, { now }) => {
    const { meeting } = await itemsFor(viewer).open(asked.item)
    await withdrawItem(viewer, now, asked)
    return redirect(`/meetings/${meeting}`, 'The item is withdrawn. Those concerned are told')
  }),
)

/** Four queries: session, seats, meeting, items. */
publishing.get(
  '/meetings/:meeting/rule',
  page(One, async (viewer, { meeting: of }) => {
    const meeting = await ofKeyHolder(viewer, of)
    return view('agendas/rule', rulePage(viewer, meeting, await itemsFor(viewer).ofMeeting(of)))
  }),
)

publishing.post(
  '/meetings/:meeting/rule',
  page(One.extend({ item: z.union([id, z.literal('')]).optional() }), async (viewer, { meeting, item }, { now }) => {
    await ofKeyHolder(viewer, meeting)
    if (item === undefined) throw new Refused('Go back, and select what comes under the Rule.')
    await tightenRule(viewer, now, { meeting, item: item === '' ? null : item })
    return redirect(`/meetings/${meeting}/rule`, 'Your key is given')
  }),
)

publishing.post(
  '/meetings/:meeting/rule/drop',
  page(One, async (viewer, asked, { now }) => {
    await dropTightening(viewer, now, asked)
    return redirect(`/meetings/${asked.meeting}/rule`, 'The proposal is taken back')
  }),
)
