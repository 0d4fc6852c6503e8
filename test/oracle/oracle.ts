import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { startEmbedded } from '../../server/database/embedded/start.ts'
import { Proxy } from './failpoints.ts'
import { runMongoose } from './mongooseSuite.ts'
import { type Outcome, isRefusal, summary } from './outcome.ts'
import { runFolder } from './unified.ts'

// Runs tests that nobody here wrote against the embedded database, from checkouts of their repositories.

const { values } = parseArgs({ options: { mongoose: { type: 'string' }, specifications: { type: 'string' } } })
if (values.mongoose === undefined && values.specifications === undefined) {
  process.stderr.write('npm run test:oracle -- --mongoose DIR --specifications DIR (checkouts; one is enough)\n')
  process.exit(2)
}

const folder = mkdtempSync(join(tmpdir(), 'subrosa-oracle-'))
const database = await startEmbedded({ folder })
const proxy = await Proxy.before(database.uri)
const all: Outcome[] = []
const tell = (suite: string, outcomes: readonly Outcome[]): void => {
  all.push(...outcomes)
  process.stdout.write(`${summary(suite, outcomes)}\n`)
}
try {
  if (values.specifications !== undefined) {
    for (const suite of ['crud', 'transactions']) {
      const tests = join(resolve(values.specifications), 'source', suite, 'tests/unified')
      tell(`unified ${suite} tests`, await runFolder(tests, proxy))
    }
  }
  if (values.mongoose !== undefined) tell('mongoose', await runMongoose(resolve(values.mongoose), proxy, folder))
} finally {
  await proxy.close()
  await database.stop()
  rmSync(folder, { recursive: true, force: true })
}
// What is refused by name is known and listed; anything else that failed is a fault.
process.exitCode = all.some((one) => one.end === 'failed' && !isRefusal(one)) ? 1 : 0
