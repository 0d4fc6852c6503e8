import type { z } from 'zod'
import type { Consent } from '../../models/consent.ts'
import type { Item } from '../../models/item.ts'
import type { Loosening, Meeting } from '../../models/meeting.ts'
import { type Day, addDays, addWorkingDays, showDay, showInstant } from '../../server/dates.ts'
import { type FormState, formOf, optionsOf } from '../../server/forms.ts'
import { newId } from '../../server/ids.ts'
import { keySeat } from '../../server/policy/places.ts'
import type { Person } from '../../server/policy/terms.ts'
import { pageOf, whenOf } from '../meetings/about.ts'
import { sideWords } from '../words.ts'

const nameOf = ({ number, title }: Item): string => `Item ${number} ${title}`

/**
 * Making open what is under the Rule: the form that asks, or how the question stands. Chairs read that it waits, that
 * everybody has agreed, or that not everybody has: never who, how many, or whether somebody has answered.
 */
export function loosenPage<Shape extends z.ZodRawShape>(
  fields: z.ZodObject<Shape>,
  viewer: Person,
  meeting: Meeting,
  items: readonly Item[],
  today: Day,
  state: FormState,
) {
  const here = `/meetings/${meeting._id}/loosen`
  const choices = items.filter((item) => item.ruleStatus === 'chathamHouse' && item.state === 'published')
  const whole = meeting.ruleStatus === 'chathamHouse' ? [['', 'The whole meeting'] as const] : []
  const first = { id: newId(), item: undefined, dueOn: suggested(meeting, today) }
  const form = formOf(fields, first, state)
  const chosen: Readonly<Record<string, readonly string[]>> = form.chosen
  const errors: Readonly<Record<string, string | false>> = form.errors
  const { loosening } = meeting
  const stands = loosening === null ? false : standsOf(viewer, loosening, items, today)
  const options = Object.fromEntries([...whole, ...choices.map((item) => [item._id, nameOf(item)] as const)])
  return {
    ...pageOf(meeting, 'Make a record open'),
    when: whenOf(meeting),
    action: here,
    agree: `${here}/agree`,
    drop: `${here}/drop`,
    stands,
    mayAsk: keySeat(viewer, meeting.forum) !== undefined,
    ask: (stands === false || !stands.open) && Object.keys(options).length > 0,
    form,
    options: optionsOf(options, chosen['item'] ?? []),
    itemError: errors['item'] ?? false,
    dueOn: (form.dates as Readonly<Record<string, object>>)['dueOn']!,
    dueOnError: errors['dueOn'] ?? false,
  }
}

function suggested({ meetingDate, state }: Meeting, today: Day): Day {
  const due = addWorkingDays(today, 10)
  return state === 'called' && meetingDate < due ? (meetingDate > today ? addDays(meetingDate, -1) : today) : due
}

function standsOf(viewer: Person, loosening: Loosening, items: readonly Item[], today: Day) {
  const { id, item, state, keys, dueOn } = loosening
  const over = state === 'consents' && dueOn < today ? 'notAgreed' : state
  const named = items.find(({ _id }) => _id === item)
  const words = {
    keys: `It waits for the key of every side. Then everybody concerned is asked, until ${showDay(dueOn)}.`,
    consents: `Waiting. Everybody concerned is asked, until ${showDay(dueOn)}.`,
    agreed: 'Everybody has agreed. It is open.',
    notAgreed: 'Not agreed. The rule stays as it is.',
  } as const
  const mine = keys.some(({ by }) => by === viewer.person)
  return {
    id,
    what: item === null ? 'The whole meeting' : named === undefined ? 'An item' : nameOf(named),
    text: words[over],
    open: over === 'keys' || over === 'consents',
    keys: keys.map((key) => ({ text: `${sideWords[key.side]}: ${key.name}, ${showInstant(key.at)}` })),
    give: over === 'keys' && !mine,
  }
}

/** What one participant is asked, and the own answer so far. Nobody else sees this page. */
export function consentPage<Shape extends z.ZodRawShape>(
  fields: z.ZodObject<Shape>,
  consent: Consent,
  meeting: Meeting,
  item: Item | undefined,
  today: Day,
  state: FormState,
) {
  const form = formOf(fields, { answer: consent.answer === 'none' ? '' : consent.answer }, state)
  const chosen: Readonly<Record<string, readonly string[]>> = form.chosen
  const errors: Readonly<Record<string, string | false>> = form.errors
  const { loosening } = meeting
  return {
    ...pageOf(meeting, 'A question to you'),
    when: whenOf(meeting),
    what:
      consent.item === null
        ? 'the whole meeting'
        : item === undefined
          ? 'an item of it'
          : `item ${item.number}, ${item.title}`,
    until: showDay(consent.dueOn),
    open: loosening?.id === consent.question && loosening.state === 'consents' && consent.dueOn >= today,
    action: `/consents/${consent._id}`,
    options: optionsOf(
      { agreed: 'Yes, it may be made open', refused: 'No, it stays under the Chatham House Rule' },
      chosen['answer'] ?? [],
    ),
    error: errors['answer'] ?? false,
  }
}
