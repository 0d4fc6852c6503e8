import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { type Server, connect } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { addressFile } from './folder.ts'
import { DatabaseRefused } from './refused.ts'

/** The database the application uses, in every address. */
const NAME = 'subrosa'
/** A socket's path may have 107 bytes on Linux and 103 on macOS. */
const LONGEST_PATH = 100

export type Listening = { readonly uri: string; readonly tidy: () => void }

const uriOf = (path: string): string => `mongodb://${encodeURIComponent(path)}/${NAME}?directConnection=true`

/** Lets a server listen where only this user can reach it. */
export async function listen(server: Server, folder: string): Promise<Listening> {
  let failed: unknown
  for (const directory of [join(folder, 'socket'), undefined]) {
    try {
      const path = join(socketDirectory(directory), 'database.sock')
      if (Buffer.byteLength(path) > LONGEST_PATH) continue
      rmSync(path, { force: true })
      await listening(server, path)
      return {
        uri: uriOf(path),
        tidy: () => {
          rmSync(dirname(path), { recursive: true, force: true })
        },
      }
    } catch (error) {
      failed = error
    }
  }
  throw new DatabaseRefused(`No socket can be made for the data folder ${folder}: ${String(failed)}`)
}

/** A directory only the owner may enter: the folder's own, or a fresh one among the temporary files. */
function socketDirectory(own: string | undefined): string {
  if (own === undefined) return mkdtempSync(join(tmpdir(), 'subrosa-'))
  rmSync(own, { recursive: true, force: true })
  mkdirSync(own, { mode: 0o700 })
  return own
}

const listening = (server: Server, path: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(path, () => {
      server.off('error', reject)
      resolve()
    })
  })

/** Writes the address for other processes of this user; whole or not at all. */
export function writeAddress(folder: string, uri: string): void {
  const file = addressFile(folder)
  writeFileSync(`${file}.new`, `${uri}\n`, { mode: 0o600 })
  renameSync(`${file}.new`, file)
}

export function forgetAddress(folder: string): void {
  rmSync(addressFile(folder), { force: true })
}

/** The address of the database running over a folder, or undefined where none answers (a crash leaves the file). */
export async function runningAddress(folder: string): Promise<string | undefined> {
  let written: string
  try {
    written = readFileSync(addressFile(folder), 'utf8')
  } catch {
    return undefined
  }
  const [uri = '', host] = /mongodb:\/\/(?:[^@/\s]*@)?([^/\s]+)\/\S*/.exec(written) ?? []
  return host !== undefined && (await answers(decodeURIComponent(host))) ? uri : undefined
}

function answers(host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const [, name, port] = /^([^/]+):(\d+)$/.exec(host) ?? []
    const socket = name === undefined ? connect({ path: host }) : connect({ host: name, port: Number(port) })
    const end = (alive: boolean) => () => {
      socket.destroy()
      resolve(alive)
    }
    socket.setTimeout(1000, end(false))
    socket.on('error', end(false))
    socket.on('connect', end(true))
  })
}
