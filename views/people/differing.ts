import type { z } from 'zod'
import type { Organisation } from '../../models/organisation.ts'
import type { Paged } from '../../models/paged.ts'
import type { Differing, Person } from '../../models/person.ts'
import { showDay } from '../../server/dates.ts'
import { type FormState, formOf, optionsOf } from '../../server/forms.ts'
import { revisionOf } from '../choices.ts'
import { administrationCrumbs } from '../forums/administration.ts'
import { foundIn } from '../pages.ts'

const list = '/administration/people/differing'
const peopleCrumb = { text: 'People', href: '/administration/people' }

const said = ({ what, email }: Differing): string => (what === 'address' ? email : 'Another account, refused')

/** The people of whom their organisation's sign-in says otherwise than the record, by name. */
export function differingListPage(found: Paged<Person>, organisations: readonly Organisation[]) {
  const names = new Map(organisations.map(({ _id, name }) => [_id, name]))
  return {
    page: { title: 'What sign-ins say otherwise', breadcrumbs: administrationCrumbs(peopleCrumb) },
    ...foundIn(found, list, '', ['person', 'people']),
    columns: ['Name', 'On record', 'Asserted', 'By', 'Since'].map((text) => ({ text })),
    rows: found.records.flatMap(({ _id, name, email, signsInThrough, differs }) =>
      differs === null
        ? []
        : [
            {
              cells: [
                { column: 'Name', text: name, href: `/administration/people/${_id}/differing`, tag: '' },
                { column: 'On record', text: email, href: '', tag: '' },
                { column: 'Asserted', text: said(differs), href: '', tag: '' },
                { column: 'By', text: names.get(signsInThrough) ?? signsInThrough, href: '', tag: '' },
                { column: 'Since', text: showDay(differs.since), href: '', tag: '' },
              ],
            },
          ],
    ),
  }
}

/** What a sign-in says of one person, and what an administrator can do about it. */
export function differingPage<Shape extends z.ZodRawShape>(
  fields: z.ZodObject<Shape>,
  person: Person,
  differs: Differing,
  organisation: Organisation,
  state: FormState,
) {
  const form = formOf(fields, {}, state)
  const chosen: Readonly<Record<string, readonly string[]>> = form.chosen
  const address = differs.what === 'address'
  const here = `/administration/people/${person._id}`
  return {
    page: { title: person.name, breadcrumbs: administrationCrumbs(peopleCrumb, { text: 'Otherwise', href: list }) },
    address,
    happened: address
      ? `Since ${showDay(differs.since)} the sign-in of ${organisation.name} has asserted the address ${differs.email} for this person, who is known by the account that was linked. On record is ${person.email}. They sign in as before.`
      : `On ${showDay(differs.since)} the sign-in of ${organisation.name} asserted this person’s address, ${differs.email}, with another account than the one that is linked. It was refused. A name that is an e-mail address counts as another account once it changes.`,
    action: `${here}/differing`,
    unlink: `${here}/sign-in`,
    revision: revisionOf(person, state),
    email: differs.email,
    form,
    settle: optionsOf(
      {
        ...(address
          ? {
              accept: {
                text: `Change the address to ${differs.email}`,
                hint: 'Their invitations and other mail go there from now on. Ask the person first, not by that address',
              },
            }
          : {}),
        leave: { text: 'Leave the record as it is', hint: 'You are not asked about the same again' },
      },
      chosen['settle'] ?? [],
    ),
  }
}
