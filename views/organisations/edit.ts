import type { z } from 'zod'
import type { Area } from '../../models/area.ts'
import type { Organisation } from '../../models/organisation.ts'
import { isBlank } from '../../server/fields.ts'
import { type DateParts, type FormState, dateParts, formOf, optionsOf } from '../../server/forms.ts'
import { choicesOf, revisionOf } from '../choices.ts'
import { administrationCrumbs } from '../forums/administration.ts'
import { sectorWords } from '../words.ts'

const organisationsCrumb = { text: 'Organisations', href: '/administration/organisations' }
const areasCrumb = { text: 'Areas', href: '/administration/areas' }

/** A list within a form: what was typed, else what the record holds; and an empty row for one more. */
function rowsOf(state: FormState, field: string, record: readonly object[]): readonly object[] {
  const typed: unknown = state.typed === undefined ? undefined : Reflect.get(state.typed, field)
  const rows =
    state.typed === undefined ? record : typeof typed === 'object' && typed !== null ? Object.values(typed) : []
  const filled = rows.filter((row): row is object => typeof row === 'object' && row !== null && !isBlank(row))
  return [...filled, {}]
}

const text = (row: object, name: string): string => {
  const value: unknown = Reflect.get(row, name)
  return typeof value === 'string' ? value : ''
}
const date = (row: object, name: string): DateParts => dateParts(Reflect.get(row, name))

/** The form of an organisation: a new one, or one to change. */
export function organisationPage<Shape extends z.ZodRawShape>(
  fields: z.ZodObject<Shape>,
  organisation: Organisation | undefined,
  areas: readonly Area[],
  /** What there is to say of its sign-in. */
  signIn: string,
  state: FormState,
) {
  const lists = { aliases: organisation?.aliases.join('\n'), domains: organisation?.domains.join('\n') }
  const form = formOf(fields, { ...organisation, ...lists }, state)
  const chosen: Readonly<Record<string, readonly string[]>> = form.chosen
  const errors: Readonly<Record<string, string | false>> = form.errors
  const wrong = (field: string): string | false => errors[field] ?? false
  return {
    page: {
      title: organisation === undefined ? 'Add an organisation' : organisation.name,
      breadcrumbs: administrationCrumbs(organisationsCrumb),
    },
    action: `/administration/organisations/${organisation?._id ?? 'new'}`,
    fresh: organisation === undefined,
    shortName: organisation?._id ?? '',
    signIn,
    revision: organisation === undefined ? '' : revisionOf(organisation, state),
    form,
    sectors: optionsOf({ '': 'Select the sector', ...sectorWords }, chosen['sector'] ?? []),
    formerNames: rowsOf(state, 'formerNames', organisation?.formerNames ?? []).map((row, index) => ({
      legend: `Former name ${index + 1}`,
      name: `formerNames[${index}][name]`,
      nameId: `formerNames-${index}-name`,
      value: text(row, 'name'),
      nameError: wrong(`formerNames-${index}-name`),
      until: `formerNames[${index}][until]`,
      untilId: `formerNames-${index}-until`,
      untilValue: date(row, 'until'),
      untilError: wrong(`formerNames-${index}-until`),
    })),
    areas: rowsOf(state, 'areas', organisation?.areas ?? []).map((row, index) => ({
      legend: `Area ${index + 1}`,
      area: `areas[${index}][area]`,
      areaId: `areas-${index}-area`,
      options: choicesOf(areas, [text(row, 'area')], 'None'),
      areaError: wrong(`areas-${index}-area`),
      from: `areas[${index}][from]`,
      fromId: `areas-${index}-from`,
      fromValue: date(row, 'from'),
      fromError: wrong(`areas-${index}-from`),
      until: `areas[${index}][until]`,
      untilId: `areas-${index}-until`,
      untilValue: date(row, 'until'),
      untilError: wrong(`areas-${index}-until`),
    })),
  }
}

/** The form of an area: a new one, or one to change. */
export const areaPage = <Shape extends z.ZodRawShape>(
  fields: z.ZodObject<Shape>,
  area: Area | undefined,
  state: FormState,
) => ({
  page: {
    title: area === undefined ? 'Add an area' : area.name,
    breadcrumbs: administrationCrumbs(areasCrumb),
  },
  action: `/administration/areas/${area?._id ?? 'new'}`,
  fresh: area === undefined,
  revision: area === undefined ? '' : revisionOf(area, state),
  form: formOf(fields, { ...area }, state),
})
