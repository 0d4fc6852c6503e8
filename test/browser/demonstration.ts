import type { Page } from 'playwright-core'
import { everybody } from '../../server/demonstration/data/people.ts'
import { freePort, ownFolder, start } from '../server/child.ts'

/** The demonstration in a process and on a database of its own. */
export type Demonstration = {
  /** Its address, without a slash at its end. */
  readonly address: string
  /** Signs somebody of the demonstration in, by their short name, and goes to a path. */
  signIn(page: Page, key: string, path?: string): Promise<void>
  stop(): Promise<void>
}

/** Starts the demonstration and waits until it has loaded its forum, which takes about ten seconds. */
export async function startDemonstrationProcess(): Promise<Demonstration> {
  const folder = await ownFolder()
  const port = await freePort()
  const child = start('server/main.ts', ['--demonstration'], { PORT: String(port), DATA_DIR: folder.path })
  const stop = async (): Promise<void> => {
    await child.stop()
    await folder.remove()
  }
  try {
    await child.until('Stop with Ctrl+C')
  } catch (error) {
    await stop()
    throw error
  }
  const address = `http://localhost:${port}`
  return {
    address,
    stop,
    signIn: async (page, key, path = '/') => {
      const { name, through } = everybody(key)
      await page.goto(`${address}/sso/${through}/sign-in?returnTo=${encodeURIComponent(path)}`)
      await page.getByRole('button', { name: `Sign in as ${name}` }).click()
      const carryOn = page.getByRole('button', { name: 'Continue' })
      const arrived = page.waitForURL((url) => url.origin === address && !url.pathname.startsWith('/sso/'))
      // Without scripts the provider's answer waits for its button.
      await Promise.race([arrived, carryOn.click().catch(() => arrived)])
      await arrived
    },
  }
}
