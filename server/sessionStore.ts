import { callbackify } from 'node:util'
import MongoStore from 'connect-mongo'
import type { Request } from 'express'
import type { SessionData } from 'express-session'
import { openSession } from '../models/session.ts'
import type { Standing } from '../models/seat.ts'

/**
 * connect-mongo's store, reading the seats of a session's person along with it. A row is written at sign-in and
 * destroyed at sign-out, never on a read, so that it is no record of activity.
 */
export class SessionStore extends MongoStore {
  readonly #held = new WeakMap<SessionData, readonly Standing[]>()
  readonly #written = new WeakSet<SessionData>()

  readonly #open = callbackify(async (id: string): Promise<SessionData | null> => {
    const found = await openSession(id, new Date())
    if (found === null) return null
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the store itself has written
    const session = { ...found.session } as SessionData
    this.#held.set(session, found.held)
    return session
  })

  override get(id: string, done: (error: unknown, session?: SessionData | null) => void): void {
    this.#open(id, done)
  }

  override createSession(req: Request, session: SessionData): ReturnType<MongoStore['createSession']> {
    req.held = this.#held.get(session)
    return super.createSession(req, session)
  }

  /**
   * A row is written once. At the end of the request that made it express-session would write it again, and what was
   * ended by then would be there again.
   */
  override async set(id: string, session: SessionData, done?: (error: unknown) => void): Promise<void> {
    if (this.#written.has(session)) return done?.(null)
    this.#written.add(session)
    return super.set(id, session, done)
  }

  /** Touching would rewrite the row's expiry at every click. */
  override touch(_id: string, _session: SessionData, done?: (error: unknown) => void): void {
    done?.(null)
  }
}

declare global {
  // oxlint-disable-next-line typescript/no-namespace -- Express's own extension point
  namespace Express {
    interface Request {
      /** The seats and offices of the session's person, read with it. */
      held?: readonly Standing[] | undefined
    }
  }
}
