import { EJSON } from 'bson'
import type { mongo } from 'mongoose'
import { DatabaseRefused } from '../embedded/refused.ts'
import { decode } from '../embedded/values/decode.ts'
import { markUnfinished, unfinished } from '../unfinished.ts'
import type { Described } from './archive.ts'
import { Digest } from './digest.ts'

type Db = mongo.Db

const BATCH = 1000
const BATCH_BYTES = 8 << 20

/** Writes documents, as the bytes that they are, in batches. */
export class Writer {
  readonly digest = new Digest()
  readonly #db: Db
  readonly #collection: string
  #batch: Buffer[] = []
  #bytes = 0

  constructor(db: Db, collection: string) {
    this.#db = db
    this.#collection = collection
  }

  async add(document: Buffer): Promise<void> {
    this.digest.add(document)
    this.#batch.push(document)
    this.#bytes += document.length
    if (this.#batch.length >= BATCH || this.#bytes >= BATCH_BYTES) await this.flush()
  }

  async flush(): Promise<void> {
    if (this.#batch.length === 0) return
    // Maps of typed values keep the order of fields and the types of numbers, which plain objects do not.
    const documents = this.#batch.map((bytes) => decode(bytes))
    const writeConcern = { w: 'majority' }
    const reply = await this.#db.command({ insert: this.#collection, documents, ordered: true, writeConcern })
    const [error] = [...(reply['writeErrors'] ?? [])]
    if (error !== undefined) throw new Error(`${this.#collection}: ${error.errmsg}`)
    this.#batch = []
    this.#bytes = 0
  }
}

/**
 * Takes a database to write a copy into. It must be empty, or hold what the same kind of work has left unfinished.
 * Until `finish` the database is marked, and nothing takes it for whole. Returns whether work was left there.
 * @throws DatabaseRefused where it holds anything else
 */
export async function begin(db: Db, kind: 'restore' | 'migration'): Promise<boolean> {
  const left = await unfinished(db)
  if (left !== undefined && left !== kind)
    throw new DatabaseRefused(`The target database holds an unfinished ${left}; empty it first, or finish that`)
  if (left === undefined && (await holdsAnything(db)))
    throw new DatabaseRefused('The target database is not empty; it was left as it is')
  await markUnfinished(db, kind)
  return left !== undefined
}

async function holdsAnything(db: Db): Promise<boolean> {
  for (const { name } of await db.listCollections({}, { nameOnly: true }).toArray())
    if (!name.startsWith('system.') && (await db.collection(name).findOne({}, { projection: { _id: 1 } })) !== null)
      return true
  return false
}

/** Drops every collection but the mark. */
export async function clear(db: Db): Promise<void> {
  for (const { name } of await db.listCollections({}, { nameOnly: true }).toArray())
    if (!name.startsWith('system.') && name !== 'unfinished') await db.collection(name).drop()
}

type Metadata = { readonly options?: mongo.Document; readonly indexes?: readonly mongo.IndexDescriptionInfo[] }
const metadataOf = ({ metadata }: Described): Metadata => EJSON.parse(metadata, { relaxed: false }) as Metadata

/** Makes a collection with the options it had. */
export async function makeCollection(db: Db, described: Described): Promise<void> {
  await db.createCollection(described.name, metadataOf(described).options ?? {})
}

/** Makes the indexes a collection had. */
export async function makeIndexes(db: Db, described: Described): Promise<void> {
  const indexes = (metadataOf(described).indexes ?? []).filter(({ name }) => name !== '_id_')
  if (indexes.length > 0) await db.command({ createIndexes: described.name, indexes })
}
