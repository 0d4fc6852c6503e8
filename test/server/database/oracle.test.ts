import { expect } from 'chai'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Proxy } from '../../oracle/failpoints.ts'
import { summary } from '../../oracle/outcome.ts'
import { runFolder } from '../../oracle/unified.ts'
import { served, temporaryFolder } from './served.ts'

/** A file of cases as MongoDB publishes them, about one collection with two documents. */
const file = (tests: readonly object[]): string =>
  JSON.stringify({
    schemaVersion: '1.4',
    createEntities: [
      { client: { id: 'client0', observeEvents: ['commandStartedEvent'] } },
      { database: { id: 'database0', client: 'client0', databaseName: 'oracle' } },
      { collection: { id: 'collection0', database: 'database0', collectionName: 'c' } },
      { session: { id: 'session0', client: 'client0' } },
    ],
    initialData: [{ databaseName: 'oracle', collectionName: 'c', documents: [{ _id: 1 }, { _id: 2 }] }],
    tests,
  })

const find = { object: 'collection0', name: 'find', arguments: { filter: { _id: { $gt: 1 } } } }
const insert = { object: 'collection0', name: 'insertOne', arguments: { document: { _id: 3 }, session: 'session0' } }
const failing = (data: object): object => ({
  object: 'testRunner',
  name: 'failPoint',
  arguments: {
    client: 'client0',
    failPoint: { configureFailPoint: 'failCommand', mode: { times: 1 }, data: { failCommands: ['insert'], ...data } },
  },
})
const outcome = (...ids: readonly number[]): object => ({
  outcome: [{ databaseName: 'oracle', collectionName: 'c', documents: ids.map((_id) => ({ _id })) }],
})

describe('The runner of published tests', () => {
  const server = served()
  let proxy: Proxy
  let folder: string
  before(async () => {
    proxy = await Proxy.before(server.uri)
    folder = await temporaryFolder()
  })
  after(async () => {
    await proxy.close()
    await rm(folder, { recursive: true, force: true })
  })

  async function run(...tests: readonly object[]): Promise<(string | undefined)[]> {
    await writeFile(
      join(folder, 'cases.json'),
      file(tests.map((test, number) => ({ description: String(number), ...test }))),
    )
    return (await runFolder(folder, proxy)).map(({ end, reason }) => (reason === undefined ? end : `${end}: ${reason}`))
  }

  it('passes what is as the case expects, and says why something is not', async () => {
    expect(
      await run(
        { operations: [{ ...find, expectResult: [{ _id: 2 }] }], ...outcome(1, 2) },
        { operations: [{ ...find, expectResult: [{ _id: { $$type: 'string' } }] }] },
        { operations: [{ ...find, expectError: { isError: true } }] },
        { operations: [insert], ...outcome(1, 2) },
        { operations: [{ ...insert, object: 'nobody' }] },
      ),
    ).to.deep.equal([
      'passed',
      'failed: [0]._id: expected $$type "string", found 2',
      'failed: find should have failed: {"isError":true}',
      'failed: c holds [{"_id":1},{"_id":2},{"_id":3}], expected [{"_id":1},{"_id":2}]',
      'failed: the test names nobody, which does not exist',
    ])
  })

  it('holds a client to the commands it should send', async () => {
    const sent = (command: object): object => ({
      operations: [find],
      expectEvents: [{ client: 'client0', events: [{ commandStartedEvent: { commandName: 'find', command } }] }],
    })
    expect(
      await run(
        sent({ find: 'c', filter: { _id: { $gt: 1 } }, lsid: { $$exists: true }, limit: { $$exists: false } }),
        sent({ find: 'd' }),
      ),
    ).to.deep.equal(['passed', 'failed: find command.find: expected "d", found "c"'])
  })

  it('plays fail points before the database', async () => {
    const inTransaction = (data: object, expectError: object): object => ({
      operations: [
        { object: 'session0', name: 'startTransaction' },
        failing(data),
        { ...insert, expectError },
        { object: 'session0', name: 'abortTransaction' },
      ],
      ...outcome(1, 2),
    })
    expect(
      await run(
        inTransaction({ errorCode: 91 }, { errorCode: 91, errorLabelsContain: ['TransientTransactionError'] }),
        inTransaction({ closeConnection: true }, { isClientError: true }),
        // Outside a transaction the driver tries again, and that once is over.
        { operations: [failing({ closeConnection: true }), insert], ...outcome(1, 2, 3) },
        { operations: [failing({ writeConcernError: { code: 100, errmsg: 'no' } }), { ...insert, expectError: {} }] },
      ),
    ).to.deep.equal(['passed', 'passed', 'passed', 'passed'])
  })

  it('tells what was skipped and refused apart, with each reason', async () => {
    await writeFile(
      join(folder, 'cases.json'),
      file([
        { description: 'sharded', runOnRequirements: [{ topologies: ['sharded'] }], operations: [] },
        { description: 'newer', runOnRequirements: [{ minServerVersion: '99.0' }], operations: [] },
        {
          description: 'collation',
          operations: [{ ...find, arguments: { ...find.arguments, collation: { locale: 'fr', strength: 5 } } }],
        },
      ]),
    )
    expect(summary('cases', await runFolder(folder, proxy))).to.equal(`cases: 0 passed, 1 failed, 2 skipped, of 3
  failed because it is refused by name: 1
    cases.json: collation
      a collation's strength 5 is not implemented by the embedded database
  skipped, needs sharded: 1
  skipped, needs MongoDB 99.0: 1
`)
  })
})
