import { expect } from 'chai'
import { papersFor } from '../../models/paper.ts'
import { seatsFor } from '../../models/seat.ts'
import { sideSignInsFor } from '../../models/sideSignIn.ts'
import { nameDeputy } from '../../server/acts/nameDeputy.ts'
import { handOverChair } from '../../server/acts/handOverChair.ts'
import { requireOfSide } from '../../server/acts/requireOfSide.ts'
import { withdrawSide } from '../../server/acts/withdrawSide.ts'
import { dayOf } from '../../server/dates.ts'
import { Refused } from '../../server/errors.ts'
import { newId } from '../../server/ids.ts'
import { permits } from '../../server/policy/scope.ts'
import type { Person, Proof } from '../../server/policy/terms.ts'
import { personToday } from '../../server/viewer.ts'
import { eventsOf, toldOf } from '../membership.ts'
import { approve, minutesCast, send, writeAll } from '../minutesWorld.ts'
import { add, anAuthenticator, begin, codeByCommand, use, withPasskey } from '../passkeys.ts'
import { signedIn } from '../signedIn.ts'
import { aForum, again, anOrganisation, aPerson, browserOf, submit } from '../world.ts'

const today = dayOf(new Date())
const signInService = { kind: 'service', name: 'signIn' } as const
type Browser = Awaited<ReturnType<typeof browserOf>>

/** A person as they are in a session with this proof, and with the passkey of theirs that counts, where it has one. */
async function inSession(person: Person, proof: Partial<Proof> = {}): Promise<Person> {
  const [held] = await seatsFor(signInService).heldBy(person.person, today)
  const credential = proof.passkey === true ? (held?.passkeys[0] ?? '') : ''
  return personToday(person.person, new Date(), { ...signedIn, ...proof, credential })
}

/** The minutes' cast, with a paper of the staff side, whose chair has a passkey and has used it. */
async function aSide() {
  const cast = await minutesCast({ coreNoticeDays: 0 })
  const { forum, people } = cast
  const paper = newId()
  await papersFor(people.member).create({
    _id: paper,
    forum: forum._id,
    meeting: null,
    meetingDate: today,
    item: null,
    audience: 'side',
    side: 'staff',
    state: 'sent',
    sentAt: new Date(),
    late: false,
    ruleStatus: 'open',
    steppedOut: [],
    title: 'Our line on winter',
    versions: [{ version: 1, file: newId(), kind: 'pdf', size: 9, addedAt: new Date(), html: '' }],
  } as never)
  return {
    ...cast,
    paper,
    chair: await withPasskey(forum, people.staffChair),
    page: `/forums/${forum._id}/members/sign-in`,
  }
}

/** The chair decides on the page. */
async function decide(browser: Browser, page: string, fields: Record<string, string | string[]>) {
  const shown = await browser.get(page)
  const revision = /name="revision" value="(\d+)"/.exec(shown.text)?.[1] ?? '0'
  return submit(browser, page, { revision, ...fields })
}

describe('A side that requires passkeys', function () {
  this.timeout(60_000)

  it('takes a deputy from nobody who only signed in: a deputy counts for the side', async () => {
    const { forum, people, chair, page, meeting } = await aSide()
    const asked = { id: newId(), forum: forum._id, meeting: meeting._id, person: '', name: 'Dora Deputy' }
    const deputy = { ...asked, email: 'dora@example.org', organisation: 'deeholme', jobTitle: '' }
    const told = async (person: Person): Promise<string> =>
      nameDeputy(person, new Date(), deputy).then(
        () => 'named',
        (error: unknown) => (error instanceof Refused ? error.message : String(error)),
      )
    const refused = 'Sign in as your side requires first'
    expect(await told(await inSession(people.member))).to.not.include(refused)
    expect((await decide(chair.browser, page, { needsPasskey: 'yes' })).status).to.equal(303)
    expect(await told(await inSession(people.member))).to.include(refused)
    expect(await told(await inSession(people.staffChair))).to.include(refused)
    expect(await told(await inSession(people.staffChair, { passkey: true }))).to.not.include(refused)
  })

  it('shows its papers, and takes its key, only from a session in which the passkey was used', async () => {
    const cast = await aSide()
    const { forum, people, paper, chair, page, at } = cast
    const sidePapers = `/forums/${forum._id}/side-papers`
    const member = await browserOf(people.member)
    expect((await member.get(sidePapers)).text).to.include('Our line on winter')
    await writeAll(cast)
    await send(cast)

    expect((await decide(chair.browser, page, { needsPasskey: 'yes' })).status).to.equal(303)
    // At the next click, whatever session was there before.
    expect((await member.get(sidePapers)).text).to.not.include('Our line on winter')
    expect((await member.get(`/papers/${paper}`)).status).to.equal(404)
    expect((await member.get(`/forums/${forum._id}`)).text).to.include('Your side requires a passkey')
    // The rest of the forum is there as before.
    expect((await member.get(`/meetings/${cast.meeting._id}`)).status).to.equal(200)

    const impersonated = await browserOf(people.staffChair)
    expect((await impersonated.get(`${at}/approve`)).status).to.not.equal(200)
    expect((await submit(impersonated, '/account', { hash: 'a'.repeat(64) }, `${at}/approve`)).status).to.equal(404)
    const delegate = await browserOf(people.delegate)
    expect((await submit(delegate, '/account', { hash: 'a'.repeat(64) }, `${at}/approve`)).status).to.equal(404)
    expect((await use(impersonated, chair.authenticator, `${at}/approve`)).headers['location']).to.equal(
      `${at}/approve`,
    )
    expect((await approve(impersonated, at)).status).to.equal(303)
    // The other side requires nothing, and notices nothing.
    expect((await approve(cast.browsers.employerChair, at)).status).to.equal(303)

    const code = /\b(?:[A-Z0-9]{4}-){2}[A-Z0-9]{4}\b/
    const seat = people.member.seats[0]!.seat
    const given = await submit(chair.browser, `/forums/${forum._id}/members/${seat}/passkey-code`, {})
    await add(member, anAuthenticator(), code.exec(given.text)![0])
    expect((await member.get(sidePapers)).text).to.include('Our line on winter')
  })

  it('keeps from a session without it whatever is the side’s own: places, withdrawal, notes, consent', async () => {
    const { forum, people, chair, page } = await aSide()
    await decide(chair.browser, page, { needsPasskey: 'yes' })
    const bare = await inSession(people.staffChair)
    const proven = await inSession(people.staffChair, { passkey: true })
    const refusal = async (work: Promise<unknown>): Promise<string> =>
      work.then(
        () => 'done',
        (error: unknown) => (error as Error).name,
      )
    const browser = await browserOf(people.staffChair)
    const base = `/forums/${forum._id}/members`
    for (const path of ['chair', 'withdraw', people.member.seats[0]!.seat, `${people.member.seats[0]!.seat}/end`]) {
      expect((await browser.get(`${base}/${path}`)).status, path).to.equal(404)
      expect((await chair.browser.get(`${base}/${path}`)).status, path).to.equal(200)
    }
    expect((await browser.get(`${base}/invite`)).text).to.not.include('Send the invitation')
    expect(await refusal(withdrawSide(bare, new Date(), { forum: forum._id }))).to.equal('NotFound')
    const own = { forum: forum._id, audience: 'side', side: 'staff', owner: people.staffChair.person }
    for (const [action, resource] of [
      ['read', 'note'],
      ['edit', 'consent'],
      ['read', 'comment'],
      ['create', 'comment'],
      ['create', 'invitation'],
      ['appoint', 'seat'],
      ['publish', 'meeting'],
    ] as const) {
      const record = {
        ...own,
        meetingDate: today,
        state: 'planned',
        ...(resource === 'comment' ? {} : { audience: 'forum' }),
      }
      expect(permits(bare, action, resource, record), `${action} ${resource}`).to.equal(false)
      expect(permits(proven, action, resource, record), `${action} ${resource}`).to.equal(true)
    }
  })

  it('is decided by its own chair alone, with a passkey: by no other side, administrator or employer’s sign-in', async () => {
    const { forum, people, browsers, chair, page } = await aSide()
    const impersonated = await browserOf(people.staffChair)
    const asked = { needsPasskey: 'yes', revision: '0' }
    expect((await impersonated.get(page)).text).to.include('once you have a passkey of your own')
    expect((await submit(impersonated, '/account', asked, page)).status).to.equal(422)
    await decide(chair.browser, page, { needsPasskey: 'yes' })
    const told = await toldOf(forum, 'sideSignInDecided')
    expect(told).to.include(people.member.person).and.to.not.include(people.steppedOut.person)
    const off = { revision: '1' }
    const employer = await withPasskey(forum, people.employerChair)
    // The other chair’s page is about their own side.
    await submit(employer.browser, '/account', { revision: '0' }, page)
    for (const browser of [
      browsers.administrator,
      browsers.member,
      browsers.secretary,
      browsers.delegate,
      browsers.outsider,
    ])
      expect((await submit(browser, '/account', off, page)).status).to.be.oneOf([404, 422])
    expect((await submit(impersonated, '/account', off, page)).status).to.be.oneOf([404, 422])
    const theirChair = await inSession(people.employerChair, { passkey: true })
    for (const viewer of [theirChair, people.administrator, people.secretary]) {
      const decided = sideSignInsFor(viewer).decide(forum._id, 'staff', 1, { needsPasskey: false, onlyThrough: [] })
      expect(await decided, viewer.name).to.equal(false)
    }
    const staff = (await sideSignInsFor(people.member).ofForum(forum._id)).find(({ side }) => side === 'staff')
    expect(staff).to.include({ needsPasskey: true, revision: 1 })
    expect((await again(people.member)).seats[0]).to.include({ needsPasskey: true })

    const members = await browsers.employerChair.get(`/forums/${forum._id}/members`)
    expect(members.text).to.include('The staff side requires a personal passkey')
    expect(await eventsOf(forum._id)).to.include('sign-in of a side decided')

    expect((await decide(chair.browser, page, {})).status).to.equal(303)
    expect((await again(people.member)).seats[0]).to.include({ needsPasskey: false })
  })

  it('has it on every place that is made afterwards, and hands its chair to nobody without a passkey', async () => {
    const { forum, people, chair, page } = await aSide()
    await decide(chair.browser, page, { needsPasskey: 'yes' })
    const organisation = await anOrganisation('Union of the story')
    const email = `${newId()}@${organisation}.example`
    const invited = { id: newId(), name: 'Nina Newcomer', email, organisation, role: 'member', jobTitle: '' }
    const [year, month, day] = today.split('-')
    const sent = await submit(chair.browser, `/forums/${forum._id}/members/invite`, {
      ...invited,
      signsInThrough: '',
      'from[day]': day!,
      'from[month]': month!,
      'from[year]': year!,
    })
    expect(sent.status, sent.text.slice(0, 3000)).to.equal(303)
    const seats = await seatsFor(people.staffChair).inForum(forum._id, today)
    expect(seats.find(({ name }) => name === 'Nina Newcomer')).to.include({ needsPasskey: true })
    expect(seats.find(({ _id }) => _id === people.steppedOut.seats[0]!.seat)).to.include({ needsPasskey: false })

    const proven = await inSession(people.staffChair, { passkey: true })
    const [mine] = seats.filter(({ person }) => person === people.staffChair.person)
    const [followed] = seats.filter(({ person }) => person === people.member.person)
    const handOver = {
      forum: forum._id,
      revision: mine!.revision,
      successor: followed!._id,
      from: today,
      until: today,
      stays: true,
    }
    let refused = ''
    await handOverChair(proven, new Date(), handOver).catch((error: unknown) => (refused = (error as Error).message))
    expect(refused).to.include('this member has none')
    const given = await submit(chair.browser, `/forums/${forum._id}/members/${followed!._id}/passkey-code`, {})
    const authenticator = anAuthenticator()
    await add(await browserOf(people.member), authenticator, /\b(?:[A-Z0-9]{4}-){2}[A-Z0-9]{4}\b/.exec(given.text)![0])
    await handOverChair(proven, new Date(), { ...handOver })
    // The successor’s passkey counts for the chair’s place too, because the side vouched for the person.
    const successor = await inSession(people.member, { passkey: true })
    expect(successor.seats.some(({ role, vouched }) => role === 'chair' && vouched)).to.equal(true)
  })

  it('is not opened by whoever runs the sign-in, the organisations, or another forum', async () => {
    const { forum, people, paper, chair, page, browsers } = await aSide()
    await decide(chair.browser, page, { needsPasskey: 'yes' })
    // The employer’s administrators sign in as the member, and try to add a passkey of their own.
    const impersonated = await browserOf(people.member)
    for (const code of ['', 'AAAA-AAAA-AAAA'])
      expect((await begin(impersonated, '/account/passkeys/add', { code })).status).to.equal(422)
    const forged = {
      name: 'x',
      code: '',
      answer: anAuthenticator().add({ challenge: 'AAAA', rp: { id: '127.0.0.1' } }),
    }
    expect((await submit(impersonated, '/account/passkeys/add', forged)).status).to.equal(422)

    // They make a forum of their own, put a chair of theirs into its staff side, and a place for the member there.
    const trap = await aForum()
    const puppet = await withPasskey(trap, await aPerson(trap, 'chair', 'staff', { name: 'Pat Puppet' }))
    const trapSeat = newId()
    const whole = await seatsFor(signInService).heldBy(people.member.person, today)
    const { name, organisation } = whole[0]!
    await seatsFor({ kind: 'service', name: 'operator' }).create([
      {
        _id: trapSeat,
        forum: trap._id,
        forumName: trap.name,
        person: people.member.person,
        name,
        jobTitle: '',
        role: 'member',
        office: null,
        side: 'staff',
        organisation,
        organisationName: organisation,
        neighbours: [],
        meetings: [],
        from: today,
        until: null,
        historyFrom: today,
        holdsKey: false,
        standsInFor: null,
        acknowledged: null,
        needsPasskey: false,
        onlyThrough: [],
      },
    ])
    const given = await submit(puppet.browser, `/forums/${trap._id}/members/${trapSeat}/passkey-code`, {})
    const code = /\b(?:[A-Z0-9]{4}-){2}[A-Z0-9]{4}\b/.exec(given.text)![0]
    expect((await add(impersonated, anAuthenticator(), code)).status).to.equal(303)
    expect((await impersonated.get('/account')).text).to.include('Used in this session')
    expect((await impersonated.get(`/papers/${paper}`)).status).to.equal(404)
    expect((await impersonated.get('/')).text).to.include('does not count there yet')
    expect((await impersonated.get(`/forums/${forum._id}/side-papers`)).text).to.not.include('Our line on winter')

    // Nor do administrators, who keep people and organisations, find a page that gives a code or switches it off.
    for (const path of [page, `/forums/${forum._id}/members/${people.member.seats[0]!.seat}/passkey-code`])
      expect((await browsers.administrator.get(path)).status, path).to.equal(404)
  })

  it('comes back after a loss by the operator’s command, which the whole side hears of', async () => {
    const { forum, people, chair, page } = await aSide()
    await decide(chair.browser, page, { needsPasskey: 'yes' })
    const code = await codeByCommand(forum, people.staffChair)
    const browser = await browserOf(people.staffChair)
    await add(browser, anAuthenticator(), code)
    expect((await browser.get(`/forums/${forum._id}/side-papers`)).text).to.include('Our line on winter')
    expect(await eventsOf(forum._id))
      .to.include('side passkey code given')
      .and.to.include('side passkey added')
    expect(await toldOf(forum, 'passkeyCodeGiven')).to.include(people.member.person)
  })
})

describe('A side that takes its own organisations’ sign-in only', function () {
  this.timeout(60_000)

  async function aUnion() {
    const union = await anOrganisation('Nurses’ Union of the story')
    const forum = await aForum({ coreNoticeDays: 0 })
    const ofUnion = { organisation: union, organisationName: 'Nurses’ Union of the story' }
    const staffChair = await aPerson(forum, 'chair', 'staff', { name: 'Ursula Union', ...ofUnion })
    const member = await aPerson(forum, 'member', 'staff', { name: 'Wendy Ward', ...ofUnion })
    const employerChair = await aPerson(forum, 'chair', 'employer', { name: 'Edward Employer' })
    const [browser, authenticator] = [
      await browserOf({ ...staffChair, proof: { ...signedIn, through: union } }),
      anAuthenticator(),
    ]
    await add(browser, authenticator, await codeByCommand(forum, staffChair))
    return {
      forum,
      union,
      staffChair,
      member,
      employerChair,
      chair: { browser, authenticator },
      page: `/forums/${forum._id}/members/sign-in`,
    }
  }

  it('shows who came through another what a guest sees, until they come through their own', async () => {
    const { forum, union, member, chair, page } = await aUnion()
    expect((await decide(chair.browser, page, { onlyThrough: union })).status).to.equal(303)
    const throughEmployer = await browserOf(member)
    const throughUnion = await browserOf({ ...member, proof: { ...signedIn, through: union } })
    const home = await throughEmployer.get(`/forums/${forum._id}`)
    expect(home.status).to.equal(200)
    expect(home.text).to.include('takes the sign-in of its own organisations only')
    for (const path of ['members', 'side-papers', 'terms']) {
      expect((await throughUnion.get(`/forums/${forum._id}/${path}`)).status, path).to.equal(200)
      expect((await throughEmployer.get(`/forums/${forum._id}/${path}`)).status, path).to.equal(404)
    }
    expect((await throughUnion.get(`/forums/${forum._id}/members`)).text).to.include(
      'sign in through Nurses’ Union of the story',
    )
    // Neither a code by e-mail nor the operator’s link is an organisation’s sign-in.
    for (const by of ['code', 'enrolment'] as const) {
      const browser = await browserOf({ ...member, proof: { by, passkey: false, through: union } })
      expect((await browser.get(`/forums/${forum._id}/members`)).status, by).to.equal(404)
    }
  })

  it('names only organisations that it alone represents, and never locks its own chair out', async () => {
    const { forum, staffChair, employerChair, union, chair, page } = await aUnion()
    const other = await anOrganisation('Porters’ Union of the story')
    await aPerson(forum, 'member', 'staff', { organisation: other, organisationName: 'Porters’ Union of the story' })
    const shown = (await chair.browser.get(page)).text
    expect(shown).to.include('Porters’ Union').and.to.not.include('value="deeholme"')
    expect((await decide(chair.browser, page, { onlyThrough: 'deeholme' })).text).to.include(
      'your side alone represents',
    )
    expect((await decide(chair.browser, page, { onlyThrough: other })).text).to.include('lock yourself out')
    expect((await decide(chair.browser, page, { onlyThrough: [union, other] })).status).to.equal(303)
    const stale = await submit(chair.browser, page, { revision: '0' })
    expect(stale.status).to.equal(409)
    expect((await again(staffChair)).seats[0]!.onlyThrough).to.deep.equal([union, other].toSorted())
    expect((await again(employerChair)).seats[0]!.onlyThrough).to.deep.equal([])
    let refused = ''
    await requireOfSide({ ...staffChair, proof: { ...signedIn, through: union, passkey: true } }, new Date(), {
      forum: forum._id,
      needsPasskey: true,
      onlyThrough: [],
      revision: 1,
    }).catch((error: unknown) => (refused = (error as Error).name))
    expect(refused, 'with a passkey that does not count there').to.equal('Refused')
  })
})
