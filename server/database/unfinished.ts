import type { mongo } from 'mongoose'
import { DatabaseRefused } from './connect.ts'

/** What may be left half done when a machine stops: the whole database is then not to be used. */
export type Unfinished = 'restore' | 'migration'
type Mark = { readonly _id: 'unfinished'; readonly kind: Unfinished }

const marks = (db: mongo.Db): mongo.Collection<Mark> => db.collection<Mark>('unfinished')

/** What was begun in this database and not finished. */
export async function unfinished(db: mongo.Db): Promise<Unfinished | undefined> {
  return (await marks(db).findOne({ _id: 'unfinished' }))?.kind
}

export async function markUnfinished(db: mongo.Db, kind: Unfinished): Promise<void> {
  await marks(db).replaceOne({ _id: 'unfinished' }, { kind }, { upsert: true, writeConcern: { w: 'majority' } })
}

/** Says that everything is there: the mark goes with its collection. */
export async function markFinished(db: mongo.Db): Promise<void> {
  await marks(db).drop()
}

/** Throws DatabaseRefused where a restore or a migration into this database was not finished. */
export async function refuseUnfinished(db: mongo.Db): Promise<void> {
  const left = await unfinished(db)
  if (left !== undefined)
    throw new DatabaseRefused(
      `A ${left} into this database was not finished. Run it again to its end, or use another database`,
    )
}
