import { expect } from 'chai'
import { forumsFor } from '../../models/forum.ts'
import { organisationsFor } from '../../models/organisation.ts'
import { peopleFor } from '../../models/person.ts'
import { newId } from '../../server/ids.ts'
import { aForum, aPerson, again, anOrganisation, browserOf, submit, unique, visitor } from '../world.ts'
import { aMeeting, castOf, dateFields, eventsOf, inDays, seatOf, wordsOf } from '../membership.ts'

const operator = { kind: 'service', name: 'operator' } as const
const anAdministrator = () => aPerson(null, 'member', 'independent', { office: 'administrator' })
const installation = 'installation'

/** Rows of dates and names as the form of an organisation sends them. */
const rows = (field: string, row: Record<string, string>, dates: Record<string, string>): Record<string, string> => ({
  ...Object.fromEntries(Object.entries(row).map(([key, value]) => [`${field}[${key}]`, value])),
  ...Object.fromEntries(
    Object.entries(dates).flatMap(([key, day]) =>
      Object.entries(dateFields(key, day)).map(
        ([name, value]) => [`${field}[${name.replace('[', '][')}`, value] as const,
      ),
    ),
  ),
})

describe('Administration', () => {
  it('is for administrators: everybody else finds nothing, visitors sign in', async () => {
    const forum = await aForum()
    const { staffChair, secretary } = await castOf(forum)
    const records = await aPerson(null, 'member', 'independent', { office: 'recordsOfficer' })
    const paths = [
      '',
      '/forums',
      '/forums/new',
      `/forums/${forum._id}`,
      `/forums/${forum._id}/edit`,
      `/forums/${forum._id}/chair/staff`,
      '/organisations',
      '/organisations/new',
      '/areas',
      '/areas/new',
      '/people',
      `/people/${records.person}`,
    ]
    const administrator = await browserOf(await anAdministrator())
    for (const path of paths) expect((await administrator.get(`/administration${path}`)).status, path).to.equal(200)
    for (const person of [staffChair, secretary, records])
      for (const path of paths)
        expect((await (await browserOf(person)).get(`/administration${path}`)).status, path).to.equal(404)
    for (const path of paths)
      expect((await visitor().get(`/administration${path}`)).headers['location'], path).to.match(/^\/sign-in\?/)
  })

  it('refuses every post of somebody who is no administrator', async () => {
    const forum = await aForum()
    const { staffChair } = await castOf(forum)
    const browser = await browserOf(staffChair)
    const organisation = await anOrganisation()
    const fields = {
      revision: '0',
      id: newId(),
      name: 'Changed',
      shortName: unique('x'),
      sector: 'nhs',
      email: 'x@example.org',
      telephone: '01632 960 001',
      organisation,
      ruleStatus: 'open',
      coreNoticeDays: '1',
      localNoticeDays: '1',
      paperNoticeDays: '1',
      signsInThrough: organisation,
    }
    for (const path of [
      'forums/new',
      `forums/${forum._id}/edit`,
      `forums/${forum._id}/chair/staff`,
      'organisations/new',
      `organisations/${organisation}`,
      'areas/new',
      `people/${staffChair.person}`,
    ])
      expect((await submit(browser, '/account', fields, `/administration/${path}`)).status, path).to.equal(404)
    expect((await forumsFor(operator).open(forum._id)).name).to.equal(forum.name)
    expect((await organisationsFor(operator).open(organisation)).name).not.to.equal('Changed')
  })

  it('shows an administrator no agenda, meeting, paper or forum page', async () => {
    const forum = await aForum()
    const { secretary } = await castOf(forum)
    const meeting = await aMeeting(forum, secretary)
    const browser = await browserOf(await anAdministrator())
    for (const path of [`/forums/${forum._id}`, `/forums/${forum._id}/members`, `/meetings/${meeting._id}`])
      expect((await browser.get(path)).status, path).to.equal(404)
  })
})

describe('An organisation', () => {
  it('is added with aliases, former names, dated areas and domains; pressed twice, once', async () => {
    const area = unique('dee-valley')
    const browser = await browserOf(await anAdministrator())
    await submit(browser, '/administration/areas/new', {
      name: 'Dee Valley',
      shortName: area,
      description: 'Both banks',
    })
    const name = unique('Deeholme Hospitals')
    const fields = {
      name,
      shortName: '',
      sector: 'nhs',
      type: 'acute trust',
      aliases: 'DHT\r\n DHT \r\nDee Hospitals',
      domains: '@Deeholme.Example\ndee.example',
      ...rows('areas[0]', { area }, { from: '2020-04-01' }),
      ...rows('areas[1]', { area: '' }, {}),
      ...rows('formerNames[0]', { name: 'Deeholme Infirmary' }, { until: '2019-03-31' }),
    }
    for (let press = 0; press < 2; press++)
      expect((await submit(browser, '/administration/organisations/new', fields)).status).to.equal(303)
    const slug = name.toLowerCase().replaceAll(' ', '-')
    const made = await organisationsFor(operator).open(slug)
    expect(made).to.deep.include({
      name,
      sector: 'nhs',
      type: 'acute trust',
      aliases: ['DHT', 'Dee Hospitals'],
      domains: ['deeholme.example', 'dee.example'],
      areas: [{ area, from: '2020-04-01', until: null }],
      formerNames: [{ name: 'Deeholme Infirmary', until: '2019-03-31' }],
    })
    expect(await eventsOf(installation, slug)).to.deep.equal(['organisation added'])
    expect(wordsOf((await browser.get('/administration/organisations')).text)).to.include(name)
    const other = await submit(browser, '/administration/organisations/new', {
      ...fields,
      name: 'Somebody Else',
      shortName: slug,
    })
    expect(other.status).to.equal(422)
    expect(other.text).to.include('href="#shortName"')
  })

  it('is changed by one administrator after another, never over each other, and its name goes to the places', async () => {
    const organisation = await anOrganisation('Old Name Trust')
    const forum = await aForum()
    const member = await aPerson(forum, 'member', 'staff', { organisation, organisationName: 'Old Name Trust' })
    const path = `/administration/organisations/${organisation}`
    const fields = {
      revision: '0',
      name: 'New Name Trust',
      sector: 'nhs',
      type: '',
      aliases: '',
      domains: '',
      ...rows('formerNames[0]', { name: 'Old Name Trust' }, { until: inDays(-1) }),
    }
    const [one, two] = [await browserOf(await anAdministrator()), await browserOf(await anAdministrator())]
    expect((await submit(one, path, fields)).status).to.equal(303)
    const stale = await submit(two, path, { ...fields, name: 'Other Name Trust' })
    expect(stale.status).to.equal(409)
    expect(stale.text).to.include('New Name Trust').and.to.include('Other Name Trust')
    expect((await seatOf(member, forum))!.organisationName).to.equal('New Name Trust')
    expect((await organisationsFor(operator).open(organisation)).formerNames).to.have.length(1)
    const page = (await one.get(path)).text
    expect(page).to.include('value="Old Name Trust"').and.to.include('name="formerNames[1][name]"')
  })

  it('comes back with each mistake linked, and rows kept', async () => {
    const browser = await browserOf(await anAdministrator())
    const usual = { name: 'A Trust', shortName: unique('trust'), sector: 'nhs', type: '', aliases: '', domains: '' }
    const cases: readonly [Record<string, string>, string][] = [
      [{ name: '' }, '#name'],
      [{ sector: 'space' }, '#sector'],
      [{ shortName: 'Not A Slug!' }, '#shortName'],
      [{ shortName: 'new' }, '#shortName'],
      [{ name: '###', shortName: '' }, '#shortName'],
      [{ domains: 'not a domain' }, '#domains'],
      [rows('areas[0]', { area: '' }, { from: '2020-04-01' }), '#areas-0-area'],
      [rows('areas[0]', { area: unique('nowhere') }, { from: '2020-04-01' }), '#areas-0-area'],
      [rows('areas[0]', { area: 'somewhere' }, {}), '#areas-0-from'],
      [rows('areas[0]', { area: 'somewhere' }, { from: '2020-04-01', until: '2019-04-01' }), '#areas-0-until'],
      [rows('formerNames[0]', { name: 'Was Once' }, {}), '#formerNames-0-until'],
      [rows('formerNames[3]', { name: '' }, { until: '2019-04-01' }), '#formerNames-0-name'],
    ]
    for (const [wrong, link] of cases) {
      const answer = await submit(browser, '/administration/organisations/new', { ...usual, ...wrong })
      expect(answer.status, link).to.be.oneOf([400, 422])
      expect(answer.text, link)
        .to.include(`href="${link}"`)
        .and.to.include(`id="${link.slice(1)}"`)
    }
  })
})

describe('An area', () => {
  it('is added and changed, never over somebody else’s change', async () => {
    const browser = await browserOf(await anAdministrator())
    const _id = unique('wyre')
    for (let press = 0; press < 2; press++)
      expect(
        (await submit(browser, '/administration/areas/new', { name: 'Wyre', shortName: _id, description: '' })).status,
      ).to.equal(303)
    const path = `/administration/areas/${_id}`
    expect((await submit(browser, path, { revision: '0', name: 'Wyre and Fylde', description: '' })).status).to.equal(
      303,
    )
    expect((await submit(browser, path, { revision: '0', name: 'Fylde', description: '' })).status).to.equal(409)
    expect(await eventsOf(installation, _id)).to.deep.equal(['area added', 'area changed'])
  })
})

describe('A person', () => {
  it('gets another address or sign-in by an administrator; the old link ends, and the name goes to all places', async () => {
    const forum = await aForum()
    const member = await aPerson(forum)
    const employer = await anOrganisation('Wyre General Hospitals')
    const link = { organisation: 'deeholme', issuer: 'https://idp.example', nameId: newId() }
    await peopleFor({ kind: 'service', name: 'signIn' }).link(member.person, link, new Date())
    const browser = await browserOf(await anAdministrator())
    const path = `/administration/people/${member.person}`
    const email = `${unique('new')}@example.org`
    const fields = { revision: '0', name: 'Mona Married', email, signsInThrough: employer }
    expect((await submit(browser, path, fields)).status).to.equal(303)
    const changed = await peopleFor(operator).open(member.person)
    expect(changed).to.deep.include({ name: 'Mona Married', email, signsInThrough: employer, identities: [] })
    expect((await seatOf(member, forum))!.name).to.equal('Mona Married')
    expect((await seatOf(member, forum))!.organisation).to.equal('deeholme')
    expect(await eventsOf(installation, member.person)).to.deep.equal(['person changed'])
    expect((await submit(browser, path, { ...fields, email: `${unique('x')}@example.org` })).status).to.equal(409)
    expect(wordsOf((await browser.get(`/administration/people?find=${email}`)).text)).to.include('Mona Married')
    expect(wordsOf((await browser.get('/administration/people?find=nobody-at-all')).text)).to.include(
      'Nobody was found',
    )
  })

  it('cannot get the address of another, an address that is none, or the sign-in of no organisation', async () => {
    const [one, two] = [await aPerson(null), await aPerson(null)]
    const browser = await browserOf(await anAdministrator())
    const usual = {
      revision: '0',
      name: 'One',
      email: `${one.person}@example.org`,
      signsInThrough: await anOrganisation(),
    }
    for (const [wrong, link] of [
      [{ email: `${two.person}@EXAMPLE.org` }, '#email'],
      [{ email: 'one at example' }, '#email'],
      [{ signsInThrough: unique('nobody') }, '#signsInThrough'],
      [{ name: '' }, '#name'],
    ] as const) {
      const answer = await submit(browser, `/administration/people/${one.person}`, { ...usual, ...wrong })
      expect(answer.status).to.be.oneOf([400, 422])
      expect(answer.text).to.include(`href="${link}"`)
    }
  })
})

describe('A new forum', () => {
  const usual = () => ({
    name: unique('Sub Group'),
    shortName: '',
    parent: '',
    purpose: '',
    telephone: '01632 960 111',
    email: 'office@forum.example',
    sides: ['employer', 'staff', 'systemPartner'],
    keys: ['employer', 'staff'],
    employerSeats: '6',
    staffSeats: '7',
    systemPartnerSeats: '2',
    independentSeats: '0',
    chairsNeeded: '2',
    ruleStatus: 'chathamHouse',
    alternation: 'yes',
    coreNoticeDays: '20',
    localNoticeDays: '30',
    paperNoticeDays: '5',
  })

  it('is made below another, with its first settings; members of both see each other as neighbours from then on', async () => {
    const parent = await aForum()
    const { member } = await castOf(parent)
    const browser = await browserOf(await anAdministrator())
    const fields = { ...usual(), parent: parent._id }
    const slug = fields.name.toLowerCase().replaceAll(' ', '-')
    for (let press = 0; press < 2; press++)
      expect((await submit(browser, '/administration/forums/new', fields)).headers['location']).to.equal(
        `/administration/forums/${slug}`,
      )
    const forum = await forumsFor(operator).open(slug)
    expect(forum).to.include({ parent: parent._id, telephone: '01632 960 111', terms: null })
    expect(
      forum.settings.sides.map(({ side, holdsKey, seats, quorumMinimum }) => [side, holdsKey, seats, quorumMinimum]),
    ).to.deep.equal([
      ['employer', true, 6, 3],
      ['staff', true, 7, 3],
      ['systemPartner', false, 2, 2],
    ])
    expect((await again(member)).seats[0]!.neighbours).to.deep.equal([slug])
    expect(await eventsOf(installation, slug)).to.deep.equal(['forum created'])
    const email = `${unique('first')}@example.org`
    const chair = { id: newId(), name: 'First Chair', email, organisation: await anOrganisation(), jobTitle: '' }
    await submit(browser, `/administration/forums/${slug}/chair/staff`, chair)
    const person = (await peopleFor(operator).byEmail(email))!
    expect((await again({ ...member, person: person._id })).seats[0]).to.deep.include({
      forum: slug,
      role: 'chair',
      neighbours: [parent._id],
    })
    const page = wordsOf((await browser.get(`/administration/forums/${slug}`)).text)
    expect(page)
      .to.include('First Chair')
      .and.to.include('Fill the chair of the employer side')
      .and.not.to.include('Fill the chair of the staff side')
    expect(
      wordsOf(
        (
          await (
            await browserOf(await again({ ...member, person: person._id, name: 'First Chair' }))
          ).get(`/forums/${slug}`)
        ).text,
      ),
    ).to.include('01632 960 111')
  })

  it('may have no sides; else at least two, of which two hold a key', async () => {
    const browser = await browserOf(await anAdministrator())
    const cases: readonly [object, string][] = [
      [{ name: '' }, '#name'],
      [{ shortName: 'Bad Name' }, '#shortName'],
      [{ telephone: 'none' }, '#telephone'],
      [{ email: 'none' }, '#email'],
      [{ sides: ['staff'], keys: ['staff'] }, '#sides'],
      [{ keys: ['staff'] }, '#keys'],
      [{ keys: ['staff', 'employer', 'independent'] }, '#keys'],
      [{ sides: ['space'] }, '#sides'],
      [{ staffSeats: '0' }, '#staffSeats'],
      [{ staffSeats: 'many' }, '#staffSeats'],
      [{ chairsNeeded: '1' }, '#chairsNeeded'],
      [{ ruleStatus: 'secret' }, '#ruleStatus'],
      [{ coreNoticeDays: '-1' }, '#coreNoticeDays'],
      [{ parent: unique('nowhere') }, '#parent'],
    ]
    for (const [wrong, link] of cases) {
      const answer = await submit(browser, '/administration/forums/new', { ...usual(), ...wrong })
      expect(answer.status, link).to.be.oneOf([400, 422])
      expect(answer.text, link)
        .to.include(`href="${link}"`)
        .and.to.include(`id="${link.slice(1)}"`)
    }
    const fields = { ...usual(), sides: [], keys: [] }
    const made = await submit(browser, '/administration/forums/new', fields)
    expect(made.status).to.equal(303)
    const taken = await submit(browser, '/administration/forums/new', {
      ...fields,
      name: 'Another',
      shortName: fields.name.toLowerCase().replaceAll(' ', '-'),
    })
    expect(taken.status).to.equal(422)
    expect(taken.text).to.include('href="#shortName"')
  })

  it('is renamed by an administrator, and the name goes to its places', async () => {
    const forum = await aForum()
    const { member } = await castOf(forum)
    const browser = await browserOf(await anAdministrator())
    const path = `/administration/forums/${forum._id}/edit`
    const fields = {
      revision: '0',
      name: 'Renamed Forum',
      purpose: '',
      telephone: '01632 960 222',
      email: 'a@forum.example',
    }
    expect((await submit(browser, path, fields)).status).to.equal(303)
    expect((await again(member)).seats[0]!.forumName).to.equal('Renamed Forum')
    expect((await submit(browser, path, { ...fields, name: 'Too Late' })).status).to.equal(409)
  })
})
