import { expect } from 'chai'
import mongoose from 'mongoose'
import { tasksFor } from '../../models/task.ts'
import { forumsFor } from '../../models/forum.ts'
import { newId } from '../../server/ids.ts'
import { steady } from '../steady.ts'
import { aForum, aPerson, again, browserOf, submit, visitor } from '../world.ts'
import { aMeeting, castOf, inDays, today, wordsOf } from '../membership.ts'
import { seatsFor } from '../../models/seat.ts'

const reminders = tasksFor({ kind: 'service', name: 'reminders' })
const quorum = seatsFor({ kind: 'service', name: 'quorum' })

describe('The front page', () => {
  it('tells visitors what this is, and leads to sign-in, key communications and the promise', async () => {
    const shown = await visitor().get('/')
    expect(shown.status).to.equal(200)
    for (const href of ['/sign-in', '/key-communications', '/promise']) expect(shown.text).to.include(`href="${href}"`)
  })

  it('leads a person with one forum to its home', async () => {
    const forum = await aForum()
    const shown = await (await browserOf(await aPerson(forum))).get('/')
    expect(shown.headers['location']).to.equal(`/forums/${forum._id}`)
  })

  it('lists several forums with the next meeting and the number of tasks of each', async () => {
    const [first, second] = [await aForum(), await aForum()]
    const chair = await aPerson(first, 'chair', 'staff')
    const person = await aPerson(first)
    const other = (await aPerson(second)).seats[0]!
    await seatsFor({ kind: 'service', name: 'membership' }).create([
      {
        ...(await seatsFor(chair).open(chair.seats[0]!.seat)),
        _id: newId(),
        forum: second._id,
        forumName: second.name,
        person: person.person,
        role: 'member',
      },
    ])
    expect(other.forum).to.equal(second._id)
    await aMeeting(first, chair, 7)
    const task = {
      forum: second._id,
      title: 'Approve the minutes',
      path: '/',
      record: newId(),
      kind: 'giveKey',
      for: { person: person.person },
    } as const
    await reminders.add([task, { ...task, record: newId() }], new Date())
    const words = wordsOf((await (await browserOf(person)).get('/')).text)
    expect(words).to.include(first.name).and.to.include(second.name)
    expect(words)
      .to.match(/Core meeting, .* at 10am/)
      .and.to.include('None called')
      .and.to.include('2 tasks')
  })

  it('tells a person without a place whom to ask', async () => {
    const shown = await (await browserOf(await aPerson(null))).get('/')
    expect(shown.status).to.equal(200)
    expect(wordsOf(shown.text)).to.include('ask the secretary of your forum')
  })

  it('leads an administrator to the administration', async () => {
    const shown = await (
      await browserOf(await aPerson(null, 'member', 'independent', { office: 'administrator' }))
    ).get('/')
    expect(shown.headers['location']).to.equal('/administration')
  })
})

describe('A forum’s home page', () => {
  it('shows the next meeting with place and joining link, five tasks oldest first, the latest key communication and the secretariat', async () => {
    const forum = await aForum()
    const { staffChair, secretary, member } = await castOf(forum)
    await aMeeting(forum, secretary, 20, { place: 'A later place' })
    const next = await aMeeting(forum, secretary, 7)
    await aMeeting(forum, secretary, -7, { place: 'An earlier place' })
    await forumsFor(staffChair).edit(forum._id, {
      latest: { id: newId(), title: 'What we agreed in May', issuedAt: new Date() },
    })
    const at = (day: number) => new Date(Date.UTC(2026, 0, day))
    for (const day of [3, 1, 6, 2, 5, 4])
      await reminders.add(
        [
          {
            forum: forum._id,
            title: `Task of day ${day}`,
            path: `/tasks`,
            record: newId(),
            kind: 'doAction',
            for: { person: member.person },
            ...(day === 1 ? { dueOn: inDays(-1) } : {}),
          },
        ],
        at(day),
      )
    const { text } = await (await browserOf(member)).get(`/forums/${forum._id}`)
    const words = wordsOf(text)
    expect(text).to.include(`href="/meetings/${next._id}"`).and.to.include('href="https://join.example/room-4"')
    expect(words)
      .to.include('Room 4, Preston')
      .and.not.to.include('A later place')
      .and.not.to.include('An earlier place')
    expect(words).to.match(/Task of day 1 .*Overdue.*Task of day 2 .*Task of day 3 .*Task of day 4 .*Task of day 5/)
    expect(words).not.to.include('Task of day 6')
    expect(words).to.include('What we agreed in May').and.to.include('01632 960 000')
    const all = wordsOf((await (await browserOf(member)).get('/tasks')).text)
    expect(all).to.include('Task of day 6').and.to.include(forum.name)
  })

  it('costs five queries at most, session and seats included, as does the page of members', async () => {
    const forum = await aForum()
    const { staffChair, secretary } = await castOf(forum)
    await aMeeting(forum, secretary)
    const browser = await browserOf(staffChair)
    for (const path of [
      `/forums/${forum._id}`,
      `/forums/${forum._id}/members`,
      `/forums/${forum._id}/members/deputy`,
    ]) {
      const asked: string[] = []
      mongoose.set('debug', (collection: string, method: string) => void asked.push(`${collection}.${method}`))
      try {
        await browser.get(path).expect(200)
      } finally {
        mongoose.set('debug', false)
      }
      // The session is read by its own store, which is not counted here.
      expect(asked.length, `${path}: ${asked.join(', ')}`).to.be.within(1, 4)
    }
  })

  it('hides a meeting that is only planned from members, and shows it to officers', async () => {
    const forum = await aForum()
    const { secretary, member } = await castOf(forum)
    await aMeeting(forum, secretary, 7, { state: 'planned' })
    expect(wordsOf((await (await browserOf(member)).get(`/forums/${forum._id}`)).text)).to.include(
      'No meeting has been called',
    )
    expect(wordsOf((await (await browserOf(secretary)).get(`/forums/${forum._id}`)).text)).to.include('Planned')
  })

  it('shows a deputy and a guest the meeting they were named for, no other, and no way to the members', async () => {
    const forum = await aForum()
    const { secretary } = await castOf(forum)
    await aMeeting(forum, secretary, 3, { place: 'Not theirs' })
    const theirs = await aMeeting(forum, secretary, 7, { place: 'Theirs' })
    for (const role of ['deputy', 'guest'] as const) {
      const person = await aPerson(forum, role, 'staff', { meetings: [theirs._id] })
      const { text, status } = await (await browserOf(person)).get(`/forums/${forum._id}`)
      expect(status).to.equal(200)
      expect(wordsOf(text)).to.include('Theirs').and.to.include('01632 960 000').and.not.to.include('Not theirs')
      expect(text).not.to.include(`/forums/${forum._id}/members`)
      expect((await (await browserOf(person)).get(`/forums/${forum._id}/members`)).status).to.equal(404)
    }
  })

  it('is not there for members of other forums, administrators and records officers, and asks visitors to sign in', async () => {
    const forum = await aForum()
    const other = await aPerson(await aForum())
    const administrator = await aPerson(null, 'member', 'independent', { office: 'administrator' })
    const records = await aPerson(null, 'member', 'independent', { office: 'recordsOfficer' })
    for (const person of [other, administrator, records]) {
      const browser = await browserOf(person)
      const [here, nowhere] = [await browser.get(`/forums/${forum._id}`), await browser.get('/forums/no-such-forum')]
      expect(here.status).to.equal(404)
      expect(steady(wordsOf(here.text))).to.equal(steady(wordsOf(nowhere.text)))
    }
    expect((await visitor().get(`/forums/${forum._id}`)).headers['location']).to.match(/^\/sign-in\?/)
  })

  it('lets an officer change how the secretariat is reached; nobody else, and no two without seeing each other', async () => {
    const forum = await aForum()
    const { secretary, staffChair, member } = await castOf(forum)
    const path = `/forums/${forum._id}/details`
    const fields = { revision: '0', telephone: '01632 960 777', email: 'New@forum.example', purpose: 'To talk early' }
    const browser = await browserOf(secretary)
    const bad = await submit(browser, path, { ...fields, telephone: 'ring us', email: 'nowhere' })
    expect(bad.status).to.equal(400)
    expect(bad.text).to.include('href="#telephone"').and.to.include('href="#email"').and.to.include('ring us')
    expect((await submit(browser, path, fields)).headers['location']).to.equal(`/forums/${forum._id}`)
    const stale = await submit(await browserOf(staffChair), path, { ...fields, telephone: '01632 960 888' })
    expect(stale.status).to.equal(409)
    expect(stale.text)
      .to.include('01632 960 777')
      .and.to.include('01632 960 888')
      .and.to.include('name="revision" value="1"')
    expect((await submit(await browserOf(member), '/account', fields, path)).status).to.equal(404)
    const now = await forumsFor(await again(member)).open(forum._id)
    expect(now.telephone).to.equal('01632 960 777')
    expect(now.email).to.equal('new@forum.example')
  })

  it('says when a side has withdrawn', async () => {
    const forum = await aForum()
    const { staffChair, member } = await castOf(forum)
    await forumsFor(staffChair).withdraw(forum._id, 'staff')
    expect(wordsOf((await (await browserOf(member)).get(`/forums/${forum._id}`)).text)).to.include(
      'The staff side has withdrawn',
    )
  })

  it('admits to a meeting by day: an admission to one is none to the next', async () => {
    const forum = await aForum()
    const { secretary } = await castOf(forum)
    const guest = await aPerson(forum, 'guest', 'staff', { until: today })
    const meeting = await aMeeting(forum, secretary, 0)
    expect(wordsOf((await (await browserOf(guest)).get(`/forums/${forum._id}`)).text)).to.include(
      'No meeting has been called',
    )
    await quorum.admit([guest.seats[0]!.seat], meeting._id)
    expect(wordsOf((await (await browserOf(guest)).get(`/forums/${forum._id}`)).text)).to.include('Today')
  })
})
