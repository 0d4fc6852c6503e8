import { expect } from 'chai'
import mongoose, { type mongo } from 'mongoose'
import { auditFor } from '../../models/auditEntry.ts'
import { peopleFor } from '../../models/person.ts'
import { endSessionsOf } from '../../models/session.ts'
import { editPerson } from '../../server/acts/editPerson.ts'
import { enrolAdministrator } from '../../server/acts/enrolAdministrator.ts'
import { mergeOrganisations } from '../../server/acts/mergeOrganisations.ts'
import { letInAgain, unlinkPerson } from '../../server/acts/unlinkPerson.ts'
import { newId } from '../../server/ids.ts'
import type { Person } from '../../server/policy/terms.ts'
import { linkHash } from '../../server/sso/enrolling.ts'
import { askFor, codesFor, typeIn } from '../code.ts'
import { stored } from '../commands.ts'
import { whileHeld } from '../held.ts'
import { type Cast, called, cast, named } from '../meetings.ts'
import { castOf } from '../membership.ts'
import { use, withPasskey } from '../passkeys.ts'
import { type Visitor, arrive, inviteThrough, isIn } from '../sso/arriving.ts'
import { type TestProvider, aProvider } from '../sso/provider.ts'
import { aForum, aPerson, anOrganisation, browserOf, submit, unique, visitor } from '../world.ts'

const operator = { kind: 'service', name: 'operator' } as const
const people = peopleFor(operator)
const emailOf = async ({ person }: Person): Promise<string> => (await people.open(person)).email

/** An administrator ends a person's sign-in. */
async function end({ person }: Person): Promise<void> {
  const { revision } = await people.open(person)
  await unlinkPerson(operator, new Date(), { person, revision, reason: 'Left', again: false })
}

/** The moment at which a new session is about to be stored. */
const storing = ['sessions', 'updateOne', 'before'] as const
/** The moment at which somebody's sessions were ended, in a transaction that is not over. */
const ending = ['sessions', 'deleteMany', 'after'] as const

const sessionsOf = async ({ person }: Person): Promise<number> =>
  stored('sessions').countDocuments({ 'session.person': person })

describe('A sign-in that is ended while it is under way', function () {
  this.timeout(30_000)
  let world: Cast
  let meeting: string
  let provider: TestProvider
  before(async () => {
    world = await cast()
    meeting = await called(world)
    provider = await aProvider()
  })
  beforeEach(async () => stored('ratelimits').deleteMany({}))

  /** A member, and how they sign in through their organisation. */
  async function member(): Promise<{ person: Person; come: (browser: Visitor) => Promise<{ status: number }> }> {
    const person = await aPerson(await aForum())
    const asserted = { email: await inviteThrough(provider, person.person), nameId: newId() }
    await arrive(visitor(), provider, asserted)
    return { person, come: async (browser) => arrive(browser, provider, asserted) }
  }

  /** Somebody in each of the three ways, and the last step of it. */
  const ways: readonly [string, () => Promise<{ person: Person; come: (browser: Visitor) => Promise<unknown> }>][] = [
    ['through an organisation', member],
    [
      'by a code',
      async () => {
        const person = await named(world, meeting, 'guest', 'staff')
        const come = async (browser: Visitor) => {
          await askFor(browser, await emailOf(person))
          const [code] = await codesFor(person.person)
          return typeIn(browser, code!)
        }
        // The first time is noted with the person.
        await come(visitor())
        return { person, come }
      },
    ],
    [
      'by the operator’s link',
      async () => {
        const person = await aPerson(null, 'member', 'independent', { office: 'administrator' })
        const secret = newId()
        await enrolAdministrator(operator, new Date(), {
          email: await emailOf(person),
          make: null,
          link: linkHash(secret),
        })
        return { person, come: async (browser) => submit(browser, `/sign-in/link/${secret}`, {}) }
      },
    ],
  ]
  for (const [way, somebody] of ways) {
    it(`${way}: there is no session when it ends just before that is stored`, async () => {
      const { person, come } = await somebody()
      const browser = visitor()
      await whileHeld(
        storing,
        async () => come(browser),
        async () => end(person),
      )
      expect(await isIn(browser)).to.equal(false)
      expect(await sessionsOf(person)).to.equal(0)
    })

    it(`${way}: nor when the session is stored after those there were have been ended, and before that is confirmed`, async () => {
      const { person, come } = await somebody()
      const browser = visitor()
      await whileHeld(
        ending,
        async () => end(person),
        async () => come(browser),
      )
      expect(await isIn(browser)).to.equal(false)
      expect(await sessionsOf(person)).to.equal(0)
    })
  }

  it('is refused with a page, also in the browser of somebody who is signed in', async () => {
    const { person, come } = await member()
    const browser = await browserOf(await aPerson(await aForum()))
    const answer = await whileHeld(
      storing,
      async () => come(browser),
      async () => end(person),
    )
    expect(answer.status).to.equal(403)
    expect(await isIn(browser), 'nobody is signed in there').to.equal(false)
  })

  it('does not come back with a session that is written again at the end of its request: each is written once', async () => {
    const { come } = await member()
    let written = 0
    const note = ({ commandName, command }: mongo.CommandStartedEvent): void => {
      if (commandName === 'update' && command['update'] === 'sessions') written++
    }
    mongoose.connection.getClient().on('commandStarted', note)
    const browser = visitor()
    await come(browser)
    mongoose.connection.getClient().off('commandStarted', note)
    expect(await isIn(browser)).to.equal(true)
    expect(written).to.equal(1)
  })

  it('because its organisation becomes part of another, leaves no session that came through it', async () => {
    const ends = await aProvider()
    const person = await aPerson(await aForum())
    const asserted = { email: await inviteThrough(ends, person.person), nameId: newId() }
    await arrive(visitor(), ends, asserted)
    const browser = visitor()
    await whileHeld(
      ending,
      async () => mergeOrganisations(operator, new Date(), { from: ends.organisation, into: provider.organisation }),
      async () => arrive(browser, ends, asserted),
    )
    expect(await isIn(browser)).to.equal(false)
    expect(await sessionsOf(person)).to.equal(0)
  })
})

describe('A session that is strengthened with a passkey', function () {
  this.timeout(30_000)

  it('is not there once the one from which it goes on was ended, by signing out or by an administrator', async () => {
    const forum = await aForum()
    const { staffChair } = await castOf(forum)
    const { authenticator } = await withPasskey(forum, staffChair)
    for (const ended of ['sign-out', 'administrator'] as const) {
      const browser = await browserOf(staffChair)
      const [before, other] = [await sessionsOf(staffChair), await browserOf(await aPerson(forum))]
      expect(before).to.be.greaterThan(0)
      const answer = await whileHeld(
        storing,
        async () => use(browser, authenticator),
        async () => (ended === 'sign-out' ? endSessionsOf(staffChair.person) : end(staffChair)),
      )
      expect(answer.status, ended).to.equal(422)
      expect(answer.text).to.contain('You have been signed out meanwhile')
      expect(await isIn(browser), ended).to.equal(false)
      expect(await sessionsOf(staffChair), ended).to.equal(0)
      expect(await isIn(other), 'somebody else').to.equal(true)
      if (ended === 'administrator') continue
      const { revision } = await people.open(staffChair.person)
      expect(revision, 'nothing of the person changes').to.equal(0)
    }
  })

  it('is one, of two answers that come at once: the session it goes on from is used up by the first', async () => {
    const forum = await aForum()
    const { staffChair } = await castOf(forum)
    const { authenticator } = await withPasskey(forum, staffChair)
    await endSessionsOf(staffChair.person)
    const browser = await browserOf(staffChair)
    await whileHeld(
      storing,
      async () => use(browser, authenticator),
      async () => undefined,
    )
    expect(await sessionsOf(staffChair)).to.equal(1)
  })
})

describe('An administrator whose sign-in was ended', () => {
  beforeEach(async () => stored('ratelimits').deleteMany({}))

  it('gets no operator’s link, and none that was made before lets them in; until they are let in again', async () => {
    const administrator = await aPerson(null, 'member', 'independent', { office: 'administrator' })
    const email = await emailOf(administrator)
    const link = async (): Promise<string> => {
      const secret = newId()
      await enrolAdministrator(operator, new Date(), { email, make: null, link: linkHash(secret) })
      return `/sign-in/link/${secret}`
    }
    const before = await link()
    await end(administrator)
    const browser = visitor()
    expect((await submit(browser, before, {})).status).to.equal(400)
    expect(await isIn(browser)).to.equal(false)
    expect(await link().catch((error: Error) => error.message)).to.contain('ended the sign-in of this person')
    const make = { name: 'Another Name', signsInThrough: await anOrganisation() }
    const anew = enrolAdministrator(operator, new Date(), { email, make, link: linkHash(newId()) })
    expect(await anew.catch((error: Error) => error.message)).to.contain('ended the sign-in of this person')
    const { revision } = await people.open(administrator.person)
    await letInAgain(operator, new Date(), { person: administrator.person, revision })
    expect((await submit(browser, await link(), {})).status).to.equal(303)
    expect(await isIn(browser)).to.equal(true)
  })
})

describe('A person whose e-mail address is corrected', function () {
  this.timeout(30_000)

  it('is signed in no more by a code to the old one: neither by one that waits, nor in a session it began', async () => {
    await stored('ratelimits').deleteMany({})
    const world = await cast()
    const guest = await named(world, await called(world), 'guest', 'staff')
    const through = { signsInThrough: await anOrganisation() }
    await people.edit(guest.person, (await people.open(guest.person)).revision, through)
    const [browser, waiting] = [visitor(), visitor()]
    const old = await emailOf(guest)
    await askFor(browser, old)
    const [first] = await codesFor(guest.person)
    expect((await typeIn(browser, first!)).status).to.equal(303)
    await askFor(waiting, old)
    const [second] = await codesFor(guest.person)
    const usual = await browserOf(guest)
    const { revision, name, signsInThrough } = await people.open(guest.person)
    const asked = { person: guest.person, revision, name, email: `${unique('right')}@example.org`, signsInThrough }
    await editPerson(operator, new Date(), asked)
    expect(await isIn(browser), 'who reads the old mailbox').to.equal(false)
    expect((await typeIn(waiting, second!)).status).to.equal(400)
    expect(await isIn(waiting)).to.equal(false)
    expect(await isIn(usual), 'a session that no code began').to.equal(true)
    // The new mailbox gets one.
    const right = visitor()
    await askFor(right, asked.email)
    const [third] = await codesFor(guest.person)
    expect((await typeIn(right, third!)).status).to.equal(303)
  })
})

describe('The audit trail about a sign-in that was ended', () => {
  it('does not say whether the person was signed in at the time', async () => {
    const entryOf = async (sessions: number) => {
      const person = await aPerson(await aForum())
      for (let n = 0; n < sessions; n++) await browserOf(person)
      await end(person)
      const trail = await auditFor({ kind: 'service', name: 'audit' }).chain('installation')
      const [entry] = trail.filter(({ record, event }) => record === person.person && event === 'sign-in ended')
      return entry?.opening?.details
    }
    const [twice, never] = [await entryOf(2), await entryOf(0)]
    expect(twice).to.contain('Left').and.to.equal(never)
  })
})
