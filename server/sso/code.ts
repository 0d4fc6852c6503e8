import { createHmac } from 'node:crypto'
import type { Config } from '../config.ts'

type Secret = Pick<Config, 'sessionSecret'>

/** How many digits a code has. With five tries to a code and five codes an hour, guessing one takes centuries. */
export const digits = 8

/**
 * The code of one request: a keyed hash of its random id. Nothing is stored from which it could be found without the
 * session secret, and any process can make it again, to send it and to compare.
 */
export function codeOf({ sessionSecret }: Secret, request: string): string {
  const mark = createHmac('sha256', sessionSecret).update(`one-time code ${request}`).digest()
  // Of 2^64 values the remainder favours none by more than one in a hundred thousand million.
  return String(mark.readBigUInt64BE() % 10n ** BigInt(digits)).padStart(digits, '0')
}

/** A code as it is shown and typed, in two groups. */
export const inGroups = (code: string): string => `${code.slice(0, digits / 2)} ${code.slice(digits / 2)}`

/** What an e-mail address is known by: a keyed hash, so that nobody learns from the database who asked. */
export const addressKey = ({ sessionSecret }: Secret, email: string): string =>
  createHmac('sha256', sessionSecret).update(`address ${email}`).digest('base64url')
