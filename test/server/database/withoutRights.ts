import { openServer } from '../../../server/database/embedded/service.ts'

// Run by a test as a process of its own: opens a folder as somebody who may not write there, and says what comes of it.
if (process.getuid?.() === 0) process.setuid?.(65_534)
try {
  await openServer(process.argv[2] ?? '', undefined)
  process.stdout.write('opened\n')
} catch (error) {
  process.stdout.write(`${String(error)}\n`)
}
process.exit()
