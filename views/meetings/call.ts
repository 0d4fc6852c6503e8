import type { z } from 'zod'
import type { Meeting } from '../../models/meeting.ts'
import { addWorkingDays, showWeekday } from '../../server/dates.ts'
import { type FormState, formOf, optionsOf } from '../../server/forms.ts'
import { newId } from '../../server/ids.ts'
import { revisionOf } from '../choices.ts'
import { counted } from '../words.ts'
import { pageOf, whenOf } from './about.ts'

/** The notice of a meeting in working days. */
type Notice = { readonly needed: number; readonly given: number; readonly short: boolean }

/** How a notice stands, in a sentence. */
const noticeWords = ({ needed, given }: Notice): string =>
  `The terms of reference ask for ${counted(needed, 'working day')} of notice. There ${given === 1 ? 'is' : 'are'} ${given}.`

const confirmations = (chosen: readonly string[]) =>
  optionsOf({ yes: 'Yes, the notice is short and I know it' }, chosen)

/** Calling a meeting: a chair confirms, another officer asks the chairs. */
export function callPage<Shape extends z.ZodRawShape>(
  fields: z.ZodObject<Shape>,
  meeting: Meeting,
  known: { readonly notice: Notice; readonly mayCall: boolean; readonly today: string },
  state: FormState,
) {
  const form = formOf(fields, {}, state)
  const chosen: Readonly<Record<string, readonly string[]>> = form.chosen
  return {
    ...pageOf(meeting, known.mayCall ? 'Call the meeting' : 'Ask the chairs to call the meeting'),
    action: `/meetings/${meeting._id}/call`,
    ask: `/meetings/${meeting._id}/ask-chairs`,
    mayCall: known.mayCall,
    when: whenOf(meeting),
    notice: noticeWords(known.notice),
    soonest: showWeekday(addWorkingDays(known.today, known.notice.needed)),
    short: known.notice.short,
    form,
    confirmed: confirmations(chosen['confirmed'] ?? []),
  }
}

/** Moving a meeting to another day. Whether the notice is short is known once a day is chosen. */
export function movePage<Shape extends z.ZodRawShape>(fields: z.ZodObject<Shape>, meeting: Meeting, state: FormState) {
  const form = formOf(fields, meeting, state)
  const chosen: Readonly<Record<string, readonly string[]>> = form.chosen
  const short = state.wrong.some(({ field }) => field === 'confirmed') || (chosen['confirmed'] ?? []).length > 0
  return {
    ...pageOf(meeting, 'Move the meeting'),
    action: `/meetings/${meeting._id}/move`,
    form,
    revision: revisionOf(meeting, state),
    called: meeting.state === 'called',
    short,
    confirmed: confirmations(chosen['confirmed'] ?? []),
  }
}

/** Cancelling a meeting. */
export function cancelPage<Shape extends z.ZodRawShape>(
  fields: z.ZodObject<Shape>,
  meeting: Meeting,
  state: FormState,
) {
  return {
    ...pageOf(meeting, 'Cancel the meeting'),
    action: `/meetings/${meeting._id}/cancel`,
    called: meeting.state === 'called',
    form: formOf(fields, {}, state),
  }
}

/** Adjourning a meeting to another day; the id of the meeting that resumes it goes with the form. */
export function adjournPage<Shape extends z.ZodRawShape>(
  fields: z.ZodObject<Shape>,
  meeting: Meeting,
  state: FormState,
) {
  const { from, until, place } = meeting
  return {
    ...pageOf(meeting, 'Adjourn the meeting'),
    action: `/meetings/${meeting._id}/day/adjourn`,
    form: formOf(fields, { id: newId(), from, until, place }, state),
  }
}
