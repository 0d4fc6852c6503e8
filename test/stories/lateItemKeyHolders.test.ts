import { expect } from 'chai'
import { itemHash, itemsFor } from '../../models/item.ts'
import { meetingsFor } from '../../models/meeting.ts'
import { editItem } from '../../server/acts/arrangeAgenda.ts'
import { proposeLateItem } from '../../server/acts/proposeLateItem.ts'
import { newId } from '../../server/ids.ts'
import type { Person } from '../../server/policy/terms.ts'
import { tasksFor } from '../../models/task.ts'
import { type Browser, type Cast, added, cast, done, planned, published, words } from '../meetings.ts'
import { aPerson, again, browserOf, submit } from '../world.ts'

const led = 'Lena Lead'
const content = {
  title: 'Car parks',
  lead: led,
  purpose: 'discussion',
  minutes: 10,
  paperMode: 'verbal',
  audience: 'forum',
  ruleStatus: 'chathamHouse',
  standing: false,
} as const

/** Whom the staff side named to hold its key, after the agenda was published: nobody invited them. */
const uninvited = (forum: Cast['forum'], role: 'member' | 'viceChair' = 'member', holdsKey = true): Promise<Person> =>
  aPerson(forum, role, 'staff', { name: 'Nadia Named', holdsKey })

/** A late item under the Rule that the employers' chair proposed, with that chair's key. */
async function proposed(world: Cast): Promise<string> {
  const { meeting } = await published(world)
  const id = newId()
  await proposeLateItem(world.people.employerChair, new Date(), { id, meeting, after: '', ...content })
  return id
}

const shownHash = (text: string): string | undefined => /name="hash" value="([0-9a-f]{64})"/.exec(text)?.[1]
/** Presses the button of a page that carries a version hash. */
const approve = async (browser: Browser, path: string) =>
  submit(browser, path, { hash: shownHash((await browser.get(path)).text) ?? '' })
/** A called meeting of a forum whose terms ask for every key, with its agenda still a draft. */
async function calledByEveryKey(): Promise<{ world: Cast; meeting: string }> {
  const world = await cast({ meetingKeys: 'every' })
  const meeting = await planned(world)
  for (const chair of [world.browsers.employerChair, world.browsers.staffChair])
    await done(approve(chair, `/meetings/${meeting}/call`))
  return { world, meeting }
}

const keysIn = (text: string): string[] =>
  ['Erica Chair', 'Nadia Named'].filter((name) => words(text).includes(`side: ${name}`))

describe('A key holder who is not invited to the meeting', () => {
  for (const role of ['member', 'viceChair'] as const)
    it(`sees of a late item exactly what the others see, and gives the second key to it: a ${role}`, async () => {
      const world = await cast()
      const id = await proposed(world)
      const named = await uninvited(world.forum, role)
      const browser = await browserOf(named)
      const path = `/items/${id}/approve`
      const [mine, chairs] = [await browser.get(path), await world.browsers.staffChair.get(path)]
      expect(words(mine.text)).to.include(led)
      expect(shownHash(mine.text)).to.equal(shownHash(chairs.text)).and.not.equal(undefined)
      expect(keysIn(mine.text), 'the key of the employers’ chair counts').to.deep.equal(['Erica Chair'])
      const { people } = world
      const hashes = await Promise.all(
        [named, people.employerChair, people.staffChair, people.secretary].map(async (one) =>
          itemHash(await itemsFor(one).open(id)),
        ),
      )
      expect(new Set(hashes).size).to.equal(1)
      await done(approve(browser, path))
      expect((await itemsFor(named).open(id)).state).to.equal('published')
      // Now it is on the agenda, and its lead is for the room again; who gave keys to it is shown as before.
      const after = await browser.get(path)
      expect(words(after.text)).to.include('On the agenda').and.not.include(led)
      for (const { text } of [after, await world.browsers.staffChair.get(path)])
        expect(keysIn(text)).to.deep.equal(['Erica Chair', 'Nadia Named'])
    })

  it('gives a first key that counts beside that of the other chair', async () => {
    const world = await cast()
    const { meeting } = await published(world)
    const id = newId()
    await proposeLateItem(world.people.secretary, new Date(), { id, meeting, after: '', ...content })
    const named = await uninvited(world.forum)
    const path = `/items/${id}/approve`
    await done(approve(await browserOf(named), path))
    expect((await itemsFor(named).open(id)).state).to.equal('draft')
    await done(approve(world.browsers.employerChair, path))
    expect((await itemsFor(named).open(id)).state).to.equal('published')
  })

  it('sees another lead as a change to which no key counts', async () => {
    const world = await cast()
    const id = await proposed(world)
    const browser = await browserOf(await uninvited(world.forum))
    const path = `/items/${id}/approve`
    const before = shownHash((await browser.get(path)).text)!
    const { revision } = await itemsFor(world.people.secretary).open(id)
    await editItem(world.people.secretary, new Date(), { item: id, revision, ...content, lead: 'Otto Other' })
    const after = (await browser.get(path)).text
    expect(words(after)).to.include('Otto Other')
    expect([shownHash(after) === before, keysIn(after)]).to.deep.equal([false, []])
    expect((await submit(browser, path, { hash: before })).status).to.equal(409)
  })

  it('sees it by holding the key alone: a member who holds none sees no draft, and no lead later', async () => {
    const world = await cast()
    const id = await proposed(world)
    const browser = await browserOf(await uninvited(world.forum, 'member', false))
    expect((await browser.get(`/items/${id}/approve`)).status).to.equal(404)
    await done(approve(world.browsers.staffChair, `/items/${id}/approve`))
    expect((await browser.get(`/items/${id}`)).text)
      .to.include('Car parks')
      .and.not.include(led)
  })

  it('gives the key to an agenda with leads under the Rule, where its publication needs every key', async () => {
    const { world, meeting } = await calledByEveryKey()
    const { browsers, forum, people } = world
    await added(world, meeting, { lead: led })
    const publish = `/meetings/${meeting}/agenda/publish`
    await done(approve(browsers.employerChair, publish))
    const browser = await browserOf(await uninvited(forum))
    expect(words((await browser.get(`/meetings/${meeting}`)).text)).to.include(led)
    expect(keysIn((await browser.get(publish)).text)).to.deep.equal(['Erica Chair'])
    await done(approve(browser, publish))
    expect((await meetingsFor(people.secretary).open(meeting)).agendaPublishedAt).not.to.equal(null)
  })
}).timeout(60_000)

describe('What is for the chairs of a forum', () => {
  const forChairs = { ...content, audience: 'chairs' } as const
  const approvals = async (of: Person): Promise<string[]> =>
    (await tasksFor(of).waiting(of, 50)).filter(({ kind }) => kind === 'giveKey').map(({ path }) => path)

  it('is asked as a late item of the key holders who see it, and of nobody else', async () => {
    const world = await cast()
    const { people, forum, browsers } = world
    const named = await again(await uninvited(forum))
    const { meeting } = await published(world)
    const id = newId()
    await proposeLateItem(people.secretary, new Date(), { id, meeting, after: '', ...forChairs })
    const path = `/items/${id}/approve`
    expect(await approvals(named)).to.deep.equal([])
    expect((await (await browserOf(named)).get(path)).status).to.equal(404)
    for (const chair of [people.employerChair, people.staffChair]) expect(await approvals(chair)).to.deep.equal([path])
    await done(approve(browsers.staffChair, path))
    expect(await approvals(people.staffChair), 'has given the key').to.deep.equal([])
    expect(await approvals(people.employerChair)).to.deep.equal([path])
    await done(approve(browsers.employerChair, path))
    expect(await approvals(people.employerChair)).to.deep.equal([])
    expect((await itemsFor(people.secretary).open(id)).state).to.equal('published')
  })

  it('leaves an agenda that needs every key to the chair of a side whose delegate does not see all of it', async () => {
    const { world, meeting } = await calledByEveryKey()
    const { browsers, forum, people } = world
    await added(world, meeting)
    await added(world, meeting, { audience: 'chairs', title: 'Between the chairs' })
    const publish = `/meetings/${meeting}/agenda/publish`
    const browser = await browserOf(await uninvited(forum))
    const { text } = await browser.get(publish)
    expect(words(text)).to.include('This agenda is for the chair of your side to approve').and.not.include('Between')
    expect(text).not.to.include('name="hash"')
    const pressed = await submit(browser, publish, { hash: '0'.repeat(64) })
    expect(pressed.status).to.equal(422)
    expect(words(pressed.text)).to.include('There is a problem').and.include('for the chair of your side to approve')
    for (const chair of [browsers.employerChair, browsers.staffChair]) await done(approve(chair, publish))
    expect((await meetingsFor(people.secretary).open(meeting)).agendaPublishedAt).not.to.equal(null)
  })
}).timeout(60_000)
