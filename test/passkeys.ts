import type { Forum } from '../models/forum.ts'
import { givePasskeyCodeByCommand } from '../server/acts/passkeyCodes.ts'
import { peopleFor } from '../models/person.ts'
import { seatsFor } from '../models/seat.ts'
import { dayOf } from '../server/dates.ts'
import type { Person } from '../server/policy/terms.ts'
import { Authenticator, type Options } from './authenticator.ts'
import { browserOf, config, submit } from './world.ts'
import type supertest from 'supertest'

/** What the stories of passkeys share: a browser with an authenticator, and codes. */

const operator = { kind: 'service', name: 'operator' } as const
type Browser = Awaited<ReturnType<typeof browserOf>>

/** An authenticator on a page of the service. */
export const anAuthenticator = (): Authenticator => new Authenticator(config.baseUrl)

/** What the script asks the server for. */
export async function begin(
  browser: Browser,
  page: '/account/passkeys/add' | '/account/passkey',
  fields: Record<string, string> = {},
): Promise<supertest.Response> {
  return submit(browser, page, fields, `${page}/begin`)
}

/** The options that the server gives; throws with its words when it refuses. */
export async function optionsOf(
  browser: Browser,
  page: '/account/passkeys/add' | '/account/passkey',
  fields: Record<string, string> = {},
): Promise<Options> {
  const { body, status } = await begin(browser, page, fields)
  const { options, refused } = body as { options?: Options; refused?: string }
  if (options === undefined) throw new Error(`${status} ${refused ?? ''}`)
  return options
}

/** Adds a passkey with this code, as the page does; the session goes on with it. */
export async function add(browser: Browser, authenticator: Authenticator, code: string, name = 'My telephone') {
  const answer = authenticator.add(await optionsOf(browser, '/account/passkeys/add', { code }))
  return submit(browser, '/account/passkeys/add', { code, name, answer })
}

/** Uses a passkey in this session. */
export async function use(browser: Browser, authenticator: Authenticator, returnTo = '/account') {
  const answer = authenticator.use(await optionsOf(browser, '/account/passkey'))
  const action = `/account/passkey?returnTo=${encodeURIComponent(returnTo)}`
  return submit(browser, '/account/passkey', { answer }, action)
}

/** The code that the operator's command prints for the chair of a side. */
export const codeByCommand = async (forum: Forum, chair: Pick<Person, 'person'>): Promise<string> => {
  const { email } = await peopleFor(operator).open(chair.person)
  return givePasskeyCodeByCommand(operator, new Date(), { email, forum: forum._id })
}

/** A chair who has a passkey and has used it in this browser. */
export async function withPasskey(
  forum: Forum,
  chair: Person,
): Promise<{ browser: Browser; authenticator: Authenticator }> {
  const [browser, authenticator] = [await browserOf(chair), anAuthenticator()]
  const added = await add(browser, authenticator, await codeByCommand(forum, chair))
  if (added.status !== 303) throw new Error(added.text)
  return { browser, authenticator }
}

/** A code for a member, as the chair reads it from the page. */
export async function codeFrom(chair: Browser, of: Person, fields: Record<string, string> = {}): Promise<string> {
  const [seat] = of.seats
  const given = await submit(chair, `/forums/${seat!.forum}/members/${seat!.seat}/passkey-code`, fields)
  return /\b(?:[A-Z0-9]{4}-){2}[A-Z0-9]{4}\b/.exec(given.text)?.[0] ?? `none: ${given.status}`
}

/** The passkeys that count for a person today. */
export const passkeysOf = async (person: Person) =>
  (await seatsFor({ kind: 'service', name: 'signIn' }).heldBy(person.person, dayOf(new Date()))).flatMap(
    ({ passkeys }) => passkeys,
  )
