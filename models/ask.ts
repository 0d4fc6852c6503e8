import { hash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import mongoose from 'mongoose'
import { frozen } from '../server/remembered.ts'
import { mark } from './scoped.ts'

type Records = readonly object[]

/**
 * What the last answers came to, by their bytes: people of one meeting read the same agenda, and reading its bytes takes
 * longer than finding them. Whoever asks is answered by the database each time.
 */
const read = new LRUCache<string, Records>({
  maxSize: 8 * 1024 * 1024,
  sizeCalculation: (_records, key) => Number(key.split(' ')[1]),
})

/**
 * Runs a pipeline as one command and reads its records only where their bytes are not known: that costs a page less than
 * the driver's cursor. Not for acts: it reads outside any transaction.
 * @param of the collection's name
 * @param pipeline narrowed to its viewer by whoever made it
 * @returns the records, the same ones for the same bytes; nobody can change them
 */
export async function ask(of: string, pipeline: readonly object[]): Promise<Records> {
  const database = mongoose.connection.db
  if (database === undefined) throw new Error('there is no connection to the database')
  const { readPreference, readConcern } = database
  const asked = { aggregate: of, pipeline, cursor: { batchSize: 1000 }, comment: mark }
  // The first field of a command is its name.
  const command = readConcern === undefined ? asked : Object.assign({}, asked, { readConcern })
  const options = readPreference === undefined ? { raw: true } : { raw: true, readPreference }
  const known = await database.command(command, options).then(
    // With `raw` the driver gives what is in the answer as its bytes.
    ({ cursor }) => recordsIn(cursor as Uint8Array),
    () => undefined,
  )
  if (known !== undefined) return known
  // The driver's cursor goes on where one message does not hold all, and asks again where a server has failed.
  const cursor = database.collection(of).aggregate([...pipeline], { comment: mark })
  return frozen(await cursor.toArray())
}

/** The records of a whole answer; undefined where more of them are left. */
function recordsIn(bytes: Uint8Array): Records | undefined {
  const key = `${hash('sha256', bytes, 'base64')} ${bytes.length}`
  const known = read.get(key)
  if (known !== undefined) return known
  const { id, firstBatch } = mongoose.mongo.BSON.deserialize(bytes) as { id: unknown; firstBatch: Records }
  if (Number(id) !== 0) return undefined
  read.set(key, frozen(firstBatch))
  return firstBatch
}
