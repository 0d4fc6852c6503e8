import { Router } from 'express'
import { z } from 'zod'
import { openPage, view } from '../server/page.ts'
import { resources } from '../server/policy/terms.ts'
import { accessibilityPage, privacyPage, promisePage } from '../views/about/pages.ts'
import { accessPage, accessToPage, kindAt } from '../views/access/show.ts'

/** What the service is and promises: for everybody, signed in or not. */
export const about: Router = Router()

const Nothing = z.object({})
const access = accessPage()

about.get(
  '/promise',
  openPage(Nothing, async () => view('about/promise', promisePage), { logged: true }),
)
about.get(
  '/access',
  openPage(Nothing, async () => view('access/show', access), { logged: true }),
)
about.get(
  '/access/:kind',
  openPage(
    z.object({ kind: z.string().transform(kindAt).pipe(z.enum(resources)) }),
    async (_viewer, { kind }) => view('access/kind', accessToPage(kind)),
    { logged: true },
  ),
)
about.get(
  '/privacy',
  openPage(Nothing, async (_viewer, _asked, { controller }) => view('about/privacy', privacyPage(controller)), {
    logged: true,
  }),
)
about.get(
  '/accessibility',
  openPage(
    Nothing,
    async (_viewer, _asked, { controller }) => view('about/accessibility', accessibilityPage(controller)),
    {
      logged: true,
    },
  ),
)
