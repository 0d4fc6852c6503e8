import type { z } from 'zod'
import { type Item, itemAudiences, paperModes, purposes } from '../../models/item.ts'
import type { Meeting } from '../../models/meeting.ts'
import { type FormState, formOf, optionsOf } from '../../server/forms.ts'
import { newId } from '../../server/ids.ts'
import { revisionOf } from '../choices.ts'
import { pageOf } from '../meetings/about.ts'
import { ruleChoices } from '../meetings/plan.ts'
import type { Option } from '../partials/models.ts'
import { audienceWords, paperModeWords, purposeWords } from '../words.ts'
import { numbered } from './clock.ts'

type Chosen = Readonly<Record<string, readonly string[]>>

/** The choices of an item's form. A published item keeps who it is for and its rule. */
const choicesOf = (meeting: Meeting, chosen: Chosen, published: Item | undefined) => ({
  purposes: optionsOf(wordsOf(purposes, purposeWords), chosen['purpose'] ?? []),
  paperModes: optionsOf(wordsOf(paperModes, paperModeWords), chosen['paperMode'] ?? []),
  audiences: audiencesOf(chosen['audience'] ?? [], published),
  rules: ruleChoices(published?.ruleStatus ?? meeting.ruleStatus, chosen['ruleStatus'] ?? []).filter(
    ({ value }) => published === undefined || value === published.ruleStatus,
  ),
  standing: optionsOf(
    { yes: 'Bring it to every meeting, when the agenda is rolled forward' },
    chosen['standing'] ?? [],
  ),
})

const wordsOf = <Value extends string>(values: readonly Value[], words: Readonly<Record<Value, string>>) =>
  Object.fromEntries(values.map((value) => [value, words[value]]))

const audiencesOf = (chosen: readonly string[], published: Item | undefined): readonly Option[] =>
  itemAudiences
    .filter((audience) => published === undefined || audience === published.audience)
    .map((audience) => ({
      value: audience,
      text: audienceWords[audience],
      hint: audience === 'meeting' || audience === 'chairs' ? 'In the closed section at the end' : '',
      chosen: chosen.includes(audience),
    }))

/** The form that adds an item to an agenda; with `late`, one that proposes an item after publication. */
export function addItemPage<Shape extends z.ZodRawShape>(
  fields: z.ZodObject<Shape>,
  meeting: Meeting,
  state: FormState,
  late: readonly Item[] | false = false,
) {
  const { ruleStatus } = meeting
  const nothing = { purpose: 'discussion', minutes: '15', paperMode: 'verbal', audience: 'forum', ruleStatus }
  const form = formOf(fields, { id: newId(), ...nothing }, state)
  const chosen: Chosen = form.chosen
  return {
    ...pageOf(meeting, late === false ? 'Add an item' : 'Propose a late item'),
    action: `/meetings/${meeting._id}/agenda/${late === false ? 'items/new' : 'late'}`,
    form,
    id: form.values['id' as never] as string,
    revision: '',
    fixed: false,
    button: late === false ? 'Add the item' : 'Propose the late item',
    after: late === false ? [] : placesOf(late, chosen['after'] ?? []),
    ...choicesOf(meeting, chosen, undefined),
  }
}

const placesOf = (items: readonly Item[], chosen: readonly string[]): readonly Option[] => [
  { value: '', text: 'At the end', hint: '', chosen: false },
  ...numbered(items).map(({ _id, number, title }) => ({
    value: _id,
    text: `After ${number} ${title}`,
    hint: '',
    chosen: chosen.includes(_id),
  })),
]

/** The form that changes an item. */
export function editItemPage<Shape extends z.ZodRawShape>(
  fields: z.ZodObject<Shape>,
  meeting: Meeting,
  item: Item,
  state: FormState,
) {
  const published = item.state === 'published' ? item : undefined
  const form = formOf(fields, { ...item, standing: item.standing ? 'yes' : '' }, state)
  return {
    ...pageOf(meeting, item.number === '' ? 'Edit the item' : `Edit item ${item.number}`),
    action: `/items/${item._id}/edit`,
    form,
    id: '',
    revision: revisionOf(item, state),
    fixed: published !== undefined,
    button: 'Save',
    after: [] as readonly Option[],
    ...choicesOf(meeting, form.chosen, published),
  }
}
