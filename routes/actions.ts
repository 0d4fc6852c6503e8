import { Router } from 'express'
import { z } from 'zod'
import { type Action, actionsFor } from '../models/action.ts'
import { decisionsFor } from '../models/decision.ts'
import { meetingsFor } from '../models/meeting.ts'
import { seatsFor } from '../models/seat.ts'
import { owning } from '../server/acts/minuteDecision.ts'
import { isLater } from '../server/acts/challengeMinutes.ts'
import { mayUpdate, ratifyDecision, reassignAction, updateAction } from '../server/acts/updateAction.ts'
import { dayOf } from '../server/dates.ts'
import { NotFound } from '../server/errors.ts'
import { choice, choices, line, optionalDate, optionalLines } from '../server/fields.ts'
import { id, slug } from '../server/ids.ts'
import { form, page, redirect, view } from '../server/page.ts'
import { permits } from '../server/policy/scope.ts'
import { registerPage } from '../views/actions/list.ts'
import { changeActionPage, ratifyPage, showActionPage } from '../views/actions/show.ts'
import { isOfficerIn } from '../views/minutes/parts.ts'

export const actions: Router = Router()

const revision = z.coerce.number().int().min(0).max(1_000_000)

/** A forum's register: five queries with session and seats. */
actions.get(
  '/forums/:forum/actions',
  page(z.object({ forum: slug }), async (viewer, asked, { now }) => {
    const seat = viewer.seats.find((each) => each.forum === asked.forum)
    const neighbour = viewer.seats.some(({ neighbours }) => neighbours.includes(asked.forum))
    if (seat === undefined && !neighbour) throw new NotFound('forum')
    const open = await actionsFor(viewer).inForum(asked.forum, ['open'], 200)
    const closed = await actionsFor(viewer).inForum(asked.forum, ['done', 'dropped'], 50)
    const decisions = await decisionsFor(viewer).inForum(asked.forum, 200)
    const name = seat?.forumName ?? [...open, ...closed, ...decisions][0]?.forumName
    // To somebody of a neighbouring forum, a register without anything for them is not there.
    if (name === undefined) throw new NotFound('forum')
    const register = { open, closed, decisions }
    return view('actions/list', registerPage(viewer, { id: asked.forum, name }, register, dayOf(now)))
  }),
)

const Progress = z.object({
  revision,
  progress: optionalLines(2_000),
  state: choice(['open', 'done'], 'Say whether it is done'),
})
const one = form({
  place: z.object({ action: id }),
  fields: Progress,
  show: async (viewer, asked, state, { now }) => {
    const action = await actionsFor(viewer).open(asked.action)
    const mine = mayUpdate(viewer, action)
    return view('actions/show', showActionPage(Progress, viewer, action, mine, dayOf(now), state))
  },
  submit: async (viewer, { action }, typed, { now }) => {
    if (!mayUpdate(viewer, await actionsFor(viewer).open(action))) throw new NotFound('action')
    await updateAction(viewer, now, { ...typed, action })
    return redirect(`/actions/${action}`, 'Saved')
  },
})
actions.get('/actions/:action', one.show)
actions.post('/actions/:action', one.submit)

const Change = z.object({
  revision,
  seat: line('Select who does it'),
  dueOn: optionalDate,
  drop: choices(['yes'], 'Say whether to drop it'),
})
const change = form({
  place: z.object({ action: id }),
  fields: Change,
  show: async (viewer, asked, state, { now }) => {
    const action = await officersAction(viewer, asked.action)
    const seats = await seatsFor(viewer).inForum(action.forum, dayOf(now))
    const members = seats.filter(({ role }) => owning.some((each) => each === role))
    return view('actions/change', changeActionPage(Change, viewer, action, members, state))
  },
  submit: async (viewer, { action }, { drop, ...typed }, { now }) => {
    await officersAction(viewer, action)
    await reassignAction(viewer, now, { ...typed, action, drop: drop.length > 0 })
    return redirect(`/actions/${action}`, 'Saved')
  },
})
actions.get('/actions/:action/change', change.show)
actions.post('/actions/:action/change', change.submit)

async function officersAction(viewer: Parameters<typeof actionsFor>[0], _id: string): Promise<Action> {
  const action = await actionsFor(viewer).open(_id)
  if (!isOfficerIn(viewer, action.forum) || action.state === 'done') throw new NotFound('action')
  return action
}

const Ratification = z.object({ at: line('Select the meeting that ratified it') })
const ratification = form({
  place: z.object({ decision: id }),
  fields: Ratification,
  show: async (viewer, asked, state) => {
    const decision = await decisionsFor(viewer).open(asked.decision)
    if (!permits(viewer, 'edit', 'decision', decision)) throw new NotFound('decision')
    const all = await meetingsFor(viewer).inForum(decision.forum)
    const meetings = all.filter((meeting) => meeting.quorate === true && isLater(decision, meeting))
    return view('actions/ratify', ratifyPage(Ratification, viewer, decision, meetings, state))
  },
  submit: async (viewer, asked, { at }, { now }) => {
    const { forum } = await ratifyDecision(viewer, now, { decision: asked.decision, at })
    return redirect(`/forums/${forum}/actions#decisions`, 'The decision is ratified')
  },
})
actions.get('/decisions/:decision/ratify', ratification.show)
actions.post('/decisions/:decision/ratify', ratification.submit)
