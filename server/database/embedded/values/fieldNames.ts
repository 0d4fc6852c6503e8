const known = new Map<string, Buffer>()

/** A name's bytes, made once for each name that queries use. */
function bytesOf(name: string): Buffer {
  let bytes = known.get(name)
  if (bytes === undefined) {
    bytes = Buffer.from(name)
    if (known.size > 10_000) known.clear()
    known.set(name, bytes)
  }
  return bytes
}

/** Names of top-level fields, found among a document's bytes without making text of every name that is there. */
export class FieldNames {
  readonly #names: readonly string[]
  readonly #bytes: readonly Buffer[]

  constructor(names: Iterable<string>) {
    this.#names = [...new Set(names)]
    this.#bytes = this.#names.map(bytesOf)
  }

  get size(): number {
    return this.#names.length
  }

  /** The name that stands there, if it is one of these. */
  at(source: Buffer, start: number, end: number): string | undefined {
    for (let at = 0; at < this.#bytes.length; at++) {
      const bytes = this.#bytes[at]
      if (bytes?.length === end - start && same(bytes, source, start)) return this.#names[at]
    }
    return undefined
  }
}

function same(name: Buffer, source: Buffer, start: number): boolean {
  for (let at = 0; at < name.length; at++) if (name[at] !== source[start + at]) return false
  return true
}
