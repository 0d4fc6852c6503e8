/** The reflected ECMA-182 polynomial, as Go's crc64.ECMA has it, in two halves of 32 bits. */
const [HIGH, LOW] = [0xc96c5795, 0xd7870f42]

const high = new Uint32Array(256)
const low = new Uint32Array(256)
for (let byte = 0; byte < 256; byte++) {
  let [upper, lower] = [0, byte]
  for (let bit = 0; bit < 8; bit++) {
    const odd = (lower & 1) === 1
    lower = (lower >>> 1) | ((upper & 1) << 31)
    upper >>>= 1
    if (!odd) continue
    upper ^= HIGH
    lower ^= LOW
  }
  high[byte] = upper
  low[byte] = lower
}

/** The checksum that an archive of mongodump has for each collection: CRC-64/XZ over the bytes of its documents. */
export class Crc64 {
  #high = 0xffffffff
  #low = 0xffffffff

  add(bytes: Uint8Array): void {
    let [upper, lower] = [this.#high, this.#low]
    for (const byte of bytes) {
      const at = (lower ^ byte) & 0xff
      lower = ((lower >>> 8) | (upper << 24)) ^ (low[at] ?? 0)
      upper = (upper >>> 8) ^ (high[at] ?? 0)
    }
    this.#high = upper
    this.#low = lower
  }

  /** The sum so far, as a signed number of 64 bits. */
  get value(): bigint {
    return BigInt.asIntN(64, (BigInt(~this.#high >>> 0) << 32n) | BigInt(~this.#low >>> 0))
  }
}
