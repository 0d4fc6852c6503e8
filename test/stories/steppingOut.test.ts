import { expect } from 'chai'
import { interestsFor } from '../../models/interest.ts'
import { itemsFor } from '../../models/item.ts'
import { papersFor } from '../../models/paper.ts'
import { newId } from '../../server/ids.ts'
import { browserOf, submit } from '../world.ts'
import { arrive, cast, done, more, named, published, words, type Cast } from '../meetings.ts'

/** A paper of an item, sent already. */
async function aPaper({ people }: Cast, item: string): Promise<string> {
  const { forum, meeting, meetingDate, audience, ruleStatus } = await itemsFor(people.secretary).open(item)
  const _id = newId()
  const file = { version: 1, file: newId(), kind: 'pdf', size: 100, addedAt: new Date(), html: '' }
  const about = { forum, meeting, meetingDate, item, audience, side: null, ruleStatus, steppedOut: [] }
  await papersFor(people.secretary).create({
    ...about,
    _id,
    state: 'sent',
    title: 'Plan',
    versions: [file],
    late: false,
    sentAt: new Date(),
  })
  return _id
}

describe('The register of interests', () => {
  it('shows members each other’s interests, and guests their own', async () => {
    const world = await cast()
    const { browsers, forum } = world
    const { meeting } = await published(world)
    const register = `/forums/${forum._id}/interests`
    const guest = await browserOf(await named(world, meeting, 'guest', 'employer'))
    const text = 'My sister works for a bidder'
    await done(submit(browsers.staffMember, register, { id: newId(), text }))
    await done(submit(guest, register, { id: newId(), text: 'I own shares' }))
    const seen = words((await browsers.observer.get(register)).text)
    expect(seen).to.contain(text).and.contain('Sally Member').and.contain('I own shares')
    expect(words((await guest.get(register)).text))
      .to.contain('I own shares')
      .and.not.contain('sister')
    for (const who of ['outsider', 'administrator'] as const)
      expect((await browsers[who].get(register)).status, who).to.equal(404)
  })

  it('keeps an interest that has ended, and lets nobody end another’s', async () => {
    const { browsers, forum, people } = await cast()
    const register = `/forums/${forum._id}/interests`
    const id = newId()
    expect((await submit(browsers.staffMember, register, { id, text: ' ' })).status).to.equal(400)
    await done(submit(browsers.staffMember, register, { id, text: 'A post at a college' }))
    await done(submit(browsers.staffMember, register, { id, text: 'A post at a college' }))
    const end = `${register}/${id}/end`
    expect((await submit(browsers.secretary, register, {}, end)).status).to.equal(404)
    await done(submit(browsers.staffMember, register, {}, end))
    await done(submit(browsers.staffMember, register, {}, end))
    const all = await interestsFor(people.secretary).inForum(forum._id)
    expect(all.map(({ text, until }) => [text, until === null])).to.deep.equal([['A post at a college', false]])
    expect(words((await browsers.secretary.get(register)).text)).not.to.contain('college')
    expect(words((await browsers.staffMember.get(register)).text)).to.contain('college')
  })
})

describe('Stepping out of an item', () => {
  it('hides its papers from whoever steps out, before the meeting or at it', async () => {
    const world = await cast()
    const { browsers, people } = world
    const { items } = await published(world)
    const [item, other] = [items[0]!, items[1]!]
    const papers = [await aPaper(world, item), await aPaper(world, other)]
    expect((await browsers.staffMember.get(`/papers/${papers[0]}`)).status).to.equal(200)
    const step = `/items/${item}/step-out`
    await done(submit(browsers.staffMember, step, { person: people.staffMember.person }))
    await done(submit(browsers.staffMember, `/items/${other}/step-out`, { person: people.staffMember.person }, step))
    expect((await browsers.staffMember.get(`/papers/${papers[0]}`)).status).to.equal(404)
    expect((await browsers.staffMember.get(`/papers/${papers[1]}`)).status).to.equal(200)
    expect((await browsers.employerMember.get(`/papers/${papers[0]}`)).status).to.equal(200)
    expect(words((await browsers.staffMember.get(`/items/${item}`)).text)).to.contain(
      'You have stepped out of this item',
    )
    expect((await itemsFor(people.secretary).open(item)).steppedOut).to.deep.equal([people.staffMember.person])
  })

  it('is for oneself; officers record it for others, and another officer records a return', async () => {
    const world = await cast()
    const { browsers, people } = world
    const { items } = await published(world)
    const item = items[0]!
    const paper = await aPaper(world, item)
    const [step, back] = [`/items/${item}/step-out`, `/items/${item}/return`]
    const { person } = people.staffMember
    expect((await submit(browsers.employerMember, step, { person })).status).to.equal(404)
    expect((await browsers.employerMember.get(step)).text).not.to.contain('Sally Member')
    expect((await submit(browsers.secretary, step, { person: newId() })).status).to.equal(404)
    await done(submit(browsers.secretary, step, { person }))
    expect((await browsers.staffMember.get(`/papers/${paper}`)).status).to.equal(404)
    expect((await submit(browsers.staffMember, `/items/${items[1]}/step-out`, { person }, back)).status).to.equal(404)
    await done(submit(browsers.secretary, step, { person }, back))
    await done(submit(browsers.secretary, step, { person }, back))
    expect((await browsers.staffMember.get(`/papers/${paper}`)).status).to.equal(200)
    const own = { person: people.secretary.person }
    await done(submit(browsers.secretary, step, own))
    expect((await submit(browsers.secretary, `/items/${items[1]}/step-out`, own, back)).status).to.equal(422)
    for (const who of ['outsider', 'administrator'] as const)
      expect((await browsers[who].get(step)).status, who).to.equal(404)
  })

  it('leaves the item without the person’s count, and only that item', async () => {
    const world = await cast()
    const { browsers, people } = world
    const { meeting, items } = await published(world)
    const day = `/meetings/${meeting}/day`
    const [staff, employers] = [await more(world, 'staff', 1), await more(world, 'employer', 1)]
    const room = [people.staffChair, people.staffMember, people.employerChair, people.employerMember]
    await done(submit(browsers.secretary, day, {}, `${day}/start`))
    await arrive(world, meeting, [...room, ...staff, ...employers])
    await done(submit(browsers.secretary, day, { current: '', next: items[0]! }, `${day}/take`))
    const stepping = { item: items[0]!, person: people.staffMember.person }
    await done(submit(browsers.secretary, day, stepping, `${day}/step-out`))
    const screen = words((await browsers.secretary.get(day)).text)
    expect(screen).to.contain('Not quorate').and.contain('For this item only').and.contain('stepped out')
    expect((await itemsFor(people.secretary).open(items[0]!)).quorate).to.equal(false)
    await done(submit(browsers.secretary, day, { current: items[0]!, next: items[1]! }, `${day}/take`))
    expect(words((await browsers.secretary.get(day)).text)).not.to.contain('Not quorate')
    await done(submit(browsers.secretary, day, {}, `${day}/close`))
    const every = await itemsFor(people.secretary).ofMeeting(meeting)
    expect(every.map(({ quorate }) => quorate)).to.deep.equal([false, true])
    const over = await submit(browsers.secretary, `/items/${items[0]}/step-out`, {
      person: people.employerChair.person,
    })
    expect(over.status).to.equal(422)
  })
})
