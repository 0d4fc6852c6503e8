import { expect } from 'chai'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import mongoose from 'mongoose'
import { fileState } from '../../server/database/embedded/storage/pages.ts'
import { type Child, ownFolder, run, start } from './child.ts'

/** The commands about the database, each in a process of its own, as an administrator types them. */
describe('the commands about the database', function () {
  this.timeout(300_000)
  let folder: Awaited<ReturnType<typeof ownFolder>>
  const data = (): string => join(folder.path, 'data')
  const file = (name: string): string => join(folder.path, name)
  before(async () => {
    folder = await ownFolder()
    const added = await subrosa('organisation', 'add', 'trust', '--name', 'A Trust', '--domain', 'trust.example')
    expect(added.code, added.err).to.equal(0)
  })
  after(() => folder.remove())

  const passphrase = 'correct horse battery staple'
  const inFolder = (DATA_DIR: string, settings: Readonly<Record<string, string>>, args: readonly string[]) =>
    run('server/cli/subrosa.ts', args, { DATA_DIR, ...settings })
  const subrosa = (...args: string[]) => inFolder(data(), {}, args)
  const secretly = (...args: string[]) => inFolder(data(), { SUBROSA_PASSPHRASE: passphrase }, args)

  /** One line on standard error, nothing else, and the exit code for an error of use. */
  const refusal = async (running: ReturnType<typeof run>): Promise<string> => {
    const { code, out, err } = await running
    expect([code, out, err.trim().split('\n').length], err).to.deep.equal([2, '', 1])
    return err
  }
  /** The embedded database alone, as a process. */
  async function serve(path: string): Promise<{ child: Child; uri: string }> {
    const child = start('server/cli/subrosa.ts', ['database', 'serve', '--data', path], {})
    await child.until('\n')
    return { child, uri: child.output.out.split('\n')[0] ?? '' }
  }

  it('serve it alone, at an address with a password, until it is told to end', async () => {
    const { child, uri } = await serve(data())
    expect(uri).to.match(/^mongodb:\/\/[^:]+:[0-9a-f]{48}@127\.0\.0\.1:\d+\/subrosa\?directConnection=true&/)
    const client = await mongoose.mongo.MongoClient.connect(uri)
    expect(await client.db().collection('organisations').countDocuments()).to.equal(1)
    const stranger = new mongoose.mongo.MongoClient(uri.replace(/[0-9a-f]{48}/, 'wrong'))
    expect(await stranger.connect().catch((error: Error) => error.message)).to.contain('Authentication failed')
    await stranger.close()
    const other = await refusal(inFolder(data(), {}, ['database', 'serve', '--data', data()]))
    expect(other).to.match(/in use by process \d+/)
    await client.close()
    expect(await child.stop('SIGTERM')).to.equal(0)
    expect(child.output.out.trim()).to.equal(uri)
    expect(existsSync(join(data(), 'database.address'))).to.equal(false)
    expect(fileState(join(data(), 'database.mdb'), true)).to.equal('whole')
  })

  it('check, compact, back up and verify it while it runs, and restore it elsewhere', async () => {
    const marker = randomBytes(12).toString('hex')
    const { child, uri } = await serve(data())
    try {
      const client = await mongoose.mongo.MongoClient.connect(uri)
      await client.db().collection('things').insertOne({ marker })
      await client.db().collection('things').deleteMany({})
      const checked = await subrosa('database', 'check', '--audit')
      expect(checked.code, checked.err).to.equal(0)
      expect(checked.out).to.contain('organisations: 1 document, 4 indexes')
      expect(checked.out).to.contain('installation: 1 entry, whole')
      expect(checked.out).to.contain('Nothing is wrong')
      expect((await readFile(join(data(), 'database.mdb'))).includes(marker)).to.equal(true)
      expect((await subrosa('database', 'compact')).out).to.match(/^Compacted: [\d.]+ MB before, [\d.]+ MB now/)
      expect((await readFile(join(data(), 'database.mdb'))).includes(marker)).to.equal(false)
      expect((await secretly('backup', file('sealed'), '--encrypt')).out).to.match(
        /\d+ documents of \d+ collections, encrypted/,
      )
      expect((await subrosa('backup', file('open'))).out).to.contain('not encrypted')
      await client.close()
    } finally {
      await child.stop()
    }
    expect((await stat(file('sealed'))).mode & 0o777).to.equal(0o600)
    expect((await readFile(file('open'))).includes('A Trust')).to.equal(true)
    expect((await readFile(file('sealed'))).includes('A Trust')).to.equal(false)
    const restored = await inFolder(file('restored'), { SUBROSA_PASSPHRASE: passphrase }, ['restore', file('sealed')])
    expect(restored.code, restored.err).to.equal(0)
    expect(restored.out).to.match(/installation: 1 entry, whole[^]*Restored \d+ documents of \d+ collections/)
    const again = await inFolder(file('restored'), {}, [
      'organisation',
      'add',
      'trust',
      '--name',
      'B',
      '--domain',
      'b.example',
    ])
    expect(again.err).to.contain('SLUG')
  })

  it('refuse a backup with the wrong passphrase, a damaged one, and a database that is not empty', async () => {
    const empty = file('never')
    const wrong = inFolder(empty, { SUBROSA_PASSPHRASE: 'another passphrase' }, ['restore', file('sealed')])
    expect(await refusal(wrong)).to.contain('the passphrase is wrong')
    const bytes = await readFile(file('open'))
    await writeFile(file('damaged'), bytes.subarray(0, bytes.length - 20))
    expect(await refusal(inFolder(empty, {}, ['restore', file('damaged')]))).to.contain('ends too early')
    expect(await refusal(subrosa('restore', file('open')))).to.contain('not empty')
    expect(await refusal(subrosa('restore', file('nowhere')))).to.contain('nowhere')
    expect(await refusal(subrosa('backup', file('open')))).to.contain('is there already')
    expect(
      await refusal(inFolder(data(), { SUBROSA_PASSPHRASE: 'short' }, ['backup', file('x'), '--encrypt'])),
    ).to.contain('12')
    expect(existsSync(file('x')) || existsSync(file('x.part'))).to.equal(false)
  })

  it('move it to another deployment, and say which collections are there', async () => {
    const target = await serve(file('target'))
    try {
      const moved = await subrosa('migrate-database', '--to', target.uri)
      expect(moved.code, moved.err).to.equal(0)
      expect(moved.out).to.contain('organisations: 1 document, copied, verified')
      expect(moved.out).to.contain('installation: 1 entry, whole')
      const there = await inFolder('unused', { MONGODB_URI: target.uri }, ['database', 'check', '--audit'])
      expect(there.out, there.err).to.contain('Nothing is wrong')
      expect(await refusal(subrosa('migrate-database', '--to', target.uri))).to.contain('not empty')
    } finally {
      await target.child.stop()
    }
    const running = await serve(data())
    try {
      expect(await refusal(subrosa('migrate-database', '--to', target.uri))).to.contain('Stop the service first')
    } finally {
      await running.child.stop()
    }
  })

  it('find damage and say where', async () => {
    expect(await refusal(inFolder(file('nothing'), {}, ['database', 'check']))).to.contain('There is no database')
    const path = join(file('restored'), 'database.mdb')
    await truncate(path, (await stat(path)).size - 8192)
    const state = fileState(path, true)
    const checked = await inFolder(file('restored'), {}, ['database', 'check'])
    if (state === 'cut') expect(checked.err).to.contain('is cut off')
    else expect(checked.out).to.contain('Nothing is wrong')
  })
})
