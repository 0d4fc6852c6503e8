import { startEmbedded } from '../server/database/embedded/start.ts'

/** The process under load: the embedded database over a folder. Tells its address, and its memory whenever it is asked. */
const { uri } = await startEmbedded({ folder: process.argv[2] ?? '' })
process.on('message', () => process.send?.({ bytes: process.memoryUsage().rss }))
process.once('disconnect', () => process.exit(0))
process.send?.({ uri })
