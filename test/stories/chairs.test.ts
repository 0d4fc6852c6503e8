import { expect } from 'chai'
import { forumsFor } from '../../models/forum.ts'
import { seatsFor } from '../../models/seat.ts'
import { keyToGive } from '../../server/policy/keys.ts'
import { newId } from '../../server/ids.ts'
import type { Person } from '../../server/policy/terms.ts'
import { personToday } from '../../server/viewer.ts'
import { signedIn } from '../signedIn.ts'
import { aForum, aPerson, again, anOrganisation, browserOf, submit, unique } from '../world.ts'
import {
  castOf,
  dateFields,
  eventsOf,
  inDays,
  seatOf,
  seatsOfAddress,
  today,
  toldOf,
  valueOf,
  wordsOf,
} from '../membership.ts'

const operator = { kind: 'service', name: 'operator' } as const
const of = (forum: { _id: string }) => `/forums/${forum._id}/members`
const on = (person: Person, day: string) => personToday(person.person, new Date(`${day}T12:00:00Z`), signedIn)

describe('The handover of a chair', () => {
  it('lets both chair in the days that overlap, with one key between them, and the old chair stays as a member', async () => {
    const forum = await aForum()
    const { staffChair, member } = await castOf(forum)
    const seat = (await seatOf(member, forum))!
    const dates = { ...dateFields('from', inDays(7)), ...dateFields('until', inDays(14)) }
    const fields = { revision: '0', successor: seat._id, ...dates, stays: 'yes' }
    const answer = await submit(await browserOf(staffChair), `${of(forum)}/chair`, fields)
    expect(answer.headers['location']).to.equal(of(forum))
    const roles = async (person: Person, days: number) => (await on(person, inDays(days))).seats.map(({ role }) => role)
    expect([await roles(member, 0), await roles(staffChair, 0)]).to.deep.equal([['member'], ['chair']])
    expect([await roles(member, 7), await roles(staffChair, 7)]).to.deep.equal([['chair'], ['chair']])
    expect([await roles(member, 14), await roles(staffChair, 14)]).to.deep.equal([['chair'], ['chair']])
    expect([await roles(member, 15), await roles(staffChair, 15)]).to.deep.equal([['chair'], ['member']])
    const [old, next] = [await on(staffChair, inDays(8)), await on(member, inDays(8))]
    const given = keyToGive(old, forum._id, forum.settings, [], 'hash')
    expect(given).to.deep.equal({ side: 'staff' })
    const keys = [{ side: 'staff', by: old.person, name: old.name, at: new Date(), hash: 'hash' } as const]
    expect(keyToGive(next, forum._id, forum.settings, keys, 'hash')).to.equal(undefined)
    expect((await seatOf(member, forum, inDays(8)))!.historyFrom).to.equal('2024-01-01')
    expect(await toldOf(forum, 'seatChanged')).to.have.members([member.person, staffChair.person])
    expect((await eventsOf(forum._id)).at(-1)).to.equal('chair handed over')
    const words = wordsOf((await (await browserOf(await again(member))).get(of(forum))).text)
    expect(words).to.include('Chair').and.to.include('From ')
  })

  it('leaves no day without a chair, begins today or later, and goes to a member of that side', async () => {
    const forum = await aForum()
    const { staffChair, member, colleague } = await castOf(forum)
    const seat = (await seatOf(member, forum))!
    const usual = {
      revision: '0',
      successor: seat._id,
      ...dateFields('from', inDays(7)),
      ...dateFields('until', inDays(7)),
    }
    const cases: readonly [Record<string, string>, string][] = [
      [dateFields('until', inDays(5)), '#until'],
      [dateFields('from', inDays(-1)), '#from'],
      [{ successor: '' }, '#successor'],
      [{ successor: (await seatOf(colleague, forum))!._id }, '#successor'],
      [{ successor: (await seatOf(staffChair, forum))!._id }, '#successor'],
      [{ 'from[day]': '32' }, '#from'],
    ]
    const browser = await browserOf(staffChair)
    for (const [wrong, link] of cases) {
      const answer = await submit(browser, `${of(forum)}/chair`, { ...usual, ...wrong })
      expect(answer.status, link).to.be.oneOf([400, 422])
      expect(answer.text).to.include(`href="${link}"`)
    }
    expect((await submit(browser, `${of(forum)}/chair`, usual)).status).to.equal(303)
    const twice = await submit(browser, `${of(forum)}/chair`, { ...usual, revision: '1' })
    expect(twice.status).to.equal(422)
    expect((await submit(browser, `${of(forum)}/chair`, usual)).status).to.be.oneOf([409, 422])
  })

  it('at once makes the new chair and ends the old one', async () => {
    const forum = await aForum()
    const { staffChair, member } = await castOf(forum)
    const dates = { ...dateFields('from', today), ...dateFields('until', inDays(-1)) }
    await submit(await browserOf(staffChair), `${of(forum)}/chair`, {
      revision: '0',
      successor: (await seatOf(member, forum))!._id,
      ...dates,
    })
    expect((await again(member)).seats.map(({ role }) => role)).to.deep.equal(['chair'])
    expect((await again(staffChair)).seats).to.deep.equal([])
  })

  it('is nobody else’s', async () => {
    const forum = await aForum()
    const { secretary, member } = await castOf(forum)
    const fields = {
      revision: '0',
      successor: (await seatOf(member, forum))!._id,
      ...dateFields('from', today),
      ...dateFields('until', today),
    }
    for (const person of [secretary, member])
      expect((await submit(await browserOf(person), '/account', fields, `${of(forum)}/chair`)).status).to.equal(404)
  })
})

describe('A side', () => {
  it('withdraws and returns by its own chair alone; pressed twice, it says so', async () => {
    const forum = await aForum()
    const { staffChair, employerChair, secretary, member } = await castOf(forum)
    const path = `${of(forum)}/withdraw`
    for (const person of [secretary, member])
      expect((await submit(await browserOf(person), '/account', { step: 'withdraw' }, path)).status).to.equal(404)
    const browser = await browserOf(staffChair)
    expect((await submit(browser, path, { step: 'withdraw' })).status).to.equal(303)
    expect((await forumsFor(operator).open(forum._id)).withdrawn).to.deep.equal(['staff'])
    expect((await submit(browser, path, { step: 'withdraw' })).status).to.equal(422)
    expect(wordsOf((await (await browserOf(member)).get(of(forum))).text)).to.include('The staff side has withdrawn')
    await submit(await browserOf(employerChair), path, { step: 'return' })
    expect((await forumsFor(operator).open(forum._id)).withdrawn).to.deep.equal(['staff'])
    expect((await submit(browser, path, { step: 'return' })).status).to.equal(303)
    expect((await forumsFor(operator).open(forum._id)).withdrawn).to.deep.equal([])
    expect(await eventsOf(forum._id)).to.deep.equal(['side withdrew', 'side returned'])
    const officers = [staffChair, employerChair, secretary].map(({ person }) => person)
    for (const kind of ['sideWithdrew', 'sideReturned'] as const)
      expect(await toldOf(forum, kind)).to.have.members(officers)
  })
})

describe('A vacant chair', () => {
  const path = (forum: { _id: string }, side = 'staff') => `/administration/forums/${forum._id}/chair/${side}`
  const anna = async () => ({
    id: newId(),
    name: 'Anna Example',
    email: `${unique('anna')}@example.org`,
    organisation: await anOrganisation(),
    jobTitle: '',
  })
  const anAdministrator = () =>
    aPerson(null, 'member', 'independent', { office: 'administrator', name: 'Ada Administrator' })

  it('is filled by an administrator, once, and every member is told', async () => {
    const forum = await aForum()
    const [member, employerChair] = [await aPerson(forum), await aPerson(forum, 'chair', 'employer')]
    const browser = await browserOf(await anAdministrator())
    expect(wordsOf((await browser.get(`/administration/forums/${forum._id}`)).text)).to.include(
      'Fill the chair of the staff side',
    )
    const fields = await anna()
    for (let press = 0; press < 2; press++) expect((await submit(browser, path(forum), fields)).status).to.equal(303)
    const seats = await seatsOfAddress(fields.email, forum)
    expect(seats).to.have.length(1)
    expect(seats[0]).to.include({ role: 'chair', side: 'staff', from: today })
    expect(await toldOf(forum, 'chairAppointed')).to.have.members([member.person, employerChair.person])
    expect(await toldOf(forum, 'invitation')).to.deep.equal([seats[0]!.person])
    expect(await eventsOf(forum._id)).to.deep.equal(['vacant chair filled'])
    const second = await submit(browser, path(forum), await anna())
    expect(second.status).to.equal(422)
    expect(wordsOf(second.text)).to.include('not vacant')
  })

  it('goes to a member of that side as a move up, not as a second place, and to nobody of another side', async () => {
    const forum = await aForum()
    const browser = await browserOf(await anAdministrator())
    const [mine, other] = [await aPerson(forum, 'member', 'staff'), await aPerson(forum, 'member', 'employer')]
    const fields = await anna()
    const wrong = await submit(browser, path(forum), { ...fields, email: `${other.person}@example.org` })
    expect(wrong.status).to.equal(422)
    expect(wrong.text).to.include('href="#email"')
    await submit(browser, path(forum), { ...fields, email: `${mine.person}@example.org` })
    expect((await again(mine)).seats.map(({ role, historyFrom }) => [role, historyFrom])).to.deep.equal([
      ['chair', '2024-01-01'],
    ])
  })

  it('never goes to the administrator who fills it, and nobody but an administrator fills it', async () => {
    const forum = await aForum()
    const administrator = await anAdministrator()
    const fields = await anna()
    const own = await submit(await browserOf(administrator), path(forum), {
      ...fields,
      email: `${administrator.person}@example.org`,
    })
    expect(own.status).to.equal(422)
    expect(wordsOf(own.text)).to.include('somebody other than yourself')
    const { employerChair, secretary } = await castOf(forum)
    const empty = await aForum()
    for (const person of [
      employerChair,
      secretary,
      await aPerson(null, 'member', 'independent', { office: 'recordsOfficer' }),
    ])
      expect((await submit(await browserOf(person), '/account', fields, path(empty))).status).to.equal(404)
    expect(await seatsFor(operator).history(empty._id)).to.deep.equal([])
    expect((await (await browserOf(administrator)).get(path(forum, 'systemPartner'))).status).to.equal(404)
    expect((await (await browserOf(administrator)).get(path(forum, 'nobody'))).status).to.equal(404)
  })

  it('of a forum without sides is filled until there are as many as the terms require', async () => {
    const forum = await aForum({ sides: [], chairsNeeded: 2 })
    const browser = await browserOf(await anAdministrator())
    const answers = []
    for (let chair = 0; chair < 3; chair++)
      answers.push((await submit(browser, path(forum, 'independent'), await anna())).status)
    expect(answers).to.deep.equal([303, 303, 422])
    const page = (await browser.get(path(forum, 'independent'))).text
    expect(valueOf(page, 'id')).to.match(/^[0-9a-f]{32}$/)
  })
})
