import { expect } from 'chai'
import mongoose from 'mongoose'
import { identityProvidersFor } from '../../models/identityProvider.ts'
import { startEmbedded } from '../../server/database/embedded/start.ts'
import { recordOf } from '../../server/demonstration/provider/app.ts'
import { readRequest, sign, unsignedResponse } from '../../server/demonstration/provider/messages.ts'
import { newId } from '../../server/ids.ts'
import type { Person } from '../../server/policy/terms.ts'
import { codeOf } from '../../server/sso/code.ts'
import { addressesOf } from '../../server/sso/provider.ts'
import { stored } from '../commands.ts'
import { tomorrow } from '../meetings.ts'
import { someKeys } from '../sso/provider.ts'
import { aForum, aPerson, anOrganisation } from '../world.ts'
import { ownFolder, run } from './child.ts'
import {
  type Answer,
  type Browser,
  type Process,
  aBrowser,
  answering,
  eventually,
  settings,
  slowMail,
  startProcess,
} from './processes.ts'

const operator = { kind: 'service', name: 'operator' } as const
type Stored = { _id: string } & Record<string, any>

const inOrder = (list: readonly string[]): string[] => list.toSorted((one, other) => (one < other ? -1 : 1))

/** Production as it runs for many: three processes on one database, found by its address, and the proxy left out. */
describe('three application processes on one database', function () {
  this.timeout(600_000)
  const ends: (() => Promise<unknown>)[] = []
  let uri = ''
  let client: mongoose.mongo.MongoClient
  let processes: readonly Process[] = []
  let a: Process, b: Process, c: Process
  let mail: Awaited<ReturnType<typeof slowMail>>
  let lastMail: Awaited<ReturnType<typeof slowMail>>
  let forum = ''
  let organisation = ''
  const people: Person[] = []

  const everybody = (): string[] => inOrder(people.map(({ person }) => person))
  const all = (collection: string, filter: object = {}): Promise<Stored[]> =>
    client.db().collection<Stored>(collection).find(filter).toArray()

  before(async () => {
    const folder = await ownFolder()
    ends.push(() => folder.remove())
    const database = await startEmbedded({ folder: folder.path, port: 0 })
    ends.push(() => database.stop())
    uri = database.uri
    client = await mongoose.mongo.MongoClient.connect(uri)
    ends.push(() => client.close())
    mail = await slowMail()
    ends.push(() => mail.stop())
    lastMail = await slowMail()
    ends.push(() => lastMail.stop())
    // All at once, on an empty database: each runs the migrations. The third has a mail server of its own.
    a = await startProcess(uri, mail.url)
    b = await startProcess(uri, mail.url)
    c = await startProcess(uri, lastMail.url)
    processes = [a, b, c]
    for (const { child } of processes) ends.push(() => child.stop('SIGKILL'))
    await Promise.all(processes.map(answering))
    await settle()
  })
  after(async () => {
    for (const end of ends.toReversed()) await end()
  })

  /** A forum of two chairs and ten members who sign in through one organisation, made in the database of the suite. */
  async function settle(): Promise<void> {
    organisation = await anOrganisation()
    await identityProvidersFor(operator).put(
      recordOf(organisation, 'https://sign-in.example', await someKeys(), new Date()),
    )
    const made = await aForum({ coreNoticeDays: 0, alternation: false })
    forum = made._id
    for (const side of ['employer', 'staff'] as const) people.push(await aPerson(made, 'chair', side, { organisation }))
    for (let i = 0; i < 10; i++) people.push(await aPerson(made, 'member', 'staff', { organisation }))
    const ids = people.map(({ person }) => person)
    await bring('organisations', { _id: organisation })
    await bring('identityproviders', { _id: organisation })
    await bring('forums', { _id: forum })
    await bring('seats', { forum })
    await bring('people', { _id: { $in: ids } })
  }

  /** Copies records into the database of the three processes. */
  async function bring(collection: string, filter: object): Promise<void> {
    const records = await stored<Stored>(collection).find(filter).toArray()
    expect(records, collection).to.not.have.length(0)
    await client.db().collection<Stored>(collection).insertMany(records)
  }

  /** Leaves for the organisation's sign-in at one process; gives the id of the request. */
  async function begin(browser: Browser, at: Process): Promise<string> {
    const { location } = await browser.get(at, `/sso/${organisation}/sign-in?returnTo=/account`)
    return readRequest(new URL(location).searchParams.get('SAMLRequest')!, 'AuthnRequest').id
  }

  /** The organisation's honest answer about a person. */
  async function answerTo(request: string, { person, name }: Person): Promise<{ SAMLResponse: string }> {
    const { entityId: audience, acs } = addressesOf({ baseUrl: settings.BASE_URL }, organisation)
    const { entityId: issuer } = await identityProvidersFor(operator).open(organisation)
    const email = `${person}@${organisation}.example`
    const said = { issuer, audience, acs, inResponseTo: request, nameId: person, email, name, now: new Date() }
    await client.db().collection<Stored>('people').updateOne({ _id: person }, { $set: { email } })
    const xml = sign(unsignedResponse(said), 'Assertion', await someKeys())
    return { SAMLResponse: Buffer.from(xml).toString('base64') }
  }

  /** Signs a person in: begun at one process, answered at another, finished at a third. */
  async function signIn(
    person: Person,
    [first, second, third]: readonly [Process, Process, Process],
  ): Promise<Browser> {
    const browser = aBrowser()
    const answer = await answerTo(await begin(browser, first), person)
    const taken = await browser.post(second, `/sso/${organisation}/acs`, answer)
    expect(taken.status, taken.text).to.equal(303)
    const finished = await browser.get(third, taken.location)
    expect(finished.location, finished.text).to.equal('/account')
    return browser
  }

  const account = (browser: Browser): Promise<Answer[]> =>
    Promise.all(processes.map((at) => browser.get(at, '/account')))

  it('make one set of indexes and one key of the service, though they start together', async () => {
    const ran = (list: Stored[]): string[] => list.map(({ _id }) => _id)
    expect(ran(await all('migrations'))).to.have.members(ran(await stored<Stored>('migrations').find().toArray()))
    const certificates = await Promise.all(
      processes.map(
        async (at) => (await aBrowser().get(at, `/sso/${organisation}/metadata`)).text.match(/MII[^<]+/)?.[0],
      ),
    )
    expect(certificates[0]).to.be.a('string')
    expect(new Set(certificates).size).to.equal(1)
    expect(await all('servicekeys')).to.have.length(1)
  })

  it('take at one process what was asked at another, and let the person read at each', async () => {
    const browser = await signIn(people[2]!, [a, b, c])
    for (const { status, text } of await account(browser)) {
      expect(status).to.equal(200)
      expect(text).to.contain(people[2]!.name)
    }
    expect(await all('sessions')).to.have.length(1)
    expect((await browser.get(b, `/forums/${forum}`)).status).to.equal(200)
    for (const at of processes) expect((await aBrowser().get(at, `/forums/${forum}`)).location).to.contain('/sign-in')
  })

  it('take an answer once, wherever it comes again', async () => {
    const browser = aBrowser()
    const answer = await answerTo(await begin(browser, a), people[3]!)
    const taken = await Promise.all(processes.map((at) => browser.post(at, `/sso/${organisation}/acs`, answer)))
    expect(taken.map(({ status }) => status).toSorted((x, y) => x - y)).to.deep.equal([303, 400, 400])
  })

  it('end a session everywhere when it is ended at one', async () => {
    const browser = await signIn(people[4]!, [c, a, b])
    const other = await signIn(people[5]!, [b, c, a])
    const token = await browser.token(a, '/sign-out')
    const kept = browser.copy()
    expect((await browser.post(b, '/sign-out', { _csrf: token })).status).to.equal(303)
    for (const { status, location } of await account(kept)) {
      expect(status).to.equal(303)
      expect(location).to.contain('/sign-in')
    }
    for (const { status } of await account(other)) expect(status).to.equal(200)
  })

  it('take an answer from the browser that asked alone, and end at once everywhere what the operator ends', async () => {
    const [attacker, victim] = [aBrowser(), aBrowser()]
    const answer = await answerTo(await begin(attacker, a), people[5]!)
    for (const at of processes) expect((await victim.post(at, `/sso/${organisation}/acs`, answer)).status).to.equal(400)

    const browser = await signIn(people[5]!, [a, b, c])
    const email = `${people[5]!.person}@${organisation}.example`
    const command = ['person', 'unlink', '--email', email, '--reason', 'Another account', '--again']
    const ended = await run('server/cli/subrosa.ts', command, { ...settings, MONGODB_URI: uri })
    expect(ended.code, ended.err).to.equal(0)
    for (const { status } of await account(browser)) expect(status).to.equal(303)
  })

  it('count what they refuse together', async () => {
    const browser = aBrowser('192.0.2.66')
    const nonsense = { SAMLResponse: 'bm90aGluZw==' }
    const path = `/sso/${organisation}/acs`
    for (let i = 0; i < 10; i++)
      for (const { status } of await Promise.all(processes.map((at) => browser.post(at, path, nonsense))))
        expect(status).to.equal(400)
    for (const at of processes) expect((await browser.post(at, path, nonsense)).status).to.equal(429)
    expect((await aBrowser('192.0.2.67').post(b, path, nonsense)).status).to.equal(400)
  })

  it('do once what is sent to two at once, and send every mail though one is killed in the middle', async () => {
    const chair = await signIn(people[0]!, [a, b, c])
    const meeting = await planTwice(chair)
    const call = `/meetings/${meeting}/call`
    const token = await chair.token(c, call)
    const calls = [a, b].map((at) => chair.post(at, call, { _csrf: token }))
    for (const { status, text } of await Promise.all(calls)) expect(status, text).to.equal(303)

    // Each of the three now waits for its mail server, with one mail that was taken and not yet acknowledged.
    await eventually(() => lastMail.taken.length === 1)
    await c.child.stop('SIGKILL')
    const cut = lastMail.taken[0]!
    const held = (await all('messages', { forum })).find(({ _id }) => cut.messageId.includes(_id))!
    expect(held).to.include({ sentAt: null }).and.have.property('lease').that.is.a('string')
    mail.answer()
    const waiting = (): Promise<Stored[]> => all('messages', { forum, sentAt: null })
    await eventually(async () => (await waiting()).length === 1)
    expect(
      mail.taken.map(({ to }) => to),
      'while the lease of the dead holds',
    ).to.not.include(cut.to)
    // Its lease has run out.
    await client
      .db()
      .collection<Stored>('messages')
      .updateOne({ _id: held._id, sentAt: null }, { $set: { leasedUntil: new Date() } })
    await eventually(async () => (await waiting()).length === 0)

    const messages = await all('messages', { forum })
    expect(inOrder(messages.map(({ to }) => to as string))).to.deep.equal(everybody())
    const sent = [...mail.taken, ...lastMail.taken]
    for (const { _id, to } of messages) {
      const [{ email }] = (await all('people', { _id: to })) as [Stored]
      const ids = sent.filter((one) => one.to === email).map(({ messageId }) => messageId)
      expect(ids.length, email).to.be.at.least(email === cut.to ? 2 : 1)
      expect([...new Set(ids)]).to.deep.equal([`<${_id}@subrosa.example>`])
    }
    await expectOnce(meeting)
  })

  it('send one code, whichever is asked, and take it once, count its tries together and let its person read at each', async () => {
    const another = await startProcess(uri, mail.url)
    ends.push(() => another.child.stop('SIGKILL'))
    await answering(another)
    const all3 = [a, b, another] as const
    const guest = await aPerson(await aForum(), 'guest', 'staff')
    await bring('people', { _id: guest.person })
    await bring('seats', { person: guest.person })
    const email = `${guest.person}@example.org`

    const ask = async (browser: Browser, at: Process): Promise<string> => {
      const mails = () => mail.taken.filter(({ to }) => to === email).length
      const before = mails()
      const token = await browser.token(at, '/sign-in')
      expect((await browser.post(at, '/sign-in', { email, returnTo: '/account', _csrf: token })).location).to.equal(
        '/sign-in/code',
      )
      await eventually(() => mails() > before)
      const asked = (await all('onetimecodes', { person: guest.person }))[0]!
      return codeOf({ sessionSecret: settings.SESSION_SECRET }, asked['request'] as string)
    }
    const browser = aBrowser('192.0.2.70')
    const code = await ask(browser, a)
    const token = await browser.token(b, '/sign-in/code')
    const brought = all3.flatMap((at) => [browser.copy(), browser.copy()].map((copy) => ({ at, copy })))
    const taken = await Promise.all(
      brought.map(async ({ at, copy }) => ({
        at,
        copy,
        ...(await copy.post(at, '/sign-in/code', { code, _csrf: token })),
      })),
    )
    // Of six at once five are tried, and one of these signs in.
    expect(taken.map(({ status }) => status).toSorted((x, y) => x - y)).to.deep.equal([303, 400, 400, 400, 400, 400])
    const { copy: signedIn } = taken.find(({ status }) => status === 303)!
    for (const at of all3) expect((await signedIn.get(at, '/account')).status).to.equal(200)

    const other = aBrowser('192.0.2.71')
    const fresh = await ask(other, another)
    const wrong = String((Number(fresh) + 1) % 1e8).padStart(8, '0')
    const tries = all3.flatMap((at) => [at, at, at])
    const answers = await Promise.all(
      tries.map((at) => other.copy().post(at, '/sign-in/code', { code: wrong, _csrf: token })),
    )
    expect(answers.filter(({ text }) => /You have (one try|\d tries) left/.test(text))).to.have.length(4)
    for (const at of all3)
      expect((await other.post(at, '/sign-in/code', { code: fresh, _csrf: token })).status).to.equal(400)
    expect(await all('messages', { kind: 'code' })).to.deep.equal([])
  })

  /** Plans a meeting at two processes at once, as two presses of one button; gives its id. */
  async function planTwice(chair: Browser): Promise<string> {
    const page = `/forums/${forum}/meetings/new`
    const id = newId()
    const when = { kind: 'core', meetingDate: tomorrow, from: '10:00', until: '12:00', place: 'Preston' }
    const fields = { id, ...when, joiningLink: '', ruleStatus: 'chathamHouse', _csrf: await chair.token(c, page) }
    for (const { status, text } of await Promise.all([a, b].map((at) => chair.post(at, page, fields))))
      expect(status, text).to.equal(303)
    return id
  }

  /** What planning and calling a meeting leave in the database is there once, and the audit trail is whole. */
  async function expectOnce(meeting: string): Promise<void> {
    expect((await all('meetings', { forum })).map(({ _id, state }) => [_id, state])).to.deep.equal([
      [meeting, 'called'],
    ])
    const events = (await all('auditentries', { forum })).toSorted((x, y) => x['sequence'] - y['sequence'])
    expect(events.map(({ event }) => event)).to.deep.equal(['meeting planned', 'meeting called'])
    const invited = (await all('attendances', { forum })).map(({ owner }) => owner as string)
    expect(inOrder(invited)).to.deep.equal(everybody())
    for (const at of [a, b]) expect((await aBrowser().get(at, '/health/ready')).status).to.equal(200)
    const { code, out, err } = await run('server/cli/subrosa.ts', ['audit', 'verify'], { MONGODB_URI: uri })
    expect(code, out + err).to.equal(0)
  }
})
