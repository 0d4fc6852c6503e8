import { forumsFor } from '../models/forum.ts'
import { type Named, recordsMeant, recordsNear, writtenName } from '../models/named.ts'
import { organisationsFor } from '../models/organisation.ts'
import { Refused } from '../server/errors.ts'
import type { Viewer } from '../server/policy/terms.ts'

/**
 * The organisation that a form's field names, by short name, name, alias or former name; '' for an empty field.
 * @param field the form's field
 * @returns its id. Throws Refused, about the field, with the names that come near where it is none or may be several.
 */
export const organisationTyped = async (viewer: Viewer, typed: string, field = 'organisation'): Promise<string> =>
  typed === ''
    ? ''
    : meant(typed, await organisationsFor(viewer).list(), {
        field,
        kind: 'organisation',
        or: 'ask an administrator to add it',
      })

/** The forum that a form's field names, by short name or name, in the same way. */
export const forumTyped = async (viewer: Viewer, typed: string, field = 'forum'): Promise<string> =>
  typed === ''
    ? ''
    : meant(typed, await forumsFor(viewer).names(), { field, kind: 'forum', or: 'look it up in the list of forums' })

function meant(
  typed: string,
  all: readonly Named[],
  { field, kind, or }: { readonly field: string; readonly kind: string; readonly or: string },
): string {
  const [first, ...others] = recordsMeant(typed, all)
  if (first === undefined) {
    const near = recordsNear(typed, all).map((one) => writtenName(one, all))
    const what = near.length === 0 ? `Correct the name, or ${or}` : `Write one of: ${near.join('; ')}`
    throw new Refused(`There is no ${kind} called “${typed}”. ${what}`, field)
  }
  if (others.length > 0) {
    const named = [first, ...others].map(({ name, _id }) => `${name} (${_id})`)
    const some = named.length > 10 ? [...named.slice(0, 10), 'another'] : named
    throw new Refused(`“${typed}” may be ${some.join(' or ')}. Write the whole name, or what stands in brackets`, field)
  }
  return first._id
}
