import { expect } from 'chai'
import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { MongoStore } from 'connect-mongo'
import type { SessionData } from 'express-session'
import mongoose from 'mongoose'
import { failureOf, served } from './served.ts'

async function download(stream: mongoose.mongo.GridFSBucketReadStream): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of stream) parts.push(part as Buffer)
  return Buffer.concat(parts)
}

describe('files in GridFS', () => {
  const server = served()
  const bucket = (): mongoose.mongo.GridFSBucket =>
    new mongoose.mongo.GridFSBucket(server.client.db('subrosa'), { bucketName: 'papers', chunkSizeBytes: 64 * 1024 })

  async function upload(name: string, bytes: Buffer): Promise<mongoose.mongo.ObjectId> {
    const stream = bucket().openUploadStream(name, { metadata: { of: 'a test' } })
    await pipeline(Readable.from([bytes.subarray(0, 1000), bytes.subarray(1000)]), stream)
    return stream.id
  }
  it('come back byte for byte, whole and in part, by id and by name', async () => {
    const bytes = randomBytes(3_000_001)
    const id = await upload('minutes.pdf', bytes)
    expect(await download(bucket().openDownloadStream(id))).to.deep.equal(bytes)
    expect(await download(bucket().openDownloadStream(id, { start: 65_000, end: 200_000 }))).to.deep.equal(
      bytes.subarray(65_000, 200_000),
    )
    expect(await download(bucket().openDownloadStreamByName('minutes.pdf'))).to.deep.equal(bytes)
    const [file] = await bucket().find({ filename: 'minutes.pdf' }).toArray()
    expect(file).to.deep.include({ length: 3_000_001, chunkSize: 65_536, metadata: { of: 'a test' } })
  })

  it('are kept in versions, renamed and deleted', async () => {
    await upload('terms.md', Buffer.from('one'))
    const second = await upload('terms.md', Buffer.from('two'))
    expect(String(await download(bucket().openDownloadStreamByName('terms.md', { revision: 0 })))).to.equal('one')
    expect(String(await download(bucket().openDownloadStreamByName('terms.md')))).to.equal('two')
    await bucket().rename(second, 'adopted.md')
    expect(String(await download(bucket().openDownloadStreamByName('adopted.md')))).to.equal('two')
    await bucket().delete(second)
    expect((await failureOf(download(bucket().openDownloadStream(second)))).message).to.include('FileNotFound')
    expect(await server.client.db('subrosa').collection('papers.chunks').countDocuments({ files_id: second })).to.equal(
      0,
    )
  })

  it('have the indexes that make a chunk unique', async () => {
    const indexes = await server.client.db('subrosa').collection('papers.chunks').indexes()
    expect(indexes.map(({ key, unique }) => ({ key, unique }))).to.deep.include({
      key: { files_id: 1, n: 1 },
      unique: true,
    })
  })
})

const session = (person: string, lifetime: number): SessionData =>
  ({
    cookie: { originalMaxAge: lifetime, expires: new Date(Date.now() + lifetime) },
    person,
  }) as unknown as SessionData

/** A callback of express-session's as a promise. */
const call = (start: (done: (error: unknown, value?: any) => void) => unknown): Promise<any> =>
  new Promise((resolve, reject) => {
    start((error, value) => {
      if (error instanceof Error) reject(error)
      else resolve(value)
    })
  })

describe('sessions in connect-mongo', () => {
  const server = served()
  it('are set, read, touched, counted and destroyed', async () => {
    const store = MongoStore.create({
      client: server.client,
      dbName: 'subrosa',
      collectionName: 'sessions',
      ttl: 3600,
    })
    const set = (id: string, data: SessionData) => call((done) => store.set(id, data, done))
    const get = (id: string) => call((done) => store.get(id, done))
    const length = () => call((done) => store.length(done))
    await set('one', session('Ann', 60_000))
    await set('two', session('Bob', 60_000))
    await set('late', session('Cy', -1000))
    expect((await get('one')).person).to.equal('Ann')
    expect(await get('none')).to.be.oneOf([null, undefined])
    expect(await get('late')).to.be.oneOf([null, undefined])
    await set('one', session('Anna', 60_000))
    expect((await get('one')).person).to.equal('Anna')
    const anna = await get('one')
    await call((done) => store.touch('one', anna, done))
    expect(await length()).to.equal(3)
    await call((done) => store.destroy('one', done))
    expect(await get('one')).to.be.oneOf([null, undefined])
    const indexes = await server.client.db('subrosa').collection('sessions').indexes()
    expect(indexes.find(({ key }) => key['expires'] === 1)).to.have.property('expireAfterSeconds', 0)
    await call((done) => store.clear(done))
    expect(await length()).to.equal(0)
  })
})
