import { aggregating } from './aggregate.ts'
import { cataloguing } from './collections.ts'
import { explaining } from './explain.ts'
import { finding } from './find.ts'
import { indexing } from './indexes.ts'
import { modifying } from './modify.ts'
import { serving } from './server.ts'
import type { Command } from './table.ts'
import { ending } from './transactions.ts'
import { writing } from './write.ts'

/** Every command, by name. */
export const commands: ReadonlyMap<string, Command> = new Map(
  Object.entries({
    ...serving,
    ...finding,
    ...writing,
    ...modifying,
    ...aggregating,
    ...explaining,
    ...indexing,
    ...cataloguing,
    ...ending,
  }),
)
