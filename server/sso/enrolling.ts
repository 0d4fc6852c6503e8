import { createHash } from 'node:crypto'
import type { CookieOptions, Request, RequestHandler, Response } from 'express'
import { linkPage } from '../../views/sign-in/pages.ts'
import { mayEnrol, useEnrolment } from '../acts/enrolAdministrator.ts'
import type { Config } from '../config.ts'
import { checkCsrf } from '../csrf.ts'
import { Refused } from '../errors.ts'
import { sendView } from '../frame.ts'
import { id } from '../ids.ts'
import { cookieName, startSession } from '../session.ts'
import { checkLimit } from './limits.ts'
import { SignInRefused } from './refused.ts'

const signInService = { kind: 'service', name: 'signIn' } as const

/** Under which word links are counted and recorded that were refused. */
const where = 'operator'

/** What is kept of a link’s secret: 128 random bits need no key. */
export const linkHash = (secret: string): string =>
  createHash('sha256').update(`operator’s link ${secret}`).digest('hex')

/** The link, whole. */
export const linkAddress = (baseUrl: string, secret: string): string => `${baseUrl}/sign-in/link/${secret}`

type Refuse = (req: Request, res: Response, where: string, error: unknown) => Promise<void>

/**
 * The operator's way in: a page with a button, and the button. Opening the page changes nothing, because programs that
 * preview links open it too; the first press uses the link up and signs that browser in, and no other.
 */
export function enrolling(config: Config, refuse: Refuse): { show: RequestHandler; use: RequestHandler } {
  const cookies: CookieOptions = { httpOnly: true, sameSite: 'lax', secure: config.secure, path: '/' }

  /** The same page for every link, whether there is such a one or not. */
  const show: RequestHandler = function show(req, res) {
    sendView(req, res, { name: 'sign-in/link', model: linkPage(String(req.params['link'])), status: 200 })
  }
  const use: RequestHandler = async function use(req, res) {
    try {
      await checkLimit(config, 'refused', req.ip ?? '', where)
      checkCsrf(config.sessionSecret, config.baseUrl, req)
      const person = await whose(String(req.params['link']))
      const data = { person, by: 'enrolment', passkey: false, through: '' } as const
      if (!(await startSession(req, data, async () => mayEnrol(person, new Date()))))
        throw new SignInRefused('late', 'the sign-in was ended meanwhile')
      res.clearCookie(cookieName(config, 'seen'), cookies)
      res.redirect(303, '/administration')
    } catch (error) {
      await refuse(req, res, where, error)
    }
  }
  return { show, use }
}

/** Whom the link signs in; it is used up by that. Throws SignInRefused 'late'. */
async function whose(secret: string): Promise<string> {
  if (!id.safeParse(secret).success) throw new SignInRefused('late', 'no link of the operator’s')
  try {
    return await useEnrolment(signInService, new Date(), { link: linkHash(secret) })
  } catch (error) {
    if (error instanceof Refused) throw new SignInRefused('late', error.message, { cause: error })
    throw error
  }
}
