import mongoose from 'mongoose'
import { DatabaseRefused } from './connect.ts'

/**
 * Connects to a deployment beside the one that the application uses. Throws DatabaseRefused, with one line, where it
 * cannot be reached.
 */
export async function deployment(uri: string): Promise<{ readonly db: mongoose.mongo.Db; close(): Promise<void> }> {
  const client = new mongoose.mongo.MongoClient(uri, { serverSelectionTimeoutMS: 10_000 })
  try {
    await client.connect()
    return { db: client.db(), close: () => client.close() }
  } catch (error) {
    await client.close()
    const why = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
    throw new DatabaseRefused(`The database at ${uri.replace(/\/\/[^@/]*@/, '//')} cannot be reached: ${why}`)
  }
}
