import { existsSync, utimesSync } from 'node:fs'
import type { Server } from 'node:net'
import { Engine } from './engine.ts'
import { createDataFile, removeUnfinished } from './creation.ts'
import { addressFile, checkFile, dataFile, prepareFolder, protectFiles } from './folder.ts'
import { giveUpOwnership, takeOwnership } from './owner.ts'
import { forgetAddress, listen, writeAddress } from './address.ts'
import { DatabaseRefused } from './refused.ts'
import { Store } from './storage/store.ts'
import { keepUp } from './upkeep.ts'
import type { Credentials } from './wire/scram.ts'
import { wireServer } from './wire/server.ts'

const HEARTBEAT = 5000

export type Service = { readonly uri: string; readonly stop: () => Promise<void> }

/** Opens the data of a folder and serves it. Throws DatabaseRefused, with one line, where that cannot be. */
export async function openServer(folder: string, port: number | undefined): Promise<Service> {
  prepareFolder(folder)
  try {
    if (!existsSync(dataFile(folder))) await createDataFile(folder)
    checkFile(dataFile(folder))
    protectFiles(dataFile(folder))
    const store = new Store(dataFile(folder))
    try {
      await takeOwnership(store, folder)
      removeUnfinished(folder)
      return await serveStore(store, folder, port)
    } catch (error) {
      await store.close()
      throw error
    }
  } catch (error) {
    if (error instanceof DatabaseRefused) throw error
    throw new DatabaseRefused(`The data folder ${folder} cannot be used: ${firstLine(error)}`)
  }
}

async function serveStore(store: Store, folder: string, port: number | undefined): Promise<Service> {
  const engine = new Engine(store)
  const wires: ReturnType<typeof wireServer>[] = []
  const make = (credentials?: Credentials): Server => {
    const wire = wireServer(engine, credentials)
    wires.push(wire)
    return wire.server
  }
  const { uri, tidy } = await listen(make, folder, port)
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
      await Promise.all(wires.map(closed))
      tidy()
      await engine.maintenance.end()
      engine.parts.transactions.endAll()
      giveUpOwnership(store)
      await store.close()
    },
  }
}

/** Ends a server and its connections. */
const closed = ({ server, closeAll }: ReturnType<typeof wireServer>): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve())
    closeAll()
  })

const firstLine = (error: unknown): string =>
  error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
