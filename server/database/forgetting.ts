import type { mongo } from 'mongoose'
import { isEmbedded } from './backup/source.ts'

/**
 * Makes the embedded database forget: after it, no byte of what was deleted or overwritten before is in any of its
 * files. Others work on meanwhile. For whoever disposes of sealed records. A MongoDB deployment has no such promise to
 * give; there, records are sealed under keys that are destroyed, and this does nothing.
 * @returns the size of the data file in bytes, before and after; undefined where nothing was done
 */
export async function forgetDeleted(db: mongo.Db): Promise<{ before: number; after: number } | undefined> {
  if (!(await isEmbedded(db))) return undefined
  const { bytesBefore, bytesAfter } = await db.admin().command({ subrosaCompact: 1 })
  return { before: Number(bytesBefore), after: Number(bytesAfter) }
}
