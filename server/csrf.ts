import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Request } from 'express'
import { Refused } from './errors.ts'

/**
 * A form's token: bound to the session and to the secret, so that reading a page writes nothing. Visitors get one
 * bound to no session, which with SameSite cookies protects nothing but costs nothing.
 */
export const csrfToken = (secret: string, req: Request): string =>
  createHmac('sha256', secret)
    .update(`form ${req.session?.person === undefined ? 'visitor' : req.sessionID}`)
    .digest('base64url')

/** Whether two texts are the same, in a time that tells nothing about where they differ. */
export function sameText(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)]
  return one.length === other.length && timingSafeEqual(one, other)
}

/** Refuses a post that did not come from one of our own pages: by its token, and by what the browser says of its origin. */
export function checkCsrf(secret: string, baseUrl: string, req: Request): void {
  const sent = (req.body as Record<string, unknown> | undefined)?.['_csrf']
  const same = typeof sent === 'string' && sameText(sent, csrfToken(secret, req))
  const origin = req.get('origin')
  const site = req.get('sec-fetch-site')
  const elsewhere =
    (origin !== undefined && origin !== 'null' && origin !== baseUrl) || site === 'cross-site' || site === 'same-site'
  if (!same || elsewhere)
    throw new Refused('This page was open for too long, or was opened twice. Go back, reload the page and try again.')
}
