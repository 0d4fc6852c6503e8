import { diffWordsWithSpace } from 'diff'

/** A run of text in a comparison: added, removed, or (neither) the same in both. */
export type Piece = { readonly text: string; readonly added: boolean; readonly removed: boolean }

/** Words that may differ until two texts count as different altogether: the comparison takes time with its square. */
const mostEdits = 800

/**
 * What changed from one text to another, word by word; where nearly everything did, the one text removed and the other
 * added. An empty list when nothing changed.
 */
export function changes(before: string, after: string): Piece[] {
  if (before === after) return []
  const found = diffWordsWithSpace(before, after, { maxEditLength: mostEdits })
  if (found !== undefined) return found.map(({ value, added, removed }) => ({ text: value, added, removed }))
  return [
    { text: before, added: false, removed: true },
    { text: after, added: true, removed: false },
  ]
}
