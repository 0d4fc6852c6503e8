import type { z } from 'zod'
import { compositionOf } from '../../models/composition.ts'
import type { Area } from '../../models/area.ts'
import type { Forum, ForumName } from '../../models/forum.ts'
import type { Organisation } from '../../models/organisation.ts'
import type { SeatRecord } from '../../models/seat.ts'
import { dayOf, showDay } from '../../server/dates.ts'
import { type FormState, formOf, optionsOf } from '../../server/forms.ts'
import { newId } from '../../server/ids.ts'
import { type Side, sides } from '../../server/policy/terms.ts'
import { namedField, revisionOf } from '../choices.ts'
import type { Fact } from '../partials/models.ts'
import { capital, ruleStatusWords, sidePhrases, sideWords } from '../words.ts'

/** The way back from an administrator's page. */
export const administrationCrumbs = (...more: readonly { text: string; href: string }[]) => [
  { text: 'Administration', href: '/administration' },
  ...more,
]
export const forumsCrumb = { text: 'Forums', href: '/administration/forums' }

/** What an administrator runs. */
export const administrationPage = () => ({ page: { title: 'Administration' } })

const fact = (key: string, value: string, href = ''): Fact => ({ key, value, href, action: false })

/** A forum as its administrator sees it: details, neighbours and chairs, and nothing of its work. */
export function forumAdminPage(forum: Forum, parent: Forum | undefined, seats: readonly SeatRecord[]) {
  const hasSides = forum.settings.sides.length > 0
  const here = `/administration/forums/${forum._id}`
  return {
    page: { title: forum.name, breadcrumbs: administrationCrumbs(forumsCrumb) },
    facts: [
      fact('Short name', forum._id),
      ...(forum.purpose === '' ? [] : [fact('Purpose', forum.purpose)]),
      fact(
        'Below',
        parent?.name ?? 'No other forum',
        parent === undefined ? '' : `/administration/forums/${parent._id}`,
      ),
      fact('Secretariat', `${forum.telephone}, ${forum.email}`),
      fact('Made', showDay(dayOf(forum.createdAt))),
    ],
    edit: `${here}/edit`,
    parent: `${here}/parent`,
    below: `${here}/below`,
    chairs: compositionOf(forum.settings, seats).map(({ side, chairsMissing }) => ({
      heading: hasSides ? sideWords[side] : 'Chairs',
      holders: seats
        .filter((seat) => seat.role === 'chair' && (!hasSides || seat.side === side))
        .map(({ name, organisationName }) => ({ text: `${name}, ${organisationName}` })),
      vacant: chairsMissing > 0,
      href: `${here}/chair/${side}`,
      button: hasSides ? `Fill the chair of ${sidePhrases[side]}` : 'Appoint a chair',
    })),
  }
}

/** Every side with its words. */
const named = (words: (side: Side) => string): Record<string, string> =>
  Object.fromEntries(sides.map((side) => [side, words(side)]))

/** The form in which an administrator makes a forum. */
export function newForumPage<Shape extends z.ZodRawShape>(
  fields: z.ZodObject<Shape>,
  forums: readonly ForumName[],
  areas: readonly Area[],
  state: FormState,
) {
  const first = { employerSeats: 8, staffSeats: 8, systemPartnerSeats: 4, independentSeats: 0, chairsNeeded: 2 }
  const notice = { coreNoticeDays: 20, localNoticeDays: 30, paperNoticeDays: 5 }
  const chosenAtFirst = { sides: ['employer', 'staff'], keys: ['employer', 'staff'], ruleStatus: 'chathamHouse' }
  const form = formOf(fields, { ...first, ...notice, ...chosenAtFirst, alternation: 'yes' }, state)
  const chosen: Readonly<Record<string, readonly string[]>> = form.chosen
  const values: Readonly<Record<string, string>> = form.values
  const errors: Readonly<Record<string, string | false>> = form.errors
  return {
    page: { title: 'Make a forum', breadcrumbs: administrationCrumbs(forumsCrumb) },
    form,
    parents: namedField(forums, chosen['parent'] ?? []),
    areas: areaOptions(areas, chosen['areas'] ?? []),
    sides: optionsOf(
      named((side) => sideWords[side]),
      chosen['sides'] ?? [],
    ),
    keys: optionsOf(
      named((side) => capital(sidePhrases[side])),
      chosen['keys'] ?? [],
    ),
    seats: sides.map((side) => ({
      name: `${side}Seats`,
      label: `Places of ${sidePhrases[side]}`,
      value: values[`${side}Seats`] ?? '',
      error: errors[`${side}Seats`] ?? false,
    })),
    ruleStatuses: optionsOf(ruleStatusWords, chosen['ruleStatus'] ?? []),
    alternation: optionsOf({ yes: 'Core and local meetings alternate' }, chosen['alternation'] ?? []),
  }
}

const areaOptions = (areas: readonly Area[], chosen: readonly string[]) =>
  areas.map(({ _id, name, description }) => ({
    value: _id,
    text: name,
    hint: description,
    chosen: chosen.includes(_id),
  }))

/** The form in which an administrator changes a forum's details. */
export function editForumPage<Shape extends z.ZodRawShape>(
  fields: z.ZodObject<Shape>,
  forum: Forum,
  areas: readonly Area[],
  organisations: readonly Organisation[],
  state: FormState,
) {
  const form = formOf(fields, { ...forum, recordsOf: forum.recordsOf ?? '' }, state)
  const errors: Readonly<Record<string, string | false>> = form.errors
  const chosen: Readonly<Record<string, readonly string[]>> = form.chosen
  const here = `/administration/forums/${forum._id}`
  return {
    page: {
      title: 'Change the forum',
      breadcrumbs: administrationCrumbs(forumsCrumb, { text: forum.name, href: here }),
    },
    caption: forum.name,
    action: `${here}/edit`,
    revision: revisionOf(forum, state),
    form,
    organisations: namedField(organisations, chosen['recordsOf'] ?? []),
    recordsOfError: errors['recordsOf'] ?? false,
    areas: areaOptions(areas, chosen['areas'] ?? []),
  }
}

/** The form in which an administrator puts a forum below another. */
export function parentPage<Shape extends z.ZodRawShape>(
  fields: z.ZodObject<Shape>,
  forum: Forum,
  forums: readonly ForumName[],
  state: FormState,
) {
  const form = formOf(fields, { parent: forum.parent ?? '' }, state)
  const chosen: Readonly<Record<string, readonly string[]>> = form.chosen
  const errors: Readonly<Record<string, string | false>> = form.errors
  const here = `/administration/forums/${forum._id}`
  const others = forums.filter(({ _id }) => _id !== forum._id)
  return {
    page: {
      title: 'Put the forum below another',
      breadcrumbs: administrationCrumbs(forumsCrumb, { text: forum.name, href: here }),
    },
    caption: forum.name,
    action: `${here}/parent`,
    revision: revisionOf(forum, state),
    parents: namedField(others, chosen['parent'] ?? []),
    error: errors['parent'] ?? false,
  }
}

/** The form in which an administrator fills a vacant chair. */
export function fillChairPage<Shape extends z.ZodRawShape>(
  fields: z.ZodObject<Shape>,
  forum: Forum,
  side: Side,
  organisations: readonly Organisation[],
  state: FormState,
) {
  const form = formOf(fields, { id: newId() }, state)
  const chosen: Readonly<Record<string, readonly string[]>> = form.chosen
  const here = `/administration/forums/${forum._id}`
  return {
    page: {
      title: forum.settings.sides.length > 0 ? `Fill the chair of ${sidePhrases[side]}` : 'Appoint a chair',
      breadcrumbs: administrationCrumbs(forumsCrumb, { text: forum.name, href: here }),
    },
    caption: forum.name,
    action: `${here}/chair/${side}`,
    form,
    organisations: namedField(organisations, chosen['organisation'] ?? []),
  }
}
