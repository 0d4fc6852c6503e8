import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { EJSON } from 'bson'
import mongoose from 'mongoose'
import { startEmbedded } from '../embedded/start.ts'
import type { Described, Source } from './archive.ts'
import { BackupDamaged } from './damaged.ts'

type Db = mongoose.mongo.Db
type Session = mongoose.mongo.ClientSession

/** Whether a deployment is the embedded database, which has commands of its own. */
export async function isEmbedded(db: Db): Promise<boolean> {
  return (await db.admin().buildInfo())['gitVersion'] === 'embedded'
}

/** A source that stands still, whatever is written meanwhile. `close` it afterwards. */
export type StillSource = Source & { close(): Promise<void> }

/**
 * Everything in a database as it is at one moment. The embedded database gives a copy of its file, which is served
 * beside it until `close`; a deployment is read in a snapshot session, for which it keeps five minutes of history unless
 * its minSnapshotHistoryWindowInSeconds says otherwise.
 */
export async function stillSource(db: Db): Promise<StillSource> {
  if (!(await isEmbedded(db))) {
    const session = db.client.startSession({ snapshot: true })
    return { ...(await described(db, session)), close: () => session.endSession() }
  }
  const { folder } = await db.admin().command({ subrosaCopy: 1 })
  if (typeof folder !== 'string') throw new Error('the embedded database gave no copy')
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true })
  try {
    const copy = await startEmbedded({ folder })
    // Where the system allows it, the copy's data is gone from the disk whatever becomes of this process.
    await Promise.all(['', '-lock'].map((end) => rm(join(folder, `database.mdb${end}`)).catch(() => undefined)))
    const client = new mongoose.mongo.MongoClient(copy.uri)
    return {
      ...(await described(client.db(db.databaseName), undefined)),
      close: async () => {
        await client.close()
        await copy.stop()
        await remove()
      },
    }
  } catch (error) {
    await remove()
    throw error
  }
}

/** A database as it is while it is read: for one that nobody writes to. */
export const restingSource = (db: Db): Promise<Source> => described(db, undefined)

async function described(db: Db, session: Session | undefined): Promise<Source> {
  const options = session === undefined ? {} : { session }
  const collections: Described[] = []
  const listed = await db.listCollections().toArray()
  for (const info of listed.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const { name, type = 'collection' } = info
    if (name.startsWith('system.')) continue
    if (type !== 'collection') throw new BackupDamaged(`${name} is a ${type}, which is not supported`)
    const indexes = (await db.collection(name).listIndexes().toArray()).map(({ ns: _ns, ...index }) => index)
    const uuid = 'info' in info ? info.info?.uuid : undefined
    const about = {
      ...('options' in info && info.options !== undefined ? { options: info.options } : {}),
      indexes,
      ...(uuid === undefined ? {} : { uuid: Buffer.from(uuid.buffer).toString('hex') }),
      collectionName: name,
      type,
    }
    const [counted] = await db
      .collection(name)
      .aggregate([{ $count: 'n' }], options)
      .toArray()
    collections.push({
      name,
      metadata: EJSON.stringify(about, { relaxed: false }),
      documents: Number(counted?.['n'] ?? 0),
    })
  }
  return {
    database: db.databaseName,
    serverVersion: String((await db.admin().buildInfo())['version']),
    collections,
    read: (name) => documentsOf(db, name, options),
  }
}

/** The documents of a collection, or those that a filter matches, as BSON. */
export async function* documentsOf(
  db: Db,
  collection: string,
  options: { readonly session?: Session } = {},
  filter: mongoose.mongo.Document = {},
): AsyncGenerator<Buffer> {
  // The driver gives bytes where it is asked for `raw`, whatever its types say.
  const cursor: AsyncIterable<unknown> = db.collection(collection).find(filter, { ...options, raw: true })
  for await (const document of cursor) {
    if (!Buffer.isBuffer(document)) throw new Error('the driver did not give the bytes of a document')
    yield document
  }
}
