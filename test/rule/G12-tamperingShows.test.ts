import { expect } from 'chai'
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import mongoose from 'mongoose'
import { readHead, showHead, verifyChain } from '../../models/auditChain.ts'
import { type AuditEntry, auditFor, commitTo, hashOf } from '../../models/auditEntry.ts'
import { act } from '../../server/acts/act.ts'
import { verifyTrail } from '../../server/cli/audit.ts'
import { newId } from '../../server/ids.ts'
import { root } from '../../server/root.ts'
import { stored as storedAs } from '../commands.ts'
import { aForum, aPerson } from '../world.ts'

const audit = auditFor({ kind: 'service', name: 'audit' })
const stored = () => storedAs<AuditEntry>('auditentries')

/** An act that only leaves its entry. */
const doSomething = act(async ({ record }, forum: string) => {
  await record({ forum, event: 'something done', record: newId(), details: { thing: newId() } })
})

/** A forum of its own with so many acts, one after the other. */
async function aTrail(length: number): Promise<string> {
  const forum = await aForum()
  const chair = await aPerson(forum, 'chair', 'staff')
  for (let done = 0; done < length; done++) await doSomething(chair, new Date(), forum._id)
  return forum._id
}

const entry = async (forum: string, sequence: number): Promise<AuditEntry> =>
  (await stored().findOne({ forum, sequence }))!
const alter = (forum: string, sequence: number, change: Partial<AuditEntry>) =>
  stored().updateOne({ forum, sequence }, { $set: change })
const problems = async (forum: string, head?: string): Promise<string[]> => {
  const { lines, sound } = await verifyTrail({ forum, head: head === undefined ? undefined : readHead(head) })
  const found = lines
    .filter((line) => !/ entr(y|ies), |^head /.test(line))
    .map((line) => line.replace(`${forum}: `, ''))
  expect(sound).to.equal(found.length === 0)
  return found
}
const headOf = async (forum: string): Promise<string> => showHead(verifyChain(forum, await audit.chain(forum)).head!)

describe('G12: tampering shows', () => {
  it('not where nothing was touched: the trail is whole, and every head that it had is in it', async () => {
    const forum = await aTrail(3)
    const early = await headOf(forum)
    const chair = await aPerson({ ...(await aForum()), _id: forum }, 'chair', 'employer')
    await doSomething(chair, new Date(), forum)
    expect(await problems(forum)).to.deep.equal([])
    for (const head of [early, await headOf(forum), early.split(':')[2]!])
      expect(await problems(forum, head)).to.deep.equal([])
  })

  it('when an entry was changed, whichever field it was', async () => {
    const changes: Partial<AuditEntry>[] = [
      { event: 'nothing done' },
      { record: newId() },
      { at: new Date('2025-01-01T00:00:00Z') },
      { commitment: 'f'.repeat(64) },
      { hash: 'f'.repeat(64) },
      { at: 'yesterday' as unknown as Date },
    ]
    for (const change of changes) {
      const forum = await aTrail(4)
      await alter(forum, 2, change)
      expect(await problems(forum), JSON.stringify(change)).to.include('entry 2 was changed')
    }
  })

  it('when an entry was changed and its own hash made to fit', async () => {
    const forum = await aTrail(4)
    const changed = { ...(await entry(forum, 2)), event: 'nothing done' }
    await alter(forum, 2, { event: changed.event, hash: hashOf(changed) })
    const [problem] = await problems(forum)
    expect(problem).to.match(/^entry 2 was changed after entry 3 was written/)
  })

  it('when the details behind a commitment were changed, but not when they were erased', async () => {
    const forum = await aTrail(3)
    const { salt } = (await entry(forum, 2)).opening!
    await alter(forum, 2, { opening: { salt, details: '{"by":"somebody else"}' } })
    expect(await problems(forum)).to.deep.equal(['entry 2 was changed: its details do not open its commitment'])
    await alter(forum, 2, { opening: null })
    expect(await problems(forum)).to.deep.equal([])
  })

  it('when entries were removed, at the beginning, in the middle and at the end', async () => {
    const forum = await aTrail(6)
    const head = await headOf(forum)
    const all = await audit.chain(forum)
    await stored().deleteMany({ forum, sequence: { $in: [3, 4] } })
    expect(await problems(forum)).to.deep.equal(['entries 3 to 4 were removed'])
    await stored().insertMany(all.filter(({ sequence }) => sequence === 3 || sequence === 4))
    expect(await problems(forum)).to.deep.equal([])
    await stored().deleteOne({ forum, sequence: 1 })
    expect(await problems(forum)).to.deep.equal(['entry 1 was removed'])
    await stored().insertOne(all[0]!)
    await stored().deleteOne({ forum, sequence: 6 })
    expect(await problems(forum)).to.deep.equal([])
    expect(await problems(forum, head)).to.deep.equal([`entry 6 was removed from the end of ${forum}`])
    expect(await problems(forum, head.split(':')[2])).to.have.length(1)
    await stored().deleteMany({ forum })
    expect(await problems(forum, head)).to.include(`entries 1 to 6 were removed from the end of ${forum}`)
  })

  it('when two entries were exchanged', async () => {
    const forum = await aTrail(5)
    await alter(forum, 2, { sequence: 99 })
    await alter(forum, 3, { sequence: 2 })
    await alter(forum, 99, { sequence: 3 })
    expect(await problems(forum)).to.deep.equal([
      'entry 2 was reordered: it was written as entry 3',
      'entry 3 was reordered: it was written as entry 2',
    ])
  })

  it('when an entry was taken out and the later ones renumbered', async () => {
    const forum = await aTrail(4)
    await stored().deleteOne({ forum, sequence: 2 })
    await alter(forum, 3, { sequence: 2 })
    await alter(forum, 4, { sequence: 3 })
    expect(await problems(forum)).to.deep.equal([
      'entry 2 was reordered: it was written as entry 3',
      'entry 3 was reordered: it was written as entry 4',
    ])
  })

  it('when the whole trail was written anew, to whoever kept a head', async () => {
    const forum = await aTrail(3)
    const head = await headOf(forum)
    let previous = (await entry(forum, 1)).previous
    for (const old of await audit.chain(forum)) {
      const [salt, details] = ['00', '{}']
      const anew = { ...old, event: 'nothing done', previous, commitment: commitTo(salt, details) }
      previous = hashOf(anew)
      await alter(forum, old.sequence, { ...anew, opening: { salt, details }, hash: previous })
    }
    expect(await problems(forum)).to.deep.equal([])
    expect((await problems(forum, head))[0]).to.match(/^entry 3 of .* is not the one that the head was taken from/)
  })

  it('and twenty acts at the same moment leave one unbroken trail', async () => {
    const forum = await aForum()
    const chair = await aPerson(forum, 'chair', 'staff')
    await Promise.all(Array.from({ length: 20 }, async () => doSomething(chair, new Date(), forum._id)))
    expect(await audit.chain(forum._id)).to.have.length(20)
    expect(await problems(forum._id)).to.deep.equal([])
  }).timeout(60_000)

  it('on the command line, with exit code 1', async () => {
    const forum = await aTrail(3)
    const head = await headOf(forum)
    const sound = await verify('--forum', forum, '--head', head)
    expect([sound.code, sound.stdout]).to.deep.equal([0, `${forum}: 3 entries, whole\nhead ${head}\n`])
    await alter(forum, 2, { event: 'nothing done' })
    const changed = await verify('--forum', forum)
    expect([changed.code, changed.stdout.split('\n')[1]]).to.deep.equal([1, `${forum}: entry 2 was changed`])
    expect((await verify('--forum', 'no-such-forum')).code).to.equal(1)
    expect((await verify('--head', 'nonsense')).code).to.equal(2)
  }).timeout(60_000)
})

/** Where the database of this run listens. */
const addressOf = (): string => String(Reflect.get(mongoose.connection, '_connectionString'))

/** Runs the command as an administrator would. */
async function verify(...args: string[]) {
  const env = { ...process.env, MONGODB_URI: addressOf() }
  const command = ['--import', 'tsx', join(root, 'server/cli/subrosa.ts'), 'audit', 'verify', ...args]
  return promisify(execFile)(process.execPath, command, { env, cwd: root }).then(
    ({ stdout }) => ({ code: 0, stdout, stderr: '' }),
    (error: { code: number; stdout: string; stderr: string }) => error,
  )
}
