import mongoose from 'mongoose'
import { openDatabase } from '../../../server/database/connect.ts'

// Run by a test as a process of its own, because mongoose has one default connection: opens the database as the
// service does, counts its visits there, waits for a line, closes, and ends by itself.
const [, , folder = '', uri = ''] = process.argv
const say = (line: string): boolean => process.stdout.write(`${line}\n`)
try {
  const database = await openDatabase({ mongodbUri: uri === '' ? undefined : uri, folder })
  const visits = mongoose.connection.collection<any>('visits')
  const found = await visits.findOneAndUpdate({ _id: 1 }, { $inc: { n: 1 } }, { upsert: true, returnDocument: 'after' })
  say(`visit ${found?.n} at ${database.uri}`)
  await new Promise((resolve) => process.stdin.once('data', resolve))
  await database.close()
  say('closed')
  process.stdin.unref()
} catch (error) {
  say(String(error))
  process.exitCode = 1
  process.stdin.unref()
}
