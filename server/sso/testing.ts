import type { Request, RequestHandler, Response } from 'express'
import { type IdentityProvider, identityProvidersFor } from '../../models/identityProvider.ts'
import { organisationsFor } from '../../models/organisation.ts'
import { peopleFor } from '../../models/person.ts'
import { type Tested, signInRequests } from '../../models/signInRequest.ts'
import { testedPage } from '../../views/sign-in/tested.ts'
import { beginTestSignIn, endTestSignIn } from '../acts/testSignIn.ts'
import type { Config } from '../config.ts'
import { NotFound } from '../errors.ts'
import { sendView } from '../frame.ts'
import { newId } from '../ids.ts'
import { toSignIn } from '../page.ts'
import { permits } from '../policy/scope.ts'
import type { Person, Viewer } from '../policy/terms.ts'
import { organisationOf, requestOf, ticketOf } from './addressed.ts'
import { arrivedIn, claimedIn } from './arrived.ts'
import { knownBrowser, newTicket, postingBrowser, rememberBrowser, ticketHash } from './browser.ts'
import { personAsserted } from './person.ts'
import { sendAway } from './provider.ts'
import { SignInRefused } from './refused.ts'
import { serviceKeys } from './serviceKeys.ts'
import { postedIn, verifiedAnswer } from './verifiedAnswer.ts'

const signInService = { kind: 'service', name: 'signIn' } as const

/**
 * A test of an organisation's sign-in: the same way there, the same checks of what comes back, and then a page that
 * shows it to the administrator's own browser. Nobody is signed in or linked by it.
 */
export function testingSignIn(config: Config) {
  /** Leaves for the identity provider, as a sign-in does. */
  const begin: RequestHandler = async function begin(req, res, next) {
    const organisation = organisationOf(req)
    const viewer = administratorOf(req.viewer)
    if (viewer === undefined) return toSignIn(req, res)
    const provider = await identityProvidersFor(viewer).open(organisation)
    const [_id, now] = [`_${newId()}`, new Date()]
    const browser = rememberBrowser(config, req, res)
    await signInRequests.begin({ _id, kind: 'test', organisation: provider._id, browser, returnTo: '/' }, now)
    await beginTestSignIn(viewer, now, { organisation })
    const [key] = await serviceKeys(config)
    sendAway(config, provider, _id, key)(req, res, next)
  }

  /** What came back, for the browser and the administrator that began; for ten minutes. */
  const show: RequestHandler = async function show(req, res) {
    const organisation = organisationOf(req)
    const viewer = administratorOf(req.viewer)
    if (viewer === undefined) return toSignIn(req, res)
    const here = { browser: knownBrowser(config, req), ticket: ticketHash(ticketOf(req)) }
    const asked = { _id: requestOf(req), organisation, ...here }
    const tested = await signInRequests.tested(asked, new Date())
    if (tested === null) throw new NotFound('test')
    const who = tested.person === '' ? '' : (await peopleFor(viewer).open(tested.person)).name
    const model = testedPage(await organisationsFor(viewer).open(organisation), tested, who)
    sendView(req, res, { name: 'sign-in/tested', model, status: 200 })
  }

  /** Takes the answer if it is one to a test: then gives where to see it, else ''. Only the first answer counts. */
  async function take(provider: IdentityProvider, req: Request, res: Response, now: Date): Promise<string> {
    const field = postedIn(req)
    const request = claimedIn(field)
    const organisation = provider._id
    const asked = { _id: request, organisation, kind: 'test', browser: postingBrowser(config, req) } as const
    if (request === '' || !(await signInRequests.open(asked, now))) return ''
    const tested = await outcomeOf(config, provider, req, res, now)
    const { ticket, hash } = newTicket()
    if (await signInRequests.test(asked, tested, hash, now))
      await endTestSignIn(signInService, now, { organisation, reason: tested.reason })
    return `/sso/${organisation}/tested?request=${request}&ticket=${ticket}`
  }
  return { begin, show, take }
}

async function outcomeOf(
  config: Config,
  provider: IdentityProvider,
  req: Request,
  res: Response,
  now: Date,
): Promise<Tested> {
  let arrived = arrivedIn(postedIn(req))
  const nobody = { person: '', linked: false }
  try {
    const { asserted, xml } = await verifiedAnswer(config, provider, 'test', req, res, now)
    arrived = { ...arrivedIn(Buffer.from(xml).toString('base64')), verified: true, email: asserted.email }
    const { _id, identities } = await personAsserted(provider._id, asserted, now)
    return { ...arrived, reason: '', person: _id, linked: identities.length > 0 }
  } catch (error) {
    if (error instanceof SignInRefused) return { ...arrived, ...nobody, reason: error.message.slice(0, 500) }
    throw error
  }
}

/** The administrator who asks; undefined for a visitor. Throws NotFound for everybody else. */
function administratorOf(viewer: Viewer | undefined): Person | undefined {
  if (viewer?.kind !== 'person') return undefined
  if (!permits(viewer, 'edit', 'identityProvider', {})) throw new NotFound('administration')
  return viewer
}
