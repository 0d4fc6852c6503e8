import { type Action, type ActionChange, actionsFor } from '../../models/action.ts'
import { type Decision, decisionsFor } from '../../models/decision.ts'
import { meetingsFor } from '../../models/meeting.ts'
import { noText } from '../../models/partText.ts'
import { dayOf, showDay } from '../dates.ts'
import { NotFound, Refused, Stale } from '../errors.ts'
import { permits } from '../policy/scope.ts'
import type { Viewer } from '../policy/terms.ts'
import { mayIdentify } from '../rule/inWords.ts'
import { findingsIn, standing } from '../rule/partCheck.ts'
import { act, personOf } from './act.ts'
import { isLater } from './challengeMinutes.ts'
import { memberIn } from './minuteDecision.ts'
import { checkFor } from './minuting.ts'
import { isOfficerOf } from '../policy/places.ts'

/** Whether this viewer may record progress: its owner, or an officer. */
export const mayUpdate = (viewer: Viewer, action: Action): boolean => permits(viewer, 'edit', 'action', action)

/**
 * Records what has been done about an action, by its owner or an officer; and whether it is done, or open again.
 * Throws Refused about `progress` when an action under the Rule would say who said something, Stale when somebody else
 * changed it first.
 */
export const updateAction = act(
  async (
    { viewer, now, record, done, ask },
    asked: { action: string; revision: number; progress: string; state: 'open' | 'done' },
  ): Promise<void> => {
    const action = await actionsFor(viewer).open(asked.action)
    const { forum, _id, owner, meetingDate, dueOn } = action
    await refuseNaming(action, asked.progress)
    const line = asked.progress === '' ? undefined : { day: dayOf(now), text: asked.progress }
    await change(viewer, action, asked.revision, { state: asked.state }, line)
    await record({ forum, event: 'action updated', record: _id, details: { state: asked.state } })
    if (asked.state === action.state) return
    await done(forum, _id)
    if (asked.state === 'done') return
    const title = `Your action from the meeting of ${showDay(meetingDate)}`
    const due = dueOn === null ? {} : { dueOn }
    await ask({ forum, for: { person: owner }, kind: 'doAction', title, path: `/actions/${_id}`, record: _id, ...due })
  },
)

/** Hands an action to another member, moves its date or drops it: for officers. */
export const reassignAction = act(
  async (
    { viewer, now, record, done, ask, tell },
    asked: { action: string; revision: number; seat: string; dueOn: string | null; drop: boolean },
  ): Promise<void> => {
    const action = await actionsFor(viewer).open(asked.action)
    const { forum, _id, meetingDate } = action
    if (!isOfficerOf(personOf(viewer), forum)) throw new NotFound('action')
    if (action.state === 'done') throw new Refused('This action is done.')
    const member = await memberIn(viewer, forum, asked.seat, dayOf(now))
    const owner = { seat: member._id, owner: member.person, ownerName: member.name }
    const state = asked.drop ? 'dropped' : 'open'
    await change(viewer, action, asked.revision, { ...owner, dueOn: asked.dueOn, state })
    await record({ forum, event: asked.drop ? 'action dropped' : 'action handed over', record: _id })
    await done(forum, _id)
    if (asked.drop) return
    const path = `/actions/${_id}`
    const title = `Your action from the meeting of ${showDay(meetingDate)}`
    const due = asked.dueOn === null ? {} : { dueOn: asked.dueOn }
    await ask({ forum, for: { person: member.person }, kind: 'doAction', title, path, record: _id, ...due })
    if (member.person !== action.owner)
      await tell({ forum, kind: 'actionAssigned', to: [member.person], path, meetingDate })
  },
)

/**
 * Records that a later, quorate meeting ratified what an inquorate one could only recommend. Throws Refused about `at`
 * for another meeting. A second press finds it ratified.
 */
export const ratifyDecision = act(
  async ({ viewer, record }, asked: { decision: string; at: string }): Promise<Decision> => {
    const decision = await decisionsFor(viewer).open(asked.decision)
    if (!isOfficerOf(personOf(viewer), decision.forum)) throw new NotFound('decision')
    const meeting = await meetingsFor(viewer).open(asked.at)
    if (meeting.forum !== decision.forum || !isLater(decision, meeting) || meeting.quorate !== true)
      throw new Refused('Choose a later meeting that is closed and was quorate', 'at')
    if (decision.state === 'decided') throw new Refused('This was decided by a quorate meeting already.')
    const at = { meeting: meeting._id, meetingDate: meeting.meetingDate }
    if (decision.state === 'recommended' && (await decisionsFor(viewer).ratify(decision._id, at)) === null)
      throw new NotFound('decision')
    await record({ forum: decision.forum, event: 'decision ratified', record: decision._id, details: at })
    return decision
  },
)

async function change(
  viewer: Viewer,
  action: Action,
  revision: number,
  to: ActionChange,
  progress?: Action['progress'][number],
): Promise<void> {
  if ((await actionsFor(viewer).change(action._id, revision, to, progress)) !== null) return
  if (!mayUpdate(viewer, action)) throw new NotFound('action')
  throw new Stale({})
}

/** What is told of an action under the Rule is checked like the minutes: it goes to everybody who may see the action. */
async function refuseNaming(action: Action, progress: string): Promise<void> {
  const { forum, meeting, ruleStatus } = action
  if (progress === '' || ruleStatus === 'open') return
  const [found] = standing(
    findingsIn({ ...noText, source: progress, ruleStatus, waivers: [] }, await checkFor({ forum, meeting })),
  )
  if (found !== undefined) throw new Refused(mayIdentify(found, 'Write it without naming anybody'), 'progress')
}
