import type { Area } from '../../models/area.ts'
import type { Organisation } from '../../models/organisation.ts'
import type { Paged } from '../../models/paged.ts'
import { administrationCrumbs } from '../forums/administration.ts'
import { foundIn } from '../pages.ts'
import { sectorWords } from '../words.ts'

/** A page of the organisations, by name; those of which any name holds what was looked for. */
export const organisationListPage = (found: Paged<Organisation>, sought: string) => ({
  page: { title: 'Organisations', breadcrumbs: administrationCrumbs() },
  ...foundIn(found, '/administration/organisations', sought, ['organisation', 'organisations']),
  columns: ['Name', 'Sector', 'Kind', 'Also called'].map((text) => ({ text })),
  rows: found.records.map(({ _id, name, sector, type, aliases, mergedInto }) => ({
    cells: [
      { column: 'Name', text: name, href: `/administration/organisations/${_id}`, tag: '' },
      { column: 'Sector', text: sectorWords[sector], href: '', tag: '' },
      { column: 'Kind', text: type, href: '', tag: '' },
      {
        column: 'Also called',
        text: mergedInto ? `Part of ${mergedInto.organisation} now` : aliases.join(', '),
        href: '',
        tag: '',
      },
    ],
  })),
})

/** All areas, by name. They overlap, so there is no order but that. */
export const areaListPage = (areas: readonly Area[]) => ({
  page: { title: 'Areas', breadcrumbs: administrationCrumbs() },
  columns: ['Name', 'Description'].map((text) => ({ text })),
  rows: areas.map(({ _id, name, description }) => ({
    cells: [
      { column: 'Name', text: name, href: `/administration/areas/${_id}`, tag: '' },
      { column: 'Description', text: description, href: '', tag: '' },
    ],
  })),
})
