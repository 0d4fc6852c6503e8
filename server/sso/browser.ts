import { createHash } from 'node:crypto'
import type { CookieOptions, Request, Response } from 'express'
import { signInTakes } from '../../models/signInRequest.ts'
import type { Config } from '../config.ts'
import { newId } from '../ids.ts'
import { cookieName } from '../session.ts'

/**
 * Ties a sign-in to the browser that began it, by a cookie of its own and a ticket.
 *
 * The identity provider's answer is a post from another site, so that the cookie is SameSite=None, which needs Secure:
 * the answer is taken from the browser that asked and from no other. Else somebody could send a victim to the provider
 * with a request of their own, and use what the victim's browser brings. On plain http, which production never is,
 * browsers take no such cookie, and the answer may come without any.
 *
 * Whoever brought the answer gets a ticket, new and known to nobody else, and is sent on to a page of ours. There the
 * ticket and the cookie are needed, so that also without a cookie at the first step, it is one browser that began, that
 * brought the answer and that is signed in.
 */
const options = ({ secure }: Config): CookieOptions => ({
  httpOnly: true,
  sameSite: secure ? 'none' : 'lax',
  secure,
  path: '/',
})

const hash = (secret: string): string => createHash('sha256').update(`browser ${secret}`).digest('hex')

/** This browser, as sign-in requests know it; gives it a cookie for the next ten minutes. */
export function rememberBrowser(config: Config, req: Request, res: Response): string {
  const name = cookieName(config, 'browser')
  const kept: unknown = req.cookies?.[name]
  const secret = typeof kept === 'string' && /^[0-9a-f]{32}$/.test(kept) ? kept : newId()
  res.cookie(name, secret, { ...options(config), maxAge: signInTakes })
  return hash(secret)
}

/** The same, without a new cookie; of a browser that has none, something that no request knows. */
export function knownBrowser(config: Config, req: Request): string {
  const kept: unknown = req.cookies?.[cookieName(config, 'browser')]
  return hash(typeof kept === 'string' ? kept : newId())
}

/** The browser that posts an answer; undefined where that cannot be known, on plain http. */
export const postingBrowser = (config: Config, req: Request): string | undefined =>
  !config.secure && req.cookies?.[cookieName(config, 'browser')] === undefined ? undefined : knownBrowser(config, req)

/** What only the browser that brought an answer gets to know, and its hash, which is kept. */
export function newTicket(): { ticket: string; hash: string } {
  const ticket = newId()
  return { ticket, hash: ticketHash(ticket) }
}

/** How a ticket is kept: in the database there is nothing to sign in by. */
export const ticketHash = (ticket: string): string => createHash('sha256').update(`ticket ${ticket}`).digest('hex')
