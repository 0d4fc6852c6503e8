import { setTimeout } from 'node:timers/promises'
import { type Transporter, createTransport } from 'nodemailer'
import type { Logger } from 'pino'
import { type Forum, forumsFor } from '../../models/forum.ts'
import { type Message, outboxFor } from '../../models/message.ts'
import { codeTakes } from '../../models/oneTimeCode.ts'
import { peopleFor } from '../../models/person.ts'
import { installation } from '../acts/act.ts'
import type { Config } from '../config.ts'
import { NotFound } from '../errors.ts'
import { newId } from '../ids.ts'
import { codeOf } from '../sso/code.ts'
import { type Letter, codeLetter, letter } from './letters.ts'

const viewer = { kind: 'service', name: 'outbox' } as const
const outbox = outboxFor(viewer)
const people = peopleFor(viewer)
const forums = forumsFor(viewer)

/** How the outbox keeps time, in milliseconds. */
export type Pace = {
  /** Between two looks into an empty outbox. */
  readonly every: number
  /** How long a process holds a message. Longer than any conversation with a mail server may take. */
  readonly lease: number
  /** Before the second attempt; doubles with each further one. */
  readonly retry: number
}

const second = 1000
const usual: Pace = { every: 2 * second, lease: 300 * second, retry: 30 * second }
/** Of a conversation with a mail server: keep it well within a lease. */
const limits = { connectionTimeout: 10 * second, greetingTimeout: 10 * second, socketTimeout: 20 * second }
const longestRetry = 6 * 3600 * second
/** After so many attempts, over about three days, nobody tries any more. */
const mostAttempts = 20
const never = new Date('9999-12-31T00:00:00Z')

/**
 * Sends what acts have queued. Any number of processes may do so at once: each message is held under a lease, which
 * runs out by itself when its holder dies. A message may then arrive twice, always under the same Message-ID, by which
 * mail programs show it once; it is never lost.
 */
export function startOutbox(
  config: Pick<Config, 'smtpUrl' | 'mailFrom' | 'baseUrl' | 'sessionSecret'>,
  log: Logger,
  pace: Pace = usual,
): { stop(): Promise<void> } {
  const transport = createTransport({ url: config.smtpUrl, ...limits })
  const stopping = new AbortController()
  async function work(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        const message = await take(pace)
        if (message === null) await pause(pace.every, stopping.signal)
        else await deliver(message, transport, config, pace, log)
      } catch (error) {
        log.error({ err: error }, 'the outbox could not be read')
        await pause(pace.every, stopping.signal)
      }
    }
  }
  const working = work()
  return {
    stop: async () => {
      stopping.abort()
      await working
      transport.close()
    },
  }
}

/** Waits, or until somebody stops the wait. */
const pause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  setTimeout(milliseconds, undefined, { signal, ref: false }).catch(() => undefined)

/** The next message that is due, held under a lease of its own; null when there is none. */
async function take(pace: Pace): Promise<Message | null> {
  const now = new Date()
  return outbox.lease(newId(), now, new Date(now.getTime() + pace.lease))
}

async function deliver(
  message: Message,
  transport: Transporter,
  config: Pick<Config, 'mailFrom' | 'baseUrl' | 'sessionSecret'>,
  pace: Pace,
  log: Logger,
): Promise<void> {
  const lease = message.lease ?? ''
  if (isTooLate(message)) return outbox.remove(message._id, lease)
  try {
    const { email } = await people.open(message.to)
    await transport.sendMail({
      from: { name: 'Subrosa', address: config.mailFrom },
      to: email,
      ...(await letterOf(message, config)),
      messageId: `<${message._id}@${new URL(config.baseUrl).hostname}>`,
      date: message.queuedAt,
      headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    })
  } catch (error) {
    const { attempts, _id } = message
    const over = attempts >= mostAttempts || error instanceof NotFound
    const wait = Math.min(pace.retry * 2 ** (attempts - 1), longestRetry)
    await outbox.failed(_id, lease, reason(error), over ? never : new Date(Date.now() + wait))
    log[over ? 'error' : 'warn']({ message: _id, attempts, reason: reason(error) }, 'an e-mail was not sent')
    return
  }
  if (message.kind === 'code') await outbox.remove(message._id, lease)
  else await outbox.sent(message._id, lease, new Date())
}

/** A code that nobody can use any more. */
const isTooLate = ({ kind, queuedAt }: Message): boolean =>
  kind === 'code' && Date.now() - queuedAt.getTime() > codeTakes

async function letterOf(message: Message, config: Pick<Config, 'baseUrl' | 'sessionSecret'>): Promise<Letter> {
  const { kind, path, meetingDate, request } = message
  if (kind === 'code') return codeLetter(codeOf(config, request ?? ''), path, config.baseUrl)
  return letter({ kind, path, meetingDate }, await forumOf(message), config.baseUrl)
}

const forumOf = async ({ forum }: Message): Promise<Forum | undefined> =>
  forum === installation ? undefined : forums.open(forum)

/** Why it failed, in a word: a code, never the text, which may hold an address. */
function reason(error: unknown): string {
  if (error instanceof NotFound) return 'nobody to send it to'
  if (!(error instanceof Error)) return 'unknown'
  const { code, responseCode } = error as Error & { code?: unknown; responseCode?: unknown }
  return (
    [code, responseCode].filter((part) => typeof part === 'string' || typeof part === 'number').join(' ') || error.name
  )
}
