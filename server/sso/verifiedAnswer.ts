import { createHash } from 'node:crypto'
import type { Request, Response } from 'express'
import { z } from 'zod'
import type { IdentityProvider } from '../../models/identityProvider.ts'
import { type Asked, signInRequests, usedAssertions } from '../../models/signInRequest.ts'
import type { Config } from '../config.ts'
import { type Asserted, readAssertion } from './assertion.ts'
import { postingBrowser } from './browser.ts'
import { readMessage } from './message.ts'
import { addressesOf, verified } from './provider.ts'
import { SignInRefused } from './refused.ts'
import { serviceKeys } from './serviceKeys.ts'

const posted = z.object({ SAMLResponse: z.unknown() }).catch({ SAMLResponse: undefined })

/** The answer in the form that was posted, unread. */
export const postedIn = (req: Request): unknown => posted.parse(req.body).SAMLResponse

/** An answer that was verified: the request it answers, what it asserts, and the signed bytes that say so. */
export type VerifiedAnswer = { readonly asked: Asked; readonly asserted: Asserted; readonly xml: string }

/**
 * Everything between the post and the certainty of what an organisation's provider asserts, for a request of this kind.
 * Uses the assertion up.
 * @throws SignInRefused
 */
export async function verifiedAnswer(
  config: Config,
  provider: IdentityProvider,
  kind: 'signIn' | 'test',
  req: Request,
  res: Response,
  now: Date,
): Promise<VerifiedAnswer> {
  const { entityId: audience, acs } = addressesOf(config, provider._id)
  const { entityId, signs } = provider
  const keys = await serviceKeys(config)
  const message = readMessage(postedIn(req), { acs, entityId, signs }, keys)
  const request = message.inResponseTo
  const asked = { _id: request, organisation: provider._id, kind, browser: postingBrowser(config, req) }
  if (!(await signInRequests.open(asked, now)))
    throw new SignInRefused('late', 'this browser has no such request to this organisation')
  const xml = await verified(config, provider, message, message.key, req, res)
  const asserted = readAssertion(xml, { entityId, audience, acs, request, now })
  if (!(await usedAssertions.use(fingerprint(provider._id, asserted), asserted.expiresAt)))
    throw new SignInRefused('late', 'an assertion came twice')
  return { asked, asserted, xml }
}

const fingerprint = (organisation: string, { issuer, id }: Asserted): string =>
  createHash('sha256')
    .update(JSON.stringify([organisation, issuer, id]))
    .digest('hex')
