import { FUNCTION_WORDS } from '../language/people.ts'
import type { Entry, EntryKind } from '../lexicon/trie.ts'
import type { Lexicon } from '../lexicon/lexicon.ts'
import type { PartKind } from '../reading/view.ts'
import type { Token } from '../reading/words.ts'

/** A run of tokens [from, to) that the lexicon knows. */
export interface Mention {
  readonly from: number
  readonly to: number
  readonly entries: readonly Entry[]
}

const NOTHING: Token = {
  start: -1,
  end: -1,
  kind: 'break',
  raw: '',
  low: '',
  looks: '',
  possessive: false,
  capital: false,
  glued: false,
  opensLine: false,
  opensBlock: false,
  opensSentence: false,
  sentence: -1,
}

/** One part of a document in tokens, with what the lexicon knows in it, and small questions about it. */
export class Text {
  readonly mentions: readonly Mention[]
  readonly kind: PartKind
  readonly tokens: readonly Token[]
  readonly lexicon: Lexicon
  private readonly starting = new Map<number, Mention>()
  private readonly ending = new Map<number, Mention>()

  constructor(tokens: readonly Token[], lexicon: Lexicon, kind: PartKind) {
    this.tokens = tokens
    this.lexicon = lexicon
    this.kind = kind
    const mentions: Mention[] = []
    for (let at = 0; at < tokens.length;) {
      const found = tokens[at]?.kind === 'word' ? lexicon.words.longest(tokens, at) : undefined
      if (found === undefined) at += 1
      else {
        const mention = { from: at, to: found.end, entries: found.entries }
        mentions.push(mention)
        this.starting.set(at, mention)
        this.ending.set(found.end, mention)
        at = found.end
      }
    }
    this.mentions = mentions
  }

  at(index: number): Token {
    return this.tokens[index] ?? NOTHING
  }

  low(index: number): string {
    return this.at(index).low
  }

  isWord(index: number): boolean {
    return this.at(index).kind === 'word'
  }

  /** Whether both tokens stand in one sentence. */
  together(a: number, b: number): boolean {
    return this.at(a).sentence === this.at(b).sentence && this.at(a) !== NOTHING
  }

  mentionAt(from: number): Mention | undefined {
    return this.starting.get(from)
  }

  mentionEndingAt(to: number): Mention | undefined {
    return this.ending.get(to)
  }

  /** Whether a noun phrase that ends before `index` is over: no further noun follows in it. */
  phraseEnds(index: number): boolean {
    const token = this.at(index)
    if (token.kind !== 'word') return !(token.low === '-' && token.glued)
    return !this.together(index, index - 1) || FUNCTION_WORDS.has(token.low)
  }

  /** Whether the tokens are one part of a longer hyphenated name: Whittle-le-Woods, Foley-Hughes. */
  hyphenatedInto(from: number, to: number): boolean {
    const before = this.at(from - 1)
    const after = this.at(to)
    const follows = this.at(to + 1)
    const ahead =
      after.low === '-' &&
      after.glued &&
      follows.glued &&
      follows.kind === 'word' &&
      !/^(?:led|backed|proposed|sponsored|chaired|authored|drafted|raised)$/.test(follows.low)
    return ahead || (before.low === '-' && before.glued && this.at(from).glued && this.isWord(from - 2))
  }
}

/** Whether a mention may be one of these kinds. */
export function isA(mention: Mention | undefined, ...kinds: readonly EntryKind[]): mention is Mention {
  return mention?.entries.some(({ kind }) => kinds.includes(kind)) ?? false
}
