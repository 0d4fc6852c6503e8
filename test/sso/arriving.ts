import { peopleFor } from '../../models/person.ts'
import { visitor } from '../world.ts'
import { type TestProvider, post } from './provider.ts'

const operator = { kind: 'service', name: 'operator' } as const
export type Visitor = ReturnType<typeof visitor>

/** Names the provider's organisation for a person's sign-in. Gives the e-mail address that was invited. */
export async function inviteThrough(provider: TestProvider, person: string): Promise<string> {
  const email = `${person}@${provider.domain}`
  const { revision } = await peopleFor(operator).open(person)
  await peopleFor(operator).edit(person, revision, { email, signsInThrough: provider.organisation })
  return email
}

/** Arrives as whom the provider asserts; gives the status of the last step, and its words. */
export async function arrive(
  browser: Visitor,
  provider: TestProvider,
  asserted: { email: string; nameId: string },
): Promise<{ status: number; text: string }> {
  const request = await provider.begin(browser)
  const taken = await post(browser, provider.organisation, provider.signed(request, asserted))
  if (taken.status !== 303) return taken
  return browser.get(taken.headers['location'] as string)
}

export const isIn = async (browser: Visitor): Promise<boolean> => (await browser.get('/account')).status === 200
