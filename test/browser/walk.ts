/// <reference lib="dom" />
import axe from 'axe-core'
import type { Page, Response } from 'playwright-core'

const standards = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']
const pagesEach = 44
const perPattern = 2
const mostBytes = 30 * 1024

/** What an address is an example of: every id and short name in it as a colon, its question left out. */
const patternOf = (path: string): string =>
  path
    .replace(/[?#].*$/, '')
    .replace(/\/[0-9a-f]{32}(?=[/.]|$)/g, '/:')
    .replace(/^\/access\/.+/, '/access/:')
    .replace(/^(\/administration)?\/(forums|organisations|areas|sso)\/(?!new(?:\/|$))[^/]+/, '$1/$2/:')

/** Addresses that end the session or leave for somebody's own sign-in. */
const leavesTheService = /^\/(sso|sign-in|sign-out)(\/|\?|$)/

/** How a page was found to be wrong. */
export type Problem = { readonly path: string; readonly what: string }

/** What a walk has seen: the kinds of page by their pattern, and all that was wrong. */
export type Walk = { readonly patterns: ReadonlySet<string>; readonly problems: readonly Problem[] }

/**
 * Follows the links of the service breadth first, from these paths on: a pattern of addresses twice at most, and forty-four
 * pages in all. Each page is looked at in this window, which is 320 pixels wide.
 */
export async function walk(page: Page, address: string, from: readonly string[]): Promise<Walk> {
  const queue = [...from]
  const known = new Set(queue)
  const visits = new Map<string, number>()
  const problems: Problem[] = []
  const said: string[] = []
  page.on('console', (message) => {
    // A feed names no icon, so the browser asks for the usual one.
    if (message.location().url.endsWith('/favicon.ico')) return
    if (message.type() === 'error' || message.type() === 'warning') said.push(`console: ${message.text()}`)
  })
  page.on('pageerror', (error) => said.push(`error in a script: ${error.message}`))
  for (let seen = 0; queue.length > 0 && seen < pagesEach;) {
    // What has not been seen at all comes before a second example.
    const fresh = queue.findIndex((one) => !visits.has(patternOf(one)))
    const [path] = queue.splice(Math.max(fresh, 0), 1) as [string]
    const pattern = patternOf(path)
    const before = visits.get(pattern) ?? 0
    if (before >= perPattern) continue
    visits.set(pattern, before + 1)
    seen++
    said.length = 0
    const response = await open(page, address + path)
    if (typeof response === 'number') {
      if (response !== 200) problems.push({ path, what: `a file, but answers ${response}` })
      continue
    }
    const wrong = await look(page, response)
    problems.push(...[...wrong, ...said].map((what) => ({ path, what })))
    for (const link of await linksOf(page, address))
      if (!known.has(link) && !leavesTheService.test(link)) {
        known.add(link)
        queue.push(link)
      }
  }
  return { patterns: new Set(visits.keys()), problems }
}

/** Goes to an address: its answer, or only the status when it is a file to keep and no page. */
async function open(page: Page, url: string): Promise<Response | number> {
  try {
    const response = await page.goto(url)
    if (response === null) throw new Error(`${url} gave no answer`)
    return (response.headers()['content-type'] ?? '').startsWith('text/html') ? response : response.status()
  } catch (error) {
    if (!(error instanceof Error) || !/Download is starting|ERR_ABORTED/.test(error.message)) throw error
    return (await page.request.get(url)).status()
  }
}

/** Everything that is wrong with the page that is open, a line each. */
async function look(page: Page, response: Response): Promise<string[]> {
  const wrong: string[] = []
  if (response.status() !== 200) wrong.push(`answers ${response.status()}`)
  const bytes = (await response.body()).length
  if (bytes >= mostBytes) wrong.push(`its HTML is ${bytes} bytes long`)
  const { title, headings, width, wide, text } = await page.evaluate(() => {
    const { documentElement, body, title: shown } = document
    const width = documentElement.clientWidth
    const over = [...body.querySelectorAll('*')].filter((element) => element.getBoundingClientRect().right > width + 1)
    return {
      title: shown,
      headings: document.querySelectorAll('h1').length,
      width: documentElement.scrollWidth,
      wide: over.slice(0, 3).map((element) => `${element.tagName.toLowerCase()}.${element.className}`),
      text: body.innerText,
    }
  })
  if (title.trim() === '') wrong.push('has no title')
  if (headings !== 1) wrong.push(`has ${headings} first headings`)
  if (width > 320) wrong.push(`scrolls sideways: ${width} pixels wide (${wide.join(', ')})`)
  // A word such as systemPartner belongs to the records and to nobody's screen.
  const raw = text.match(/(?<![\w@./-])[a-z]+[A-Z][A-Za-z]+|\[object Object\]|\bundefined\b|\bNaN\b|\{\{/g) ?? []
  if (raw.length > 0) wrong.push(`says ${[...new Set(raw)].join(', ')}`)
  await page.evaluate(axe.source)
  const violations = await page.evaluate(async (values) => {
    const run = (globalThis as unknown as { axe: typeof axe }).axe
    const found = await run.run({ runOnly: { type: 'tag', values }, resultTypes: ['violations'], preload: false })
    return found.violations.map(
      ({ id, help, nodes }) =>
        `${id}: ${help}: ${nodes
          .slice(0, 3)
          .map(({ html }) => html.slice(0, 160))
          .join(' | ')}`,
    )
  }, standards)
  return [...wrong, ...violations]
}

/** Where the links of the page's navigation and content lead within the service, in their order. */
async function linksOf(page: Page, address: string): Promise<string[]> {
  const all = await page
    .locator('nav a[href], main a[href], footer a[href]')
    .evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).href.replace(/#.*$/, '')))
  return all.filter((href) => href.startsWith(`${address}/`)).map((href) => href.slice(address.length))
}
