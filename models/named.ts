import { distance } from 'fastest-levenshtein'

/**
 * What a form names by a text, because the list of all grows with the installation: an organisation, a forum. Its id is
 * its short name.
 */
export type Named = {
  readonly _id: string
  readonly name: string
  readonly aliases?: readonly string[]
  readonly formerNames?: readonly { readonly name: string }[]
}

/** Every name by which a record is known today, and those it had. */
export const namesOf = ({ _id, name, aliases = [], formerNames = [] }: Named): string[] => [
  _id,
  name,
  ...aliases,
  ...formerNames.map((former) => former.name),
]

const plain = (name: string): string => name.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim()

/** The records that a text names: by short name, name, alias or former name; a full name wins over the rest. */
export function recordsNamed<T extends Named>(text: string, all: readonly T[]): T[] {
  const wanted = plain(text)
  const exact = all.filter(({ name }) => plain(name) === wanted)
  return exact.length > 0 ? exact : all.filter((one) => namesOf(one).some((name) => plain(name) === wanted))
}

/** The records that a form's field means: the one of this very short name, or those that the text names. */
export function recordsMeant<T extends Named>(text: string, all: readonly T[]): T[] {
  const one = all.find(({ _id }) => _id === text)
  return one === undefined ? recordsNamed(text, all) : [one]
}

/** How a form writes a record, so that it means this one again: by name, or by short name where another has that name. */
export function writtenName<T extends Named>(one: T, all: readonly T[]): string {
  const [meant, ...others] = recordsMeant(one.name, all)
  return meant === one && others.length === 0 ? one.name : one._id
}

/** The records of which some name holds this text, in small or capital letters. */
export const recordsHolding = <T extends Named>(text: string, all: readonly T[]): T[] =>
  all.filter((one) => namesOf(one).some((name) => plain(name).includes(plain(text))))

/** How many records are offered at once, so that a page stays short however many there are. */
const most = 10

/**
 * The records of which a name comes near a text that names none: those that share most of its words, and among these
 * the names that are least different, so that a letter too few or too many is no matter.
 */
export function recordsNear<T extends Named>(text: string, all: readonly T[]): T[] {
  const wanted = plain(text)
  const words = wanted.split(/[^\p{L}\p{N}]+/u).filter((word) => word.length > 2)
  const nearness = (one: T) => {
    const names = namesOf(one).map(plain)
    const shared = words.filter((word) => names.some((name) => name.includes(word))).length
    const apart = Math.min(...names.map((name) => distance(wanted, name.slice(0, wanted.length + 1))))
    return { one, shared, apart }
  }
  return all
    .map(nearness)
    .filter(({ shared, apart }) => shared > 0 || apart <= wanted.length / 4)
    .toSorted((a, b) => b.shared - a.shared || a.apart - b.apart)
    .slice(0, most)
    .map(({ one }) => one)
}
