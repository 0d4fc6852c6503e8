import { expect } from 'chai'
import { peopleFor } from '../../models/person.ts'
import { organisationsFor } from '../../models/organisation.ts'
import { tasksFor } from '../../models/task.ts'
import { newId } from '../../server/ids.ts'
import { aForum, aPerson, again, anOrganisation, browserOf, submit, unique } from '../world.ts'
import {
  aMeeting,
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

/** What the form for one person sends. */
async function invitee(given: Record<string, string> = {}) {
  const organisation = await anOrganisation()
  const email = `${unique('anna')}@example.org`
  const usual = { id: newId(), name: 'Anna Example', email, organisation, jobTitle: 'Branch officer', role: 'member' }
  return { ...usual, signsInThrough: '', ...dateFields('from', today), ...given }
}

describe('An invitation by the chair of a side', () => {
  it('makes a person and a place on that side, tells the person, and stands in the audit trail', async () => {
    const forum = await aForum()
    const { staffChair } = await castOf(forum)
    const fields = await invitee()
    const path = `/forums/${forum._id}/members/invite`
    const answer = await submit(await browserOf(staffChair), path, fields)
    expect(answer.headers['location']).to.equal(`/forums/${forum._id}/members`)
    const [seat] = await seatsOfAddress(fields.email, forum)
    expect(seat).to.include({
      _id: fields.id,
      side: 'staff',
      role: 'member',
      organisation: fields.organisation,
      from: today,
      historyFrom: today,
      until: null,
    })
    expect(await toldOf(forum, 'invitation')).to.deep.equal([seat!.person])
    expect(await eventsOf(forum._id, fields.id)).to.deep.equal(['member invited'])
    const person = await peopleFor(operator).open(seat!.person)
    expect(person).to.include({ name: 'Anna Example', signsInThrough: fields.organisation, firstSignedInAt: null })
  })

  it('pressed twice, also at the same moment, makes one place', async () => {
    const forum = await aForum()
    const { staffChair } = await castOf(forum)
    const fields = await invitee()
    const path = `/forums/${forum._id}/members/invite`
    const browser = await browserOf(staffChair)
    const answers = await Promise.all([submit(browser, path, fields), submit(browser, path, fields)])
    answers.push(await submit(browser, path, fields))
    expect(answers.map(({ status }) => status)).to.deep.equal([303, 303, 303])
    expect(await seatsOfAddress(fields.email, forum)).to.have.length(1)
    expect(await toldOf(forum, 'invitation')).to.have.length(1)
  })

  it('reuses a person who is known by the address, and finds the sign-in by the address of an employer', async () => {
    const [first, second] = [await aForum(), await aForum()]
    const employer = await anOrganisation('Wyre General Hospitals')
    const fields = await invitee({ email: `${unique('rep')}@${employer}.example` })
    await submit(await browserOf((await castOf(first)).staffChair), `/forums/${first._id}/members/invite`, fields)
    const later = { ...fields, id: newId(), name: 'A. Example' }
    await submit(await browserOf((await castOf(second)).employerChair), `/forums/${second._id}/members/invite`, later)
    const [here] = await seatsOfAddress(fields.email, first)
    const [there] = await seatsOfAddress(fields.email, second)
    expect(there).to.include({ person: here!.person, side: 'employer', name: 'Anna Example' })
    expect((await peopleFor(operator).open(here!.person)).signsInThrough).to.equal(employer)
  })

  it('seats observers and advisers with no side, so that no caucus is open to them', async () => {
    const forum = await aForum()
    const { staffChair } = await castOf(forum)
    const fields = await invitee({ role: 'observer' })
    await submit(await browserOf(staffChair), `/forums/${forum._id}/members/invite`, fields)
    const [seat] = await seatsOfAddress(fields.email, forum)
    expect(seat).to.include({ role: 'observer', side: 'independent' })
  })

  it('comes back with what was typed when it cannot be read, and for somebody who has a place', async () => {
    const forum = await aForum()
    const { staffChair } = await castOf(forum)
    const browser = await browserOf(staffChair)
    const path = `/forums/${forum._id}/members/invite`
    const fields = await invitee()
    const cases: readonly [Record<string, string>, string][] = [
      [{ name: ' ' }, '#name'],
      [{ email: 'anna at example' }, '#email'],
      [{ organisation: '' }, '#organisation'],
      [{ organisation: unique('nobody') }, '#organisation'],
      [{ role: 'chair' }, '#role'],
      [dateFields('from', inDays(-1)), '#from'],
      [{ 'from[month]': '13' }, '#from'],
      [{ name: 'x'.repeat(300) }, '#name'],
      [{ jobTitle: 'tab\u0000' }, '#jobTitle'],
    ]
    for (const [wrong, link] of cases) {
      const answer = await submit(browser, path, { ...fields, ...wrong })
      expect(answer.status, link).to.be.oneOf([400, 422])
      expect(answer.text).to.include(`href="${link}"`).and.to.include(`value="${fields.id}"`)
    }
    await submit(browser, path, fields)
    const again = await submit(browser, path, { ...fields, id: newId() })
    expect(again.status).to.equal(422)
    expect(wordsOf(again.text)).to.include('This person has a place in this forum already')
    expect(await seatsOfAddress(fields.email, forum)).to.have.length(1)
  })

  it('is nobody else’s: not a member’s, another side’s, an administrator’s or an outsider’s', async () => {
    const forum = await aForum()
    const { employerChair, member } = await castOf(forum)
    const administrator = await aPerson(null, 'member', 'independent', { office: 'administrator' })
    const outsider = await aPerson(await aForum(), 'chair', 'staff')
    const path = `/forums/${forum._id}/members/invite`
    const fields = await invitee()
    for (const person of [member, administrator, outsider]) {
      const browser = await browserOf(person)
      expect((await browser.get(path)).status).to.equal(404)
      expect((await submit(browser, '/account', fields, path)).status).to.equal(404)
    }
    expect(await seatsOfAddress(fields.email, forum)).to.deep.equal([])
    await submit(await browserOf(employerChair), path, fields)
    expect((await seatsOfAddress(fields.email, forum))[0]).to.include({ side: 'employer' })
  })

  it('also admits to meetings that have been called already', async () => {
    const forum = await aForum()
    const { staffChair } = await castOf(forum)
    const meeting = await aMeeting(forum, staffChair, 7)
    const planned = await aMeeting(forum, staffChair, 14, { state: 'planned' })
    const fields = await invitee()
    await submit(await browserOf(staffChair), `/forums/${forum._id}/members/invite`, fields)
    const [seat] = await seatsOfAddress(fields.email, forum)
    expect(seat!.meetings).to.include(meeting._id).and.not.to.include(planned._id)
  })
})

describe('A pasted list of people', () => {
  const path = (forum: string) => `/forums/${forum}/members/invite-several`

  it('is shown before it is done, and then makes all the places', async () => {
    const forum = await aForum()
    const { staffChair } = await castOf(forum)
    const name = unique('Deeholme Hospitals, North')
    await anOrganisation(name)
    const [a, b, c] = [unique('a'), unique('b'), unique('c')].map((one) => `${one}@example.org`)
    const list = `Ada Example, ${a}, "${name}", vice-chair, Director\n\nBen Example\t${b}\t${name.toUpperCase()}\nCem Example; ${c}; ${name}; Secretary`
    const browser = await browserOf(staffChair)
    const typed = { id: newId(), list, ...dateFields('from', inDays(3)) }
    const preview = await submit(browser, path(forum._id), { ...typed, step: 'check' })
    expect(preview.status).to.equal(200)
    expect(wordsOf(preview.text))
      .to.include('Ada Example')
      .and.to.include('Vice-chair')
      .and.to.include('Send 3 invitations')
    expect(await seatsOfAddress(a!, forum)).to.deep.equal([])
    const back = await submit(browser, path(forum._id), { ...typed, step: 'change' })
    expect(back.text).to.include('Ben Example\t')
    for (let press = 0; press < 2; press++)
      expect((await submit(browser, path(forum._id), { ...typed, step: 'confirm' })).status).to.equal(303)
    expect((await seatsOfAddress(a!, forum))[0]).to.include({
      role: 'viceChair',
      jobTitle: 'Director',
      from: inDays(3),
      organisationName: name,
    })
    expect((await seatsOfAddress(b!, forum))[0]).to.include({ role: 'member', side: 'staff' })
    expect((await seatsOfAddress(c!, forum))[0]).to.include({ role: 'secretary' })
    expect(await toldOf(forum, 'invitation')).to.have.length(3)
  })

  it('may be addresses as mail programs copy them; an employer’s address says nobody’s union', async () => {
    const forum = await aForum()
    const { staffChair } = await castOf(forum)
    const domain = `${unique('union')}.example`
    const employers = `${unique('trust')}.example`
    const about = { type: '', aliases: [], formerNames: [], areas: [] } as const
    const union = unique('Union of Examples')
    await organisationsFor(operator).create([
      { ...about, _id: unique('union'), name: union, sector: 'tradeUnion', domains: [domain] },
      { ...about, _id: unique('trust'), name: unique('Trust'), sector: 'nhs', domains: [employers] },
    ])
    const browser = await browserOf(staffChair)
    const send = (list: string, step: string) =>
      submit(browser, path(forum._id), { id: newId(), list, step, ...dateFields('from', today) })
    const three = `Mary O’Hara <mary@${domain}>; "Khan, Adil" <adil@${domain}>; Sam Rep <sam@${employers}>; ${union}; Secretary`
    const preview = wordsOf((await send(three, 'check')).text)
    expect(preview)
      .to.include('Mary O’Hara')
      .and.to.include('Adil Khan')
      .and.to.include('Sam Rep')
      .and.to.include('Send 3 invitations')
    expect((await send(`Mary O’Hara <mary@${domain}>;\nKhan, Adil <adil@${domain}>;`, 'confirm')).status).to.equal(303)
    expect((await seatsOfAddress(`adil@${domain}`, forum))[0]).to.include({
      name: 'Adil Khan',
      organisationName: union,
    })
    const unknown = await send(`Sam Rep <sam@${employers}>; Bo Rep <bo@${employers}>`, 'confirm')
    expect(unknown.status).to.equal(400)
    expect(wordsOf(unknown.text)).to.include('Line 2: Enter the organisation represented after the e-mail address')
    expect(unknown.text).to.include('Sam Rep')
  })

  it('comes back with every wrong line named and kept, and nothing is done', async () => {
    const forum = await aForum()
    const { staffChair } = await castOf(forum)
    const known = await invitee()
    const browser = await browserOf(staffChair)
    await submit(browser, `/forums/${forum._id}/members/invite`, known)
    const alias = unique('BDA')
    const shared = {
      sector: 'tradeUnion',
      type: '',
      aliases: [alias],
      formerNames: [],
      areas: [],
      domains: [],
    } as const
    await organisationsFor(operator).create([
      { ...shared, _id: unique('dental'), name: unique('British Dental Association') },
      { ...shared, _id: unique('dietetic'), name: unique('British Dietetic Association') },
    ])
    const good = await anOrganisation(unique('Good Trust'))
    const fresh = `${unique('fresh')}@example.org`
    const list = [
      `Fine Example, ${fresh}, ${good}`,
      'No Address',
      `Wrong Address, someone at example, ${good}`,
      `No Such, ${unique('x')}@example.org, ${unique('Nowhere Trust')}`,
      `Two Meanings, ${unique('y')}@example.org, ${alias}`,
      `Odd Role, ${unique('z')}@example.org, ${good}, chair`,
      `Same Again, ${fresh}, ${good}`,
      `Seated Already, ${known.email}, ${good}`,
      `Too, many, commas, in, this, line`,
      `"Open quote, ${unique('q')}@example.org, ${good}`,
    ].join('\n')
    const answer = await submit(browser, path(forum._id), {
      id: newId(),
      list,
      step: 'confirm',
      ...dateFields('from', today),
    })
    expect(answer.status).to.equal(400)
    for (let number = 2; number <= 10; number++)
      expect(answer.text, `line ${number}`)
        .to.include(`href="#list-line-${number}"`)
        .and.to.include(`id="list-line-${number}"`)
    expect(answer.text).not.to.include('#list-line-1"')
    const words = wordsOf(answer.text)
    expect(words).to.include('British Dental Association').and.to.include('Write the whole name')
    expect(words).to.include('the same e-mail address as in line 1').and.to.include('has a place in this forum already')
    expect(answer.text).to.include('Fine Example')
    expect(await seatsOfAddress(fresh, forum)).to.deep.equal([])
  })

  it('is refused when it is empty, too long, or a member’s', async () => {
    const forum = await aForum()
    const { staffChair, member } = await castOf(forum)
    const browser = await browserOf(staffChair)
    const typed = { id: newId(), step: 'check', ...dateFields('from', today) }
    expect((await submit(browser, path(forum._id), { ...typed, list: ' \n ' })).text).to.include('href="#list"')
    const long = 'A, a@example.org, x\n'.repeat(101)
    expect(wordsOf((await submit(browser, path(forum._id), { ...typed, list: long })).text)).to.include(
      'at most 100 people',
    )
    expect((await (await browserOf(member)).get(path(forum._id))).status).to.equal(404)
  })
})

describe('An invitation prepared by a secretary', () => {
  it('waits for the chair of that side, who is asked once, and becomes a place when the chair confirms it', async () => {
    const forum = await aForum()
    const { secretary, staffChair, employerChair, member } = await castOf(forum)
    const [one, two] = [await invitee(), await invitee({ name: 'Ben Example' })]
    const browser = await browserOf(secretary)
    for (const fields of [one, one, two]) await submit(browser, `/forums/${forum._id}/members/invite`, fields)
    expect(await seatsOfAddress(one.email, forum)).to.deep.equal([])
    expect(await toldOf(forum, 'invitation')).to.deep.equal([])
    const waiting = () => again(staffChair).then((chair) => tasksFor(chair).waiting(chair, 10))
    expect((await waiting()).map(({ path }) => path)).to.deep.equal([`/forums/${forum._id}/members/invitations`])

    const path = `/forums/${forum._id}/members/invitations`
    expect((await (await browserOf(employerChair)).get(path)).text).not.to.include('Anna Example')
    expect((await (await browserOf(member)).get(path)).status).to.equal(404)
    const chair = await browserOf(staffChair)
    expect(wordsOf((await chair.get(path)).text))
      .to.include('Anna Example')
      .and.to.include('Ben Example')
    for (let press = 0; press < 2; press++)
      expect((await submit(chair, path, { ids: one.id }, `${path}/confirm`)).status).to.equal(303)
    expect((await seatsOfAddress(one.email, forum))[0]).to.include({ _id: one.id, side: 'staff' })
    expect(await waiting()).to.have.length(1)
    expect((await submit(chair, path, {}, `${path}/${two.id}/decline`)).status).to.equal(303)
    expect((await submit(chair, path, {}, `${path}/${two.id}/decline`)).status).to.equal(303)
    expect(await seatsOfAddress(two.email, forum)).to.deep.equal([])
    expect(await waiting()).to.deep.equal([])
    expect(await toldOf(forum, 'invitation')).to.have.length(1)
  })

  it('cannot be confirmed by the secretary, or by another side’s chair', async () => {
    const forum = await aForum()
    const { secretary, employerChair } = await castOf(forum)
    const fields = await invitee()
    await submit(await browserOf(secretary), `/forums/${forum._id}/members/invite`, fields)
    const path = `/forums/${forum._id}/members/invitations/confirm`
    for (const person of [secretary, employerChair])
      expect((await submit(await browserOf(person), '/account', { ids: fields.id }, path)).status).to.equal(404)
    expect(await seatsOfAddress(fields.email, forum)).to.deep.equal([])
  })
})

describe('The list of those who have not signed in yet', () => {
  it('is for officers, and sends an invitation again', async () => {
    const forum = await aForum()
    const { secretary, member, staffChair } = await castOf(forum)
    const path = `/forums/${forum._id}/members/not-signed-in`
    expect((await (await browserOf(member)).get(path)).status).to.equal(404)
    const link = { organisation: 'deeholme', issuer: 'https://idp.example', nameId: newId() }
    await peopleFor({ kind: 'service', name: 'signIn' }).link(staffChair.person, link, new Date())
    const browser = await browserOf(secretary)
    const words = wordsOf((await browser.get(path)).text)
    expect(words).to.include('Mona Member').and.not.to.include('Stella Staff')
    const seat = (await seatOf(member, forum))!
    expect((await submit(browser, path, {}, `${path}/${seat._id}`)).status).to.equal(303)
    expect(await toldOf(forum, 'invitation')).to.deep.equal([member.person])
    const chairs = (await seatOf(staffChair, forum))!
    expect((await submit(browser, path, {}, `${path}/${chairs._id}`)).status).to.equal(422)
    expect(valueOf((await browser.get(path)).text, '_csrf')).to.be.a('string')
  })
})
