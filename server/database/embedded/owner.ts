import { readFileSync, statSync } from 'node:fs'
import { hostname } from 'node:os'
import { setTimeout } from 'node:timers/promises'
import { addressFile, checkFormat } from './folder.ts'
import { DatabaseRefused } from './refused.ts'
import { metaKey } from './storage/layout.ts'
import type { Store } from './storage/store.ts'
import { decode } from './values/decode.ts'
import { encode } from './values/encode.ts'
import { wholeNumber } from './values/numbers.ts'
import { doc, int } from './values/types.ts'

/** The state letter and the beginning of a process, as far as the system tells. */
function statusOf(pid: number): { readonly state: string; readonly beginning: string } {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return { state: fields[0] ?? '', beginning: fields[19] ?? '' }
  } catch {
    return { state: '', beginning: '' }
  }
}

/** A number used again is not taken for the old process, nor one that has ended and waits for its parent. */
function isAlive(pid: number, beginning: string): boolean {
  if (pid === process.pid) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false
  }
  const now = statusOf(pid)
  if (now.state === 'Z' || now.state === 'X') return false
  return now.beginning === '' || beginning === '' || now.beginning === beginning
}

/** The address file is touched every five seconds; one not touched for this long has no living owner. */
const HEARTBEAT = 15_000

function lastHeartbeat(folder: string): number {
  try {
    return statSync(addressFile(folder)).mtimeMs
  } catch {
    return 0
  }
}

/** An owner on another machine, or in another container: only its heartbeat tells whether it lives. */
class Elsewhere extends Error {
  override readonly name = 'Elsewhere'
}

/**
 * Takes the data file for this process, in one write that no other process can be inside at the same time. An owner
 * elsewhere is given the time of its heartbeat to show that it lives. Throws DatabaseRefused where another living
 * process has the file, or where it is another program's.
 * @param patience how long to wait for a heartbeat, in milliseconds
 */
export async function takeOwnership(store: Store, folder: string, patience = HEARTBEAT): Promise<void> {
  const seen = lastHeartbeat(folder)
  const until = Math.max(Math.min(seen, Date.now()) + patience, Date.now() + patience / 10)
  for (;;) {
    // A clock that is ahead elsewhere must not keep the folder taken: only a beat that is heard now counts.
    const isSilent = Date.now() > until && lastHeartbeat(folder) === seen
    try {
      claim(store, folder, isSilent)
      return
    } catch (error) {
      if (!(error instanceof Elsewhere)) throw error
      if (lastHeartbeat(folder) !== seen) throw new DatabaseRefused(error.message)
      await setTimeout(Math.min(200, patience))
    }
  }
}

function claim(store: Store, folder: string, isSilent: boolean): void {
  store.write(() => {
    checkFormat(store.get(metaKey('format')), folder)
    const owner = store.get(metaKey('owner'))
    if (owner !== undefined) checkOwner(owner, folder, isSilent)
    store.put(
      metaKey('owner'),
      encode(doc(['pid', int(process.pid)], ['beginning', statusOf(process.pid).beginning], ['host', hostname()])),
    )
  })
}

function checkOwner(bytes: Buffer, folder: string, isSilent: boolean): void {
  const owner = decode(bytes)
  const pid = wholeNumber(owner.get('pid')) ?? 0
  const [host, beginning] = ['host', 'beginning'].map((name) => {
    const value = owner.get(name)
    return typeof value === 'string' ? value : ''
  })
  if (host !== hostname()) {
    if (!isSilent) throw new Elsewhere(`The data folder ${folder} is in use by process ${pid} on ${host}`)
  } else if (isAlive(pid, beginning ?? '')) {
    throw new DatabaseRefused(`The data folder ${folder} is in use by process ${pid}`)
  }
}

export function giveUpOwnership(store: Store): void {
  store.write(() => {
    store.remove(metaKey('owner'))
  })
}
