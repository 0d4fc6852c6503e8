import { diffWordsWithSpace } from 'diff'

/** A run of text in a comparison: added, removed, or (neither) the same in both. */
export type Piece = { readonly text: string; readonly added: boolean; readonly removed: boolean }

/** What changed from one text to another, word by word. An empty list when nothing did. */
export function changes(before: string, after: string): Piece[] {
  if (before === after) return []
  return diffWordsWithSpace(before, after).map(({ value, added, removed }) => ({ text: value, added, removed }))
}
