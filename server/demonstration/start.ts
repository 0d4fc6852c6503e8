import type { Config } from '../config.ts'

/** What the demonstration changes in the settings, what is printed when it is ready, and how it ends. */
export type Demonstration = { readonly config: Config; readonly welcome: string; stop(): Promise<void> }

/** Starts the demonstration beside the application: see welcome for the address. */
export async function startDemonstration(settings: Config): Promise<Demonstration> {
  return {
    config: settings,
    welcome: `The demonstration is ready at ${settings.baseUrl}\n`,
    stop: () => Promise.resolve(),
  }
}
