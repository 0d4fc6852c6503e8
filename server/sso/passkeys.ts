import { passkeyChallenges } from '../../models/passkeyChallenge.ts'
import { passkeysFor } from '../../models/passkey.ts'
import { peopleFor } from '../../models/person.ts'
import { addPasskey } from '../acts/keepPasskeys.ts'
import { codeTyped } from '../acts/passkeyCodes.ts'
import { Refused } from '../errors.ts'
import type { Person } from '../policy/terms.ts'
import { optionsToAdd, optionsToUse, readAnswer, verifyAdded, verifyUsed } from './webauthn.ts'

/** Where and when: the service's address, the mark of the session, its passkey ('' without one), the time. */
type Here = { readonly baseUrl: string; readonly session: string; readonly passkey: string; readonly now: Date }

const noAnswer = 'Your browser sent no answer of a passkey. Passkeys need JavaScript and a browser that knows them.'
const notTaken =
  'The answer of your passkey could not be verified, or came too late. Try again; if it happens again, use another passkey or ask the chair of your side for a code.'
const wrongCode =
  'This is not a code for you, or it has run out: a code is good for a week and ten tries. Check it, or ask the chair of your side for a new one'

/**
 * Begins to add a passkey: what the browser needs for it. The code is checked here and used up when the passkey is
 * added; without one, only a session with a passkey may.
 * @throws Refused when the code is none of this person's open ones
 */
export async function beginToAdd(viewer: Person, { baseUrl, session, now }: Here, typed: string): Promise<object> {
  const vouched = viewer.proof.passkey && viewer.seats.some((seat) => seat.vouched)
  const code = typed === '' ? null : await codeTyped(viewer, typed, now)
  if (code === null && (typed !== '' || !vouched)) throw new Refused(wrongCode, 'code')
  const owner = await peopleFor(viewer).open(viewer.person)
  const options = await optionsToAdd(baseUrl, owner, await passkeysFor(viewer).of(viewer.person))
  const { person } = viewer
  await passkeyChallenges.ask({ _id: options.challenge, kind: 'add', person, session, code: code?._id ?? null }, now)
  return options
}

/**
 * Adds the passkey that the browser made. Gives its id.
 * @throws Refused for every answer but an honest one to a challenge of this session, once, within five minutes
 */
export async function finishToAdd(
  viewer: Person,
  { baseUrl, session, passkey: used, now }: Here,
  { sent, name }: { readonly sent: string; readonly name: string },
): Promise<string> {
  const answer = sent === '' ? null : readAnswer(sent)
  if (answer === null) throw new Refused(noAnswer)
  const asked = { _id: answer.challenge, kind: 'add', person: viewer.person, session } as const
  const challenge = await passkeyChallenges.take(asked, now)
  const made = challenge === null ? null : await verifyAdded(baseUrl, answer)
  if (challenge === null || made === null) throw new Refused(notTaken)
  return addPasskey(viewer, now, { code: challenge.code, used, name, made })
}

/**
 * Begins to use one of the viewer's passkeys: what the browser needs for it.
 * @throws Refused when there are none
 */
export async function beginToUse(viewer: Person, { baseUrl, session, now }: Here): Promise<object> {
  const passkeys = await passkeysFor(viewer).of(viewer.person)
  if (passkeys.length === 0) throw new Refused('You have no passkey yet. Add one first')
  const options = await optionsToUse(baseUrl, passkeys)
  const { person } = viewer
  await passkeyChallenges.ask({ _id: options.challenge, kind: 'use', person, session, code: null }, now)
  return options
}

/**
 * Which of the viewer's passkeys was used: its id, with which the session may be strengthened.
 * @throws Refused for every answer but an honest one to a challenge of this session, once, within five minutes
 */
export async function finishToUse(viewer: Person, { baseUrl, session, now }: Here, sent: string): Promise<string> {
  const answer = sent === '' ? null : readAnswer(sent)
  if (answer === null) throw new Refused(noAnswer)
  const asked = { _id: answer.challenge, kind: 'use', person: viewer.person, session } as const
  const taken = await passkeyChallenges.take(asked, now)
  const passkeys = passkeysFor(viewer)
  // Only the viewer's own are looked at: somebody else's passkey proves somebody else.
  const passkey = (await passkeys.of(viewer.person)).find(({ credential }) => credential === answer.id)
  if (taken === null || passkey === undefined) throw new Refused(notTaken)
  const counter = await verifyUsed(baseUrl, answer, passkey)
  if (counter === null || !(await passkeys.count(passkey._id, counter))) throw new Refused(notTaken)
  return passkey._id
}
