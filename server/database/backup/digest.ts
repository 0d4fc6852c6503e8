import { createHash } from 'node:crypto'

/** How many documents there are and a sum over their bytes, which is the same in whatever order they come. */
export class Digest {
  count = 0
  readonly #sum = Buffer.alloc(32)

  add(document: Uint8Array): void {
    this.count++
    const hash = createHash('sha256').update(document).digest()
    for (let at = 0; at < 32; at++) this.#sum[at] = (this.#sum[at] ?? 0) ^ (hash[at] ?? 0)
  }

  equals(other: Digest): boolean {
    return this.count === other.count && this.#sum.equals(other.#sum)
  }
}

/** The digest of all documents of a stream. */
export async function digestOf(documents: AsyncIterable<Uint8Array>): Promise<Digest> {
  const digest = new Digest()
  for await (const document of documents) digest.add(document)
  return digest
}
