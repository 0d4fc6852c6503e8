import { randomInt } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import type { CookieOptions, Request, RequestHandler, Response } from 'express'
import type { Logger } from 'pino'
import { mostTries, oneTimeCodes } from '../../models/oneTimeCode.ts'
import { codeFields, codePage, wrongCode } from '../../views/sign-in/code.ts'
import type { Config } from '../config.ts'
import { checkCsrf, sameText } from '../csrf.ts'
import { type FormState, formState, noForm } from '../forms.ts'
import { sendView } from '../frame.ts'
import { newId } from '../ids.ts'
import { cookieName, startSession } from '../session.ts'
import { knownBrowser, rememberBrowser } from './browser.ts'
import { admitByCode, sendCode, stillByCode } from './byCode.ts'
import { choosing, readEmail, signInsOf } from './choosing.ts'
import { addressKey, codeOf } from './code.ts'
import { checkLimit, count, countQuietly } from './limits.ts'
import { SignInRefused } from './refused.ts'
import { checkedPath } from './returnTo.ts'

type Refuse = (req: Request, res: Response, where: string, error: unknown) => Promise<void>

/** Under which word codes are counted and recorded that were refused. */
const where = 'code'

/**
 * Signing in by a one-time code that is sent by e-mail: for who has no organisation's sign-in. Everything that is
 * answered here, and the work for it, is the same whether there is a person of that address or not; who is to get a code
 * is found out after the answer has left.
 */
export function signingInByCode(config: Config, log: Logger, refuse: Refuse) {
  const cookies: CookieOptions = { httpOnly: true, sameSite: 'lax', secure: config.secure, path: '/' }

  /** Takes an e-mail address: leads to the organisation's sign-in by its domain, else sends a code. */
  const takeAddress: RequestHandler = async function takeAddress(req, res) {
    checkCsrf(config.sessionSecret, config.baseUrl, req)
    const body = (req.body ?? {}) as Record<string, unknown>
    const returnTo = checkedPath(body['returnTo'], config.baseUrl)
    const read = readEmail(body['email'])
    if ('state' in read) return showChoosing(req, res, await choosing(returnTo, undefined, read.state))
    const { email } = read
    // "None of these is mine": the domain belongs to several, or to somebody else.
    if (body['by'] !== 'code' && (await signInsOf(email)).length > 0)
      return showChoosing(req, res, await choosing(returnTo, email, { ...noForm, typed: { email } }))
    try {
      await ask(req, res, email, returnTo)
      res.redirect(303, '/sign-in/code')
    } catch (error) {
      await refuse(req, res, where, error)
    }
  }

  async function ask(req: Request, res: Response, email: string, returnTo: string): Promise<void> {
    const _id = addressKey(config, email)
    await count(config, 'asked', req.ip ?? '', '')
    const browser = rememberBrowser(config, req, res)
    await count(config, 'codes', _id, browser)
    const mayBeSent = await countQuietly(config, 'codes', _id, '')
    const request = newId()
    // Above the limit a request of another browser: the code that was sent last stays good.
    await oneTimeCodes.ask({ _id: mayBeSent ? _id : newId(), request, browser, returnTo }, new Date())
    // After the answer, and not at once: neither its time nor what the machine does meanwhile tells anything.
    if (mayBeSent) res.once('finish', () => void later(async () => sendCode({ _id, request }, email, new Date())))
  }

  async function later(work: () => Promise<void>): Promise<void> {
    try {
      await setTimeout(randomInt(50, 250))
      await work()
    } catch (error) {
      log.error({ err: error }, 'a code was not sent')
    }
  }

  /** The page that asks for the code: the same in every browser. */
  const show: RequestHandler = async function show(req, res) {
    const waiting = await oneTimeCodes.waiting(knownBrowser(config, req), new Date())
    showCode(req, res, waiting?.returnTo ?? '/', noForm)
  }

  /** Signs in by the code: once, in the browser that asked, in a new session. */
  const use: RequestHandler = async function use(req, res) {
    checkCsrf(config.sessionSecret, config.baseUrl, req)
    const [browser, now] = [knownBrowser(config, req), new Date()]
    try {
      await checkLimit(config, 'refused', req.ip ?? '', where)
      const read = codeFields.safeParse({ code: (req.body as { code?: unknown } | undefined)?.code })
      const waiting = read.success ? await oneTimeCodes.try(browser, now) : await oneTimeCodes.waiting(browser, now)
      if (!read.success) return showCode(req, res, waiting?.returnTo ?? '/', formState(read.error, {}))
      if (waiting === null) throw new SignInRefused('code', 'there is no code for this browser')
      if (!sameText(read.data.code, codeOf(config, waiting.request))) return await wrong(req, res, waiting)
      if (!(await oneTimeCodes.use(waiting, now))) throw new SignInRefused('code', 'a code came twice')
      const person = await admitByCode(config, waiting, now)
      const data = { person, by: 'code', passkey: false, through: '' } as const
      if (!(await startSession(req, data, async () => stillByCode(config, waiting, now))))
        throw new SignInRefused('code', 'the sign-in was ended meanwhile')
      res.clearCookie(cookieName(config, 'seen'), cookies)
      res.redirect(303, waiting.returnTo)
    } catch (error) {
      await refuse(req, res, where, error)
    }
  }

  /** Another try, or none after the last. Mistyping counts against the address from which it is done. */
  async function wrong(req: Request, res: Response, { tries, returnTo }: { tries: number; returnTo: string }) {
    if (tries >= mostTries) throw new SignInRefused('code', 'a code was mistyped too often')
    await count(config, 'refused', req.ip ?? '', where).catch(() => undefined)
    showCode(req, res, returnTo, wrongCode(mostTries - tries))
  }

  return { takeAddress, show, use }
}

const showChoosing = (req: Request, res: Response, page: Awaited<ReturnType<typeof choosing>>): void =>
  sendView(req, res, page, page.errors)

const showCode = (req: Request, res: Response, returnTo: string, state: FormState): void =>
  sendView(
    req,
    res,
    { name: 'sign-in/code', model: codePage(returnTo, state), status: state.summary.length === 0 ? 200 : 400 },
    state.summary,
  )
