import { expect } from 'chai'
import mongoose from 'mongoose'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '../server/database/connect.ts'
import { migrate } from '../server/database/migrations/migrate.ts'
import { listen } from './commands.ts'
import { type Sent, noteSent, unlisted, addToList } from './sent.ts'

let database: Awaited<ReturnType<typeof openDatabase>> | undefined
let folder: string | undefined
let unscoped: () => Promise<string[]> = async () => ['nobody listened']
let sent: Sent = new Map()
const { MONGODB_URI: deployment, COMMAND_LIST: commandList } = process.env

/**
 * One database for the whole run: a fresh one of the deployment that MONGODB_URI names, dropped afterwards, else the
 * embedded one in a folder of its own.
 */
export async function mochaGlobalSetup(): Promise<void> {
  folder = await mkdtemp(join(tmpdir(), 'subrosa-test-'))
  const mongodbUri = deployment === undefined ? undefined : withDatabase(deployment, `subrosa_test_${Date.now()}`)
  database = await openDatabase({ mongodbUri, folder, monitorCommands: true })
  if (mongodbUri !== undefined) {
    process.stdout.write(
      `On the deployment of MONGODB_URI, database ${mongoose.connection.name}. What tests the embedded database itself (test/server/database) or starts the service as its own process (test/server, test/browser) has an embedded database of its own.\n`,
    )
  }
  const client = mongoose.connection.getClient()
  unscoped = listen(client)
  sent = noteSent(client)
  await migrate()
}

/**
 * Whatever the tests did, every command that reached a record of a forum went through the policy, and no command or
 * operator was used that docs/database.md does not list.
 */
export const mochaHooks = {
  async afterAll(): Promise<void> {
    expect(await unscoped(), 'commands past the policy; a test’s own use stored() of commands.ts').to.deep.equal([])
    if (commandList === 'add') addToList(sent)
    expect(unlisted(sent), 'not in docs/database.md; COMMAND_LIST=add npm test adds it').to.deep.equal([])
  },
}

export async function mochaGlobalTeardown(): Promise<void> {
  if (deployment !== undefined) await mongoose.connection.dropDatabase()
  await database?.close()
  if (folder !== undefined) await rm(folder, { recursive: true, force: true })
}

/** The address of a deployment with another database in it; who signs in is still looked up where it was. */
function withDatabase(uri: string, name: string): string {
  const [, hosts = '', old = '', options = ''] = /^(mongodb(?:\+srv)?:\/\/[^/?]+)\/?([^?]*)\??(.*)$/.exec(uri) ?? []
  const source = hosts.includes('@') && old !== '' && !options.includes('authSource=') ? `authSource=${old}` : ''
  return `${hosts}/${name}?${[options, source].filter((one) => one !== '').join('&')}`
}
