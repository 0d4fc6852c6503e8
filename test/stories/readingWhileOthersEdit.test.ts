import { expect } from 'chai'
import { newId } from '../../server/ids.ts'
import { type Browser, added, cast, planned, done } from '../meetings.ts'
import { submit } from '../world.ts'

/** Asks for these pages again and again until the work is done; gives every answer as path and status. */
async function readWhile(readers: readonly Browser[], paths: () => readonly string[], work: () => Promise<unknown>) {
  const state = { over: false }
  const seen = new Map<string, number>()
  const reading = readers.map(async (browser) => {
    while (!state.over)
      for (const path of paths()) {
        const { status } = await browser.get(path)
        const what = `${status} ${path.replace(/[0-9a-f]{32}/g, ':id')}`
        seen.set(what, (seen.get(what) ?? 0) + 1)
      }
  })
  await work().finally(() => (state.over = true))
  await Promise.all(reading)
  return seen
}

describe('A page that is read while others edit what is on it', () => {
  it('is there or is not there, and is never a failure', async function () {
    this.timeout(180_000)
    const world = await cast()
    const { browsers, forum } = world
    const meeting = await planned(world)
    const items: string[] = []
    const papers: string[] = []
    for (const title of ['One', 'Two', 'Three']) items.push(await added(world, meeting, { title }))
    const token = async (browser: Browser): Promise<string> =>
      /name="_csrf" value="([^"]+)"/.exec((await browser.get('/account')).text)?.[1] ?? ''
    const csrf = await token(browsers.secretary)
    const post = async (path: string, fields: Record<string, string>): Promise<number> =>
      (
        await browsers.secretary
          .post(path)
          .type('form')
          .send({ ...fields, _csrf: csrf })
      ).status
    const paths = (): string[] => [
      `/meetings/${meeting}`,
      `/meetings/${meeting}/agenda`,
      `/meetings/${meeting}/pack`,
      `/forums/${forum._id}/meetings`,
      ...items.slice(-2).map((item) => `/items/${item}`),
      ...papers.slice(-2).map((paper) => `/papers/${paper}`),
    ]
    const edits = async (): Promise<void> => {
      for (let round = 0; round < 6; round++) {
        const item = await added(world, meeting, { title: `Item ${round}` })
        items.push(item)
        const paper = newId()
        const sent = await browsers.secretary
          .post(`/items/${item}/papers/new`)
          .field('_csrf', csrf)
          .field('id', paper)
          .field('title', `Paper ${round}`)
          .attach('file', Buffer.from('# Words\n'), 'words.md')
        expect(sent.status).to.equal(303)
        papers.push(paper)
        expect(await post(`/items/${item}/move`, { position: String(items.length), by: 'up' })).to.equal(303)
        if (round === 2) await done(submit(browsers.employerChair, `/meetings/${meeting}/call`, {}))
        if (round % 2 === 0) expect(await post(`/papers/${paper}/remove`, {})).to.equal(303)
        if (round % 3 === 0) expect(await post(`/items/${item}/remove`, {})).to.equal(303)
      }
    }
    const readers = [browsers.employerChair, browsers.staffMember]
    const seen = await readWhile(readers, paths, edits)
    expect([...seen.keys()].filter((what) => !/^(200|404) /.test(what))).to.deep.equal([])
    expect([...seen.keys()].some((what) => what.startsWith('200 /papers'))).to.equal(true)
    expect([...seen.keys()].some((what) => what.startsWith('404 '))).to.equal(true)
  })
})
