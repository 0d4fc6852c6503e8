import type { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import { callbackify } from 'node:util'
import PostalMime from 'postal-mime'
import { SMTPServer, type SMTPServerSession } from 'smtp-server'
import { type Child, freePort, start } from './child.ts'

/** The settings of production, as every process of one installation has them. */
export const settings = {
  BASE_URL: 'https://subrosa.example',
  SESSION_SECRET: 'a secret of the production that is long enough',
  MAIL_FROM: 'subrosa@subrosa.example',
  CONTROLLER_NAME: 'NHS Deeholme Integrated Care Board',
  CONTROLLER_CONTACT: 'data-protection@deeholme.example',
  TRUSTED_PROXIES: '1',
  LOG_LEVEL: 'error',
} as const

/** An application process of production, without the proxy that stands in front of it. */
export type Process = { readonly child: Child; readonly address: string }

/** Starts an application process on a database; `answering` waits until it serves. */
export async function startProcess(MONGODB_URI: string, SMTP_URL: string): Promise<Process> {
  const port = await freePort()
  const child = start('server/main.ts', [], { ...settings, MONGODB_URI, SMTP_URL, PORT: String(port) })
  return { child, address: `http://127.0.0.1:${port}` }
}

export const answering = ({ child }: Process): Promise<void> => child.until('Subrosa answers at')

export type Answer = { readonly status: number; readonly text: string; readonly location: string }

/** A browser that the proxy sends now to this process, now to that one. */
export type Browser = {
  get(at: Process, path: string): Promise<Answer>
  post(at: Process, path: string, fields: Readonly<Record<string, string>>): Promise<Answer>
  /** The token of a form, from the page that holds it. */
  token(at: Process, page: string): Promise<string>
  /** Another browser with the same cookies: what somebody keeps who has copied them. */
  copy(): Browser
}

/** @param from the address from which the proxy says that the requests come */
export function aBrowser(from = '192.0.2.1', cookies: ReadonlyMap<string, string> = new Map()): Browser {
  const jar = new Map(cookies)
  async function send(at: Process, path: string, body?: URLSearchParams): Promise<Answer> {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await fetch(at.address + path, {
      method: body === undefined ? 'GET' : 'POST',
      redirect: 'manual',
      headers: { cookie, 'x-forwarded-proto': 'https', 'x-forwarded-for': from },
      ...(body === undefined ? {} : { body }),
    })
    for (const set of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? []
      if (value === '') jar.delete(name)
      else jar.set(name, value)
    }
    return { status: answer.status, text: await answer.text(), location: answer.headers.get('location') ?? '' }
  }
  return {
    get: (at, path) => send(at, path),
    post: (at, path, fields) => send(at, path, new URLSearchParams(fields)),
    token: async (at, page) => {
      const { text, status } = await send(at, page)
      const token = /name="_csrf" value="([^"]+)"/.exec(text)?.[1]
      if (token === undefined) throw new Error(`${page} (${status}) holds no form`)
      return token
    },
    copy: () => aBrowser(from, jar),
  }
}

/** Waits until something is so; the test's own time limit ends it otherwise. */
export async function eventually(what: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await what())) await setTimeout(50)
}

/** A mail as it was taken: to whom, and its Message-ID. */
export type Taken = { readonly to: string; readonly messageId: string }

/** A mail server that takes mails whole, but says so only after `answer()`. */
export type SlowMail = {
  readonly url: string
  readonly taken: readonly Taken[]
  answer(): void
  stop(): Promise<void>
}

export async function slowMail(): Promise<SlowMail> {
  const taken: Taken[] = []
  let answer = (): void => undefined
  const allowed = new Promise<void>((resolve) => (answer = resolve))
  async function take(stream: Readable, { envelope }: SMTPServerSession): Promise<string> {
    const { messageId = '' } = await PostalMime.parse(await buffer(stream))
    for (const { address } of envelope.rcptTo) taken.push({ to: address, messageId })
    await allowed
    return 'kept'
  }
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    closeTimeout: 1000,
    onData: callbackify(take),
  })
  // A sender that dies in the middle is what this server is for.
  server.on('error', () => undefined)
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  const bound = server.server.address()
  if (bound === null || typeof bound === 'string') throw new Error('the mail server has no port')
  return {
    url: `smtp://127.0.0.1:${bound.port}`,
    taken,
    answer,
    stop: () => new Promise((resolve) => server.close(resolve)),
  }
}
