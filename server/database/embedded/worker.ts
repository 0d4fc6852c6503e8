import { parentPort, workerData } from 'node:worker_threads'
import { openServer } from './service.ts'
import { DatabaseRefused } from './refused.ts'

/** The worker thread: serves one folder until it is told to stop. */
const given: unknown = workerData
const folder = typeof given === 'object' && given !== null && 'folder' in given ? String(given.folder) : ''
const port = parentPort
if (port === null) throw new Error('this file is for a worker thread')

try {
  const service = await openServer(folder)
  const stop = async (): Promise<void> => {
    try {
      await service.stop()
      port.close()
    } catch (error) {
      process.stderr.write(`embedded database: ${error instanceof Error ? error.message : String(error)}\n`)
      process.exit(1)
    }
  }
  port.once('message', () => void stop())
  port.postMessage({ uri: service.uri })
} catch (error) {
  if (!(error instanceof DatabaseRefused)) throw error
  port.postMessage({ refused: error.message })
  port.close()
}
