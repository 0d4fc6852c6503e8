import type { ErrorRequestHandler, RequestHandler } from 'express'
import type { Logger } from 'pino'
import { z } from 'zod'
import { NotFound, Refused, Stale } from './errors.ts'
import { sendView } from './frame.ts'
import { toSignIn } from './page.ts'

type Told = { readonly status: number; readonly title: string; readonly text: string }

const notFound: Told = {
  status: 404,
  title: 'Page not found',
  text: 'There is no such page, or it is not for you to see. If you followed a link, ask the secretariat who may see it.',
}
const broken: Told = {
  status: 500,
  title: 'Sorry, there is a problem with the service',
  text: 'What you sent may not have been saved. Try again in a few minutes. If it happens again, tell the secretariat the reference below.',
}

/** What a person is told about an error. Absent, forbidden and misspelt are the same. */
function told(error: unknown): Told {
  if (error instanceof NotFound || error instanceof z.ZodError) return notFound
  if (error instanceof Stale)
    return {
      status: 409,
      title: 'Somebody else changed this first',
      text: 'Go back, reload the page to see what it says now, and make your change again.',
    }
  if (error instanceof Refused) return { status: 422, title: 'That could not be done', text: error.message }
  const status = statusOf(error)
  if (status === 413)
    return { status, title: 'That is too large', text: 'Go back and send less text, or a smaller file.' }
  if (status >= 400 && status < 500)
    return { status, title: 'That could not be read', text: 'Go back, check what you typed and try again.' }
  return broken
}

/** A status that body parsers put on their errors; 500 for everything else. */
const statusOf = (error: unknown): number =>
  error instanceof Error && 'status' in error && typeof error.status === 'number' ? error.status : 500

/** Where nobody is anybody yet, so that a line in the log tells nothing of a forum; who is stuck there needs a reference. */
const isSignOn = (path: string): boolean => /^\/(sso|sign-in|sign-out)(\/|$)/.test(path)

/** Why, in a word of the body parser's or of ours; never the text, which may quote what was sent. */
const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return 'unknown'
  return 'type' in error && typeof error.type === 'string' ? error.type : error.name
}

/** The end of the line for addresses that no route took. */
export const nothingHere: RequestHandler = function nothingHere(req, res, next) {
  if (req.viewer?.kind === 'person') next(new NotFound('address'))
  else toSignIn(req, res)
}

/** Turns every error into a page with a reference. The only place that does. */
export const failure = (log: Logger): ErrorRequestHandler =>
  function failure(error: unknown, req, res, _next) {
    const { status, title, text } = told(error)
    const quoted = status >= 500 || (status !== 404 && isSignOn(req.path))
    if (status >= 500) log.error({ reference: req.reference, err: error }, 'failed')
    else if (quoted) log.warn({ reference: req.reference, status, reason: reasonOf(error) }, 'sign-on refused')
    if (res.headersSent) {
      res.destroy()
      return
    }
    sendView(req, res, {
      name: 'errors/show',
      status,
      model: { page: { title }, text, reference: quoted ? req.reference : false } as never,
    })
  }
