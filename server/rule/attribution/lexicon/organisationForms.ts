import { list } from '../language/list.ts'
import type { AttributionContext, TakingPart } from '../terms.ts'
import { acronyms, properWords } from './properWords.ts'

/** Words that every second organisation has in its name. */
export const GENERIC_NAME_WORDS = list(`
  nhs foundation trust trusts hospital hospitals university universities teaching acute community mental health healthcare partnership partnerships care integrated board boards commissioning clinical group
  council city county borough metropolitan district service services ambulance social primary network union unions trade workers society association college royal national british uk english england the of and for in
  institute federation alliance chartered ltd limited plc cic charity company organisation organisations north south east west central northern southern eastern western greater region regional area place team
  public general medical specialist authority academy staff employers department office centre combined fire rescue police system local government education collaborative forum
`)

/** What an organisation's short name may be followed by and still be the organisation: Deeholme Trust, Wirral Council. */
export const NAME_TAILS = list(
  `nhs foundation trust ft nhsft council hospital hospitals university union ccg icb ics board borough city county metropolitan district teaching acute healthcare`,
)

/** The ways an organisation is written: name, aliases, the letters of its name, and its name without generic words. */
export function organisationForms({ name, aliases }: TakingPart): (readonly string[])[] {
  const forms = new Map<string, readonly string[]>()
  const add = (words: readonly string[]): void => {
    if (words.length > 0 && words.join('').length > 1) forms.set(words.join(' '), words)
  }
  for (const written of [name, ...aliases]) {
    const words = properWords(written.replace(/\([^)]*\)/g, ' '))
    add(words)
    for (const [, inside = ''] of written.matchAll(/\(([^)]*)\)/g)) add(properWords(inside))
    if (/^[A-Z]{2,6}$/.test(written.trim())) add([`${words[0] ?? ''}s`])
    if (words[0] === 'the') add(words.slice(1))
    const named = words.filter((word) => !GENERIC_NAME_WORDS.has(word))
    const first = words.findIndex((word) => !GENERIC_NAME_WORDS.has(word))
    const last = words.findLastIndex((word) => !GENERIC_NAME_WORDS.has(word))
    if (named.length > 0 && words.length > 1) {
      add(words.slice(first, last + 1))
      if (named.length === 1) add(named)
    }
    const tail = words.findIndex((word, index) => index > 0 && (word === 'nhs' || word === 'foundation'))
    if (tail > 0) add(words.slice(0, tail))
  }
  for (const letters of acronyms(properWords(name).filter((word) => word !== 'the')))
    if (letters.length >= 3) add([letters])
  return [...forms.values()]
}

const KINDS = [
  'integrated care board',
  'clinical commissioning group',
  'combined authority',
  'county council',
  'city council',
  'borough council',
  'health board',
  'ambulance service',
  'ambulance trust',
  'fire service',
  'fire and rescue service',
  'police service',
]

/** Kinds of body of which the context has one alone: "the integrated care board" is then as good as its name. */
export function onlyOnesOfTheirKind({ organisations }: AttributionContext): [phrase: string, who: number][] {
  return KINDS.flatMap((kind) => {
    const having = organisations.flatMap(({ name }, who) => (properWords(name).join(' ').includes(kind) ? [who] : []))
    const [only] = having
    return only !== undefined && having.length === 1 ? [[kind, only] satisfies [string, number]] : []
  })
}
