import { expect } from 'chai'
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { copyFile, mkdir, readFile, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { open } from 'lmdb'
import mongoose from 'mongoose'
import { firstFile, freshFile } from '../../../server/database/embedded/creation.ts'
import { addressFile } from '../../../server/database/embedded/folder.ts'
import { takeOwnership } from '../../../server/database/embedded/owner.ts'
import { runningAddress, startEmbedded } from '../../../server/database/embedded/start.ts'
import { metaKey } from '../../../server/database/embedded/storage/layout.ts'
import { fileState } from '../../../server/database/embedded/storage/pages.ts'
import { scan } from '../../../server/database/embedded/storage/reader.ts'
import { Store } from '../../../server/database/embedded/storage/store.ts'
import { failureOf, temporaryFolder } from './served.ts'

const serving = fileURLToPath(new URL('./serving.ts', import.meta.url))

/** What a process says first; the usual one serves this folder, and says its address, or why it refuses. */
async function otherProcess(
  folder: string,
  program = './serving.ts',
): Promise<{ said: string; kill(): Promise<void> }> {
  const script = fileURLToPath(new URL(program, import.meta.url))
  const child = spawn(process.execPath, ['--import', 'tsx', script, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const said = await new Promise<string>((resolve) => child.stdout.once('data', (data) => resolve(String(data).trim())))
  return {
    said,
    kill: async () => {
      child.kill('SIGKILL')
      await ended
    },
  }
}

/** A folder with a little data in it, not in use. */
async function folderWithData(): Promise<string> {
  const folder = await temporaryFolder()
  const server = await startEmbedded({ folder })
  const client = await mongoose.mongo.MongoClient.connect(server.uri)
  await client
    .db('subrosa')
    .collection('things')
    .insertMany(Array.from({ length: 500 }, (_, n) => ({ n, text: 'x'.repeat(200) })))
  await client.close()
  await server.stop()
  return folder
}

const refusal = async (folder: string): Promise<string> => {
  const error = await failureOf(startEmbedded({ folder }))
  expect(error).to.have.property('name', 'DatabaseRefused')
  expect(error.message).to.not.include('\n')
  return error.message
}

describe('the folder of the embedded database', () => {
  let folder = ''
  const file = () => join(folder, 'database.mdb')
  beforeEach(async () => {
    folder = await folderWithData()
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  it('is for its owner alone, and so are the files, the socket and the address', async () => {
    const server = await startEmbedded({ folder })
    expect((await stat(join(folder, 'socket'))).mode & 0o777).to.equal(0o700)
    for (const name of ['database.address', 'database.mdb', 'database.mdb-lock']) {
      expect((await stat(join(folder, name))).mode & 0o777, name).to.equal(0o600)
    }
    await server.stop()
  })

  it('tells other processes the address while the server lives, and not after', async () => {
    expect(await runningAddress(folder)).to.equal(undefined)
    const server = await startEmbedded({ folder })
    expect(await runningAddress(folder)).to.equal(server.uri)
    await server.stop()
    expect(await runningAddress(folder)).to.equal(undefined)
  })

  it('may have a path too long for a socket', async () => {
    const long = join(folder, 'a'.repeat(60), 'b'.repeat(60))
    await mkdir(long, { recursive: true })
    const server = await startEmbedded({ folder: long })
    const client = await mongoose.mongo.MongoClient.connect(server.uri)
    expect(await client.db('subrosa').command({ ping: 1 })).to.deep.include({ ok: 1 })
    await client.close()
    await server.stop()
  })

  it('may have a name with dots', async () => {
    const dotted = join(folder, 'data.d', 'forum.example.org')
    const server = await startEmbedded({ folder: dotted })
    await server.stop()
    expect((await stat(dotted)).isDirectory()).to.equal(true)
  })

  it('is refused while this process has it', async () => {
    const server = await startEmbedded({ folder })
    expect(await refusal(folder)).to.include('in use by this process')
    await server.stop()
    await (await startEmbedded({ folder })).stop()
  })

  it('is refused while another process has it, and free once that was killed', async function () {
    this.timeout(30_000)
    const other = await otherProcess(folder)
    expect(other.said).to.match(/^mongodb:/)
    expect(await runningAddress(folder)).to.equal(other.said)
    expect(await refusal(folder)).to.match(/in use by process \d+/)
    await other.kill()
    expect(await runningAddress(folder)).to.equal(undefined)
    const server = await startEmbedded({ folder })
    expect((await otherProcess(folder)).said).to.match(/^DatabaseRefused: .*in use by process/)
    await server.stop()
  })

  it('is refused where it cannot be made', async () => {
    expect(await refusal(join(file(), 'below a file'))).to.include('cannot be used')
  })

  it('is refused, and left as it was, where the data file is something else', async () => {
    const bytes = randomBytes(20_000)
    await writeFile(file(), bytes)
    expect(await refusal(folder)).to.include('is not a data file of the embedded database')
    expect(await readFile(file())).to.deep.equal(bytes)
  })

  it('is refused, and left as it was, where the data is another program’s', async () => {
    await rm(file())
    const other = open(file(), { noSubdir: true })
    await other.put('somebody', 'else')
    await other.close()
    const before = await readFile(file())
    expect(await refusal(folder)).to.include("another program's data")
    expect((await readFile(file())).includes('somebody')).to.equal(true)
    expect((await readFile(file())).length).to.equal(before.length)
  })

  it('is refused, and left as it was, where the data file was cut off', async () => {
    const { size } = await stat(file())
    await copyFile(file(), `${file()}.whole`)
    await truncate(file(), Math.floor(size / 2))
    const before = await readFile(file())
    expect(await refusal(folder)).to.include('is cut off')
    expect(await readFile(file())).to.deep.equal(before)
    await copyFile(`${file()}.whole`, file())
    await (await startEmbedded({ folder })).stop()
  })

  it('is refused, and left as it was, where nothing or only the beginning of the data file is left', async () => {
    for (const size of [4096, 500, 0]) {
      await truncate(file(), size)
      const before = await readFile(file())
      expect(await refusal(folder)).to.include('is cut off')
      expect(await readFile(file())).to.deep.equal(before)
    }
  })

  // Only Linux tells.
  if (existsSync('/proc/self/stat')) {
    it('is free where its owner’s process has ended but was not waited for', async function () {
      this.timeout(30_000)
      // The shell becomes a sleeper that never asks how its child ended.
      const script = `"$0" --import tsx "$1" "$2" & echo $! >&2; exec sleep 60`
      const parent = spawn('sh', ['-c', script, process.execPath, serving, folder], {
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      const pid = Number(await new Promise((resolve) => parent.stderr.once('data', resolve)))
      await new Promise((resolve) => parent.stdout.once('data', resolve))
      process.kill(pid, 'SIGKILL')
      while ((await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]?.[0] !== 'Z') await setTimeout(10)
      await (await startEmbedded({ folder })).stop()
      parent.kill('SIGKILL')
    })
  }

  it('is refused while its owner elsewhere is heard from, and free once it has been silent', async () => {
    const store = new Store(file())
    const owner = { pid: 1, beginning: '1', host: 'another.machine' }
    store.write(() => store.put(metaKey('owner'), Buffer.from(mongoose.mongo.BSON.serialize(owner))))
    await writeFile(addressFile(folder), 'mongodb://elsewhere')
    const beating = setInterval(() => void utimes(addressFile(folder), new Date(), new Date()), 50)
    const refused = await failureOf(takeOwnership(store, folder, 2000))
    clearInterval(beating)
    expect(refused).to.include({ name: 'DatabaseRefused' })
    expect(refused.message).to.include('in use by process 1 on another.machine')
    await takeOwnership(store, folder, 500)
    await store.close()
  })

  it('is not refused because the file ends before its last page number', async () => {
    const store = new Store(file())
    const last = async (): Promise<number> => {
      const bytes = await readFile(file())
      return Math.max(...[0, 4096].map((page) => Number(bytes.readBigUInt64LE(page + 144)))) * 4096
    }
    // Pages taken and given back in one commit are never written.
    const key = (n: number): Buffer => Buffer.from(`r-nothing-${n}`)
    for (let n = 0; (await stat(file())).size > (await last()); n++) {
      expect(n).to.be.lessThan(1000)
      store.write(() => {
        for (let each = 0; each < 40; each++) store.put(key(each), Buffer.alloc(each * 5000 * ((n % 3) + 1)))
        for (let each = 0; each < 40; each++) if ((each + n) % 3 !== 0) store.remove(key(each))
      })
    }
    store.write(() => {
      for (let each = 0; each < 40; each++) store.remove(key(each))
    })
    await store.close()
    await (await startEmbedded({ folder })).stop()
  })

  it('is cleared of what a process had begun that was killed', async () => {
    const begun = freshFile(file())
    await writeFile(begun, 'a copy')
    await (await startEmbedded({ folder })).stop()
    expect(existsSync(begun)).to.equal(false)
  })

  it('keeps for a while what another process may still be making, which would crash without it', async () => {
    const [making, left] = [firstFile(file()), firstFile(file())]
    for (const each of [making, `${making}-lock`, left, `${left}-lock`]) await writeFile(each, '')
    const yesterday = new Date(Date.now() - 86_400_000)
    for (const each of [left, `${left}-lock`]) await utimes(each, yesterday, yesterday)
    await (await startEmbedded({ folder })).stop()
    expect([making, `${making}-lock`].filter((each) => existsSync(each))).to.have.length(2)
    expect([left, `${left}-lock`].filter((each) => existsSync(each))).to.deep.equal([])
  })
})

describe('whether the pages of a data file are there', () => {
  it('is told of any file, however it was cut, and what is called whole can be read whole', async () => {
    const folder = await temporaryFolder()
    const file = join(folder, 'database.mdb')
    const store = new Store(file)
    const size = (n: number): number => (n % 5 === 0 ? (n * 7919) % 200_000 : 600)
    for (let round = 0; round < 30; round++) {
      store.write(() => {
        for (let n = 0; n < 40; n++)
          store.put(Buffer.from(`key ${(n * 31 + round * 17) % 300}`), Buffer.alloc(size(n + round)))
        const removed = round % 4 === 0 ? (round * 53) % 300 : 0
        for (let n = 0; n < removed; n++) store.remove(Buffer.from(`key ${n}`))
      })
      expect(fileState(file), `round ${round}`).to.equal('whole')
      expect(fileState(file, true), `round ${round}`).to.equal('whole')
    }
    const all = store.count(Buffer.from('a'), Buffer.from('z'))
    await store.close()
    const found = new Set<string>()
    const whole = (await stat(file)).size
    for (let cut = 0; cut < 60; cut++) {
      const copy = join(folder, `copy${cut}.mdb`)
      await copyFile(file, copy)
      await truncate(copy, Math.floor((whole * cut) / 60))
      const state = fileState(copy)
      found.add(state)
      if (state !== 'whole') continue
      const cutStore = new Store(copy)
      expect([...scan(cutStore, Buffer.from('a'), Buffer.from('z'))].length).to.equal(all)
      await cutStore.close()
    }
    expect(found).to.include('cut')
    await rm(folder, { recursive: true })
  })

  it('is told rightly while another process writes to it', async () => {
    const folder = await temporaryFolder()
    const file = join(folder, 'database.mdb')
    const writer = await otherProcess(file, './writing.ts')
    const found = new Set<string>()
    for (const until = Date.now() + 4000; Date.now() < until;) found.add(fileState(file))
    await writer.kill()
    expect(writer.said).to.equal('writing')
    expect([...found]).to.deep.equal(['whole'])
    await rm(folder, { recursive: true })
  })
})

describe('a disk that takes no more', () => {
  it('fails the write, keeps what was there, and works on once there is room', async function () {
    this.timeout(30_000)
    const folder = await temporaryFolder()
    // A limit on the size of files stands for a full disk.
    const child = spawn(
      'sh',
      ['-c', `ulimit -f 8000; exec "$0" --import tsx "$1" "$2"`, process.execPath, serving, folder],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    )
    const uri = await new Promise<string>((resolve) =>
      child.stdout.once('data', (data) => resolve(String(data).trim())),
    )
    const client = await mongoose.mongo.MongoClient.connect(uri)
    const things = client.db('subrosa').collection<any>('things')
    let kept = 0
    const fill = async (): Promise<void> => {
      for (; kept < 1000; kept++) await things.insertOne({ _id: kept, text: 'x'.repeat(100_000) })
    }
    expect(await failureOf(fill())).to.have.property('name', 'MongoServerError')
    expect(kept).to.be.greaterThan(5)
    expect(await things.countDocuments()).to.equal(kept)
    expect(await things.deleteMany({ _id: { $lt: 5 } })).to.include({ deletedCount: 5 })
    await things.insertOne({ _id: 'small' })
    expect(await things.countDocuments()).to.equal(kept - 4)
    await client.close()
    child.kill('SIGKILL')
    await rm(folder, { recursive: true, force: true })
  })
})
