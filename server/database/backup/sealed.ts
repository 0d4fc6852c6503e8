import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto'
import { Bytes } from './bytes.ts'
import { BackupDamaged } from './damaged.ts'

/**
 * An encrypted backup: this line, the cost of the key (log2 N, r, p) and a salt; then pieces of 64 KiB, each AES-256-GCM
 * with its tag behind it. A piece's nonce is its number, and whether it is the last, so that none can be changed, moved,
 * left out or cut off (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015). The key is scrypt's
 * (RFC 7914) from passphrase and salt; a salt is used once.
 */
const BEGINS = Buffer.from('SUBROSA BACKUP 1\n')
const PIECE = 64 * 1024
const TAG = 16
const SALT = 16
const COST = { logN: 17, r: 8, p: 1 }
/** More is refused, so that a forged file cannot take all memory. */
const HIGHEST = { logN: 20, r: 16, p: 4 }

type Cost = typeof COST

function keyFrom(passphrase: string, salt: Buffer, { logN, r, p }: Cost): Promise<Buffer> {
  const N = 2 ** logN
  return new Promise((resolve, reject) => {
    scrypt(passphrase.normalize('NFKC'), salt, 32, { N, r, p, maxmem: 256 * N * r }, (error, key) => {
      if (error === null) resolve(key)
      else reject(error)
    })
  })
}

function nonceOf(number: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12)
  nonce.writeUIntBE(number, 5, 6)
  nonce.writeUInt8(isLast ? 1 : 0, 11)
  return nonce
}

/** Encrypts a stream with a passphrase. A key at the usual cost takes about half a second and 128 MB. */
export async function* seal(
  chunks: AsyncIterable<Uint8Array>,
  passphrase: string,
  cost: Cost = COST,
): AsyncGenerator<Buffer> {
  const salt = randomBytes(SALT)
  const header = Buffer.concat([BEGINS, Buffer.from([cost.logN, cost.r, cost.p]), salt])
  const key = await keyFrom(passphrase, salt, cost)
  yield header
  const bytes = new Bytes(chunks)
  for (let number = 0, isLast = false; !isLast; number++) {
    const piece = await bytes.upTo(PIECE)
    isLast = await bytes.isAtEnd()
    const cipher = createCipheriv('aes-256-gcm', key, nonceOf(number, isLast)).setAAD(header)
    yield Buffer.concat([cipher.update(piece), cipher.final(), cipher.getAuthTag()])
  }
}

/** Whether a file that begins with these bytes is an encrypted backup. */
export const isSealed = (beginning: Buffer): boolean => beginning.subarray(0, BEGINS.length).equals(BEGINS)

/**
 * Decrypts what `seal` made. Nothing is given that was not authenticated.
 * @throws BackupDamaged where the passphrase is wrong, or anything was changed, moved, left out or cut off
 */
export async function* unseal(chunks: AsyncIterable<Uint8Array>, passphrase: string): AsyncGenerator<Buffer> {
  const bytes = new Bytes(chunks)
  const header = await bytes.take(BEGINS.length + 3 + SALT)
  if (!isSealed(header)) throw new BackupDamaged('it is not an encrypted backup')
  const [logN = 0, r = 0, p = 0] = header.subarray(BEGINS.length)
  if (logN < 1 || r < 1 || p < 1 || logN > HIGHEST.logN || r > HIGHEST.r || p > HIGHEST.p)
    throw new BackupDamaged('its beginning is not as it was written')
  const key = await keyFrom(passphrase, header.subarray(-SALT), { logN, r, p })
  for (let number = 0, isLast = false; !isLast; number++) {
    const piece = await bytes.upTo(PIECE + TAG)
    isLast = await bytes.isAtEnd()
    if (piece.length < TAG) throw new BackupDamaged('it ends too early')
    const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(number, isLast), { authTagLength: TAG })
    decipher.setAAD(header).setAuthTag(piece.subarray(-TAG))
    const text = decipher.update(piece.subarray(0, -TAG))
    try {
      decipher.final()
    } catch {
      throw new BackupDamaged(
        number === 0
          ? 'the passphrase is wrong, or the file is damaged'
          : 'it is damaged or cut off, or not all of one backup',
      )
    }
    yield text
  }
}
