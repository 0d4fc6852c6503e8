import { list } from '../language/list.ts'
import type { AttributionContext, Participant, TakingPart } from '../terms.ts'
import { GENERIC_NAME_WORDS } from './organisationForms.ts'
import { properWords } from './properWords.ts'

/** Words said of a side, sector or calling that the context may not spell out. */
const ALSO: readonly (readonly [when: RegExp, words: string])[] = [
  [/local government|council|local authority/, 'council local authority government'],
  [/commission|\bicb\b|\bccg\b|integrated care board/, 'commissioner commissioning icb'],
  [/education|universit|deanery|academy/, 'university education academic'],
  [/ambulance/, 'ambulance paramedic'],
  [/mental health/, 'mental health psychiatric'],
  [/nursing|nurse/, 'nurse nursing'],
  [/midwi/, 'midwife midwifery'],
  [/medical association|doctors/, 'doctor medical'],
  [/dent/, 'dentist dental'],
  [/diet/, 'dietitian dietetic'],
  [/physio/, 'physiotherapist physiotherapy physio'],
  [/radiograph/, 'radiographer radiography'],
  [/voluntary|charit|third sector|hospice|vcs/, 'charity voluntary hospice'],
  [/human resources|\bhr\b/, 'hr human resources'],
  [/regulat/, 'regulator'],
  [/chief executive/, 'chief executive ceo'],
  [/housing/, 'housing landlord'],
  [/community/, 'community'],
  [/acute|hospital/, 'acute hospital'],
  [/trust/, 'trust'],
  [/union/, 'union'],
]
const TITLE_NOISE = list(`of the and for to in a at on officer member representative rep & side colleague lead`)
const NAME_NOISE = list(
  `nhs foundation the of and for in partnership care integrated board group city county borough metropolitan services national british uk england english regional region area local health public general team`,
)
const SHARED = list(`trust council union university college hospital society association`)

/** The words of a noun phrase looked up in everything the context says of people: job titles, organisations, sectors. */
export class Bags {
  private readonly people = new Map<string, Set<number>>()
  private readonly organisations = new Map<string, Set<number>>()

  constructor(context: AttributionContext) {
    const byName = new Map<string, string>()
    context.organisations.forEach((organisation, index) => {
      const words = wordsOfOrganisation(organisation)
      for (const word of words) put(this.organisations, stem(word), index)
      for (const name of [organisation.name, ...organisation.aliases]) {
        const key = properWords(name).join(' ')
        byName.set(key, `${byName.get(key) ?? ''} ${words.join(' ')}`)
      }
    })
    context.people.forEach((person, index) => {
      const known = byName.get(properWords(person.organisation).join(' ')) ?? properWords(person.organisation).join(' ')
      for (const word of wordsOfPerson(person, known)) put(this.people, stem(word), index)
    })
  }

  /** The people of whom this word may be said; nothing when the context does not know the word. */
  peopleOf(word: string): ReadonlySet<number> | undefined {
    return this.people.get(stem(word))
  }

  /** The organisations of which this word may be said. */
  organisationsOf(word: string): ReadonlySet<number> | undefined {
    return this.organisations.get(stem(word))
  }
}

function put(index: Map<string, Set<number>>, word: string, who: number): void {
  const known = index.get(word)
  if (known === undefined) index.set(word, new Set([who]))
  else known.add(who)
}

function wordsOfOrganisation({ name, aliases, sector }: TakingPart): string[] {
  const written = [name, ...aliases].flatMap(properWords)
  const words = [...written, ...properWords(sector ?? '')].filter((word) => !NAME_NOISE.has(word))
  return [...words, ...also([name, ...aliases, sector ?? ''].join(' '))].filter((word) => word.length > 1)
}

function wordsOfPerson({ jobTitle, name }: Participant, organisation: string): string[] {
  const title = properWords(jobTitle).filter((word) => !TITLE_NOISE.has(word))
  const called = /^(?:cllr|councillor)\b/i.test(name) ? ['councillor'] : /^dr\b/i.test(name) ? ['doctor'] : []
  return [...title, ...called, ...also(jobTitle), ...organisation.split(' ')].filter(
    (word) => word.length > 1 && !NAME_NOISE.has(word),
  )
}

function also(text: string): string[] {
  const low = text.toLowerCase()
  return ALSO.flatMap(([when, words]) => (when.test(low) ? words.split(' ') : []))
}

/** Whether a word alone says next to nothing of an organisation, so that it counts only when one organisation has it. */
export const isShared = (word: string): boolean => SHARED.has(stem(word)) || GENERIC_NAME_WORDS.has(word)

/** A word without its ending, so that nurse, nurses and nursing meet. Short words stay whole. */
export function stem(word: string): string {
  if (word.length <= 4) return word.replace(/s$/, '')
  const plain = word.replace(/(?:ies|y)$/, 'i').replace(/(?:es|s)$/, '')
  return plain.length > 5
    ? plain.replace(/(?:ing|ery|eri|ives|ive|ian|ist|al|er|or|ic|i|e)$/, '')
    : plain.replace(/e$/, '')
}
