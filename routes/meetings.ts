import { Router } from 'express'
import { z } from 'zod'
import { answersTo } from '../models/answers.ts'
import { areasFor } from '../models/area.ts'
import { forumsFor } from '../models/forum.ts'
import { itemsFor } from '../models/item.ts'
import { type Meeting, meetingsFor } from '../models/meeting.ts'
import { papersFor } from '../models/paper.ts'
import { askChairs, callMeeting, isOutOfTurn, noticeOf } from '../server/acts/callMeeting.ts'
import { cancelMeeting, changeMeeting, moveMeeting } from '../server/acts/changeMeeting.ts'
import { officerOf } from '../server/acts/convening.ts'
import { meetingHash } from '../server/acts/meetingKeys.ts'
import { planMeeting } from '../server/acts/planMeeting.ts'
import { dayOf } from '../server/dates.ts'
import { NotFound, Refused } from '../server/errors.ts'
import { calendarDate, choice, line, optionalLine, pageNumber, tick, wallTime } from '../server/fields.ts'
import { id, slug } from '../server/ids.ts'
import { form, page, redirect, view } from '../server/page.ts'
import { keySeat, placeIn } from '../server/policy/places.ts'
import { type Person, ruleStatuses } from '../server/policy/terms.ts'
import { paperSources } from '../views/agendas/lines.ts'
import { callPage, cancelPage, meetingKeys, movePage } from '../views/meetings/call.ts'
import { meetingsPage } from '../views/meetings/list.ts'
import { editPage, planPage } from '../views/meetings/plan.ts'
import { shownHash } from './publishing.ts'
import { meetingPage } from '../views/meetings/show.ts'

export const meetings: Router = Router()

const InForum = z.object({ forum: slug })
const One = z.object({ meeting: id })
const revision = z.coerce.number().int().min(0)

/** Times and place, as every form of a meeting asks for them. */
const times = {
  from: wallTime('Enter the time at which the meeting begins'),
  until: wallTime('Enter the time at which the meeting ends'),
  place: line('Enter the place of the meeting'),
}
const meetingDate = calendarDate('Enter the date of the meeting')
const joiningLink = optionalLine(500).refine(
  (link) => link === '' || /^https?:\/\/[^\s]+$/.test(link),
  'Enter a link that begins with https://, or leave it empty',
)
const ruleStatus = choice(ruleStatuses, 'Select the rule for the meeting')

const Plan = z.object({
  id,
  kind: choice(['core', 'local'], 'Select the kind of meeting'),
  area: slug.catch(''),
  meetingDate,
  ...times,
  joiningLink,
  ruleStatus,
})
const Details = z.object({ revision, ...times, joiningLink, ruleStatus })
const reason = optionalLine(300)
const Call = z.object({ confirmed: tick, reason, hash: shownHash })
const Move = z.object({ revision, meetingDate, ...times, reason, confirmed: tick })
const Cancel = z.object({ reason: line('Enter why the meeting is cancelled', 300) })

/** The officer's own meeting; nobody else sees the form. */
async function ofOfficer(viewer: Person, _id: string): Promise<Meeting> {
  const meeting = await meetingsFor(viewer).open(_id)
  officerOf(viewer, meeting.forum)
  return meeting
}

/** Five queries: session, seats, meetings to come, how many were, a page of these. */
meetings.get(
  '/forums/:forum/meetings',
  page(InForum.extend({ page: pageNumber }), async (viewer, { forum, page: number }, { now }) => {
    const seat = placeIn(viewer, forum)
    if (seat === undefined) throw new NotFound('forum')
    const coming = await meetingsFor(viewer).coming(forum, dayOf(now), 24)
    return view('meetings/list', meetingsPage(seat, coming, await meetingsFor(viewer).past(forum, dayOf(now), number)))
  }),
)

/** Five queries: session, seats, forum, its meetings, areas. */
const plan = form({
  place: InForum,
  fields: Plan,
  show: async (viewer, { forum: of }, state, { now }) => {
    officerOf(viewer, of)
    const seat = placeIn(viewer, of)!
    const forum = await forumsFor(viewer).open(of)
    const known = { forum, meetings: await meetingsFor(viewer).inForum(of), areas: await areasFor(viewer).list() }
    return view('meetings/plan', planPage(Plan, seat, known, state, dayOf(now)))
  },
  submit: async (viewer, { forum }, asked, { now }) => {
    await planMeeting(viewer, now, { ...asked, forum })
    return redirect(`/meetings/${asked.id}`, 'The meeting is planned')
  },
})
meetings.get('/forums/:forum/meetings/new', plan.show)
meetings.post('/forums/:forum/meetings/new', plan.submit)

/** Three queries: session, seats, and one for the meeting, its items and papers; a fourth for papers from elsewhere. */
meetings.get(
  '/meetings/:meeting',
  page(One, async (viewer, { meeting: of }, { now }) => {
    const { meeting, items, papers } = await answersTo({
      meeting: meetingsFor(viewer).opening(of),
      items: itemsFor(viewer).onAgenda(of),
      papers: papersFor(viewer).onAgenda({ meeting: of }),
    })
    // Items that come back from an adjourned meeting have papers there.
    const sources = items.flatMap(paperSources)
    const all =
      sources.length > items.length
        ? (await answersTo({ papers: papersFor(viewer).onAgenda({ items: sources }) })).papers
        : papers
    return view('meetings/show', meetingPage(viewer, meeting, items, all, now))
  }),
)

const edit = form({
  place: One,
  fields: Details,
  show: async (viewer, { meeting }, state) =>
    view('meetings/edit', editPage(Details, await ofOfficer(viewer, meeting), state)),
  submit: async (viewer, { meeting }, asked, { now }) => {
    await changeMeeting(viewer, now, { ...asked, meeting })
    return redirect(`/meetings/${meeting}`, 'The meeting is changed')
  },
})
meetings.get('/meetings/:meeting/edit', edit.show)
meetings.post('/meetings/:meeting/edit', edit.submit)

const call = form({
  place: One,
  fields: Call,
  show: async (viewer, { meeting: of }, state, { now }) => {
    const meeting = await meetingsFor(viewer).open(of)
    const mayCall = keySeat(viewer, meeting.forum) !== undefined
    if (!mayCall) officerOf(viewer, meeting.forum)
    if (meeting.state !== 'planned') throw new Refused('This meeting has been called already, or does not take place.')
    const forum = await forumsFor(viewer).open(meeting.forum)
    const today = dayOf(now)
    const hash = meetingHash('call', meeting, [])
    const keys = meetingKeys(viewer, forum, meeting.keys, hash)
    const outOfTurn = await isOutOfTurn(viewer, meeting, forum.settings)
    const known = { notice: noticeOf(meeting, forum.settings, today), outOfTurn, mayCall, today, hash, keys }
    return view('meetings/call', callPage(Call, meeting, known, state))
  },
  submit: async (viewer, { meeting }, asked, { now }) => {
    const called = await callMeeting(viewer, now, { ...asked, meeting })
    const notice = called ? 'The meeting is called, and everybody is told' : 'Approved. Another key is missing'
    return redirect(`/meetings/${meeting}`, notice)
  },
})
meetings.get('/meetings/:meeting/call', call.show)
meetings.post('/meetings/:meeting/call', call.submit)

meetings.post(
  '/meetings/:meeting/ask-chairs',
  page(One.extend({ to: z.enum(['call', 'publish']) }), async (viewer, asked, { now }) => {
    await askChairs(viewer, now, asked)
    return redirect(`/meetings/${asked.meeting}`, 'The chairs are asked')
  }),
)

const move = form({
  place: One,
  fields: Move,
  show: async (viewer, { meeting }, state) =>
    view('meetings/move', movePage(Move, await ofOfficer(viewer, meeting), state)),
  submit: async (viewer, { meeting }, asked, { now }) => {
    await moveMeeting(viewer, now, { ...asked, meeting })
    return redirect(`/meetings/${meeting}`, 'The meeting is moved')
  },
})
meetings.get('/meetings/:meeting/move', move.show)
meetings.post('/meetings/:meeting/move', move.submit)

const cancel = form({
  place: One,
  fields: Cancel,
  show: async (viewer, { meeting }, state) =>
    view('meetings/cancel', cancelPage(Cancel, await ofOfficer(viewer, meeting), state)),
  submit: async (viewer, { meeting }, asked, { now }) => {
    await cancelMeeting(viewer, now, { ...asked, meeting })
    return redirect(`/meetings/${meeting}`, 'The meeting is cancelled')
  },
})
meetings.get('/meetings/:meeting/cancel', cancel.show)
meetings.post('/meetings/:meeting/cancel', cancel.submit)
