import { Router } from 'express'
import { z } from 'zod'
import { identityProvidersFor } from '../models/identityProvider.ts'
import { organisationsFor } from '../models/organisation.ts'
import { passkeysFor } from '../models/passkey.ts'
import { peopleFor } from '../models/person.ts'
import { line } from '../server/fields.ts'
import { type FormState, formState } from '../server/forms.ts'
import { type Reply, openPage, page, view } from '../server/page.ts'
import { accountPage } from '../views/account/show.ts'
import { choosePage, signOutPage } from '../views/sign-in/pages.ts'

/** Finding the way to one's own organisation's sign-in, and out again. Visitors see these, as nobody is anybody yet. */
export const signInPages: Router = Router()

/** Who is signed in. */
export const account: Router = Router()

const signIn = { kind: 'service', name: 'signIn' } as const
const organisations = organisationsFor(signIn)
const providers = identityProvidersFor(signIn)

const fields = z.object({
  email: line('Enter your e-mail address at work').refine(
    (text) => /^\S+@\S+$/.test(text),
    'Enter an e-mail address, such as anna@example.org',
  ),
})
const place = z.object({ returnTo: z.string().catch('/').default('/') })

/**
 * The list of organisations that have a sign-in; with an e-mail address, those of its domain. Looks at nothing but the
 * domain, so that it tells nobody which people there are.
 */
async function choose(returnTo: string, email?: string, state?: FormState): Promise<Reply> {
  const withSignIn = new Set((await providers.list()).map(({ _id }) => _id))
  const domain = email?.slice(email.lastIndexOf('@') + 1)
  const ofDomain = domain === undefined ? undefined : await organisations.ofDomain(domain)
  const model = choosePage({
    fields,
    organisations: (await organisations.list()).filter(({ _id }) => withSignIn.has(_id)),
    found: ofDomain?.filter(({ _id }) => withSignIn.has(_id)),
    returnTo,
    state,
  })
  const reply = view('sign-in/choose', model, state === undefined || state.wrong.length === 0 ? 200 : 400)
  return reply.kind === 'view' ? { ...reply, errors: state?.summary ?? [] } : reply
}

signInPages.get(
  '/sign-in',
  openPage(place, async (_viewer, { returnTo }) => choose(returnTo), { logged: true }),
)

signInPages.post(
  '/sign-in',
  openPage(
    place.extend({ email: z.unknown() }),
    async (_viewer, { returnTo, email }) => {
      const read = fields.safeParse({ email })
      if (read.success)
        return choose(returnTo, read.data.email, { typed: { email }, wrong: [], current: {}, summary: [] })
      return choose(returnTo, undefined, formState(read.error, { email }))
    },
    { logged: true },
  ),
)

signInPages.get(
  '/sign-out',
  openPage(z.object({}), async (viewer) => view('sign-in/sign-out', signOutPage(viewer.kind === 'person')), {
    logged: true,
  }),
)

account.get(
  '/account',
  page(z.object({}), async (viewer) => {
    const person = await peopleFor(viewer).open(viewer.person)
    const named = [person.signsInThrough, ...viewer.seats.map(({ organisation }) => organisation)]
    const [organisationsNamed, passkeys] = await Promise.all([
      organisationsFor(viewer).some(named),
      passkeysFor(viewer).of(viewer.person),
    ])
    return view('account/show', accountPage(viewer, person, organisationsNamed, passkeys))
  }),
)
