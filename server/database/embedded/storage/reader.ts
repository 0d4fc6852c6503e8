/** One stored key and its value. */
export type Entry = { readonly key: Buffer; readonly value: Buffer }

/**
 * Some entries of a range in order. `resume` is where the next chunk begins (or, in reverse, ends), and undefined
 * after the last.
 */
export type Chunk = { readonly entries: readonly Entry[]; readonly resume: Buffer | undefined }

/** Anything that keys can be read from: the store now, the store at a moment, or either under unsaved changes. */
export type Reader = {
  get(key: Buffer): Buffer | undefined
  /** Entries with start <= key < end, from the front or, in reverse, from the back. */
  range(start: Buffer, end: Buffer, reverse: boolean, limit: number): Chunk
  /** How many entries a range has. */
  count(start: Buffer, end: Buffer): number
}

/** The smallest key after this one. */
export const next = (key: Buffer): Buffer => Buffer.concat([key, Buffer.alloc(1)])

/**
 * All entries of a range. Between chunks nothing is held open, so that a scan may rest for any time: it then goes on
 * behind the last key it saw.
 */
export function* scan(reader: Reader, start: Buffer, end: Buffer, reverse = false): Generator<Entry> {
  let [from, to, limit] = [start, end, 16]
  for (;;) {
    const { entries, resume } = reader.range(from, to, reverse, limit)
    yield* entries
    if (resume === undefined) return
    if (reverse) to = resume
    else from = resume
    limit = Math.min(limit * 4, 512)
  }
}
