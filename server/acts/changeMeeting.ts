import { attendanceFor } from '../../models/attendance.ts'
import { forumsFor } from '../../models/forum.ts'
import { itemsFor } from '../../models/item.ts'
import { type Meeting, meetingsFor } from '../../models/meeting.ts'
import { minutesFor } from '../../models/minutes.ts'
import { dayOf } from '../dates.ts'
import { Refused, Stale } from '../errors.ts'
import type { Viewer } from '../policy/terms.ts'
import { act } from './act.ts'
import { type ShortNotice, confirmNotice, noticeOf } from './callMeeting.ts'
import {
  about,
  admittedPeople,
  answerTask,
  follow,
  inviteSeats,
  keepDeputies,
  meetingIn,
  officerOf,
  oneChair,
  quorum,
} from './convening.ts'
import { refuseNamingReason } from './checkTitles.ts'
import { endLateItems, redateLateItems } from './lateKeys.ts'
import { refuseLooser, refuseOddTimes } from './planMeeting.ts'

export type Times = Pick<Meeting, 'meetingDate' | 'from' | 'until' | 'place'>
const over = 'This meeting has begun or does not take place. It cannot be changed any more.'

/** What the form of a meeting's details brings; `revision` is the one that was shown. */
export type Details = Omit<Times, 'meetingDate'> &
  Pick<Meeting, 'joiningLink' | 'ruleStatus'> & { readonly meeting: string; readonly revision: number }

/**
 * An officer changes times, place, joining link or rule status of a meeting that has not begun. The rule status may be
 * tightened only, and after the agenda is published only with two keys. Whoever was invited is told of another time or
 * place. Does nothing where nothing is changed. Throws Stale with the times as they stand when somebody else has changed the meeting since it was shown.
 */
export async function changeMeeting(viewer: Viewer, now: Date, asked: Details): Promise<void> {
  const meeting = await meetingsFor(viewer).open(asked.meeting)
  officerOf(viewer, meeting.forum)
  const fields = ['from', 'until', 'place', 'joiningLink', 'ruleStatus'] as const
  if (fields.some((field) => meeting[field] !== asked[field])) await change(viewer, now, asked)
}

const change = act(async (doing, asked: Details): Promise<void> => {
  const { viewer, record, tell } = doing
  const meeting = await meetingIn(viewer, asked.meeting, ['planned', 'called'], over)
  officerOf(viewer, meeting.forum)
  const { meeting: _id, revision, ...given } = asked
  if (meeting.revision !== revision) throw new Stale(differences(meeting, given))
  refuseOddTimes({ ...given, meetingDate: meeting.meetingDate }, meeting.meetingDate)
  refuseLooser(meeting.ruleStatus, given.ruleStatus)
  const tightened = meeting.ruleStatus !== given.ruleStatus
  if (tightened && meeting.agendaPublishedAt !== null)
    throw new Refused('The agenda is published: tightening the rule needs two keys, on the agenda’s page', 'ruleStatus')
  const changed = await meetingsFor(viewer).change(_id, ['planned', 'called'], given)
  if (tightened) await itemsFor(viewer).editAll(_id, { ruleStatus: given.ruleStatus })
  if (tightened) await follow(await itemsFor(quorum).ofMeeting(_id), { ruleStatus: given.ruleStatus })
  await record({
    forum: meeting.forum,
    event: 'meeting changed',
    record: _id,
    details: { ruleStatus: given.ruleStatus },
  })
  const elsewhere = (['from', 'until', 'place'] as const).some((field) => meeting[field] !== changed[field])
  if (meeting.state === 'called' && elsewhere) {
    await redateLateItems(doing, changed, await forumsFor(viewer).open(meeting.forum))
    await tell({ ...about(changed), kind: 'meetingMoved', to: await admittedPeople(changed) })
  }
})

/** Fields of which somebody else has made something other than what was typed, as they stand. */
function differences(meeting: Meeting, typed: Partial<Meeting>): Record<string, string> {
  const fields = ['from', 'until', 'place', 'joiningLink'] as const
  return Object.fromEntries(
    fields.filter((field) => meeting[field] !== typed[field]).map((field) => [field, meeting[field]]),
  )
}

/**
 * Moves a meeting to another day, with its agenda, papers and minutes. Of a called meeting that is for one chair; the
 * notice counts anew, and everybody is told and asked again whether they come. Does nothing for a meeting that is on
 * that day already with the same times and place. Throws Stale when it was changed since it was shown.
 */
export async function moveMeeting(viewer: Viewer, now: Date, asked: Moving): Promise<void> {
  const meeting = await meetingsFor(viewer).open(asked.meeting)
  const fields = ['meetingDate', 'from', 'until', 'place'] as const
  const isThere = meeting.revision !== asked.revision && fields.every((field) => meeting[field] === asked[field])
  if (!isThere) await move(viewer, now, asked)
}

/** Where a meeting is moved; `revision` is the one that was shown. */
export type Moving = Times & ShortNotice & { readonly meeting: string; readonly revision: number }

const move = act(async (doing, asked: Moving): Promise<void> => {
  const { viewer, now, record, tell, ask, done } = doing
  const meeting = await meetingIn(viewer, asked.meeting, ['planned', 'called'], over)
  const called = meeting.state === 'called'
  if (called) oneChair(viewer, meeting.forum)
  else officerOf(viewer, meeting.forum)
  if (meeting.revision !== asked.revision) throw new Stale(differences(meeting, asked))
  refuseOddTimes(asked, dayOf(now))
  if (asked.meetingDate === meeting.meetingDate)
    throw new Refused('Enter another day. Times and place alone are changed on the meeting’s own form', 'meetingDate')
  if (called && asked.reason === '') throw new Refused('Enter why the meeting is moved', 'reason')
  if (called) await refuseNamingReason(meeting, meeting.ruleStatus, asked.reason)
  const { meetingDate, from, until, place, reason } = asked
  const forum = await forumsFor(viewer).open(meeting.forum)
  const notice = noticeOf({ kind: meeting.kind, meetingDate }, forum.settings, dayOf(now))
  const short = called ? confirmNotice(notice, asked, meeting.meetingDate, now) : []
  const moved = { what: 'moved', from: meeting.meetingDate, at: now, reason } as const
  const change = { meetingDate, from, until, place }
  const happened = called ? [moved, ...short] : []
  const right = called ? 'publish' : 'edit'
  const after = await meetingsFor(viewer).change(meeting._id, [meeting.state], change, happened, right)
  await itemsFor(quorum).editAll(meeting._id, { meetingDate })
  await follow(await itemsFor(quorum).ofMeeting(meeting._id), { meetingDate })
  await minutesFor(viewer).move(meeting._id, meetingDate)
  const details = { from: meeting.meetingDate, to: meetingDate }
  await record({ forum: meeting.forum, event: 'meeting moved', record: meeting._id, details })
  if (!called) return
  await attendanceFor(quorum).changeAll(meeting._id, { meetingDate, answer: 'none' })
  await done(meeting.forum, meeting._id, { kind: 'answerInvitation' })
  const places = await attendanceFor(quorum).atMeeting(meeting._id)
  await ask(...places.map(({ owner }) => answerTask(after, owner)))
  await redateLateItems(doing, after, forum)
  await inviteSeats(doing, after)
  await keepDeputies(after._id, after, dayOf(now))
  await tell({ ...about(after), kind: 'meetingMoved', to: await admittedPeople(after) })
})

/**
 * Cancels a meeting that has not begun, with a reason; of a called meeting that is for one chair, and everybody is
 * told. Does nothing for a meeting that is cancelled.
 */
export async function cancelMeeting(
  viewer: Viewer,
  now: Date,
  asked: { meeting: string; reason: string },
): Promise<void> {
  const { forum, state } = await meetingsFor(viewer).open(asked.meeting)
  if (state === 'cancelled') officerOf(viewer, forum)
  else await cancel(viewer, now, asked)
}

const cancel = act(
  async ({ viewer, now, record, tell, done }, asked: { meeting: string; reason: string }): Promise<void> => {
    const meeting = await meetingIn(viewer, asked.meeting, ['planned', 'called'], over)
    if (meeting.state === 'called') oneChair(viewer, meeting.forum)
    else officerOf(viewer, meeting.forum)
    await refuseNamingReason(meeting, meeting.ruleStatus, asked.reason)
    const why = { what: 'cancelled', from: meeting.meetingDate, at: now, reason: asked.reason } as const
    const people = await admittedPeople(meeting)
    const right = meeting.state === 'called' ? 'publish' : 'edit'
    await meetingsFor(viewer).change(meeting._id, [meeting.state], { state: 'cancelled' }, [why], right)
    await done(meeting.forum, meeting._id)
    await endLateItems({ now, done }, meeting)
    await record({ forum: meeting.forum, event: 'meeting cancelled', record: meeting._id })
    if (meeting.state === 'called') await tell({ ...about(meeting), kind: 'meetingCancelled', to: people })
  },
)
