import { expect } from 'chai'
import { forumsFor } from '../../models/forum.ts'
import { itemsFor } from '../../models/item.ts'
import { showDay } from '../../server/dates.ts'
import { newId } from '../../server/ids.ts'
import { aPerson, browserOf, submit } from '../world.ts'
import { type Browser, type Cast, agendaOf, called, cast, done, published, tasksOf, today, words } from '../meetings.ts'

describe('A late item', () => {
  const propose = async (world: Cast, browser: Browser, meeting: string, fields: Record<string, string> = {}) => {
    const id = newId()
    const content = {
      title: 'Strike',
      lead: '',
      purpose: 'discussion',
      minutes: '10',
      paperMode: 'verbal',
      audience: 'forum',
    }
    const answer = await submit(browser, `/meetings/${meeting}/agenda/late`, {
      id,
      ...content,
      ruleStatus: world.forum.settings.ruleStatus,
      after: '',
      ...fields,
    })
    return { id, answer }
  }
  const hashOf = (html: string): string => /name="hash" value="([^"]+)"/.exec(html)?.[1] ?? ''

  it('needs the keys of two sides, and is then shown as late', async () => {
    const world = await cast()
    const { browsers, people } = world
    const { meeting, items } = await published(world)
    const { id, answer } = await propose(world, browsers.employerChair, meeting, { after: items[0]! })
    expect(answer.status, words(answer.text)).to.equal(303)
    expect((await browsers.staffMember.get(`/items/${id}`)).status).to.equal(404)
    expect(await agendaOf(browsers.staffMember, meeting)).to.deep.equal(['1 Winter plan', '2 Pay'])
    const title = `Approve a late item for ${showDay(today)}`
    expect(await tasksOf(people.staffChair)).to.include(title)
    expect(await tasksOf(people.employerChair)).not.to.include(title)
    const approve = `/items/${id}/approve`
    const own = await browsers.employerChair.get(approve)
    expect(words(own.text)).to.contain('Erica Chair').and.not.contain('Approve the late item ')
    const page = await browsers.staffChair.get(approve)
    await done(submit(browsers.staffChair, approve, { hash: hashOf(page.text) }))
    // A second press of the button that was still on the screen.
    const again = { hash: hashOf(page.text) }
    await done(submit(browsers.staffChair, `/meetings/${meeting}/agenda`, again, approve))
    expect(await agendaOf(browsers.staffMember, meeting)).to.deep.equal(['1 Winter plan', '1A Strike', '2 Pay'])
    expect(words((await browsers.staffMember.get(`/meetings/${meeting}`)).text)).to.contain('Late item')
    expect(await tasksOf(people.staffChair)).not.to.include(title)
  })

  it('gets no key from a secretary, and none to words that have changed since', async () => {
    const world = await cast()
    const { browsers, people } = world
    const { meeting } = await published(world)
    const { id } = await propose(world, browsers.secretary, meeting)
    const approve = `/items/${id}/approve`
    const before = hashOf((await browsers.staffChair.get(approve)).text)
    expect(hashOf((await browsers.secretary.get(approve)).text)).to.equal('')
    const refused = await submit(browsers.secretary, `/meetings/${meeting}/agenda/late`, { hash: before }, approve)
    expect(refused.status).to.equal(422)
    const { revision } = await itemsFor(people.secretary).open(id)
    const content = { title: 'Strike ballot', lead: '', purpose: 'decision', minutes: '10', paperMode: 'verbal' }
    const edit = { ...content, audience: 'forum', ruleStatus: 'chathamHouse', revision: String(revision) }
    await done(submit(browsers.secretary, `/items/${id}/edit`, edit))
    expect((await submit(browsers.staffChair, approve, { hash: before })).status).to.equal(409)
    for (const who of ['staffChair', 'employerChair'] as const) {
      const hash = hashOf((await browsers[who].get(approve)).text)
      await done(submit(browsers[who], approve, { hash }))
    }
    expect(await agendaOf(browsers.staffMember, meeting)).to.deep.equal(['1 Winter plan', '2 Pay', '3 Strike ballot'])
  })

  it('cannot be added to a draft agenda, and keeps people without a key away', async () => {
    const world = await cast()
    const { browsers } = world
    const draft = await called(world)
    const { answer } = await propose(world, browsers.employerChair, draft)
    expect(words(answer.text)).to.contain('The agenda is a draft still')
    const { meeting } = await published(world)
    const { id } = await propose(world, browsers.employerChair, meeting)
    for (const who of ['staffMember', 'observer', 'outsider', 'administrator'] as const)
      expect((await browsers[who].get(`/items/${id}/approve`)).status, who).to.equal(404)
  })

  it('waits while a side has withdrawn', async () => {
    const world = await cast()
    const { meeting } = await published(world)
    const { id } = await propose(world, world.browsers.employerChair, meeting)
    const approve = `/items/${id}/approve`
    const hash = hashOf((await world.browsers.staffChair.get(approve)).text)
    await forumsFor(world.people.secretary).edit(world.forum._id, { withdrawn: ['staff'] })
    const answer = await submit(world.browsers.staffChair, `/meetings/${meeting}/answer`, { hash }, approve)
    expect(words(answer.text)).to.contain('withdrawn from the forum')
    expect(words((await world.browsers.staffChair.get(approve)).text)).to.contain('Late items wait until it returns')
    expect(await agendaOf(world.browsers.staffMember, meeting)).to.deep.equal(['1 Winter plan', '2 Pay'])
  })

  it('is approved by whom a side named when its chair cannot', async () => {
    const world = await cast()
    const delegate = await browserOf(await aPerson(world.forum, 'member', 'staff', { holdsKey: true }))
    const { meeting } = await published(world)
    const { id } = await propose(world, world.browsers.employerChair, meeting)
    const approve = `/items/${id}/approve`
    await done(submit(delegate, approve, { hash: hashOf((await delegate.get(approve)).text) }))
    expect(await agendaOf(world.browsers.staffMember, meeting)).to.include('3 Strike')
  })
})

describe('Tightening the rule', () => {
  it('during a meeting needs two keys, and only for what has not begun', async () => {
    const world = await cast({ ruleStatus: 'open' })
    const { browsers, people } = world
    const { meeting, items } = await published(world, ['Winter plan', 'Pay'])
    const day = `/meetings/${meeting}/day`
    await done(submit(browsers.secretary, day, {}, `${day}/start`))
    await done(submit(browsers.secretary, day, { current: '', next: items[0]! }, `${day}/take`))
    const rule = `/meetings/${meeting}/rule`
    const page = words((await browsers.staffChair.get(rule)).text)
    expect(page).to.contain('Item 2 Pay').and.not.contain('Winter plan')
    const begun = await submit(browsers.staffChair, rule, { item: items[0]! })
    expect(words(begun.text)).to.contain('This item has begun')
    await done(submit(browsers.staffChair, rule, { item: items[1]! }))
    await done(submit(browsers.staffChair, rule, { item: items[1]! }, rule))
    expect((await itemsFor(people.secretary).open(items[1]!)).ruleStatus).to.equal('open')
    const secretary = await submit(browsers.secretary, rule, { item: items[1]! })
    expect(secretary.status).to.equal(422)
    expect(await tasksOf(people.employerChair)).to.include(`Agree to the Chatham House Rule on ${showDay(today)}`)
    await done(submit(browsers.employerChair, rule, { item: items[1]! }))
    expect((await itemsFor(people.secretary).open(items[1]!)).ruleStatus).to.equal('chathamHouse')
    expect((await itemsFor(people.secretary).open(items[0]!)).ruleStatus).to.equal('open')
  })

  it('can be taken back while it waits, and covers all that is left when asked', async () => {
    const world = await cast({ ruleStatus: 'open' })
    const { browsers, people } = world
    const { meeting, items } = await published(world)
    const rule = `/meetings/${meeting}/rule`
    await done(submit(browsers.staffChair, rule, { item: items[0]! }))
    const other = await submit(browsers.employerChair, rule, { item: '' })
    expect(words(other.text)).to.contain('Another change of the rule waits')
    await done(submit(browsers.secretary, rule, {}, `${rule}/drop`))
    await done(submit(browsers.staffChair, rule, { item: '' }))
    await done(submit(browsers.employerChair, rule, { item: '' }))
    for (const item of items) expect((await itemsFor(people.secretary).open(item)).ruleStatus).to.equal('chathamHouse')
    expect(words((await browsers.staffMember.get(`/meetings/${meeting}`)).text)).to.contain('Chatham House Rule')
  })
})
