import { hash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import mongoose from 'mongoose'
import { frozen } from '../server/remembered.ts'
import { type Question, mark } from './scoped.ts'

/** What tells of a record which question it answers; no field of a record has this name. */
const tag = 'answers'

/** The records that were found, by question. */
type Found = readonly (readonly unknown[])[]

/**
 * What the last answers came to, by their bytes: people of one meeting read the same agenda, and reading its bytes takes
 * longer than finding them. Whoever asks is answered by the database each time.
 */
const read = new LRUCache<string, Found>({
  maxSize: 16 * 1024 * 1024,
  sizeCalculation: (_found, key) => Number(key.split(' ')[1]),
})

/**
 * Asks several questions in one command, because each command costs a page more than what it asks. Each was narrowed by
 * the policy when it was made; nothing else can be put here. Not for acts: it reads outside any transaction.
 * @param questions by name
 * @returns the answers by the same names; nobody can change them
 */
export async function answersTo<Answers extends object>(questions: {
  readonly [Name in keyof Answers]: Question<Answers[Name]>
}): Promise<Answers> {
  const asked = Object.entries<Question<unknown>>(questions)
  const [[, first] = [], ...others] = asked
  if (first === undefined) return {} as Answers
  const pipeline = [
    ...tagged(0, first),
    ...others.map(([, other], at) => ({ $unionWith: { coll: other.collection, pipeline: tagged(at + 1, other) } })),
  ]
  const database = mongoose.connection.db
  if (database === undefined) throw new Error('there is no connection to the database')
  const options = { comment: mark, batchSize: 1000, raw: true }
  // With `raw` the driver gives each record as its bytes.
  const records: unknown[] = await database.collection(first.collection).aggregate(pipeline, options).toArray()
  const found = foundIn(records as Uint8Array[], asked.length)
  return Object.fromEntries(asked.map(([name, question], at) => [name, question.read(found[at] ?? [])])) as Answers
}

const tagged = (at: number, { stages }: Question<unknown>): object[] => [
  ...stages.slice(0, -1),
  { $project: { ...(stages.at(-1) as { $project: object }).$project, [tag]: { $literal: at } } },
]

function foundIn(records: readonly Uint8Array[], questions: number): Found {
  const bytes = Buffer.concat(records)
  const key = `${hash('sha256', bytes, 'base64')} ${bytes.length + 1} ${questions}`
  const known = read.get(key)
  if (known !== undefined) return known
  const found: unknown[][] = Array.from({ length: questions }, () => [])
  for (const record of records) {
    const { [tag]: at, ...fields } = mongoose.mongo.BSON.deserialize(record)
    found[Number(at)]?.push(fields)
  }
  read.set(key, frozen(found))
  return found
}
