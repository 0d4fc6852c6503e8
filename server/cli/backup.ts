import { existsSync } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { Command } from 'commander'
import { archiveOf } from '../database/backup/archive.ts'
import { seal } from '../database/backup/sealed.ts'
import { stillSource } from '../database/backup/source.ts'
import { refuseUnfinished } from '../database/unfinished.ts'
import { onDatabase } from './installation.ts'
import { askPassphrase } from './passphrase.ts'

/**
 * `backup FILE` writes everything that the database holds at one moment into a new file, in the format of `mongodump
 * --archive`, with --encrypt under a passphrase. The file gets its name when it is whole and on disk.
 */
export function command(): Command {
  return new Command()
    .description('Writes everything into a file that `restore`, or MongoDB’s own mongorestore --archive, reads.')
    .argument('<file>', 'the new file; it must not be there yet')
    .option(
      '--encrypt',
      'encrypt with a passphrase, from SUBROSA_PASSPHRASE, typed, or the first line of standard input',
    )
    .action(async (name: string, options: { encrypt?: boolean }) => {
      const file = resolve(name)
      if (existsSync(file)) throw new Error(`${file} is there already; it was left as it is`)
      if (!existsSync(dirname(file))) throw new Error(`There is no folder ${dirname(file)}`)
      const passphrase = options.encrypt === true ? await askPassphrase(true) : undefined
      const { collections } = await onDatabase(async (db) => {
        await refuseUnfinished(db)
        const source = await stillSource(db)
        try {
          const archive = archiveOf(source)
          await writeFile(file, passphrase === undefined ? archive : seal(archive, passphrase))
          return source
        } finally {
          await source.close()
        }
      })
      const documents = collections.reduce((total, each) => total + (each.documents ?? 0), 0)
      const how = passphrase === undefined ? 'not encrypted' : 'encrypted'
      process.stdout.write(`${file}: ${documents} documents of ${collections.length} collections, ${how}\n`)
    })
}

/** Writes a file for its owner alone, whole or not at all. */
async function writeFile(file: string, chunks: AsyncIterable<Buffer>): Promise<void> {
  const part = `${file}.part`
  const handle = await open(part, 'wx', 0o600).catch((error: unknown) => {
    throw new Error(`${part} cannot be written: ${error instanceof Error ? error.message : String(error)}`)
  })
  try {
    for await (const chunk of chunks) await handle.write(chunk)
    await handle.sync()
    await handle.close()
    await rename(part, file)
  } catch (error) {
    await handle.close().catch(() => undefined)
    await rm(part, { force: true })
    throw error
  }
}
