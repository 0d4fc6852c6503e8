import { forumsFor } from '../../models/forum.ts'
import { type Meeting, type MeetingChange, meetingsFor } from '../../models/meeting.ts'
import type { Settings } from '../../models/settings.ts'
import { type Day, dayOf, workingDaysBetween } from '../dates.ts'
import { Refused } from '../errors.ts'
import { keySides } from '../policy/keys.ts'
import type { Viewer } from '../policy/terms.ts'
import { act } from './act.ts'
import { refuseNamingReason } from './checkTitles.ts'
import { about, admittedPeople, inviteSeats, meetingIn, officerOf, oneChair, quorumNeeded } from './convening.ts'
import { givesLastKey, meetingKeyTask } from './meetingKeys.ts'

/** The notice of a meeting in working days: what the terms ask for, and what is left. */
export type Notice = { readonly needed: number; readonly given: number; readonly short: boolean }

/** The notice that calling the meeting today gives. */
export function noticeOf({ kind, meetingDate }: Pick<Meeting, 'kind' | 'meetingDate'>, settings: Settings, today: Day) {
  const needed = kind === 'core' ? settings.coreNoticeDays : settings.localNoticeDays
  const given = workingDaysBetween(today, meetingDate)
  return { needed, given, short: given < needed } satisfies Notice
}

/**
 * Whether the meeting before this one was of the same kind, where core and local meetings alternate. Meetings that were
 * cancelled do not count, nor do those that resume another.
 */
export async function isOutOfTurn(viewer: Viewer, meeting: Meeting, settings: Settings): Promise<boolean> {
  if (!settings.alternation) return false
  const when = ({ meetingDate, from }: Meeting): string => meetingDate + from
  const before = (await meetingsFor(viewer).inForum(meeting.forum)).find(
    (one) => one.state !== 'cancelled' && one.resumes === null && when(one) < when(meeting),
  )
  return before?.kind === meeting.kind && meeting.resumes === null
}

/** How short notice, or a meeting out of turn, is confirmed: knowingly, and with a reason. */
export type ShortNotice = { readonly confirmed: boolean; readonly reason: string }

/** Refuses short notice that was not confirmed with a reason; gives what to add to the meeting's changes. */
export function confirmNotice(notice: Notice, asked: ShortNotice, from: Day, now: Date): MeetingChange[] {
  if (!notice.short) return []
  if (!asked.confirmed) throw new Refused('Confirm that the notice is short, or move the meeting', 'confirmed')
  if (asked.reason === '') throw new Refused('Enter why the notice is short', 'reason')
  return [{ what: 'shortNotice', from, at: now, reason: asked.reason }]
}

/** As above, for a meeting whose kind is not the one whose turn it is. */
function confirmTurn(outOfTurn: boolean, asked: ShortNotice, from: Day, now: Date): MeetingChange[] {
  if (!outOfTurn) return []
  if (!asked.confirmed) throw new Refused('Confirm that the meeting is out of turn', 'confirmed')
  if (asked.reason === '') throw new Refused('Enter why the meeting is out of turn', 'reason')
  return [{ what: 'outOfTurn', from, at: now, reason: asked.reason }]
}

type Calling = ShortNotice & { readonly meeting: string; readonly hash?: string }

/**
 * One chair calls a planned meeting, or every key where the terms ask for that: current seats are admitted to it, told,
 * and asked whether they come. Short notice, and a kind that is out of turn, need to be confirmed and are recorded with
 * the reason. Does nothing for a meeting that is called. True when it is called, false when another key is missing.
 * Throws Refused for one that is not planned or whose day has passed, and for officers who are no chair.
 */
export async function callMeeting(viewer: Viewer, now: Date, asked: Calling): Promise<boolean> {
  const { forum, state } = await meetingsFor(viewer).open(asked.meeting)
  oneChair(viewer, forum)
  if (state === 'called') return true
  try {
    return await call(viewer, now, asked)
  } catch (error) {
    // Of two presses at the same moment, maybe at two processes, the other was first.
    if (error instanceof Refused && (await meetingsFor(viewer).open(asked.meeting)).state === 'called') return true
    throw error
  }
}

const call = act(async (doing, asked: Calling): Promise<boolean> => {
  const { viewer, now, record, tell, done } = doing
  const meeting = await meetingIn(viewer, asked.meeting, ['planned'], 'Only a planned meeting can be called.')
  const seat = oneChair(viewer, meeting.forum)
  if (meeting.meetingDate < dayOf(now)) throw new Refused('The day of this meeting has passed. Move it first.')
  const forum = await forumsFor(viewer).open(meeting.forum)
  const notice = noticeOf(meeting, forum.settings, dayOf(now))
  const turn = confirmTurn(await isOutOfTurn(viewer, meeting, forum.settings), asked, meeting.meetingDate, now)
  const happened = [...confirmNotice(notice, asked, meeting.meetingDate, now), ...turn]
  if (happened.length > 0) await refuseNamingReason(meeting, meeting.ruleStatus, asked.reason)
  if (!(await givesLastKey(doing, { meeting, forum, items: [], step: 'call' }, asked.hash ?? ''))) return false
  const change = { state: 'called', keys: [], forumName: forum.name, ...(await quorumNeeded(meeting)) } as const
  const called = await meetingsFor(viewer).change(meeting._id, ['planned'], change, happened, 'publish')
  await inviteSeats(doing, called)
  await done(forum._id, meeting._id, { kind: 'giveKey' })
  const { needed, given } = notice
  await record({
    forum: forum._id,
    event: 'meeting called',
    record: meeting._id,
    details: { side: seat.side, needed, given },
  })
  await tell({ ...about(called), kind: 'meetingCalled', to: await admittedPeople(called) })
  return true
})

/** An officer asks the chairs to call a meeting, or to publish its agenda: a task for whoever holds each side's key. */
export const askChairs = act(
  async ({ viewer, record, ask, done }, asked: { meeting: string; to: 'call' | 'publish' }): Promise<void> => {
    const states = asked.to === 'call' ? (['planned'] as const) : (['planned', 'called'] as const)
    const meeting = await meetingIn(viewer, asked.meeting, states, 'This was done already.')
    officerOf(viewer, meeting.forum)
    if (asked.to === 'publish' && meeting.agendaPublishedAt !== null) throw new Refused('This was done already.')
    const { settings } = await forumsFor(viewer).open(meeting.forum)
    const task = meetingKeyTask(meeting, asked.to)
    await done(meeting.forum, meeting._id, { kind: 'giveKey' })
    const sides = keySides(settings)
    await ask(
      ...(sides.length === 0
        ? [{ ...task, for: 'officers' as const }]
        : sides.map((keyOf) => ({ ...task, for: { keyOf } }))),
    )
    await record({ forum: meeting.forum, event: `chairs asked to ${asked.to}`, record: meeting._id })
  },
)
