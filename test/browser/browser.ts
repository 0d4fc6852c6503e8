import { existsSync } from 'node:fs'
import { type Browser, type BrowserContext, type Page, chromium } from 'playwright-core'

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const executablePath = process.env['CHROMIUM'] ?? places.find((place) => existsSync(place))

let browser: Browser | undefined

/** A new private window: no cookies, 1280 by 800 unless said otherwise. Close it when done. */
export async function newWindow(options: Parameters<Browser['newContext']>[0] = {}): Promise<BrowserContext> {
  if (executablePath === undefined) throw new Error('No Chromium is installed: apt-get install chromium')
  browser ??= await chromium.launch({ executablePath, headless: true, args: flags })
  return browser.newContext({ viewport: { width: 1280, height: 800 }, ...options })
}

/**
 * Stories that need a browser. On a machine without Chromium they are left out, with a line that says so; where CI is
 * set they fail instead.
 */
export function browserStories(title: string, stories: () => void): void {
  if (executablePath === undefined && process.env['CI'] === undefined) {
    process.stderr.write(`Without Chromium, left out: ${title}\n`)
    return
  }
  describe(title, function () {
    this.timeout(60_000)
    after(async () => {
      await browser?.close()
      browser = undefined
    })
    stories()
  })
}

/** Runs a story in a window of its own, with one page, and closes it whatever happens. */
export async function inWindow<T>(
  story: (page: Page, window: BrowserContext) => Promise<T>,
  options: Parameters<Browser['newContext']>[0] = {},
): Promise<T> {
  const window = await newWindow(options)
  try {
    return await story(await window.newPage(), window)
  } finally {
    await window.close()
  }
}
