import type { Token } from '../reading/words.ts'

/** What a run of words in the text may be. `who` is the index of a person or organisation in the context. */
export type EntryKind =
  | 'fullName'
  | 'reversedName'
  | 'surname'
  | 'partOfSurname'
  | 'givenName'
  | 'givenAndInitial'
  | 'organisation'
  | 'title'
  | 'titleLetters'
  | 'side'

export interface Entry {
  readonly kind: EntryKind
  readonly who: number
}

interface Node {
  readonly next: Map<string, Node>
  readonly entries: Entry[]
}

/** Words in small letters, hyphens dropped, that lead to entries. Looking up costs one step a word. */
export class Trie {
  private readonly root: Node = { next: new Map(), entries: [] }

  add(words: readonly string[], entry: Entry): void {
    if (words.length === 0) return
    let node = this.root
    for (const word of words) {
      let next = node.next.get(word)
      if (next === undefined) {
        next = { next: new Map(), entries: [] }
        node.next.set(word, next)
      }
      node = next
    }
    if (!node.entries.some(({ kind, who }) => kind === entry.kind && who === entry.who)) node.entries.push(entry)
  }

  /** Whether exactly these words have an entry of this kind. */
  has(words: readonly string[], kind: EntryKind): boolean {
    let node: Node | undefined = this.root
    for (const word of words) node = node?.next.get(word)
    return node?.entries.some((entry) => entry.kind === kind) ?? false
  }

  /** The entries of one word, or of letters written together. */
  get(word: string): readonly Entry[] {
    return this.root.next.get(word)?.entries ?? []
  }

  /** The longest run of tokens from `at` that has an entry, and those entries. */
  longest(tokens: readonly Token[], at: number): { end: number; entries: readonly Entry[] } | undefined {
    let found: { end: number; entries: readonly Entry[] } | undefined
    let node: Node | undefined = this.root
    let comma = false
    for (let index = at; node !== undefined;) {
      const token = tokens[index]
      if (token === undefined || (token.kind !== 'word' && token.low !== '&')) break
      const low = token.low === '&' ? 'and' : token.low
      node = node.next.get(low) ?? node.next.get(token.looks)
      if (node === undefined) break
      index += 1
      const entries: Entry[] = comma ? node.entries.filter(({ kind }) => kind === 'reversedName') : node.entries
      if (entries.length > 0) found = { end: index, entries }
      const joint = joins(tokens, index)
      if (joint === undefined || (token.possessive && !mayOwn(tokens, index))) break
      comma ||= joint.comma
      index = joint.next
    }
    return found
  }
}

/** A possessive inside a longer name ("the King's Fund") goes on; after a full name it ends it. */
function mayOwn(tokens: readonly Token[], index: number): boolean {
  return tokens[index]?.kind === 'word'
}

const JOINTS = new Set(['-', '_', '.', '/', "'"])

/** The next word of the same name: directly, or over a hyphen, stop or comma as names are written. */
function joins(tokens: readonly Token[], index: number): { next: number; comma: boolean } | undefined {
  let at = index
  let comma = false
  for (let steps = 0; steps < 3; steps += 1) {
    const token = tokens[at]
    if (token === undefined || token.kind === 'address') return undefined
    if (token.kind === 'word' || token.low === '&') return { next: at, comma }
    const short = (tokens[at - 1]?.raw.length ?? 0) <= 2
    const crossable =
      token.glued &&
      (JOINTS.has(token.low) || token.low === ',') &&
      (tokens[at + 1]?.glued === true || token.low === ',' || (token.low === '.' && short))
    if (!crossable) return undefined
    comma ||= token.low === ','
    at += 1
  }
  return undefined
}
