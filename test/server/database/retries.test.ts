import { expect } from 'chai'
import { Binary, Long } from 'bson'
import { type Document, type Pair, doc, int } from '../../../server/database/embedded/values/types.ts'
import { engineAlone } from './served.ts'

const lsid = doc(['id', new Binary(Buffer.alloc(16, 7), 4)])
const write = (number: number, ...fields: Pair[]): Document =>
  doc(...fields, ['$db', 'db'], ['lsid', lsid], ['txnNumber', Long.fromNumber(number)])

describe('a write that a driver sends again', () => {
  let alone: Awaited<ReturnType<typeof engineAlone>>
  beforeEach(async () => {
    alone = await engineAlone()
  })
  afterEach(() => alone.end())
  const count = async (): Promise<unknown> => (await alone.run(doc(['count', 'c'], ['$db', 'db']))).get('n')

  it('is answered as before and not done twice', async () => {
    const insert = write(1, ['insert', 'c'], ['documents', [doc(['n', int(1)])]])
    expect((await alone.run(insert)).get('n')).to.deep.equal(int(1))
    const again = await alone.run(insert)
    expect(again.get('n')).to.deep.equal(int(1))
    expect(again.get('retriedStmtIds')).to.deep.equal([int(0)])
    expect(await count()).to.deep.equal(int(1))
  })

  it('gives the same document from findAndModify', async () => {
    await alone.run(write(1, ['insert', 'c'], ['documents', [doc(['_id', int(1)], ['n', int(0)])]]))
    const change = write(
      2,
      ['findAndModify', 'c'],
      ['query', doc(['_id', int(1)])],
      ['update', doc(['$inc', doc(['n', int(1)])])],
      ['new', true],
    )
    const first = await alone.run(change)
    const again = await alone.run(change)
    expect(again.get('value')).to.deep.equal(first.get('value'))
    const found = await alone.run(doc(['distinct', 'c'], ['key', 'n'], ['$db', 'db']))
    expect(found.get('values')).to.deep.equal([int(1)])
  })

  it('goes on where a batch was left', async () => {
    const one = doc(['_id', int(1)])
    await alone.run(write(5, ['insert', 'c'], ['documents', [one]], ['stmtIds', [int(0)]]))
    const rest = await alone.run(
      write(5, ['insert', 'c'], ['documents', [one, doc(['_id', int(2)])]], ['stmtIds', [int(0), int(1)]]),
    )
    expect(rest.get('n')).to.deep.equal(int(2))
    expect(rest.has('writeErrors')).to.equal(false)
    expect(await count()).to.deep.equal(int(2))
  })

  it('is still known after a restart', async () => {
    const insert = write(3, ['insert', 'c'], ['documents', [doc(['n', int(1)])]])
    await alone.run(insert)
    alone.restart()
    expect((await alone.run(insert)).get('retriedStmtIds')).to.deep.equal([int(0)])
    expect(await count()).to.deep.equal(int(1))
  })

  it('is refused once the session has gone on to a newer one', async () => {
    await alone.run(write(9, ['insert', 'c'], ['documents', [doc(['_id', int(1)])]]))
    const late = await alone.run(write(8, ['insert', 'c'], ['documents', [doc(['_id', int(2)])]]))
    expect(late.get('code')).to.deep.equal(int(225))
    expect(await count()).to.deep.equal(int(1))
  })
})
