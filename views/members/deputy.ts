import type { z } from 'zod'
import type { Meeting } from '../../models/meeting.ts'
import type { Organisation } from '../../models/organisation.ts'
import type { SeatRecord } from '../../models/seat.ts'
import { type Day, showDay, showTime, showWeekday } from '../../server/dates.ts'
import { type FormState, formOf } from '../../server/forms.ts'
import { newId } from '../../server/ids.ts'
import type { Seat, Side } from '../../server/policy/terms.ts'
import { namedField, sideChoices } from '../choices.ts'
import type { Option } from '../partials/models.ts'
import { meetingKinds, sideWords } from '../words.ts'
import { memberPageOf } from './invite.ts'

/** Meetings to choose from; the only one is chosen already. */
const meetingChoices = (meetings: readonly Meeting[], chosen: readonly string[]): readonly Option[] =>
  meetings.map(({ _id, kind, areaName, meetingDate, from, place }) => ({
    value: _id,
    text: `${showWeekday(meetingDate)} at ${showTime(from)}`,
    hint: [meetingKinds[kind], areaName, place].filter((text) => text !== '').join(', '),
    chosen: meetings.length === 1 || chosen.includes(_id),
  }))

/** Those named for a meeting to come, with a button that takes it back. */
const namedFor = (named: readonly SeatRecord[], meetings: readonly Meeting[], action: string) =>
  named.flatMap((seat) => {
    const meeting = meetings.find(({ _id }) => _id === seat.meeting)
    if (meeting === undefined) return []
    const about = `${seat.organisationName}, ${showDay(meeting.meetingDate)}`
    return [{ name: seat.name, about, action: `${action}/${seat._id}/withdraw` }]
  })

/**
 * The form in which a member names a deputy for a meeting.
 * @param named everybody who has stood in for this member, latest first
 */
export function deputyPage<Shape extends z.ZodRawShape>(
  fields: z.ZodObject<Shape>,
  own: Seat,
  known: {
    readonly meetings: readonly Meeting[]
    readonly organisations: readonly Organisation[]
    readonly named: readonly SeatRecord[]
    readonly meeting: string | undefined
  },
  state: FormState,
  today: Day,
) {
  const action = `/forums/${own.forum}/members/deputy`
  const earlier = [...new Map(known.named.map((seat) => [seat.person, seat])).values()]
  const now = known.named.filter(({ from, until }) => until !== null && until >= today && until >= from)
  const record = { id: newId(), meeting: known.meeting ?? '', person: '', organisation: own.organisation }
  const form = formOf(fields, record, state)
  const chosen: Readonly<Record<string, readonly string[]>> = form.chosen
  return {
    page: memberPageOf(own, 'Name a deputy'),
    caption: own.forumName,
    action,
    form,
    named: namedFor(now, known.meetings, action),
    meetings: meetingChoices(known.meetings, chosen['meeting'] ?? []),
    earlier:
      earlier.length === 0
        ? []
        : [
            ...earlier.map(({ person, name, organisationName }) => ({
              value: person,
              text: name,
              hint: organisationName,
              chosen: (chosen['person'] ?? []).includes(person),
            })),
            {
              value: '',
              text: 'Somebody else',
              hint: 'Enter their name and e-mail address below',
              chosen: (chosen['person'] ?? []).length === 0,
            },
          ],
    organisations: namedField(known.organisations, chosen['organisation'] ?? []),
  }
}

/** The form in which an officer invites a guest to a meeting, and the guests invited so far. */
export function guestsPage<Shape extends z.ZodRawShape>(
  fields: z.ZodObject<Shape>,
  own: Seat,
  known: {
    readonly meetings: readonly Meeting[]
    readonly organisations: readonly Organisation[]
    readonly guests: readonly SeatRecord[]
    readonly sides: readonly Side[]
  },
  state: FormState,
) {
  const action = `/forums/${own.forum}/members/guests`
  const form = formOf(fields, { id: newId(), side: 'independent' }, state)
  const chosen: Readonly<Record<string, readonly string[]>> = form.chosen
  const sides = known.sides.filter((side) => side !== 'independent')
  return {
    page: memberPageOf(own, 'Guests of a meeting'),
    caption: own.forumName,
    action,
    form,
    named: namedFor(known.guests, known.meetings, action),
    meetings: meetingChoices(known.meetings, chosen['meeting'] ?? []),
    organisations: namedField(known.organisations, chosen['organisation'] ?? []),
    sides:
      sides.length === 0
        ? []
        : [
            ...sideChoices(sides, chosen['side'] ?? []),
            { value: 'independent', text: 'No side', hint: '', chosen: (chosen['side'] ?? []).includes('independent') },
          ],
  }
}

/** Whether to withdraw a side from the forum, or to bring it back. */
export const withdrawPage = (own: Seat, withdrawn: boolean) => ({
  page: memberPageOf(own, withdrawn ? 'Return to the forum' : 'Withdraw from the forum'),
  caption: own.forumName,
  side: sideWords[own.side],
  withdrawn,
  action: `/forums/${own.forum}/members/withdraw`,
})
