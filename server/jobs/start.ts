import type { Logger } from 'pino'
import type { Config } from '../config.ts'

/** Work that goes on beside the requests; stopped before the database closes. */
export type Jobs = { stop(): Promise<void> }

/** Starts the jobs of this process. */
export function startJobs(_config: Config, _log: Logger): Jobs {
  return { stop: () => Promise.resolve() }
}
