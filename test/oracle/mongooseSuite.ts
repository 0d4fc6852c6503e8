import { spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Proxy } from './failpoints.ts'
import type { Outcome } from './outcome.ts'

/** The suite takes some minutes; what takes this long hangs. */
const PATIENCE = 30 * 60_000
const everything = ['--ignore', 'test/encryption/**/*.test.js', './test/**/*.test.js']
/** Files with tests that the suite skips unless it is told of a replica set. */
const ofReplicaSets = ['test/docs/transactions.test.js', 'test/connection.test.js', 'test/model.test.js']

type Told = { readonly fullTitle: string; readonly file?: string; readonly err: { readonly message?: string } }
type Report = {
  readonly passes: readonly Told[]
  readonly failures: readonly Told[]
  readonly pending: readonly Told[]
}

/**
 * Runs the test suite of a checkout of mongoose, with that checkout's own driver. First all of it, straight to the one
 * server; then, for the tests that this skips, the files that want a replica set. Throws where a run crashes or hangs.
 */
export async function runMongoose(checkout: string, proxy: Proxy, folder: string): Promise<Outcome[]> {
  const mocha = join(checkout, 'node_modules/mocha/bin/mocha.js')
  if (!existsSync(mocha)) throw new Error(`${checkout} has no mocha: run npm install --ignore-scripts in it first`)
  const report = join(folder, 'mongoose.json')
  const run = async (files: readonly string[], env: NodeJS.ProcessEnv): Promise<Outcome[]> => {
    rmSync(report, { force: true })
    const reporting = ['--reporter', 'json', '--reporter-option', `output=${report}`]
    // Without the suite's own configuration, whose set-up downloads servers.
    const args = [mocha, '--no-config', '--exit', '--timeout', '20000', ...reporting, ...files]
    const ended = await new Promise<string>((resolve, reject) => {
      const child = spawn(process.execPath, args, {
        cwd: checkout,
        env: { ...process.env, ...env },
        stdio: 'ignore',
        timeout: PATIENCE,
        killSignal: 'SIGKILL',
      })
      child.on('error', reject)
      child.on('exit', (code, signal) => resolve(signal ?? `code ${code}`))
    })
    if (!existsSync(report)) throw new Error(`mongoose's suite crashed or hung: it ended with ${ended} and no report`)
    return outcomes(checkout, JSON.parse(readFileSync(report, 'utf8')) as Report)
  }
  const all = await run(everything, { MONGOOSE_TEST_URI: proxy.uri('mongoose_test', 'directConnection=true') })
  const set = await run(ofReplicaSets, {
    START_REPLICA_SET: '1',
    MONGOOSE_REPLSET_URI: proxy.uri('mongoose_test', 'replicaSet=embedded'),
    MONGOOSE_TEST_URI: proxy.uri('mongoose_test', 'replicaSet=embedded'),
  })
  const again = new Map(set.map((one) => [one.title, one]))
  return all.map((one) => (one.end === 'skipped' ? (again.get(one.title) ?? one) : one))
}

function outcomes(checkout: string, { passes, failures, pending }: Report): Outcome[] {
  const titled = ({ fullTitle, file = '' }: Told): string => `${file.slice(checkout.length + 1)}: ${fullTitle}`
  return [
    ...passes.map((one) => ({ title: titled(one), end: 'passed' as const })),
    ...failures.map((one) => ({ title: titled(one), end: 'failed' as const, reason: one.err.message ?? '' })),
    ...pending.map((one) => ({ title: titled(one), end: 'skipped' as const })),
  ]
}
