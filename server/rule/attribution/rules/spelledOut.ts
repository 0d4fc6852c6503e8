import { isCommonWord } from '../language/commonWords.ts'
import type { Text } from '../grammar/text.ts'
import type { Suspicion } from './suspicion.ts'

const LONGEST_RUN = 40
const JOINTS = new Set(['-', '_', '.', '/', "'", '*', '·', '•', ',', '+', '~', '|', '\\', '—'])

/** Names spelled out or broken by marks: "P a u l F o l e y", "F-o-l-e-y", "Fo.ley", "PaulFoley". */
export function spelledOut(text: Text): Suspicion[] {
  const found: Suspicion[] = []
  for (let at = 0; at < text.tokens.length; at += 1) {
    const token = text.at(at)
    if (token.kind !== 'word') continue
    if (token.raw.length === 1) {
      const run = letters(text, at)
      const name = run.length >= 3 ? nameIn(text, run) : undefined
      if (name !== undefined) found.push({ ...name, kind: 'name', severity: 'finding' })
      if (run.length >= 3) at = run.at(-1) ?? at
    } else {
      const to = broken(text, at)
      if (to !== undefined) found.push({ from: at, to, kind: 'name', severity: 'finding' })
      else if (runTogether(text, at)) {
        found.push({ from: at, to: at + 1, kind: 'name', severity: 'finding' })
      }
    }
  }
  return found
}

/** The indexes of the letters of a run of single letters. */
function letters(text: Text, at: number): number[] {
  const run = [at]
  let index = at + 1
  while (run.length < LONGEST_RUN && text.at(index).start >= 0) {
    const token = text.at(index)
    if (token.kind === 'break' || token.kind === 'cell') break
    if (token.kind === 'mark' && JOINTS.has(token.low)) index += 1
    else if (token.kind === 'word' && token.raw.length === 1) {
      run.push(index)
      index += 1
    } else break
  }
  return run
}

function nameIn(text: Text, run: readonly number[]): { from: number; to: number } | undefined {
  const spelled = run.map((index) => text.low(index)).join('')
  for (let length = spelled.length; length >= 3; length -= 1) {
    for (let start = 0; start + length <= spelled.length; start += 1) {
      const whole = length === spelled.length
      if ((whole || length >= 4) && isKnown(text, spelled.slice(start, start + length))) {
        return { from: run[start] ?? 0, to: (run[start + length - 1] ?? 0) + 1 }
      }
    }
  }
  return undefined
}

function isKnown(text: Text, word: string): boolean {
  const kinds = text.lexicon.words.get(word)
  return (
    text.lexicon.joined.has(word) ||
    kinds.some(({ kind }) => kind === 'surname' || kind === 'givenName' || kind === 'organisation' || kind === 'side')
  )
}

/** A word broken by a mark without spaces whose pieces together are a name that is no everyday word. */
function broken(text: Text, at: number): number | undefined {
  let joined = text.low(at)
  let index = at
  for (let pieces = 1; pieces < 5; pieces += 1) {
    const joint = text.at(index + 1)
    const next = text.at(index + 2)
    if (!joint.glued || !JOINTS.has(joint.low) || joint.kind !== 'mark' || !next.glued || next.kind !== 'word')
      return undefined
    joined += next.low
    index += 2
    const kinds = text.lexicon.words.get(joined)
    const known =
      kinds.some(({ kind }) => kind === 'surname' || kind === 'givenName') || text.lexicon.joined.has(joined)
    if (joined.length >= 4 && known && !isCommonWord(joined)) return index + 1
  }
  return undefined
}

/** "PaulFoley", "@pfoley", "paulfoley": a whole name in one word. */
function runTogether(text: Text, at: number): boolean {
  const { raw, low, looks } = text.at(at)
  if (low.length < 5 || !(text.lexicon.joined.has(low) || text.lexicon.joined.has(looks))) return false
  return low.length > 8 || /[@#]/.test(text.low(at - 1)) || /\p{Ll}\p{Lu}|\p{Lu}\p{Lu}\p{Ll}/u.test(raw)
}
