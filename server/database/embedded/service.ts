import { utimesSync } from 'node:fs'
import { Engine } from './engine.ts'
import { addressFile, checkFile, dataFile, giveUpOwnership, prepareFolder, takeOwnership } from './folder.ts'
import { forgetAddress, listen, writeAddress } from './address.ts'
import { DatabaseRefused } from './refused.ts'
import type { Store } from './storage/store.ts'
import { keepUp } from './upkeep.ts'
import { wireServer } from './wire/server.ts'

const HEARTBEAT = 5000

/** Opens the data of a folder and serves it. Throws DatabaseRefused, with one line, where that cannot be. */
export async function openServer(folder: string): Promise<{ uri: string; stop(): Promise<void> }> {
  prepareFolder(folder)
  const state = checkFile(dataFile(folder))
  if (state === 'short')
    throw new DatabaseRefused(`${dataFile(folder)} is cut off; it was left as it is. Restore it from a backup`)
  const store = await openStore(folder)
  try {
    takeOwnership(store, folder, state === 'new')
  } catch (error) {
    await store.close()
    throw error
  }
  const engine = new Engine(store)
  const { server, closeAll } = wireServer(engine)
  const { uri, tidy } = await listen(server, folder)
  writeAddress(folder, uri)
  const rest = keepUp(engine)
  const heartbeat = setInterval(() => {
    const now = new Date()
    utimesSync(addressFile(folder), now, now)
  }, HEARTBEAT)
  return {
    uri,
    stop: async () => {
      clearInterval(heartbeat)
      rest()
      forgetAddress(folder)
      await new Promise((resolve) => {
        server.close(resolve)
        closeAll()
      })
      tidy()
      engine.parts.transactions.endAll()
      giveUpOwnership(store)
      await store.close()
    },
  }
}

async function openStore(folder: string): Promise<Store> {
  let made: typeof Store
  try {
    made = (await import('./storage/store.ts')).Store
  } catch (error) {
    throw new DatabaseRefused(
      `The embedded database's binary part (lmdb) is missing for ${process.platform}-${process.arch}; install without --omit=optional, or set MONGODB_URI: ${firstLine(error)}`,
    )
  }
  try {
    return new made(dataFile(folder))
  } catch (error) {
    throw new DatabaseRefused(`The data file ${dataFile(folder)} cannot be opened: ${firstLine(error)}`)
  }
}

const firstLine = (error: unknown): string =>
  error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
