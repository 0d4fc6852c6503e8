import { BSON, Int32, Long } from 'bson'
import { Bytes } from './bytes.ts'
import { Crc64 } from './crc64.ts'
import { BackupDamaged } from './damaged.ts'

/**
 * The format of `mongodump --archive`, which `mongorestore --archive` reads (mongo-tools, common/archive/spec.md): a
 * magic number, a header, a description of every collection, and blocks of documents, each under the name of its
 * collection; a last block of each collection has the checksum of its documents. The headers of blocks may have no other
 * fields; a description may, and `documents` is ours.
 */
const MAGIC = 0x8199e26d
const TERMINATOR = Buffer.from([0xff, 0xff, 0xff, 0xff])
/** MongoDB's limit for a document, and a little for what it stores around one. */
const LARGEST = 16 * 1024 * 1024 + 16 * 1024

/** One collection as an archive describes it. */
export type Described = {
  readonly name: string
  /** Options and indexes, as MongoDB's extended JSON. */
  readonly metadata: string
  /** How many documents it has; undefined in an archive of mongodump, which does not say. */
  readonly documents: number | undefined
}

export type Source = {
  readonly database: string
  readonly serverVersion: string
  readonly collections: readonly Described[]
  /** The documents of a collection, as BSON. */
  read(collection: string): AsyncIterable<Buffer>
}

const bson = (document: object): Buffer => Buffer.from(BSON.serialize(document))

/** Writes an archive. Throws where a collection has other than as many documents as it was said to have. */
export async function* archiveOf(source: Source): AsyncGenerator<Buffer> {
  const { database: db, collections, serverVersion } = source
  const magic = Buffer.alloc(4)
  magic.writeUInt32LE(MAGIC)
  yield magic
  yield bson({
    concurrent_collections: new Int32(1),
    version: '0.1',
    server_version: serverVersion,
    tool_version: 'subrosa',
  })
  for (const { name: collection, metadata, documents } of collections) {
    const about = { db, collection, metadata, size: new Int32(0), type: 'collection' }
    yield bson(documents === undefined ? about : { ...about, documents: Long.fromNumber(documents) })
  }
  yield TERMINATOR
  for (const { name: collection, documents } of collections) {
    const crc = new Crc64()
    let count = 0
    yield bson({ db, collection, EOF: false, CRC: Long.ZERO })
    for await (const document of source.read(collection)) {
      crc.add(document)
      count++
      yield document
    }
    if (documents !== undefined && count !== documents)
      throw new Error(`${collection} changed while it was read: ${documents} documents became ${count}`)
    yield TERMINATOR
    yield bson({ db, collection, EOF: true, CRC: Long.fromBigInt(crc.value) })
    yield TERMINATOR
  }
}

/** What an archive holds, in the order of its bytes. */
export type Part =
  | { readonly kind: 'collections'; readonly collections: readonly Described[] }
  | { readonly kind: 'document'; readonly collection: string; readonly document: Buffer }
  | { readonly kind: 'end'; readonly collection: string }

/**
 * Reads an archive.
 * @throws BackupDamaged where it is none, where a checksum or a count does not fit, or where something is missing
 */
export async function* partsOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Part> {
  const bytes = new Bytes(chunks)
  if ((await bytes.take(4)).readUInt32LE() !== MAGIC)
    throw new BackupDamaged('it is no backup and no archive of mongodump')
  await block(bytes)
  const collections: Described[] = []
  const databases = new Set<string>()
  for (let about = await block(bytes); about !== undefined; about = await block(bytes)) {
    const { db, collection, metadata, documents, type = '' } = read(about)
    if (typeof db !== 'string' || typeof collection !== 'string') throw new BackupDamaged('a description is damaged')
    // Tools before 100.3 give no type, and have views and the like in the options.
    if (type !== 'collection' && type !== '')
      throw new BackupDamaged(`${collection} is a ${type}, which is not supported`)
    databases.add(db)
    collections.push({
      name: collection,
      metadata: String(metadata),
      documents: documents === undefined ? undefined : Number(documents),
    })
  }
  if (databases.size > 1)
    throw new BackupDamaged(`it holds ${databases.size} databases; make one of a single one, with mongodump --db`)
  yield { kind: 'collections', collections }
  const open = new Map(collections.map(({ name, documents }) => [name, { crc: new Crc64(), count: 0, documents }]))
  while (!(await bytes.isAtEnd())) {
    const header = await block(bytes)
    if (header === undefined) throw new BackupDamaged('a block has no header')
    const { collection, EOF, CRC } = read(header)
    const state = open.get(collection)
    if (state === undefined) throw new BackupDamaged(`documents of ${collection} are where none should be`)
    for (let document = await block(bytes); document !== undefined; document = await block(bytes)) {
      if (EOF === true) throw new BackupDamaged(`documents of ${collection} are behind its end`)
      state.crc.add(document)
      state.count++
      yield { kind: 'document', collection, document }
    }
    if (EOF !== true) continue
    if (typeof CRC !== 'bigint' || CRC !== state.crc.value)
      throw new BackupDamaged(`the checksum of ${collection} is wrong`)
    if (state.documents !== undefined && state.documents !== state.count)
      throw new BackupDamaged(`${collection} has ${state.count} documents instead of ${state.documents}`)
    open.delete(collection)
    yield { kind: 'end', collection }
  }
  if (open.size > 0) throw new BackupDamaged(`it ends before ${[...open.keys()].join(', ')} ended`)
}

/** The next document, or undefined at a terminator. */
async function block(bytes: Bytes): Promise<Buffer | undefined> {
  const size = await bytes.take(4)
  if (size.equals(TERMINATOR)) return undefined
  const length = size.readInt32LE()
  if (length < 5 || length > LARGEST) throw new BackupDamaged('a document is damaged')
  const document = Buffer.concat([size, await bytes.take(length - 4)])
  if (document.at(-1) !== 0) throw new BackupDamaged('a document is damaged')
  return document
}

function read(bytes: Buffer): BSON.Document {
  try {
    return BSON.deserialize(bytes, { useBigInt64: true })
  } catch {
    throw new BackupDamaged('a description or a header is damaged')
  }
}
