import { expect } from 'chai'
import { forumsFor } from '../../models/forum.ts'
import { identityProvidersFor } from '../../models/identityProvider.ts'
import { invitationsFor } from '../../models/invitation.ts'
import { namesOf } from '../../models/named.ts'
import { organisationsFor } from '../../models/organisation.ts'
import { peopleFor } from '../../models/person.ts'
import { seatsFor } from '../../models/seat.ts'
import { mergeOrganisations } from '../../server/acts/mergeOrganisations.ts'
import { newId } from '../../server/ids.ts'
import type { Person } from '../../server/policy/terms.ts'
import { stored } from '../commands.ts'
import { type Browser, eventsOf, inDays, today, valueOf, wordsOf } from '../membership.ts'
import { costOf } from '../queries.ts'
import { arrive, inviteThrough, isIn } from '../sso/arriving.ts'
import { type TestProvider, aProvider } from '../sso/provider.ts'
import { aForum, aPerson, again, anOrganisation, browserOf, submit, unique, visitor } from '../world.ts'

const operator = { kind: 'service', name: 'operator' } as const
const [people, organisations, providers] = [
  peopleFor(operator),
  organisationsFor(operator),
  identityProvidersFor(operator),
]
const base = '/administration/organisations'

describe('An organisation that becomes part of another', () => {
  let browser: Browser
  let administrator: Person
  before(async () => {
    administrator = await aPerson(null, 'member', 'independent', { office: 'administrator' })
    browser = await browserOf(administrator)
  })

  /** Two organisations whose people are known by one provider, or by two. */
  async function two(provider: 'one' | 'two') {
    const [from, into] = [await aProvider(), await aProvider()]
    if (provider === 'one') {
      const { entityId } = await providers.open(from.organisation)
      await providers.put({ ...(await providers.open(into.organisation)), entityId })
    }
    // Like the one that goes on, whose answers are by its provider's name.
    const { entityId } = await providers.open(into.organisation)
    const goesOn: TestProvider = {
      ...into,
      signed: (request, change) => into.signed(request, { issuer: entityId, ...change }),
    }
    const page = `${base}/${from.organisation}/merge/${into.organisation}`
    const merge = async (shown?: string, by = browser) =>
      submit(by, page, { shown: shown ?? valueOf((await by.get(page)).text, 'shown') ?? '', sure: 'yes' })
    return { from, into: goesOn, page, merge }
  }

  /** A member who signed in through the provider, and represents its organisation. */
  async function memberOf(provider: TestProvider, name: string) {
    const forum = await aForum()
    const { name: organisationName } = await organisations.open(provider.organisation)
    const represents = { organisation: provider.organisation, organisationName }
    const member = await aPerson(forum, 'member', 'staff', { name, ...represents })
    const asserted = { email: await inviteThrough(provider, member.person), nameId: newId() }
    const there = visitor()
    await arrive(there, provider, asserted)
    expect(await isIn(there)).to.equal(true)
    return { forum, member, asserted, there }
  }

  it('is shown first: who stays linked, who is linked anew, which places follow; and nothing has happened', async () => {
    const { from, into, page } = await two('one')
    const { forum, member } = await memberOf(from, 'Kept Kate')
    const anew = await aPerson(await aForum(), 'member', 'staff', { name: 'Not Yet Nick' })
    await inviteThrough(from, anew.person)
    const stranded = await aPerson(await aForum(), 'member', 'staff', { name: 'Stranded Stan' })
    const { revision } = await people.open(stranded.person)
    await people.edit(stranded.person, revision, { signsInThrough: from.organisation })
    const chosen = await submit(browser, `${base}/${from.organisation}/merge`, { into: into.organisation })
    expect(chosen.headers['location']).to.equal(page)
    const { queries, text } = await costOf(browser, page)
    expect(queries).to.have.length.at.most(5)
    const words = wordsOf(text)
    expect(words).to.match(/Kept Kate \S* ?\S* ?\S*@\S+ .{0,40}As before, by the same account/)
    expect(words)
      .to.match(/Not Yet Nick .{0,120}Linked anew/)
      .and.to.match(/Stranded Stan .{0,120}Not before you correct/)
    expect(words).to.include(`${from.organisation}, stays taken for ever`).and.to.include(from.domain)
    const places = await costOf(browser, `${page}/places`)
    expect(places.queries).to.have.length.at.most(5)
    expect(wordsOf(places.text)).to.include('Kept Kate').and.to.include(forum.name)
    expect((await people.open(member.person)).signsInThrough).to.equal(from.organisation)
    expect((await submit(browser, page, { shown: valueOf(text, 'shown')! })).text, 'not ticked').to.include(
      'href="#sure"',
    )
    expect((await organisations.open(from.organisation)).mergedInto).to.equal(null)
  })

  it('takes its people, places, names and domains along in one step, and its own sign-in ends', async () => {
    const { from, into, merge } = await two('one')
    const { forum, member, asserted, there } = await memberOf(from, 'Kept Kate')
    const before = member.seats[0]!
    const seat = await seatsFor(operator).open(before.seat)
    const ended = await aPerson(forum, 'member', 'employer', { organisation: from.organisation, until: inDays(-9) })
    await forumsFor({ kind: 'service', name: 'releases' }).edit(forum._id, { recordsOf: from.organisation })
    const [area, alias] = [unique('area'), unique('alias')]
    const old = await organisations.open(from.organisation)
    const change = { aliases: [alias], areas: [{ area, from: '2020-01-01', until: null }], name: 'Old Trust' }
    await organisations.edit(old._id, old.revision, change)
    const invitation = newId()
    await invitationsFor({ kind: 'service', name: 'membership' }).create([
      {
        _id: invitation,
        forum: forum._id,
        side: 'staff',
        name: 'Ina',
        email: `ina@${from.domain}`,
        person: null,
        jobTitle: '',
        role: 'member',
        organisation: old._id,
        organisationName: 'Old Trust',
        from: today,
        signsInThrough: old._id,
        preparedBy: newId(),
        preparedAt: new Date(),
      },
    ])
    expect((await merge()).headers['location']).to.equal(`${base}/${into.organisation}`)

    const person = await people.open(member.person)
    expect(person.signsInThrough).to.equal(into.organisation)
    expect(person.identities.map(({ organisation, nameId }) => [organisation, nameId])).to.deep.equal([
      [into.organisation, asserted.nameId],
    ])
    const now = await organisations.open(into.organisation)
    const after = await seatsFor(operator).open(before.seat)
    const follows = { organisation: now._id, organisationName: now.name, revision: seat.revision + 1 }
    expect(after, 'the same place').to.deep.equal({ ...seat, ...follows })
    expect(
      (await seatsFor(operator).history(forum._id)).find((one) => one.person === ended.person)?.organisation,
    ).to.equal(from.organisation)
    expect(now.domains).to.include.members([from.domain, into.domain])
    expect(namesOf(now)).to.include.members([alias, 'Old Trust'])
    expect(now.areas).to.deep.include({ area, from: today, until: null })
    expect((await forumsFor(operator).open(forum._id)).recordsOf).to.equal(into.organisation)
    const [waiting] = await invitationsFor(operator).waiting(forum._id, 'staff')
    expect([waiting!.organisation, waiting!.signsInThrough]).to.deep.equal([into.organisation, into.organisation])
    expect(await eventsOf('installation', from.organisation)).to.include('organisation merged')

    expect(await isIn(there), 'signed out').to.equal(false)
    for (const path of ['sign-in', 'metadata']) {
      const gone = await visitor().get(`/sso/${from.organisation}/${path}`)
      const never = await visitor().get(`/sso/${unique('never')}/${path}`)
      const words = (text: string) => wordsOf(text).replaceAll(/[0-9a-f]{12}/g, '')
      expect([gone.status, words(gone.text)]).to.deep.equal([404, words(never.text)])
    }
    const by = visitor()
    await arrive(by, into, asserted)
    expect(await isIn(by), 'through the other, without an invitation').to.equal(true)
    expect((await again(member)).seats.map(({ seat: id }) => id)).to.deep.equal([before.seat])
  })

  it('with another provider has everybody linked anew, by the address on record', async () => {
    const { from, into, merge } = await two('two')
    const { member, asserted } = await memberOf(from, 'New Nora')
    await merge()
    expect((await people.open(member.person)).identities).to.deep.equal([])
    expect((await arrive(visitor(), into, { ...asserted, email: `x@${from.domain}` })).status).to.equal(403)
    const by = visitor()
    await arrive(by, into, { ...asserted, nameId: 'by the other' })
    expect(await isIn(by)).to.equal(true)
    expect((await people.open(member.person)).identities.map(({ nameId }) => nameId)).to.deep.equal(['by the other'])
  })

  it('is blocked while two people would be one account, who are shown; and goes on once one is unlinked', async () => {
    const { from, into, page, merge } = await two('one')
    const one = await memberOf(from, 'Double Dora')
    const other = await aPerson(await aForum(), 'member', 'staff', { name: 'Dora Double' })
    const email = await inviteThrough(into, other.person)
    await arrive(visitor(), into, { email, nameId: one.asserted.nameId })
    const shown = await browser.get(page)
    expect(wordsOf(shown.text))
      .to.include('Double Dora')
      .and.to.include('Dora Double')
      .and.to.include('the same account twice')
    expect(shown.text).to.not.include('Merge the organisations')
    const forced = await submit(browser, '/account', { shown: '', sure: 'yes' }, page)
    expect(forced.status).to.equal(422)
    expect((await people.open(one.member.person)).signsInThrough).to.equal(from.organisation)
    const { revision } = await people.open(other.person)
    const end = { revision: String(revision), why: 'left', reason: 'The same person' }
    await submit(browser, `/administration/people/${other.person}/sign-in`, end)
    expect((await merge()).status).to.equal(303)
    expect((await people.open(one.member.person)).identities).to.have.length(1)
  })

  it('is blocked while a side requires its sign-in, which only the side changes', async () => {
    const { from, into, page } = await two('one')
    const forum = await aForum()
    const chair = await aPerson(forum, 'chair', 'staff')
    const seat = stored<{ _id: string }>('seats')
    await seat.updateOne({ _id: chair.seats[0]!.seat }, { $set: { onlyThrough: [from.organisation] } })
    const shown = await costOf(browser, page)
    expect(shown.queries).to.have.length.at.most(5)
    expect(wordsOf(shown.text)).to.include(`${forum.name}: Staff side`).and.to.include('ask the chair of the side')
    expect((await submit(browser, '/account', { shown: '', sure: 'yes' }, page)).status).to.equal(422)
    expect((await organisations.open(from.organisation)).mergedInto).to.equal(null)
    const asked = { from: from.organisation, into: into.organisation }
    expect(await mergeOrganisations(operator, new Date(), asked).catch((error: Error) => error.message)).to.include(
      'Its chair',
    )
  })

  it('is not merged by a confirmation of something else, and happens once however often it is confirmed', async () => {
    const { from, into, page, merge } = await two('one')
    const shown = valueOf((await browser.get(page)).text, 'shown')!
    const late = await aPerson(null)
    await inviteThrough(from, late.person)
    const stale = await merge(shown)
    expect(stale.status).to.equal(422)
    expect(wordsOf(stale.text)).to.include('not as it was when you looked')
    const pressed = await Promise.all([merge(), merge()])
    expect(pressed.map(({ status }) => status)).to.deep.equal([303, 303])
    expect(
      (await eventsOf('installation', from.organisation)).filter((one) => one === 'organisation merged'),
    ).to.have.length(1)
    expect((await organisations.open(into.organisation)).formerNames).to.have.length(1)
  })

  it('keeps its short name for ever, is chosen for nothing, and cannot be changed', async () => {
    const { from, into, page, merge } = await two('two')
    await merge()
    const taken = await submit(browser, `${base}/new`, {
      name: 'Another',
      shortName: from.organisation,
      sector: 'nhs',
      type: '',
      aliases: '',
      domains: '',
    })
    expect(taken.status).to.equal(422)
    expect(taken.text).to.include('href="#shortName"')
    for (const path of ['/merge', '/rename', `/merge/${into.organisation}`, `/merge/${into.organisation}/places`])
      expect((await browser.get(`${base}/${from.organisation}${path}`)).status, path).to.equal(404)
    expect((await browser.get(page.replace(into.organisation, from.organisation))).status).to.equal(404)
    expect(wordsOf((await browser.get(`${base}/${from.organisation}`)).text)).to.include('became part of another')
    expect((await browser.get(`${base}/${into.organisation}/merge`)).text).to.not.include(
      `value="${from.organisation}"`,
    )
    const somebody = await aPerson(null)
    const fields = {
      revision: '0',
      name: 'Some Body',
      email: `${newId()}@x.example`,
      signsInThrough: from.organisation,
    }
    const path = `/administration/people/${somebody.person}`
    expect((await submit(browser, path, fields)).text).to.include('href="#signsInThrough"')
    const change = { revision: '1', name: 'Back Again', sector: 'nhs', type: '', aliases: '', domains: from.domain }
    expect((await submit(browser, '/account', change, `${base}/${from.organisation}`)).status).to.not.equal(303)
    expect((await organisations.open(from.organisation)).domains).to.deep.equal([])
  })

  it('is an administrator’s to merge: everybody else finds nothing', async () => {
    const { from, page } = await two('one')
    const chair = await browserOf(await aPerson(await aForum(), 'chair', 'staff'))
    for (const path of [
      page,
      `${page}/places`,
      `${base}/${from.organisation}/merge`,
      `${base}/${from.organisation}/rename`,
    ]) {
      expect((await chair.get(path)).status, path).to.equal(404)
      if (!path.endsWith('/places'))
        expect(
          (await submit(chair, '/account', { shown: '', sure: 'yes', name: 'X', revision: '0', into: 'x' }, path))
            .status,
        ).to.equal(404)
    }
  })

  it('of hundreds of people is shown a page at a time', async () => {
    const { from, into, page } = await two('one')
    const createdAt = new Date()
    await people.create(
      Array.from({ length: 130 }, (_, at) => {
        const _id = newId()
        const name = `Person ${String(at).padStart(3, '0')}`
        return { _id, name, email: `${_id}@${from.domain}`, signsInThrough: from.organisation, createdAt }
      }),
    )
    const last = await costOf(browser, `${page}?page=6`)
    expect(last.queries).to.have.length.at.most(5)
    expect(last.size).to.be.below(40 * 1024)
    expect(wordsOf(last.text)).to.include('Person 129').and.to.not.include('Person 100')
    const merged = await mergeOrganisations(operator, new Date(), { from: from.organisation, into: into.organisation })
    expect(merged).to.deep.equal({ kept: 0, anew: 130, seats: 0, sessions: 0 })
  })
})

describe('An organisation that gets another name', () => {
  it('is shown first, keeps the old one, its short name and sign-in; its places show the new one', async () => {
    const browser = await browserOf(await aPerson(null, 'member', 'independent', { office: 'administrator' }))
    const provider = await aProvider()
    const { organisation } = provider
    const forum = await aForum()
    const member = await aPerson(forum, 'member', 'staff', {
      name: 'Nina Named',
      organisation,
      organisationName: 'Before',
    })
    const asserted = { email: await inviteThrough(provider, member.person), nameId: newId() }
    await arrive(visitor(), provider, asserted)
    const { name: before, revision } = await organisations.open(organisation)
    const path = `${base}/${organisation}/rename`
    const shown = wordsOf((await browser.get(path)).text)
    expect(shown).to.include('1 place in 1 forum will show the new name').and.to.include('Nina Named')
    const fields = { revision: String(revision), name: 'After Trust' }
    expect((await submit(browser, path, { ...fields, name: before })).text, 'the same').to.include('href="#name"')
    expect((await submit(browser, path, fields)).status).to.equal(303)
    expect((await submit(browser, path, { ...fields, name: 'Too Late' })).status).to.equal(409)
    expect((await organisations.open(organisation)).formerNames).to.deep.equal([{ name: before, until: today }])
    const seat = await seatsFor(operator).open(member.seats[0]!.seat)
    expect([seat.organisation, seat.organisationName]).to.deep.equal([organisation, 'After Trust'])
    const there = visitor()
    await arrive(there, provider, asserted)
    expect(await isIn(there)).to.equal(true)
  })

  it('keeps the old one also where the name is changed among the other details', async () => {
    const browser = await browserOf(await aPerson(null, 'member', 'independent', { office: 'administrator' }))
    const organisation = await anOrganisation('Before Trust')
    const fields = { revision: '0', name: 'Corrected Trust', sector: 'nhs', type: '', aliases: '', domains: '' }
    await submit(browser, `${base}/${organisation}`, fields)
    expect((await organisations.open(organisation)).formerNames).to.deep.equal([{ name: 'Before Trust', until: today }])
  })
})
