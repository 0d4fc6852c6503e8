import {
  type AuthenticationResponseJSON,
  type AuthenticatorTransport,
  type RegistrationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import { COSEALG, decodeAttestationObject } from '@simplewebauthn/server/helpers'
import { z } from 'zod'
import type { NewCredential, Passkey } from '../../models/passkey.ts'

/**
 * Web Authentication (W3C, level 3), as far as this service uses it: a person who has signed in proves by a personal
 * passkey that it is them. The key is bound to this service's host and origin; the authenticator checks its owner by a
 * PIN, a finger or a face; no attestation is asked for, so that no maker of authenticators need be known.
 */

/** The service as authenticators know it: its host, and the origin of its pages. */
const party = (baseUrl: string) => ({ id: new URL(baseUrl).hostname, origin: new URL(baseUrl).origin })

/** Named, so that a process with a newer Node offers nothing that another one cannot verify. */
const algorithms = [COSEALG.EdDSA, COSEALG.ES256, COSEALG.RS256]

/** How long a browser waits for its owner, in milliseconds. */
const timeout = 5 * 60_000

const text = z.string().max(20_000)
const answer = z.object({
  id: text,
  rawId: text,
  type: z.literal('public-key'),
  clientExtensionResults: z.object({}).catch({}),
  response: z.object({
    clientDataJSON: text,
    attestationObject: text.optional(),
    authenticatorData: text.optional(),
    signature: text.optional(),
    transports: z.array(z.string().max(20)).max(10).catch([]).optional(),
  }),
})
/** What a browser sends of what its authenticator answered, of the right shape and not yet verified. */
export type Answer = z.output<typeof answer> & { readonly challenge: string }

const clientData = z.object({ challenge: z.string().max(200), crossOrigin: z.boolean().optional() })

/** Reads a browser's answer; null when it is none, or was given within a page of another site. Verifies nothing. */
export function readAnswer(sent: string): Answer | null {
  try {
    const read = answer.parse(JSON.parse(sent))
    const said: unknown = JSON.parse(Buffer.from(read.response.clientDataJSON, 'base64url').toString('utf8'))
    const { challenge, crossOrigin } = clientData.parse(said)
    return crossOrigin === true ? null : { ...read, challenge }
  } catch {
    return null
  }
}

/**
 * What a browser needs to make a new passkey.
 * @param owner whose it will be; the authenticator shows the e-mail address and name
 * @param existing the passkeys that this person has, so that an authenticator makes no second one
 */
export const optionsToAdd = async (
  baseUrl: string,
  owner: { readonly _id: string; readonly name: string; readonly email: string },
  existing: readonly Passkey[],
) =>
  generateRegistrationOptions({
    rpName: 'Subrosa',
    rpID: party(baseUrl).id,
    userID: new Uint8Array(Buffer.from(owner._id, 'hex')),
    userName: owner.email,
    userDisplayName: owner.name,
    timeout,
    attestationType: 'none',
    authenticatorSelection: { residentKey: 'discouraged', userVerification: 'required' },
    excludeCredentials: existing.map(asDescriptor),
    supportedAlgorithmIDs: algorithms,
  })

/** What a browser needs to use one of these passkeys. */
export const optionsToUse = async (baseUrl: string, passkeys: readonly Passkey[]) =>
  generateAuthenticationOptions({
    rpID: party(baseUrl).id,
    timeout,
    userVerification: 'required',
    allowCredentials: passkeys.map(asDescriptor),
  })

const asDescriptor = ({ credential, transports }: Passkey) => ({
  id: credential,
  transports: transports as AuthenticatorTransport[],
})

/** The new credential that an answer proves; null when it proves none. The challenge was taken from the answer itself. */
export async function verifyAdded(baseUrl: string, given: Answer): Promise<NewCredential | null> {
  const { id, origin } = party(baseUrl)
  try {
    refuseCertificates(given.response.attestationObject ?? '')
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: given as unknown as RegistrationResponseJSON,
      expectedChallenge: given.challenge,
      expectedOrigin: origin,
      expectedRPID: id,
      requireUserVerification: true,
      supportedAlgorithmIDs: algorithms,
    })
    if (!verified) return null
    const { credential, credentialBackedUp, credentialDeviceType } = registrationInfo
    return {
      credential: credential.id,
      publicKey: Buffer.from(credential.publicKey).toString('base64url'),
      counter: credential.counter,
      transports: given.response.transports ?? [],
      copied: credentialBackedUp || credentialDeviceType === 'multiDevice',
    }
  } catch {
    return null
  }
}

/** Nobody asked for certificates, and to check them the library would fetch addresses that stand in them. */
function refuseCertificates(attestationObject: string): void {
  const decoded = decodeAttestationObject(new Uint8Array(Buffer.from(attestationObject, 'base64url')))
  if (!['none', 'packed'].includes(decoded.get('fmt')) || decoded.get('attStmt').get('x5c') !== undefined)
    throw new Error('an attestation with certificates')
}

/**
 * The authenticator's count of signatures, when an answer proves that this passkey was used; null when it does not, or
 * when the count has gone back, which means that there is a copy.
 */
export async function verifyUsed(baseUrl: string, given: Answer, passkey: Passkey): Promise<number | null> {
  const { id, origin } = party(baseUrl)
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: given as unknown as AuthenticationResponseJSON,
      expectedChallenge: given.challenge,
      expectedOrigin: origin,
      expectedRPID: id,
      requireUserVerification: true,
      credential: {
        id: passkey.credential,
        publicKey: new Uint8Array(Buffer.from(passkey.publicKey, 'base64url')),
        counter: passkey.counter,
      },
    })
    return verified ? authenticationInfo.newCounter : null
  } catch {
    return null
  }
}
