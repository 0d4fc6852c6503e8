import { expect } from 'chai'
import type supertest from 'supertest'
import type { Forum } from '../../models/forum.ts'
import { showDay } from '../../server/dates.ts'
import { newId } from '../../server/ids.ts'
import { cast as meetingCast, published, today, words } from '../meetings.ts'
import { aForum, aPerson, browserOf, submit, visitor } from '../world.ts'

type Browser = Awaited<ReturnType<typeof browserOf>>

/** A forum with both chairs, a secretary and a member, each in a browser of their own. */
async function cast() {
  const forum = await aForum()
  const people = {
    employerChair: await aPerson(forum, 'chair', 'employer', { name: 'Imogen Thackeray' }),
    staffChair: await aPerson(forum, 'chair', 'staff', { name: 'Desmond Okonjo' }),
    secretary: await aPerson(forum, 'secretary', 'employer', { name: 'Bronwen Castellan' }),
    member: await aPerson(forum, 'member', 'staff', { name: 'Priyanka Whitlock' }),
    outsider: await aPerson(await aForum(), 'chair', 'staff'),
  }
  const entries = await Promise.all(
    Object.entries(people).map(async ([name, person]) => [name, await browserOf(person)] as const),
  )
  return { forum, people, browsers: Object.fromEntries(entries) as Record<keyof typeof people, Browser> }
}

/** A draft with these words, written by the secretary. */
async function draft(secretary: Browser, forum: Forum, text: string, audience = 'public'): Promise<string> {
  const id = newId()
  const fields = { id, title: 'Flexible working in the region', text, audience }
  const answer = await submit(secretary, `/forums/${forum._id}/key-communications/new`, fields)
  expect(answer.status, answer.text).to.equal(303)
  return id
}

const path = (id: string, act = ''): string => `/key-communications/${id}${act === '' ? '' : `/${act}`}`
const hashIn = (page: supertest.Response): string => /name="hash" value="([0-9a-f]{64})"/.exec(page.text)![1]!

/** The officers ask for approval. */
async function ask(secretary: Browser, id: string): Promise<supertest.Response> {
  const edit = await secretary.get(path(id, 'edit'))
  const revision = /name="revision" value="(\d+)"/.exec(edit.text)![1]!
  return submit(secretary, path(id, 'edit'), { revision }, path(id, 'ask'))
}

/** A key holder approves what the page shows. */
async function approve(chair: Browser, id: string): Promise<supertest.Response> {
  const page = await chair.get(path(id, 'approve'))
  return submit(chair, path(id, 'approve'), { hash: hashIn(page) }, path(id, 'approve'))
}

const agreed = 'The forum agreed to share what works on **flexible working** with every employer in the region.'

describe('A key communication', function () {
  this.timeout(60_000)

  it('is issued once, when the last side gives its key, and then anybody can read it without signing in', async () => {
    const { forum, browsers } = await cast()
    const id = await draft(browsers.secretary, forum, agreed)
    expect((await visitor().get(path(id))).status).to.equal(404)
    expect((await ask(browsers.secretary, id)).status).to.equal(303)
    expect((await approve(browsers.employerChair, id)).status).to.equal(303)
    expect((await visitor().get(path(id))).status).to.equal(404)
    expect((await approve(browsers.staffChair, id)).status).to.equal(303)
    const read = await visitor().get(path(id))
    expect(read.status).to.equal(200)
    expect(read.text).to.include('<strong>flexible working</strong>')
    expect(read.text).not.to.match(/Thackeray|Okonjo|Castellan|Whitlock/)
    const list = await visitor().get(`/key-communications?forum=${forum._id}`)
    expect(list.text).to.include('Flexible working in the region')
    const atom = await visitor().get(`/key-communications.atom?forum=${forum._id}`)
    expect(atom.headers['content-type']).to.match(/^application\/atom\+xml/)
    expect(atom.text)
      .to.include(path(id))
      .and.not.match(/Thackeray|Okonjo|Castellan|Whitlock/)
    const home = await browsers.member.get(`/forums/${forum._id}`)
    expect(home.text).to.include('Flexible working in the region')
  })

  it('is begun from its meeting, before, during and after it, by officers of that forum alone', async () => {
    const world = await meetingCast()
    const { browsers, forum } = world
    const { meeting } = await published(world)
    const begin = `/forums/${forum._id}/key-communications/new?meeting=${meeting}`
    const link = async (of: Browser): Promise<boolean> =>
      (await of.get(`/meetings/${meeting}`)).text.replaceAll('&#x3D;', '=').includes(`href="${begin}"`)
    expect([await link(browsers.secretary), await link(browsers.staffMember)], 'called').to.deep.equal([true, false])
    await submit(browsers.secretary, `/meetings/${meeting}/day`, {}, `/meetings/${meeting}/day/start`)
    expect(await link(browsers.secretary), 'held').to.equal(true)
    expect((await browsers.secretary.get(`/meetings/${meeting}/day`)).text).to.include('Write the key communication')
    await submit(browsers.secretary, `/meetings/${meeting}/day`, {}, `/meetings/${meeting}/day/close`)
    expect(await link(browsers.secretary), 'closed').to.equal(true)

    expect(words((await browsers.secretary.get(begin)).text)).to.include(`Core meeting, ${showDay(today)}`)
    const fields = { id: newId(), title: 'What was agreed', text: agreed, audience: 'forum' }
    expect((await submit(browsers.secretary, begin, fields)).status).to.equal(303)
    const list = words((await browsers.secretary.get(`/forums/${forum._id}/key-communications`)).text)
    expect(list).to.include(`What was agreed Meeting ${showDay(today)}`)

    expect((await browsers.staffMember.get(begin)).status).to.equal(404)
    const { browsers: others, forum: other } = await cast()
    const foreign = `/forums/${other._id}/key-communications/new?meeting=${meeting}`
    expect((await others.secretary.get(foreign)).status).to.equal(404)
    expect((await browsers.secretary.get(begin.replace(meeting, newId()))).status).to.equal(404)
  })

  it('is not asked for approval while its text may identify someone', async () => {
    const { forum, browsers } = await cast()
    const id = await draft(browsers.secretary, forum, 'Priyanka Whitlock raised concerns about car parking.')
    const refused = await ask(browsers.secretary, id)
    expect(refused.status).to.equal(422)
    const edit = await browsers.secretary.get(path(id, 'edit'))
    expect(edit.text).to.include('Priyanka Whitlock')
    expect(edit.text).to.include('Keep this wording')
  })

  it('keeps a flagged wording only with a reason that every key approves with the text', async () => {
    const { forum, browsers } = await cast()
    const id = await draft(browsers.secretary, forum, 'Priyanka Whitlock raised concerns about car parking.')
    for (let found = true; found;) {
      const edit = await browsers.secretary.get(path(id, 'edit'))
      const wording = /name="revision" value="(\d+)">\s*<input type="hidden" name="text" value="([^"]+)"/.exec(
        edit.text,
      )
      found = wording !== null
      if (wording === null) break
      const fields = { revision: wording[1]!, text: wording[2]!, reason: 'She asked to be named' }
      expect((await submit(browsers.secretary, path(id, 'edit'), fields, path(id, 'keep'))).status).to.equal(303)
    }
    expect((await ask(browsers.secretary, id)).status).to.equal(303)
    const page = await browsers.staffChair.get(path(id, 'approve'))
    expect(page.text).to.include('She asked to be named')
  })

  it('forgets the keys given when the words change, and shows the approver the change only', async () => {
    const { forum, browsers } = await cast()
    const id = await draft(browsers.secretary, forum, agreed)
    await ask(browsers.secretary, id)
    await approve(browsers.staffChair, id)
    const edit = await browsers.secretary.get(path(id, 'edit'))
    const revision = /name="revision" value="(\d+)"/.exec(edit.text)![1]!
    const fields = {
      revision,
      title: 'Flexible working in the region',
      text: `${agreed} It starts in May.`,
      audience: 'public',
    }
    expect((await submit(browsers.secretary, path(id, 'edit'), fields)).status).to.equal(303)
    await approve(browsers.employerChair, id)
    expect((await visitor().get(path(id))).status).to.equal(404)
    const page = await browsers.staffChair.get(path(id, 'approve'))
    expect(page.text).to.match(/<ins>.*It starts in May\..*<\/ins>/s)
    await approve(browsers.staffChair, id)
    expect((await visitor().get(path(id))).status).to.equal(200)
  })

  it('takes one key from a person, however often it is pressed', async () => {
    const { forum, browsers } = await cast()
    const id = await draft(browsers.secretary, forum, agreed)
    await ask(browsers.secretary, id)
    const page = await browsers.staffChair.get(path(id, 'approve'))
    const hash = hashIn(page)
    const answers = await Promise.all(
      [1, 2, 3].map(() => submit(browsers.staffChair, path(id, 'approve'), { hash }, path(id, 'approve'))),
    )
    expect(answers.filter(({ status }) => status === 303)).to.have.length(1)
    expect((await visitor().get(path(id))).status).to.equal(404)
  })

  it('is approved by nobody but a key holder, and is absent to everybody else', async () => {
    const { forum, people, browsers } = await cast()
    const id = await draft(browsers.secretary, forum, agreed)
    await ask(browsers.secretary, id)
    const hash = hashIn(await browsers.staffChair.get(path(id, 'approve')))
    for (const who of ['member', 'outsider'] as const) {
      expect((await browsers[who].get(path(id))).status, who).to.equal(404)
      expect((await submit(browsers[who], '/account', { hash }, path(id, 'approve'))).status, who).to.equal(404)
    }
    expect((await submit(browsers.secretary, path(id, 'edit'), { hash }, path(id, 'approve'))).status).to.equal(404)
    expect(people.secretary.seats[0]!.role).to.equal('secretary')
  })

  it('goes back to the officers with a reason, and its keys no longer count', async () => {
    const { forum, browsers } = await cast()
    const id = await draft(browsers.secretary, forum, agreed)
    await ask(browsers.secretary, id)
    const page = await browsers.staffChair.get(path(id, 'approve'))
    const empty = await submit(
      browsers.staffChair,
      path(id, 'approve'),
      { hash: hashIn(page), reason: ' ' },
      path(id, 'send-back'),
    )
    expect(empty.status).to.equal(400)
    expect(empty.text).to.include('Enter what should change')
    const back = await submit(
      browsers.staffChair,
      path(id, 'approve'),
      { hash: hashIn(page), reason: 'Say when it starts' },
      path(id, 'send-back'),
    )
    expect(back.status).to.equal(303)
    expect((await browsers.secretary.get(path(id, 'edit'))).text).to.include('Say when it starts')
  })

  it('is corrected by a new issue that names the old one', async () => {
    const { forum, browsers } = await cast()
    const old = await draft(browsers.secretary, forum, agreed)
    await ask(browsers.secretary, old)
    await approve(browsers.staffChair, old)
    await approve(browsers.employerChair, old)
    const id = newId()
    const begin = `/forums/${forum._id}/key-communications/new?corrects=${old}`
    const fields = { id, title: 'Flexible working in the region', text: `${agreed} From June.`, audience: 'public' }
    expect((await submit(browsers.secretary, begin, fields)).status).to.equal(303)
    await ask(browsers.secretary, id)
    await approve(browsers.employerChair, id)
    await approve(browsers.staffChair, id)
    expect((await visitor().get(path(old))).text)
      .to.include('this was corrected')
      .and.include(path(id))
    expect((await visitor().get(path(id))).text).to.include(path(old))
  })

  it('stays within the forum when it is for the forum only', async () => {
    const { forum, browsers } = await cast()
    const id = await draft(browsers.secretary, forum, agreed, 'forum')
    await ask(browsers.secretary, id)
    await approve(browsers.employerChair, id)
    await approve(browsers.staffChair, id)
    expect((await visitor().get(path(id))).status).to.equal(404)
    expect((await browsers.outsider.get(path(id))).status).to.equal(404)
    expect((await browsers.member.get(path(id))).status).to.equal(200)
    expect((await visitor().get(`/key-communications?forum=${forum._id}`)).text).not.to.include(path(id))
  })
})
