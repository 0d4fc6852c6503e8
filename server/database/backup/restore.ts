import type { mongo } from 'mongoose'
import { type Described, partsOf } from './archive.ts'
import { digestOf } from './digest.ts'
import { documentsOf } from './source.ts'
import { Writer, begin, clear, makeCollection, makeIndexes } from './target.ts'

export type Restored = { readonly collections: number; readonly documents: number }

/**
 * Restores an archive into an empty database. The archive is read twice: nothing is written before all of it has been
 * found good. Every collection is read back and compared. The database stays marked as unfinished until the caller, who
 * knows what else must be right, takes the mark away.
 * @param open opens the archive from its beginning
 * @throws BackupDamaged, DatabaseRefused; in both cases with nothing changed
 */
export async function restoreArchive(db: mongo.Db, open: () => AsyncIterable<Uint8Array>): Promise<Restored> {
  for await (const part of partsOf(open())) void part
  if (await begin(db, 'restore')) await clear(db)
  const described = new Map<string, Described>()
  const writers = new Map<string, Writer>()
  const writerOf = (collection: string): Writer => {
    const writer = writers.get(collection) ?? new Writer(db, collection)
    writers.set(collection, writer)
    return writer
  }
  let documents = 0
  for await (const part of partsOf(open())) {
    if (part.kind === 'collections') {
      for (const each of part.collections) {
        described.set(each.name, each)
        await makeCollection(db, each)
      }
    } else if (part.kind === 'document') {
      await writerOf(part.collection).add(part.document)
      documents++
    } else {
      const writer = writerOf(part.collection)
      await writer.flush()
      const about = described.get(part.collection)
      if (about !== undefined) await makeIndexes(db, about)
      if (!writer.digest.equals(await digestOf(documentsOf(db, part.collection))))
        throw new Error(`${part.collection} is not in the database as it is in the backup`)
    }
  }
  return { collections: described.size, documents }
}
