import { Router } from 'express'
import { account, signInPages } from './account.ts'
import { keyCommunications, publicKeyCommunications } from './keyCommunications.ts'
import { packs } from './packs.ts'
import { papers, publicPapers } from './papers.ts'

/** Pages that need no sign-in. */
export const publicRoutes: Router = Router()
publicRoutes.use(signInPages, publicKeyCommunications, publicPapers)

/** Pages that do, a router each capability. */
export const everyRoute: Router = Router()
everyRoute.use(account, keyCommunications, papers, packs)
