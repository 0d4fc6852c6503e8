import type { z } from 'zod'
import type { Area } from '../../models/area.ts'
import type { Forum } from '../../models/forum.ts'
import type { Meeting } from '../../models/meeting.ts'
import { type Day, addWorkingDays, showWeekday } from '../../server/dates.ts'
import { type FormState, formOf, optionsOf } from '../../server/forms.ts'
import { newId } from '../../server/ids.ts'
import { type RuleStatus, type Seat, ruleStatuses } from '../../server/policy/terms.ts'
import { revisionOf } from '../choices.ts'
import { meetingKinds, ruleStatusWords } from '../words.ts'
import { listPage, pageOf } from './about.ts'

/** Meetings that count for the alternation: not those that did not take place. */
const counts = ({ state }: Meeting): boolean => state !== 'cancelled'

/** The kind that comes next where core and local meetings alternate: the other than the last one planned or held. */
export function nextKind(alternation: boolean, meetings: readonly Meeting[]): Meeting['kind'] {
  const last = latest(meetings.filter((meeting) => counts(meeting) && meeting.resumes === null))
  return alternation && last?.kind === 'core' ? 'local' : 'core'
}

/** The area whose turn it is: one that has had no local meeting, else the one whose last is longest ago. */
export function nextArea(areas: readonly string[], meetings: readonly Meeting[]): string {
  const last = (area: string): Day =>
    latest(meetings.filter((meeting) => counts(meeting) && meeting.area === area))?.meetingDate ?? ''
  return areas.toSorted((a, b) => (last(a) < last(b) ? -1 : last(a) > last(b) ? 1 : 0))[0] ?? ''
}

const latest = (meetings: readonly Meeting[]): Meeting | undefined =>
  meetings.toSorted((a, b) => (a.meetingDate < b.meetingDate ? 1 : -1))[0]

/** The rule statuses that may be chosen where this one is set: it may be tightened, not loosened. */
export const ruleChoices = (set: RuleStatus, chosen: readonly string[]) =>
  optionsOf(
    Object.fromEntries(
      ruleStatuses.filter((one) => set === 'open' || one === set).map((one) => [one, ruleStatusWords[one]]),
    ),
    chosen,
  )

/** The form that plans a meeting, with the kind and area whose turn it is chosen already. */
export function planPage<Shape extends z.ZodRawShape>(
  fields: z.ZodObject<Shape>,
  seat: Seat,
  known: { readonly forum: Forum; readonly meetings: readonly Meeting[]; readonly areas: readonly Area[] },
  state: FormState,
  today: Day,
) {
  const { settings, areas: own } = known.forum
  const kind = nextKind(settings.alternation, known.meetings)
  const area = nextArea(own, known.meetings)
  const record = { id: newId(), kind, area, from: '10:00', until: '12:00', ruleStatus: settings.ruleStatus }
  const form = formOf(fields, record, state)
  const chosen: Readonly<Record<string, readonly string[]>> = form.chosen
  const areas = known.areas.filter(({ _id }) => own.includes(_id))
  const turn = areas.find(({ _id }) => _id === area)?.name ?? ''
  const soonest = (days: number) => showWeekday(addWorkingDays(today, days))
  return {
    page: listPage(seat, 'Plan a meeting'),
    caption: seat.forumName,
    action: `/forums/${seat.forum}/meetings/new`,
    form,
    kinds: optionsOf(
      {
        core: { text: meetingKinds.core, hint: `With the notice of the terms: ${soonest(settings.coreNoticeDays)}` },
        local: { text: meetingKinds.local, hint: `With the notice of the terms: ${soonest(settings.localNoticeDays)}` },
      },
      chosen['kind'] ?? [],
    ),
    turn: settings.alternation
      ? `It is the turn of a ${kind} meeting${kind === 'local' && turn ? ` in ${turn}` : ''}.`
      : '',
    areas: [
      { value: '', text: 'No area', hint: '', chosen: false },
      ...areas.map(({ _id, name }) => ({
        value: _id,
        text: name,
        hint: '',
        chosen: chosen['area']?.includes(_id) === true,
      })),
    ],
    rules: ruleChoices(settings.ruleStatus, chosen['ruleStatus'] ?? []),
  }
}

/** The form that changes times, place and rule status of a meeting. */
export function editPage<Shape extends z.ZodRawShape>(fields: z.ZodObject<Shape>, meeting: Meeting, state: FormState) {
  const form = formOf(fields, meeting, state)
  const chosen: Readonly<Record<string, readonly string[]>> = form.chosen
  return {
    ...pageOf(meeting, 'Change times, place or rule'),
    action: `/meetings/${meeting._id}/edit`,
    form,
    revision: revisionOf(meeting, state),
    rules: ruleChoices(meeting.ruleStatus, chosen['ruleStatus'] ?? []),
  }
}
