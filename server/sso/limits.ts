import { createHmac } from 'node:crypto'
import { type Limit, limitOf } from '../../models/rateLimit.ts'
import type { Config } from '../config.ts'
import { SignInRefused } from './refused.ts'

/**
 * How often one address may do something. A hospital's whole staff may share an address: what works is counted
 * generously, what is refused is not.
 */
const allowed = {
  /** Leaving for an organisation's sign-in. */
  begun: { times: 600, seconds: 60 },
  /** Answers and sign-out requests that were refused, by address and organisation. */
  refused: { times: 30, seconds: 300 },
  /** One-time codes asked for, by address: everybody at a meeting may share one. */
  asked: { times: 120, seconds: 600 },
  /**
   * One-time codes asked for, by e-mail address: nobody's mailbox is flooded, and nobody gets many guesses. Told to the
   * browser that asked so often itself, and to no other: it would learn that somebody else asks for codes.
   */
  codes: { times: 5, seconds: 3600 },
} as const

type What = keyof typeof allowed

const limits = new Map<What, Limit>()

function limit(what: What): Limit {
  const made = limits.get(what) ?? limitOf(what, allowed[what].times, allowed[what].seconds)
  limits.set(what, made)
  return made
}

/**
 * Whom a count is of: not the address itself, which is nobody's business in a database.
 * @param about the organisation, or whatever else was tried from there
 */
const keyOf = ({ sessionSecret }: Pick<Config, 'sessionSecret'>, address: string, about: string): string =>
  createHmac('sha256', sessionSecret).update(`limit ${address} ${about}`).digest('base64url')

/** Counts once more. Throws SignInRefused 'often' above the limit. */
export async function count(config: Config, what: What, address: string, about: string): Promise<void> {
  if (!(await limit(what).count(keyOf(config, address, about)))) tooOften(what)
}

/** Throws SignInRefused 'often' where the limit has been reached already. Counts nothing. */
export async function checkLimit(config: Config, what: What, address: string, about: string): Promise<void> {
  if (!(await limit(what).hasRoom(keyOf(config, address, about)))) tooOften(what)
}

/** Counts once more, and tells nobody but the caller: false above the limit. */
export const countQuietly = async (config: Config, what: What, address: string, about: string): Promise<boolean> =>
  limit(what).count(keyOf(config, address, about))

function tooOften(what: What): never {
  const kind = what === 'asked' || what === 'codes' ? 'codes' : 'often'
  throw new SignInRefused(kind, `too many of ${what} from one address`)
}
