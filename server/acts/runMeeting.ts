import { asPresent } from '../../models/attendance.ts'
import { forumsFor } from '../../models/forum.ts'
import { itemsFor } from '../../models/item.ts'
import { keyCommunicationsFor } from '../../models/keyCommunication.ts'
import { type Meeting, meetingsFor } from '../../models/meeting.ts'
import { addWorkingDays, dayOf, showDay } from '../dates.ts'
import { NotFound, Refused } from '../errors.ts'
import { keyCommunicationHours } from '../policy/keySchedules.ts'
import { courseOf, quorumOf, wasQuorate } from '../policy/quorum.ts'
import type { Viewer } from '../policy/terms.ts'
import { type Doing, act } from './act.ts'
import { meetingIn, officerOf, quorum, quorumNeeded, roomOf } from './convening.ts'
import { hours } from './keyClock.ts'
import { endLateItems } from './lateKeys.ts'

const notUnderWay = 'This meeting is not under way. Reload the page to see how it stands.'

/**
 * Counts the quorum anew, after an arrival, a departure, a stepping out or another item: the course of the meeting's
 * quorum, and whether it is quorate for the item being taken. Within an act.
 */
export async function recount(meeting: Meeting, now: Date): Promise<void> {
  const present = (await roomOf(meeting._id)).present.map(asPresent)
  const whole = quorumOf(meeting.needed, present)
  if (meeting.currentItem !== null) {
    const { steppedOut } = await itemsFor(quorum).open(meeting.currentItem)
    const { quorate } = quorumOf(meeting.needed, present, steppedOut)
    await itemsFor(quorum).take(meeting.currentItem, { quorate })
  }
  const course = courseOf(meeting, whole.quorate, now, meeting.inquorateAfterMinutes)
  await meetingsFor(quorum).change(meeting._id, ['held'], course)
}

/**
 * An officer starts a called meeting on its day: what makes a quorum is fixed by the terms in force and the seats
 * filled today. Does nothing for a meeting that is under way. Throws Refused before its day and in other states.
 */
export async function startMeeting(viewer: Viewer, now: Date, asked: { meeting: string }): Promise<void> {
  const { forum, state } = await meetingsFor(viewer).open(asked.meeting)
  officerOf(viewer, forum)
  if (state !== 'held') await start(viewer, now, asked)
}

const start = act(async ({ viewer, now, record, done }, asked: { meeting: string }): Promise<void> => {
  const meeting = await meetingIn(viewer, asked.meeting, ['called'], 'Only a meeting that was called can be started.')
  officerOf(viewer, meeting.forum)
  if (dayOf(now) < meeting.meetingDate)
    throw new Refused(`This meeting is on ${showDay(meeting.meetingDate)}. Move it before you start it.`)
  const change = { state: 'held', startedAt: now, ...(await quorumNeeded(meeting)) } as const
  const held = await meetingsFor(viewer).change(meeting._id, ['called'], change, [], 'run')
  await recount(held, now)
  // Whether somebody comes is seen from now on; nobody can answer any more.
  await done(meeting.forum, meeting._id, { kind: 'answerInvitation' })
  await record({ forum: meeting.forum, event: 'meeting started', record: meeting._id })
})

/** Which item was shown as the one being taken ('' for none), and which to take ('' for none). */
export type Taking = { readonly meeting: string; readonly current: string; readonly next: string }

/**
 * An officer finishes the item being taken and takes another, or none. Does nothing when somebody else has moved on
 * since the page was shown. Throws Refused unless the meeting is under way, NotFound for an item of another meeting.
 */
export async function takeItem(viewer: Viewer, now: Date, asked: Taking): Promise<void> {
  const { forum, currentItem } = await meetingsFor(viewer).open(asked.meeting)
  officerOf(viewer, forum)
  if ((currentItem ?? '') === asked.current && asked.current !== asked.next) await take(viewer, now, asked)
}

const take = act(async ({ viewer, now, record }, asked: Taking): Promise<void> => {
  const meeting = await meetingIn(viewer, asked.meeting, ['held'], notUnderWay)
  officerOf(viewer, meeting.forum)
  if ((meeting.currentItem ?? '') !== asked.current) throw new Refused('Somebody else has moved on to another item.')
  const next = (await itemsFor(viewer).ofMeeting(meeting._id)).find(({ _id }) => _id === asked.next)
  if (next === undefined && asked.next !== '') throw new NotFound('item')
  if (next?.state === 'withdrawn') throw new Refused('This item is withdrawn.')
  if (next?.state === 'draft') throw new Refused('This item is not on the agenda yet.')
  await finishItem(meeting, now)
  const currentItem = next?._id ?? null
  const change = { currentItem, currentItemSince: next === undefined ? null : now }
  const after = await meetingsFor(viewer).change(meeting._id, ['held'], change, [], 'run')
  if (next !== undefined) await itemsFor(quorum).take(next._id, { takenAt: now, finishedAt: null })
  await recount(after, now)
  const event = next === undefined ? 'item finished' : 'item taken'
  await record({ forum: meeting.forum, event, record: currentItem ?? meeting._id })
})

/** Fixes whether the meeting is quorate for the item being taken, and finishes it. */
async function finishItem(meeting: Meeting, now: Date): Promise<void> {
  if (meeting.currentItem === null) return
  await recount(meeting, now)
  await itemsFor(quorum).take(meeting.currentItem, { finishedAt: now })
}

/**
 * An officer closes a meeting that is under way. Whether it was quorate is fixed, for everybody to see; attendance
 * waits to be confirmed and minutes to be written. Does nothing for a meeting that is closed.
 */
export async function closeMeeting(viewer: Viewer, now: Date, asked: { meeting: string }): Promise<void> {
  const { forum, state } = await meetingsFor(viewer).open(asked.meeting)
  officerOf(viewer, forum)
  if (state !== 'closed') await close(viewer, now, asked)
}

const close = act(async (doing, asked: { meeting: string }): Promise<void> => {
  const { viewer, now, record } = doing
  const meeting = await meetingIn(viewer, asked.meeting, ['held'], notUnderWay)
  officerOf(viewer, meeting.forum)
  await finishItem(meeting, now)
  await endMeeting(doing, meeting, 'closed')
  await askForKeyCommunication(doing, meeting)
  await record({
    forum: meeting.forum,
    event: 'meeting closed',
    record: meeting._id,
    details: { at: now.toISOString() },
  })
})

/** What a meeting agreed is told within hours: the officers draft it, unless key holders have it before them already. */
async function askForKeyCommunication({ viewer, now, ask }: Doing, { _id, forum, meetingDate }: Meeting) {
  const written = await keyCommunicationsFor(viewer).ofMeeting(forum, _id)
  if (written.some(({ state }) => state !== 'draft')) return
  await ask({
    forum,
    record: _id,
    for: 'officers',
    kind: 'draftKeyCommunication',
    title: `Draft the key communication of ${showDay(meetingDate)}`,
    path: `/meetings/${_id}/key-communication`,
    dueAt: hours.later(now, keyCommunicationHours.delegate),
  })
}

/** What closing and adjourning share: the answer about the quorum, and what the officers have to do now. */
export async function endMeeting({ now, ask, done }: Doing, meeting: Meeting, state: 'closed' | 'adjourned') {
  const { present } = await roomOf(meeting._id)
  const { quorate } = quorumOf(meeting.needed, present.map(asPresent))
  const course = courseOf(meeting, quorate, now, meeting.inquorateAfterMinutes)
  const answer = wasQuorate(course, now, meeting.inquorateAfterMinutes)
  const change = {
    ...course,
    state,
    quorate: answer,
    currentItem: null,
    currentItemSince: null,
    closedAt: now,
    tightening: null,
  }
  await meetingsFor(quorum).change(meeting._id, ['held'], change)
  await done(meeting.forum, meeting._id)
  await endLateItems({ now, done }, meeting)
  const { settings } = await forumsFor(quorum).open(meeting.forum)
  const day = showDay(meeting.meetingDate)
  const task = { forum: meeting.forum, record: meeting._id, for: 'officers' } as const
  await ask(
    {
      ...task,
      kind: 'confirmAttendance',
      title: `Confirm who came on ${day}`,
      path: `/meetings/${meeting._id}/attendance`,
    },
    {
      ...task,
      kind: 'draftMinutes',
      title: `Write the minutes of ${day}`,
      path: `/minutes/${meeting._id}`,
      dueOn: addWorkingDays(dayOf(now), settings.minutesDraftDays),
    },
  )
}
