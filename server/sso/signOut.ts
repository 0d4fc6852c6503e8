import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import type { CookieOptions, Request, RequestHandler, Response } from 'express'
import { z } from 'zod'
import { type IdentityProvider, identityProvidersFor } from '../../models/identityProvider.ts'
import { organisationsFor } from '../../models/organisation.ts'
import { signInRequests, usedAssertions } from '../../models/signInRequest.ts'
import { leavingPage } from '../../views/sign-in/pages.ts'
import { endSessions } from '../acts/endSessions.ts'
import type { Config } from '../config.ts'
import { checkCsrf } from '../csrf.ts'
import { sendView } from '../frame.ts'
import { newId } from '../ids.ts'
import { cookieName } from '../session.ts'
import { knownBrowser, rememberBrowser } from './browser.ts'
import { checkLimit } from './limits.ts'
import { type LogoutRequest, readPosted, readRedirected } from './logoutRequest.ts'
import { addressesOf, logoutAddress, logoutAnswerAddress, verifyPosted } from './provider.ts'
import { SignInRefused } from './refused.ts'
import { organisationOf, requestOf } from './addressed.ts'
import { serviceKeys } from './serviceKeys.ts'

const signInService = { kind: 'service', name: 'signIn' } as const
const providers = identityProvidersFor(signInService)
const organisations = organisationsFor(signInService)

type Refuse = (req: Request, res: Response, organisation: string, error: unknown) => Promise<void>

/** Signing out: from here, and by the organisation's identity provider (SAML 2.0 profiles, 4.4). */
export function signingOut(config: Config, refuse: Refuse): { signOut: RequestHandler; logout: RequestHandler } {
  const cookies: CookieOptions = { httpOnly: true, sameSite: 'lax', secure: config.secure, path: '/' }

  /** Ends the session on the server, at once; the provider's own is ended by the page that follows. */
  const signOut: RequestHandler = async function signOut(req, res) {
    const { person, through, issuer, nameId, nameIdFormat, sessionIndex } = req.session
    if (person === undefined) return res.redirect(303, '/sign-out')
    checkCsrf(config.sessionSecret, config.baseUrl, req)
    await promisify(req.session.destroy.bind(req.session))()
    for (const cookie of ['session', 'seen']) res.clearCookie(cookieName(config, cookie), cookies)
    const provider = (await providers.list()).find(({ _id }) => _id === through)
    if (!provider?.logoutUrl || issuer !== provider.entityId || nameId === undefined)
      return res.redirect(303, '/sign-out')
    const name = { nameId, nameIdFormat: nameIdFormat ?? '', sessionIndex: sessionIndex ?? '' }
    const who = { person, issuer, email: '', ...name }
    const [_id, browser] = [`_${newId()}`, rememberBrowser(config, req, res)]
    const request = { _id, kind: 'signOut', organisation: provider._id, browser, returnTo: '/', who } as const
    await signInRequests.begin(request, new Date())
    res.redirect(303, `/sso/${provider._id}/logout?request=${_id}`)
  }

  /**
   * The way to the provider's sign-out, and back from it. What the provider answers is not read: the session here has
   * ended before. A page and not a redirect, because `form-action 'self'` holds for what follows a posted form too.
   */
  async function leave(req: Request, res: Response, organisation: string): Promise<void> {
    const asked = { _id: requestOf(req), kind: 'signOut', organisation, ticket: '' } as const
    const request = await signInRequests.finish({ ...asked, browser: knownBrowser(config, req) }, new Date())
    if (request === null) return res.redirect(303, '/sign-out')
    const [provider, { name }] = [await providers.open(organisation), await organisations.open(organisation)]
    const [key] = await serviceKeys(config)
    const address = await logoutAddress(config, provider, `_${newId()}`, request.who, key)
    res.set('Refresh', `0; url=${address}`)
    sendView(req, res, { name: 'sign-in/leaving', model: leavingPage(name, address), status: 200 })
  }

  /** The provider's own request: ends that organisation's sessions for that name, wherever they are, and answers. */
  async function takeRequest(req: Request, res: Response, organisation: string, posted: unknown): Promise<void> {
    const now = new Date()
    await checkLimit(config, 'refused', req.ip ?? '', organisation)
    const provider = await providers.open(organisation)
    const asked = await verifiedRequest(config, provider, req, posted, now)
    const once = createHash('sha256').update(JSON.stringify([organisation, 'logout', asked.id]))
    if (!(await usedAssertions.use(once.digest('hex'), asked.expiresAt)))
      throw new SignInRefused('late', 'a request to sign out came twice')
    await endSessions(signInService, now, { through: organisation, issuer: provider.entityId, nameId: asked.nameId })
    if (provider.logoutUrl === '') return res.redirect(303, '/sign-out')
    const [key] = await serviceKeys(config)
    const relayState = relayed(asked.relayState)
    res.redirect(
      303,
      await logoutAnswerAddress(config, provider, { id: `_${newId()}`, request: asked.id, relayState }, key),
    )
  }

  const logout: RequestHandler = async function logout(req, res) {
    const organisation = organisationOf(req)
    const posted = req.method === 'POST' ? bodyOf(req)['SAMLRequest'] : undefined
    if (posted === undefined && req.query['SAMLRequest'] === undefined) return leave(req, res, organisation)
    try {
      await takeRequest(req, res, organisation, posted)
    } catch (error) {
      await refuse(req, res, organisation, error)
    }
  }
  return { signOut, logout }
}

/** The request, once its signature was verified. */
async function verifiedRequest(
  config: Config,
  provider: IdentityProvider,
  req: Request,
  posted: unknown,
  now: Date,
): Promise<LogoutRequest & { readonly relayState: unknown }> {
  const expected = { provider, logout: addressesOf(config, provider._id).logout, now }
  if (posted === undefined) return readRedirected(req.originalUrl.slice(req.originalUrl.indexOf('?') + 1), expected)
  const { encoded, request } = readPosted(posted, expected)
  const [key] = await serviceKeys(config)
  await verifyPosted(config, provider, encoded, key)
  return { ...request, relayState: bodyOf(req)['RelayState'] }
}

const bodyOf = (req: Request): Record<string, unknown> => (req.body ?? {}) as Record<string, unknown>

/** What the provider wants back unread: at most 80 bytes (SAML 2.0 bindings, 3.4.3). */
const relayed = (given: unknown): string => z.string().max(80).catch('').parse(given)
