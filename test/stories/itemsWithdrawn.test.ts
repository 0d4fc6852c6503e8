import { expect } from 'chai'
import { itemsFor } from '../../models/item.ts'
import { newId } from '../../server/ids.ts'
import { eventsOf } from '../membership.ts'
import { type Browser, agendaOf, added, called, cast, done, mailsAbout, words } from '../meetings.ts'
import { aPerson, browserOf, submit } from '../world.ts'

/** A published agenda of three items, the second with a paper and the third for the chairs alone. */
async function agenda() {
  const world = await cast()
  const { browsers } = world
  const meeting = await called(world)
  const items = [
    await added(world, meeting, { title: 'Winter plan' }),
    await added(world, meeting, { title: 'Seacoal', paperMode: 'enclosed', minutes: '40' }),
    await added(world, meeting, { title: 'Car parks' }),
    await added(world, meeting, { title: 'Succession', audience: 'chairs' }),
  ] as const
  const paper = await upload(browsers.secretary, items[1])
  await done(submit(browsers.employerChair, `/meetings/${meeting}/agenda/publish`, {}))
  return { ...world, meeting, items, paper }
}

async function upload(browser: Browser, item: string): Promise<string> {
  const id = newId()
  const path = `/items/${item}/papers/new`
  const token = /name="_csrf" value="([^"]+)"/.exec((await browser.get(path)).text)![1]!
  const post = browser.post(path).field('_csrf', token).field('id', id).field('title', 'Marlstone')
  await done(post.attach('file', Buffer.from('# Marlstone'), 'paper.md'))
  return id
}

describe('A published item that is withdrawn', () => {
  it('keeps its number, so that everybody who says “item 3” still means the same', async () => {
    const { browsers, meeting, items, forum } = await agenda()
    const before = await agendaOf(browsers.staffMember, meeting)
    const times = /app-agenda__item" id="item-3"[\s\S]*?<time datetime="([^"]+)"/
    expect(times.exec((await browsers.staffMember.get(`/meetings/${meeting}`)).text)?.[1]).to.equal('11:00')
    await done(submit(browsers.staffChair, `/items/${items[1]}/withdraw`, {}))
    // A second press of the button that was still on the screen.
    await done(submit(browsers.staffChair, '/account', {}, `/items/${items[1]}/withdraw`))
    expect(await agendaOf(browsers.staffMember, meeting)).to.deep.equal(before)
    const page = await browsers.staffMember.get(`/meetings/${meeting}`)
    expect(words(page.text)).to.match(/2 Seacoal Now Withdrawn/)
    expect(times.exec(page.text)?.[1], 'the rest moves up').to.equal('10:20')
    expect(words((await browsers.staffMember.get(`/items/${items[1]}`)).text)).to.contain('This item is withdrawn')
    expect(await eventsOf(forum._id, items[1])).to.deep.equal(['agenda item added', 'agenda item withdrawn'])
  })

  it('offers its papers to the officers alone', async () => {
    const { browsers, meeting, items, paper } = await agenda()
    for (const path of [`/papers/${paper}`, `/papers/${paper}/versions/1`])
      expect((await browsers.staffMember.get(path)).status, path).to.equal(200)
    const comment = { id: newId(), comment: 'Flintlock' }
    await done(submit(browsers.staffMember, `/papers/${paper}`, comment))
    await done(submit(browsers.staffChair, `/items/${items[1]}/withdraw`, {}))
    for (const path of [`/papers/${paper}`, `/papers/${paper}/versions/1`, `/papers/${paper}/note`]) {
      for (const who of ['staffMember', 'employerMember', 'observer', 'outsider', 'administrator'] as const)
        expect((await browsers[who].get(path)).status, `${who} ${path}`).to.equal(404)
    }
    expect((await submit(browsers.staffMember, '/account', comment, `/papers/${paper}`)).status).to.equal(404)
    for (const path of [`/meetings/${meeting}`, `/items/${items[1]}`])
      expect((await browsers.staffMember.get(path)).text).not.to.include(paper)
    expect(words((await browsers.secretary.get(`/papers/${paper}`)).text)).to.contain('Withdrawn with its item')
    for (const path of [`/papers/${paper}/replace`, `/items/${items[1]}/papers/new`])
      expect((await browsers.secretary.get(path)).status, path).to.equal(404)
  })

  it('has those who may see it told, without a word of it', async () => {
    const { browsers, people, meeting, items } = await agenda()
    await done(submit(browsers.staffChair, `/items/${items[3]}/withdraw`, {}))
    const told = async () =>
      (await mailsAbout(`/meetings/${meeting}`)).filter(({ kind }) => kind === 'itemWithdrawn').map(({ to }) => to)
    const officers = [people.employerChair, people.staffChair, people.secretary].map(({ person }) => person)
    expect(await told()).to.have.members(officers)
    await done(submit(browsers.staffChair, `/items/${items[1]}/withdraw`, {}))
    const all = await told()
    expect(all).to.include(people.staffMember.person).and.include(people.observer.person)
    expect(all).not.to.include(people.outsider.person)
  })

  it('is withdrawn by a chair, or by whom a side named, and by nobody else', async () => {
    const { browsers, people, items, forum } = await agenda()
    const path = `/items/${items[1]}/withdraw`
    for (const who of ['secretary', 'staffMember', 'observer', 'outsider', 'administrator'] as const)
      expect((await browsers[who].get(path)).status, who).to.equal(404)
    for (const who of ['staffMember', 'observer', 'outsider', 'administrator'] as const)
      expect((await submit(browsers[who], '/account', {}, path)).status, who).to.equal(404)
    const secretary = await submit(browsers.secretary, '/account', {}, path)
    expect(secretary.status).to.equal(422)
    expect(words(secretary.text)).to.contain('A chair does this')
    expect((await itemsFor(people.secretary).open(items[1])).state).to.equal('published')
    const delegate = await browserOf(await aPerson(forum, 'member', 'staff', { holdsKey: true }))
    await done(submit(delegate, path, {}))
    expect((await itemsFor(people.secretary).open(items[1])).state).to.equal('withdrawn')
  })

  it('has not begun: what was taken stays, and what is withdrawn is neither taken nor edited', async () => {
    const { browsers, people, meeting, items } = await agenda()
    const day = `/meetings/${meeting}/day`
    await done(submit(browsers.staffChair, `/items/${items[1]}/withdraw`, {}))
    await done(submit(browsers.secretary, day, {}, `${day}/start`))
    const taken = await submit(browsers.secretary, day, { current: '', next: items[1] }, `${day}/take`)
    expect(words(taken.text)).to.contain('This item is withdrawn')
    expect((await browsers.secretary.get(day)).text).not.to.include('Seacoal')
    await done(submit(browsers.secretary, day, { current: '', next: items[0] }, `${day}/take`))
    const begun = await submit(browsers.staffChair, '/account', {}, `/items/${items[0]}/withdraw`)
    expect(begun.status).to.equal(422)
    expect(words(begun.text)).to.contain('This item has begun')
    const { revision, ruleStatus } = await itemsFor(people.secretary).open(items[1])
    const content = { title: 'Seacoal', lead: 'Me', purpose: 'discussion', minutes: '10', paperMode: 'verbal' }
    const edit = { ...content, audience: 'forum', ruleStatus, revision: String(revision) }
    const edited = await submit(browsers.secretary, `/items/${items[1]}/edit`, edit)
    expect(words(edited.text)).to.contain('This item is withdrawn')
  })

  it('was published: a draft is removed instead', async () => {
    const world = await cast()
    const meeting = await called(world)
    const item = await added(world, meeting)
    expect((await world.browsers.employerChair.get(`/items/${item}/withdraw`)).status).to.equal(404)
    const answer = await submit(world.browsers.employerChair, '/account', {}, `/items/${item}/withdraw`)
    expect(words(answer.text)).to.contain('Remove it from the agenda instead')
  })
})
