import { expect } from 'chai'
import { attendanceFor } from '../../models/attendance.ts'
import { meetingsFor } from '../../models/meeting.ts'
import { seatsFor } from '../../models/seat.ts'
import { tasksFor } from '../../models/task.ts'
import { act } from '../../server/acts/act.ts'
import { inviteSeats } from '../../server/acts/convening.ts'
import { addDays } from '../../server/dates.ts'
import { newId } from '../../server/ids.ts'
import { aForum, aPerson, again, anOrganisation, browserOf, submit, unique } from '../world.ts'
import { aMeeting, castOf, eventsOf, inDays, seatsOfAddress, today, toldOf, wordsOf } from '../membership.ts'

const operator = { kind: 'service', name: 'operator' } as const
const quorum = { kind: 'service', name: 'quorum' } as const
const of = (forum: { _id: string }) => `/forums/${forum._id}/members`

/** Somebody who has no place yet, as the forms for deputies and guests send it. */
async function somebody(meeting: { _id: string }, given: Record<string, string> = {}) {
  const usual = {
    id: newId(),
    meeting: meeting._id,
    name: 'Dora Deputy',
    email: `${unique('dora')}@example.org`,
    jobTitle: '',
  }
  return { ...usual, organisation: await anOrganisation(), ...given }
}

describe('A deputy', () => {
  it('is named by the member for one meeting, counts there for that side, and sees it until 28 days after', async () => {
    const forum = await aForum()
    const { member, secretary } = await castOf(forum)
    const meeting = await aMeeting(forum, secretary, 0)
    const other = await aMeeting(forum, secretary, 14)
    const browser = await browserOf(member)
    const path = `${of(forum)}/deputy`
    const page = await browser.get(`${path}?meeting=${meeting._id}`)
    expect(page.text)
      .to.match(new RegExp(`value="${meeting._id}" checked`))
      .and.to.include(other._id)
    const fields = await somebody(meeting)
    expect((await submit(browser, path, fields)).headers['location']).to.equal(path)
    const [seat] = await seatsOfAddress(fields.email, forum)
    expect(seat).to.deep.include({
      role: 'deputy',
      side: 'staff',
      standsInFor: member.seats[0]!.seat,
      meetings: [meeting._id],
      meeting: meeting._id,
      audience: 'meeting',
      from: today,
      until: addDays(meeting.meetingDate, 28),
      holdsKey: false,
    })
    expect(await toldOf(forum, 'invitation')).to.deep.equal([seat!.person])
    expect(await toldOf(forum, 'deputyNamed')).to.deep.equal([secretary.person])
    expect(await eventsOf(forum._id, fields.id)).to.deep.equal(['deputy named'])
    const place = await attendanceFor(quorum).ofPerson(meeting._id, seat!.person)
    expect(place).to.include({ role: 'deputy', side: 'staff', standsInFor: member.seats[0]!.seat, state: 'expected' })
    const deputy = await again({ ...member, person: seat!.person, name: 'Dora Deputy' })
    expect((await meetingsFor(deputy).upcoming([forum._id], today)).map(({ _id }) => _id)).to.deep.equal([meeting._id])
    expect(
      wordsOf(
        (await (await browserOf(deputy)).get('/')).text +
          (await (await browserOf(deputy)).get(`/forums/${forum._id}`)).text,
      ),
    ).to.include('Room 4, Preston')
  })

  it('stands for the member’s answer to the invitation, until withdrawn', async () => {
    const forum = await aForum()
    const { member, secretary } = await castOf(forum)
    const meeting = await aMeeting(forum, secretary, 3)
    await act<undefined, void>(async (doing) => {
      await inviteSeats(doing, meeting)
      await doing.record({ forum: forum._id, event: 'meeting called', record: meeting._id })
    })(secretary, new Date(), undefined)
    const answer = async () => (await attendanceFor(quorum).ofPerson(meeting._id, member.person))?.answer
    const waiting = async () => (await tasksFor(member).waiting(await again(member), 10)).map(({ kind }) => kind)
    expect([await answer(), await waiting()]).to.deep.equal(['none', ['answerInvitation']])
    const browser = await browserOf(member)
    const fields = await somebody(meeting)
    await submit(browser, `${of(forum)}/deputy`, fields)
    expect([await answer(), await waiting()]).to.deep.equal(['deputy', []])
    const page = (await browser.get(`${of(forum)}/deputy`)).text
    expect(page).to.include(`/deputy/${fields.id}/withdraw`)
    expect(
      (await submit(browser, `${of(forum)}/deputy`, {}, `${of(forum)}/deputy/${fields.id}/withdraw`)).status,
    ).to.equal(303)
    expect(await answer()).to.equal('none')
    const [seat] = await seatsOfAddress(fields.email, forum)
    expect(seat!.until).to.equal(inDays(-1))
    expect((await attendanceFor(quorum).ofPerson(meeting._id, seat!.person))?.state).to.equal('absent')
    expect(
      (await submit(browser, `${of(forum)}/deputy`, {}, `${of(forum)}/deputy/${fields.id}/withdraw`)).status,
    ).to.equal(422)
  })

  it('is replaced by naming another, and may be one who came before', async () => {
    const forum = await aForum()
    const { member, secretary } = await castOf(forum)
    const [meeting, next] = [await aMeeting(forum, secretary, 3), await aMeeting(forum, secretary, 30)]
    const browser = await browserOf(member)
    const path = `${of(forum)}/deputy`
    const [first, second] = [await somebody(meeting), await somebody(meeting, { name: 'Dan Deputy' })]
    await submit(browser, path, first)
    await submit(browser, path, second)
    expect((await seatsOfAddress(first.email, forum))[0]!.until).to.equal(inDays(-1))
    const [dan] = await seatsOfAddress(second.email, forum)
    expect((await browser.get(path)).text).to.include(`value="${dan!.person}"`)
    const chosen = {
      id: newId(),
      meeting: next._id,
      person: dan!.person,
      name: '',
      email: '',
      organisation: '',
      jobTitle: '',
    }
    expect((await submit(browser, path, chosen)).status).to.equal(303)
    expect((await seatsOfAddress(second.email, forum)).map((seat) => seat.meeting)).to.have.members([
      meeting._id,
      next._id,
    ])
    const forged = { ...chosen, id: newId(), person: secretary.person }
    expect((await submit(browser, path, forged)).status).to.equal(422)
  })

  it('pressed twice is named once', async () => {
    const forum = await aForum()
    const { member, secretary } = await castOf(forum)
    const fields = await somebody(await aMeeting(forum, secretary, 3))
    const browser = await browserOf(member)
    const path = `${of(forum)}/deputy`
    const answers = await Promise.all([submit(browser, path, fields), submit(browser, path, fields)])
    answers.push(await submit(browser, path, fields))
    expect(answers.map(({ status }) => status)).to.deep.equal([303, 303, 303])
    const seats = await seatsOfAddress(fields.email, forum)
    expect(seats).to.have.length(1)
    expect(seats[0]!.until).to.equal(inDays(31))
  })

  it('does not count twice: not the member, another member, or the deputy of somebody else', async () => {
    const forum = await aForum()
    const { member, colleague, secretary } = await castOf(forum)
    const meeting = await aMeeting(forum, secretary, 3)
    const path = `${of(forum)}/deputy`
    const browser = await browserOf(member)
    for (const person of [member, colleague]) {
      const answer = await submit(browser, path, await somebody(meeting, { email: `${person.person}@example.org` }))
      expect(answer.status).to.equal(422)
      expect(answer.text).to.include('href="#email"').and.to.include('Dora Deputy')
    }
    const fields = await somebody(meeting)
    await submit(await browserOf(colleague), path, fields)
    expect((await submit(browser, path, { ...fields, id: newId() })).status).to.equal(422)
  })

  it('is not named for a meeting that is over, cancelled, another forum’s or none, nor without name and address', async () => {
    const forum = await aForum()
    const { member, secretary } = await castOf(forum)
    const elsewhere = await aForum()
    const past = await aMeeting(forum, secretary, -1)
    const cancelled = await aMeeting(forum, secretary, 5, { state: 'cancelled' })
    const foreign = await aMeeting(elsewhere, await aPerson(elsewhere, 'chair'), 5)
    const planned = await aMeeting(forum, secretary, 6, { state: 'planned' })
    const good = await aMeeting(forum, secretary, 7)
    const browser = await browserOf(member)
    const path = `${of(forum)}/deputy`
    for (const meeting of [past, cancelled, foreign, planned, { _id: newId() }, { _id: '' }]) {
      const answer = await submit(browser, path, await somebody(meeting))
      expect(answer.status).to.be.oneOf([400, 422])
      expect(answer.text).to.include('href="#meeting"')
    }
    const empty = await submit(browser, path, await somebody(good, { name: '', email: 'x' }))
    expect(empty.status).to.equal(400)
    expect(empty.text).to.include('href="#name"').and.to.include('href="#email"')
  })

  it('is named by members, not by observers, guests, outsiders; withdrawn by the member or that side’s chair, not another side’s', async () => {
    const forum = await aForum()
    const { member, secretary, staffChair, employerChair, colleague } = await castOf(forum)
    const meeting = await aMeeting(forum, secretary, 3)
    const people = [
      await aPerson(forum, 'observer', 'staff'),
      await aPerson(forum, 'guest', 'staff', { meetings: [meeting._id] }),
      await aPerson(await aForum()),
    ]
    const fields = await somebody(meeting)
    for (const person of people)
      expect((await submit(await browserOf(person), '/account', fields, `${of(forum)}/deputy`)).status).to.equal(404)
    await submit(await browserOf(member), `${of(forum)}/deputy`, fields)
    const path = `${of(forum)}/deputy/${fields.id}/withdraw`
    for (const person of [employerChair, colleague, people[0]!])
      expect((await submit(await browserOf(person), '/account', {}, path)).status).to.equal(404)
    expect((await submit(await browserOf(staffChair), '/account', {}, path)).status).to.equal(303)
  })

  it('goes when the member’s place ends', async () => {
    const forum = await aForum()
    const { member, secretary, staffChair } = await castOf(forum)
    const fields = await somebody(await aMeeting(forum, secretary, 3))
    await submit(await browserOf(member), `${of(forum)}/deputy`, fields)
    await submit(
      await browserOf(staffChair),
      '/account',
      { revision: '0', when: 'atOnce' },
      `${of(forum)}/${member.seats[0]!.seat}/end`,
    )
    expect((await seatsOfAddress(fields.email, forum))[0]!.until).to.equal(inDays(-1))
  })
})

describe('A guest', () => {
  it('is invited by an officer to one meeting, sees it until 28 days after, and belongs to no caucus', async () => {
    const forum = await aForum()
    const { secretary, member } = await castOf(forum)
    const meeting = await aMeeting(forum, secretary, 3)
    await aMeeting(forum, secretary, 9)
    const fields = await somebody(meeting, { side: 'employer', name: 'Gina Guest' })
    const browser = await browserOf(secretary)
    const path = `${of(forum)}/guests`
    for (let press = 0; press < 2; press++) expect((await submit(browser, path, fields)).status).to.equal(303)
    const [seat, ...more] = await seatsOfAddress(fields.email, forum)
    expect(more).to.deep.equal([])
    expect(seat).to.deep.include({
      role: 'guest',
      side: 'employer',
      meetings: [meeting._id],
      until: addDays(meeting.meetingDate, 28),
      standsInFor: null,
    })
    expect(await toldOf(forum, 'invitation')).to.deep.equal([seat!.person])
    expect(await attendanceFor(quorum).ofPerson(meeting._id, seat!.person)).to.include({ role: 'guest' })
    const guest = await again({ ...member, person: seat!.person })
    expect((await meetingsFor(guest).upcoming([forum._id], today)).map(({ _id }) => _id)).to.deep.equal([meeting._id])
    const twice = await submit(browser, path, { ...fields, id: newId() })
    expect(twice.status).to.equal(422)

    expect((await browser.get(path)).text).to.include('Gina Guest')
    expect((await submit(await browserOf(member), '/account', {}, `${path}/${fields.id}/withdraw`)).status).to.equal(
      404,
    )
    expect((await submit(browser, path, {}, `${path}/${fields.id}/withdraw`)).status).to.equal(303)
    expect((await again(guest)).seats).to.deep.equal([])
  })

  it('may be an adviser of the forum, who sees no other meeting, but no member or observer', async () => {
    const forum = await aForum()
    const { secretary, member } = await castOf(forum)
    const meeting = await aMeeting(forum, secretary, 3)
    const adviser = await aPerson(forum, 'adviser', 'independent')
    const browser = await browserOf(secretary)
    const invite = async (person: { person: string }) =>
      submit(browser, `${of(forum)}/guests`, {
        ...(await somebody(meeting, { side: 'independent' })),
        email: `${person.person}@example.org`,
      })
    const upcoming = async () => (await meetingsFor(await again(adviser)).upcoming([forum._id], today)).length
    expect(await upcoming()).to.equal(0)
    for (const person of [member, await aPerson(forum, 'observer', 'independent')])
      expect((await invite(person)).status).to.equal(422)
    expect((await invite(adviser)).status).to.equal(303)
    expect(await upcoming()).to.equal(1)
  })

  it('is not invited by members, deputies or outsiders, nor to a meeting that is over', async () => {
    const forum = await aForum()
    const { secretary, member } = await castOf(forum)
    const meeting = await aMeeting(forum, secretary, 3)
    const fields = await somebody(meeting, { side: 'independent' })
    for (const person of [member, await aPerson(forum, 'deputy', 'staff'), await aPerson(await aForum(), 'secretary')])
      expect((await submit(await browserOf(person), '/account', fields, `${of(forum)}/guests`)).status).to.equal(404)
    const past = await somebody(await aMeeting(forum, secretary, -2), { side: 'independent' })
    expect((await submit(await browserOf(secretary), `${of(forum)}/guests`, past)).text).to.include('href="#meeting"')
    expect((await seatsFor(operator).history(forum._id)).filter(({ role }) => role === 'guest')).to.deep.equal([])
  })
})
