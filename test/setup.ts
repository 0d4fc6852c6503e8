import { expect } from 'chai'
import mongoose from 'mongoose'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '../server/database/connect.ts'
import { migrate } from '../server/database/migrations/migrate.ts'
import { listen } from './commands.ts'

let database: Awaited<ReturnType<typeof openDatabase>> | undefined
let folder: string | undefined
let unscoped: () => Promise<string[]> = async () => ['nobody listened']

/** One database for the whole run: MONGODB_URI if it is set, else the embedded one in a folder of its own. */
export async function mochaGlobalSetup(): Promise<void> {
  folder = await mkdtemp(join(tmpdir(), 'subrosa-test-'))
  database = await openDatabase({ mongodbUri: process.env['MONGODB_URI'], folder, monitorCommands: true })
  unscoped = listen(mongoose.connection.getClient())
  await migrate()
}

/** Whatever the tests did, every command that reached a record of a forum went through the policy. */
export const mochaHooks = {
  async afterAll(): Promise<void> {
    expect(await unscoped(), 'commands past the policy; a test’s own use stored() of commands.ts').to.deep.equal([])
  },
}

export async function mochaGlobalTeardown(): Promise<void> {
  await database?.close()
  if (folder !== undefined) await rm(folder, { recursive: true, force: true })
}
