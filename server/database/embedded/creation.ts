import { randomBytes } from 'node:crypto'
import { existsSync, linkSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { dataFile, formatRecord, protectFiles, syncFolder } from './folder.ts'
import { metaKey } from './storage/layout.ts'
import { Store } from './storage/store.ts'

const FRESH = '.new-'
/** Before there is an owner, any process may be making one of these, and would crash where it was taken away. */
const FIRST = '.first-'
/** How long making an empty data file may take on the slowest machine, in milliseconds. */
const MAKING = 10 * 60_000

const random = (): string => randomBytes(8).toString('hex')

/** A name beside a data file for the owner's next one or a copy, which holds data and is not the data yet. */
export const freshFile = (file: string): string => `${file}${FRESH}${random()}`
/** A name beside a data file that is not there, for the first one while it is made. */
export const firstFile = (file: string): string => `${file}${FIRST}${random()}`

/** Makes the data file whole or not at all: it gets its name when it is on disk. */
export async function createDataFile(folder: string): Promise<void> {
  const fresh = firstFile(dataFile(folder))
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
 * Removes what a process that was killed had begun. For the owner of the folder. An empty data file is left for a while
 * to whoever may still be making it.
 * @param running a copy that somebody reads just now, whose file has no name any more, is left
 */
export function removeUnfinished(folder: string, running = false): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    // Whoever has made or read it may remove it at this moment.
    const found = statSync(path, { throwIfNoEntry: false })
    if (found === undefined) continue
    const isCopyBeingRead = running && found.isDirectory() && !existsSync(dataFile(path))
    const isBegun = name.startsWith(begins(FRESH)) && !isCopyBeingRead
    const isEmpty = name.startsWith(begins(FIRST)) && found.mtimeMs < Date.now() - MAKING
    if (isBegun || isEmpty) rmSync(path, { recursive: true, force: true })
  }
}

const begins = (kind: string): string => `${basename(dataFile('.'))}${kind}`
