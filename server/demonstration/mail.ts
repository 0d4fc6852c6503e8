import type { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { callbackify } from 'node:util'
import PostalMime from 'postal-mime'
import { SMTPServer, type SMTPServerSession } from 'smtp-server'

/** An e-mail as it arrived. */
export type CaughtMail = {
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly messageId: string
  readonly at: Date
}

/** A mail server that delivers nothing: it keeps what it is given, latest first, to be looked at. */
export type MailCatcher = {
  /** Its address, for SMTP_URL. */
  readonly url: string
  readonly received: readonly CaughtMail[]
  stop(): Promise<void>
}

const most = 500
const largest = 1024 * 1024

/** Starts a mail catcher on 127.0.0.1, on this port or on any that is free. Throws when the port is in use. */
export async function catchMail(port = 0): Promise<MailCatcher> {
  const received: CaughtMail[] = []
  async function keep(stream: Readable, { envelope }: SMTPServerSession): Promise<string> {
    const { subject = '', text = '', messageId = '' } = await PostalMime.parse(await buffer(stream))
    const to = envelope.rcptTo.map(({ address }) => address).join(', ')
    received.unshift({ to, subject, text: text.trimEnd(), messageId, at: new Date() })
    received.splice(most)
    return 'kept'
  }
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: largest,
    logger: false,
    onData: callbackify(keep),
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      // A sender that hangs up in the middle is no reason to stop.
      server.on('error', () => undefined)
      resolve()
    })
  })
  const bound = server.server.address()
  if (bound === null || typeof bound === 'string') throw new Error('the mail catcher has no port')
  return {
    url: `smtp://127.0.0.1:${bound.port}`,
    received,
    stop: () => new Promise((resolve) => server.close(resolve)),
  }
}

let shown: MailCatcher | undefined

/** The catcher whose mail the demonstration's page shows: the one that was started last in this process. */
export const showMail = (catcher: MailCatcher): void => {
  shown = catcher
}

/** What the demonstration's page shows. */
export const shownMail = (): readonly CaughtMail[] => shown?.received ?? []
