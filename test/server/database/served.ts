import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import mongoose from 'mongoose'
import { Engine } from '../../../server/database/embedded/engine.ts'
import { startEmbedded } from '../../../server/database/embedded/start.ts'
import { Store } from '../../../server/database/embedded/storage/store.ts'
import { decode } from '../../../server/database/embedded/values/decode.ts'
import type { Document } from '../../../server/database/embedded/values/types.ts'

export type Served = {
  readonly folder: string
  uri: string
  client: mongoose.mongo.MongoClient
  /** A collection of a fresh name. */
  fresh(): mongoose.mongo.Collection<any>
  /** Stops the server, the folder staying, and starts it again. */
  restart(): Promise<void>
}

/** A server of the embedded database for one `describe`, over a folder that goes with it, and a client. */
export function served(): Served {
  let stop: (() => Promise<void>) | undefined
  let number = 0
  const it = {
    folder: '',
    uri: '',
    client: new mongoose.mongo.MongoClient('mongodb://localhost'),
    fresh: () => it.client.db('subrosa').collection<any>(`fresh${++number}`),
    restart: async () => {
      await it.client.close()
      await stop?.()
      await begin()
    },
  }
  async function begin(): Promise<void> {
    const started = await startEmbedded({ folder: it.folder })
    stop = () => started.stop()
    it.uri = started.uri
    it.client = await mongoose.mongo.MongoClient.connect(started.uri)
  }
  before(async () => {
    it.folder = await temporaryFolder()
    await begin()
  })
  after(async () => {
    await it.client.close()
    await stop?.()
    await rm(it.folder, { recursive: true, force: true })
  })
  return it
}

export const temporaryFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'subrosa-db-'))

export type Alone = {
  engine: Engine
  readonly run: (body: Document) => Promise<Document>
  /** A new engine over the same data, as after a crash. */
  readonly restart: () => void
  readonly end: () => Promise<void>
}

/** The engine alone, in this thread and without a socket: for what a test cannot wait for. */
export async function engineAlone(): Promise<Alone> {
  const folder = await temporaryFolder()
  const store = new Store(join(folder, 'database.mdb'))
  const alone: Alone = {
    engine: new Engine(store),
    run: async (body) => {
      const [name = ''] = body.keys()
      const reply = await alone.engine.submit({ name, body, raw: new Map() })
      return Buffer.isBuffer(reply) ? decode(reply) : reply
    },
    restart: () => {
      alone.engine = new Engine(store)
    },
    end: async () => {
      await store.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
  return alone
}

/** The error that a promise must end in. */
export async function failureOf(promise: Promise<unknown>): Promise<any> {
  try {
    await promise
  } catch (error) {
    return error
  }
  throw new Error('it should have failed')
}
