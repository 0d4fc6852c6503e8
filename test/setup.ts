import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '../server/database/connect.ts'
import { migrate } from '../server/database/migrations/migrate.ts'

let database: Awaited<ReturnType<typeof openDatabase>> | undefined
let folder: string | undefined

/** One database for the whole run: MONGODB_URI if it is set, else the embedded one in a folder of its own. */
export async function mochaGlobalSetup(): Promise<void> {
  folder = await mkdtemp(join(tmpdir(), 'subrosa-test-'))
  database = await openDatabase({ mongodbUri: process.env['MONGODB_URI'], folder })
  await migrate()
}

export async function mochaGlobalTeardown(): Promise<void> {
  await database?.close()
  if (folder !== undefined) await rm(folder, { recursive: true, force: true })
}
