import type { z } from 'zod'
import type { Meeting } from '../../models/meeting.ts'
import type { Minutes } from '../../models/minutes.ts'
import type { Part } from '../../models/part.ts'
import { showDay } from '../../server/dates.ts'
import { type FormState, formOf, optionsOf } from '../../server/forms.ts'
import { newId } from '../../server/ids.ts'
import type { Person } from '../../server/policy/terms.ts'
import { audienceWords } from '../words.ts'
import { aboutMinutes, partName, seatIn, shownPart, stateOf } from './parts.ts'

/** Meetings at which something can have been settled, the latest first and chosen if there is only one. */
const meetingOptions = (meetings: readonly Pick<Meeting, '_id' | 'meetingDate'>[], chosen: readonly string[]) =>
  optionsOf(
    {
      ...(meetings.length === 1 ? {} : { '': 'Select a meeting' }),
      ...Object.fromEntries(meetings.map(({ _id, meetingDate }) => [_id, showDay(meetingDate)])),
    },
    chosen,
  )

/** Two wordings of a passage: for a member who says that it should read otherwise, or an officer who corrects it. */
export function twoTextsPage<Shape extends z.ZodRawShape>(
  fields: z.ZodObject<Shape>,
  viewer: Person,
  part: Part,
  /** The meetings at which a correction may have been agreed; undefined for a challenge. */
  meetings: readonly Meeting[] | undefined,
  state: FormState,
) {
  const form = formOf(fields, { id: newId() }, state)
  const correction = meetings !== undefined
  const errors: Readonly<Record<string, string | false>> = form.errors
  const { meeting, meetingDate, _id } = part
  return {
    page: aboutMinutes(viewer, part, correction ? 'Record a correction' : 'Challenge the minutes', {
      text: `Minutes of ${showDay(meetingDate)}`,
      href: `/minutes/${meeting}`,
    }),
    caption: partName(part),
    correction,
    part: shownPart(part, seatIn(viewer, part.forum) !== undefined),
    audience: audienceWords[part.audience],
    action: `/minutes/${meeting}/parts/${_id}/${correction ? 'correct' : 'challenge'}`,
    form,
    wrongAt: errors['at'] ?? false,
    meetings: meetingOptions(meetings ?? [], chosenIn(form.chosen, 'at')),
    back: correction ? `/minutes/${meeting}/confirm` : `/minutes/${meeting}`,
  }
}

const chosenIn = (chosen: Readonly<Record<string, readonly string[]>>, name: string): readonly string[] =>
  chosen[name] ?? []

/** The officers' page on which a later meeting's corrections, answers and confirmation are recorded. */
export function confirmPage<Shape extends z.ZodRawShape>(
  fields: z.ZodObject<Shape>,
  viewer: Person,
  minutes: Minutes,
  parts: readonly Part[],
  meetings: readonly Meeting[],
  state: FormState,
) {
  const { meeting, meetingDate, forumName } = minutes
  const form = formOf(fields, {}, state)
  const errors: Readonly<Record<string, string | false>> = form.errors
  const open = parts.flatMap((part) => part.challenges.filter(({ agreed }) => agreed === null))
  return {
    page: aboutMinutes(viewer, minutes, `Confirm the minutes of ${showDay(meetingDate)}`, {
      text: `Minutes of ${showDay(meetingDate)}`,
      href: `/minutes/${meeting}`,
    }),
    caption: forumName,
    state: stateOf(minutes.state, minutes),
    circulated: minutes.state === 'circulated',
    met: meetings.length > 0,
    parts: parts.map((part) => ({
      name: partName(part),
      number: part.number,
      correct: `/minutes/${meeting}/parts/${part._id}/correct`,
      corrections: shownPart(part, true).corrections,
      refusals: shownPart(part, true).refusals,
      challenges: part.challenges
        .filter(({ agreed }) => agreed === null)
        .map(({ id, was, proposed }) => ({
          id: `at-${id}`,
          wrong: errors[`at-${id}`] ?? false,
          was,
          reads: proposed,
          action: `/minutes/${meeting}/parts/${part._id}/challenges/${id}`,
          meetings: meetingOptions(meetings, []),
        })),
    })),
    open: open.length > 0,
    confirm: `/minutes/${meeting}/confirm`,
    meetings: meetingOptions(meetings, chosenIn(form.chosen, 'at')),
    wrongAt: errors['at'] ?? false,
  }
}
