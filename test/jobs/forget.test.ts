import { expect } from 'chai'
import mongoose from 'mongoose'
import { readFile, readdir, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { destructions } from '../../models/destruction.ts'
import { newId } from '../../server/ids.ts'
import { forgetDestroyed } from '../../server/jobs/forget.ts'
import { begin, goOut, hidden, minutesCast, save } from '../minutesWorld.ts'

const hour = 3_600_000
/** A turn of its own for each test, later than every other one. */
let now = Date.now() + 1000 * hour
const later = (): Date => new Date((now += 2 * hour))

/** The folder of the suite's own embedded database, which listens on a socket in it; undefined on a deployment. */
function dataFolder(): string | undefined {
  if (process.env['MONGODB_URI'] !== undefined) return undefined
  const socket = mongoose.connection.getClient().options.hosts[0]?.socketPath
  expect(socket, 'the database listens on a socket in its folder').to.be.a('string')
  return dirname(dirname(socket ?? ''))
}

/** Which of these texts are in any file of the data folder. */
async function inFiles(texts: readonly string[]): Promise<string[]> {
  const folder = dataFolder()
  if (folder === undefined) return []
  const found = new Set<string>()
  for (const name of await readdir(folder, { recursive: true })) {
    const path = join(folder, name)
    if (!(await stat(path)).isFile()) continue
    const bytes = await readFile(path)
    for (const text of texts) if (bytes.includes(text)) found.add(text)
  }
  return [...found]
}

describe('what an act destroys', () => {
  it('is in no file of the database after the next turn: earlier versions and unsaved text of circulated minutes', async function () {
    this.timeout(60_000)
    const [saved, typed, kept] = [newId(), newId(), newId()]
    const cast = await minutesCast({}, {}, { closed: false })
    const { secretary } = cast.browsers
    const [first, second] = await begin(cast)
    await save(secretary, first!, { source: `A word that was replaced: ${saved}.` })
    await save(secretary, first!, { source: `A word that stays: ${kept}.` })
    await save(secretary, second!, { source: 'Noted.' })
    const path = `${cast.at}/parts/${first!._id}`
    const page = await secretary.get(path)
    await secretary
      .post(`${path}/draft`)
      .type('form')
      .send({
        version: hidden(page, 'version'),
        token: hidden(page, 'token'),
        _csrf: hidden(page, '_csrf'),
        source: `A word that was typed and not saved: ${typed}.`,
      })
    const embedded = dataFolder() !== undefined
    expect(await inFiles([saved, typed, kept])).to.have.length(embedded ? 3 : 0)

    await forgetDestroyed(later())
    expect(await inFiles([saved, typed]), 'before they are circulated').to.have.length(embedded ? 2 : 0)

    await goOut(cast)
    expect(await destructions()).to.have.length.greaterThan(0)
    await forgetDestroyed(later())
    expect(await inFiles([saved, typed, kept])).to.deep.equal(embedded ? [kept] : [])
    expect(await destructions()).to.deep.equal([])
    expect((await secretary.get(cast.at)).text).to.include(kept)
  })
})
