import { list } from '../language/list.ts'
import { foldText } from '../reading/folding.ts'

/** Small words that belong to a surname. */
export const PARTICLES = list(
  `van von der den de del della di da dos das du la le el al bin ibn ben ap ter ten st saint mac mc o`,
)

/** Letters after a name. */
export const POST_NOMINALS = list(
  `mbe obe cbe kbe dbe rn rm msc bsc ba ma phd mba frcn frcp fcipd mcipd chartered qpm jp mp bem md rgn jr sr ii iii`,
)

/** The words of a proper name as the tokens of a text have them: small, folded, without apostrophes, possessives and hyphens. */
export function properWords(name: string): string[] {
  return [...foldText(name).matchAll(/[\p{L}\p{N}]+(?:'[\p{L}\p{N}]+)*|&/gu)].map(([word]) =>
    word === '&' ? 'and' : word.replace(/'s$/i, '').toLowerCase().replaceAll("'", ''),
  )
}

const SMALL_WORDS = new Set(['of', 'the', 'and', 'for', 'in', 'to', 'a', 'at', 'on', '&'])

/** The letters a name of several words is shortened to: with and without those of its small words. */
export function acronyms(words: readonly string[]): string[] {
  if (words.length < 2) return []
  const all = words.map((word) => word.slice(0, 1)).join('')
  const main = words
    .filter((word) => !SMALL_WORDS.has(word))
    .map((word) => word.slice(0, 1))
    .join('')
  return [...new Set([all, main])]
}
