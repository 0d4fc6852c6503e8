import { identityProvidersFor } from '../../models/identityProvider.ts'
import { outboxFor } from '../../models/message.ts'
import { type OneTimeCode, oneTimeCodes } from '../../models/oneTimeCode.ts'
import { organisationsFor } from '../../models/organisation.ts'
import { type Person, isSignInEnded, peopleFor } from '../../models/person.ts'
import { installation } from '../acts/act.ts'
import { signInFirstByCode } from '../acts/signInFirstByCode.ts'
import type { Config } from '../config.ts'
import { NotFound } from '../errors.ts'
import { isForOneMeeting } from '../policy/terms.ts'
import { personToday } from '../viewer.ts'
import { addressKey } from './code.ts'
import { SignInRefused } from './refused.ts'

const signIn = { kind: 'service', name: 'signIn' } as const
const people = peopleFor(signIn)
const outbox = outboxFor({ kind: 'service', name: 'outbox' })

/**
 * Whether this person may sign in by a code. Whose sign-in an administrator ended may not, in any way. Who has an
 * organisation's sign-in to use may not: who can prove more than a mailbox must. Others may with a place that a code opens (viewer.ts says which); if their organisation has a sign-in
 * that does not take their address, only as deputies and guests, because members come through it.
 */
async function mayUseCode(person: Person, now: Date): Promise<boolean> {
  if (isSignInEnded(person)) return false
  const provider = await identityProvidersFor(signIn).ofOrganisation(person.signsInThrough)
  if (provider !== null && (await isTakenIn(person))) return false
  const { seats } = await personToday(person._id, now, { by: 'code', passkey: false, through: '' })
  return seats.length > 0 && (provider === null || seats.every(({ role }) => isForOneMeeting(role)))
}

/** Whether the organisation's sign-in would let this person in: linked to it, or by an address of its own domains. */
async function isTakenIn({ signsInThrough, identities, email }: Person): Promise<boolean> {
  if (identities.some(({ organisation }) => organisation === signsInThrough)) return true
  const [organisation] = await organisationsFor(signIn).some([signsInThrough])
  return organisation?.domains.includes(email.slice(email.lastIndexOf('@') + 1)) ?? false
}

/** Sends the code, if there is somebody of that address who may use one; and does nothing else. */
export async function sendCode(
  { _id, request }: Pick<OneTimeCode, '_id' | 'request'>,
  email: string,
  now: Date,
): Promise<void> {
  const person = await people.byEmail(email)
  if (person === null || !(await mayUseCode(person, now))) return
  if (!(await oneTimeCodes.belongsTo(_id, request, person._id))) return
  const about = { forum: installation, path: '/sign-in/code', request }
  await outbox.queue({ ...about, kind: 'code', to: [person._id] }, now)
}

type Sent = Pick<OneTimeCode, '_id' | 'person'>

/** Whether the code went to the address that this person has now, and opens something for them. */
const mayUse = async (config: Config, { _id }: Sent, person: Person, now: Date): Promise<boolean> =>
  addressKey(config, person.email) === _id && (await mayUseCode(person, now))

/**
 * Lets in who brought the right code. Gives the person's id.
 * @throws SignInRefused 'code' when the person may not sign in like this any more
 */
export async function admitByCode(config: Config, code: Sent, now: Date): Promise<string> {
  const person = await people.open(code.person).catch((error: unknown) => {
    if (error instanceof NotFound) throw new SignInRefused('code', 'the code is nobody’s', { cause: error })
    throw error
  })
  if (!(await mayUse(config, code, person, now)))
    throw new SignInRefused('code', 'this person may not sign in by a code any more')
  if (person.firstSignedInAt === null) await signInFirstByCode(signIn, now, { person: person._id })
  return person._id
}

/** The same, once the session is there: what ends it meanwhile ends the sessions that there are. */
export const stillByCode = async (config: Config, code: Sent, now: Date): Promise<boolean> =>
  mayUse(config, code, await people.open(code.person), now)
