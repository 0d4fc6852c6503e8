import type { z } from 'zod'
import type { Becomes, Merger, PlacesMerged } from '../../models/merger.ts'
import type { Organisation } from '../../models/organisation.ts'
import { type Paged, pageOfList } from '../../models/paged.ts'
import type { SeatRecord } from '../../models/seat.ts'
import { showDay } from '../../server/dates.ts'
import { type FormState, formOf, optionsOf } from '../../server/forms.ts'
import { namedField, revisionOf } from '../choices.ts'
import { administrationCrumbs } from '../forums/administration.ts'
import { pageInWords, pagesOf } from '../pages.ts'
import type { Fact } from '../partials/models.ts'
import { capital, counted, roleWords, sideWords } from '../words.ts'

const base = '/administration/organisations'
const crumbs = (...more: readonly { text: string; href: string }[]) =>
  administrationCrumbs({ text: 'Organisations', href: base }, ...more)
const crumbOf = ({ _id, name }: Organisation) => ({ text: name, href: `${base}/${_id}` })
const fact = (key: string, value: string): Fact => ({ key, value, href: '', action: false })
const list = (all: readonly string[]): string => (all.length === 0 ? 'None' : all.join(', '))
const size = 25

/** The form in which an administrator says into which organisation another merges. */
export function choosePage<Shape extends z.ZodRawShape>(
  fields: z.ZodObject<Shape>,
  organisation: Organisation,
  all: readonly Organisation[],
  state: FormState,
) {
  const form = formOf(fields, {}, state)
  const chosen: Readonly<Record<string, readonly string[]>> = form.chosen
  const others = all.filter(({ _id }) => _id !== organisation._id)
  return {
    page: { title: `Merge ${organisation.name} into another organisation`, breadcrumbs: crumbs(crumbOf(organisation)) },
    name: organisation.name,
    action: `${base}/${organisation._id}/merge`,
    form,
    organisations: namedField(others, chosen['into'] ?? []),
  }
}

const becomesWords: Readonly<Record<Becomes, string>> = {
  stays: 'As before, by the same account',
  anew: 'Linked anew at the next sign-in',
  stranded: 'Not before you correct the address',
  ended: 'Ended, and stays so',
}

/** What a merger would do, and the form that confirms it. */
export function mergerPage(
  { from, into, people, collisions, required, provider, shown }: Merger,
  number: number,
  state: FormState,
) {
  const here = `${base}/${from._id}/merge/${into._id}`
  const found = pageOfList(people, size, number)
  const wrong = Object.fromEntries(state.wrong.map(({ field, text }) => [field, text]))
  const how = (one: Becomes): string =>
    counted(people.filter(({ becomes }) => becomes === one).length, 'person', 'people')
  return {
    page: { title: `Merge ${from.name} into ${into.name}`, breadcrumbs: crumbs(crumbOf(from)) },
    collisions: collisions.map(([one, other]) => ({
      text: `${one.name} (${one.email}) and ${other.name} (${other.email})`,
      href: `/administration/people/${one._id}/sign-in`,
      about: `End the sign-in of ${one.name}, ${one.email}`,
    })),
    required: required.map(({ forumName, side }) => ({ text: `${forumName}: ${sideWords[side]}` })),
    blocked: collisions.length + required.length > 0,
    ending: `${from.name} ends today. Its short name, ${from._id}, stays taken for ever. Nobody can sign in by it any more, and whoever is signed in by it is signed out.`,
    provider:
      provider === undefined
        ? `${into.name} has no sign-in. Nobody who signs in through ${from.name} can sign in until you import one.`
        : `People whose account is one of ${provider.entityId}, the provider of ${into.name}, stay linked. Everybody else is linked anew at the next sign-in, by the address on record.`,
    facts: [
      fact('Sign in as before', how('stays')),
      fact('Linked anew', how('anew')),
      fact('Address is of none of the domains', how('stranded')),
      fact('Sign-in was ended', how('ended')),
      fact('E-mail domains that go over', list(from.domains)),
      fact('Other names that go over', list(from.aliases)),
      fact('Former names that go over', list([from.name, ...from.formerNames.map(({ name }) => name)])),
    ],
    places: `${here}/places`,
    columns: ['Name', 'E-mail', 'Signs in afterwards'].map((text) => ({ text })),
    caption: `${counted(people.length, 'person', 'people')}${pageInWords(found)}`,
    rows: found.records.map(({ _id, name, email, becomes }) => ({
      cells: [
        { column: 'Name', text: name, href: `/administration/people/${_id}`, tag: '' },
        { column: 'E-mail', text: email, href: '', tag: '' },
        {
          column: 'Signs in afterwards',
          text: becomesWords[becomes],
          href: '',
          tag: becomes === 'stranded' ? 'red' : '',
        },
      ],
    })),
    pages: pagesOf(found, here),
    action: here,
    shown,
    sure: optionsOf({ yes: `I have read this, and ${from.name} has become part of ${into.name}` }, []),
    error: wrong['sure'] ?? false,
  }
}

const placeRows = (seats: Paged<SeatRecord>) =>
  seats.records.map(({ forumName, name, role, side }) => ({
    cells: [
      { column: 'Forum', text: forumName, href: '', tag: '' },
      { column: 'Name', text: name, href: '', tag: '' },
      { column: 'Place', text: `${sideWords[side]}, ${roleWords[role]}`, href: '', tag: '' },
    ],
  }))

const placeColumns = ['Forum', 'Name', 'Place'].map((text) => ({ text }))
const placesCaption = (found: Paged<unknown>): string => `${counted(found.total, 'place')}${pageInWords(found)}`

/** The places and forums that a merger reaches. */
export function placesMergedPage({ from, into, seats, records }: PlacesMerged, number: number) {
  const here = `${base}/${from._id}/merge/${into._id}`
  const found = pageOfList(seats, size, number)
  return {
    page: {
      title: 'Places',
      breadcrumbs: crumbs(crumbOf(from), { text: `Merge into ${into.name}`, href: here }),
    },
    happens: `These places represent ${from.name} now, and ${into.name} afterwards. They are else as before: the same people, sides, roles and history. Places that have ended keep the name that they had. Deputies and guests of a meeting follow too, and are not listed.`,
    records: records.map(({ name }) => ({ text: name })),
    recordsOf: `${into.name} owns the records of these forums afterwards:`,
    columns: placeColumns,
    caption: placesCaption(found),
    rows: placeRows(found),
    pages: pagesOf(found, `${here}/places`),
  }
}

/** A new name for an organisation: where it will stand, and the form that confirms it. */
export function renamePage<Shape extends z.ZodRawShape>(
  fields: z.ZodObject<Shape>,
  organisation: Organisation,
  seats: readonly SeatRecord[],
  asked: { readonly name: string; readonly number: number },
  state: FormState,
) {
  const here = `${base}/${organisation._id}/rename`
  const form = formOf(fields, { name: asked.name }, state)
  const found = pageOfList(seats, size, asked.number)
  const forums = new Set(seats.map(({ forum }) => forum)).size
  return {
    page: { title: `Rename ${organisation.name}`, breadcrumbs: crumbs(crumbOf(organisation)) },
    happens: `${capital(counted(found.total, 'place'))} in ${counted(forums, 'forum')} will show the new name, and be else as before. ${organisation.name} stays among the former names. The short name, ${organisation._id}, its addresses and everybody’s sign-in do not change.`,
    action: here,
    revision: revisionOf(organisation, state),
    form,
    columns: placeColumns,
    caption: placesCaption(found),
    rows: placeRows(found),
    pages: pagesOf(found, here, asked.name === '' ? '' : `name=${encodeURIComponent(asked.name)}`),
  }
}

/** An organisation that became part of another. */
export const mergedPage = (organisation: Organisation, into: Organisation, on: string) => ({
  page: { title: organisation.name, breadcrumbs: crumbs() },
  happened: `${organisation.name} became part of another organisation on ${showDay(on)}. Its short name, ${organisation._id}, is not used again.`,
  into: into.name,
  href: `${base}/${into._id}`,
})
