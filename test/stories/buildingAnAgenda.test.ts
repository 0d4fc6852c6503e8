import { expect } from 'chai'
import { itemsFor } from '../../models/item.ts'
import { showDay } from '../../server/dates.ts'
import { aForum, aPerson, browserOf, submit } from '../world.ts'
import {
  added,
  agendaOf,
  called,
  cast,
  done,
  mailsAbout,
  named,
  planned,
  published,
  tasksOf,
  today,
  words,
  type Cast,
} from '../meetings.ts'

const move = async ({ browsers, people }: Cast, item: string, by: 'up' | 'down') => {
  const { position, meeting } = await itemsFor(people.secretary).open(item)
  return submit(
    browsers.secretary,
    `/meetings/${meeting}/agenda`,
    { position: String(position), by },
    `/items/${item}/move`,
  )
}

describe('An agenda', () => {
  it('begins with the standard order, and new items come before other business', async () => {
    const world = await cast()
    const { secretary } = world.browsers
    const meeting = await planned(world)
    const standard = `/meetings/${meeting}/agenda/standard-order`
    await done(submit(secretary, `/meetings/${meeting}/agenda`, {}, standard))
    await done(submit(secretary, `/meetings/${meeting}/agenda/items/new`, {}, standard))
    await added(world, meeting, { title: 'Winter plan' })
    await added(world, meeting, { title: 'Pay' })
    expect(await agendaOf(secretary, meeting)).to.deep.equal([
      '1 Welcome, apologies and quorum',
      '2 Declarations of interest',
      '3 Minutes and actions of the last meeting',
      '4 Winter plan',
      '5 Pay',
      '6 Any other business',
      '7 Next meeting',
    ])
    const page = words((await secretary.get(`/meetings/${meeting}/agenda`)).text)
    expect(page).to.contain('10:20am to 10:40am').and.contain('The items take 75 minutes and end at 11:15am')
  })

  it('is put in order with buttons, one step for each press', async () => {
    const world = await cast()
    const meeting = await planned(world)
    const [one, , three] = [
      await added(world, meeting, { title: 'One' }),
      await added(world, meeting, { title: 'Two' }),
      await added(world, meeting, { title: 'Three' }),
    ]
    await done(move(world, three, 'up'))
    expect(await agendaOf(world.browsers.secretary, meeting)).to.deep.equal(['1 One', '2 Three', '3 Two'])
    await done(move(world, one, 'up'))
    await done(move(world, one, 'down'))
    expect(await agendaOf(world.browsers.secretary, meeting)).to.deep.equal(['1 Three', '2 One', '3 Two'])
    // The same press again, from the page as it was, moves nothing any further.
    const stale = { position: '1', by: 'down' }
    await done(submit(world.browsers.secretary, `/meetings/${meeting}/agenda`, stale, `/items/${one}/move`))
    expect(await agendaOf(world.browsers.secretary, meeting)).to.deep.equal(['1 Three', '2 One', '3 Two'])
  })

  it('changes, loses and keeps items; two officers who edit the same one both see both texts', async () => {
    const world = await cast()
    const { browsers, people } = world
    const meeting = await planned(world)
    const item = await added(world, meeting, { title: 'Winter' })
    const other = await added(world, meeting, { title: 'Pay' })
    const { revision } = await itemsFor(people.secretary).open(item)
    const content = {
      purpose: 'decision',
      minutes: '25',
      paperMode: 'verbal',
      audience: 'forum',
      ruleStatus: 'chathamHouse',
    }
    const edit = { ...content, revision: String(revision), lead: '' }
    await done(submit(browsers.secretary, `/items/${item}/edit`, { ...edit, title: 'Winter plan' }))
    const stale = await submit(browsers.staffChair, `/items/${item}/edit`, { ...edit, title: 'Winter pressures' })
    expect(stale.status).to.equal(409)
    expect(stale.text).to.contain('Winter plan').and.contain('value="Winter pressures"')
    const wrong = await submit(browsers.secretary, `/items/${item}/edit`, { ...edit, title: '', minutes: 'ten' })
    expect(words(wrong.text)).to.contain('Enter the title of the item').and.contain('Enter how many minutes')
    const loose = await submit(browsers.secretary, `/items/${other}/edit`, {
      ...content,
      revision: '0',
      title: 'Pay',
      ruleStatus: 'open',
    })
    expect(words(loose.text)).to.contain('Select the Chatham House Rule')
    await done(submit(browsers.secretary, `/meetings/${meeting}/agenda`, {}, `/items/${other}/remove`))
    expect(await agendaOf(browsers.secretary, meeting)).to.deep.equal(['1 Winter plan'])
  })

  it('adds one item of a form that is sent twice', async () => {
    const world = await cast()
    const meeting = await planned(world)
    const id = await added(world, meeting)
    await added(world, meeting, { id })
    expect(await agendaOf(world.browsers.secretary, meeting)).to.have.length(1)
  })

  it('is for officers alone to build', async () => {
    const world = await cast()
    const meeting = await called(world)
    const item = await added(world, meeting)
    for (const who of ['staffMember', 'observer', 'outsider', 'administrator'] as const) {
      const browser = world.browsers[who]
      const paths = [
        'agenda',
        'agenda/items/new',
        'agenda/publish',
        'agenda/late',
        'agenda/roll-forward',
        'rule',
        'edit',
      ]
      for (const path of paths) expect((await browser.get(`/meetings/${meeting}/${path}`)).status, path).to.equal(404)
      expect((await browser.get(`/items/${item}/edit`)).status).to.equal(404)
    }
    const { staffMember } = world.browsers
    for (const post of [`/items/${item}/remove`, `/meetings/${meeting}/agenda/standard-order`])
      expect((await submit(staffMember, `/meetings/${meeting}/answer`, {}, post)).status, post).to.equal(404)
  })
})

describe('A published agenda', () => {
  it('is published by one chair, fixes the numbers and tells everybody, with nothing confidential', async () => {
    const world = await cast()
    const { browsers, people } = world
    const meeting = await called(world)
    const publish = `/meetings/${meeting}/agenda/publish`
    expect((await submit(browsers.employerChair, publish, {})).status).to.equal(422)
    await added(world, meeting, { title: 'Winter plan' })
    expect((await submit(browsers.secretary, publish, {})).status).to.equal(422)
    await done(submit(browsers.secretary, publish, { to: 'publish' }, `/meetings/${meeting}/ask-chairs`))
    expect(await tasksOf(people.staffChair)).to.include(`Publish the agenda of ${showDay(today)}`)
    const late = await aPerson(world.forum, 'member', 'staff')
    await done(submit(browsers.staffChair, publish, {}))
    expect(await agendaOf(browsers.observer, meeting)).to.deep.equal(['1 Winter plan'])
    const mails = (await mailsAbout(`/meetings/${meeting}`)).filter(({ kind }) => kind === 'agendaPublished')
    expect(mails.map(({ to }) => to))
      .to.have.length(7)
      .and.include(late.person)
    expect(await tasksOf(people.staffChair)).not.to.include(`Publish the agenda of ${showDay(today)}`)
    expect(await tasksOf(people.secretary)).not.to.include(`Prepare the agenda of ${showDay(today)}`)
    expect(await agendaOf(await browserOf(late), meeting)).to.deep.equal(['1 Winter plan'])
    expect((await browsers.outsider.get(`/meetings/${meeting}`)).status).to.equal(404)
  })

  it('waits until the meeting is called', async () => {
    const world = await cast()
    const meeting = await planned(world)
    await added(world, meeting)
    const answer = await submit(
      world.browsers.employerChair,
      `/meetings/${meeting}/call`,
      {},
      `/meetings/${meeting}/agenda/publish`,
    )
    expect(words(answer.text)).to.contain('Call the meeting first')
  })

  it('ends for most people before its closed section, which they learn nothing of', async () => {
    const world = await cast()
    const { browsers } = world
    const meeting = await called(world)
    const chairs = await added(world, meeting, { title: 'Conduct', audience: 'chairs' })
    await added(world, meeting, { title: 'Winter plan' })
    const room = await added(world, meeting, { title: 'Redundancies', audience: 'meeting' })
    await done(submit(browsers.employerChair, `/meetings/${meeting}/agenda/publish`, {}))
    const late = await browserOf(await aPerson(world.forum, 'member', 'staff'))
    expect(await agendaOf(browsers.secretary, meeting)).to.deep.equal([
      '1 Winter plan',
      'C1 Redundancies',
      'C2 Conduct',
    ])
    expect(await agendaOf(browsers.staffMember, meeting)).to.deep.equal(['1 Winter plan', 'C1 Redundancies'])
    expect(await agendaOf(late, meeting)).to.deep.equal(['1 Winter plan'])
    expect(words((await late.get(`/meetings/${meeting}`)).text)).not.to.match(/[Cc]losed section|\bC1\b|10:40/)
    expect((await late.get(`/items/${room}`)).status).to.equal(404)
    expect((await browsers.staffMember.get(`/items/${chairs}`)).status).to.equal(404)
    expect(words((await browsers.secretary.get(`/items/${chairs}`)).text)).to.match(/Item C2 .*Conduct/)
  })

  it('shows who leads an item under the Rule to the people invited, and to nobody else', async () => {
    const world = await cast({ ruleStatus: 'open' })
    const meeting = await called(world, { ruleStatus: 'open' })
    await added(world, meeting, { title: 'Winter plan', lead: 'Mary Lead', ruleStatus: 'chathamHouse' })
    await added(world, meeting, { title: 'Pay', lead: 'Peter Lead', ruleStatus: 'open' })
    await done(submit(world.browsers.employerChair, `/meetings/${meeting}/agenda/publish`, {}))
    const later = await browserOf(await aPerson(world.forum, 'member', 'staff'))
    const invited = words((await world.browsers.staffMember.get(`/meetings/${meeting}`)).text)
    expect(invited).to.contain('Mary Lead').and.contain('Peter Lead').and.contain('Chatham House Rule')
    const outside = words((await later.get(`/meetings/${meeting}`)).text)
    expect(outside).to.contain('Peter Lead').and.not.contain('Mary')
  })

  it('is seen by a deputy and a guest of that meeting, and of no other', async () => {
    const world = await cast()
    const { meeting } = await published(world)
    const other = await published(world, ['Estates'])
    const deputy = await browserOf(await named(world, meeting, 'deputy', 'staff'))
    const guest = await browserOf(await named(world, meeting, 'guest', 'employer'))
    for (const browser of [deputy, guest]) {
      expect(await agendaOf(browser, meeting)).to.deep.equal(['1 Winter plan', '2 Pay'])
      expect((await browser.get(`/meetings/${other.meeting}`)).status).to.equal(404)
      expect((await browser.get(`/items/${other.items[0]}`)).status).to.equal(404)
      expect((await browser.get(`/forums/${world.forum._id}/meetings`)).text).not.to.contain(other.meeting)
    }
  })

  it('shows an item for the partnership to members of a neighbouring forum, and nothing else of the meeting', async () => {
    const world = await cast()
    const meeting = await called(world)
    const shared = await added(world, meeting, { title: 'Winter plan', audience: 'partnership' })
    const own = await added(world, meeting, { title: 'Pay' })
    await done(submit(world.browsers.employerChair, `/meetings/${meeting}/agenda/publish`, {}))
    const parent = await aForum()
    const neighbour = await browserOf(await aPerson(parent, 'member', 'staff', { neighbours: [world.forum._id] }))
    const page = await neighbour.get(`/items/${shared}`)
    expect(words(page.text)).to.contain('Winter plan').and.not.contain('step out')
    expect(page.text).not.to.contain(`/meetings/${meeting}`)
    for (const path of [`/items/${own}`, `/meetings/${meeting}`, `/items/${shared}/step-out`])
      expect((await neighbour.get(path)).status, path).to.equal(404)
    const deputy = await browserOf(await named(world, meeting, 'deputy', 'staff'))
    expect(await agendaOf(deputy, meeting)).to.deep.equal(['1 Winter plan', '2 Pay'])
  })

  it('says nothing confidential in the title of an item’s page, which browsers keep', async () => {
    const world = await cast()
    const { items } = await published(world, ['Redundancies'])
    const page = await world.browsers.staffMember.get(`/items/${items[0]}`)
    expect(/<title>([^<]*)/.exec(page.text)![1])
      .to.contain('Item 1')
      .and.not.contain('Redundancies')
  })

  it('keeps titles as they were told; minutes and leads may change', async () => {
    const world = await cast()
    const { items } = await published(world)
    const { secretary } = world.browsers
    const item = await itemsFor(world.people.secretary).open(items[0]!)
    const same = {
      revision: String(item.revision),
      purpose: 'discussion',
      paperMode: 'verbal',
      audience: 'forum',
      lead: '',
    }
    const edit = { ...same, ruleStatus: 'chathamHouse', minutes: '30' }
    expect(words((await submit(secretary, `/items/${item._id}/edit`, { ...edit, title: 'Other' })).text)).to.contain(
      'The title stays',
    )
    await done(submit(secretary, `/items/${item._id}/edit`, { ...edit, title: 'Winter plan' }))
    const removed = await submit(secretary, `/items/${item._id}/edit`, {}, `/items/${item._id}/remove`)
    expect(removed.status).to.equal(422)
  })
})

describe('Rolling an agenda forward', () => {
  it('brings what was not finished and what stands on every agenda, once', async () => {
    const world = await cast()
    const { secretary, employerChair } = world.browsers
    const first = await called(world)
    const finished = await added(world, first, { title: 'Winter plan' })
    const standing = await added(world, first, { title: 'Workforce data', standing: 'yes' })
    await added(world, first, { title: 'Pay' })
    await done(submit(employerChair, `/meetings/${first}/agenda/publish`, {}))
    const day = `/meetings/${first}/day`
    await done(submit(secretary, day, {}, `${day}/start`))
    await done(submit(secretary, day, { current: '', next: finished }, `${day}/take`))
    await done(submit(secretary, day, { current: finished, next: standing }, `${day}/take`))
    await done(submit(secretary, day, { current: standing, next: '' }, `${day}/take`))
    await done(submit(secretary, day, {}, `${day}/close`))
    const meeting = await planned(world)
    const forward = `/meetings/${meeting}/agenda/roll-forward`
    const page = await secretary.get(forward)
    expect(words(page.text)).to.contain('Workforce data').and.contain('Pay').and.not.contain('Winter plan')
    const items = [...page.text.matchAll(/name="items" type="checkbox" value="([0-9a-f]+)"/g)].map(([, id]) => id!)
    expect(items).to.have.length(2)
    await done(submit(secretary, forward, { items }))
    await done(submit(secretary, `/meetings/${meeting}/agenda`, { items }, forward))
    expect(await agendaOf(secretary, meeting)).to.have.members(['1 Workforce data', '2 Pay'])
  })
})
