import { Router } from 'express'
import { z } from 'zod'
import { draftsFor } from '../models/draft.ts'
import { forumsFor } from '../models/forum.ts'
import { type Part, partsFor } from '../models/part.ts'
import { seatsFor } from '../models/seat.ts'
import { approveStatement } from '../server/acts/approveStatement.ts'
import { keepMinutesWording } from '../server/acts/keepMinutesWording.ts'
import { minuteAction, minuteDecision, owning, removeMinuted } from '../server/acts/minuteDecision.ts'
import { type Place, savePart } from '../server/acts/savePart.ts'
import { dayOf } from '../server/dates.ts'
import { NotFound } from '../server/errors.ts'
import { line, lines, optionalDate, optionalLines } from '../server/fields.ts'
import type { FormState } from '../server/forms.ts'
import { id } from '../server/ids.ts'
import { form, json, page, redirect, view } from '../server/page.ts'
import { chairs } from '../server/policy/places.ts'
import { permits } from '../server/policy/scope.ts'
import { type Side, type Viewer, sides } from '../server/policy/terms.ts'
import { actionPage, decisionPage, keepPage, statementPage } from '../views/minutes/additions.ts'
import { partPage, statementField } from '../views/minutes/part.ts'
import { isOfficerIn } from '../views/minutes/parts.ts'

export const minutesParts: Router = Router()

const One = z.object({ meeting: id, part: id })
const number = z.coerce.number().int().min(0).max(1_000_000)
const statement = optionalLines(10_000)
/** The form of a part. `put` names the place where the check's neutral wording is wanted. */
const Words = z.object({
  version: number,
  token: id,
  source: optionalLines(),
  dissent: optionalLines(10_000),
  employerStatement: statement,
  staffStatement: statement,
  systemPartnerStatement: statement,
  independentStatement: statement,
  put: z.string().max(100).default(''),
})
const typing = z.string().max(100_000).default('')
/** What autosave takes: the text just as it is being typed. */
const Typing = One.extend({
  version: number,
  token: id,
  source: typing,
  dissent: typing,
  employerStatement: typing,
  staffStatement: typing,
  systemPartnerStatement: typing,
  independentStatement: typing,
})

const statementsIn = (typed: Readonly<Record<`${Side}Statement`, string>>) =>
  sides.map((side) => ({ side, source: typed[statementField(side)] }))

/** The part, if it is one of this meeting and the viewer is an officer. */
async function partOf(viewer: Viewer, asked: z.output<typeof One>): Promise<Part> {
  const part = await partsFor(viewer).open(asked.part)
  if (part.meeting !== asked.meeting || !isOfficerIn(viewer, part.forum)) throw new NotFound('part')
  return part
}

/** The same, if it can be written still. */
async function partToWrite(viewer: Viewer, asked: z.output<typeof One>): Promise<Part> {
  const part = await partOf(viewer, asked)
  if (!permits(viewer, 'edit', 'part', part)) throw new NotFound('part')
  return part
}

/**
 * The part for a page that changes it. When the minutes are circulated the page is not there; but what was typed while
 * they were is shown again, with the reason why it is not saved.
 */
const partToShow = async (viewer: Viewer, asked: z.output<typeof One>, { typed }: FormState): Promise<Part> =>
  typed === undefined ? partToWrite(viewer, asked) : partOf(viewer, asked)

/** `source:12:20` */
function placeIn(put: string): Place | undefined {
  const [, field, start, end] = /^([A-Za-z]+(?:-[A-Za-z0-9]+)?):(\d{1,6}):(\d{1,6})$/.exec(put) ?? []
  return field === undefined ? undefined : { field, start: Number(start), end: Number(end) }
}

/** One part to write: five queries with session and seats. */
const write = form({
  place: One.extend({ draft: id.optional() }),
  fields: Words,
  show: async (viewer, asked, state) => {
    const part = await partToShow(viewer, asked, state)
    const drafts = await draftsFor(viewer).ofPart(part._id)
    const forum = await forumsFor(viewer).open(part.forum)
    const open = drafts.find(({ _id }) => _id === asked.draft)
    return view('minutes/part', partPage(Words, viewer, { part, forum, drafts, open, state }))
  },
  submit: async (viewer, asked, { put, ...typed }, at) => {
    await partOf(viewer, asked)
    const { version, token, source, dissent } = typed
    const text = { source, dissent, statements: statementsIn(typed) }
    await savePart(viewer, at.now, { ...text, part: asked.part, version, token, put: placeIn(put) })
    return redirect(`/minutes/${asked.meeting}/parts/${asked.part}#check`, 'Saved and checked')
  },
})
minutesParts.get('/minutes/:meeting/parts/:part', write.show)
minutesParts.post('/minutes/:meeting/parts/:part', write.submit)

/** Keeps what is being typed, without who types it or when. */
minutesParts.post(
  '/minutes/:meeting/parts/:part/draft',
  page(Typing, async (viewer, asked) => {
    const part = await partToWrite(viewer, asked)
    const { forum, meeting, meetingDate, audience, steppedOut } = part
    await draftsFor(viewer).keep({
      _id: asked.token,
      part: part._id,
      forum,
      meeting,
      meetingDate,
      audience,
      steppedOut,
      version: asked.version,
      source: asked.source,
      dissent: asked.dissent,
      statements: statementsIn(asked),
    })
    return json({ saved: true })
  }),
)

minutesParts.post(
  '/minutes/:meeting/parts/:part/drafts/:draft/discard',
  page(One.extend({ draft: id }), async (viewer, asked) => {
    await partToWrite(viewer, asked)
    await draftsFor(viewer).remove(asked.part, asked.draft)
    return redirect(`/minutes/${asked.meeting}/parts/${asked.part}`, 'The unsaved text is thrown away')
  }),
)

const Decision = z.object({ id, text: lines('Enter what was decided', 2_000) })
const decision = form({
  place: One,
  fields: Decision,
  show: async (viewer, asked, state) =>
    view('minutes/decision', decisionPage(Decision, viewer, await partToShow(viewer, asked, state), state)),
  submit: async (viewer, asked, typed, at) => {
    await partOf(viewer, asked)
    await minuteDecision(viewer, at.now, { ...typed, part: asked.part })
    return redirect(`/minutes/${asked.meeting}/parts/${asked.part}#decisions`, 'The decision is added')
  },
})
minutesParts.get('/minutes/:meeting/parts/:part/decisions/new', decision.show)
minutesParts.post('/minutes/:meeting/parts/:part/decisions/new', decision.submit)

const Action = z.object({
  id,
  text: lines('Enter what is to be done', 2_000),
  seat: line('Select who does it'),
  dueOn: optionalDate,
})
const action = form({
  place: One,
  fields: Action,
  show: async (viewer, asked, state, { now }) => {
    const part = await partToShow(viewer, asked, state)
    const seats = await seatsFor(viewer).inForum(part.forum, dayOf(now))
    const members = seats.filter(({ role }) => owning.some((each) => each === role))
    return view('minutes/action', actionPage(Action, viewer, part, members, state))
  },
  submit: async (viewer, asked, typed, at) => {
    await partOf(viewer, asked)
    await minuteAction(viewer, at.now, { ...typed, part: asked.part })
    return redirect(`/minutes/${asked.meeting}/parts/${asked.part}#actions`, 'The action is added')
  },
})
minutesParts.get('/minutes/:meeting/parts/:part/actions/new', action.show)
minutesParts.post('/minutes/:meeting/parts/:part/actions/new', action.submit)

minutesParts.post(
  '/minutes/:meeting/parts/:part/minuted/:minuted/remove',
  page(One.extend({ minuted: id }), async (viewer, asked, { now }) => {
    await partToWrite(viewer, asked)
    await removeMinuted(viewer, now, { part: asked.part, id: asked.minuted })
    return redirect(`/minutes/${asked.meeting}/parts/${asked.part}#decisions`, 'It is removed')
  }),
)

const Keep = z.object({ version: number, reason: lines('Enter why the wording should stay', 1_000) })
const keep = form({
  place: One.extend({ field: z.string().regex(/^[A-Za-z]+(?:-[A-Za-z0-9]+)?$/), start: number, end: number }),
  fields: Keep,
  show: async (viewer, { field, start, end, ...asked }, state) => {
    const part = await partToShow(viewer, asked, state)
    return view('minutes/keep', keepPage(Keep, viewer, part, { field, start, end }, state))
  },
  submit: async (viewer, { field, start, end, ...asked }, { version, reason }, at) => {
    await partOf(viewer, asked)
    await keepMinutesWording(viewer, at.now, { part: asked.part, field, start, end, version, reason })
    const said = 'The wording is kept if every key holder approves it with the minutes'
    return redirect(`/minutes/${asked.meeting}/parts/${asked.part}#check`, said)
  },
})
minutesParts.get('/minutes/:meeting/parts/:part/keep', keep.show)
minutesParts.post('/minutes/:meeting/parts/:part/keep', keep.submit)

const sideStatement = form({
  place: One.extend({ side: z.enum(sides) }),
  fields: z.object({ version: number }),
  show: async (viewer, asked) => {
    const part = await partToWrite(viewer, asked)
    if (!part.statements.some(({ side }) => side === asked.side)) throw new NotFound('part')
    const mine = chairs(viewer, part.forum, asked.side)
    return view('minutes/statement', statementPage(viewer, part, asked.side, mine))
  },
  submit: async (viewer, asked, { version }, at) => {
    await partToWrite(viewer, asked)
    await approveStatement(viewer, at.now, { part: asked.part, side: asked.side, version })
    return redirect(`/minutes/${asked.meeting}/parts/${asked.part}`, 'The statement is approved')
  },
})
minutesParts.get('/minutes/:meeting/parts/:part/statements/:side', sideStatement.show)
minutesParts.post('/minutes/:meeting/parts/:part/statements/:side', sideStatement.submit)
