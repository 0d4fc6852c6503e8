import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { type CookieOptions, type Request, type RequestHandler, type Response, Router } from 'express'
import type { Logger } from 'pino'
import { z } from 'zod'
import { type IdentityProvider, identityProvidersFor } from '../../models/identityProvider.ts'
import { organisationsFor } from '../../models/organisation.ts'
import { type Arrival, signInRequests, usedAssertions } from '../../models/signInRequest.ts'
import { leavingPage, refusedPage } from '../../views/sign-in/pages.ts'
import type { Config } from '../config.ts'
import { checkCsrf } from '../csrf.ts'
import { NotFound } from '../errors.ts'
import { sendView } from '../frame.ts'
import { newId, slug } from '../ids.ts'
import { cookieName } from '../session.ts'
import { personToday } from '../viewer.ts'
import { type Asserted, readAssertion } from './assertion.ts'
import { knownBrowser, rememberBrowser } from './browser.ts'
import { readMessage } from './message.ts'
import { admit, personAsserted } from './person.ts'
import { addressesOf, logoutAddress, metadataOf, sendAway, verified } from './provider.ts'
import { SignInRefused } from './refused.ts'
import { checkedPath } from './returnTo.ts'

const signInService = { kind: 'service', name: 'signIn' } as const
const providers = identityProvidersFor(signInService)
const organisations = organisationsFor(signInService)

/**
 * Sign-on: through each organisation's own identity provider, and out again. These handlers are not made by page(),
 * because they run before anybody is somebody; they are few, named, and listed by the test that guards every route.
 * The pages that lead here (/sign-in, and the question at /sign-out) are in routes/account.ts.
 */
export function signOn(config: Config, log: Logger): Router {
  const router = Router()
  const cookies: CookieOptions = { httpOnly: true, sameSite: 'lax', secure: config.secure, path: '/' }

  /** Leaves for the identity provider; remembers where to come back to. */
  const signIn: RequestHandler = async function signIn(req, res, next) {
    const provider = await providers.open(organisationOf(req))
    const _id = `_${newId()}`
    const returnTo = checkedPath(req.query['returnTo'], config.baseUrl)
    const browser = rememberBrowser(config, req, res)
    await signInRequests.begin({ _id, kind: 'signIn', organisation: provider._id, browser, returnTo }, new Date())
    sendAway(config, provider, _id)(req, res, next)
  }

  /** Takes the provider's answer, a post from another site; keeps who arrived until the browser's next step. */
  const takeAssertion: RequestHandler = async function takeAssertion(req, res) {
    const organisation = organisationOf(req)
    try {
      const request = await arrival(config, await providers.open(organisation), req, res, new Date())
      res.redirect(303, `/sso/${organisation}/finish?request=${request}`)
    } catch (error) {
      tellRefusal(req, res, log, organisation, error)
    }
  }

  /** Signs in: only in the browser that began, once, in a new session. */
  const finish: RequestHandler = async function finish(req, res) {
    const organisation = organisationOf(req)
    const now = new Date()
    const asked = { _id: requestOf(req), kind: 'signIn', organisation } as const
    const request = await signInRequests.finish({ ...asked, browser: knownBrowser(config, req) }, now)
    try {
      if (request === null && req.viewer?.kind === 'person') return res.redirect(303, '/')
      if (request === null) throw new SignInRefused('late', 'nothing arrived for this browser')
      const { _id, name } = await admit(organisation, request.who, now)
      await startSession(req, _id, name, organisation, request.who)
      res.clearCookie(cookieName(config, 'seen'), cookies)
      const { seats, offices } = await personToday(_id, name, now)
      // A data-protection officer need have no place: the request to be decided is all there is to see.
      const known = seats.length + offices.length > 0 || request.returnTo.startsWith('/emergency-access/')
      res.redirect(303, known ? request.returnTo : '/account')
    } catch (error) {
      tellRefusal(req, res, log, organisation, error)
    }
  }

  /** Ends the session on the server, at once; the provider's own is ended by the page that follows. */
  const signOut: RequestHandler = async function signOut(req, res) {
    const { person, name, through, issuer, nameId, nameIdFormat, sessionIndex } = req.session
    if (person === undefined || name === undefined) return res.redirect(303, '/sign-out')
    checkCsrf(config.sessionSecret, config.baseUrl, req)
    await promisify(req.session.destroy.bind(req.session))()
    for (const cookie of ['session', 'seen']) res.clearCookie(cookieName(config, cookie), cookies)
    const provider = (await providers.list()).find(({ _id }) => _id === through)
    if (!provider?.logoutUrl || issuer !== provider.entityId || nameId === undefined)
      return res.redirect(303, '/sign-out')
    const who = { person, name, issuer, nameId, nameIdFormat: nameIdFormat ?? '', sessionIndex: sessionIndex ?? '' }
    const [_id, browser] = [`_${newId()}`, rememberBrowser(config, req, res)]
    const request = { _id, kind: 'signOut', organisation: provider._id, browser, returnTo: '/', who } as const
    await signInRequests.begin(request, new Date())
    res.redirect(303, `/sso/${provider._id}/logout?request=${_id}`)
  }

  /**
   * The way to the provider's sign-out, and back from it. What the provider answers is not read: the session here has
   * ended before. A page and not a redirect, because `form-action 'self'` holds for what follows a posted form too.
   */
  const logout: RequestHandler = async function logout(req, res) {
    const organisation = organisationOf(req)
    const asked = { _id: requestOf(req), kind: 'signOut', organisation } as const
    const request = await signInRequests.finish({ ...asked, browser: knownBrowser(config, req) }, new Date())
    if (request === null) return res.redirect(303, '/sign-out')
    const [provider, { name }] = [await providers.open(organisation), await organisations.open(organisation)]
    const address = await logoutAddress(config, provider, `_${newId()}`, request.who)
    res.set('Refresh', `0; url=${address}`)
    sendView(req, res, { name: 'sign-in/leaving', model: leavingPage(name, address), status: 200 })
  }

  /** What the organisation's administrator gives to the identity provider. */
  const metadata: RequestHandler = async function metadata(req, res) {
    const { _id } = await organisations.open(organisationOf(req))
    res.type('application/samlmetadata+xml').send(metadataOf(config, _id))
  }

  router.get('/sso/:organisation/sign-in', signIn)
  router.post('/sso/:organisation/acs', takeAssertion)
  router.get('/sso/:organisation/finish', finish)
  router.post('/sign-out', signOut)
  router.get('/sso/:organisation/logout', logout)
  router.post('/sso/:organisation/logout', logout)
  router.get('/sso/:organisation/metadata', metadata)
  return router
}

/** Everything between the post and the certainty of who it is about. Gives the request that was answered. */
async function arrival(
  config: Config,
  provider: IdentityProvider,
  req: Request,
  res: Response,
  now: Date,
): Promise<string> {
  const { entityId: audience, acs } = addressesOf(config, provider._id)
  const { entityId } = provider
  const message = readMessage(posted.parse(req.body).SAMLResponse, { acs, entityId })
  const request = message.inResponseTo
  if (!(await signInRequests.open(request, provider._id, now)))
    throw new SignInRefused('late', 'this organisation has no such request to answer')
  const xml = await verified(config, provider, message, req, res)
  const asserted = readAssertion(xml, { entityId, audience, acs, request, now })
  if (!(await usedAssertions.use(fingerprint(provider._id, asserted), asserted.expiresAt)))
    throw new SignInRefused('late', 'an assertion came twice')
  const { _id: person, name } = await personAsserted(provider._id, asserted)
  const { issuer, nameId, nameIdFormat, sessionIndex } = asserted
  const who = { person, name, issuer, nameId, nameIdFormat, sessionIndex }
  if (!(await signInRequests.arrive(request, provider._id, who, now)))
    throw new SignInRefused('late', 'the request was answered already')
  return request
}

const fingerprint = (organisation: string, { issuer, id }: Asserted): string =>
  createHash('sha256')
    .update(JSON.stringify([organisation, issuer, id]))
    .digest('hex')

/** A new session, so that one that somebody planted beforehand is worth nothing. */
async function startSession(req: Request, person: string, name: string, through: string, who: Arrival): Promise<void> {
  await promisify(req.session.regenerate.bind(req.session))()
  const { issuer, nameId, nameIdFormat, sessionIndex } = who
  Object.assign(req.session, { person, name, through, issuer, nameId, nameIdFormat, sessionIndex })
  await promisify(req.session.save.bind(req.session))()
}

/** A page that says what to do; the reason goes to the log, under the same reference. */
function tellRefusal(req: Request, res: Response, log: Logger, organisation: string, error: unknown): void {
  if (!(error instanceof SignInRefused)) throw error
  log.warn({ reference: req.reference, organisation, kind: error.kind, reason: error.message }, 'sign-in refused')
  const status = error.kind === 'person' ? 403 : 400
  sendView(req, res, { name: 'sign-in/refused', model: refusedPage(error.kind, req.reference), status })
}

/** The request that the address names; '' for none. */
const requestOf = (req: Request): string => z.string().max(100).catch('').parse(req.query['request'])

const posted = z.object({ SAMLResponse: z.unknown() }).catch({ SAMLResponse: undefined })

/** The organisation in the address. Throws NotFound for what is no short name. */
function organisationOf(req: Request): string {
  const read = slug.safeParse(req.params['organisation'])
  if (!read.success) throw new NotFound('organisation')
  return read.data
}
