import { type CookieOptions, type Request, type RequestHandler, type Response, Router } from 'express'
import passport from 'passport'
import type { Logger } from 'pino'
import { type IdentityProvider, identityProvidersFor } from '../../models/identityProvider.ts'
import { organisationsFor } from '../../models/organisation.ts'
import { type Arrival, signInRequests } from '../../models/signInRequest.ts'
import { refusedPage } from '../../views/sign-in/pages.ts'
import type { Config } from '../config.ts'
import { noticeDiffering } from '../acts/noticeDiffering.ts'
import { refuseSignIn } from '../acts/refuseSignIn.ts'
import { NotFound } from '../errors.ts'
import { sendView } from '../frame.ts'
import { newId } from '../ids.ts'
import { cookieName, startSession } from '../session.ts'
import { personToday } from '../viewer.ts'
import { organisationOf, requestOf, ticketOf } from './addressed.ts'
import { knownBrowser, newTicket, rememberBrowser, ticketHash } from './browser.ts'
import { signingInByCode } from './codes.ts'
import { enrolling } from './enrolling.ts'
import { checkLimit, count } from './limits.ts'
import { admit, isStillLinked, personAsserted } from './person.ts'
import { metadataOf, sendAway } from './provider.ts'
import { SignInRefused } from './refused.ts'
import { checkedPath } from './returnTo.ts'
import { serviceKeys } from './serviceKeys.ts'
import { signingOut } from './signOut.ts'
import { testingSignIn } from './testing.ts'
import { verifiedAnswer } from './verifiedAnswer.ts'

const signInService = { kind: 'service', name: 'signIn' } as const
const providers = identityProvidersFor(signInService)
const organisations = organisationsFor(signInService)

/**
 * Sign-on: through each organisation's own identity provider, by a code or the operator's link, and out again. These
 * handlers are not made by page(), because they run before anybody is somebody; they are few, named, and listed by the
 * test that guards every route.
 * The pages that lead here (/sign-in, and the question at /sign-out) are in routes/account.ts.
 */
export function signOn(config: Config, log: Logger): Router {
  const router = Router()
  const testing = testingSignIn(config)
  const cookies: CookieOptions = { httpOnly: true, sameSite: 'lax', secure: config.secure, path: '/' }

  /**
   * A page that says what to do; the reason goes to the log and the audit trail, under the same reference. Counts what
   * was refused; above the limit nothing more is written.
   */
  async function tellRefusal(req: Request, res: Response, organisation: string, error: unknown): Promise<void> {
    if (!(error instanceof SignInRefused)) throw error
    const { kind, message: reason } = error
    const { reference } = req
    log.warn({ reference, organisation, kind, reason }, 'sign-in refused')
    if (kind === 'often' || kind === 'codes') res.set('Retry-After', kind === 'often' ? '300' : '3600')
    else {
      await count(config, 'refused', req.ip ?? '', organisation).catch(() => undefined)
      await refuseSignIn(signInService, new Date(), { organisation, kind, reason, reference })
    }
    const status = { often: 429, codes: 429, person: 403, message: 400, late: 400, code: 400 }[kind]
    sendView(req, res, { name: 'sign-in/refused', model: refusedPage(kind, reference), status })
  }

  /** Leaves for the identity provider; remembers where to come back to. */
  const signIn: RequestHandler = async function signIn(req, res, next) {
    const organisation = organisationOf(req)
    try {
      await count(config, 'begun', req.ip ?? '', '')
    } catch (error) {
      return tellRefusal(req, res, organisation, error)
    }
    const provider = await providers.open(organisation)
    const _id = `_${newId()}`
    const returnTo = checkedPath(req.query['returnTo'], config.baseUrl)
    const browser = rememberBrowser(config, req, res)
    await signInRequests.begin({ _id, kind: 'signIn', organisation: provider._id, browser, returnTo }, new Date())
    const [key] = await serviceKeys(config)
    sendAway(config, provider, _id, key)(req, res, next)
  }

  /** Takes the provider's answer, a post from another site, from the browser that asked; keeps who arrived until its next step. */
  const takeAssertion: RequestHandler = async function takeAssertion(req, res) {
    const organisation = organisationOf(req)
    try {
      await checkLimit(config, 'refused', req.ip ?? '', organisation)
      const [provider, now] = [await providers.open(organisation), new Date()]
      const tested = await testing.take(provider, req, res, now)
      res.redirect(303, tested === '' ? await arrival(config, provider, req, res, now) : tested)
    } catch (error) {
      await tellRefusal(req, res, organisation, error)
    }
  }

  /** Signs in: only in the browser that began and that brought the answer, once, in a new session. */
  const finish: RequestHandler = async function finish(req, res) {
    const organisation = organisationOf(req)
    const now = new Date()
    const asked = { _id: requestOf(req), kind: 'signIn', organisation, ticket: ticketHash(ticketOf(req)) } as const
    const request = await signInRequests.finish({ ...asked, browser: knownBrowser(config, req) }, now)
    try {
      if (request === null && req.viewer?.kind === 'person') return res.redirect(303, '/')
      if (request === null) throw new SignInRefused('late', 'nothing arrived for this browser')
      const { _id } = await admit(organisation, request.who, now)
      const signedIn = { by: 'organisation', passkey: false, through: organisation } as const
      const data = { person: _id, ...signedIn, ...identityOf(request.who) }
      if (!(await startSession(req, data, async () => isStillLinked(organisation, request.who))))
        throw new SignInRefused('person', 'the sign-in was ended meanwhile')
      res.clearCookie(cookieName(config, 'seen'), cookies)
      const { seats, offices } = await personToday(_id, now, signedIn)
      // A data-protection officer need have no place: the request to be decided is all there is to see.
      const known = seats.length + offices.length > 0 || request.returnTo.startsWith('/emergency-access/')
      res.redirect(303, known ? request.returnTo : '/account')
    } catch (error) {
      await tellRefusal(req, res, organisation, error)
    }
  }

  /** What the organisation's administrator gives to the identity provider. */
  const metadata: RequestHandler = async function metadata(req, res) {
    const { _id, mergedInto } = await organisations.open(organisationOf(req))
    if (mergedInto) throw new NotFound('organisation')
    res.type('application/samlmetadata+xml').send(metadataOf(config, _id, await serviceKeys(config)))
  }

  router.use('/sso', passport.initialize())
  router.get('/sso/:organisation/sign-in', signIn)
  router.post('/sso/:organisation/acs', takeAssertion)
  router.get('/sso/:organisation/finish', finish)
  router.get('/sso/:organisation/test', testing.begin)
  router.get('/sso/:organisation/tested', testing.show)
  const { signOut, logout } = signingOut(config, tellRefusal)
  router.post('/sign-out', signOut)
  router.get('/sso/:organisation/logout', logout)
  router.post('/sso/:organisation/logout', logout)
  router.get('/sso/:organisation/metadata', metadata)
  const code = signingInByCode(config, log, tellRefusal)
  router.post('/sign-in', code.takeAddress)
  router.get('/sign-in/code', code.show)
  router.post('/sign-in/code', code.use)
  const link = enrolling(config, tellRefusal)
  router.get('/sign-in/link/:link', link.show)
  router.post('/sign-in/link/:link', link.use)
  return router
}

/** Who is asserted, kept for the browser that left. Gives the page where it goes on, with its ticket. */
async function arrival(
  config: Config,
  provider: IdentityProvider,
  req: Request,
  res: Response,
  now: Date,
): Promise<string> {
  const { asked, asserted } = await verifiedAnswer(config, provider, 'signIn', req, res, now)
  const { _id: person } = await personAsserted(provider._id, asserted, now).catch(async (error: unknown) => {
    if (error instanceof SignInRefused && error.other !== undefined)
      await noticeDiffering(error.other, 'identity', asserted.email, now)
    throw error
  })
  const { issuer, nameId, nameIdFormat, sessionIndex, email } = asserted
  const who = { person, issuer, nameId, nameIdFormat, sessionIndex, email }
  const { ticket, hash } = newTicket()
  if (!(await signInRequests.arrive(asked, who, hash, now)))
    throw new SignInRefused('late', 'the request was answered already')
  return `/sso/${provider._id}/finish?request=${asked._id}&ticket=${ticket}`
}

/** What the provider needs to know to end its own session. */
const identityOf = ({ issuer, nameId, nameIdFormat, sessionIndex }: Arrival) => ({
  issuer,
  nameId,
  nameIdFormat,
  sessionIndex,
})
