import { Router } from 'express'
import { about } from './about.ts'
import { account, signInPages } from './account.ts'
import { actions } from './actions.ts'
import { administration } from './administration.ts'
import { agendas } from './agendas.ts'
import { attendance } from './attendance.ts'
import { audit } from './audit.ts'
import { day } from './day.ts'
import { emergencyAccess } from './emergencyAccess.ts'
import { forums, front } from './forums.ts'
import { guests } from './guests.ts'
import { identityProviders } from './identityProviders.ts'
import { interests } from './interests.ts'
import { invitations } from './invitations.ts'
import { keyCommunications, publicKeyCommunications } from './keyCommunications.ts'
import { loosening } from './loosening.ts'
import { meetings } from './meetings.ts'
import { members } from './members.ts'
import { mergers } from './mergers.ts'
import { minutes, publicMinutes } from './minutes.ts'
import { minutesConfirming } from './minutesConfirming.ts'
import { minutesParts } from './minutesParts.ts'
import { organisations } from './organisations.ts'
import { packs } from './packs.ts'
import { papers, publicPapers } from './papers.ts'
import { people } from './people.ts'
import { passkeys } from './passkeys.ts'
import { publishing } from './publishing.ts'
import { handover, seats } from './seats.ts'
import { sideSignIn } from './sideSignIn.ts'
import { tasks } from './tasks.ts'
import { terms } from './terms.ts'

/** Pages that need no sign-in. */
export const publicRoutes: Router = Router()
publicRoutes.use(front, about, signInPages, publicKeyCommunications, publicMinutes, publicPapers)

/** Pages that do, a router each capability. */
export const everyRoute: Router = Router()

/** Meetings, from planning to the attendance that is confirmed: first, because they are asked for most. */
everyRoute.use(meetings, attendance, agendas, publishing, loosening, day, interests)

everyRoute.use(account, passkeys, audit, emergencyAccess, keyCommunications, papers, packs, terms)

/** Minutes, and what they decide. */
everyRoute.use(minutes, minutesParts, minutesConfirming, actions)

/** The forum and its membership; a place's own address comes after the words that could be taken for one. */
everyRoute.use(tasks, forums, members, invitations, guests, sideSignIn, handover, seats)
/** What administrators run. */
everyRoute.use(administration, organisations, mergers, identityProviders, people)
