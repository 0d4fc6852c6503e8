import { expect } from 'chai'
import { BSON, EJSON } from 'bson'
import { randomBytes } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import mongoose from 'mongoose'
import { type Part, archiveOf, partsOf } from '../../../server/database/backup/archive.ts'
import { Crc64 } from '../../../server/database/backup/crc64.ts'
import { migrateTo, type Progress } from '../../../server/database/backup/migrate.ts'
import { restoreArchive } from '../../../server/database/backup/restore.ts'
import { seal, unseal } from '../../../server/database/backup/sealed.ts'
import { restingSource, stillSource } from '../../../server/database/backup/source.ts'
import { markFinished, refuseUnfinished, unfinished } from '../../../server/database/unfinished.ts'
import { failureOf, served } from './served.ts'

type Db = mongoose.mongo.Db

async function bytesOf(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = []
  for await (const chunk of chunks) parts.push(chunk)
  return Buffer.concat(parts)
}

/** A stream of pieces of any length. */
async function* pieces(bytes: Buffer, length = 1000): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length)
}

async function backUp(db: Db): Promise<Buffer> {
  const source = await stillSource(db)
  try {
    return await bytesOf(archiveOf(source))
  } finally {
    await source.close()
  }
}

const { Decimal128, Double, Int32, Long, ObjectId, Timestamp } = mongoose.mongo.BSON

/** A database with every kind of value, index and collection. */
async function fill(db: Db): Promise<void> {
  await db.createCollection('empty')
  const things = db.collection<any>('things')
  await things.createIndex({ 'a.b': 1, n: -1 }, { unique: true, partialFilterExpression: { n: { $gt: 0 } } })
  await things.createIndex({ until: 1 }, { expireAfterSeconds: 86_400, sparse: true })
  const documents: any[] = [
    { _id: 1, n: new Double(1), whole: new Int32(1), long: Long.fromNumber(1), text: 'ä\u0000', nothing: null },
    { _id: new ObjectId(), n: Decimal128.fromString('1.10'), list: [1, [2, { z: 1, a: 2 }]], at: new Date(1) },
    { _id: { b: 1, a: 2 }, bytes: randomBytes(20), pattern: /a.b/i, stamp: new Timestamp({ t: 1, i: 2 }) },
    new Map<string, unknown>([
      ['_id', 'order'],
      ['9', 1],
      ['1', 2],
      [
        'reference',
        new Map<string, unknown>([
          ['$ref', 'c'],
          ['$id', 1],
        ]),
      ],
    ]),
  ]
  await things.insertMany(documents)
  const bucket = new mongoose.mongo.GridFSBucket(db)
  await new Promise((resolve) => bucket.openUploadStream('file').once('finish', resolve).end(randomBytes(600_000)))
}

/** Everything in a database, as bytes. */
async function contents(db: Db): Promise<unknown[]> {
  const found: unknown[] = []
  for (const { name } of (await db.listCollections().toArray()).toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const documents = await db.collection(name).find({}, { raw: true }).toArray()
    found.push(name, documents.map((each) => (each as unknown as Buffer).toString('hex')).toSorted())
    found.push(EJSON.stringify(await db.collection(name).indexes(), { relaxed: false }))
  }
  return found
}

describe('a backup', () => {
  const server = served()
  let number = 0
  const freshDb = (): Db => server.client.db(`backup${++number}`)
  let original: Db
  before(async () => {
    original = freshDb()
    await fill(original)
  })

  it('brings everything back byte for byte, indexes and types of numbers included', async () => {
    const bytes = await backUp(original)
    const target = freshDb()
    expect(await restoreArchive(target, () => pieces(bytes))).to.deep.equal({ collections: 4, documents: 4 + 1 + 3 })
    await markFinished(target)
    expect(await contents(target)).to.deep.equal(await contents(original))
  })

  it('holds one moment, whatever is written meanwhile, and leaves no copy behind', async () => {
    const db = freshDb()
    const pairs = db.collection<any>('pairs')
    await pairs.insertMany(Array.from({ length: 2000 }, (_, n) => ({ _id: n, v: 0 })))
    const state = { done: false }
    const writing = (async () => {
      for (let v = 1; !state.done; v++)
        await server.client.withSession((session) =>
          session.withTransaction(async () => {
            await pairs.updateOne({ _id: 0 }, { $set: { v } }, { session })
            await pairs.updateOne({ _id: 1999 }, { $set: { v } }, { session })
            await pairs.insertOne({ _id: 2000 + v }, { session })
          }),
        )
    })()
    const bytes = await backUp(db)
    state.done = true
    await writing
    const documents: BSON.Document[] = []
    for await (const part of partsOf(pieces(bytes)))
      if (part.kind === 'document') documents.push(BSON.deserialize(part.document))
    const last = documents.find(({ _id }) => _id === 1999)?.['v']
    expect(documents.find(({ _id }) => _id === 0)?.['v']).to.equal(last)
    expect(documents.length).to.equal(2000 + last)
    expect((await readdir(server.folder)).filter((name) => name.includes('.new-'))).to.deep.equal([])
  })

  it('is written as mongodump writes its archives', async () => {
    const crc = new Crc64()
    crc.add(Buffer.from('123456789'))
    expect(BigInt.asUintN(64, crc.value)).to.equal(0x995dc9bbdf1939fan)
    const bytes = await backUp(original)
    expect(bytes.readUInt32LE(0)).to.equal(0x8199e26d)
    const header = BSON.deserialize(bytes.subarray(4, 4 + bytes.readInt32LE(4)))
    expect(header).to.include({ concurrent_collections: 1, version: '0.1', server_version: '7.0.0' })
    const parts: Part[] = []
    for await (const part of partsOf(pieces(bytes, 7))) parts.push(part)
    const [first] = parts
    if (first?.kind !== 'collections') throw new Error('an archive begins with its collections')
    const things = first.collections.find(({ name }) => name === 'things')
    const { indexes } = EJSON.parse(things?.metadata ?? '', { relaxed: false })
    expect(indexes[1]).to.deep.equal({
      v: new Int32(2),
      key: { 'a.b': new Int32(1), n: new Int32(-1) },
      name: 'a.b_1_n_-1',
      unique: true,
      partialFilterExpression: { n: { $gt: new Int32(0) } },
    })
  })

  it('that is damaged, cut off or something else is refused before anything is written', async () => {
    const bytes = await backUp(original)
    const refusedWith = async (damaged: Buffer): Promise<string> => {
      const target = freshDb()
      const error = await failureOf(restoreArchive(target, () => pieces(damaged)))
      expect(error).to.have.property('name', 'BackupDamaged')
      expect(await target.listCollections().toArray()).to.deep.equal([])
      return error.message
    }
    for (const share of [0.3, 0.6, 0.999]) await refusedWith(bytes.subarray(0, Math.floor(bytes.length * share)))
    expect(await refusedWith(bytes.subarray(0, 0))).to.include('ends too early')
    expect(await refusedWith(randomBytes(500))).to.include('no backup')
    const changed = Buffer.from(bytes)
    const at = changed.indexOf(Buffer.from('order'))
    changed.write('older', at)
    expect(await refusedWith(changed)).to.include('the checksum of things is wrong')
  })

  it('goes into an empty database only, and one that was not finished is not used and can be done again', async () => {
    const bytes = await backUp(original)
    const target = freshDb()
    await target.collection('other').insertOne({ there: true })
    const refused = await failureOf(restoreArchive(target, () => pieces(bytes)))
    expect(refused).to.include({ name: 'DatabaseRefused' })
    expect(refused.message).to.include('not empty')
    expect(await target.collection('other').countDocuments()).to.equal(1)

    const half = freshDb()
    let opened = 0
    const failing = (): AsyncIterable<Buffer> => {
      opened++
      if (opened === 1) return pieces(bytes)
      return (async function* () {
        yield bytes.subarray(0, Math.floor(bytes.length * 0.7))
        throw new Error('the disk is gone')
      })()
    }
    expect(await failureOf(restoreArchive(half, failing))).to.include({ message: 'the disk is gone' })
    expect((await failureOf(refuseUnfinished(half))).message).to.include('was not finished')
    await restoreArchive(half, () => pieces(bytes))
    expect(await unfinished(half)).to.equal('restore')
    await markFinished(half)
    await refuseUnfinished(half)
    expect(await contents(half)).to.deep.equal(await contents(original))
  })

  it('is read by nobody without its passphrase, and shows any change, cut or swap', async function () {
    this.timeout(60_000)
    const cheap = { logN: 10, r: 8, p: 1 }
    const text = randomBytes(200_000)
    const sealed = await bytesOf(seal(pieces(text, 30_000), 'a long passphrase', cheap))
    expect(sealed.includes(text.subarray(0, 16))).to.equal(false)
    expect(await bytesOf(unseal(pieces(sealed, 10_000), 'a long passphrase'))).to.deep.equal(text)
    const fails = async (bytes: Buffer, passphrase = 'a long passphrase'): Promise<string> => {
      const error = await failureOf(bytesOf(unseal(pieces(bytes), passphrase)))
      expect(error).to.have.property('name', 'BackupDamaged')
      return error.message
    }
    expect(await fails(sealed, 'another passphrase')).to.include('the passphrase is wrong')
    const piece = 64 * 1024 + 16
    const start = sealed.length - 3 * piece - (200_000 - 3 * 64 * 1024 + 16)
    await fails(sealed.subarray(0, start + 2 * piece))
    await fails(sealed.subarray(0, sealed.length - 1))
    await fails(Buffer.concat([sealed, Buffer.alloc(1)]))
    const flipped = Buffer.from(sealed)
    flipped[start + piece + 5] = (flipped[start + piece + 5] ?? 0) ^ 1
    await fails(flipped)
    const swapped = Buffer.concat([
      sealed.subarray(0, start + piece),
      sealed.subarray(start + 2 * piece, start + 3 * piece),
      sealed.subarray(start + piece, start + 2 * piece),
      sealed.subarray(start + 3 * piece),
    ])
    await fails(swapped)
    const costly = Buffer.from(sealed)
    costly[17] = 30
    expect(await fails(costly)).to.include('its beginning')
    expect(await bytesOf(unseal(pieces(await bytesOf(seal(pieces(Buffer.alloc(0)), 'p', cheap))), 'p'))).to.have.length(
      0,
    )
  })
})

describe('a migration', () => {
  const server = served()

  it('copies everything, and when it was stopped goes on and makes right what has changed', async function () {
    this.timeout(60_000)
    const [from, to] = [server.client.db('from'), server.client.db('to')]
    await fill(from)
    await from
      .collection<any>('many')
      .insertMany(Array.from({ length: 3000 }, (_, n) => ({ _id: n, text: 'x'.repeat(300) })))
    const stop = new Error('stopped')
    const half = (progress: Progress): void => {
      if (progress.collection === 'many' && progress.done >= 1500) throw stop
    }
    expect(await failureOf(migrateTo(to, await restingSource(from), half))).to.equal(stop)
    const left = await to.collection('many').countDocuments()
    expect(left).to.be.within(500, 2999)
    expect((await failureOf(refuseUnfinished(to))).message).to.include('migration')

    // Meanwhile the source was used again.
    await from.collection<any>('many').updateOne({ _id: 3 }, { $set: { text: 'changed' } })
    await from.collection<any>('fs.files').updateOne({}, { $set: { filename: 'renamed' } })
    const seen: Progress[] = []
    await migrateTo(to, await restingSource(from), (progress) => seen.push(progress))
    await markFinished(to)
    expect(await contents(to)).to.deep.equal(await contents(from))
    const ends = Object.fromEntries(
      seen.filter(({ state }) => state !== 'copying').map(({ collection, state }) => [collection, state]),
    )
    expect(ends).to.deep.equal({
      empty: 'there already',
      'fs.chunks': 'there already',
      'fs.files': 'copied',
      many: 'copied',
      things: 'copied',
    })
    expect(
      seen.filter(({ collection, state }) => collection === 'many' && state === 'copying').length,
    ).to.be.greaterThan(2)
  })

  it('goes into an empty database only', async () => {
    const refused = await failureOf(
      migrateTo(server.client.db('to'), await restingSource(server.client.db('from')), () => undefined),
    )
    expect(refused).to.include({ name: 'DatabaseRefused' })
  })
})
