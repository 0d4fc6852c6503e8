import mongoose from 'mongoose'
import { newId } from '../server/ids.ts'

/**
 * The bytes of papers, in GridFS under a random name. No viewer stands here, because a file is reached only through the
 * version of a paper that names it, and that paper was opened through the policy. Nothing in GridFS says whose it is.
 */
const bucket = () => new mongoose.mongo.GridFSBucket(mongoose.connection.db!, { bucketName: 'paperfiles' })

/** Keeps a file and gives its id. Done before the act that links it; what no act links is swept up later. */
export async function storeFile(content: Buffer): Promise<string> {
  const file = newId()
  await new Promise<void>((resolve, reject) => {
    const stream = bucket().openUploadStreamWithId(file as never, file)
    stream.once('finish', () => resolve())
    stream.once('error', reject)
    stream.end(content)
  })
  return file
}

/** The bytes of a file. Rejects when it is gone. */
export async function readFile(file: string): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of bucket().openDownloadStream(file as never)) pieces.push(piece as Buffer)
  return Buffer.concat(pieces)
}

/** Forgets a file that no paper names any more. */
export async function removeFile(file: string): Promise<void> {
  await bucket().delete(file as never)
}

/** The files stored before this instant. */
export async function filesBefore(instant: Date): Promise<string[]> {
  const files = await bucket()
    .find({ uploadDate: { $lt: instant } })
    .toArray()
  return files.map(({ _id }) => String(_id))
}
