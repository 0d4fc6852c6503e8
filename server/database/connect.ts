import mongoose from 'mongoose'
import { DatabaseRefused, runningAddress, startEmbedded } from './embedded/start.ts'

export { DatabaseRefused, checkedPages, runningAddress as runningDatabase } from './embedded/start.ts'

/** How long to look for a deployment before saying that there is none, in milliseconds. */
const PATIENCE = 5000

export type OpenDatabase = { readonly uri: string; readonly db: mongoose.mongo.Db; close(): Promise<void> }

/**
 * Connects mongoose's default connection: to `mongodbUri` where one is given, else to the embedded database that
 * already runs over `folder` (so the command line joins a running service), else to one started here. Gives the
 * address and `close`, which disconnects and stops what was started. Throws DatabaseRefused, with one line, where
 * the deployment cannot be reached or has no transactions.
 * @param options `monitorCommands` lets tests listen to what the driver sends
 */
export async function openDatabase(options: {
  mongodbUri: string | undefined
  folder: string
  monitorCommands?: boolean
}): Promise<OpenDatabase> {
  const known = options.mongodbUri ?? (await runningAddress(options.folder))
  const started = known === undefined ? await startEmbedded({ folder: options.folder }) : undefined
  const uri = known ?? started?.uri ?? ''
  try {
    await connect(uri, options.monitorCommands ?? false)
  } catch (error) {
    await mongoose.disconnect()
    await started?.stop()
    throw error
  }
  const { db } = mongoose.connection
  if (db === undefined) throw new Error('there is no connection to the database')
  return {
    uri,
    db,
    close: async () => {
      await mongoose.disconnect()
      await started?.stop()
    },
  }
}

async function connect(uri: string, monitorCommands: boolean): Promise<void> {
  mongoose.set('transactionAsyncLocalStorage', true)
  mongoose.set('strictQuery', 'throw')
  try {
    // An address may bring a time of its own.
    const patience = uri.includes('serverSelectionTimeoutMS=') ? {} : { serverSelectionTimeoutMS: PATIENCE }
    await mongoose.connect(uri, { autoIndex: false, autoCreate: false, monitorCommands, ...patience })
  } catch (error) {
    throw new DatabaseRefused(`The database at ${withoutPassword(uri)} cannot be reached: ${firstLine(error)}`)
  }
  const hello = await mongoose.connection.db?.admin().command({ hello: 1 })
  if (hello?.['setName'] === undefined && hello?.['msg'] !== 'isdbgrid') {
    throw new DatabaseRefused(
      `The database at ${withoutPassword(uri)} is a standalone server without transactions; use a replica set or a sharded cluster`,
    )
  }
}

const withoutPassword = (uri: string): string => uri.replace(/\/\/[^@/]*@/, '//')
const firstLine = (error: unknown): string =>
  error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
