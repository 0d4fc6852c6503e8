import type { Organisation } from '../../models/organisation.ts'
import type { Paged } from '../../models/paged.ts'
import type { Person } from '../../models/person.ts'
import { administrationCrumbs } from '../forums/administration.ts'
import { foundIn } from '../pages.ts'

/** A page of the people of the installation, by name; those whose name or address holds what was looked for. */
export function peopleListPage(found: Paged<Person>, organisations: readonly Organisation[], sought: string) {
  const names = new Map(organisations.map(({ _id, name }) => [_id, name]))
  return {
    page: { title: 'People', breadcrumbs: administrationCrumbs() },
    ...foundIn(found, '/administration/people', sought, ['person', 'people']),
    columns: ['Name', 'E-mail', 'Signs in through', 'Signed in'].map((text) => ({ text })),
    rows: found.records.map(({ _id, name, email, signsInThrough, firstSignedInAt }) => ({
      cells: [
        { column: 'Name', text: name, href: `/administration/people/${_id}`, tag: '' },
        { column: 'E-mail', text: email, href: '', tag: '' },
        { column: 'Signs in through', text: names.get(signsInThrough) ?? signsInThrough, href: '', tag: '' },
        { column: 'Signed in', text: firstSignedInAt === null ? 'Not yet' : 'Yes', href: '', tag: '' },
      ],
    })),
  }
}
