import { parentPort, workerData } from 'node:worker_threads'
import { openServer } from './service.ts'
import { DatabaseRefused } from './refused.ts'

/** The worker thread: serves one folder until it is told to stop. */
const given: unknown = workerData
const field = (name: string): unknown =>
  typeof given === 'object' ? new Map(Object.entries(given ?? {})).get(name) : undefined
const [folder, wanted] = [field('folder'), field('port')]
const port = parentPort
if (port === null) throw new Error('this file is for a worker thread')

try {
  const service = await openServer(String(folder), typeof wanted === 'number' ? wanted : undefined)
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
