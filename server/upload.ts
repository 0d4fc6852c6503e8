import type { Request, Response } from 'express'
import multer from 'multer'
import { Refused } from './errors.ts'

/** A file that somebody sent: what it called itself, and its bytes. Its type is found from its content. */
export type Upload = { readonly name: string; readonly content: Buffer }

/** The largest file taken, in bytes. */
export const largestUpload = 25 * 1024 * 1024

const single = multer({
  storage: multer.memoryStorage(),
  limits: { fileSize: largestUpload, files: 1, fields: 50, fieldSize: 1024 * 1024, parts: 60 },
  defParamCharset: 'utf8',
}).single('file')

/**
 * Reads a multipart form with at most one file, in the field `file`; the other fields land in `req.body`.
 * The answer gives the file, or throws Refused about the field `file` when it is too large or cannot be read: inside
 * the form's own work, so that the form comes back with what was typed.
 */
export async function receive(req: Request, res: Response): Promise<() => Upload | undefined> {
  const error = await new Promise<unknown>((resolve) => void single(req, res, resolve))
  return () => {
    if (error instanceof multer.MulterError && error.code === 'LIMIT_FILE_SIZE')
      throw new Refused('The file must be smaller than 25 MB. Save it as a smaller file, or split it', 'file')
    if (error !== undefined && error !== null) throw new Refused('The file could not be read. Choose it again', 'file')
    return req.file === undefined ? undefined : { name: req.file.originalname, content: req.file.buffer }
  }
}
