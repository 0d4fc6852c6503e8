import { SIDE_PHRASES } from '../language/sides.ts'
import type { AttributionContext } from '../terms.ts'
import { Bags } from './bags.ts'
import { givenSpellings, initialsOf, nameParts, surnameSpellings, type NameParts } from './nameForms.ts'
import { onlyOnesOfTheirKind, organisationForms } from './organisationForms.ts'
import { properWords } from './properWords.ts'
import { titleForms } from './titleForms.ts'
import { Trie } from './trie.ts'

/** Everything that may be looked up in a text, made once from a context. */
export interface Lexicon {
  readonly context: AttributionContext
  readonly words: Trie
  /** Initials, exactly as written, to the people they may be; `possible` ones need the sentence to confirm them. */
  readonly initials: ReadonlyMap<string, { usual: boolean }>
  /** Names written together, as in addresses: `paulfoley`, `pfoley`, `foleyp`. */
  readonly joined: ReadonlySet<string>
  /** The surname of each person of the context, in one word. */
  readonly surnames: readonly string[]
  readonly bags: Bags
}

/** Makes the lexicon of a context. Work grows with the number of people and organisations, not with their product. */
export function makeLexicon(context: AttributionContext): Lexicon {
  const words = new Trie()
  const initials = new Map<string, { usual: boolean }>()
  const people = context.people.map(({ name }) => nameParts(name))
  const joined = new Set<string>()
  people.forEach((parts, who) => {
    if (parts === undefined) return
    addName(words, joined, parts, who)
    const forms = initialsOf(parts, context.people[who]?.initials)
    for (const form of forms.possible) if (!initials.has(form)) initials.set(form, { usual: false })
    for (const form of forms.usual) initials.set(form, { usual: true })
  })
  context.organisations.forEach((organisation, who) => {
    for (const form of organisationForms(organisation)) words.add(form, { kind: 'organisation', who })
  })
  for (const [phrase, who] of onlyOnesOfTheirKind(context)) words.add(phrase.split(' '), { kind: 'organisation', who })
  context.people.forEach(({ organisation }) => {
    if (organisation.trim() === '' || words.has(properWords(organisation), 'organisation')) return
    for (const form of organisationForms({ name: organisation, aliases: [] }))
      words.add(form, { kind: 'organisation', who: -1 })
  })
  context.people.forEach(({ jobTitle }, who) => {
    const forms = titleForms(jobTitle)
    for (const form of forms.words) words.add(form, { kind: 'title', who })
    for (const form of forms.letters) words.add([form], { kind: 'titleLetters', who })
  })
  for (const phrase of SIDE_PHRASES) words.add(phrase.split(' '), { kind: 'side', who: -1 })
  const surnames = people.map((parts) => parts?.surname.join('') ?? '')
  return { context, words, initials, joined, surnames, bags: new Bags(context) }
}

function addName(words: Trie, joined: Set<string>, parts: NameParts, who: number): void {
  const surnames = surnameSpellings(parts)
  const givens = givenSpellings(parts)
  const letter = (parts.given[0] ?? '').slice(0, 1)
  const middle = parts.middle.flat()
  const middleLetters = parts.middle.map((name) => (name[0] ?? '').slice(0, 1))
  if (parts.surname.length === 0) {
    words.add(parts.given, { kind: 'givenName', who })
    return
  }
  for (const surname of surnames) {
    words.add(surname, { kind: 'surname', who })
    for (const given of [...givens, ...(middle.length > 0 ? [middle] : [])]) {
      words.add([...given, ...surname], { kind: 'fullName', who })
      words.add([...surname, ...given], { kind: 'reversedName', who })
      joined.add(given.join('') + surname.join(''))
      joined.add(surname.join('') + given.join(''))
      if (middle.length > 0) {
        words.add([...given, ...middle, ...surname], { kind: 'fullName', who })
        words.add([...given, ...middleLetters, ...surname], { kind: 'fullName', who })
      }
    }
    words.add([letter, ...surname], { kind: 'fullName', who })
    words.add([letter, ...middleLetters, ...surname], { kind: 'fullName', who })
    words.add([letter + middleLetters.join(''), ...surname], { kind: 'fullName', who })
    joined.add(letter + surname.join(''))
    joined.add(surname.join('') + letter)
    words.add([...surname, letter], { kind: 'reversedName', who })
  }
  for (const given of givens) {
    words.add(given, { kind: 'givenName', who })
    words.add([...given, (parts.surname.at(-1) ?? '').slice(0, 1)], { kind: 'givenAndInitial', who })
    words.add([...given, (parts.surname[0] ?? '').slice(0, 1)], { kind: 'givenAndInitial', who })
  }
  if (middle.length > 0) words.add([...parts.given, ...middle], { kind: 'fullName', who })
  if (parts.surname.length > 1)
    for (const part of parts.surname) if (part.length > 3) words.add([part], { kind: 'partOfSurname', who })
}
