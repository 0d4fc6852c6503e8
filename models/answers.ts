import mongoose from 'mongoose'
import { type Question, mark } from './scoped.ts'

/** What tells of a record which question it answers; no field of a record has this name. */
const tag = 'answers'

/**
 * Asks several questions in one command, because each command costs a page more than what it asks. Each was narrowed by
 * the policy when it was made; nothing else can be put here. Not for acts: it reads outside any transaction.
 * @param questions by name
 * @returns the answers by the same names
 */
export async function answersTo<Answers extends object>(questions: {
  readonly [Name in keyof Answers]: Question<Answers[Name]>
}): Promise<Answers> {
  const asked = Object.entries<Question<unknown>>(questions)
  const [[, first] = [], ...others] = asked
  if (first === undefined) return {} as Answers
  const tagged = (at: number, { stages }: Question<unknown>): object[] => [
    ...stages.slice(0, -1),
    { $project: { ...(stages.at(-1) as { $project: object }).$project, [tag]: { $literal: at } } },
  ]
  const pipeline = [
    ...tagged(0, first),
    ...others.map(([, other], at) => ({
      $unionWith: { coll: other.collection, pipeline: tagged(at + 1, other) },
    })),
  ]
  const database = mongoose.connection.db
  if (database === undefined) throw new Error('there is no connection to the database')
  const options = { comment: mark, batchSize: 1000 }
  const records = await database.collection(first.collection).aggregate(pipeline, options).toArray()
  const found: unknown[][] = asked.map(() => [])
  for (const { [tag]: at, ...record } of records) found[Number(at)]?.push(record)
  return Object.fromEntries(asked.map(([name, { read }], at) => [name, read(found[at] ?? [])])) as Answers
}
