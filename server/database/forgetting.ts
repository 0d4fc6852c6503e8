import mongoose from 'mongoose'
import { isEmbedded } from './backup/source.ts'

/**
 * Makes the embedded database forget: after it, no byte of what was deleted or overwritten before is in any of its
 * files. Others work on meanwhile. A MongoDB deployment has no such promise to give, and this does nothing there.
 * @param db the database that the application is connected to, unless another is given
 * @returns the size of the data file in bytes, before and after; undefined where nothing was done
 */
export async function forgetDeleted(
  db = mongoose.connection.db,
): Promise<{ before: number; after: number } | undefined> {
  if (db === undefined) throw new Error('there is no connection to the database')
  if (!(await isEmbedded(db))) return undefined
  const { bytesBefore, bytesAfter } = await db.admin().command({ subrosaCompact: 1 })
  return { before: Number(bytesBefore), after: Number(bytesAfter) }
}
