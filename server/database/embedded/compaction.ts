import { rmSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { Parts } from './commands/table.ts'
import { DatabaseError } from './errors.ts'
import { freshFile, removeFile, removeUnfinished } from './creation.ts'
import { dataFile, hasRoom, prepareFolder, protectFiles, syncFolder } from './folder.ts'
import { giveUpOwnership } from './owner.ts'
import { withoutResults } from './retries.ts'
import { isSessionKey } from './storage/layout.ts'
import type { Chunk, Entry, Reader } from './storage/reader.ts'
import { Store } from './storage/store.ts'

/** What others may write meanwhile. */
const SPARE = 64 << 20
/** What is copied in one commit. */
const STEP = 512
const [FIRST, LAST] = [Buffer.from([0]), Buffer.from([0xff])]
/** With so few changes left, the rest is copied while everything else waits. */
const FEW = 200
/** However much is written meanwhile, the rest is not put off for ever. */
const PASSES = 50

/**
 * Writes everything that is there into a new file and goes on with that one, so that nothing which was deleted or
 * overwritten before is left in any file: lmdb keeps old bytes in free pages, and in the gaps of used ones, which its
 * own compacting copies. Others go on working meanwhile; open transactions are aborted at the end, as by a conflict.
 * A process killed at any moment leaves the old file or the new one, whole.
 */
export async function compact(
  { store, transactions }: Parts,
  stop: AbortSignal,
): Promise<{ before: number; after: number }> {
  stop.throwIfAborted()
  removeUnfinished(dirname(store.file), true)
  const before = refuseWithoutRoom(store)
  const file = freshFile(store.file)
  let fresh: Store | undefined
  try {
    protectFiles(file)
    fresh = new Store(file)
    const changed = store.noteChanges()
    await copyAll(store, fresh, stop)
    for (let pass = 0; pass < PASSES && changed.size > FEW; pass++) {
      catchUp(store, fresh, changed)
      await setImmediate()
    }
    catchUp(store, fresh, changed)
    transactions.endAll()
    await store.goOnWith(fresh)
    syncFolder(dirname(store.file))
    return { before, after: statSync(store.file).size }
  } catch (error) {
    if (fresh !== undefined && !store.isOneWith(fresh)) await fresh.close()
    throw error
  } finally {
    store.stopNoting()
    removeFile(file)
  }
}

/** A copy would fail in the middle, and the writes of others with it. Gives the size of the data file. */
function refuseWithoutRoom({ file }: Store): number {
  const { size } = statSync(file)
  const megabytes = ((size + SPARE) / 1e6).toFixed(0)
  if (!hasRoom(dirname(file), size + SPARE))
    throw new DatabaseError(14031, `a copy of the data needs ${megabytes} MB of free disk; nothing was changed`)
  return size
}

/** Copies every entry in steps, between which others run. */
async function copyAll(from: Reader, to: Store, stop: AbortSignal): Promise<void> {
  for (let start: Buffer | undefined = FIRST; start !== undefined;) {
    stop.throwIfAborted()
    const chunk: Chunk = from.range(start, LAST, false, STEP)
    to.write(() => {
      for (const { key, value } of chunk.entries) to.put(key, forgetful({ key, value }))
    })
    start = chunk.resume
    await setImmediate()
  }
}

/**
 * Copies everything as it is at this moment into a folder of its own, inside the data folder, so that the next start
 * removes it where it is left behind. Gives the folder.
 */
export async function copyAside(store: Store, stop: AbortSignal): Promise<string> {
  refuseWithoutRoom(store)
  const folder = freshFile(store.file)
  prepareFolder(folder)
  const snapshot = store.snapshot()
  try {
    protectFiles(dataFile(folder))
    const copy = new Store(dataFile(folder))
    try {
      await copyAll(snapshot, copy, stop)
      giveUpOwnership(copy)
    } finally {
      await copy.close()
    }
    return folder
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    throw error
  } finally {
    snapshot.done()
  }
}

/** Copies what has been written since it was copied first, as it is now. */
function catchUp(store: Store, fresh: Store, changed: Set<string>): void {
  const keys = [...changed]
  changed.clear()
  fresh.write(() => {
    for (const name of keys) {
      const key = Buffer.from(name, 'latin1')
      const value = store.get(key)
      if (value === undefined) fresh.remove(key)
      else fresh.put(key, value)
    }
  })
}

/** A session's record of what its last write has done may hold a document that was deleted by it. */
const forgetful = ({ key, value }: Entry): Buffer => (isSessionKey(key) ? withoutResults(value) : value)
