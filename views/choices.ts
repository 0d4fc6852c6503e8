import { type Named, recordsNear, writtenName } from '../models/named.ts'
import { type FormState, optionsOf } from '../server/forms.ts'
import type { Role, Side } from '../server/policy/terms.ts'
import type { Option, NamedField } from './partials/models.ts'
import { roleWords, sideWords } from './words.ts'

/** As many names as a page offers without a word typed: more would make it long. */
const few = 60

/**
 * A field for an organisation or a forum: what it holds, and the names that the browser offers. Those are all where
 * there are few; where there are many, those that come near what was typed.
 * @param typed what stands in the form: a name as typed, or the id of what a record has
 */
export function namedField(all: readonly Named[], [typed = '']: readonly string[]): NamedField {
  const known = all.find(({ _id }) => _id === typed)
  const offered = all.length <= few ? all : known === undefined ? recordsNear(typed, all) : []
  return {
    value: known === undefined ? typed : writtenName(known, all),
    offered: offered.map((one) => writtenName(one, all)),
  }
}

/** A list of areas to choose from. */
export const choicesOf = (
  all: readonly { readonly _id: string; readonly name: string }[],
  chosen: readonly string[],
  none: string,
): readonly Option[] =>
  [{ _id: '', name: none }, ...all].map(({ _id, name }) => ({
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
