import { fork } from 'node:child_process'
import { cpus } from 'node:os'
import { join } from 'node:path'
import autocannon from 'autocannon'

type Under = { app: string; plain: string; meeting: string; cookie: string }
type Figures = { perSecond: number; p50: number; p99: number }

const rounds = 3
const seconds = 6
const connections = 10

/** The value that this share of the others does not exceed. */
const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? NaN

/**
 * Loads one address and gives its requests per second and latencies in milliseconds. autocannon's own latencies are whole
 * milliseconds, of which a static string needs two or three, so each answer's time is taken here.
 */
function load(url: string, cookie = ''): Promise<Figures> {
  return new Promise((resolve, reject) => {
    const times: number[] = []
    const headers = cookie === '' ? {} : { cookie }
    const run = autocannon(
      { url, connections, duration: seconds, headers },
      (error: Error | null, { requests, non2xx, errors }) => {
        if (error !== null) return reject(error)
        if (non2xx + errors > 0)
          return reject(new Error(`${url}: ${non2xx + errors} answers were not as they should be`))
        const sorted = times.toSorted((a, b) => a - b)
        resolve({ perSecond: requests.average, p50: percentile(sorted, 0.5), p99: percentile(sorted, 0.99) })
      },
    )
    run.on('response', (_client, _status, _bytes, time) => times.push(time))
  })
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!
const medians = (all: readonly Figures[]): Figures => ({
  perSecond: median(all.map(({ perSecond }) => perSecond)),
  p50: median(all.map(({ p50 }) => p50)),
  p99: median(all.map(({ p99 }) => p99)),
})

/** A server of its own process, and how it ends. The options of this process, such as V8's, are its own as well. */
async function start(...args: string[]): Promise<{ under: Under; end: () => void }> {
  const child = fork(join(import.meta.dirname, 'server.js'), args, { env: { ...process.env, NODE_ENV: 'production' } })
  const under = await new Promise<Under>((resolve, reject) => {
    child.once('message', (message) => resolve(message as Under))
    child.once('exit', (code) => reject(new Error(`the server under load ended with ${code}`)))
  })
  return { under, end: () => child.removeAllListeners('exit').disconnect() }
}

const pagesOf = ({ app, meeting, cookie }: Under) => [
  { name: 'public key communications page', url: `${app}/key-communications`, cookie: '' },
  { name: 'meeting page, 20 items, signed in', url: `${app}/meetings/${meeting}`, cookie },
]

/** Reads a page once. Gives its size, and the cookies for the next time: a browser keeps those that it is given. */
async function read(url: string, cookie: string): Promise<{ bytes: number; cookies: string }> {
  const answer = await fetch(url, { headers: cookie === '' ? {} : { cookie } })
  const bytes = (await answer.arrayBuffer()).byteLength
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`)
  const cookies =
    cookie === '' ? '' : [cookie, ...answer.headers.getSetCookie().map((set) => set.split(';')[0])].join('; ')
  return { bytes, cookies }
}

/** How many commands each page sends to the database, counted on a server that is not measured: listening costs time. */
async function queriesOfPages(): Promise<number[]> {
  const { under, end } = await start('count')
  const soFar = async (): Promise<number> => Number(await (await fetch(`${under.plain}/queries`)).text())
  const counts: number[] = []
  for (const { url, cookie } of pagesOf(under)) {
    const { cookies } = await read(url, cookie)
    const before = await soFar()
    await read(url, cookies)
    counts.push((await soFar()) - before)
  }
  end()
  return counts
}

const queries = await queriesOfPages()
const { under, end } = await start()
process.stdout.write(
  `${cpus().length} cores, Node ${process.version}, ${connections} connections, median of ${rounds} rounds of ${seconds} s\n\n`,
)
process.stdout.write(
  '| what | bytes | queries | requests/s | p50 ms | p99 ms | of the static string |\n|---|---|---|---|---|---|---|\n',
)
for (const [at, { name, url, cookie }] of pagesOf(under).entries()) {
  const { bytes, cookies } = await read(url, cookie)
  const plain = `${under.plain}/${bytes}`
  const [ours, theirs]: [Figures[], Figures[]] = [[], []]
  // Warm both, then take turns, so that whatever else the machine does falls on both.
  await load(url, cookies)
  await load(plain)
  for (let round = 0; round < rounds; round++) {
    ours.push(await load(url, cookies))
    theirs.push(await load(plain))
  }
  const [page, string] = [medians(ours), medians(theirs)]
  const row = (what: string, count: number, of: Figures, share: string): string =>
    `| ${what} | ${bytes} | ${count} | ${of.perSecond.toFixed(0)} | ${of.p50.toFixed(1)} | ${of.p99.toFixed(1)} | ${share} |\n`
  process.stdout.write(row('static string', 0, string, '100 %'))
  process.stdout.write(
    row(name, queries[at] ?? NaN, page, `${((100 * page.perSecond) / string.perSecond).toFixed(1)} %`),
  )
}
end()
