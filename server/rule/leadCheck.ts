import { NOUN_LIKE, SPEECH } from './attribution/language/speech.ts'
import type { Finding } from './attribution/terms.ts'

/** Verbs that say what somebody said or did; words that are as often nouns ("Head of Reports") are left out. */
const says = (word: string): boolean => SPEECH.past.has(word) || (SPEECH.present.has(word) && !NOUN_LIKE.has(word))

/**
 * Who leads an item under the Rule is a name by its nature, and is for the room alone. What somebody said or did there is
 * none: beside a name the lead has no verb of speech ("Mary Smith, who objected").
 * @param check what finds names, titles, organisations and sides in a text
 * @returns undefined for a lead that only names; else the names alone, to write instead ('' when there are none)
 */
export function saidInLead(lead: string, check: (text: string) => readonly Finding[]): string | undefined {
  const named = check(lead).filter(({ severity }) => severity === 'finding')
  const rest = named.reduceRight((text, { start, end }) => `${text.slice(0, start)} ${text.slice(end)}`, lead)
  const words = rest.toLowerCase().match(/\p{L}+/gu) ?? []
  if (named.length === 0 || !words.some(says)) return undefined
  return named.map(({ text }) => text).join(', ')
}
