import { Router } from 'express'
import { about } from './about.ts'
import { account, signInPages } from './account.ts'
import { administration } from './administration.ts'
import { audit } from './audit.ts'
import { forums, front } from './forums.ts'
import { guests } from './guests.ts'
import { invitations } from './invitations.ts'
import { keyCommunications, publicKeyCommunications } from './keyCommunications.ts'
import { members } from './members.ts'
import { organisations } from './organisations.ts'
import { packs } from './packs.ts'
import { papers, publicPapers } from './papers.ts'
import { people } from './people.ts'
import { handover, seats } from './seats.ts'
import { tasks } from './tasks.ts'
import { terms } from './terms.ts'

/** Pages that need no sign-in. */
export const publicRoutes: Router = Router()
publicRoutes.use(front, about, signInPages, publicKeyCommunications, publicPapers)

/** Pages that do, a router each capability. */
export const everyRoute: Router = Router()
everyRoute.use(account, audit, keyCommunications, papers, packs, terms)

/** The forum and its membership; a place's own address comes after the words that could be taken for one. */
everyRoute.use(tasks, forums, members, invitations, guests, handover, seats)
/** What administrators run. */
everyRoute.use(administration, organisations, people)
