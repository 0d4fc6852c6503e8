import { inflateRawSync } from 'node:zlib'
import type supertest from 'supertest'
import { type IdentityProvider, identityProvidersFor } from '../../models/identityProvider.ts'
import { recordOf } from '../../server/demonstration/provider/app.ts'
import { type Keys, makeKeys } from '../../server/sso/keyPair.ts'
import { type Answer, readRequest, sign, unsignedResponse } from '../../server/demonstration/provider/messages.ts'
import { addressesOf } from '../../server/sso/provider.ts'
import { anOrganisation, config, unique } from '../world.ts'

type Agent = ReturnType<typeof supertest.agent>

/** An identity provider that tests speak for: it says whatever a test wants, signed or not. */
export type TestProvider = {
  readonly organisation: string
  readonly domain: string
  readonly keys: Keys
  /** Opens the sign-in page of the organisation in this browser; gives the id of the request that leaves. */
  begin(browser: Agent, returnTo?: string): Promise<string>
  /** What an honest answer says, with whatever a test changes. */
  answer(request: string, change?: Partial<Answer>): Answer
  /** An honest answer as XML, its assertion signed. */
  signed(request: string, change?: Partial<Answer>): string
}

let made: Promise<Keys> | undefined
/** A key pair for all the providers of a test run: making one takes a while. */
export const someKeys = (): Promise<Keys> => (made ??= makeKeys('A provider for tests'))

/** An organisation with a provider of its own. */
export async function aProvider(
  change: Partial<Pick<IdentityProvider, 'certificates' | 'signs'>> = {},
): Promise<TestProvider> {
  const keys = await someKeys()
  const organisation = await anOrganisation()
  const record = recordOf(organisation, 'http://127.0.0.1:9', keys, new Date())
  await identityProvidersFor({ kind: 'service', name: 'operator' }).put({ ...record, ...change })
  const { entityId: audience, acs } = addressesOf(config, organisation)
  const domain = `${organisation}.example`
  const answer = (inResponseTo: string, changed: Partial<Answer> = {}): Answer => {
    const email = `${unique('person')}@${domain}`
    const honest = { issuer: record.entityId, audience, acs, inResponseTo, nameId: unique('name'), email, name: 'P' }
    return { ...honest, now: new Date(), ...changed }
  }
  return {
    organisation,
    domain,
    keys,
    begin: async (browser, returnTo = '/account') => {
      const left = await browser.get(`/sso/${organisation}/sign-in?returnTo=${encodeURIComponent(returnTo)}`)
      const asked = new URL(left.headers['location'] as string).searchParams.get('SAMLRequest')
      return readRequest(asked!, 'AuthnRequest').id
    },
    answer,
    signed: (request, changed) => sign(unsignedResponse(answer(request, changed)), 'Assertion', keys),
  }
}

/** Posts an answer as the browser would, without the cookies that a browser does not send with it. */
export const post = (browser: Agent, organisation: string, xml: string | Buffer): supertest.Test =>
  browser
    .post(`/sso/${organisation}/acs`)
    .type('form')
    .send({ SAMLResponse: Buffer.from(xml).toString('base64') })

/** The XML of a message in a redirect's query. */
export const messageIn = (address: string, field: 'SAMLRequest' | 'SAMLResponse'): string =>
  inflateRawSync(Buffer.from(new URL(address).searchParams.get(field) ?? '', 'base64')).toString('utf8')
