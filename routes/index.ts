import { Router } from 'express'
import { packs } from './packs.ts'
import { papers, publicPapers } from './papers.ts'

/** Pages that need no sign-in. */
export const publicRoutes: Router = Router()
publicRoutes.use(publicPapers)

/** Pages that do, a router each capability. */
export const everyRoute: Router = Router()
everyRoute.use(papers, packs)
