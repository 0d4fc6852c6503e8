import { randomBytes } from 'node:crypto'
import { existsSync, linkSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { dataFile, formatRecord, protectFiles, syncFolder } from './folder.ts'
import { metaKey } from './storage/layout.ts'
import { Store } from './storage/store.ts'

const FRESH = '.new-'

/** A name beside a data file for one that is not the data yet. */
export const freshFile = (file: string): string => `${file}${FRESH}${randomBytes(8).toString('hex')}`

/** Makes the data file whole or not at all: it gets its name when it is on disk. */
export async function createDataFile(folder: string): Promise<void> {
  const fresh = freshFile(dataFile(folder))
  try {
    protectFiles(fresh)
    const store = new Store(fresh)
    try {
      store.write(() => {
        store.put(metaKey('format'), formatRecord())
      })
    } finally {
      await store.close()
    }
    giveName(fresh, dataFile(folder))
    syncFolder(folder)
  } finally {
    removeFile(fresh)
  }
}

/** Two processes may be at this at once: the first one's file stays. */
function giveName(fresh: string, file: string): void {
  try {
    linkSync(fresh, file)
  } catch (error) {
    if (existsSync(file)) return
    // Some file systems have one name a file.
    if (error instanceof Error && 'code' in error && error.code !== 'ENOENT') renameSync(fresh, file)
    else throw error
  }
}

/** Removes a data file that has no name of its own, and its lock. */
export const removeFile = (file: string): void => {
  for (const each of [file, `${file}-lock`]) rmSync(each, { force: true })
}

/**
 * Removes what a process that was killed had begun. For the owner of the folder.
 * @param running a copy that somebody reads just now, whose file has no name any more, is left
 */
export function removeUnfinished(folder: string, running = false): void {
  const begins = `${basename(dataFile(folder))}${FRESH}`
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    if (!name.startsWith(begins)) continue
    if (running && statSync(path).isDirectory() && !existsSync(dataFile(path))) continue
    rmSync(path, { recursive: true, force: true })
  }
}
