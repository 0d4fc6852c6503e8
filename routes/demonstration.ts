import { Router } from 'express'
import { z } from 'zod'
import { shownMail } from '../server/demonstration/mail.ts'
import { openPage, view } from '../server/page.ts'
import { mailPage } from '../views/demonstration/mail.ts'

/** Pages that only the demonstration has. */
export const demonstration: Router = Router()

demonstration.get(
  '/demonstration/mail',
  openPage(z.object({}), async () => view('demonstration/mail', mailPage(shownMail()))),
)
