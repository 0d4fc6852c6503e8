import mongoose, { type mongo } from 'mongoose'

/** What the demonstration finds in its database. */
type Mark = { readonly _id: 'demonstration'; readonly state: 'loading' | 'loaded' }

const marks = (): mongo.Collection<Mark> => database().collection<Mark>('demonstration')

function database(): mongo.Db {
  const { db } = mongoose.connection
  if (db === undefined) throw new Error('there is no connection to the database')
  return db
}

/**
 * Whether the demonstration must be loaded. It goes only into an empty database; one that was left half loaded, when the
 * machine stopped in the middle, is emptied first.
 * @param migrate runs the migrations again after emptying
 * @throws Error, one clear line, when the database holds anything else
 */
export async function mustLoad(migrate: () => Promise<unknown>): Promise<boolean> {
  const mark = await marks().findOne({ _id: 'demonstration' })
  if (mark?.state === 'loaded') return false
  if (mark?.state === 'loading') {
    await database().dropDatabase()
    await migrate()
  } else if (await holdsAnything())
    throw new Error(
      'This database holds something else than the demonstration. Set DATA_DIR (or MONGODB_URI) to an empty one.',
    )
  await marks().insertOne({ _id: 'demonstration', state: 'loading' })
  return true
}

/** Notes that the demonstration is loaded whole. */
export async function loaded(): Promise<void> {
  await marks().updateOne({ _id: 'demonstration' }, { $set: { state: 'loaded' } })
}

async function holdsAnything(): Promise<boolean> {
  for (const { name } of await database().listCollections({}, { nameOnly: true }).toArray())
    if (
      name !== 'migrations' &&
      !name.startsWith('system.') &&
      (await database().collection(name).findOne({})) !== null
    )
      return true
  return false
}
