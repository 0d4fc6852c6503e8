import { expect } from 'chai'
import { build } from 'esbuild'
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, cp, mkdir, readFile, readdir, rename, rm, stat, truncate } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startEmbedded } from '../../../server/database/embedded/start.ts'
import { doc, int } from '../../../server/database/embedded/values/types.ts'
import { root } from '../../../server/root.ts'
import { quickServers } from './quickServer.ts'
import { engineAlone, temporaryFolder } from './served.ts'

const source = (file: string): string => fileURLToPath(new URL(file, import.meta.url))

describe('hardship', function () {
  this.timeout(120_000)
  let folder = ''
  const file = (): string => join(folder, 'database.mdb')
  beforeEach(async () => {
    folder = await temporaryFolder()
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  /** What a program says to its end. */
  const said = (command: string, ...args: string[]): string => {
    const { stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', timeout: 60_000 })
    expect(stderr).to.equal('')
    return stdout.trim()
  }

  it('in a folder that may not be written to is told, and the data is left as it was', async () => {
    await (await startEmbedded({ folder })).stop()
    const before = await readFile(file())
    await chmod(file(), 0o444)
    await chmod(folder, 0o555)
    const refused = said(process.execPath, '--import', 'tsx', source('./withoutRights.ts'), folder)
    await chmod(folder, 0o755)
    expect(refused).to.match(/^DatabaseRefused: The data folder .* cannot be used: EACCES/)
    expect(await readFile(file())).to.deep.equal(before)
    expect((await stat(file())).mode & 0o777).to.equal(0o444)
  })

  it('of a disk without room for a new database is told, and nothing half made is left', async () => {
    // A limit on the size of files stands for a full disk: four kilobytes, less than the first two pages.
    const script = `ulimit -f 8; exec "$0" --import tsx "$1" "$2"`
    const refused = said('sh', '-c', script, process.execPath, source('./serving.ts'), folder)
    expect(refused).to.match(/^DatabaseRefused: The data folder .* cannot be used: /)
    expect(await readdir(folder)).to.deep.equal([])
    await (await startEmbedded({ folder })).stop()
  })

  it('of several processes that make the same database at once leaves one of them with it', async () => {
    const servers = await quickServers()
    try {
      for (let round = 0; round < 3; round++) {
        const path = join(folder, String(round))
        const started = Array.from({ length: 3 }, () => servers.start(path))
        const lines = await Promise.all(started.map(({ said: line }) => line))
        const said = (line: string): string =>
          line.replace(/^mongodb:.*/, 'address').replace(/^DatabaseRefused: .* is in use by process \d+$/, 'in use')
        expect(lines.map(said).toSorted(), lines.join('\n')).to.deep.equal(['address', 'in use', 'in use'])
        for (const server of started) await server.kill()
      }
    } finally {
      await servers.remove()
    }
  })

  it('of an installation without lmdb’s binary part is told in words that help', async () => {
    const lmdb = JSON.parse(await readFile(join(root, 'node_modules/lmdb/package.json'), 'utf8'))
    const parts = ['lmdb', 'detect-libc', ...Object.keys(lmdb.dependencies)]
    for (const part of parts)
      await cp(join(root, 'node_modules', part), join(folder, 'node_modules', part), {
        recursive: true,
        dereference: true,
        filter: (path) => !/lmdb\/(src|dependencies|build)/.test(path),
      })
    await build({
      entryPoints: { serving: source('./serving.ts'), worker: source('../../../server/database/embedded/worker.ts') },
      outdir: folder,
      outExtension: { '.js': '.mjs' },
      bundle: true,
      external: ['lmdb', 'esbuild'],
      platform: 'node',
      format: 'esm',
    })
    const data = join(folder, 'data')
    const refused = said(process.execPath, join(folder, 'serving.mjs'), data)
    expect(refused, refused).to.match(
      /^DatabaseRefused: The embedded database's binary part \(lmdb\) is missing for \S+; install/,
    )
    expect(refused.split('\n')).to.have.length(1)
    expect(existsSync(data)).to.equal(false)
  })

  it('of a disk without room for a copy of the data is told before anything is begun', async () => {
    const { engine, run, end } = await engineAlone()
    await run(doc(['insert', 'c'], ['$db', 'db'], ['documents', [doc(['_id', int(1)])]]))
    const { file: data } = engine.parts.store
    // Longer than any disk here, with nothing in it.
    const { size } = await stat(data)
    await truncate(data, 2 ** 43)
    for (const name of ['subrosaCompact', 'subrosaCopy']) {
      const failed = await run(doc([name, int(1)], ['$db', 'admin']))
      expect(failed.get('code')?.valueOf()).to.equal(14031)
      expect(failed.get('errmsg')).to.match(/needs \d+ MB of free disk/)
    }
    expect((await readdir(dirname(data))).filter((name) => name.includes('.new-'))).to.deep.equal([])
    await truncate(data, size)
    expect((await run(doc(['subrosaCompact', int(1)], ['$db', 'admin']))).get('ok')?.valueOf()).to.equal(1)
    expect((await run(doc(['count', 'c'], ['$db', 'db']))).get('n')?.valueOf()).to.equal(1)
    await end()
  })

  it('of a compaction that fails in the middle leaves everything as it was', async () => {
    const { engine, run, end } = await engineAlone()
    await run(doc(['insert', 'c'], ['$db', 'db'], ['documents', [doc(['_id', int(1)])]]))
    const { store } = engine.parts
    const lock = `${store.file}-lock`
    // Something is in the way of the new file's lock.
    await rename(lock, `${lock}.away`)
    await mkdir(join(lock, 'in the way'), { recursive: true })
    const failed = await run(doc(['subrosaCompact', int(1)], ['$db', 'admin']))
    expect(failed.get('ok')?.valueOf()).to.equal(0)
    expect((await readdir(dirname(store.file))).filter((name) => name.includes('.new-'))).to.deep.equal([])
    await run(doc(['insert', 'c'], ['$db', 'db'], ['documents', [doc(['_id', int(2)])]]))
    await rm(lock, { recursive: true })
    await rename(`${lock}.away`, lock)
    expect((await run(doc(['subrosaCompact', int(1)], ['$db', 'admin']))).get('ok')?.valueOf()).to.equal(1)
    expect((await run(doc(['count', 'c'], ['$db', 'db']))).get('n')?.valueOf()).to.equal(2)
    await end()
  })
})
