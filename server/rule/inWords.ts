import type { Finding } from './attribution/terms.ts'

/**
 * A finding as a sentence that says what to do.
 * @param otherwise what to do where there is no neutral wording: "Write it without naming anybody"
 */
export const mayIdentify = ({ text, suggestion }: Pick<Finding, 'text' | 'suggestion'>, otherwise: string): string =>
  `“${text}” may identify someone. ${suggestion === '' ? otherwise : `You could write “${suggestion}”`}`

/** Several findings of one text as sentences, each place once. */
export const allThatMayIdentify = (found: readonly Pick<Finding, 'text' | 'suggestion'>[], otherwise: string): string =>
  [...new Set(found.map((each) => mayIdentify(each, otherwise)))].join('. ')
