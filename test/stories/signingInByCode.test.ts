import { setTimeout } from 'node:timers/promises'
import { expect } from 'chai'
import mongoose, { type mongo } from 'mongoose'
import { auditFor } from '../../models/auditEntry.ts'
import { peopleFor } from '../../models/person.ts'
import { seatsFor } from '../../models/seat.ts'
import { unlinkPerson } from '../../server/acts/unlinkPerson.ts'
import { addDays } from '../../server/dates.ts'
import type { Person } from '../../server/policy/terms.ts'
import { codeOf } from '../../server/sso/code.ts'
import { askFor, codesFor, typeIn, wrong } from '../code.ts'
import { stored } from '../commands.ts'
import { type Cast, called, cast, named, today, words } from '../meetings.ts'
import { aProvider } from '../sso/provider.ts'
import { aForum, aPerson, browserOf, config, submit, unique, visitor } from '../world.ts'

const people = peopleFor({ kind: 'service', name: 'operator' })
const emailOf = async ({ person }: Person): Promise<string> => (await people.open(person)).email

/** A browser into which this person has signed in by a code. */
async function signedInByCode(person: Person, returnTo = '/account') {
  const browser = visitor()
  await askFor(browser, await emailOf(person), returnTo)
  const [code] = await codesFor(person.person)
  const answer = await typeIn(browser, code!)
  expect([answer.status, answer.headers['location']]).to.deep.equal([303, returnTo])
  return browser
}

const isSignedIn = async (browser: ReturnType<typeof visitor>): Promise<boolean> =>
  (await browser.get('/account')).status === 200

describe('A one-time code', function () {
  this.timeout(30_000)
  let world: Cast
  let meeting: string
  let guest: Person
  before(async () => {
    world = await cast()
    meeting = await called(world)
  })
  beforeEach(async () => {
    await stored('ratelimits').deleteMany({})
    guest = await named(world, meeting, 'guest', 'staff')
  })

  it('lets a guest in, back to the page that was asked for, and shows the meeting', async () => {
    const browser = visitor()
    const sent = await browser.get(`/meetings/${meeting}?from=mail`)
    expect(sent.headers['location']).to.equal(
      `/sign-in?returnTo=${encodeURIComponent(`/meetings/${meeting}?from=mail`)}`,
    )
    const asked = await askFor(browser, (await emailOf(guest)).toUpperCase(), `/meetings/${meeting}?from=mail`)
    expect([asked.status, asked.headers['location']]).to.deep.equal([303, '/sign-in/code'])
    const page = (await browser.get('/sign-in/code')).text
    expect(page).to.contain('autocomplete="one-time-code"').and.to.contain('inputmode="numeric"')
    const [code, ...others] = await codesFor(guest.person)
    expect(code).to.match(/^\d{8}$/)
    expect(others).to.deep.equal([])
    const taken = await typeIn(browser, ` ${code!.slice(0, 4)} ${code!.slice(4)} `)
    expect([taken.status, taken.headers['location']]).to.deep.equal([303, `/meetings/${meeting}?from=mail`])
    expect(words((await browser.get(`/meetings/${meeting}`)).text)).to.contain('Preston')
    const account = words((await browser.get('/account')).text)
    expect(account).to.contain('By a code sent by e-mail').and.to.contain('to see your side’s papers')
    const { firstSignedInAt } = await people.open(guest.person)
    expect(firstSignedInAt).to.be.instanceOf(Date)
    const trail = await auditFor({ kind: 'service', name: 'audit' }).chain('installation')
    expect(trail.filter(({ record }) => record === guest.person).map(({ event }) => event)).to.deep.equal([
      'first signed in by a code',
    ])
  })

  it('lets nobody in whose sign-in an administrator ended, not even by a code that was sent before; and signs them out', async () => {
    const browser = await signedInByCode(guest)
    const other = visitor()
    await askFor(other, await emailOf(guest))
    const codes = await codesFor(guest.person)
    const { revision } = await people.open(guest.person)
    const operator = { kind: 'service', name: 'operator' } as const
    await unlinkPerson(operator, new Date(), { person: guest.person, revision, reason: 'Left', again: false })
    expect(await isSignedIn(browser)).to.equal(false)
    for (const code of codes) await typeIn(other, code)
    expect(await isSignedIn(other)).to.equal(false)
    await askFor(visitor(), await emailOf(guest))
    expect(await codesFor(guest.person)).to.have.length(codes.length)
  })

  it('lets a deputy in, who sees no caucus', async () => {
    const deputy = await named(world, meeting, 'deputy', 'staff', world.people.staffMember.seats[0]!.seat)
    const browser = await signedInByCode(deputy, `/meetings/${meeting}`)
    expect((await browser.get(`/meetings/${meeting}`)).status).to.equal(200)
    expect((await browser.get(`/forums/${world.forum._id}/side-papers`)).status).to.equal(404)
  })

  it('says the same, and does the same work, whether there is somebody of that address or not', async () => {
    const provider = await aProvider()
    const move = async (person: Person, email: string) => {
      const { revision } = await people.open(person.person)
      await people.edit(person.person, revision, { email, signsInThrough: provider.organisation })
      return email
    }
    const addresses = {
      guest: await emailOf(guest),
      nobody: `${unique('nobody')}@example.org`,
      'a member whose terms say no': await emailOf(world.people.staffMember),
      'an administrator': await emailOf(world.people.administrator),
      'a guest whose time is over': await emailOf(await formerGuest()),
    }
    const seen = new Map<string, string>()
    for (const [who, email] of Object.entries(addresses)) {
      const browser = visitor()
      const token = /name="_csrf" value="([^"]+)"/.exec((await browser.get('/sign-in')).text)![1]!
      const commands: string[] = []
      const note = ({ commandName, command }: mongo.CommandStartedEvent) => {
        commands.push(`${commandName} ${String(command[commandName])}`)
      }
      mongoose.connection.getClient().on('commandStarted', note)
      const answer = await browser.post('/sign-in').type('form').send({ email, returnTo: '/account', _csrf: token })
      mongoose.connection.getClient().off('commandStarted', note)
      const headers = Object.entries(answer.headers as Record<string, string>)
        .filter(([name]) => name !== 'date')
        .map(([name, value]) => `${name}: ${JSON.stringify(value).replaceAll(/browser=[0-9a-f]+|Expires=[^;]+/g, '')}`)
      const page = (await browser.get('/sign-in/code')).text.replaceAll(/[0-9a-f]{12}/g, '')
      // What goes on after the answer is not to be taken for the next one's work.
      await setTimeout(400)
      seen.set(who, JSON.stringify([answer.status, headers, answer.text, commands, page]))
    }
    expect(seen.get('guest')).to.contain('onetimecodes')
    for (const [who, all] of seen) expect(all === seen.get('guest'), who).to.equal(true)
    expect(await codesFor(guest.person)).to.have.length(1)
    expect(await stored('messages').countDocuments({ kind: 'code', request: { $ne: null } })).to.be.at.least(1)
    // Who can sign in through an organisation gets none, by whatever page it is asked for.
    const member = await move(await named(world, meeting, 'guest', 'staff'), `${unique('guest')}@${provider.domain}`)
    const browser = visitor()
    expect((await askFor(browser, member)).text).to.contain('Continue to')
    const insisted = await submit(browser, '/sign-in', { email: member, returnTo: '/', by: 'code' })
    expect(insisted.headers['location']).to.equal('/sign-in/code')
    expect(await codesFor((await people.byEmail(member))!._id)).to.deep.equal([])
  })

  /** Somebody who was a guest, until yesterday. */
  async function formerGuest(): Promise<Person> {
    const person = await named(world, meeting, 'guest', 'staff')
    await seatsFor({ kind: 'service', name: 'membership' }).end(person.seats[0]!.seat, addDays(today, -1))
    return person
  }

  it('is sent to nobody who may not use one', async () => {
    const none = [world.people.staffMember, world.people.administrator, await formerGuest(), await aPerson(null)]
    for (const person of none) await askFor(visitor(), await emailOf(person))
    for (const person of none) expect(await codesFor(person.person)).to.deep.equal([])
  })

  it('goes to a guest whose address is of a domain that others sign in by, but whose organisation has no sign-in', async () => {
    const provider = await aProvider()
    const email = `${unique('guest')}@${provider.domain}`
    const { revision } = await people.open(guest.person)
    await people.edit(guest.person, revision, { email, signsInThrough: 'deeholme' })
    const browser = visitor()
    const page = await askFor(browser, email)
    expect(page.text).to.contain('Continue to').and.to.contain('Send me a code')
    await submit(browser, '/sign-in', { email, returnTo: '/account', by: 'code' })
    const [code] = await codesFor(guest.person)
    expect((await typeIn(browser, code!)).status).to.equal(303)
  })

  it('works once, in the browser that asked, however often it is sent at once', async () => {
    const [browser, other] = [visitor(), visitor()]
    await askFor(browser, await emailOf(guest))
    const [code] = await codesFor(guest.person)
    await askFor(other, `${unique('nobody')}@example.org`)
    for (const elsewhere of [other, visitor()]) {
      const refused = await submit(elsewhere, '/sign-in/code', { code: code! })
      expect(refused.status).to.equal(400)
      expect(await isSignedIn(elsewhere)).to.equal(false)
    }
    const token = /name="_csrf" value="([^"]+)"/.exec((await browser.get('/sign-in/code')).text)![1]!
    const cookie = browser.jar.getCookies({ domain: '127.0.0.1', path: '/', secure: false, script: false })
    const sent = Array.from({ length: 4 }, () =>
      visitor().post('/sign-in/code').set('Cookie', cookie.toValueString()).type('form').send({ code, _csrf: token }),
    )
    const answers = (await Promise.all(sent)).map(({ status }) => status)
    expect(answers.toSorted((a, b) => a - b)).to.deep.equal([303, 400, 400, 400])
    expect((await typeIn(browser, code!)).status).to.equal(400)
    expect(await stored('onetimecodes').countDocuments({ person: guest.person })).to.equal(0)
  })

  it('may be mistyped four times; the fifth uses it up, also when all come at once', async () => {
    const browser = visitor()
    await askFor(browser, await emailOf(guest))
    const [code] = await codesFor(guest.person)
    const shown = await typeIn(browser, '1234')
    expect(words(shown.text)).to.contain('Enter the 8 digits')
    for (const left of ['4 tries', '3 tries', '2 tries', 'one try']) {
      const again = await typeIn(browser, wrong(code!))
      expect(again.status).to.equal(400)
      expect(words(again.text)).to.contain(`You have ${left} left`)
    }
    const last = await typeIn(browser, wrong(code!))
    expect(last.text)
      .to.contain('This code cannot be used')
      .and.to.match(/Reference: <strong>[0-9a-f]{12}/)
    expect((await typeIn(browser, code!)).status, 'the right one').to.equal(400)
    expect(await isSignedIn(browser)).to.equal(false)

    const another = visitor()
    await askFor(another, await emailOf(guest))
    const [fresh] = await codesFor(guest.person)
    const guesses = await Promise.all(Array.from({ length: 12 }, () => typeIn(another, wrong(fresh!))))
    expect(guesses.filter(({ text }) => /You have (one try|\d tries) left/.test(text))).to.have.length(4)
    expect((await typeIn(another, fresh!)).status).to.equal(400)
  })

  it('is replaced by a newer one, and too old after ten minutes', async () => {
    const browser = visitor()
    await askFor(browser, await emailOf(guest))
    const [old] = await codesFor(guest.person)
    await askFor(browser, await emailOf(guest))
    const [newer] = await codesFor(guest.person)
    expect(newer).to.not.equal(old)
    expect((await typeIn(browser, old!)).status).to.equal(400)
    expect(await isSignedIn(browser)).to.equal(false)
    await stored('onetimecodes').updateOne({ person: guest.person }, { $set: { expiresAt: new Date(Date.now() - 1) } })
    expect((await typeIn(browser, newer!)).status).to.equal(400)
    expect(await isSignedIn(browser)).to.equal(false)
  })

  it('is kept nowhere, nor is the address for which it was asked', async () => {
    const email = await emailOf(guest)
    await askFor(visitor(), email)
    const [code] = await codesFor(guest.person)
    const rows = JSON.stringify([
      await stored('onetimecodes').find({}).toArray(),
      await stored('messages').find({ kind: 'code' }).toArray(),
      await stored('ratelimits').find({}).toArray(),
    ])
    expect(rows).to.not.contain(code!).and.not.to.contain(email)
    const [message] = await stored<{ _id: string; request: string }>('messages')
      .find({ to: guest.person, kind: 'code' })
      .toArray()
    expect(codeOf({ sessionSecret: 'x'.repeat(40) }, message!.request), 'without the secret').to.not.equal(code)
    expect(codeOf(config, message!.request)).to.equal(code)
  })

  it('is sent to one mailbox five times an hour, and nobody learns by that whether it is somebody’s', async () => {
    for (const email of [await emailOf(guest), `${unique('nobody')}@example.org`]) {
      const browser = visitor()
      for (let n = 0; n < 5; n++) expect((await askFor(browser, email)).status).to.equal(303)
      const refused = await askFor(browser, email)
      expect([refused.status, refused.headers['retry-after']]).to.deep.equal([429, '3600'])
      expect(refused.text).to.contain('Too many codes have been asked for')
    }
    expect(await codesFor(guest.person)).to.have.length.within(1, 5)
    expect((await askFor(visitor(), `${unique('another')}@example.org`)).status).to.equal(303)
  })

  it('does not tell other browsers how often it was asked for: they are answered as ever, and nothing is sent', async () => {
    const email = await emailOf(guest)
    for (let n = 0; n < 4; n++) await askFor(visitor(), email)
    const own = visitor()
    await askFor(own, email)
    const [code, ...before] = await codesFor(guest.person)
    for (let n = 0; n < 3; n++) {
      const other = await askFor(visitor(), email)
      expect([other.status, other.headers['location']]).to.deep.equal([303, '/sign-in/code'])
    }
    expect(await codesFor(guest.person)).to.deep.equal([code, ...before])
    expect((await typeIn(own, code!)).status, 'and the code that was sent last stays good').to.equal(303)
  })

  it('begins a new session, so that one planted beforehand is worth nothing, and ends on the server at sign-out', async () => {
    const browser = await browserOf(world.people.outsider)
    const cookies = () =>
      browser.jar.getCookies({ domain: '127.0.0.1', path: '/', secure: false, script: false }).toValueString()
    const planted = cookies()
    await askFor(browser, await emailOf(guest))
    const [code] = await codesFor(guest.person)
    expect((await typeIn(browser, code!)).status).to.equal(303)
    const signedIn = cookies()
    expect(signedIn).to.not.equal(planted)
    expect((await browser.get('/account')).text).to.contain(guest.name)
    expect((await submit(browser, '/sign-out', {})).status).to.equal(303)
    for (const cookie of [planted, signedIn])
      expect((await visitor().get('/account').set('Cookie', cookie)).status).to.equal(303)
  })

  it('is asked for and used on our own pages only', async () => {
    const browser = visitor()
    const token = /name="_csrf" value="([^"]+)"/.exec((await browser.get('/sign-in')).text)![1]!
    for (const path of ['/sign-in', '/sign-in/code']) {
      const fields = { email: await emailOf(guest), code: '12345678' }
      expect((await browser.post(path).type('form').send(fields)).status).to.equal(422)
      const foreign = browser.post(path).set('Origin', 'https://evil.example').type('form')
      expect((await foreign.send({ ...fields, _csrf: token })).status).to.equal(422)
    }
    expect(await codesFor(guest.person)).to.deep.equal([])
  })

  it('never leads to another site afterwards', async () => {
    const browser = visitor()
    await askFor(browser, await emailOf(guest), 'https://evil.example/')
    const [code] = await codesFor(guest.person)
    expect((await typeIn(browser, code!)).headers['location']).to.equal('/')
  })

  it('ends at the next click with the place that it was good for', async () => {
    const browser = await signedInByCode(guest, `/meetings/${meeting}`)
    expect((await browser.get(`/meetings/${meeting}`)).status).to.equal(200)
    await seatsFor({ kind: 'service', name: 'membership' }).end(guest.seats[0]!.seat, addDays(today, -1))
    expect((await browser.get(`/meetings/${meeting}`)).status).to.equal(404)
  })
})

describe('A member whose organisation has no sign-in', () => {
  beforeEach(async () => stored('ratelimits').deleteMany({}))

  it('signs in by a code where the terms say so, and sees no more than a guest: no side, no chairs, no key', async () => {
    const world = await cast({ codeSignIn: true })
    const { forum, people: members } = world
    const meeting = await called(world)
    const chair = await signedInByCode(members.staffChair)
    for (const path of ['/members', '/terms', '/audit', '/side-papers', '/meetings/new'])
      expect((await chair.get(`/forums/${forum._id}${path}`)).status, path).to.equal(404)
    expect((await chair.get(`/meetings/${meeting}`)).status, 'the meeting to which the chair is invited').to.equal(200)
    for (const path of [`/meetings/${meeting}/agenda/edit`, `/meetings/${meeting}/arrivals`])
      expect((await chair.get(path)).status, path).to.equal(404)
    const usual = await browserOf(members.staffChair)
    expect((await usual.get(`/forums/${forum._id}/members`)).status).to.equal(200)
  })

  it('gets no code once the organisation has one, whatever the address; a guest with an address of no domain does', async () => {
    const world = await cast({ codeSignIn: true })
    const guest = await named(world, await called(world), 'guest', 'staff')
    const { organisation } = await aProvider()
    for (const [person, codes] of [
      [world.people.staffMember, 0],
      [guest, 1],
    ] as const) {
      const { email, revision } = await people.open(person.person)
      await askFor(visitor(), email)
      expect(await codesFor(person.person)).to.have.length(1)
      await people.edit(person.person, revision, { signsInThrough: organisation })
      await askFor(visitor(), email)
      expect(await codesFor(person.person)).to.have.length(1 + codes)
    }
  })

  it('does not count by the place of another forum, whose terms do not say so', async () => {
    const [yes, no] = [await aForum({ codeSignIn: true }), await aForum()]
    const member = await aPerson(yes)
    const [seat] = await stored<Record<string, unknown> & { _id: string }>('seats')
      .find({ person: member.person })
      .toArray()
    const other = { ...seat!, _id: unique('seat'), forum: no._id, forumName: no.name, byCode: false }
    await seatsFor({ kind: 'service', name: 'operator' }).create([other as never])
    const browser = await signedInByCode(member)
    expect((await browser.get('/account')).text)
      .to.contain(yes.name)
      .and.not.to.contain(no.name)
    expect((await browser.get(`/forums/${no._id}`)).status).to.equal(404)
    expect((await browser.get(`/forums/${yes._id}`)).status).to.equal(200)
  })
})
