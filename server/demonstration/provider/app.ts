import { createHash } from 'node:crypto'
import type { Server } from 'node:http'
import express, { type ErrorRequestHandler, type Express, type Response } from 'express'
import helmet from 'helmet'
import { z } from 'zod'
import type { IdentityProvider } from '../../../models/identityProvider.ts'
import { addressesOf } from '../../sso/provider.ts'
import type { Keys } from '../../sso/keyPair.ts'
import { providerMetadata, readRequest, signInResponse, signOutAnswer } from './messages.ts'
import { type Character, answerPage, choosePage, peoplePage, script, style, wrongPage } from './pages.ts'

/** What the demonstration's identity provider needs to know. */
export type ProviderSettings = {
  /** The service's own address; the provider answers it alone. */
  readonly baseUrl: string
  /** Every organisation that it stands for: short name, name, one e-mail domain. */
  readonly organisations: readonly { readonly slug: string; readonly name: string; readonly domain: string }[]
  readonly people: readonly Character[]
  readonly keys: Keys
}

/** The name by which an organisation's provider signs. It stays the same whatever port is free today. */
export const issuerOf = (organisation: string): string => `urn:subrosa:demonstration:${organisation}`

/** The record by which the service knows one organisation's provider at this address. */
export const recordOf = (
  organisation: string,
  address: string,
  { certificate }: Keys,
  now: Date,
): IdentityProvider => ({
  _id: organisation,
  entityId: issuerOf(organisation),
  entryPoint: `${address}/${organisation}/sign-in`,
  logoutUrl: `${address}/${organisation}/sign-out`,
  certificates: [certificate],
  signs: 'assertion',
  changedAt: now,
})

const asking = z.object({ SAMLRequest: z.string().min(1), RelayState: z.string().default('') })
const choosing = asking.extend({ person: z.string() })

/** The identity provider of every organisation in the demonstration: real SAML, with a choice in place of a password. */
export function providerApp(settings: ProviderSettings): Express {
  const { baseUrl, organisations, people, keys } = settings
  const app = express()
  app.disable('x-powered-by')
  app.set('query parser', 'simple')
  app.use(
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'none'"],
          styleSrc: ["'self'"],
          scriptSrc: ["'self'"],
          formAction: ["'self'", baseUrl],
          frameAncestors: ["'none'"],
          baseUri: ["'none'"],
        },
      },
      strictTransportSecurity: false,
    }),
  )
  app.use(express.urlencoded({ extended: false, limit: '100kb' }))

  const known = (slug: unknown) => {
    const organisation = organisations.find((one) => one.slug === slug)
    if (organisation === undefined) throw new Error('There is no such organisation in the demonstration.')
    return organisation
  }
  const strangerOf = ({ slug, name, domain }: ReturnType<typeof known>): Character => ({
    name: 'Somebody else',
    email: `somebody.else@${domain}`,
    role: `Works at ${name}`,
    may: 'Nobody has invited this person to a forum: shows what they are told.',
    organisation: slug,
    organisationName: name,
  })
  /** The request, if this service sent it for this organisation. */
  const requestFor = (slug: string, encoded: string) => {
    const asked = readRequest(encoded, 'AuthnRequest')
    const { entityId, acs } = addressesOf({ baseUrl }, slug)
    if (asked.issuer !== entityId || asked.acs !== acs) throw new Error('That request does not come from Subrosa.')
    return { ...asked, audience: entityId }
  }

  app.get('/', (_req, res) => page(res, peoplePage(people, baseUrl)))
  app.get('/style.css', (_req, res) => void res.type('css').send(style))
  app.get('/send.js', (_req, res) => void res.type('js').send(script))

  app.get('/:organisation/sign-in', (req, res) => {
    const organisation = known(req.params.organisation)
    const { SAMLRequest: request, RelayState: relayState } = asking.parse(req.query)
    requestFor(organisation.slug, request)
    page(
      res,
      choosePage({
        pending: { organisation: organisation.slug, request, relayState },
        organisationName: organisation.name,
        here: people.filter((one) => one.organisation === organisation.slug),
        elsewhere: people.filter((one) => one.organisation !== organisation.slug),
        stranger: strangerOf(organisation),
        service: baseUrl,
      }),
    )
  })

  app.post('/:organisation/answer', (req, res) => {
    const organisation = known(req.params.organisation)
    const { SAMLRequest, RelayState, person: email } = choosing.parse(req.body)
    const { id: inResponseTo, acs, audience } = requestFor(organisation.slug, SAMLRequest)
    const person = [...people, strangerOf(organisation)].find(
      (one) => one.email === email && one.organisation === organisation.slug,
    )
    if (person === undefined) throw new Error('That person does not sign in through this organisation.')
    const nameId = createHash('sha256').update(`demonstration ${organisation.slug} ${email}`).digest('hex')
    const { name } = person
    const said = { issuer: issuerOf(organisation.slug), audience, acs, inResponseTo, nameId, email, name }
    const response = Buffer.from(signInResponse({ ...said, now: new Date() }, keys)).toString('base64')
    page(res, answerPage(person.name, acs, response, RelayState))
  })

  app.get('/:organisation/sign-out', (req, res) => {
    const { slug } = known(req.params.organisation)
    const { id: inResponseTo, issuer } = readRequest(asking.parse(req.query).SAMLRequest, 'LogoutRequest')
    const { entityId, logout: destination } = addressesOf({ baseUrl }, slug)
    if (issuer !== entityId) throw new Error('That request does not come from Subrosa.')
    // There is no session here to end: the choice is made anew each time.
    res.redirect(303, signOutAnswer({ issuer: issuerOf(slug), destination, inResponseTo, now: new Date() }, keys))
  })

  app.get('/:organisation/metadata', (req, res) => {
    const { slug } = known(req.params.organisation)
    const here = `${req.protocol}://${req.get('host')}/${slug}`
    res.type('application/samlmetadata+xml').send(providerMetadata(issuerOf(slug), here, keys))
  })

  app.use((_req, res) => page(res.status(404), wrongPage('There is no such page here.', baseUrl)))
  const failed: ErrorRequestHandler = (_error, _req, res, _next) => {
    page(res.status(400), wrongPage('This page is part of signing in. Begin at Subrosa.', baseUrl))
  }
  app.use(failed)
  return app
}

function page(res: Response, text: string): void {
  res.set('Cache-Control', 'no-store').type('html').send(text)
}

/** A provider that listens on this machine. */
export type RunningProvider = { readonly address: string; stop(): Promise<void> }

/** Starts the provider on 127.0.0.1, so that what it posts to `localhost` comes from another site, as in life. */
export async function startProvider(settings: ProviderSettings, port: number): Promise<RunningProvider> {
  const app = providerApp(settings)
  const server = await listen(app, port).catch(() => listen(app, 0))
  const bound = server.address()
  if (bound === null || typeof bound === 'string') throw new Error('the identity provider has no port')
  return {
    address: `http://127.0.0.1:${bound.port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

const listen = (app: Express, port: number): Promise<Server> =>
  new Promise((resolve, reject) => {
    const server = app.listen(port, '127.0.0.1', (error?: Error) => (error ? reject(error) : resolve(server)))
  })
