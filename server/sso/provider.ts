import {
  SAML,
  type SamlConfig,
  Strategy,
  ValidateInResponseTo,
  type VerifyWithoutRequest,
  generateServiceProviderMetadata,
} from '@node-saml/passport-saml'
import type { Request, RequestHandler, Response } from 'express'
import passport from 'passport'
import type { IdentityProvider } from '../../models/identityProvider.ts'
import { type Arrival, signInTakes } from '../../models/signInRequest.ts'
import type { Config } from '../config.ts'
import { clockSkew, oldest } from './assertion.ts'
import type { Message } from './message.ts'
import { SignInRefused } from './refused.ts'

type Base = Pick<Config, 'baseUrl'>

/** The addresses of one organisation's sign-on. Each organisation has its own, so that no message chooses a provider. */
export const addressesOf = ({ baseUrl }: Base, organisation: string) => {
  const here = `${baseUrl}/sso/${organisation}`
  return { entityId: `${here}/metadata`, acs: `${here}/acs`, logout: `${here}/logout` } as const
}

/**
 * The library's settings for one organisation and one request.
 * @param request the id of the request that is made or answered; no other answer is taken
 */
function settings(config: Base, provider: IdentityProvider, request: string): SamlConfig {
  const { entityId, acs, logout } = addressesOf(config, provider._id)
  const asked = new Date().toISOString()
  return {
    issuer: entityId,
    audience: entityId,
    callbackUrl: acs,
    logoutCallbackUrl: logout,
    entryPoint: provider.entryPoint,
    logoutUrl: provider.logoutUrl,
    idpCert: [...provider.certificates],
    idpIssuer: provider.entityId,
    wantAssertionsSigned: true,
    wantAuthnResponseSigned: false,
    signatureAlgorithm: 'sha256',
    digestAlgorithm: 'sha256',
    acceptedClockSkewMs: clockSkew,
    maxAssertionAgeMs: oldest,
    // Which kind of name and which way of signing in is the organisation's own affair.
    identifierFormat: null,
    disableRequestedAuthnContext: true,
    validateInResponseTo: ValidateInResponseTo.always,
    requestIdExpirationPeriodMs: signInTakes,
    generateUniqueId: () => request,
    // Requests are kept, bound and used up by models/signInRequest.ts; the library learns of this one alone.
    cacheProvider: {
      saveAsync: () => Promise.resolve(null),
      getAsync: (id) => Promise.resolve(id === request ? asked : null),
      removeAsync: (id) => Promise.resolve(id),
    },
  }
}

const takeProfile: VerifyWithoutRequest = (profile, done) => done(null, { xml: profile?.getAssertionXml?.() })
const takeNoLogout: VerifyWithoutRequest = (_profile, done) => done(null)

/** Made anew for each request, so that a changed certificate counts at once and a missing one harms nobody else. */
const strategy = (config: Base, provider: IdentityProvider, request: string): Strategy =>
  new Strategy(settings(config, provider, request), takeProfile, takeNoLogout)

/** The request as the library may see it: without query, with nothing in the body but what is given. */
function shown(req: Request, body: object): Request {
  const seen: Request = Object.create(req, { query: { value: {} }, body: { value: body } })
  return seen
}

/** Sends the browser to the identity provider with a request of this id. Signing in leaves by this redirect. */
export function sendAway(config: Base, provider: IdentityProvider, request: string): RequestHandler {
  const leave: RequestHandler = passport.authenticate(strategy(config, provider, request), { session: false })
  return (req, res, next) => {
    void leave(shown(req, {}), res, next)
  }
}

/**
 * Has the library verify an answer: signature, audience, times, request.
 * @returns the signed bytes of the assertion
 * @throws SignInRefused 'message', whatever is wrong with the answer or with the provider's certificates
 */
export async function verified(
  config: Base,
  provider: IdentityProvider,
  message: Message,
  req: Request,
  res: Response,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const refuse = (error: unknown): void =>
      reject(new SignInRefused('message', error instanceof Error ? error.message : 'not verified', { cause: error }))
    try {
      const verify: RequestHandler = passport.authenticate(
        strategy(config, provider, message.inResponseTo),
        { session: false },
        (error: unknown, read?: { xml?: unknown } | false | null) => {
          if (!error && read && typeof read.xml === 'string') resolve(read.xml)
          else refuse(error)
        },
      )
      void verify(shown(req, { SAMLResponse: message.encoded }), res, refuse)
    } catch (error) {
      refuse(error)
    }
  })
}

/** Where the browser goes to end the identity provider's own session as well. */
export async function logoutAddress(
  config: Base,
  provider: IdentityProvider,
  request: string,
  who: Arrival,
): Promise<string> {
  const user = {
    issuer: who.issuer,
    nameID: who.nameId,
    nameIDFormat: who.nameIdFormat || 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified',
    ...(who.sessionIndex === '' ? {} : { sessionIndex: who.sessionIndex }),
  }
  return new SAML(settings(config, provider, request)).getLogoutUrlAsync(user, '', {})
}

/** What an organisation's identity provider must know of us. Needs no provider, because its administrator comes first. */
export function metadataOf(config: Base, organisation: string): string {
  const { entityId, acs, logout } = addressesOf(config, organisation)
  return generateServiceProviderMetadata({
    issuer: entityId,
    callbackUrl: acs,
    logoutCallbackUrl: logout,
    identifierFormat: null,
    wantAssertionsSigned: true,
  })
}
