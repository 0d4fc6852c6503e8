import { Router } from 'express'
import { z } from 'zod'
import { organisationsFor } from '../models/organisation.ts'
import { passkeysFor } from '../models/passkey.ts'
import { peopleFor } from '../models/person.ts'
import { openPage, page, view } from '../server/page.ts'
import { choosing } from '../server/sso/choosing.ts'
import { accountPage } from '../views/account/show.ts'
import { signOutPage } from '../views/sign-in/pages.ts'

/** Finding the way to one's own organisation's sign-in, and out again. Visitors see these, as nobody is anybody yet. */
export const signInPages: Router = Router()

/** Who is signed in. */
export const account: Router = Router()

const place = z.object({ returnTo: z.string().catch('/').default('/') })

// What is sent from this page is taken by server/sso/codes.ts.
signInPages.get(
  '/sign-in',
  openPage(
    place,
    async (_viewer, { returnTo }) => {
      const { name, model } = await choosing(returnTo)
      return view(name, model)
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
    const named = [viewer.proof.through, ...viewer.seats.map(({ organisation }) => organisation)]
    const [organisationsNamed, passkeys] = await Promise.all([
      organisationsFor(viewer).some(named),
      passkeysFor(viewer).of(viewer.person),
    ])
    return view('account/show', accountPage(viewer, person, organisationsNamed, passkeys))
  }),
)
