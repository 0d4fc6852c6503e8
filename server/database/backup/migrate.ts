import type { mongo } from 'mongoose'
import { decode } from '../embedded/values/decode.ts'
import type { Value } from '../embedded/values/types.ts'
import type { Described, Source } from './archive.ts'
import { digestOf } from './digest.ts'
import { documentsOf } from './source.ts'
import { Writer, begin, makeCollection, makeIndexes } from './target.ts'

/** What has become of a collection: how many of its documents are there, and in the end whether they were there before. */
export type Progress = {
  readonly collection: string
  readonly done: number
  readonly total: number
  readonly state: 'copying' | 'copied' | 'there already'
}

/** How many documents are looked for at once. */
const BATCH = 500

/**
 * Copies every collection of a source that nobody writes to into an empty database, or goes on where the same was
 * stopped: what is there already and the same is left, what is missing is added. Every collection is read back and
 * compared. The database stays marked as unfinished until the caller takes the mark away.
 * @throws DatabaseRefused where the target holds anything else
 */
export async function migrateTo(db: mongo.Db, source: Source, tell: (progress: Progress) => void): Promise<void> {
  await begin(db, 'migration')
  for (const described of source.collections) await migrateCollection(db, source, described, tell)
}

async function migrateCollection(
  db: mongo.Db,
  source: Source,
  described: Described,
  tell: (progress: Progress) => void,
): Promise<void> {
  const { name: collection } = described
  const expected = await digestOf(source.read(collection))
  const isSame = async (): Promise<boolean> => expected.equals(await digestOf(documentsOf(db, collection)))
  const told = (done: number, state: Progress['state']): void => {
    tell({ collection, done, total: expected.count, state })
  }
  const exists = (await db.listCollections({ name: collection }, { nameOnly: true }).toArray()).length > 0
  if (exists && (await isSame())) {
    await makeIndexes(db, described)
    told(expected.count, 'there already')
    return
  }
  if (exists) await addMissing(db, source, collection, (done) => told(done, 'copying'))
  if (!exists || !(await isSame())) {
    // Something is there that is no longer in the source, or has changed there.
    if (exists) await db.collection(collection).drop()
    await makeCollection(db, described)
    const writer = new Writer(db, collection)
    for await (const document of source.read(collection)) {
      await writer.add(document)
      if (writer.digest.count % BATCH === 0) told(writer.digest.count, 'copying')
    }
    await writer.flush()
    if (!(await isSame()))
      throw new Error(`${collection} is not in the target as it is in the source; was it written to?`)
  }
  await makeIndexes(db, described)
  told(expected.count, 'copied')
}

const idOf = (document: Buffer): Value => decode(document).get('_id') ?? null

/** Adds the documents that are not in the target as they are in the source. */
async function addMissing(
  db: mongo.Db,
  source: Source,
  collection: string,
  tell: (done: number) => void,
): Promise<void> {
  const writer = new Writer(db, collection)
  let [batch, done]: [Buffer[], number] = [[], 0]
  const add = async (): Promise<void> => {
    const wanted = new Map(batch.map((document) => [document.toString('latin1'), document]))
    const others: Value[] = []
    const ids = batch.map(idOf)
    for await (const document of documentsOf(db, collection, {}, { _id: { $in: ids } }))
      if (!wanted.delete(document.toString('latin1'))) others.push(idOf(document))
    if (others.length > 0)
      await db.collection(collection).deleteMany({ _id: { $in: others } } as mongo.Filter<mongo.Document>)
    for (const document of wanted.values()) await writer.add(document)
    await writer.flush()
    done += batch.length
    batch = []
    tell(done)
  }
  for await (const document of source.read(collection)) {
    batch.push(document)
    if (batch.length >= BATCH) await add()
  }
  await add()
}
