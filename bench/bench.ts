import { fork } from 'node:child_process'
import { cpus } from 'node:os'
import { join } from 'node:path'
import autocannon from 'autocannon'
import { root } from '../server/root.ts'

type Under = { app: string; plain: string; meeting: string; cookie: string }
type Figures = { perSecond: number; p50: number; p99: number }

const rounds = 3
const seconds = 6
const connections = 10

/** Loads one address and gives its requests per second and latencies in milliseconds. */
async function load(url: string, cookie = ''): Promise<Figures> {
  const { requests, latency, non2xx, errors } = await autocannon({
    url,
    connections,
    duration: seconds,
    headers: cookie === '' ? {} : { cookie },
  })
  if (non2xx + errors > 0) throw new Error(`${url}: ${non2xx + errors} answers were not as they should be`)
  return { perSecond: requests.average, p50: latency.p50, p99: latency.p99 }
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!
const medians = (all: readonly Figures[]): Figures => ({
  perSecond: median(all.map(({ perSecond }) => perSecond)),
  p50: median(all.map(({ p50 }) => p50)),
  p99: median(all.map(({ p99 }) => p99)),
})

const child = fork(join(root, 'bench/server.ts'), {
  execArgv: ['--import', 'tsx'],
  env: { ...process.env, NODE_ENV: 'production' },
})
const under = await new Promise<Under>((resolve, reject) => {
  child.once('message', (message) => resolve(message as Under))
  child.once('exit', (code) => reject(new Error(`the server under load ended with ${code}`)))
})

const pages = [
  { name: 'public key communications page', url: `${under.app}/key-communications`, cookie: '' },
  { name: 'meeting page, 20 items, signed in', url: `${under.app}/meetings/${under.meeting}`, cookie: under.cookie },
]
process.stdout.write(
  `${cpus().length} cores, Node ${process.version}, ${connections} connections, median of ${rounds} rounds of ${seconds} s\n\n`,
)
process.stdout.write(
  '| what | bytes | requests/s | p50 ms | p99 ms | of the static string |\n|---|---|---|---|---|---|\n',
)
for (const { name, url, cookie } of pages) {
  const answer = await fetch(url, { headers: cookie === '' ? {} : { cookie } })
  const all = cookie === '' ? '' : [cookie, ...answer.headers.getSetCookie().map((set) => set.split(';')[0])].join('; ')
  const bytes = (await answer.arrayBuffer()).byteLength
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`)
  const plain = `${under.plain}/${bytes}`
  const [ours, theirs]: [Figures[], Figures[]] = [[], []]
  // Warm both, then take turns, so that whatever else the machine does falls on both.
  await load(url, all)
  await load(plain)
  for (let round = 0; round < rounds; round++) {
    ours.push(await load(url, all))
    theirs.push(await load(plain))
  }
  const [page, string] = [medians(ours), medians(theirs)]
  const row = (what: string, of: Figures, share: string): string =>
    `| ${what} | ${bytes} | ${of.perSecond.toFixed(0)} | ${of.p50.toFixed(1)} | ${of.p99.toFixed(1)} | ${share} |\n`
  process.stdout.write(row('static string', string, '100 %'))
  process.stdout.write(row(name, page, `${((100 * page.perSecond) / string.perSecond).toFixed(1)} %`))
}
child.removeAllListeners('exit')
child.disconnect()
