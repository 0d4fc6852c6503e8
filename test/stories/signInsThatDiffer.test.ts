import { expect } from 'chai'
import { organisationsFor } from '../../models/organisation.ts'
import { peopleFor } from '../../models/person.ts'
import { tasksFor } from '../../models/task.ts'
import { dayOf } from '../../server/dates.ts'
import { newId } from '../../server/ids.ts'
import { stored } from '../commands.ts'
import { type Browser, eventsOf, inDays, seatOf, today, toldOf, valueOf, wordsOf } from '../membership.ts'
import { arrive, inviteThrough, isIn } from '../sso/arriving.ts'
import { type TestProvider, aProvider } from '../sso/provider.ts'
import { aForum, aPerson, browserOf, submit, visitor } from '../world.ts'

const operator = { kind: 'service', name: 'operator' } as const
const people = peopleFor(operator)
const anAdministrator = () => aPerson(null, 'member', 'independent', { office: 'administrator' })
const list = '/administration/people/differing'

describe('A sign-in that says otherwise than the record', () => {
  let provider: TestProvider
  let browser: Browser
  let administrator: Awaited<ReturnType<typeof anAdministrator>>
  before(async () => {
    provider = await aProvider()
    administrator = await anAdministrator()
    browser = await browserOf(administrator)
  })

  /** Somebody who signed in once, and once more with another address. */
  async function changed(name = 'Mona Married') {
    const { person } = await aPerson(await aForum(), 'member', 'staff', { name })
    const [email, nameId] = [await inviteThrough(provider, person), newId()]
    await arrive(visitor(), provider, { email, nameId })
    const other = `${newId()}@${provider.domain}`
    const again = async (asserted = other) => {
      const there = visitor()
      await arrive(there, provider, { email: asserted, nameId })
      expect(await isIn(there), 'the identity is what counts').to.equal(true)
    }
    await again()
    return { person, email, other, again, page: `/administration/people/${person}/differing` }
  }
  const tasks = async () =>
    (await tasksFor(administrator).waiting(administrator, 50)).filter(({ kind }) => kind === 'settleSignIn')

  it('goes on, changes nothing by itself, and is one entry however often; administrators have one task for all', async () => {
    const { person, email, other, again } = await changed()
    await again()
    await Promise.all([again(), again()])
    await changed('Another One')
    expect((await people.open(person)).email).to.equal(email)
    const words = wordsOf((await browser.get(list)).text)
    expect(words.split(other)).to.have.length(2)
    expect(words).to.include('Mona Married').and.to.include(email)
    expect(await tasks()).to.have.length(1)
    expect(wordsOf((await browser.get(`/administration/people/${person}`)).text)).to.include('says otherwise')
  })

  it('is noted with its day, and with no hour, no later day and no entry in the audit trail', async () => {
    const { person, again } = await changed()
    await stored<{ _id: string }>('people').updateOne({ _id: person }, { $set: { 'differs.since': inDays(-3) } })
    const before = await stored<{ _id: string }>('people').findOne({ _id: person })
    await again()
    expect(await stored<{ _id: string }>('people').findOne({ _id: person })).to.deep.equal(before)
    expect(await eventsOf('installation', person)).to.deep.equal(['sign-in linked'])
    const [task] = await tasks()
    expect([task!.since.getUTCMinutes(), task!.since.getUTCSeconds(), dayOf(task!.since)]).to.deep.equal([0, 0, today])
  })

  it('is accepted by an administrator, who saw that address; pressed twice, once', async () => {
    const { person, other, page, again } = await changed()
    const shown = await browser.get(page)
    const fields = { revision: valueOf(shown.text, 'revision')!, email: other, settle: 'accept' }
    expect((await submit(browser, page, { ...fields, email: 'x@example.org' })).status, 'not what was shown').to.equal(
      409,
    )
    const late = { ...fields, revision: '999' }
    expect((await submit(browser, page, late)).status, 'a stale form').to.equal(409)
    const pressed = await Promise.all([submit(browser, page, fields), submit(browser, page, fields)])
    expect(pressed.map(({ status }) => status)).to.deep.equal([303, 303])
    expect(await people.open(person)).to.deep.include({ email: other, differs: null })
    expect(await eventsOf('installation', person)).to.include('asserted address accepted')
    await again()
    expect((await people.open(person)).differs).to.equal(null)
  })

  it('is not accepted when the address is somebody else’s, or of another domain', async () => {
    const taken = await changed()
    const somebody = await aPerson(null)
    const { revision } = await people.open(somebody.person)
    await people.edit(somebody.person, revision, { email: taken.other })
    const one = {
      revision: (await people.open(taken.person)).revision.toString(),
      email: taken.other,
      settle: 'accept',
    }
    const refused = await submit(browser, taken.page, one)
    expect(refused.status).to.equal(422)
    expect(wordsOf(refused.text)).to.include('has this e-mail address')

    const foreign = await changed()
    const address = `${newId()}@elsewhere.example`
    await foreign.again(address)
    const two = { revision: (await people.open(foreign.person)).revision.toString(), email: address, settle: 'accept' }
    expect(wordsOf((await submit(browser, foreign.page, two)).text)).to.include('none of the e-mail domains')
    expect((await people.open(foreign.person)).email).to.equal(foreign.email)
  })

  it('is left aside, and then not asked again; but another address is', async () => {
    const { person, other, page, again } = await changed()
    const fields = { revision: (await people.open(person)).revision.toString(), email: other, settle: 'leave' }
    expect((await submit(browser, page, fields)).status).to.equal(303)
    await again()
    expect(wordsOf((await browser.get(list)).text)).to.not.include(other)
    const third = `${newId()}@${provider.domain}`
    await again(third)
    expect(wordsOf((await browser.get(list)).text)).to.include(third)
  })

  it('waits no more once the address on record is asserted again', async () => {
    const { person, email, again } = await changed()
    await again(email)
    expect((await people.open(person)).differs).to.equal(null)
  })

  it('by a name that is an e-mail address is another identity: refused in the usual words, and shown as that', async () => {
    const { person } = await aPerson(await aForum(), 'member', 'staff', { name: 'Nora Named' })
    const email = await inviteThrough(provider, person)
    await arrive(visitor(), provider, { email, nameId: email })
    const usual = await arrive(visitor(), provider, { email: `nobody@${provider.domain}`, nameId: newId() })
    const words = ({ text }: { text: string }) => wordsOf(text).replaceAll(/[0-9a-f]{12}/g, 'reference')
    // Name and address change together: nobody is known by either.
    const both = `${newId()}@${provider.domain}`
    const refused = await arrive(visitor(), provider, { email: both, nameId: both })
    expect([refused.status, words(refused)]).to.deep.equal([403, words(usual)])
    const reasons = wordsOf((await browser.get(`/administration/organisations/${provider.organisation}/sign-in`)).text)
    expect(reasons).to.include('a changed address is another identity').and.to.not.include(both)
    // The name changes and the address stays.
    const named = await arrive(visitor(), provider, { email, nameId: both })
    expect([named.status, words(named)]).to.deep.equal([403, words(usual)])
    const shown = wordsOf((await browser.get(`/administration/people/${person}/differing`)).text)
    expect(shown).to.include('another account than the one that is linked').and.to.not.include('Change the address')
    expect((await people.open(person)).identities.map(({ nameId }) => nameId)).to.deep.equal([email])
  })

  it('is for administrators alone', async () => {
    const { page } = await changed()
    const member = await browserOf(await aPerson(await aForum(), 'chair', 'staff'))
    for (const path of [list, page]) expect((await member.get(path)).status).to.equal(404)
  })
})

describe('Somebody who leaves', () => {
  let provider: TestProvider
  let browser: Browser
  before(async () => {
    provider = await aProvider()
    browser = await browserOf(await anAdministrator())
  })

  /** A member with a chair and colleagues, signed in. */
  async function signedIn() {
    const forum = await aForum()
    const chair = await aPerson(forum, 'chair', 'staff', { name: 'Stella Staff' })
    const other = await aPerson(forum, 'chair', 'employer')
    const member = await aPerson(forum, 'member', 'staff', { name: 'Lena Leaver' })
    const asserted = { email: await inviteThrough(provider, member.person), nameId: newId() }
    const there = visitor()
    await arrive(there, provider, asserted)
    expect(await isIn(there)).to.equal(true)
    const page = `/administration/people/${member.person}/sign-in`
    const end = async (why: 'left' | 'again') => {
      const { revision } = await people.open(member.person)
      return submit(browser, page, { revision: String(revision), why, reason: 'Left the trust on Friday' })
    }
    return { forum, chair, other, member, asserted, there, page, end }
  }

  it('is unlinked with a reason: out at the next click everywhere, and not linked again by the same address', async () => {
    const { forum, member, chair, other, asserted, there, end } = await signedIn()
    const elsewhere = visitor()
    await arrive(elsewhere, provider, asserted)
    expect((await end('left')).status).to.equal(303)
    expect([await isIn(there), await isIn(elsewhere)]).to.deep.equal([false, false])
    expect((await people.open(member.person)).identities).to.deep.equal([])
    for (const nameId of [asserted.nameId, newId()])
      expect((await arrive(visitor(), provider, { ...asserted, nameId })).status).to.equal(403)
    expect(await eventsOf('installation', member.person)).to.include('sign-in ended')

    expect((await seatOf(member, forum))?.until, 'the place goes on').to.equal(null)
    expect(await toldOf(forum, 'signInEnded'))
      .to.deep.equal([chair.person])
      .and.to.not.include(other.person)
    const place = `/forums/${forum._id}/members/${member.seats[0]!.seat}`
    expect(wordsOf((await (await browserOf(chair)).get(place)).text)).to.include('ended this person’s sign-in on')
  })

  it('is let in again by an administrator, and linked at the next sign-in', async () => {
    const { member, asserted, end } = await signedIn()
    const firstSignedInAt = (await people.open(member.person)).firstSignedInAt
    await end('left')
    const path = `/administration/people/${member.person}`
    const { revision } = await people.open(member.person)
    const back = await submit(browser, path, { revision: String(revision) }, `${path}/let-in`)
    expect(back.status).to.equal(303)
    const there = visitor()
    await arrive(there, provider, { ...asserted, nameId: newId() })
    expect(await isIn(there)).to.equal(true)
    expect((await people.open(member.person)).firstSignedInAt, 'no later day').to.deep.equal(firstSignedInAt)
  })

  it('may be the same person under another account: the next sign-in by the address is linked, and nobody is told', async () => {
    const { forum, member, asserted, there, end } = await signedIn()
    await end('again')
    expect(await isIn(there)).to.equal(false)
    expect((await arrive(visitor(), provider, { ...asserted, nameId: 'the-new-account' })).status).to.equal(303)
    expect((await people.open(member.person)).identities.map(({ nameId }) => nameId)).to.deep.equal(['the-new-account'])
    expect(await toldOf(forum, 'signInEnded')).to.deep.equal([])
  })

  it('in the middle of a sign-in is not signed in', async () => {
    const { member, asserted, end } = await signedIn()
    const there = visitor()
    const request = await provider.begin(there)
    const { post } = await import('../sso/provider.ts')
    const taken = await post(there, provider.organisation, provider.signed(request, asserted))
    await end('left')
    expect((await there.get(taken.headers['location'] as string)).status).to.equal(403)
    expect(await isIn(there)).to.equal(false)
    expect((await people.open(member.person)).identities).to.deep.equal([])
  })

  it('needs a reason, and another administrator than oneself; a stale form does nothing', async () => {
    const { member, page, there } = await signedIn()
    const { revision } = await people.open(member.person)
    const usual = { revision: String(revision), why: 'left', reason: 'Left' }
    expect((await submit(browser, page, { ...usual, reason: '' })).text).to.include('href="#reason"')
    expect((await submit(browser, page, { ...usual, why: '' })).text).to.include('href="#why"')
    expect((await submit(browser, page, { ...usual, revision: String(revision - 1) })).status).to.equal(409)
    expect(await isIn(there)).to.equal(true)
    const administrator = await anAdministrator()
    const own = await browserOf(administrator)
    const path = `/administration/people/${administrator.person}/sign-in`
    expect((await submit(own, path, { ...usual, revision: '0' })).status).to.equal(422)
  })

  it('for another organisation’s sign-in is out at once, and linked there by the rules of an invitation', async () => {
    const { member, there, asserted } = await signedIn()
    const other = await aProvider()
    const { revision, name } = await people.open(member.person)
    const email = `${newId()}@${other.domain}`
    const path = `/administration/people/${member.person}`
    const fields = { revision: String(revision), name, email, signsInThrough: other.organisation }
    expect((await submit(browser, path, fields)).status).to.equal(303)
    expect(await isIn(there)).to.equal(false)
    expect((await arrive(visitor(), provider, asserted)).status, 'the old one').to.equal(403)
    const foreign = { email: `${newId()}@elsewhere.example`, nameId: newId() }
    expect((await arrive(visitor(), other, foreign)).status, 'another address').to.equal(403)
    const later = visitor()
    await arrive(later, other, { email, nameId: newId() })
    expect(await isIn(later)).to.equal(true)
    expect((await organisationsFor(operator).open(other.organisation)).domains).to.include(other.domain)
  })
})

describe('One account', () => {
  it('is never two people’s, not even when both are linked at the same moment', async () => {
    const [one, two] = [await aPerson(null), await aPerson(null)]
    const identity = { organisation: 'deeholme', issuer: 'https://idp.example', nameId: newId() }
    const links = await Promise.allSettled(
      [one, two].map(async ({ person }) => people.link(person, identity, new Date())),
    )
    expect(links.filter((link) => link.status === 'fulfilled' && link.value)).to.have.length(1)
    const names = ['n'.repeat(1024), '\u{1f600}'.repeat(500)]
    for (const nameId of names) {
      const [first, second] = [await aPerson(null), await aPerson(null)]
      const long = { ...identity, issuer: `https://${'i'.repeat(1000)}.example`, nameId }
      expect(await people.link(first.person, long, new Date())).to.equal(true)
      expect(await people.link(second.person, long, new Date()).catch(() => false)).to.equal(false)
      expect((await people.byIdentity(long))?._id).to.equal(first.person)
    }
  })
})
