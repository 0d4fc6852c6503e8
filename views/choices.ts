import type { Organisation } from '../models/organisation.ts'
import { type FormState, optionsOf } from '../server/forms.ts'
import type { Role, Side } from '../server/policy/terms.ts'
import type { Option } from './partials/models.ts'
import { roleWords, sideWords } from './words.ts'

/** A list of organisations to choose from, none chosen at first. */
export const organisationChoices = (
  organisations: readonly Pick<Organisation, '_id' | 'name'>[],
  chosen: readonly string[],
  none = 'Select an organisation',
): readonly Option[] =>
  [{ _id: '', name: none }, ...organisations].map(({ _id, name }) => ({
    value: _id,
    text: name,
    hint: '',
    chosen: chosen.includes(_id),
  }))

export const roleChoices = (roles: readonly Role[], chosen: readonly string[]): readonly Option[] =>
  optionsOf(Object.fromEntries(roles.map((role) => [role, roleWords[role]])), chosen)

export const sideChoices = (sides: readonly Side[], chosen: readonly string[]): readonly Option[] =>
  optionsOf(Object.fromEntries(sides.map((side) => [side, sideWords[side]])), chosen)

/**
 * The revision that goes with a form. After a clash it is the record's own, because both texts are on the page; after
 * any other mistake it stays what it was, so that a change made meanwhile is still noticed.
 */
export function revisionOf({ revision }: { readonly revision: number }, { typed, current }: FormState): string {
  const sent: unknown = typed === undefined ? undefined : Reflect.get(typed, 'revision')
  return typeof sent === 'string' && Object.keys(current).length === 0 ? sent : String(revision)
}
