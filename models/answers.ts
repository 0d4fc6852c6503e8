import { frozen, remembered } from '../server/remembered.ts'
import { ask } from './ask.ts'
import type { Question } from './scoped.ts'

/** What tells of a record which question it answers; no field of a record has this name. */
const tag = 'answers'

type Records = readonly object[]

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
  const records = await ask(first.collection, [
    ...tagged(0, first),
    ...others.map(([, other], at) => ({ $unionWith: { coll: other.collection, pipeline: tagged(at + 1, other) } })),
  ])
  const found = byQuestion(records, asked.length)
  return Object.fromEntries(asked.map(([name, question], at) => [name, question.read(found[at] ?? [])])) as Answers
}

const tagged = (at: number, { stages }: Question<unknown>): object[] => [
  ...stages.slice(0, -1),
  { $project: { [tag]: { $literal: at }, ...(stages.at(-1) as { $project: object }).$project } },
]

const byQuestion = remembered((records: Records, questions: number): readonly Records[] => {
  const found: object[][] = Array.from({ length: questions }, () => [])
  for (const { [tag]: at, ...fields } of records as readonly { [tag]: number }[]) found[at]?.push(fields)
  return frozen(found)
})
