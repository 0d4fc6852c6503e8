import type { z } from 'zod'
import type { Meeting } from '../../models/meeting.ts'
import type { Forum } from '../../models/forum.ts'
import { type Key, keyToGive, missing, standing } from '../../server/policy/keys.ts'
import type { Person } from '../../server/policy/terms.ts'
import { addWorkingDays, showInstant, showWeekday } from '../../server/dates.ts'
import { type FormState, formOf, optionsOf } from '../../server/forms.ts'
import { newId } from '../../server/ids.ts'
import { revisionOf } from '../choices.ts'
import { counted, listed, sidePhrases, sideWords } from '../words.ts'
import { pageOf, whenOf } from './about.ts'

/** The notice of a meeting in working days. */
type Notice = { readonly needed: number; readonly given: number; readonly short: boolean }

/** How a notice stands, in a sentence. */
const noticeWords = ({ needed, given }: Notice): string =>
  `The terms of reference ask for ${counted(needed, 'working day')} of notice. There ${given === 1 ? 'is' : 'are'} ${given}.`

/**
 * Who has given a key to calling a meeting or publishing its agenda, and whose is missing; false where the terms leave
 * it to one chair.
 * @param hash the version hash of what is approved
 */
export function meetingKeys(
  viewer: Person,
  forum: Pick<Forum, '_id' | 'settings'>,
  given: readonly Key[],
  hash: string,
) {
  const { settings } = forum
  if (settings.meetingKeys !== 'every') return false as const
  const keys = standing(given, hash)
  const left = missing(settings, keys, hash)
  const waiting =
    left.chairs > 0 ? counted(left.chairs, 'more chair') : listed(left.sides.map((side) => sidePhrases[side]))
  return {
    given: keys.map(({ side, name, at }) => ({ text: `${sideWords[side]}: ${name}, ${showInstant(at)}` })),
    waiting: `The terms of reference ask for every key. Waiting for ${waiting}.`,
    mine: keyToGive(viewer, forum._id, settings, keys, hash) !== undefined,
  }
}

const confirmations = (chosen: readonly string[]) => optionsOf({ yes: 'Yes, I know it' }, chosen)

/** Calling a meeting: a chair confirms, another officer asks the chairs. */
export function callPage<Shape extends z.ZodRawShape>(
  fields: z.ZodObject<Shape>,
  meeting: Meeting,
  known: {
    readonly notice: Notice
    readonly outOfTurn: boolean
    readonly mayCall: boolean
    readonly today: string
    readonly hash: string
    readonly keys: ReturnType<typeof meetingKeys>
  },
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
    outOfTurn: known.outOfTurn,
    unusual: known.notice.short || known.outOfTurn,
    hash: known.hash,
    keys: known.keys,
    press: known.keys === false || known.keys.mine,
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
