import { createHash, createHmac } from 'node:crypto'
import { promisify } from 'node:util'
import type { Request, RequestHandler } from 'express'
import session, { type SessionData } from 'express-session'
import mongoose from 'mongoose'
import { endSession } from '../models/session.ts'
import type { Config } from './config.ts'
import { sameText } from './csrf.ts'
import { Refused } from './errors.ts'
import type { Proof } from './policy/terms.ts'
import { SessionStore } from './sessionStore.ts'

declare module 'express-session' {
  interface SessionData {
    /** Who signed in: a person's id, never a name and never a right. Seats and offices are read on every request. */
    person: string
    /** How this person signed in, and whether with a personal passkey beside. A session that does not say is nobody's. */
    by: Proof['by']
    passkey: boolean
    /** The id of that passkey: it counts for the seats for which it was enrolled, as long as it is. */
    credential: string
    /** The organisation signed in through. */
    through: string
    /** What the identity provider needs to end its own session. */
    issuer: string
    nameId: string
    nameIdFormat: string
    sessionIndex: string
  }
}

/** Twelve hours after sign-in the session ends, however busy. */
const absolute = 12 * 3_600_000

/** The names of our cookies; `__Host-` wherever the service is reached over https. */
export const cookieName = ({ secure }: Pick<Config, 'secure'>, name: string): string =>
  secure ? `__Host-subrosa-${name}` : `subrosa-${name}`

/** The session. Its expiry is fixed at sign-in. */
export function sessions(config: Config): RequestHandler {
  const store = new SessionStore({
    client: mongoose.connection.getClient(),
    dbName: mongoose.connection.name,
    collectionName: 'sessions',
    ttl: absolute / 1000,
    touchAfter: absolute / 1000,
    autoRemove: 'disabled',
    stringify: false,
  })
  return session({
    name: cookieName(config, 'session'),
    secret: config.sessionSecret,
    store,
    resave: false,
    saveUninitialized: false,
    rolling: false,
    proxy: config.trustedProxies > 0,
    cookie: { httpOnly: true, sameSite: 'lax', secure: config.secure, path: '/', maxAge: absolute },
  })
}

/**
 * A new session for whoever has proved who they are, so that one that somebody planted beforehand is worth nothing.
 * @param stands whether it may be, asked once its row is there: whoever ends a sign-in ends the rows that there are, so
 * that one of them finds the other
 * @returns whether it is; if not, nobody is signed in
 */
export async function startSession(
  req: Request,
  data: Readonly<Partial<SessionData>>,
  stands: () => Promise<boolean>,
): Promise<boolean> {
  await promisify(req.session.regenerate.bind(req.session))()
  return keepSession(req, data, stands)
}

/**
 * The session goes on as a new one with a personal passkey, and ends when the old one would have: its row says nothing
 * of when the passkey was used.
 * @throws Refused when the old one was ended meanwhile, in whatever way: then the new one is not there either
 */
export async function strengthenSession(req: Request, passkey: string): Promise<void> {
  const { cookie, ...data } = req.session
  const before = req.sessionID
  // The old row goes last, and by whoever ends it first: gone already, it takes the new one with it.
  req.sessionStore.generate(req)
  req.session.cookie.expires = cookie.expires
  const strengthened = { ...data, passkey: true, credential: passkey }
  if (!(await keepSession(req, strengthened, async () => endSession(before))))
    throw new Refused('You have been signed out meanwhile. Sign in again.')
  req.keepFor?.(0)
}

async function keepSession(
  req: Request,
  data: Readonly<Partial<SessionData>>,
  stands: () => Promise<boolean>,
): Promise<boolean> {
  Object.assign(req.session, data)
  await promisify(req.session.save.bind(req.session))()
  if (await stands()) return true
  await promisify(req.session.destroy.bind(req.session))()
  req.viewer = { kind: 'visitor' }
  return false
}

/** This session, as records beside it know it: not by its id, with which anybody could go on in it. */
export const sessionMark = (req: Request): string =>
  createHash('sha256').update(`session ${req.sessionID}`).digest('base64url')

/** Sixty minutes without a click sign a person out; on a meeting day, four hours. */
export const idleMinutes = { usual: 60, meetingDay: 240 } as const

/**
 * Idle time, kept in a signed cookie and not in the session row. A session whose cookie is missing or too old is
 * destroyed.
 */
export function idleTimeout(config: Config): RequestHandler {
  const name = cookieName(config, 'seen')
  const sign = (text: string): string =>
    createHmac('sha256', config.sessionSecret).update(`idle ${text}`).digest('base64url')
  return function idleTimeout(req, res, next) {
    if (req.session?.person === undefined) return next()
    const options = { httpOnly: true, sameSite: 'lax', secure: config.secure, path: '/' } as const
    const id = req.sessionID
    // What a browser sends as JSON arrives as an object, and counts for nothing.
    const kept: unknown = req.cookies?.[name]
    const [until = '', mark = ''] = typeof kept === 'string' ? kept.split('.') : []
    const honest = sameText(mark, sign(`${id} ${until}`))
    // The cookie is first set at the page after sign-in, for which the session remembers that it is new.
    const fresh = Date.now() - ((req.session.cookie.expires?.getTime() ?? 0) - absolute) < 60_000
    if (!(honest && Number(until) > Date.now()) && !(fresh && mark === '')) {
      res.clearCookie(name, options)
      req.session.destroy((error: unknown) => next(error))
      return
    }
    req.keepFor = (minutes) => {
      req.idleEnds = Math.max(Date.now() + minutes * 60_000, honest ? Number(until) : 0, req.idleEnds ?? 0)
      const end = String(req.idleEnds)
      // The session's id as it is now: a session that was strengthened has another.
      res.cookie(name, `${end}.${sign(`${req.sessionID} ${end}`)}`, options)
    }
    req.keepFor(idleMinutes.usual)
    next()
  }
}

declare global {
  // oxlint-disable-next-line typescript/no-namespace -- Express's own extension point
  namespace Express {
    interface Request {
      /** Moves the idle limit of this session on by so many minutes. */
      keepFor?: (minutes: number) => void
      /** When this session ends if nothing is asked for any more, in milliseconds. */
      idleEnds?: number
    }
  }
}
