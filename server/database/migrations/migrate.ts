import mongoose from 'mongoose'
import { refuseUnfinished } from '../unfinished.ts'
import { firstIndexes } from './001-indexes.ts'
import { clocksOfKeys } from './002-clocks-of-keys.ts'
import { passkeyIndexes } from './003-passkeys.ts'
import { waysIn } from './004-ways-in.ts'
import { signInOfPeople } from './005-sign-in-of-people.ts'
import { papersInOrder } from './006-papers-in-order.ts'
import type { Migration } from './migration.ts'

const migrations: readonly Migration[] = [
  firstIndexes,
  clocksOfKeys,
  passkeyIndexes,
  waysIn,
  signInOfPeople,
  papersInOrder,
]

/** Runs what has not been run yet, in order. Returns the numbers that it ran. Throws DatabaseRefused where a restore was not finished. */
export async function migrate(steps: readonly Migration[] = migrations): Promise<number[]> {
  const db = mongoose.connection.db!
  await refuseUnfinished(db)
  const done = db.collection<{ _id: number; name: string; at: Date }>('migrations')
  const ran = new Set((await done.find().toArray()).map(({ _id }) => _id))
  const missing = steps.filter(({ number }) => !ran.has(number)).toSorted((a, b) => a.number - b.number)
  for (const step of missing) {
    await step.run(db)
    // Two processes may start at once; the step is idempotent, and the second note of it changes nothing.
    await done.updateOne({ _id: step.number }, { $setOnInsert: { name: step.name, at: new Date() } }, { upsert: true })
  }
  return missing.map(({ number }) => number)
}
