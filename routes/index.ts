import { Router } from 'express'
import { about } from './about.ts'
import { account, signInPages } from './account.ts'
import { audit } from './audit.ts'
import { keyCommunications, publicKeyCommunications } from './keyCommunications.ts'
import { packs } from './packs.ts'
import { papers, publicPapers } from './papers.ts'
import { terms } from './terms.ts'

/** Pages that need no sign-in. */
export const publicRoutes: Router = Router()
publicRoutes.use(about, signInPages, publicKeyCommunications, publicPapers)

/** Pages that do, a router each capability. */
export const everyRoute: Router = Router()
everyRoute.use(account, audit, keyCommunications, papers, packs, terms)
