import { setTimeout } from 'node:timers/promises'
import type { Logger } from 'pino'
import { settleLoosenings } from '../acts/answerConsent.ts'
import { referEmergencyAccess } from '../acts/decideEmergencyAccess.ts'
import type { Config } from '../config.ts'
import { bringTermsIntoForce } from './dueTerms.ts'
import { startOutbox } from './outbox.ts'
import { remind } from './reminders.ts'
import { sweepFiles } from './sweep.ts'

/** Work that goes on beside the requests; stopped before the database closes. */
export type Jobs = { stop(): Promise<void> }

const hour = 3_600_000

/** Starts the jobs of this process. Each may run in any number of processes at once. */
export function startJobs(config: Config, log: Logger): Jobs {
  const jobs = [
    startOutbox(config, log),
    everySoOften('files were not swept', hour, sweepFiles, log),
    everySoOften('terms of reference did not take effect', hour / 4, bringTermsIntoForce, log),
    everySoOften('reminders were not queued', hour / 4, remind, log),
    everySoOften('emergency access was not referred', hour / 4, referEmergencyAccess, log),
    everySoOften('questions about the rule were not settled', hour / 4, settleLoosenings, log),
  ]
  return {
    stop: async () => {
      for (const job of jobs) await job.stop()
    },
  }
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
