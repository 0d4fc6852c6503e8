import type { RequestHandler } from 'express'
import pino, { type DestinationStream, type Logger, type LoggerOptions } from 'pino'
import { newId } from './ids.ts'

/**
 * The log: request ids and outcomes; secrets, cookies, bodies and addresses are taken out. It goes to standard output,
 * or where it is told.
 */
export const makeLog = (level: string, to: DestinationStream = pino.destination(1)): Logger => pino(settings(level), to)

const secrets = ['cookie', 'authorization', 'password', 'secret', 'email']

const settings = (level: string): LoggerOptions => ({
  level,
  base: null,
  redact: { paths: ['req', 'res', 'headers', ...secrets, ...secrets.map((name) => `*.${name}`)], remove: true },
  serializers: { err: (error: Error) => ({ name: error.name, stack: withoutMessage(error) }) },
})

/** Where it happened; not the message, which may quote what somebody typed, over several lines. */
const withoutMessage = (error: Error): string =>
  (error.stack ?? '')
    .replace(error.message, '')
    .split('\n')
    .filter((line) => /^\s+at .*(:\d+\)?|\))$/.test(line))
    .join('\n')

/**
 * Gives each request an id, and counts. A line is written only for routes that are not under the Rule (marked by
 * page()); all others leave one line an hour with a count of answers by status class.
 */
export function requestLog(log: Logger): { middleware: RequestHandler; flush(): void; stop(): void } {
  const counts = new Map<string, number>()
  const flush = (): void => {
    if (counts.size > 0) log.info({ counts: Object.fromEntries(counts) }, 'requests in the last hour')
    counts.clear()
  }
  const timer = setInterval(flush, 3_600_000).unref()
  const middleware: RequestHandler = function countRequest(req, res, next) {
    req.reference = newId().slice(0, 12)
    const begun = process.hrtime.bigint()
    res.once('finish', () => {
      const kind = `${Math.floor(res.statusCode / 100)}xx`
      counts.set(kind, (counts.get(kind) ?? 0) + 1)
      if (req.logged === undefined) return
      const milliseconds = Number(process.hrtime.bigint() - begun) / 1e6
      log.info({ reference: req.reference, route: req.logged, status: res.statusCode, milliseconds }, 'answered')
    })
    next()
  }
  return { middleware, flush, stop: () => clearInterval(timer) }
}

declare global {
  // oxlint-disable-next-line typescript/no-namespace -- Express's own extension point
  namespace Express {
    interface Request {
      /** Shown on error pages, and in the log beside the reason. */
      reference: string
      /** The route's pattern, set by page() when it may leave a line in the log. */
      logged?: string
    }
  }
}
