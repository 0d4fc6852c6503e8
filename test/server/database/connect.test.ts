import { expect } from 'chai'
import { type ChildProcess, spawn } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import mongoose from 'mongoose'
import { hello } from '../../../server/database/embedded/commands/server.ts'
import { startEmbedded } from '../../../server/database/embedded/start.ts'
import { parseMessage, replyTo } from '../../../server/database/embedded/wire/message.ts'
import { failureOf, temporaryFolder } from './served.ts'

type Opened = {
  readonly next: () => Promise<string>
  readonly close: () => Promise<number | null>
  readonly child: ChildProcess
}

/** A process that opens the database, over a folder or at an address. */
function opening(folder: string, uri = ''): Opened {
  const file = fileURLToPath(new URL('./connecting.ts', import.meta.url))
  const child = spawn(process.execPath, ['--import', 'tsx', file, folder, uri], { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  return {
    child,
    next: async () => String((await lines.next()).value),
    close: () => {
      child.stdin.write('close\n')
      return ended
    },
  }
}

describe('opening the database', function () {
  this.timeout(120_000)
  let folder = ''
  beforeEach(async () => {
    folder = await temporaryFolder()
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  it('starts one over the folder, lets other processes join it, stops it with its starter, and lets all of them end', async () => {
    const first = opening(folder)
    const said = await first.next()
    expect(said).to.match(/^visit 1 at mongodb:/)
    const second = opening(folder)
    expect(await second.next()).to.equal(said.replace('visit 1', 'visit 2'))
    expect(await second.close()).to.equal(0)
    expect(await second.next()).to.equal('closed')
    expect(await first.close()).to.equal(0)
    const third = opening(folder)
    expect(await third.next()).to.match(/^visit 3 at/)
    third.child.kill('SIGKILL')
    await new Promise((resolve) => third.child.once('exit', resolve))
    const fourth = opening(folder)
    expect(await fourth.next()).to.match(/^visit 4 at/)
    expect(await fourth.close()).to.equal(0)
  })

  it('uses the deployment whose address it is given', async () => {
    const server = await startEmbedded({ folder })
    const opened = opening(`${folder}/unused`, server.uri)
    expect(await opened.next()).to.equal(`visit 1 at ${server.uri}`)
    await opened.close()
    await server.stop()
  })

  it('says in one line that a deployment cannot be reached, without its password', async () => {
    const opened = opening(
      folder,
      'mongodb://someone:secret@127.0.0.1:1/subrosa?connectTimeoutMS=500&serverSelectionTimeoutMS=500',
    )
    const said = await opened.next()
    expect(said).to.include('DatabaseRefused').and.to.include('127.0.0.1:1/subrosa').and.to.include('cannot be reached')
    expect(said).to.not.include('secret')
    expect(await opened.close()).to.equal(1)
  })

  it('refuses a standalone server, which has no transactions', async () => {
    const standalone = createServer((socket) => {
      socket.on('data', (bytes) => {
        const reply = hello()
        for (const name of ['setName', 'setVersion', 'hosts', 'me', 'primary']) reply.delete(name)
        for (const part of replyTo(parseMessage(bytes), reply)) socket.write(part)
      })
      socket.on('error', () => undefined)
    })
    await new Promise<void>((resolve) => standalone.listen(0, '127.0.0.1', resolve))
    const { port } = standalone.address() as AddressInfo
    const opened = opening(folder, `mongodb://127.0.0.1:${port}/subrosa`)
    expect(await opened.next())
      .to.include('DatabaseRefused')
      .and.to.include('standalone server without transactions')
    await opened.close()
    standalone.close()
  })
})

describe('the database on a port', () => {
  it('lets in who has the password, and nobody else', async () => {
    const folder = await temporaryFolder()
    const server = await startEmbedded({ folder, port: 0 })
    expect(server.uri).to.match(/^mongodb:\/\/subrosa:[0-9a-f]{48}@127\.0\.0\.1:\d+\/subrosa\?directConnection=true/)
    const client = await mongoose.mongo.MongoClient.connect(server.uri)
    await client.db('subrosa').collection('things').insertOne({ a: 1 })
    expect(await client.db('subrosa').collection('things').countDocuments()).to.equal(1)
    await client.close()
    const wrong = server.uri.replace(/:[0-9a-f]{48}@/, `:${'0'.repeat(48)}@`)
    expect(await failureOf(mongoose.mongo.MongoClient.connect(wrong, { serverSelectionTimeoutMS: 2000 }))).to.include({
      code: 18,
    })
    const anonymous = server.uri.replace(/subrosa:[0-9a-f]{48}@/, '').replace(/&auth.*/, '')
    const stranger = await mongoose.mongo.MongoClient.connect(anonymous)
    expect(await failureOf(stranger.db('subrosa').collection('things').findOne())).to.include({ code: 13 })
    await stranger.close()
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  })

  it('refuses a port that is taken', async () => {
    const folder = await temporaryFolder()
    const taken = createServer()
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
    const { port } = taken.address() as AddressInfo
    expect((await failureOf(startEmbedded({ folder, port }))).message).to.include(`cannot listen on port ${port}`)
    taken.close()
    await (await startEmbedded({ folder })).stop()
    await rm(folder, { recursive: true, force: true })
  })
})
