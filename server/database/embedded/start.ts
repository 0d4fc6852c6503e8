import { resolve } from 'node:path'
import { Worker } from 'node:worker_threads'
import { z } from 'zod'
import { DatabaseRefused } from './refused.ts'
import { workerFile } from './workerFile.ts'

export { runningAddress } from './address.ts'
export { checkedPages } from './folder.ts'
export { DatabaseRefused } from './refused.ts'

/** Folders this process serves now: lmdb would let a second worker in. */
const open = new Set<string>()
const told = z.union([z.object({ uri: z.string() }), z.object({ refused: z.string() })])

/**
 * Starts the embedded database over a folder, in a worker thread. Gives its address, for any MongoDB driver, and
 * `stop`, which writes everything down and removes the address file. With a port (0: any) it listens on loopback with
 * a random password, which is in the address; else on a socket of this user's, where the system has sockets. Throws DatabaseRefused, with a message of one
 * line, where the folder cannot be used or is in use.
 */
export async function startEmbedded(options: {
  folder: string
  port?: number | undefined
}): Promise<{ uri: string; stop(): Promise<void> }> {
  const folder = resolve(options.folder)
  const file = await workerFile()
  if (open.has(folder)) throw new DatabaseRefused(`The data folder ${folder} is in use by this process`)
  open.add(folder)
  const worker = new Worker(file, {
    workerData: { folder, port: options.port },
    execArgv: ['--enable-source-maps'],
    // Documents and replies live for one turn: with room for many, few are ever copied by the garbage collector.
    resourceLimits: { maxYoungGenerationSizeMb: 96 },
  })
  const ended = new Promise<void>((settle) => {
    worker.once('exit', () => {
      open.delete(folder)
      settle()
    })
  })
  try {
    const answer = await firstMessage(worker)
    if ('refused' in answer) {
      await ended
      throw new DatabaseRefused(answer.refused)
    }
    // The process may end without waiting for the worker: whatever was acknowledged is on disk.
    worker.unref()
    return {
      uri: answer.uri,
      stop: async () => {
        worker.ref()
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker, not a window
        worker.postMessage('stop')
        await ended
      },
    }
  } catch (error) {
    open.delete(folder)
    throw error
  }
}

function firstMessage(worker: Worker): Promise<z.output<typeof told>> {
  return new Promise((settle, reject) => {
    worker.once('message', (message: unknown) => {
      settle(told.parse(message))
    })
    worker.once('error', (error) => {
      reject(new DatabaseRefused(notStarted(error)))
    })
    worker.once('exit', () => {
      reject(new DatabaseRefused('The embedded database ended before it had started'))
    })
  })
}

/** The worker ends at once where lmdb, or the part of it that is made for this kind of machine, was not installed. */
function notStarted(error: Error): string {
  const why = error.message.split('\n')[0] ?? ''
  const isMissing = ('code' in error && String(error.code).endsWith('MODULE_NOT_FOUND')) || /No native build/.test(why)
  return isMissing
    ? `The embedded database's binary part (lmdb) is missing for ${process.platform}-${process.arch}; install without --omit=optional, or set MONGODB_URI: ${why}`
    : `The embedded database did not start: ${why}`
}
