import type { Organisation } from '../../models/organisation.ts'
import type { Person } from '../../models/person.ts'
import { administrationCrumbs } from '../forums/administration.ts'

/** People of the installation, by name; those whose name or address holds what was looked for. */
export function peopleListPage(people: readonly Person[], organisations: readonly Organisation[], sought: string) {
  const names = new Map(organisations.map(({ _id, name }) => [_id, name]))
  const wanted = sought.toLowerCase()
  const found = people.filter(({ name, email }) => `${name} ${email}`.toLowerCase().includes(wanted))
  return {
    page: { title: 'People', breadcrumbs: administrationCrumbs() },
    sought,
    caption: sought === '' ? 'People by name' : `People with “${sought}” in their name or address`,
    columns: ['Name', 'E-mail', 'Signs in through', 'Signed in'].map((text) => ({ text })),
    rows: found.map(({ _id, name, email, signsInThrough, firstSignedInAt }) => ({
      cells: [
        { column: 'Name', text: name, href: `/administration/people/${_id}`, tag: '' },
        { column: 'E-mail', text: email, href: '', tag: '' },
        { column: 'Signs in through', text: names.get(signsInThrough) ?? signsInThrough, href: '', tag: '' },
        { column: 'Signed in', text: firstSignedInAt === null ? 'Not yet' : 'Yes', href: '', tag: '' },
      ],
    })),
  }
}
