import { once } from 'node:events'
import { Command } from 'commander'
import { databaseConfig } from '../config.ts'
import { checkedPages, runningDatabase } from '../database/connect.ts'
import { isEmbedded } from '../database/backup/source.ts'
import { startEmbedded } from '../database/embedded/start.ts'
import { forgetDeleted } from '../database/forgetting.ts'
import { type Checked, checkDatabase } from '../database/check.ts'
import { verifyTrail } from './audit.ts'
import { onDatabase } from './installation.ts'

/** `database check`, `database compact` and `database serve`. */
export function command(): Command {
  return new Command()
    .description('The database of this installation.')
    .addCommand(checking())
    .addCommand(compacting())
    .addCommand(serving())
}

function checking(): Command {
  return new Command('check')
    .description('Checks that every document can be read and every index agrees with its documents.')
    .option('--audit', 'verify the audit trails as well')
    .action(async (options: { audit?: boolean }) => {
      const { dataDir, mongodbUri } = databaseConfig()
      // Pages are looked at before the file is opened; a running database has its own eyes on them.
      if (mongodbUri === undefined && (await runningDatabase(dataDir)) === undefined) checkedPages(dataDir)
      const { checked, trail } = await onDatabase(async (db) => ({
        checked: await checkDatabase(db),
        trail: options.audit === true ? await verifyTrail({}) : undefined,
      }))
      const lines = [...linesOf(checked), ...(trail?.lines ?? [])]
      const sound = checked.problems.length === 0 && trail?.sound !== false
      process.stdout.write(`${lines.join('\n')}\n${sound ? 'Nothing is wrong' : 'There are problems'}\n`)
      if (!sound) process.exitCode = 1
    })
}

const linesOf = ({ collections, problems }: Checked): string[] => [
  ...collections.map(
    ({ name, documents, indexes }) =>
      `${name}: ${documents} ${documents === 1 ? 'document' : 'documents'}, ${indexes} ${indexes === 1 ? 'index' : 'indexes'}`,
  ),
  ...problems.map((problem) => `problem: ${problem}`),
]

function compacting(): Command {
  return new Command('compact')
    .description('Leaves no byte of what was deleted or overwritten in the files of the embedded database.')
    .action(async () => {
      const sizes = await onDatabase(async (db) => ((await isEmbedded(db)) ? forgetDeleted(db) : undefined))
      if (sizes === undefined)
        throw new Error(
          'This is for the embedded database. A MongoDB deployment has the command compact, on every member',
        )
      const [before, after] = [sizes.before, sizes.after].map((bytes) => `${(bytes / 1e6).toFixed(1)} MB`)
      process.stdout.write(`Compacted: ${before} before, ${after} now. Nothing that was deleted is left in the files\n`)
    })
}

function serving(): Command {
  return new Command('serve')
    .description('Runs the embedded database alone, until SIGTERM; its address is the first line.')
    .requiredOption('--data <folder>', 'the data folder')
    .option('--port <number>', 'the port on this machine; any free one when left out')
    .action(async ({ data, port }: { data: string; port?: string }) => {
      const number = port === undefined ? 0 : Number(port)
      if (!Number.isInteger(number) || number < 0 || number > 65_535)
        throw new Error('--port must be a number up to 65535')
      const stopped = Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')])
      const server = await startEmbedded({ folder: data, port: number })
      process.stdout.write(`${server.uri}\n`)
      const alive = setInterval(() => undefined, 60_000)
      await stopped
      clearInterval(alive)
      await server.stop()
    })
}
