import { expect } from 'chai'
import { EventEmitter } from 'node:events'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../server/root.ts'
import { listed, noteSent, unlisted, wordsOf } from '../sent.ts'

describe('the list of what the application sends (its verdict on the whole run comes after the last test)', () => {
  it('has the fields of a command and the operators in them, but no content of records', () => {
    const update = {
      update: 'papers',
      lsid: { id: 1 },
      comment: { $not: 'an operator' },
      updates: [{ q: { $and: [{ a: { $in: [1] } }] }, u: { $set: { a: 1 } }, upsert: true }],
    }
    expect([...wordsOf('update', update)].toSorted()).to.deep.equal(
      ['$and', '$in', '$set', 'comment', 'updates', 'updates.q', 'updates.u', 'updates.upsert'].toSorted(),
    )
    expect([...wordsOf('insert', { insert: 'papers', documents: [{ $a: 1 }] })]).to.deep.equal(['documents'])
  })

  it('names what is not on the page', () => {
    const client = new EventEmitter()
    const sent = noteSent(client as never)
    client.emit('commandStarted', { commandName: 'find', command: { find: 'papers', filter: { $where: 'true' } } })
    client.emit('commandStarted', { commandName: 'mapReduce', command: { mapReduce: 'papers', map: 'f' } })
    expect(unlisted(sent)).to.deep.equal(['find $where', 'mapReduce map'])
  })

  it('is on the page, with what no deployment can do without', () => {
    for (const name of ['find', 'insert', 'update', 'aggregate', 'commitTransaction'])
      expect([...listed().keys()]).to.include(name)
  })

  it('nothing knows the embedded database but its own tests and the one that starts several processes on it', () => {
    const knowing = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .filter((file) => /from '[^']*database\/embedded\//.test(readFileSync(join(root, 'test', file), 'utf8')))
    expect(
      knowing.filter(
        (file) => !/^(server\/(database|severalProcesses)|oracle\/|long\/)/.test(file.replaceAll('\\', '/')),
      ),
    ).to.deep.equal([])
  })
})
