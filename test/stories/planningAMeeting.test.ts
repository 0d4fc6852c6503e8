import { expect } from 'chai'
import { itemsFor } from '../../models/item.ts'
import { meetingsFor } from '../../models/meeting.ts'
import { minutesFor } from '../../models/minutes.ts'
import { papersFor } from '../../models/paper.ts'
import { partsFor } from '../../models/part.ts'
import { startMinutes } from '../../server/acts/startMinutes.ts'
import { addDays, showDay } from '../../server/dates.ts'
import { newId } from '../../server/ids.ts'
import { again, submit, visitor } from '../world.ts'
import {
  added,
  called,
  cast,
  done,
  mailsAbout,
  planned,
  published,
  tasksOf,
  today,
  tomorrow,
  words,
} from '../meetings.ts'

describe('Planning a meeting', () => {
  it('offers the secretary the kind whose turn it is, and keeps the plan among the officers', async () => {
    const world = await cast({ alternation: true })
    const { forum, browsers, people } = world
    const list = `/forums/${forum._id}/meetings`
    expect(words((await browsers.secretary.get(`${list}/new`)).text)).to.contain('turn of a core meeting')
    const meeting = await planned(world)
    expect(words((await browsers.secretary.get(`${list}/new`)).text)).to.contain('turn of a local meeting')
    expect((await browsers.secretary.get(list)).text).to.contain(meeting)
    expect((await browsers.staffMember.get(list)).text).not.to.contain(meeting)
    for (const who of ['staffMember', 'observer', 'outsider', 'administrator'] as const)
      expect((await browsers[who].get(`/meetings/${meeting}`)).status, who).to.equal(404)
    expect((await browsers.outsider.get(list)).status).to.equal(404)
    expect((await visitor().get(list)).headers['location']).to.contain('/sign-in')
    expect(await tasksOf(people.staffChair)).to.include(`Prepare the agenda of ${showDay(today)}`)
  })

  it('is for officers only', async () => {
    const { forum, browsers } = await cast()
    for (const who of ['staffMember', 'observer', 'outsider', 'administrator'] as const)
      expect((await browsers[who].get(`/forums/${forum._id}/meetings/new`)).status, who).to.equal(404)
  })

  it('says what is wrong with a plan, and keeps what was typed', async () => {
    const { forum, browsers, people } = await cast()
    const plan = `/forums/${forum._id}/meetings/new`
    const fields = { id: newId(), kind: 'local', from: '14:00', until: '13:00', ruleStatus: 'chathamHouse' }
    const answer = await submit(browsers.secretary, plan, { ...fields, meetingDate: '2026-02-30', place: '' })
    expect(answer.status).to.equal(400)
    expect(words(answer.text)).to.contain('Enter a real date').and.contain('Enter the place of the meeting')
    expect(answer.text).to.contain('value="14:00"')
    const good = { ...fields, meetingDate: tomorrow, place: 'Preston' }
    expect(words((await submit(browsers.secretary, plan, good)).text)).to.contain('Enter a time after the beginning')
    const later = { ...good, until: '16:00' }
    expect(words((await submit(browsers.secretary, plan, later)).text)).to.contain('Select the area')
    const core = { ...later, kind: 'core' }
    const past = await submit(browsers.secretary, plan, { ...core, meetingDate: addDays(today, -1) })
    expect(words(past.text)).to.contain('today’s date or a later one')
    const open = await submit(browsers.secretary, plan, { ...core, ruleStatus: 'open' })
    expect(words(open.text)).to.contain('Select the Chatham House Rule')
    const link = await submit(browsers.secretary, plan, { ...core, joiningLink: 'javascript:alert(1)' })
    expect(link.status).to.equal(400)
    expect(await meetingsFor(people.secretary).inForum(forum._id)).to.deep.equal([])
  })

  it('makes one meeting of a form that is sent twice', async () => {
    const world = await cast()
    const meeting = await planned(world)
    const again = { id: meeting, kind: 'core', meetingDate: today, from: '10:00', until: '12:00', place: 'Preston' }
    const answer = await submit(world.browsers.secretary, `/forums/${world.forum._id}/meetings/new`, {
      ...again,
      ruleStatus: 'chathamHouse',
    })
    expect(answer.status).to.equal(303)
    expect(await meetingsFor(world.people.secretary).inForum(world.forum._id)).to.have.length(1)
  })
})

describe('Calling a meeting', () => {
  it('is for one chair; the secretary asks the chairs', async () => {
    const world = await cast()
    const { browsers, people } = world
    const meeting = await planned(world)
    const call = `/meetings/${meeting}/call`
    expect(words((await browsers.secretary.get(call)).text)).to.contain('called by one of the chairs')
    const refused = await submit(browsers.secretary, call, {})
    expect(refused.status).to.equal(422)
    expect((await submit(browsers.secretary, call, { to: 'call' }, `/meetings/${meeting}/ask-chairs`)).status).to.equal(
      303,
    )
    const title = `Call the meeting of ${showDay(today)}`
    expect(await tasksOf(people.employerChair)).to.include(title)
    expect(await tasksOf(people.staffChair)).to.include(title)
    await done(submit(browsers.staffChair, call, {}))
    expect(await tasksOf(people.employerChair)).not.to.include(title)
  })

  it('admits everybody with a place, tells them by e-mail and asks whether they come', async () => {
    const world = await cast()
    const { browsers, people, forum } = world
    const meeting = await called(world)
    expect((await again(people.staffMember)).seats[0]!.meetings).to.deep.equal([meeting])
    const page = words((await browsers.staffMember.get(`/meetings/${meeting}`)).text)
    expect(page).to.contain('Core meeting').and.contain('Preston').and.contain('Say whether you come')
    expect((await browsers.outsider.get(`/meetings/${meeting}`)).status).to.equal(404)
    expect((await browsers.administrator.get(`/meetings/${meeting}`)).status).to.equal(404)
    const mails = await mailsAbout(`/meetings/${meeting}`)
    expect(mails.map(({ kind }) => kind)).to.deep.equal(Array(6).fill('meetingCalled'))
    expect(mails.map(({ to }) => to)).to.include(people.observer.person)
    expect(await tasksOf(people.staffMember)).to.include(`Say whether you come on ${showDay(today)}`)
    expect((await browsers.staffMember.get(`/forums/${forum._id}/meetings`)).text).to.contain(meeting)
  })

  it('at short notice is confirmed with a reason, which is shown', async () => {
    const world = await cast({ coreNoticeDays: 20 })
    const meeting = await planned(world, { meetingDate: tomorrow })
    const call = `/meetings/${meeting}/call`
    const { employerChair, staffMember } = world.browsers
    expect(words((await employerChair.get(call)).text)).to.contain('20 working days of notice')
    expect(words((await submit(employerChair, call, {})).text)).to.contain('Confirm that the notice is short')
    expect(words((await submit(employerChair, call, { confirmed: 'yes' })).text)).to.contain(
      'Enter why the notice is short',
    )
    await done(submit(employerChair, call, { confirmed: 'yes', reason: 'The consultation ends on Friday' }))
    expect(words((await staffMember.get(`/meetings/${meeting}`)).text)).to.contain(
      'Called at short notice: The consultation ends on Friday',
    )
  })

  it('happens once, however often the button is pressed', async () => {
    const world = await cast()
    const meeting = await planned(world)
    const { employerChair } = world.browsers
    const token = /name="_csrf" value="([^"]+)"/.exec((await employerChair.get(`/meetings/${meeting}/call`)).text)![1]!
    const post = async () => employerChair.post(`/meetings/${meeting}/call`).type('form').send({ _csrf: token })
    expect((await post()).status).to.equal(303)
    expect((await post()).status).to.equal(303)
    expect(await mailsAbout(`/meetings/${meeting}`)).to.have.length(6)
  })
})

describe('A meeting that is called', () => {
  it('is moved with its agenda, by one chair; everybody is told and asked again', async () => {
    const world = await cast()
    const { browsers, people } = world
    const { meeting, items } = await published(world)
    await done(submit(browsers.staffMember, `/meetings/${meeting}/answer`, { answer: 'coming' }))
    const move = `/meetings/${meeting}/move`
    const { revision } = await meetingsFor(people.secretary).open(meeting)
    const to = { meetingDate: addDays(today, 30), from: '14:00', until: '16:00', place: 'Lancaster', reason: 'Strike' }
    const fields = { ...to, revision: String(revision) }
    expect((await submit(browsers.secretary, move, fields)).status).to.equal(422)
    await done(submit(browsers.staffChair, move, fields))
    const page = words((await browsers.staffMember.get(`/meetings/${meeting}`)).text)
    expect(page)
      .to.contain(`Moved from ${showDay(today)} : Strike`)
      .and.contain('Lancaster')
      .and.contain('Winter plan')
    expect((await browsers.staffMember.get(`/items/${items[0]}`)).text).to.contain(showDay(addDays(today, 30)))
    expect((await mailsAbout(`/meetings/${meeting}`)).filter(({ kind }) => kind === 'meetingMoved')).to.have.length(6)
    expect(await tasksOf(people.staffMember)).to.include(`Say whether you come on ${showDay(addDays(today, 30))}`)
    // Pressed again, it is where it was moved to already.
    expect((await submit(browsers.staffChair, move, fields)).status).to.equal(303)
    expect((await meetingsFor(people.secretary).open(meeting)).changes).to.have.length(1)
  })

  it('takes its papers and minutes along when it is moved', async () => {
    const world = await cast()
    const { browsers, people } = world
    const { meeting, items } = await published(world)
    const paper = newId()
    const { forum, audience, ruleStatus } = await itemsFor(people.secretary).open(items[0]!)
    const versions = [{ version: 1, file: newId(), kind: 'pdf', size: 9, addedAt: new Date(), html: '' }]
    const sent = { state: 'sent', title: 'Plan', versions, late: false, sentAt: new Date(), steppedOut: [] } as const
    const of = { forum, meeting, meetingDate: today, item: items[0]!, audience, side: null, ruleStatus }
    await papersFor(people.secretary).create({ ...sent, ...of, _id: paper })
    await startMinutes(people.secretary, new Date(), { meeting })
    const { revision } = await meetingsFor(people.secretary).open(meeting)
    const meetingDate = addDays(today, 21)
    const to = { meetingDate, from: '14:00', until: '16:00', place: 'Lancaster', reason: 'Strike' }
    await done(submit(browsers.staffChair, `/meetings/${meeting}/move`, { ...to, revision: String(revision) }))
    const parts = await partsFor(people.secretary).ofMeeting(meeting)
    const dates = [
      (await papersFor(people.secretary).open(paper)).meetingDate,
      (await minutesFor(people.secretary).ofMeeting(meeting)).meetingDate,
      ...parts.map((part) => part.meetingDate),
    ]
    expect(dates).to.deep.equal(Array(4).fill(meetingDate))
  })

  it('shows both when two officers change it at once', async () => {
    const world = await cast()
    const meeting = await called(world)
    const { revision } = await meetingsFor(world.people.secretary).open(meeting)
    const edit = `/meetings/${meeting}/edit`
    const fields = { revision: String(revision), from: '10:00', until: '12:00', ruleStatus: 'chathamHouse' }
    await done(submit(world.browsers.secretary, edit, { ...fields, place: 'Bury' }))
    const stale = await submit(world.browsers.staffChair, edit, { ...fields, place: 'Wigan' })
    expect(stale.status).to.equal(409)
    expect(stale.text).to.contain('Bury').and.contain('value="Wigan"')
  })

  it('is cancelled by a chair, with a reason', async () => {
    const world = await cast()
    const { browsers, people } = world
    const meeting = await called(world)
    const cancel = `/meetings/${meeting}/cancel`
    expect((await submit(browsers.staffChair, cancel, { reason: '' })).status).to.equal(400)
    expect((await submit(browsers.secretary, cancel, { reason: 'Snow' })).status).to.equal(422)
    await done(submit(browsers.staffChair, cancel, { reason: 'Snow' }))
    await done(submit(browsers.staffChair, cancel, { reason: 'Snow' }))
    expect(words((await browsers.staffMember.get(`/meetings/${meeting}`)).text)).to.contain('Cancelled : Snow')
    expect((await mailsAbout(`/meetings/${meeting}`)).filter(({ kind }) => kind === 'meetingCancelled')).to.have.length(
      6,
    )
    expect(await tasksOf(people.staffMember)).to.deep.equal([])
    const edit = await submit(browsers.secretary, `/meetings/${meeting}/edit`, {
      revision: '9',
      from: '09:00',
      until: '12:00',
      place: 'Preston',
      ruleStatus: 'chathamHouse',
    })
    expect(words(edit.text)).to.contain('does not take place')
  })

  it('is answered by whoever is invited, for the officers to see and nobody else', async () => {
    const world = await cast()
    const { browsers, people, forum } = world
    const meeting = await called(world)
    const answer = `/meetings/${meeting}/answer`
    expect((await submit(browsers.staffMember, answer, {})).status).to.equal(400)
    await done(submit(browsers.staffMember, answer, { answer: 'apologies' }))
    await done(submit(browsers.staffMember, answer, { answer: 'coming' }))
    await done(submit(browsers.observer, answer, { answer: 'apologies' }))
    const deputy = await done(submit(browsers.employerMember, answer, { answer: 'deputy' }))
    expect(deputy).to.equal(`/forums/${forum._id}/members/deputy?meeting=${meeting}`)
    expect(await tasksOf(people.staffMember)).to.deep.equal([])
    const coming = words((await browsers.secretary.get(`/meetings/${meeting}/attendance`)).text)
    expect(coming).to.contain('1 coming, 1 apology, 1 sending a deputy, 3 without an answer')
    expect(coming).to.contain('Sally Member')
    const others = words((await browsers.employerMember.get(`/meetings/${meeting}/attendance`)).text)
    expect(others).not.to.contain('Sally').and.not.contain('coming,')
    for (const who of ['outsider', 'administrator'] as const)
      expect((await browsers[who].get(answer)).status).to.equal(404)
  })

  it('keeps its draft agenda among the officers', async () => {
    const world = await cast()
    const meeting = await called(world)
    const item = await added(world, meeting)
    expect(words((await world.browsers.staffMember.get(`/meetings/${meeting}`)).text)).not.to.contain('Winter plan')
    expect((await world.browsers.staffMember.get(`/items/${item}`)).status).to.equal(404)
    expect((await world.browsers.staffMember.get(`/meetings/${meeting}/agenda`)).status).to.equal(404)
    expect(words((await world.browsers.secretary.get(`/meetings/${meeting}`)).text)).to.contain('Winter plan')
  })
})
