import mongoose from 'mongoose'
import { newId } from '../server/ids.ts'
import { NotFound } from '../server/errors.ts'

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

/**
 * The bytes of a file. Throws NotFound when it is gone: its paper was removed, and the file swept up, since the paper
 * was read.
 */
export async function readFile(file: string): Promise<Buffer> {
  const pieces: Buffer[] = []
  try {
    for await (const piece of bucket().openDownloadStream(file as never)) pieces.push(piece as Buffer)
  } catch (error) {
    throw isGone(error) ? new NotFound('paper') : error
  }
  return Buffer.concat(pieces)
}

/** GridFS says so of a file that is not there, and of one whose pieces went while it was being read. */
const isGone = (error: unknown): boolean =>
  error instanceof mongoose.mongo.MongoRuntimeError &&
  (('code' in error && error.code === 'ENOENT') || error instanceof mongoose.mongo.MongoGridFSChunkError)

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
