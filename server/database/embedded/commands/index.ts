import { aggregating } from './aggregate.ts'
import { cataloguing } from './collections.ts'
import { explaining } from './explain.ts'
import { finding } from './find.ts'
import { indexing } from './indexes.ts'
import { modifying } from './modify.ts'
import { serving } from './server.ts'
import { type Command, common } from './table.ts'
import { ending } from './transactions.ts'
import { writing } from './write.ts'

/** A command with all the fields it knows. */
export type Known = Command & { readonly known: ReadonlySet<string> }

/** Every command, by name. */
export const commands: ReadonlyMap<string, Known> = new Map(
  Object.entries<Command>({
    ...serving,
    ...finding,
    ...writing,
    ...modifying,
    ...aggregating,
    ...explaining,
    ...indexing,
    ...cataloguing,
    ...ending,
  }).map(([name, command]) => [name, { ...command, known: new Set([name, ...common, ...command.fields]) }]),
)
