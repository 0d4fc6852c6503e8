import { BackupDamaged } from './damaged.ts'

/** Bytes of a stream, taken in the lengths that one asks for. */
export class Bytes {
  readonly #chunks: AsyncIterator<Uint8Array>
  #held: Buffer = Buffer.alloc(0)

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]()
  }

  /** Takes exactly so many bytes. Throws BackupDamaged where there are fewer. */
  async take(length: number): Promise<Buffer> {
    const taken = await this.upTo(length)
    if (taken.length < length) throw new BackupDamaged('it ends too early')
    return taken
  }

  /** Takes so many bytes, or those that are left. */
  async upTo(length: number): Promise<Buffer> {
    await this.#hold(length)
    const taken = this.#held.subarray(0, length)
    this.#held = this.#held.subarray(taken.length)
    return taken
  }

  async isAtEnd(): Promise<boolean> {
    await this.#hold(1)
    return this.#held.length === 0
  }

  async #hold(length: number): Promise<void> {
    if (this.#held.length >= length) return
    const parts: Uint8Array[] = [this.#held]
    let held = this.#held.length
    while (held < length) {
      const { value, done } = await this.#chunks.next()
      if (done === true) break
      parts.push(value)
      held += value.length
    }
    this.#held = Buffer.concat(parts)
  }
}
