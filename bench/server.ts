import { mkdtemp } from 'node:fs/promises'
import { type Server, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import express from 'express'
import mongoose from 'mongoose'
import { openDatabase } from '../server/database/connect.ts'
import { migrate } from '../server/database/migrations/migrate.ts'
import { makeServer } from '../server/listener.ts'
import { application } from '../test/world.ts'
import { aBusyForum } from './forum.ts'

/**
 * The process under load: the application with a forum in it, and beside it an Express that answers a string of as many
 * bytes. Tells its parent where everything is, and ends with it. With the argument `count` it counts the commands to the
 * database, which it tells at /queries.
 */
const counting = process.argv.includes('count')
const folder = await mkdtemp(join(tmpdir(), 'subrosa-bench-'))
await openDatabase({ mongodbUri: process.env['MONGODB_URI'], folder, monitorCommands: counting })
await migrate()
const { meeting, cookie } = await aBusyForum()

const plain = express()
plain.disable('x-powered-by')
let queries = 0
if (counting) mongoose.connection.getClient().on('commandStarted', () => queries++)
plain.get('/queries', (_req, res) => {
  res.type('text').send(String(queries))
})
plain.get('/:bytes', (req, res) => {
  res.type('html').send(texts.get(req.params.bytes) ?? remember(req.params.bytes))
})
const texts = new Map<string, string>()
function remember(bytes: string): string {
  const text = 'x'.repeat(Number(bytes))
  texts.set(bytes, text)
  return text
}

const listening = (server: Server): Promise<string> =>
  new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`))
  })

const { server, answerWith } = makeServer()
answerWith(application())
process.send?.({ app: await listening(server), plain: await listening(createServer(plain)), meeting, cookie })
process.once('disconnect', () => process.exit(0))
