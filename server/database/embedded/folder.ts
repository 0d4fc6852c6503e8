import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  statSync,
} from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { DatabaseRefused } from './refused.ts'
import { metaKey } from './storage/layout.ts'
import type { Store } from './storage/store.ts'
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

/** Makes the folder where there is none and checks that it may be written to. */
export function prepareFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK)
    for (const file of [dataFile(folder), `${dataFile(folder)}-lock`]) {
      if (existsSync(file)) accessSync(file, constants.R_OK | constants.W_OK)
    }
  } catch (error) {
    throw new DatabaseRefused(`The data folder ${folder} cannot be used: ${reason(error)}`)
  }
}

/** Makes the data file and its lock readable by their owner only, before lmdb would make them for more. */
export function protectFiles(folder: string): void {
  for (const file of [dataFile(folder), `${dataFile(folder)}-lock`]) {
    closeSync(openSync(file, 'a', 0o600))
    chmodSync(file, 0o600)
  }
}

/** lmdb's file header: two pages that each tell the page size, the last page in use and the commit they are of. */
const MAGIC = 0xbeefc0de
const META = 24
const at = { magic: META, pageSize: META + 24, lastPage: META + 120, commit: META + 128, end: META + 136 }

/** Refuses a data file that is not lmdb's. lmdb itself might crash on it. Returns false where it seems too short. */
export function checkFile(file: string): 'new' | 'whole' | 'short' {
  if (!existsSync(file) || statSync(file).size === 0) return 'new'
  const descriptor = openSync(file, 'r')
  try {
    const read = (position: number): Buffer => {
      const bytes = Buffer.alloc(at.end)
      readSync(descriptor, bytes, 0, bytes.length, position)
      return bytes
    }
    const first = read(0)
    const pageSize = first.readUInt32LE(at.pageSize)
    const second = read(pageSize)
    if (first.readUInt32LE(at.magic) !== MAGIC || second.readUInt32LE(at.magic) !== MAGIC) {
      throw new DatabaseRefused(`${file} is not a data file of the embedded database; it was left as it is`)
    }
    const latest = first.readBigUInt64LE(at.commit) >= second.readBigUInt64LE(at.commit) ? first : second
    const needed = (Number(latest.readBigUInt64LE(at.lastPage)) + 1) * pageSize
    return fstatSync(descriptor).size < needed ? 'short' : 'whole'
  } finally {
    closeSync(descriptor)
  }
}

/** When a process began, as far as the system tells: so that a number used again is not taken for the old process. */
function beginningOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  } catch {
    return ''
  }
}

function isAlive(pid: number, beginning: string): boolean {
  if (pid === process.pid) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false
  }
  const now = beginningOf(pid)
  return now === '' || beginning === '' || now === beginning
}

/** The address file is touched every five seconds; one not touched for this long has no living owner. */
const HEARTBEAT = 15_000

function heardFrom(folder: string): boolean {
  try {
    return statSync(addressFile(folder)).mtimeMs + HEARTBEAT > Date.now()
  } catch {
    return false
  }
}

/**
 * Takes the data file for this process, in one write that no other process can be inside at the same time. Throws
 * DatabaseRefused where another living process has it, or where the file is another program's.
 */
export function takeOwnership(store: Store, folder: string, isNew: boolean): void {
  store.write(() => {
    const format = store.get(metaKey('format'))
    if (format === undefined) {
      if (!isNew && store.count(Buffer.from([0]), Buffer.alloc(8, 0xff)) > 0) {
        throw new DatabaseRefused(`${dataFile(folder)} holds another program's data; it was left as it is`)
      }
      store.put(metaKey('format'), encode(doc(['format', FORMAT], ['version', int(VERSION)])))
    } else checkFormat(format, folder)
    const owner = store.get(metaKey('owner'))
    if (owner !== undefined) checkOwner(owner, folder)
    store.put(
      metaKey('owner'),
      encode(doc(['pid', int(process.pid)], ['beginning', beginningOf(process.pid)], ['host', hostname()])),
    )
  })
}

function checkFormat(bytes: Buffer, folder: string): void {
  const format = decode(bytes)
  if (format.get('format') !== FORMAT)
    throw new DatabaseRefused(`${dataFile(folder)} holds another program's data; it was left as it is`)
  const version = wholeNumber(format.get('version')) ?? 0
  if (version > VERSION)
    throw new DatabaseRefused(`${dataFile(folder)} was written by a newer version of this program (format ${version})`)
}

function checkOwner(bytes: Buffer, folder: string): void {
  const owner = decode(bytes)
  const pid = wholeNumber(owner.get('pid')) ?? 0
  const [host, beginning] = ['host', 'beginning'].map((name) => {
    const value = owner.get(name)
    return typeof value === 'string' ? value : ''
  })
  const elsewhere = host !== hostname()
  if (elsewhere ? heardFrom(folder) : isAlive(pid, beginning ?? '')) {
    throw new DatabaseRefused(`The data folder ${folder} is in use by process ${pid}${elsewhere ? ` on ${host}` : ''}`)
  }
}

export function giveUpOwnership(store: Store): void {
  store.write(() => {
    store.remove(metaKey('owner'))
  })
}
