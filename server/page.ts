import type { Request, RequestHandler, Response } from 'express'
import { z } from 'zod'
import { endedPage } from '../views/sign-in/pages.ts'
import type { Config } from './config.ts'
import { checkCsrf } from './csrf.ts'
import { NotFound, Refused, Stale } from './errors.ts'
import { type FormState, formState, noForm } from './forms.ts'
import { leaveNotice, sendView } from './frame.ts'
import type { Person, Viewer } from './policy/terms.ts'
import { type Reply, send } from './reply.ts'
import { sessionMark, strengthenSession } from './session.ts'
import { type Upload, receive } from './upload.ts'
import { viewerOf } from './viewer.ts'

export { feed, file, json, redirect, view } from './reply.ts'
export type { Reply } from './reply.ts'

/** What a handler gets beside viewer and input. */
export type At = {
  readonly now: Date
  /** The file that came with the form, if any. Throws Refused when it was too large or broken. */
  readonly upload: () => Upload | undefined
  /** The address of this service, for links that leave it. */
  readonly baseUrl: string
  /** Who answers for personal data and accessibility: a name, and an e-mail address. */
  readonly controller: Config['controller']
  /** Allows this session more idle minutes, on a meeting day. */
  readonly keepFor: (minutes: number) => void
  /** This session's mark, for what only the same session may go on with. */
  readonly session: string
  /** The passkey by which this session was strengthened; '' without one. */
  readonly passkey: string
  /** Goes on with a session that this passkey, just used, has strengthened. */
  readonly strengthen: (passkey: string) => Promise<void>
}

/** How a route is guarded and read, kept for the tests that walk and fuzz every route. */
export type Guarded = {
  readonly input: z.ZodType
  /** Open to visitors. Every other route sends them to sign-in. */
  readonly open: boolean
  /** Takes one uploaded file in the field `file`. */
  readonly takesFile: boolean
}

/** Handlers made here; the guard test refuses a route that was made any other way. */
export const guarded = new WeakMap<RequestHandler, Guarded>()

type Options = {
  /** Visitors may ask. */
  readonly open?: true
  /** Leaves a line in the log: only for routes where no record under the Rule can be seen. */
  readonly logged?: true
  readonly takesFile?: true
}

type Work<V, Input> = (viewer: V, input: Input, at: At) => Promise<Reply>

/**
 * Turns "viewer and checked input in, reply out" into an Express handler, for people who are signed in. Parameters,
 * query and body are read together by the schema, parameters last; input that does not fit is NotFound.
 */
export function page<Input extends z.ZodType>(
  input: Input,
  reply: Work<Person, z.output<Input>>,
  options: Omit<Options, 'open'> = {},
): RequestHandler {
  return handler(input, reply as Work<Viewer, z.output<Input>>, options)
}

/** The same for pages that need no sign-in. */
export function openPage<Input extends z.ZodType>(
  input: Input,
  reply: Work<Viewer, z.output<Input>>,
  options: Omit<Options, 'open'> = {},
): RequestHandler {
  return handler(input, reply, { ...options, open: true })
}

/**
 * A form: the page that shows it and the post that takes it. What cannot be read (`fields`), what is refused and what
 * somebody else saved first bring the same form back with an error summary and everything that was typed: `show` gives
 * its `state` on to `formOf`.
 */
export function form<Place extends z.ZodObject, Fields extends z.ZodObject>(made: {
  /** Parameters of the address, and of its query. What does not fit is NotFound. */
  place: Place
  fields: Fields
  show: (viewer: Person, place: z.output<Place>, state: FormState, at: At) => Promise<Reply>
  submit: (viewer: Person, place: z.output<Place>, fields: z.output<Fields>, at: At) => Promise<Reply>
  takesFile?: true
}): { show: RequestHandler; submit: RequestHandler } {
  const show = page(made.place, async (viewer, place, at) => made.show(viewer, place, noForm, at))
  const submit = handler(
    z.object({ place: made.place, fields: made.fields }),
    async (viewer, halves, at) => {
      const { place: rawPlace, fields: typed } = halves as unknown as { place: unknown; fields: object }
      const person = viewer as Person
      const place = made.place.parse(rawPlace)
      const read = made.fields.safeParse(typed)
      try {
        if (!read.success) throw read.error
        return await made.submit(person, place, read.data, at)
      } catch (error) {
        if (!(error === read.error || error instanceof Refused || error instanceof Stale)) throw error
        const wrong = error as z.ZodError | Refused | Stale
        const state = formState(wrong, typed)
        const reply = await made.show(person, place, state, at)
        const status = wrong instanceof z.ZodError ? 400 : wrong.status
        return reply.kind === 'view' ? { ...reply, status, errors: state.summary } : reply
      }
    },
    { ...(made.takesFile ? { takesFile: true } : {}), apart: true },
  )
  return { show, submit }
}

/** The one maker of handlers: visitor or person, upload, form token, input, reply. */
function handler<Input extends z.ZodType>(
  input: Input,
  reply: Work<Viewer, z.output<Input>>,
  options: Options & {
    /** The form reads its two halves itself, because only one of them brings it back. */ apart?: true
  },
): RequestHandler {
  const answer: RequestHandler = async (req, res) => {
    const viewer = viewerOf(req)
    if (options.open !== true && viewer.kind !== 'person') return toSignIn(req, res)
    if (options.logged) req.logged = String((req.route as { path?: unknown } | undefined)?.path)
    const config = req.app.locals['config'] as Config
    const upload = options.takesFile && req.method === 'POST' ? await receive(req, res) : () => undefined
    if (req.method !== 'GET' && req.method !== 'HEAD') checkCsrf(config.sessionSecret, config.baseUrl, req)
    const { baseUrl, controller } = config
    const at: At = {
      now: new Date(),
      upload,
      baseUrl,
      controller,
      keepFor: (minutes) => req.keepFor?.(minutes),
      session: sessionMark(req),
      passkey: req.session?.credential ?? '',
      strengthen: async (passkey) => strengthenSession(req, passkey),
    }
    await deliver(req, res, await reply(viewer, read(req, input, options.apart === true) as z.output<Input>, at))
  }
  guarded.set(answer, { input, open: options.open === true, takesFile: options.takesFile === true })
  return answer
}

/** The checked input. Parameters come last, so that a query or body cannot pretend to be one. */
function read(req: Request, input: z.ZodType, apart: boolean): unknown {
  const body = { ...(req.body as object | undefined) } as Record<string, unknown>
  delete body['_csrf']
  if (apart) return { place: { ...req.query, ...req.params }, fields: body }
  const asked = input.safeParse({ ...req.query, ...body, ...req.params })
  if (!asked.success) throw new NotFound('address')
  return asked.data
}

async function deliver(req: Request, res: Response, reply: Reply): Promise<void> {
  if (reply.kind === 'view') return sendView(req, res, reply, reply.errors)
  if (reply.kind === 'redirect') {
    if (reply.notice !== undefined) leaveNotice(req, res, reply.notice)
    return res.redirect(303, reply.to)
  }
  send(res, reply)
}

/** Several words: shorter fields are typed again in a moment, and what a form hides is no text. */
const worthKeeping = /^(?=[^]*\S\s+\S)[^]{40,}$/

/** What somebody typed at length into a form of ours that arrived too late; from elsewhere nothing is shown again. */
function typedHere(req: Request): string[] {
  const { baseUrl } = req.app.locals['config'] as Config
  if (req.method !== 'POST' || req.get('origin') !== baseUrl) return []
  return Object.entries((req.body ?? {}) as Record<string, unknown>)
    .filter(([name]) => name !== '_csrf')
    .flatMap(([, value]) => (typeof value === 'string' && worthKeeping.test(value) ? [value] : []))
}

/**
 * Signed out, every path that is not public goes to sign-in, whether it exists or not. What was typed is shown once
 * more, so that it is not lost to whoever has no script that keeps it.
 */
export function toSignIn(req: Request, res: Response): void {
  const typed = typedHere(req)
  if (typed.length > 0) return sendView(req, res, { name: 'sign-in/ended', model: endedPage(typed), status: 403 })
  const back = req.method === 'GET' ? req.originalUrl : '/'
  res.redirect(303, `/sign-in?returnTo=${encodeURIComponent(back)}`)
}
