import { expect } from 'chai'
import { papersFor } from '../../models/paper.ts'
import { seatsFor } from '../../models/seat.ts'
import { defaultSettings } from '../../models/settings.ts'
import { NotFound } from '../../server/errors.ts'
import { newId } from '../../server/ids.ts'
import type { Person } from '../../server/policy/terms.ts'
import { aForum, aPerson, again, anOrganisation, browserOf, submit } from '../world.ts'
import {
  aMeeting,
  castOf,
  dateFields,
  eventsOf,
  inDays,
  seatOf,
  today,
  toldOf,
  valueOf,
  wordsOf,
} from '../membership.ts'

const of = (forum: { _id: string }) => `/forums/${forum._id}/members`
const thrown = async (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  )

describe('The page of members', () => {
  it('shows who has which place, and what is vacant against the terms of reference', async () => {
    const forum = await aForum()
    const { member } = await castOf(forum)
    const { text } = await (await browserOf(member)).get(of(forum))
    const words = wordsOf(text)
    for (const name of ['Edith Employer', 'Stella Staff', 'Sam Secretary', 'Mona Member', 'Colin Colleague'])
      expect(words).to.include(name)
    expect(words).to.include('3 of 8 places filled, 5 vacant').and.to.include('2 of 8 places filled, 6 vacant')
    expect(words).to.include('Who may do what').and.not.to.include('Hand over the chair')
  })

  it('says when a chair is vacant and joint decisions wait, unless the side named somebody for its key', async () => {
    const forum = await aForum()
    const member = await aPerson(forum, 'member', 'staff')
    await aPerson(forum, 'chair', 'employer')
    const browser = await browserOf(member)
    expect(wordsOf((await browser.get(of(forum))).text)).to.include('nobody holds the key, so joint decisions wait')
    await aPerson(forum, 'viceChair', 'staff', { holdsKey: true })
    expect(wordsOf((await browser.get(of(forum))).text)).to.include('Whom the side named holds the key')
  })

  it('of a forum without sides counts its chairs', async () => {
    const forum = await aForum({ sides: [] })
    const chair = await aPerson(forum, 'chair', 'independent')
    const words = wordsOf((await (await browserOf(chair)).get(of(forum))).text)
    expect(words).to.include('1 chair missing').and.not.to.include('Withdraw from the forum')
  })

  it('shows no deputy and no guest: who comes to a meeting is for those invited to it', async () => {
    const forum = await aForum()
    const { secretary, member, colleague } = await castOf(forum)
    const meeting = await aMeeting(forum, secretary)
    const organisation = await anOrganisation()
    const guest = {
      id: newId(),
      meeting: meeting._id,
      name: 'Gina Guest',
      email: `${newId()}@example.org`,
      organisation,
      jobTitle: '',
      side: 'employer',
    }
    await submit(await browserOf(secretary), `${of(forum)}/guests`, guest)
    for (const person of [member, secretary])
      expect((await (await browserOf(person)).get(of(forum))).text).not.to.include('Gina Guest')
    expect(await thrown(seatsFor(await again(member)).open(guest.id))).to.be.instanceOf(NotFound)
    await seatsFor({ kind: 'service', name: 'quorum' }).admit([(await seatOf(colleague, forum))!._id], meeting._id)
    expect((await seatsFor(await again(colleague)).open(guest.id)).name).to.equal('Gina Guest')
  })

  it('is not there for deputies, guests, advisers, administrators and outsiders', async () => {
    const forum = await aForum()
    const administrator = await aPerson(null, 'member', 'independent', { office: 'administrator' })
    const roles = ['deputy', 'guest', 'adviser'] as const
    const people: Person[] = [administrator, await aPerson(await aForum())]
    for (const role of roles) people.push(await aPerson(forum, role))
    for (const person of people)
      for (const path of ['', '/history', '/invitations', '/withdraw', '/chair'])
        expect((await (await browserOf(person)).get(`${of(forum)}${path}`)).status, path).to.equal(404)
  })
})

describe('Who was a member when', () => {
  it('is shown from the beginning of the reader’s own place, or whole where the terms say so', async () => {
    for (const wholeHistory of [false, true]) {
      const forum = await aForum({ wholeHistory })
      await aPerson(forum, 'member', 'staff', { name: 'Long Gone', from: '2020-01-01', until: '2021-01-01' })
      await aPerson(forum, 'member', 'staff', { name: 'Just Left', from: '2020-01-01', until: inDays(-3) })
      const historyFrom = wholeHistory ? '1900-01-01' : '2024-01-01'
      const reader = await aPerson(forum, 'member', 'employer', { historyFrom })
      const words = wordsOf((await (await browserOf(reader)).get(`${of(forum)}/history`)).text)
      expect(words).to.include('Just Left')
      expect(words.includes('Long Gone')).to.equal(wholeHistory)
    }
  })

  it('keeps what a place was before it was changed', async () => {
    const forum = await aForum()
    const { staffChair, member } = await castOf(forum)
    const seat = (await seatOf(member, forum))!
    const organisation = await anOrganisation('Union of Hospital Staff')
    const change = { revision: '0', role: 'viceChair', organisation, jobTitle: 'Convenor' }
    await submit(await browserOf(staffChair), `${of(forum)}/${seat._id}`, change)
    const rows = wordsOf((await (await browserOf(member)).get(`${of(forum)}/history`)).text)
    expect(rows).to.match(/Mona Member .*Vice-chair|Vice-chair.*Mona Member/i)
    expect(rows).to.include('Union of Hospital Staff').and.to.include('Deeholme NHS Foundation Trust')
  })
})

describe('The chair of a side', () => {
  it('changes role, organisation and job title of a place of that side, once, and the member is told', async () => {
    const forum = await aForum()
    const { staffChair, member } = await castOf(forum)
    const seat = (await seatOf(member, forum))!
    const path = `${of(forum)}/${seat._id}`
    const organisation = await anOrganisation('Union of Hospital Staff')
    const browser = await browserOf(staffChair)
    const page = await browser.get(path)
    const change = { revision: valueOf(page.text, 'revision')!, role: 'secretary', organisation, jobTitle: 'Convenor' }
    expect((await submit(browser, path, change)).headers['location']).to.equal(of(forum))
    expect(await seatOf(member, forum)).to.deep.include({
      role: 'secretary',
      organisation,
      organisationName: 'Union of Hospital Staff',
      jobTitle: 'Convenor',
      revision: 1,
      from: '2024-01-01',
    })
    expect(await toldOf(forum, 'seatChanged')).to.deep.equal([member.person])
    expect(await eventsOf(forum._id, seat._id)).to.deep.equal(['seat changed'])
    const stale = await submit(browser, path, { ...change, jobTitle: 'Other' })
    expect(stale.status).to.equal(409)
    expect(stale.text).to.include('Convenor').and.to.include('Other')
  })

  it('cannot make a member chair, observer or guest by changing a place', async () => {
    const forum = await aForum()
    const { staffChair, member } = await castOf(forum)
    const seat = (await seatOf(member, forum))!
    const browser = await browserOf(staffChair)
    for (const role of ['chair', 'observer', 'guest', 'deputy', 'emperor']) {
      const change = { revision: '0', role, organisation: await anOrganisation(), jobTitle: '' }
      const answer = await submit(browser, `${of(forum)}/${seat._id}`, change)
      expect(answer.status).to.be.oneOf([400, 422])
      expect(answer.text).to.include('href="#role"')
    }
    expect(await seatOf(member, forum)).to.include({ role: 'member', revision: 0 })
  })

  it('names one holder of the key beside the chair; naming another ends the first', async () => {
    const forum = await aForum()
    const { staffChair, member, secretary } = await castOf(forum)
    const second = await aPerson(forum, 'viceChair', 'staff')
    const browser = await browserOf(staffChair)
    const name = async (person: Person, holds: string) => {
      const seat = (await seatOf(person, forum))!
      return submit(browser, of(forum), { revision: String(seat.revision), holds }, `${of(forum)}/${seat._id}/key`)
    }
    await name(member, 'yes')
    expect((await again(member)).seats[0]).to.include({ holdsKey: true })
    await name(second, 'yes')
    expect((await again(member)).seats[0]).to.include({ holdsKey: false })
    expect((await again(second)).seats[0]).to.include({ holdsKey: true })
    await name(second, '')
    expect((await again(second)).seats[0]).to.include({ holdsKey: false })
    expect((await name(secretary, 'yes')).status).to.equal(422)
    const seat = (await seatOf(member, forum))!
    const stale = await submit(browser, of(forum), { revision: '0', holds: 'yes' }, `${of(forum)}/${seat._id}/key`)
    expect(stale.status).to.equal(409)
  })

  it('ends a place at once, and the next click finds nothing', async () => {
    const forum = await aForum()
    const { staffChair, member } = await castOf(forum)
    const theirs = await browserOf(member)
    expect((await theirs.get(`/forums/${forum._id}`)).status).to.equal(200)
    const path = `${of(forum)}/${(await seatOf(member, forum))!._id}/end`
    const browser = await browserOf(staffChair)
    const nothing = await submit(browser, path, { revision: '0' })
    expect(nothing.status).to.equal(400)
    expect(nothing.text).to.include('href="#when"')
    const ended = await submit(browser, path, { revision: '0', when: 'atOnce' })
    expect(ended.headers['location']).to.equal(of(forum))
    expect((await theirs.get(`/forums/${forum._id}`)).status).to.equal(404)
    expect(await toldOf(forum, 'seatChanged')).to.deep.equal([member.person])
    expect((await submit(browser, of(forum), { revision: '0', when: 'atOnce' }, path)).status).to.equal(409)
  })

  it('ends a place after a last day, which is not in the past', async () => {
    const forum = await aForum()
    const { staffChair, member } = await castOf(forum)
    const path = `${of(forum)}/${(await seatOf(member, forum))!._id}/end`
    const browser = await browserOf(staffChair)
    for (const wrong of [
      {},
      dateFields('lastDay', inDays(-1)),
      { 'lastDay[day]': '31', 'lastDay[month]': '2', 'lastDay[year]': '2027' },
    ]) {
      const answer = await submit(browser, path, { revision: '0', when: 'later', ...wrong })
      expect(answer.status).to.be.oneOf([400, 422])
      expect(answer.text).to.include('href="#lastDay"')
    }
    await submit(browser, path, { revision: '0', when: 'later', ...dateFields('lastDay', inDays(5)) })
    expect(await seatOf(member, forum)).to.include({ until: inDays(5) })
    expect(await seatOf(member, forum, inDays(6))).to.equal(undefined)
  })

  it('alone does so: no other side’s chair, no secretary, member, administrator or outsider', async () => {
    const forum = await aForum()
    const { employerChair, secretary, member, colleague } = await castOf(forum)
    const administrator = await aPerson(null, 'member', 'independent', { office: 'administrator' })
    const outsider = await aPerson(await aForum(), 'chair', 'staff')
    const seat = (await seatOf(member, forum))!
    const organisation = await anOrganisation()
    const posts: readonly [string, Record<string, string>][] = [
      [`${of(forum)}/${seat._id}`, { revision: '0', role: 'viceChair', organisation, jobTitle: '' }],
      [`${of(forum)}/${seat._id}/key`, { revision: '0', holds: 'yes' }],
      [`${of(forum)}/${seat._id}/end`, { revision: '0', when: 'atOnce' }],
      [`${of(forum)}/${seat._id}/side`, { revision: '0', side: 'employer', organisation }],
    ]
    for (const person of [employerChair, secretary, member, colleague, administrator, outsider]) {
      const browser = await browserOf(person)
      for (const [path, fields] of posts)
        expect((await submit(browser, '/account', fields, path)).status, path).to.equal(404)
      expect((await browser.get(posts[0]![0])).status).to.equal(404)
    }
    expect(await seatOf(member, forum)).to.include({ role: 'member', revision: 0, until: null })
  })

  it('ends the place of an observer who belongs to no side, as any other chair may', async () => {
    const forum = await aForum()
    const { employerChair, secretary } = await castOf(forum)
    const observer = await aPerson(forum, 'observer', 'independent')
    const path = `${of(forum)}/${(await seatOf(observer, forum))!._id}/end`
    expect(
      (await submit(await browserOf(secretary), '/account', { revision: '0', when: 'atOnce' }, path)).status,
    ).to.equal(404)
    expect((await submit(await browserOf(employerChair), path, { revision: '0', when: 'atOnce' })).status).to.equal(303)
    expect(await seatOf(observer, forum)).to.equal(undefined)
  })
})

describe('A change of side', () => {
  it('closes the old side’s caucus at once, and opens the new one when that side’s chair confirms it', async () => {
    const forum = await aForum()
    const { staffChair, employerChair, member } = await castOf(forum)
    const [staffPaper, employerPaper] = [
      await sidePaper(staffChair, forum, 'staff'),
      await sidePaper(employerChair, forum, 'employer'),
    ]
    const sees = async (paper: string): Promise<boolean> =>
      (await thrown(papersFor(await again(member)).open(paper))) === undefined
    expect(await sees(staffPaper)).to.equal(true)
    const seat = (await seatOf(member, forum))!
    const path = `${of(forum)}/${seat._id}/side`
    const organisation = await anOrganisation('Wyre General Hospitals')
    const browser = await browserOf(staffChair)
    for (const side of ['staff', 'systemPartner', 'nobody'])
      expect((await submit(browser, path, { revision: '0', side, organisation })).text).to.include('href="#side"')
    expect((await submit(browser, path, { revision: '0', side: 'employer', organisation })).status).to.equal(303)
    expect([await sees(staffPaper), await sees(employerPaper)]).to.deep.equal([false, false])
    expect(await seatOf(member, forum)).to.equal(undefined)

    const invitations = await browserOf(employerChair)
    const page = (await invitations.get(`${of(forum)}/invitations`)).text
    expect(wordsOf(page)).to.include('Mona Member').and.to.include('Moves here from another side')
    await submit(
      invitations,
      `${of(forum)}/invitations`,
      { ids: valueOf(page, 'ids')! },
      `${of(forum)}/invitations/confirm`,
    )
    expect(await seatOf(member, forum)).to.include({ side: 'employer', organisation, from: today, historyFrom: today })
    expect([await sees(staffPaper), await sees(employerPaper)]).to.deep.equal([false, false])
    const later = await sidePaper(employerChair, forum, 'employer', inDays(1))
    expect(await sees(later)).to.equal(true)
  })

  it('is refused to somebody in the chair', async () => {
    const forum = await aForum({ sides: [...defaultSettings.sides] })
    const { staffChair } = await castOf(forum)
    const seat = (await seatOf(staffChair, forum))!
    const answer = await submit(await browserOf(staffChair), `${of(forum)}/${seat._id}/side`, {
      revision: '0',
      side: 'employer',
      organisation: await anOrganisation(),
    })
    expect(answer.status).to.equal(422)
    expect(wordsOf(answer.text)).to.include('Hand over the chair first')
  })
})

/** A paper that one side alone may see, of a day. */
async function sidePaper(
  chair: Person,
  forum: { _id: string },
  side: 'staff' | 'employer',
  meetingDate = '2024-06-01',
) {
  const _id = newId()
  const version = { file: newId(), kind: 'md', size: 1, html: '', version: 1, addedAt: new Date() } as const
  const none = { meeting: null, item: null, steppedOut: [], late: false, sentAt: new Date(), title: 'Our view' }
  await papersFor(chair).create({
    ...none,
    _id,
    forum: forum._id,
    meetingDate,
    audience: 'side',
    side,
    ruleStatus: 'chathamHouse',
    state: 'sent',
    versions: [version],
  })
  return _id
}
