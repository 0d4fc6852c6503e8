import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { type ListenOptions, type Server, connect } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { addressFile } from './folder.ts'
import { DatabaseRefused } from './refused.ts'
import type { Credentials } from './wire/scram.ts'

/** The database the application uses, in every address. */
const NAME = 'subrosa'
/** A socket's path may have 107 bytes on Linux and 103 on macOS; its name takes 14 of them. */
const LONGEST_DIRECTORY = 88

export type Listening = { readonly uri: string; readonly tidy: () => void }
/** A server to let listen, made for who knows the password, where there is one. */
export type MakeServer = (credentials?: Credentials) => Server

const uriOf = (host: string, options = ''): string => `mongodb://${host}/${NAME}?directConnection=true${options}`

/**
 * Lets a server listen where only this user can reach it: on a socket in a directory of this user's; on loopback with
 * a random password where a port is asked for (0: any) and where there are no sockets.
 */
export async function listen(make: MakeServer, folder: string, port: number | undefined): Promise<Listening> {
  if (port !== undefined || process.platform === 'win32') return listenOnPort(make, port ?? 0)
  for (const directory of [join(folder, 'socket'), undefined]) {
    if (directory !== undefined && Buffer.byteLength(directory) > LONGEST_DIRECTORY) continue
    try {
      const path = join(socketDirectory(directory), 'database.sock')
      await listening(make(), { path })
      return {
        uri: uriOf(encodeURIComponent(path)),
        tidy: () => {
          rmSync(dirname(path), { recursive: true, force: true })
        },
      }
    } catch {
      // Some file systems have no sockets: then the next way.
    }
  }
  return listenOnPort(make, 0)
}

async function listenOnPort(make: MakeServer, port: number): Promise<Listening> {
  const credentials = { user: NAME, password: randomBytes(24).toString('hex') }
  const server = make(credentials)
  try {
    await listening(server, { host: '127.0.0.1', port })
  } catch (error) {
    throw new DatabaseRefused(
      `The database cannot listen on port ${port}: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
  const address = server.address()
  const number = typeof address === 'object' && address !== null ? address.port : port
  const options = '&authSource=admin&authMechanism=SCRAM-SHA-256'
  return {
    uri: uriOf(`${credentials.user}:${credentials.password}@127.0.0.1:${number}`, options),
    tidy: () => undefined,
  }
}

/** A directory only the owner may enter: the folder's own, or a fresh one among the temporary files. */
function socketDirectory(own: string | undefined): string {
  if (own === undefined) return mkdtempSync(join(tmpdir(), 'subrosa-'))
  rmSync(own, { recursive: true, force: true })
  mkdirSync(own, { mode: 0o700 })
  return own
}

const listening = (server: Server, where: ListenOptions): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(where, () => {
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
