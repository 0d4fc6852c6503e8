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
import type { Message, Signed } from './message.ts'
import { SignInRefused } from './refused.ts'
import type { OpenKey } from './serviceKeys.ts'

type Base = Pick<Config, 'baseUrl'>

/** The addresses of one organisation's sign-on. Each organisation has its own, so that no message chooses a provider. */
export const addressesOf = ({ baseUrl }: Base, organisation: string) => {
  const here = `${baseUrl}/sso/${organisation}`
  return { entityId: `${here}/metadata`, acs: `${here}/acs`, logout: `${here}/logout` } as const
}

/**
 * The library's settings for one organisation and one request.
 * @param request the id of the request that is made or answered; no other answer is taken
 * @param key the service's key: it signs what leaves, and opens what was encrypted for it
 * @param signed which parts of an answer carry a signature, all of which must be true
 */
function settings(
  config: Base,
  provider: IdentityProvider,
  request: string,
  key: OpenKey,
  signed: Signed = { response: false, assertion: false },
): SamlConfig {
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
    wantAssertionsSigned: provider.signs !== 'response' || signed.assertion,
    wantAuthnResponseSigned: provider.signs === 'response' || signed.response,
    privateKey: key.privateKey,
    publicCert: key.certificate,
    decryptionPvk: key.privateKey,
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
const strategy = (...given: Parameters<typeof settings>): Strategy =>
  new Strategy(settings(...given), takeProfile, takeNoLogout)

/** The request as the library may see it: without query, with nothing in the body but what is given. */
function shown(req: Request, body: object): Request {
  const seen: Request = Object.create(req, { query: { value: {} }, body: { value: body } })
  return seen
}

/** Sends the browser to the identity provider with a signed request of this id. Signing in leaves by this redirect. */
export function sendAway(config: Base, provider: IdentityProvider, request: string, key: OpenKey): RequestHandler {
  const leave: RequestHandler = passport.authenticate(strategy(config, provider, request, key), { session: false })
  return (req, res, next) => {
    void leave(shown(req, {}), res, next)
  }
}

/**
 * Has the library verify an answer: signature, audience, times, request.
 * @param key the one that opens the assertion, where it came encrypted
 * @returns the signed bytes of the assertion
 * @throws SignInRefused 'message', whatever is wrong with the answer or with the provider's certificates
 */
export async function verified(
  config: Base,
  provider: IdentityProvider,
  message: Pick<Message, 'encoded' | 'inResponseTo'> & Partial<Pick<Message, 'signed'>>,
  key: OpenKey,
  req: Request,
  res: Response,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const refuse = (error: unknown): void =>
      reject(new SignInRefused('message', error instanceof Error ? error.message : 'not verified', { cause: error }))
    try {
      const verify: RequestHandler = passport.authenticate(
        strategy(config, provider, message.inResponseTo, key, message.signed),
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
  key: OpenKey,
): Promise<string> {
  const user = {
    issuer: who.issuer,
    nameID: who.nameId,
    nameIDFormat: who.nameIdFormat || 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified',
    ...(who.sessionIndex === '' ? {} : { sessionIndex: who.sessionIndex }),
  }
  return new SAML(settings(config, provider, request, key)).getLogoutUrlAsync(user, '', {})
}

/** The signed answer to a provider's request to sign somebody out, as the address to go to. */
export async function logoutAnswerAddress(
  config: Base,
  provider: IdentityProvider,
  answer: { id: string; request: string; relayState: string },
  key: OpenKey,
): Promise<string> {
  const saml = new SAML(settings(config, provider, answer.id, key))
  // Of its profile the library reads the id of the request alone.
  const profile = { ID: answer.request, issuer: '', nameID: '', nameIDFormat: '' }
  return saml.getLogoutResponseUrlAsync(profile, answer.relayState, {}, true)
}

/** Has the library verify the enveloped signature of a request that was posted. Throws SignInRefused 'message'. */
export async function verifyPosted(
  config: Base,
  provider: IdentityProvider,
  encoded: string,
  key: OpenKey,
): Promise<void> {
  try {
    await new SAML(settings(config, provider, '', key)).validatePostRequestAsync({ SAMLRequest: encoded })
  } catch (error) {
    throw new SignInRefused('message', error instanceof Error ? error.message : 'not verified', { cause: error })
  }
}

/** What an organisation's identity provider must know of us. Needs no provider, because its administrator comes first. */
export function metadataOf(config: Base, organisation: string, keys: readonly [OpenKey, ...OpenKey[]]): string {
  const { entityId, acs, logout } = addressesOf(config, organisation)
  const [current] = keys
  const metadata = generateServiceProviderMetadata({
    issuer: entityId,
    callbackUrl: acs,
    logoutCallbackUrl: logout,
    identifierFormat: null,
    wantAssertionsSigned: true,
    signatureAlgorithm: 'sha256',
    privateKey: current.privateKey,
    publicCerts: keys.filter(({ state }) => state !== 'old').map(({ certificate }) => certificate),
    decryptionPvk: current.privateKey,
    decryptionCert: current.certificate,
  })
  // The library names one way of signing out; ours takes both, and most products send redirects.
  const [byPost] = /<SingleLogoutService[^>]*\/>/.exec(metadata) ?? ['']
  return metadata.replace(byPost, `${byPost.replace('HTTP-POST', 'HTTP-Redirect')}\n    ${byPost}`)
}
