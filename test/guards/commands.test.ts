import { expect } from 'chai'
import mongoose from 'mongoose'
import { EventEmitter } from 'node:events'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { forumsFor } from '../../models/forum.ts'
import { newId } from '../../server/ids.ts'
import { root } from '../../server/root.ts'
import { isUnscoped, listen, sentOf, stored } from '../commands.ts'
import { aForum } from '../world.ts'

const scoped = ['papers']
const passes = (name: string, command: object): boolean => !isUnscoped(sentOf(name, command as never), scoped)

describe('the listener to every command (its verdict on the whole run comes after the last test)', () => {
  it('hears the driver: a model’s commands are marked, whatever they do', async () => {
    const heard: string[] = []
    const listener = ({ commandName, command }: { commandName: string; command: Record<string, unknown> }): void => {
      if (command[commandName] === 'forums') heard.push(`${commandName} ${String(command['comment'])}`)
    }
    const client = mongoose.connection.getClient()
    client.on('commandStarted', listener)
    const forum = await aForum()
    await forumsFor({ kind: 'service', name: 'releases' }).edit(forum._id, { terms: newId() })
    client.off('commandStarted', listener)
    expect(heard).to.deep.equal(['insert scoped', 'find scoped', 'findAndModify scoped'])
  })

  it('refuses what reaches a record without the mark', () => {
    for (const name of [
      'find',
      'aggregate',
      'insert',
      'update',
      'delete',
      'findAndModify',
      'count',
      'distinct',
      'drop',
    ])
      expect(passes(name, { [name]: 'papers' }), name).to.equal(false)
    expect(passes('find', { find: 'papers', comment: 'something' })).to.equal(false)
    const reached = (stage: object) => passes('aggregate', { aggregate: 'sessions', pipeline: [{ $match: {} }, stage] })
    expect(reached({ $lookup: { from: 'papers', as: 'all', pipeline: [] } })).to.equal(false)
    expect(reached({ $unionWith: { coll: 'papers', pipeline: [] } })).to.equal(false)
    expect(reached({ $unionWith: { coll: 'sessions', pipeline: [{ $unionWith: { coll: 'papers' } }] } })).to.equal(
      false,
    )
    expect(reached({ $lookup: { from: 'sessions', as: 'all', pipeline: [] } })).to.equal(true)
    expect(
      passes('bulkWrite', { bulkWrite: 1, nsInfo: [{ ns: 'subrosa.sessions' }, { ns: 'subrosa.papers' }] }),
    ).to.equal(false)
  })

  it('lets pass what is marked, what reaches no record, and collections of no forum', () => {
    expect(passes('find', { find: 'papers', comment: 'scoped' })).to.equal(true)
    expect(passes('find', { find: 'papers', comment: 'test' })).to.equal(true)
    expect(passes('createIndexes', { createIndexes: 'papers' })).to.equal(true)
    expect(passes('getMore', { getMore: 1n, collection: 'papers' })).to.equal(true)
    expect(passes('commitTransaction', { commitTransaction: 1 })).to.equal(true)
    expect(passes('find', { find: 'sessions' })).to.equal(true)
  })

  it('lets the steps of migrations pass, which alone write their mark', () => {
    expect(passes('update', { update: 'papers', comment: 'migration' })).to.equal(true)
    const writing = ['server', 'models', 'routes', 'views'].flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .map((file) => join(folder, file))
        .filter(
          (file) =>
            file.endsWith('.ts') && /migrationMark|comment: \W?migration/.test(readFileSync(join(root, file), 'utf8')),
        ),
    )
    expect(writing.filter((file) => !/^server\/database\/migrations\/(\d{3}-|migration\.ts)/.test(file))).to.deep.equal(
      [],
    )
  })

  it('names what it heard, and passes a test that looks at what is stored on purpose', async () => {
    const client = new EventEmitter()
    const unscoped = listen(client as never)
    client.emit('commandStarted', { commandName: 'find', command: { find: 'forums' } })
    client.emit('commandStarted', { commandName: 'find', command: { find: 'forums', comment: 'test' } })
    client.emit('commandStarted', { commandName: 'find', command: { find: 'sessions' } })
    expect(await unscoped()).to.deep.equal(['find forums'])
    const driver = mongoose.connection.getClient()
    const heard = listen(driver)
    expect(await stored('forums').findOne({ name: 'no such forum' })).to.equal(null)
    expect(await heard()).to.deep.equal([])
  })
})
