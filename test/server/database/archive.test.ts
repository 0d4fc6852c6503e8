import { expect } from 'chai'
import { archiveOf, partsOf } from '../../../server/database/backup/archive.ts'
import { failureOf } from './served.ts'

// The bytes of `mongodump --archive` put together by hand, from its specification (mongo-tools, common/archive/spec.md)
// and BSON's (bsonspec.org), so that neither our writer nor our reader is its own witness.

const int32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32LE(value)
  return bytes
}
const int64 = (value: bigint): Buffer => {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64LE(value)
  return bytes
}
const named = (type: number, name: string, value: Buffer): Buffer =>
  Buffer.concat([Buffer.from([type]), Buffer.from(`${name}\0`), value])
const text = (name: string, value: string): Buffer =>
  named(0x02, name, Buffer.concat([int32(Buffer.byteLength(value) + 1), Buffer.from(`${value}\0`)]))
const flag = (name: string, value: boolean): Buffer => named(0x08, name, Buffer.from([value ? 1 : 0]))
const small = (name: string, value: number): Buffer => named(0x10, name, int32(value))
const long = (name: string, value: bigint): Buffer => named(0x12, name, int64(value))
function document(...elements: Buffer[]): Buffer {
  const body = Buffer.concat(elements)
  return Buffer.concat([int32(body.length + 5), body, Buffer.alloc(1)])
}

const magic = Buffer.from('6de29981', 'hex')
const terminator = Buffer.from('ffffffff', 'hex')
const head = (tool: string): Buffer =>
  document(
    small('concurrent_collections', 1),
    text('version', '0.1'),
    text('server_version', '7.0.0'),
    text('tool_version', tool),
  )
const block = (collection: string, isEnd: boolean, crc: bigint, db = 'forum'): Buffer =>
  document(text('db', db), text('collection', collection), flag('EOF', isEnd), long('CRC', crc))

/** CRC-64-ECMA bit by bit, as slow as it is plain: reflected, begun with ones and inverted at the end. */
function checksum(bytes: Buffer): bigint {
  let sum = 0xffff_ffff_ffff_ffffn
  for (const byte of bytes) {
    sum ^= BigInt(byte)
    for (let bit = 0; bit < 8; bit++) sum = (sum & 1n) === 1n ? (sum >> 1n) ^ 0xc96c_5795_d787_0f42n : sum >> 1n
  }
  return sum ^ 0xffff_ffff_ffff_ffffn
}

const [one, two] = [document(small('_id', 1), text('a', 'ä')), document(small('_id', 2))]
const about = '{"indexes":[{"v":{"$numberInt":"2"},"key":{"_id":{"$numberInt":"1"}},"name":"_id_"}]}'

async function* stream(...pieces: Buffer[]): AsyncGenerator<Buffer> {
  yield* pieces
}

async function readAs(bytes: Buffer): Promise<string[]> {
  const lines: string[] = []
  for await (const part of partsOf(stream(bytes)))
    if (part.kind === 'collections') lines.push(part.collections.map(({ name }) => name).join())
    else lines.push(part.kind === 'end' ? `end of ${part.collection}` : `${part.collection} ${part.document.length}`)
  return lines
}

describe('the layout of an archive', () => {
  it('is mongodump’s, byte by byte: magic number, header, descriptions, blocks, ends with checksums, terminators', async () => {
    const written: Buffer[] = []
    for await (const bytes of archiveOf({
      database: 'forum',
      serverVersion: '7.0.0',
      collections: [
        { name: 'empty', metadata: about, documents: 0 },
        { name: 'things', metadata: about, documents: 2 },
      ],
      read: (name) => (name === 'things' ? stream(one, two) : stream()),
    }))
      written.push(bytes)
    const described = (collection: string, documents: bigint): Buffer =>
      document(
        text('db', 'forum'),
        text('collection', collection),
        text('metadata', about),
        small('size', 0),
        text('type', 'collection'),
        long('documents', documents),
      )
    const expected = [
      [magic, head('subrosa'), described('empty', 0n), described('things', 2n), terminator],
      [block('empty', false, 0n), terminator, block('empty', true, 0n), terminator],
      [block('things', false, 0n), one, two, terminator],
      [block('things', true, checksum(Buffer.concat([one, two]))), terminator],
    ]
    expect(Buffer.concat(written).toString('hex')).to.equal(Buffer.concat(expected.flat()).toString('hex'))
  })

  /** As mongodump before 100.3 describes a collection, whose number of documents it does not say. */
  const older = (collection: string, db = 'forum', ...more: Buffer[]): Buffer =>
    document(text('db', db), text('collection', collection), text('metadata', about), small('size', 0), ...more)

  it('is read as any mongodump writes it: without types, and collections by turns', async () => {
    const archive = [
      [magic, head('r4.2.2'), older('a'), older('b', 'forum', text('type', '')), terminator],
      [block('a', false, 0n), one, terminator, block('b', false, 0n), two, terminator],
      [block('a', false, 0n), two, terminator, block('a', true, checksum(Buffer.concat([one, two]))), terminator],
      [block('b', true, checksum(two)), terminator],
    ]
    expect(await readAs(Buffer.concat(archive.flat()))).to.deep.equal([
      'a,b',
      `a ${one.length}`,
      `b ${two.length}`,
      `a ${two.length}`,
      'end of a',
      'end of b',
    ])
  })

  it('is refused where it has what a restore would not bring back: several databases, views, time series', async () => {
    const refusal = async (...descriptions: Buffer[]): Promise<string> =>
      (await failureOf(readAs(Buffer.concat([magic, head('100.9.4'), ...descriptions, terminator])))).message
    expect(await refusal(older('a'), older('system.version', 'admin'))).to.include('2 databases')
    expect(await refusal(older('v', 'forum', text('type', 'view')))).to.include('v is a view')
    expect(await refusal(older('t', 'forum', text('type', 'timeseries')))).to.include('t is a timeseries')
  })
})
