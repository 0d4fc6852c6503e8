import cookieParser from 'cookie-parser'
import express, { type Express } from 'express'
import type { Logger } from 'pino'
import { demonstration } from '../routes/demonstration.ts'
import { everyRoute, publicRoutes } from '../routes/index.ts'
import { assets } from './assets.ts'
import type { Config } from './config.ts'
import { failure, nothingHere } from './failure.ts'
import { neverCached, securityHeaders } from './headers.ts'
import { health } from './health.ts'
import { termsOfToday } from './jobs/dueTerms.ts'
import { requestLog } from './log.ts'
import { idleTimeout, sessions } from './session.ts'
import { signOn } from './sso/routes.ts'
import { whoIsAsking } from './viewer.ts'

/** The application, and what must be stopped with it. */
export type Running = { readonly app: Express; stop(): void }

/** The whole order of the middleware, on one page. */
export function makeApp(config: Config, log: Logger): Running {
  const app = express()
  const requests = requestLog(log)
  app.locals['config'] = config
  app.disable('x-powered-by')
  app.set('etag', false)
  app.set('query parser', 'simple')
  app.set('trust proxy', config.trustedProxies)

  app.use(requests.middleware) //            a reference, and counts instead of lines
  app.use(securityHeaders(config.secure)) // content security policy and the rest
  app.use(health) //                         alive? ready? before anything that needs the database
  app.use(assets) //                         styles and scripts, hashed, cached for ever
  app.use(neverCached) //                    everything below
  app.use(express.urlencoded({ extended: true, limit: '1mb', parameterLimit: 500 }))
  app.use(termsOfToday) //                   terms of reference in force from today
  app.use(sessions(config)) //               who signed in, with today's seats
  app.use(cookieParser()) //                 after the session, which reads its own and stumbles over JSON
  app.use(idleTimeout(config)) //            and when they were last here
  app.use(whoIsAsking) //                    session and seats → viewer
  app.use(signOn(config, log)) //            /sign-in, /sso/…, /sign-out
  app.use(publicRoutes) //                   pages that need no sign-in
  if (config.demonstration) app.use(demonstration) // the e-mails that were not sent
  app.use(everyRoute) //                     pages that do
  app.use(nothingHere) //                    visitors to sign-in, everyone else 404
  app.use(failure(log)) //                   error → page

  return { app, stop: () => requests.stop() }
}
