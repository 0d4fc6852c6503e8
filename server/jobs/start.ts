import { setTimeout } from 'node:timers/promises'
import type { Logger } from 'pino'
import { takeTurn } from '../../models/jobTurn.ts'
import { settleLoosenings } from '../acts/answerConsent.ts'
import { referEmergencyAccess } from '../acts/decideEmergencyAccess.ts'
import type { Config } from '../config.ts'
import { bringTermsIntoForce } from './dueTerms.ts'
import { forgetDestroyed } from './forget.ts'
import { startOutbox } from './outbox.ts'
import { warnOfExpiry } from './expiry.ts'
import { remind } from './reminders.ts'
import { sweepFiles } from './sweep.ts'

/** Work that goes on beside the requests; stopped before the database closes. */
export type Jobs = { stop(): Promise<void> }

const hour = 3_600_000

/** Starts the jobs of this process. Each may run in any number of processes at once. */
export function startJobs(config: Config, log: Logger): Jobs {
  const jobs = [
    startOutbox(config, log),
    inTurn('sweep', 'files were not swept', hour, sweepFiles, log),
    // In every process: each answers its first request of a day only after having looked.
    everySoOften('terms of reference did not take effect', hour / 4, bringTermsIntoForce, log),
    inTurn('remind', 'reminders were not queued', hour / 4, remind, log),
    inTurn('warnOfExpiry', 'expiring certificates were not told', hour, warnOfExpiry, log),
    inTurn('referEmergencyAccess', 'emergency access was not referred', hour / 4, referEmergencyAccess, log),
    // It takes its turn only where there is something to forget.
    everySoOften('what was destroyed was not forgotten', hour / 4, forgetDestroyed, log),
    inTurn('settleLoosenings', 'questions about the rule were not settled', hour / 4, settleLoosenings, log),
  ]
  return {
    stop: async () => {
      for (const job of jobs) await job.stop()
    },
  }
}

/**
 * The same, by one process at a time: whoever holds the turn. A turn runs out a little before the next is due, whether
 * its holder is alive or not; what a dead one left is done at the next turn of another.
 */
function inTurn(job: string, failed: string, pause: number, work: (now: Date) => Promise<unknown>, log: Logger): Jobs {
  const whenMine = async (now: Date): Promise<void> => {
    if (await takeTurn(job, now, new Date(now.getTime() + pause * 0.9))) await work(now)
  }
  return everySoOften(failed, pause, whenMine, log)
}

/** Does something again and again, first after one pause; a failure is logged and does not end it. */
function everySoOften(failed: string, pause: number, work: (now: Date) => Promise<unknown>, log: Logger): Jobs {
  const stopping = new AbortController()
  const { signal } = stopping
  const run = async (): Promise<void> => {
    for (;;) {
      await setTimeout(pause, undefined, { signal, ref: false }).catch(() => undefined)
      if (signal.aborted) return
      await work(new Date()).catch((error: unknown) => log.error({ err: error }, failed))
    }
  }
  const running = run()
  return {
    stop: async () => {
      stopping.abort()
      await running
    },
  }
}
