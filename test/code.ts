import { setTimeout } from 'node:timers/promises'
import type supertest from 'supertest'
import { codeOf } from '../server/sso/code.ts'
import { stored } from './commands.ts'
import { config, submit } from './world.ts'

type Agent = ReturnType<typeof supertest.agent>
type Stored = { readonly _id: string; readonly request: string }

/** Longer than the service waits before it finds out who is to get a code. */
const after = 400

/** Asks for a code on the page of sign-in; gives the answer. */
export const askFor = (browser: Agent, email: string, returnTo = '/account'): Promise<supertest.Response> =>
  submit(browser, '/sign-in', { email, returnTo })

/** The codes that are queued for a person, latest first, once there has been time for it. */
export async function codesFor(person: string): Promise<string[]> {
  await setTimeout(after)
  const messages = await stored<Stored>('messages').find({ to: person, kind: 'code' }).sort({ queuedAt: -1 }).toArray()
  return messages.map(({ request }) => codeOf(config, request))
}

/** Types a code in; gives the answer. */
export const typeIn = (browser: Agent, code: string): Promise<supertest.Response> =>
  submit(browser, '/sign-in/code', { code })

/** Another code than this. */
export const wrong = (code: string): string => String((Number(code) + 1) % 1e8).padStart(8, '0')
