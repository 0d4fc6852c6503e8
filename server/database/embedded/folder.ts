import {
  accessSync,
  appendFileSync,
  chmodSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  statSync,
  statfsSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseRefused } from './refused.ts'
import { fileState } from './storage/pages.ts'
import { decode } from './values/decode.ts'
import { encode } from './values/encode.ts'
import { wholeNumber } from './values/numbers.ts'
import { doc, int } from './values/types.ts'

/** The one file of data, in the folder given. lmdb keeps its lock beside it, under the same name and "-lock". */
export const dataFile = (folder: string): string => join(folder, 'database.mdb')
export const addressFile = (folder: string): string => join(folder, 'database.address')

const FORMAT = 'subrosa embedded database'
const VERSION = 1

const reason = (error: unknown): string =>
  error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)

/**
 * Makes a folder and those above it. Node's own `recursive` never ends where a file system refuses with "no such file"
 * below a folder that is there, as /proc does.
 */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return
  makeFolder(dirname(folder))
  mkdirSync(folder, { mode: 0o700 })
}

/** Without this many bytes free nothing is opened: lmdb ends the process where it cannot write its lock. */
const ROOM = 256 * 1024
/** More than lmdb's lock has for its 1024 readers. */
const LOCK_BYTES = 128 * 1024

/** Whether so many bytes are free on a folder's disk. */
export function hasRoom(folder: string, bytes: number): boolean {
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize >= bytes
}

/** Makes the folder where there is none and checks that it may be written to. */
export function prepareFolder(folder: string): void {
  try {
    makeFolder(folder)
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK)
    for (const file of [dataFile(folder), `${dataFile(folder)}-lock`]) {
      if (existsSync(file)) accessSync(file, constants.R_OK | constants.W_OK)
    }
    if (!hasRoom(folder, ROOM)) throw new Error('there is no room left on its disk')
  } catch (error) {
    throw new DatabaseRefused(`The data folder ${folder} cannot be used: ${reason(error)}`)
  }
}

/** Makes a data file and its lock readable by their owner only, before lmdb would make them for more. */
export function protectFiles(file: string): void {
  for (const each of [file, `${file}-lock`]) {
    closeSync(openSync(each, 'a', 0o600))
    chmodSync(each, 0o600)
  }
  // lmdb maps its lock into memory; what the disk has given is there, a hole might not be.
  const missing = LOCK_BYTES - statSync(`${file}-lock`).size
  if (missing > 0) appendFileSync(`${file}-lock`, Buffer.alloc(missing))
}

/** Refuses a data file that lmdb might crash on: one that is not lmdb's, or of which pages in use are missing. */
export function checkFile(file: string, thorough = false): void {
  const state = fileState(file, thorough)
  if (state === 'foreign')
    throw new DatabaseRefused(`${file} is not a data file of the embedded database; it was left as it is`)
  if (state === 'cut') throw new DatabaseRefused(`${file} is cut off; it was left as it is. Restore it from a backup`)
}

/**
 * Visits every page of a data file that nobody has open. Throws DatabaseRefused where one is missing or another's.
 */
export function checkedPages(folder: string): void {
  const file = dataFile(folder)
  if (!existsSync(file)) throw new DatabaseRefused(`There is no database in ${folder}`)
  checkFile(file, true)
}

/** What a data file says about itself. */
export const formatRecord = (): Buffer => encode(doc(['format', FORMAT], ['version', int(VERSION)]))

/** Checks what a data file says about itself. Throws DatabaseRefused where it is another program's, or too new. */
export function checkFormat(bytes: Buffer | undefined, folder: string): void {
  const format = bytes === undefined ? doc() : decode(bytes)
  if (format.get('format') !== FORMAT)
    throw new DatabaseRefused(`${dataFile(folder)} holds another program's data; it was left as it is`)
  const version = wholeNumber(format.get('version')) ?? 0
  if (version > VERSION)
    throw new DatabaseRefused(`${dataFile(folder)} was written by a newer version of this program (format ${version})`)
}

/** Puts on disk which files a folder holds. Systems that cannot do this for folders do it by themselves. */
export function syncFolder(folder: string): void {
  try {
    const descriptor = openSync(folder, 'r')
    fsyncSync(descriptor)
    closeSync(descriptor)
  } catch (error) {
    if (process.platform !== 'win32') throw error
  }
}
