import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { Command } from 'commander'
import { BackupDamaged } from '../database/backup/damaged.ts'
import { restoreArchive } from '../database/backup/restore.ts'
import { isSealed, unseal } from '../database/backup/sealed.ts'
import { markFinished } from '../database/unfinished.ts'
import { verifyTrail } from './audit.ts'
import { onDatabase } from './installation.ts'
import { askPassphrase } from './passphrase.ts'

/**
 * `restore FILE` puts a backup into an empty database, embedded or MongoDB. Nothing is written before the whole file has
 * been found good; the database is not used before everything in it, the audit trails included, has been verified.
 */
export function command(): Command {
  return new Command()
    .description('Puts a backup into an empty database, and verifies it.')
    .argument('<file>', 'the backup, or an archive of mongodump')
    .action(async (file: string) => {
      const passphrase = (await isEncrypted(file)) ? await askPassphrase(false) : undefined
      const chunks = (): AsyncIterable<Buffer> =>
        passphrase === undefined ? createReadStream(file) : unseal(createReadStream(file), passphrase)
      const { restored, lines } = await onDatabase(async (db) => {
        const done = await restoreArchive(db, chunks)
        const trail = await verifyTrail({})
        if (!trail.sound)
          throw new Error(`The audit trail in the backup is not as it was written: ${trail.lines.join('; ')}`)
        await markFinished(db)
        return { restored: done, lines: trail.lines }
      }).catch((error: unknown) => {
        if (error instanceof BackupDamaged)
          throw new Error(`${file} cannot be used: ${error.message}`, { cause: error })
        throw error
      })
      const { documents, collections } = restored
      process.stdout.write(`${lines.join('\n')}\nRestored ${documents} documents of ${collections} collections\n`)
    })
}

async function isEncrypted(file: string): Promise<boolean> {
  const handle = await open(file, 'r').catch((error: unknown) => {
    throw new Error(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  })
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(64), 0, 64, 0)
    return isSealed(buffer.subarray(0, bytesRead))
  } finally {
    await handle.close()
  }
}
