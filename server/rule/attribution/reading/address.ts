import { decodeHTML } from 'entities'
import type { Range } from './links.ts'
import { ENTITY } from './patterns.ts'
import type { Scribe } from './view.ts'

/** Reads a link's target onto the scribe: entities and percent-encoded letters as what they stand for, all else as it is. */
export function readAddress(source: string, { start, end }: Range, scribe: Scribe): void {
  for (let at = start; at < end;) {
    const encoded = /^(?:%[\da-fA-F]{2}){1,4}/.exec(source.slice(at, Math.min(at + 12, end)))?.[0]
    ENTITY.lastIndex = at
    const entity = encoded === undefined && source[at] === '&' ? ENTITY.exec(source)?.[0] : undefined
    const stop = at + (encoded ?? entity ?? String.fromCodePoint(source.codePointAt(at) ?? 0)).length
    const seen = encoded === undefined ? decodeHTML(source.slice(at, stop)) : decodePercent(encoded)
    for (const char of seen) scribe.write(char, at, Math.min(stop, end))
    at = stop
  }
}

function decodePercent(encoded: string): string {
  try {
    return decodeURIComponent(encoded)
  } catch {
    return ' '
  }
}
