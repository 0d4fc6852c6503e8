import { expect } from 'chai'
import { failureOf, served } from './served.ts'

describe('what the embedded database does not do', () => {
  const server = served()
  const db = () => server.client.db('subrosa')
  const run = (command: Record<string, unknown>) => failureOf(db().command(command))

  it('refuses an unknown command by its name', async () => {
    const error = await run({ mapReduce: 'things' })
    expect(error).to.include({ code: 59, codeName: 'CommandNotFound' })
    expect(error.message).to.include('mapReduce')
  })

  it('refuses an unknown option of a known command by its name', async () => {
    expect(await run({ find: 'things', filter: {}, sideways: true })).to.include({ code: 40415 })
    expect((await run({ find: 'things', sideways: true })).message).to.include('find.sideways')
    expect((await run({ update: 'things', updates: [{ q: {}, u: {}, twice: true }] })).message).to.include('twice')
  })

  const refused: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['$where', () => db().collection('things').find({ $where: 'true' }).toArray()],
    [
      '$where',
      () =>
        db()
          .collection('things')
          .find({ $and: [{ a: 1 }, { $where: 'true' }] })
          .toArray(),
    ],
    [
      '$function',
      () =>
        db()
          .collection('things')
          .find({ $expr: { $function: { body: 'x', args: [], lang: 'js' } } })
          .toArray(),
    ],
    [
      '$near',
      () =>
        db()
          .collection('things')
          .find({ at: { $near: [1, 2] } })
          .toArray(),
    ],
    [
      '$geoWithin',
      () =>
        db()
          .collection('things')
          .find({ at: { $geoWithin: { $center: [[1, 2], 3] } } })
          .toArray(),
    ],
    [
      '$text',
      () =>
        db()
          .collection('things')
          .find({ $text: { $search: 'x' } })
          .toArray(),
    ],
    ['$jsonSchema', () => db().collection('things').find({ $jsonSchema: {} }).toArray()],
    [
      '$meta',
      () =>
        db()
          .collection('things')
          .find({}, { projection: { score: { $meta: 'textScore' } } })
          .toArray(),
    ],
    [
      '$geoNear',
      () =>
        db()
          .collection('things')
          .aggregate([{ $geoNear: {} }])
          .toArray(),
    ],
    ['$changeStream', () => db().collection('things').watch().next()],
    [
      '$setWindowFields',
      () =>
        db()
          .collection('things')
          .aggregate([{ $setWindowFields: {} }])
          .toArray(),
    ],
    [
      '$densify',
      () =>
        db()
          .collection('things')
          .aggregate([{ $densify: {} }])
          .toArray(),
    ],
    [
      'collation',
      () =>
        db()
          .collection('things')
          .find({}, { collation: { locale: 'en', strength: 4 } })
          .toArray(),
    ],
    [
      'collation',
      () =>
        db()
          .collection('things')
          .createIndex({ a: 1 }, { collation: { locale: 'en' } }),
    ],
    ['2dsphere', () => db().collection('things').createIndex({ at: '2dsphere' })],
    ['text', () => db().collection('things').createIndex({ a: 'text' })],
    ['hashed', () => db().collection('things').createIndex({ a: 'hashed' })],
    ['wildcard', () => db().collection('things').createIndex({ '$**': 1 })],
    ['hidden', () => db().collection('things').createIndex({ a: 1 }, { hidden: true })],
    ['capped', () => db().createCollection('capped', { capped: true, size: 4096 })],
    ['validator', () => db().createCollection('checked', { validator: { a: 1 } })],
    ['viewOn', () => db().createCollection('view', { viewOn: 'things' })],
    ['timeseries', () => db().createCollection('times', { timeseries: { timeField: 't' } })],
    ['tailable', () => db().collection('things').find({}, { tailable: true }).toArray()],
    [
      'snapshot',
      () =>
        db()
          .collection('things')
          .find({}, { readConcern: { level: 'snapshot' } })
          .toArray(),
    ],
    ['explain of getMore', () => db().command({ explain: { getMore: 1n } })],
  ]
  for (const [name, attempt] of refused) {
    it(`refuses ${name} by its name`, async () => {
      const error = await failureOf(attempt())
      expect(error).to.have.property('name', 'MongoServerError')
      expect(error.message).to.include(name).and.to.include('not implemented')
    })
  }

  it('refuses operators, stages and modifiers that nobody knows', async () => {
    const things = db().collection('things')
    await things.insertOne({ a: 1 })
    expect(await failureOf(things.find({ a: { $like: 'x' } }).toArray())).to.include({ code: 2 })
    expect(await failureOf(things.find({ $both: [] }).toArray())).to.include({ code: 2 })
    expect(await failureOf(things.aggregate([{ $conjure: {} }]).toArray())).to.include({ code: 40324 })
    expect(await failureOf(things.aggregate([{ $project: { b: { $conjure: 1 } } }]).toArray())).to.have.property('code')
    expect(await failureOf(things.updateOne({}, { $conjure: { a: 1 } }))).to.include({ code: 9 })
    expect(
      await failureOf(things.updateOne({}, { $push: { a: { $each: [1], $shuffle: 1 } } } as never)),
    ).to.have.property('code')
  })

  it('knows regular expressions as JavaScript does: what only PCRE has is refused', async () => {
    const things = server.fresh()
    await things.insertOne({ a: 'aaa' })
    for (const pattern of ['a++', '(?>a)', '[[:alpha:]]', '\\x{61}', '\\Qa\\E', '\\R']) {
      expect(await failureOf(things.findOne({ a: { $regex: pattern } })), pattern).to.include({ code: 51091 })
    }
    for (const pattern of ['\\Aa', 'a\\z', '^\\p{L}+$', '\\x61', '[a:]', '\\_?a']) {
      expect(await things.countDocuments({ a: { $regex: pattern } }), pattern).to.equal(1)
    }
    await things.insertOne({ a: 'b\naaa\nb' })
    for (const pattern of ['\\Aa', 'a\\z', 'a\\Z'])
      expect(await things.countDocuments({ a: { $regex: pattern, $options: 'm' } }), pattern).to.equal(1)
  })

  it('tells no time of the cluster: there is one node', async () => {
    const reply = await db().command({ insert: 'timeless', documents: [{}] })
    expect(reply).to.not.have.any.keys('operationTime', '$clusterTime')
  })

  it('refuses documents nested too deeply or too large, and keeps the connection', async () => {
    const things = server.fresh()
    let deep: object = {}
    for (let level = 0; level < 150; level++) deep = { deep }
    await things.insertOne({ deep })
    for (let level = 0; level < 100; level++) deep = { deep }
    expect(await failureOf(things.insertOne({ deep }))).to.include({ code: 15 })
    expect(await failureOf(things.insertOne({ bytes: Buffer.alloc(16 * 1024 * 1024) }))).to.have.property('code')
    expect(await things.countDocuments()).to.equal(1)
  })

  it('answers nonsense on the socket by closing it, and goes on serving others', async () => {
    const { connect } = await import('node:net')
    const path = decodeURIComponent(/^mongodb:\/\/([^/]+)/.exec(server.uri)?.[1] ?? '')
    for (const bytes of [
      Buffer.from('GET / HTTP/1.1\r\n\r\n'),
      Buffer.alloc(64, 0xff),
      Buffer.from('20000000010000000000000 dd07000000000000', 'hex'),
    ]) {
      const socket = connect(path)
      const closed = new Promise((resolve) => socket.once('close', resolve))
      socket.on('error', () => undefined)
      socket.write(bytes)
      if (bytes.length < 20) socket.end()
      await closed
    }
    expect(await db().command({ ping: 1 })).to.deep.include({ ok: 1 })
  })
})
