import { createHash } from 'node:crypto'
import type { CookieOptions, Request, Response } from 'express'
import { signInTakes } from '../../models/signInRequest.ts'
import type { Config } from '../config.ts'
import { newId } from '../ids.ts'
import { cookieName } from '../session.ts'

/**
 * Ties a sign-in to the browser that began it, by a cookie of its own.
 *
 * The identity provider's answer is a post from another site, and browsers send no SameSite=Lax cookie with that; a
 * SameSite=None one needs Secure, which plain http does not have. So the answer is taken without any cookie and kept,
 * and the browser is sent on to a page of ours: a GET, with which every browser sends this Lax cookie, over http and
 * https alike. Only there, and only to the browser that began, is anybody signed in.
 */
const options = ({ secure }: Config): CookieOptions => ({ httpOnly: true, sameSite: 'lax', secure, path: '/' })

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
