import { identityProvidersFor } from '../../models/identityProvider.ts'
import { organisationsFor } from '../../models/organisation.ts'
import { choosePage, emailFields } from '../../views/sign-in/pages.ts'
import { type FormState, formState } from '../forms.ts'

const signIn = { kind: 'service', name: 'signIn' } as const
const organisations = organisationsFor(signIn)
const providers = identityProvidersFor(signIn)

/**
 * The page on which people choose their organisation's sign-in, or give an e-mail address. Looks at nothing but the
 * domain of the address, so that it tells nobody which people there are.
 */
export async function choosing(returnTo: string, email?: string, state?: FormState) {
  const withSignIn = new Set((await providers.list()).map(({ _id }) => _id))
  const model = choosePage({
    organisations: (await organisations.list()).filter(({ _id }) => withSignIn.has(_id)),
    found: email === undefined ? [] : await signInsOf(email),
    email: email ?? '',
    returnTo,
    state,
  })
  const errors = state?.summary ?? []
  return { name: 'sign-in/choose' as const, model, status: errors.length === 0 ? 200 : 400, errors }
}

/** The organisations with a sign-in whose domain the address has. */
export async function signInsOf(email: string) {
  const ofDomain = await organisations.ofDomain(email.slice(email.lastIndexOf('@') + 1))
  const withSignIn = await Promise.all(ofDomain.map(async ({ _id }) => (await providers.ofOrganisation(_id)) !== null))
  return ofDomain.filter((_organisation, at) => withSignIn[at])
}

/** The address that was typed; or the same page with what is wrong with it. */
export function readEmail(typed: unknown): { readonly email: string } | { readonly state: FormState } {
  const read = emailFields.safeParse({ email: typed })
  return read.success ? { email: read.data.email } : { state: formState(read.error, { email: typed }) }
}
