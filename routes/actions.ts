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
import { choice, choices, line, optionalDate, optionalLines, pageNumber } from '../server/fields.ts'
import { id, slug } from '../server/ids.ts'
import { form, page, redirect, view } from '../server/page.ts'
import { permits } from '../server/policy/scope.ts'
import type { Person } from '../server/policy/terms.ts'
import { allActionsPage, allDecisionsPage, registerPage } from '../views/actions/list.ts'
import { changeActionPage, ratifyPage, showActionPage } from '../views/actions/show.ts'
import { isOfficerIn } from '../views/minutes/parts.ts'
import { placeIn } from '../server/policy/places.ts'

export const actions: Router = Router()

const revision = z.coerce.number().int().min(0).max(1_000_000)

/** How much of the register its first page shows. */
const few = 10

/** The first page of a forum's register: five queries with session and seats. */
actions.get(
  '/forums/:forum/actions',
  page(z.object({ forum: slug }), async (viewer, { forum: of }, { now }) => {
    const mine = await actionsFor(viewer).toDo(of, few, viewer.person)
    const open = await actionsFor(viewer).toDo(of, few + 1)
    const decisions = await decisionsFor(viewer).latest(of, few + 1)
    const forum = registerOf(viewer, of, [...open, ...decisions])
    return view('actions/list', registerPage(viewer, forum, { mine, open, decisions, few }, dayOf(now)))
  }),
)

/** The whole of one list in the register: four queries with session and seats. */
for (const [path, which] of [
  ['open', 'open'],
  ['done', 'ended'],
] as const)
  actions.get(
    `/forums/:forum/actions/${path}`,
    page(z.object({ forum: slug, page: pageNumber }), async (viewer, { forum: of, page: number }, { now }) => {
      const found = await actionsFor(viewer).page(of, which, number)
      const forum = registerOf(viewer, of, found.records)
      return view('actions/all', allActionsPage(viewer, forum, which, found, dayOf(now)))
    }),
  )
actions.get(
  '/forums/:forum/decisions',
  page(z.object({ forum: slug, page: pageNumber }), async (viewer, { forum: of, page: number }) => {
    const found = await decisionsFor(viewer).page(of, number)
    return view('actions/all', allDecisionsPage(viewer, registerOf(viewer, of, found.records), found))
  }),
)

/** The forum of a register: of one's own, or of a neighbour's, which is not there unless it holds something to read. */
function registerOf(viewer: Person, of: string, records: readonly { forumName: string }[]) {
  const seat = placeIn(viewer, of)
  const neighbour = viewer.seats.some(({ neighbours }) => neighbours.includes(of))
  const name = seat?.forumName ?? (neighbour ? records[0]?.forumName : undefined)
  if (name === undefined) throw new NotFound('forum')
  return { id: of, name }
}

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
    return redirect(`/forums/${forum}/decisions`, 'The decision is ratified')
  },
})
actions.get('/decisions/:decision/ratify', ratification.show)
actions.post('/decisions/:decision/ratify', ratification.submit)
