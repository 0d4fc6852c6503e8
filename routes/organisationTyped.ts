import { nearOrganisations, organisationsFor, organisationsNamed } from '../models/organisation.ts'
import { Refused } from '../server/errors.ts'
import type { Viewer } from '../server/policy/terms.ts'

/**
 * The organisation that a form's field names, by short name, name, alias or former name; '' for an empty field.
 * @param field the form's field
 * @returns its id. Throws Refused, about the field, with the names that come near where it is none or may be several.
 */
export async function organisationTyped(viewer: Viewer, typed: string, field = 'organisation'): Promise<string> {
  if (typed === '') return ''
  const all = await organisationsFor(viewer).list()
  if (all.some(({ _id }) => _id === typed)) return typed
  const [first, ...others] = organisationsNamed(typed, all)
  if (first === undefined) {
    const near = nearOrganisations(typed, all).map(({ name }) => name)
    const what =
      near.length === 0 ? 'Correct the name, or ask an administrator to add it' : `Write one of: ${near.join('; ')}`
    throw new Refused(`There is no organisation called “${typed}”. ${what}`, field)
  }
  if (others.length > 0) {
    const named = [first, ...others].map(({ name, _id }) => `${name} (${_id})`).join(' or ')
    throw new Refused(`“${typed}” may be ${named}. Write the whole name, or what stands in brackets`, field)
  }
  return first._id
}
