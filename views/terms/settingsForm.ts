import { z } from 'zod'
import type { Settings, SideSettings } from '../../models/settings.ts'
import type { Terms } from '../../models/terms.ts'
import { calendarDate, choice, tick, whole } from '../../server/fields.ts'
import { type FormState, formOf, optionsOf } from '../../server/forms.ts'
import { type Person, ruleStatuses, type Side, sides } from '../../server/policy/terms.ts'
import { ruleStatusWords, sideWords } from '../words.ts'
import { percentOf, settingChanges, settingFacts, settingsInWords, shareOf } from './settings.ts'
import { versionPage } from './version.ts'

const days = (what: string, max = 60) => whole(`Enter ${what}, in working days`, 0, max)

const OneSide = z
  .object({
    takesPart: tick,
    holdsKey: tick,
    seats: whole('Enter how many places this side has', 1, 200),
    share: whole('Enter a share in per cent, from 0 to 100', 0, 100),
    minimum: whole('Enter the smallest number that makes a quorum', 0, 200),
  })
  .refine(({ seats, minimum }) => minimum <= seats, {
    path: ['minimum'],
    message: 'The quorum cannot be larger than the number of places',
  })

/** A side whose box is not ticked says nothing more. */
const maybeSide = z.preprocess(
  (given) =>
    typeof given === 'object' && given !== null && 'takesPart' in given && given.takesPart ? given : undefined,
  OneSide.optional(),
)

const blank = (given: unknown): boolean =>
  given === undefined ||
  (typeof given === 'string' && given.trim() === '') ||
  (typeof given === 'object' &&
    given !== null &&
    Object.values(given).every((part) => typeof part === 'string' && part.trim() === ''))

/** All settings of terms of reference, and the day from which they are to apply, as a form. */
export const SettingsFields = z
  .object({
    shown: z.string().max(64),
    sides: z.preprocess(
      (given) => given ?? {},
      z.object(
        { employer: maybeSide, staff: maybeSide, systemPartner: maybeSide, independent: maybeSide },
        'Choose the sides',
      ),
    ),
    chairsNeeded: whole('Enter how many chairs must approve', 2, 20),
    meetingKeys: choice(['one', 'every'], 'Select who calls a meeting and publishes its agenda'),
    lateKeys: choice(['two', 'every'], 'Select how many keys a late item needs'),
    coreNoticeDays: days('the notice of a core meeting', 120),
    localNoticeDays: days('the notice of a local meeting', 120),
    paperNoticeDays: days('how long before a meeting papers are sent'),
    alternation: tick,
    inquorateAfterMinutes: whole('Enter a number of minutes', 0, 240),
    ruleStatus: choice(ruleStatuses, 'Select the rule under which meetings take place'),
    sideAttribution: choice(['forbidden', 'allowed'], 'Select whether a side may be named as the speaker'),
    suppressionFloor: whole('Enter a number of people', 6, 50),
    wholeHistory: tick,
    codeSignIn: tick,
    minutesDraftDays: days('the time to draft minutes'),
    chairsReviewDays: days('the time for each chair'),
    delegateDay: days('when the delegate is asked'),
    notAgreedDay: days('when minutes are shown as not agreed'),
    reviewMonths: whole('Enter a number of months', 1, 60),
    startsOn: z.preprocess(
      (given) => (blank(given) ? undefined : given),
      calendarDate('Enter the day from which these terms apply').optional(),
    ),
  })
  .superRefine(({ sides: given, delegateDay, notAgreedDay }, context) => {
    const holders = sides.filter((side) => given[side]?.holdsKey === true)
    if (holders.length === 1)
      context.addIssue({
        code: 'custom',
        path: ['sides', holders[0]!, 'holdsKey'],
        message: 'Give a key to at least two sides, or to none: one side alone would decide for everybody',
      })
    if (notAgreedDay < delegateDay)
      context.addIssue({
        code: 'custom',
        path: ['notAgreedDay'],
        message: 'Enter a day that is not before the delegate is asked',
      })
  })
export type SettingsFields = z.output<typeof SettingsFields>

/** The settings that a form says, and the day. */
export function settingsFrom(fields: SettingsFields): { settings: Settings; startsOn: string | null } {
  const { shown: _shown, sides: given, startsOn, ...rest } = fields
  const listed = sides.flatMap((side): SideSettings[] => {
    const one = given[side]
    if (one === undefined) return []
    const { holdsKey, seats, share, minimum } = one
    return [{ side, holdsKey, seats, quorumShare: shareOf(share), quorumMinimum: minimum }]
  })
  return { settings: { ...rest, sides: listed }, startsOn: startsOn ?? null }
}

/** The form; after somebody else's save it says what they saved, and its `shown` belongs to that. */
export function settingsFormPage(viewer: Person, terms: Terms, shown: string, state: FormState) {
  const stale = 'settings' in state.current
  const form = formOf(SettingsFields, { ...terms.settings, startsOn: terms.startsOn ?? '', shown }, state)
  const mine = SettingsFields.safeParse(state.typed)
  const saved = settingsInWords(terms.settings, terms.startsOn)
  const typed = mine.success ? settingsFrom(mine.data) : undefined
  const theirs = typed === undefined ? saved : theirLines(typed, saved)
  return {
    ...versionPage(viewer, terms, 'Settings'),
    action: `/terms/${terms._id}/settings`,
    form,
    shown: stale ? shown : form.values.shown,
    theirs: stale ? settingFacts(theirs) : [],
    sides: sides.map((side) => sideForm(side, terms.settings, state)),
    rules: optionsOf(ruleStatusWords, form.chosen.ruleStatus),
    meetingKeys: optionsOf({ one: 'One chair', every: 'Every key' }, form.chosen.meetingKeys),
    lateKeys: optionsOf({ two: 'Two keys', every: 'Every key' }, form.chosen.lateKeys),
    attribution: optionsOf(
      { forbidden: 'No: neither people nor sides', allowed: 'Yes: a side may be named, people may not' },
      form.chosen.sideAttribution,
    ),
    alternation: optionsOf({ true: 'Core and local meetings alternate' }, form.chosen.alternation),
    codes: optionsOf({ true: 'May sign in by a code sent by e-mail' }, form.chosen.codeSignIn),
    history: optionsOf(
      { true: 'New members see papers and minutes from the beginning of the forum' },
      form.chosen.wholeHistory,
    ),
  }
}

function theirLines(typed: ReturnType<typeof settingsFrom>, saved: ReturnType<typeof settingsInWords>) {
  const changed = settingChanges(settingsInWords(typed.settings, typed.startsOn), saved)
  return changed.map(({ key, after }) => ({ key, value: after === '' ? 'Not said' : after }))
}

/** One side's part of the form: its fields are named sides[employer][seats]. */
function sideForm(side: Side, settings: Settings, state: FormState) {
  const held = settings.sides.find((one) => one.side === side)
  const record =
    held === undefined
      ? { share: 33, minimum: 3 }
      : { ...held, takesPart: true, share: percentOf(held.quorumShare), minimum: held.quorumMinimum }
  const prefix = `sides-${side}-`
  const form = formOf(OneSide, record, {
    ...state,
    typed: state.typed === undefined ? undefined : typedFor(state.typed, side),
    wrong: state.wrong
      .filter(({ field }) => field.startsWith(prefix))
      .map(({ field, text }) => ({ field: field.slice(prefix.length), text })),
  })
  const name = `sides[${side}]`
  const field = (of: string) => ({ name: `${name}[${of}]`, id: `${prefix}${of}` })
  return {
    title: sideWords[side],
    takesPart: { ...field('takesPart'), options: optionsOf({ true: 'Takes part' }, form.chosen.takesPart) },
    holdsKey: {
      ...field('holdsKey'),
      options: optionsOf({ true: 'Joint decisions need its approval' }, form.chosen.holdsKey),
      error: form.errors.holdsKey,
    },
    seats: { ...field('seats'), value: form.values.seats, error: form.errors.seats },
    share: { ...field('share'), value: form.values.share, error: form.errors.share },
    minimum: { ...field('minimum'), value: form.values.minimum, error: form.errors.minimum },
  }
}

function typedFor(typed: object, side: Side): object {
  const all = 'sides' in typed && typeof typed.sides === 'object' && typed.sides !== null ? typed.sides : {}
  const own: unknown = Object.hasOwn(all, side) ? Reflect.get(all, side) : undefined
  return typeof own === 'object' && own !== null ? own : {}
}
