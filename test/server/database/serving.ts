import { startEmbedded } from '../../../server/database/embedded/start.ts'

// A process that only serves a folder, so that a test may kill it. Says its address, or why there is none.
try {
  const { uri } = await startEmbedded({ folder: process.argv[2] ?? '' })
  process.stdout.write(`${uri}\n`)
  setInterval(() => undefined, 60_000)
} catch (error) {
  process.stdout.write(`${String(error)}\n`)
}
