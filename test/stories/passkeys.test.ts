import { expect } from 'chai'
import mongoose from 'mongoose'
import { passkeysFor } from '../../models/passkey.ts'
import { codeTyped } from '../../server/acts/passkeyCodes.ts'
import type { Lie } from '../authenticator.ts'
import { testMark } from '../commands.ts'
import { castOf, toldOf } from '../membership.ts'
import {
  add,
  anAuthenticator,
  begin,
  codeByCommand,
  codeFrom,
  optionsOf,
  passkeysOf,
  use,
  withPasskey,
} from '../passkeys.ts'
import { aForum, aPerson, browserOf, config, submit } from '../world.ts'

const sides = [
  { side: 'employer', holdsKey: true, seats: 10, quorumShare: 0, quorumMinimum: 0 },
  { side: 'staff', holdsKey: true, seats: 10, quorumShare: 0, quorumMinimum: 0 },
] as const
type Browser = Awaited<ReturnType<typeof browserOf>>

/** A forum of two sides with its people, whose staff chair has a passkey and has used it. */
async function aSide() {
  const forum = await aForum({ sides: [...sides] })
  const people = await castOf(forum)
  return { forum, people, chair: await withPasskey(forum, people.staffChair) }
}

/** Whether this browser sees the passkeys that count for a place: by what only such a session may. */
const usesPasskey = async (browser: Browser): Promise<boolean> =>
  (await browser.get('/account')).text.includes('Used in this session')

const rows = <T extends object>(name: string) => mongoose.connection.db!.collection<T & { _id: string }>(name)
const look = { comment: testMark } as const

describe('A passkey', function () {
  this.timeout(60_000)

  it('is added with a code that the chair of the side gave by voice, and is used from then on', async () => {
    const { people, chair } = await aSide()
    const browser = await browserOf(people.member)
    expect((await browser.get('/account')).text).to.include('With a code from the chair of your side')
    const code = await codeFrom(chair.browser, people.member)
    const authenticator = anAuthenticator()
    // However it is typed.
    const added = await add(browser, authenticator, ` ${code.toLowerCase().replaceAll('-', ' ')}`, 'My telephone')
    expect(added.headers['location'], added.text).to.equal('/account')
    const account = (await browser.get('/account')).text
    expect(account).to.include('My telephone').and.to.include('Added on').and.to.include('Used in this session')
    expect(await passkeysOf(people.member)).to.have.length(1)

    const anew = await browserOf(people.member)
    expect(await usesPasskey(anew)).to.equal(false)
    const used = await use(anew, authenticator, '/forums/somewhere?page=2')
    expect(used.headers['location']).to.equal('/forums/somewhere?page=2')
    expect(await usesPasskey(anew)).to.equal(true)
    expect((await use(anew, authenticator, 'https://evil.example/')).headers['location']).to.equal('/')
  })

  it('needs JavaScript, and its pages say so plainly', async () => {
    const { people, chair } = await aSide()
    for (const path of ['/account/passkeys/add', '/account/passkey']) {
      const page = (await chair.browser.get(path)).text
      expect(page, path).to.include('app-passkey__without-script').and.to.include('passkeys need JavaScript')
      expect(page).to.not.match(/<script(?![^>]*src=)/)
    }
    const browser = await browserOf(people.member)
    const sent = await submit(browser, '/account/passkeys/add', { name: 'Mine', code: 'ABCD-EFGH-JKMN', answer: '' })
    expect(sent.status).to.equal(422)
    expect(sent.text).to.include('Passkeys need JavaScript')
  })

  it('goes on in a new session that ends when the old one would have, with no other record of its use', async () => {
    const { people, chair } = await aSide()
    const browser = await browserOf(people.staffChair)
    await browser.get('/account')
    const sessions = rows<{ expires: Date; session: object }>('sessions')
    const mine = { 'session.person': people.staffChair.person, 'session.passkey': false }
    const [before] = await sessions.find(mine, look).toArray()
    // An hour of the twelve is over.
    const expires = new Date(before!.expires.getTime() - 3_600_000)
    await sessions.updateOne({ _id: before!._id }, { $set: { expires, 'session.cookie.expires': expires } }, look)
    expect((await use(browser, chair.authenticator)).status).to.equal(303)
    const after = await sessions.find({ 'session.person': people.staffChair.person }, look).toArray()
    expect(after.map(({ _id }) => _id)).to.not.include(before!._id)
    const [strengthened] = after.filter((one) => Math.abs(one.expires.getTime() - expires.getTime()) < 5000)
    expect(strengthened?.session).to.include({ by: 'organisation', passkey: true, through: 'deeholme' })
    expect(await usesPasskey(browser)).to.equal(true)
    const [passkey] = await passkeysFor(people.staffChair).of(people.staffChair.person)
    expect(Object.keys(passkey!).toSorted()).to.deep.equal([
      '_id',
      'addedOn',
      'copied',
      'counter',
      'credential',
      'name',
      'owner',
      'publicKey',
      'transports',
    ])
  })

  it('is renamed freely, and removed only in a session with a passkey, which may be another one', async () => {
    const { forum, people, chair } = await aSide()
    const { browser } = chair
    const second = anAuthenticator()
    // In a session with a passkey the same person adds another without a code, for the same places.
    expect((await add(browser, second, '', 'Key on my ring')).status).to.equal(303)
    expect(await passkeysOf(people.staffChair)).to.have.length(2)
    const own = await passkeysFor(people.staffChair).of(people.staffChair.person)
    const [ring, telephone] = own.map(({ _id }) => _id)

    const bare = await browserOf(people.staffChair)
    await submit(bare, `/account/passkeys/${ring}`, { name: 'Key in the drawer' })
    expect((await bare.get('/account')).text).to.include('Key in the drawer')
    expect((await bare.get(`/account/passkeys/${ring}/remove`)).headers['location']).to.include('/account/passkey?')
    expect((await submit(bare, '/account', {}, `/account/passkeys/${ring}/remove`)).status).to.equal(404)
    expect(await passkeysOf(people.staffChair)).to.have.length(2)

    const removed = await submit(browser, `/account/passkeys/${telephone}/remove`, {})
    expect(removed.status).to.equal(303)
    expect(await passkeysOf(people.staffChair)).to.deep.equal([ring])
    // It was not the passkey of this session, which goes on; those that it had strengthened are gone.
    expect(await usesPasskey(browser)).to.equal(true)
    for (const kind of ['passkeyAdded', 'passkeyRemoved'] as const)
      expect(await toldOf(forum, kind), kind).to.include(people.staffChair.person)
  })

  it('ends every session that it strengthened when it is removed', async () => {
    const { people, chair } = await aSide()
    const thief = await browserOf(people.staffChair)
    await use(thief, chair.authenticator)
    expect(await usesPasskey(thief)).to.equal(true)
    const [passkey] = await passkeysOf(people.staffChair)
    await submit(chair.browser, `/account/passkeys/${passkey}/remove`, {})
    expect((await thief.get('/account')).headers['location']).to.match(/^\/sign-in/)
    expect((await chair.browser.get('/account')).headers['location']).to.match(/^\/sign-in/)
  })

  it('is nobody else’s to see, rename or remove', async () => {
    const { people, chair } = await aSide()
    const [passkey] = await passkeysOf(people.staffChair)
    const other = await browserOf(people.member)
    await add(other, anAuthenticator(), await codeFrom(chair.browser, people.member))
    const administrator = await browserOf(await aPerson(null, 'member', 'independent', { office: 'administrator' }))
    for (const browser of [other, administrator])
      for (const path of [`/account/passkeys/${passkey}`, `/account/passkeys/${passkey}/remove`]) {
        expect((await browser.get(path)).status, path).to.equal(404)
        expect((await submit(browser, '/account', { name: 'x' }, path)).status, path).to.equal(404)
      }
  })
})

describe('A forged answer of a passkey', function () {
  this.timeout(60_000)

  const origin = new URL(config.baseUrl).origin
  const lies: Readonly<Record<string, Lie>> = {
    'from another origin': { origin: 'https://subrosa.example.net' },
    'from a page that looks like this one': { origin: origin.replace('http:', 'https:') },
    'for another host': { rpId: 'evil.example' },
    'to another challenge': { challenge: Buffer.alloc(32, 7).toString('base64url') },
    'of the other kind': { type: 'payment.get' },
    'given within a page of another site': { crossOrigin: true },
    'without its owner being verified': { flags: 0x01 },
    'without anybody being there': { flags: 0x04 },
  }

  for (const [what, lie] of Object.entries(lies))
    it(`${what} adds nothing and proves nothing; the honest one beside it does`, async () => {
      const { people, chair } = await aSide()
      const member = await browserOf(people.member)
      const code = await codeFrom(chair.browser, people.member)
      const authenticator = anAuthenticator()
      const forged = authenticator.add(await optionsOf(member, '/account/passkeys/add', { code }), lie)
      const refused = await submit(member, '/account/passkeys/add', { code, name: 'Forged', answer: forged })
      expect(refused.status).to.equal(422)
      expect(await passkeysOf(people.member)).to.deep.equal([])
      expect((await add(member, authenticator, code)).status).to.equal(303)

      const anew = await browserOf(people.member)
      const answer = authenticator.use(await optionsOf(anew, '/account/passkey'), lie, authenticator.passkeys[1])
      expect((await submit(anew, '/account/passkey', { answer })).status).to.equal(422)
      expect(await usesPasskey(anew)).to.equal(false)
      const honest = authenticator.use(await optionsOf(anew, '/account/passkey'), {}, authenticator.passkeys[1])
      expect((await submit(anew, '/account/passkey', { answer: honest })).status).to.equal(303)
    })

  it('is refused when its count of signatures goes back or stands still, as that of a copy does', async () => {
    const { people, chair } = await aSide()
    const browser = await browserOf(people.staffChair)
    await use(browser, chair.authenticator)
    const { counter } = chair.authenticator.passkeys[0]!
    for (const old of [counter, counter - 1, 0]) {
      const answer = chair.authenticator.use(await optionsOf(browser, '/account/passkey'), { counter: old })
      expect((await submit(browser, '/account/passkey', { answer })).status, String(old)).to.equal(422)
    }
    chair.authenticator.passkeys[0]!.counter = counter
    expect((await use(browser, chair.authenticator)).status).to.equal(303)
  })

  it('is refused the second time, in another session, by another person, and after five minutes', async () => {
    const { people, chair } = await aSide()
    const [browser, elsewhere] = [await browserOf(people.staffChair), await browserOf(people.staffChair)]
    const options = await optionsOf(browser, '/account/passkey')
    const answer = chair.authenticator.use(options)
    expect((await submit(elsewhere, '/account/passkey', { answer })).status, 'another session').to.equal(422)
    const colleague = await browserOf(people.colleague)
    expect((await submit(colleague, '/account/passkey', { answer })).status, 'another person').to.equal(422)
    // Both sent at once: one counts.
    const both = await Promise.all([0, 1].map(() => submit(browser, '/account/passkey', { answer })))
    expect(both.map(({ status }) => status).filter((status) => status === 303)).to.have.length(1)
    expect((await submit(browser, '/account/passkey', { answer })).status, 'again').to.equal(422)

    const late = chair.authenticator.use(await optionsOf(browser, '/account/passkey'))
    const challenges = rows<{ person: string; expiresAt: Date }>('passkeychallenges')
    await challenges.updateMany({ person: people.staffChair.person }, { $set: { expiresAt: new Date() } })
    expect((await submit(browser, '/account/passkey', { answer: late })).status, 'late').to.equal(422)
  })

  it('is refused with somebody else’s passkey, and with the name of one’s own over it', async () => {
    const { people, chair } = await aSide()
    const browser = await browserOf(people.member)
    const own = anAuthenticator()
    await add(browser, own, await codeFrom(chair.browser, people.member))
    const theirs = chair.authenticator.passkeys[0]!
    const options = await optionsOf(browser, '/account/passkey')
    const answer = chair.authenticator.use(options, {}, theirs)
    expect((await submit(browser, '/account/passkey', { answer })).status).to.equal(422)
    const renamed = chair.authenticator.use(
      await optionsOf(browser, '/account/passkey'),
      { id: own.passkeys[0]!.id, counter: 99 },
      theirs,
    )
    expect((await submit(browser, '/account/passkey', { answer: renamed })).status).to.equal(422)
    // Nor does an answer to one thing do for the other.
    const code = await codeFrom(chair.browser, people.member)
    const toUse = own.use(await optionsOf(browser, '/account/passkey'))
    await optionsOf(browser, '/account/passkeys/add', { code })
    const sent = await submit(browser, '/account/passkeys/add', { code, name: 'x', answer: toUse })
    expect(sent.status).to.equal(422)
    expect(await passkeysOf(people.member)).to.have.length(1)
  })

  it('is refused with a broken signature, with certificates that nobody asked for, and as any rubbish', async () => {
    const { people, chair } = await aSide()
    const browser = await browserOf(people.staffChair)
    const flip = (made: Buffer): Buffer => Buffer.concat([made.subarray(0, -1), Buffer.from([made.at(-1)! ^ 1])])
    const broken = chair.authenticator.use(await optionsOf(browser, '/account/passkey'), { signature: flip })
    expect((await submit(browser, '/account/passkey', { answer: broken })).status).to.equal(422)

    const member = await browserOf(people.member)
    const code = await codeFrom(chair.browser, people.member)
    const statement = new Map<string, unknown>([
      ['alg', -7],
      ['sig', Buffer.alloc(70)],
      ['x5c', [Buffer.alloc(300)]],
    ])
    for (const format of ['packed', 'fido-u2f', 'tpm', 'apple', 'android-key', 'none']) {
      const options = await optionsOf(member, '/account/passkeys/add', { code })
      const answer = anAuthenticator().add(options, { format, statement })
      const sent = await submit(member, '/account/passkeys/add', { code, name: 'x', answer })
      expect(sent.status, format).to.equal(422)
    }
    for (const answer of [
      '{}',
      'null',
      '[]',
      '"x"',
      '{"id":1}',
      '{',
      'a'.repeat(39_000),
      '{"response":{"clientDataJSON":"e30"}}',
    ]) {
      const sent = await submit(browser, '/account/passkey', { answer })
      expect(sent.status, answer.slice(0, 20)).to.equal(422)
    }
  })
})

describe('A code to add a passkey', function () {
  this.timeout(60_000)

  it('is good once, for one seat’s holder, ten tries and a week, and is kept as a hash', async () => {
    const { people, chair } = await aSide()
    const code = await codeFrom(chair.browser, people.member)
    const codes = rows<{ owner: string; hash: string; salt: string; tries: number; expiresAt: Date }>('passkeycodes')
    const of = { owner: people.member.person }
    const [kept] = await codes.find(of, look).toArray()
    expect(JSON.stringify(kept)).to.not.include(code).and.to.not.include(code.replaceAll('-', ''))
    expect(kept!.expiresAt.getTime() - Date.now()).to.be.within(6.9 * 24 * 3_600_000, 7 * 24 * 3_600_000)

    // Somebody else’s browser gets nothing with it, and costs it no try.
    const other = await browserOf(people.secretary)
    expect((await begin(other, '/account/passkeys/add', { code })).status).to.equal(422)
    expect((await codes.findOne(of, look))!.tries).to.equal(0)

    const browser = await browserOf(people.member)
    for (let guess = 0; guess < 9; guess++)
      expect((await begin(browser, '/account/passkeys/add', { code: 'WRNG-WRNG-WRNG' })).status).to.equal(422)
    expect((await begin(browser, '/account/passkeys/add', { code })).status, 'the tenth').to.equal(200)
    expect((await begin(browser, '/account/passkeys/add', { code })).status, 'the eleventh').to.equal(422)

    // Another code makes the one before worthless.
    const second = await codeFrom(chair.browser, people.member)
    const third = await codeFrom(chair.browser, people.member)
    expect((await begin(browser, '/account/passkeys/add', { code: second })).status).to.equal(422)
    expect(await codeTyped(people.member, third, new Date(Date.now() + 8 * 24 * 3_600_000)), 'after a week').to.equal(
      null,
    )
    expect((await add(browser, anAuthenticator(), third)).status).to.equal(303)
    expect((await begin(await browserOf(people.member), '/account/passkeys/add', { code: third })).status).to.equal(422)
  })

  it('adds one passkey, however many answers arrive at once', async () => {
    const { people, chair } = await aSide()
    const code = await codeFrom(chair.browser, people.member)
    const browser = await browserOf(people.member)
    const answers: string[] = []
    for (let made = 0; made < 3; made++)
      answers.push(anAuthenticator().add(await optionsOf(browser, '/account/passkeys/add', { code })))
    const page = await browser.get('/account/passkeys/add')
    const token = /name="_csrf" value="([^"]+)"/.exec(page.text)![1]!
    const post = async (answer: string) =>
      browser.post('/account/passkeys/add').type('form').send({ _csrf: token, name: 'Mine', code, answer })
    const statuses = (await Promise.all(answers.map(post))).map(({ status }) => status)
    expect(statuses.filter((status) => status === 303)).to.have.length(1)
    expect(await passkeysOf(people.member)).to.have.length(1)
    expect(await passkeysFor(people.member).of(people.member.person)).to.have.length(1)
  })

  it('comes from nobody but the side’s own chair with a passkey: no other chair, officer or administrator', async () => {
    const { forum, people, chair } = await aSide()
    const [seat] = people.member.seats
    const path = `/forums/${forum._id}/members/${seat!.seat}/passkey-code`
    const employer = await withPasskey(forum, people.employerChair)
    const administrator = await browserOf(await aPerson(null, 'member', 'independent', { office: 'administrator' }))
    const others = [employer.browser, administrator, await browserOf(people.secretary), await browserOf(people.member)]
    for (const browser of others) {
      expect((await browser.get(path)).status).to.equal(404)
      expect((await submit(browser, '/account', {}, path)).status).to.equal(404)
    }
    // The chair, in a session without the passkey: as whoever runs the chair’s sign-in would have it.
    const impersonated = await browserOf(people.staffChair)
    expect((await impersonated.get(path)).text).to.include('Use your own passkey first')
    expect((await submit(impersonated, '/account', {}, path)).status).to.equal(422)
    // Nor for the chair’s own place.
    const own = `/forums/${forum._id}/members/${people.staffChair.seats[0]!.seat}/passkey-code`
    expect((await chair.browser.get(own)).status).to.equal(404)
    expect(await rows('passkeycodes').countDocuments({ forum: forum._id }, look)).to.equal(0)
  })

  it('comes for a chair from another who holds the side’s key, and then the whole side is told', async () => {
    const { forum, people, chair } = await aSide()
    const vice = await aPerson(forum, 'viceChair', 'staff', { name: 'Vera Vice', holdsKey: true })
    const viceBrowser = await browserOf(vice)
    await add(viceBrowser, anAuthenticator(), await codeFrom(chair.browser, vice))
    expect(await codeFrom(viceBrowser, people.member), 'for a member').to.equal('none: 404')
    const code = await codeFrom(viceBrowser, people.staffChair, { instead: 'yes' })
    // What was lost counts no more from this moment.
    expect(await passkeysOf(people.staffChair)).to.deep.equal([])
    expect(
      (await chair.browser.get(`/forums/${forum._id}/members/${people.member.seats[0]!.seat}/passkey-code`)).text,
    ).to.include('Use your own passkey first')
    expect((await add(await browserOf(people.staffChair), anAuthenticator(), code)).status).to.equal(303)
    const told = await toldOf(forum, 'passkeyCodeGiven')
    for (const one of [people.staffChair, people.secretary, people.member, vice]) expect(told).to.include(one.person)
    expect(told).to.not.include(people.colleague.person)
  })

  it('comes from the operator’s command for a chair alone, into the trail, and the whole side is told', async () => {
    const forum = await aForum({ sides: [...sides] })
    const people = await castOf(forum)
    const code = await codeByCommand(forum, people.staffChair)
    expect(code).to.match(/^([A-HJKMNP-RTV-Y3-9]{4}-?){3}$/)
    const side = [people.staffChair, people.secretary, people.member].map(({ person }) => person)
    expect((await toldOf(forum, 'passkeyCodeGiven')).toSorted()).to.deep.equal(side.toSorted())
    let refused = ''
    await codeByCommand(forum, people.member).catch((error: unknown) => (refused = (error as Error).message))
    expect(refused).to.include('The chair of the side gives')
    const trail = (await (await browserOf(people.employerChair)).get(`/forums/${forum._id}/audit`)).text
    expect(trail).to.include('A matter of one side').and.to.not.include('passkey')
  })
})
