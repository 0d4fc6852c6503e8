import { expect } from 'chai'
import mongoose from 'mongoose'
import { verifyChain } from '../../models/auditChain.ts'
import { attendanceFor } from '../../models/attendance.ts'
import { auditFor } from '../../models/auditEntry.ts'
import { itemsFor } from '../../models/item.ts'
import { meetingsFor } from '../../models/meeting.ts'
import { papersFor } from '../../models/paper.ts'
import { removeFile, storeFile } from '../../models/paperFile.ts'
import { seatsFor } from '../../models/seat.ts'
import { NotFound } from '../../server/errors.ts'
import { newId } from '../../server/ids.ts'
import type { Person } from '../../server/policy/terms.ts'
import { testMark } from '../commands.ts'
import { added, arrive, called, cast, done, named, published, today, words } from '../meetings.ts'
import { aPerson, again, browserOf, submit } from '../world.ts'

const quorum = { kind: 'service', name: 'quorum' } as const

async function refused(work: Promise<unknown>): Promise<void> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(error).to.be.instanceOf(NotFound)
}

describe('G3: what is for the room', () => {
  it('is not a vice-chair’s who was not invited, though it is the chairs’ and secretaries’', async () => {
    const world = await cast()
    const meeting = await called(world)
    const item = await added(world, meeting, { audience: 'meeting', title: 'For the room' })
    const vice = await aPerson(world.forum, 'viceChair', 'staff')
    const browser = await browserOf(vice)
    expect((await browser.get(`/items/${item}`)).status).to.equal(404)
    expect((await browser.get(`/meetings/${meeting}/agenda`)).text).not.to.contain('For the room')
    const fields = { id: newId(), title: 'Mine', lead: '', purpose: 'discussion', minutes: '5', paperMode: 'none' }
    const unseen = { ...fields, audience: 'meeting', ruleStatus: 'chathamHouse' }
    const answer = await submit(browser, `/meetings/${meeting}/agenda/items/new`, unseen)
    expect(answer.status).to.equal(422)
    expect(words(answer.text)).to.contain('You are not invited to this meeting yet')
    for (const who of ['secretary', 'staffChair'] as const)
      expect((await world.browsers[who].get(`/items/${item}`)).status, who).to.equal(200)
    await seatsFor(quorum).admit([vice.seats[0]!.seat], meeting)
    expect((await browser.get(`/items/${item}`)).status).to.equal(200)
  })

  it('is who was there: a vice-chair sees and confirms it only after having been in the room', async () => {
    const world = await cast()
    const { meeting } = await published(world)
    const [inside, outside] = [
      await aPerson(world.forum, 'viceChair', 'staff'),
      await aPerson(world.forum, 'viceChair', 'employer'),
    ]
    await done(submit(world.browsers.secretary, `/meetings/${meeting}/day`, {}, `/meetings/${meeting}/day/start`))
    await arrive(world, meeting, [world.people.staffMember, inside])
    const page = async (person: Person) => (await (await browserOf(person)).get(`/meetings/${meeting}/day`)).text
    expect(await page(inside)).to.contain('Sally Member')
    expect(await page(outside)).not.to.contain('Sally Member')
    await done(submit(world.browsers.secretary, `/meetings/${meeting}/day`, {}, `/meetings/${meeting}/day/close`))
    const confirm = `/meetings/${meeting}/attendance`
    const other = await browserOf(outside)
    expect((await other.get(confirm)).text).not.to.contain('Sally Member')
    expect((await submit(other, '/account', { present: inside.seats[0]!.seat }, confirm)).status).to.equal(404)
    await done(submit(await browserOf(inside), confirm, { present: [inside.seats[0]!.seat] }))
  })

  it('cannot be entered by writing oneself a place: places are made for whoever is invited', async () => {
    const world = await cast()
    const meeting = await called(world)
    const { room } = await meetingsFor(quorum).open(meeting)
    const late = await aPerson(world.forum, 'member', 'staff')
    const place = {
      _id: newId(),
      forum: world.forum._id,
      meeting: room,
      of: meeting,
      meetingDate: today,
      owner: late.person,
      seat: late.seats[0]!.seat,
      name: late.name,
      organisationName: 'Deeholme',
      role: 'member',
      side: 'staff',
      standsInFor: null,
    } as const
    await refused(attendanceFor(late).create([place]))
    await refused(attendanceFor(world.people.secretary).create([place]))
    const browser = await browserOf(late)
    expect((await browser.get(`/meetings/${meeting}/answer`)).status).to.equal(404)
    const answer = await submit(browser, '/account', { answer: 'coming' }, `/meetings/${meeting}/answer`)
    expect(answer.status).to.equal(404)
    expect(await attendanceFor(quorum).ofPerson(meeting, late.person)).to.equal(null)
  })

  it('leaves in the audit trail that attendance was recorded, not who answered, stepped out or returned; the chain holds', async () => {
    const world = await cast()
    const { meeting, items } = await published(world)
    const { browsers, people, forum } = world
    await done(submit(browsers.staffMember, `/meetings/${meeting}/answer`, { answer: 'coming' }))
    await done(submit(browsers.staffMember, `/items/${items[0]}/step-out`, { person: people.staffMember.person }))
    const officer = await browserOf(await aPerson(null, 'member', 'independent', { office: 'recordsOfficer' }))
    const audit = auditFor({ kind: 'service', name: 'audit' })
    for (const browser of [officer, browsers.employerChair]) {
      const { text } = await browser.get(`/forums/${forum._id}/audit`)
      expect(words(text)).to.contain('Attendance recorded')
      expect(words(text)).not.to.match(/stepped out|returned to|answered/i)
      expect(text).not.to.contain(people.staffMember.person)
    }
    const chain = await audit.chain(forum._id)
    expect(verifyChain(forum._id, chain).problems).to.deep.equal([])
    const recorded = chain.filter(({ event }) => event === 'attendance recorded')
    expect(recorded.map(({ record }) => record)).to.deep.equal([meeting, meeting])
    expect(JSON.stringify(recorded)).not.to.contain(people.staffMember.person)
  })

  it('is no administrator’s: they see who has a lasting place, and not who was named to a meeting', async () => {
    const world = await cast()
    const meeting = await called(world)
    const guest = await named(world, meeting, 'guest', 'employer')
    const { administrator } = world.people
    const seen = await seatsFor(administrator).inForum(world.forum._id, today)
    expect(seen.map(({ person }) => person)).to.include(world.people.staffChair.person)
    expect(seen.map(({ person }) => person)).not.to.include(guest.person)
    await refused(seatsFor(administrator).open(guest.seats[0]!.seat))
    const page = await world.browsers.administrator.get(`/administration/forums/${world.forum._id}`)
    expect(page.text).to.contain('Steven Chair').and.not.to.contain(guest.name)
  })
})

describe('Somebody with two places', () => {
  it('comments for the side of the place that lasts, also while they stand in for somebody of another', async () => {
    const world = await cast()
    const { meeting, items } = await published(world)
    const paper = newId()
    const file = await storeFile(Buffer.from('# Words'))
    await papersFor(world.people.secretary).create({
      _id: paper,
      forum: world.forum._id,
      meeting,
      meetingDate: today,
      item: items[0]!,
      audience: 'forum',
      side: null,
      ruleStatus: 'chathamHouse',
      steppedOut: [],
      state: 'sent',
      title: 'A paper',
      versions: [{ version: 1, file, kind: 'md', size: 7, addedAt: new Date(), html: '<p>Words</p>' }],
      late: false,
      sentAt: new Date(),
    })
    const { staffMember } = world.people
    const deputy = await seatsFor(quorum).open((await named(world, meeting, 'deputy', 'employer')).seats[0]!.seat)
    const second = { ...deputy, _id: newId(), person: staffMember.person, name: staffMember.name }
    await seatsFor({ kind: 'service', name: 'operator' }).create([{ ...second, from: '2020-01-01' }])
    expect((await again(staffMember)).seats).to.have.length(2)
    await done(submit(world.browsers.staffMember, `/papers/${paper}`, { id: newId(), comment: 'Ours alone' }))
    const employer = await world.browsers.employerMember.get(`/papers/${paper}`)
    expect(employer.text).not.to.contain('Ours alone')
    const staff = await browserOf(await aPerson(world.forum, 'member', 'staff'))
    expect((await staff.get(`/papers/${paper}`)).text).to.contain('Ours alone')
    // Its file has gone since the page was read: that is nothing found, and no failure.
    await removeFile(file)
    for (const path of [`/papers/${paper}/versions/1`, `/meetings/${meeting}/pack`])
      expect((await world.browsers.staffMember.get(path)).status, path).to.equal(404)
    expect((await itemsFor(world.people.secretary).ofMeeting(meeting)).length).to.equal(2)
  })
})

describe('A session', () => {
  it('remembers a person’s id and no name; the name shown is that of their places, as it is today', async () => {
    const world = await cast()
    const { staffMember } = world.people
    const rows = mongoose.connection.db!.collection('sessions')
    const row = await rows.findOne({ 'session.person': staffMember.person }, { comment: testMark })
    expect(JSON.stringify(row)).to.contain(staffMember.person).and.not.to.contain('Sally')
    expect(words((await world.browsers.staffMember.get('/account')).text)).to.contain('Sally Member')
    await seatsFor({ kind: 'service', name: 'membership' }).rename('person', staffMember.person, 'Sally Renamed')
    expect(words((await world.browsers.staffMember.get('/tasks')).text)).to.contain('Sally Renamed')
  })
})
