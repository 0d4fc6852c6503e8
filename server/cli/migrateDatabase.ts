import { Command } from 'commander'
import { databaseConfig } from '../config.ts'
import { type Progress, migrateTo } from '../database/backup/migrate.ts'
import { isEmbedded, restingSource, stillSource } from '../database/backup/source.ts'
import { openDatabase, runningDatabase } from '../database/connect.ts'
import { markFinished, refuseUnfinished } from '../database/unfinished.ts'
import { verifyTrail } from './audit.ts'
import { onDatabase } from './installation.ts'
import { deployment } from '../database/deployment.ts'

/**
 * `migrate-database --to URI` copies this installation's database into another deployment, which must be empty. Stopped
 * in the middle, it goes on where it was when it is run again.
 */
export function command(): Command {
  return new Command()
    .description('Copies the database of this installation, which must be stopped, into another deployment.')
    .requiredOption('--to <uri>', 'the mongodb:// address of the other deployment, with the name of its database')
    .action(async ({ to }: { to: string }) => {
      if (!/^mongodb(\+srv)?:\/\//.test(to)) throw new Error('--to must begin with mongodb:// or mongodb+srv://')
      const { dataDir, mongodbUri } = databaseConfig()
      if (mongodbUri === undefined && (await runningDatabase(dataDir)) !== undefined)
        throw new Error('Stop the service first: what is written during the move would be lost')
      const target = await deployment(to)
      try {
        await onDatabase(async (db) => {
          await refuseUnfinished(db)
          const source = (await isEmbedded(db))
            ? { ...(await restingSource(db)), close: async () => undefined }
            : await stillSource(db)
          try {
            await migrateTo(target.db, source, showing())
          } finally {
            await source.close()
          }
        })
      } finally {
        await target.close()
      }
      await finish(to)
      process.stdout.write('Everything is there. Set MONGODB_URI to the new address before you start the service\n')
    })
}

/** Verifies the audit trails where they are now, and takes the mark away. */
async function finish(to: string): Promise<void> {
  const database = await openDatabase({ mongodbUri: to, folder: '' })
  try {
    const { lines, sound } = await verifyTrail({})
    process.stdout.write(`${lines.join('\n')}\n`)
    if (!sound) throw new Error('The audit trail is not as it was written; the target stays marked as unfinished')
    await markFinished(database.db)
  } finally {
    await database.close()
  }
}

/** Prints a line a second for what is under way, and one for each collection at its end. */
function showing(): (progress: Progress) => void {
  let last = 0
  return ({ collection, done, total, state }) => {
    if (state === 'copying' && Date.now() - last < 1000) return
    last = Date.now()
    const line =
      state === 'copying'
        ? `${done} of ${total} documents`
        : `${total} ${total === 1 ? 'document' : 'documents'}, ${state}, verified`
    process.stdout.write(`${collection}: ${line}\n`)
  }
}
