import { expect } from 'chai'
import { auditFor } from '../../models/auditEntry.ts'
import { peopleFor } from '../../models/person.ts'
import { seatsFor } from '../../models/seat.ts'
import { enrolAdministrator } from '../../server/acts/enrolAdministrator.ts'
import { dayOf } from '../../server/dates.ts'
import { newId } from '../../server/ids.ts'
import type { Person } from '../../server/policy/terms.ts'
import { linkHash } from '../../server/sso/enrolling.ts'
import { cast, mailsAbout } from '../meetings.ts'
import { stored } from '../commands.ts'
import { aForum, aPerson, again, anOrganisation, browserOf, submit, unique, visitor } from '../world.ts'

const operator = { kind: 'service', name: 'operator' } as const
const people = peopleFor(operator)

const emailOf = async ({ person }: Person): Promise<string> => (await people.open(person)).email

/** What the command does: makes a link for an address, at a time. Gives its path. */
async function link(email: string, at = new Date(), make: { name: string; signsInThrough: string } | null = null) {
  const secret = newId()
  await enrolAdministrator(operator, at, { email, make, link: linkHash(secret) })
  return `/sign-in/link/${secret}`
}

const anAdministrator = (): Promise<Person> => aPerson(null, 'member', 'independent', { office: 'administrator' })

const isAdministering = async (browser: ReturnType<typeof visitor>): Promise<boolean> =>
  (await browser.get('/administration/organisations')).status === 200

describe('The operator’s link', () => {
  beforeEach(async () => stored('ratelimits').deleteMany({}))

  it('lets an administrator in without any identity provider, and every administrator is told', async () => {
    const [administrator, other] = [await anAdministrator(), await anAdministrator()]
    const path = await link(await emailOf(administrator))
    const browser = visitor()
    const page = await browser.get(path)
    expect(page.text).to.contain('Sign in as administrator')
    const used = await submit(browser, path, {})
    expect([used.status, used.headers['location']]).to.deep.equal([303, '/administration'])
    expect(await isAdministering(browser)).to.equal(true)
    const account = await browser.get('/account')
    expect(account.text).to.contain('By a link that the operator made').and.to.contain('Administrator')
    const entries = (await auditFor({ kind: 'service', name: 'audit' }).chain('installation')).filter(
      ({ record }) => record === administrator.person,
    )
    expect(entries.map(({ event }) => event)).to.deep.equal(['operator’s link made', 'operator’s link used'])
    const told = (await mailsAbout('/administration')).filter(({ kind }) => kind === 'operatorsLinkUsed')
    expect(told.map(({ to }) => to)).to.include.members([administrator.person, other.person])
  })

  it('is not spent by programs that look at it, and tells them nothing', async () => {
    const path = await link(await emailOf(await anAdministrator()))
    for (let n = 0; n < 3; n++) expect((await visitor().get(path)).status).to.equal(200)
    expect((await visitor().head(path)).status).to.equal(200)
    const same = (text: string): string => text.replaceAll(/[0-9a-f]{12,32}/g, '')
    const [real, made] = [await visitor().get(path), await visitor().get(`/sign-in/link/${newId()}`)]
    expect(same(real.text)).to.equal(same(made.text))
    expect((await submit(visitor(), path, {})).status).to.equal(303)
  })

  it('signs in the first browser that uses it, and no other, however many try at once', async () => {
    const path = await link(await emailOf(await anAdministrator()))
    const browsers = [visitor(), visitor(), visitor(), visitor()]
    const answers = await Promise.all(browsers.map((browser) => submit(browser, path, {})))
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).to.deep.equal([303, 400, 400, 400])
    const signedIn = await Promise.all(browsers.map(isAdministering))
    expect(signedIn.filter(Boolean)).to.have.length(1)
    const late = answers.find(({ status }) => status === 400)!
    expect(late.text).to.match(/Reference: <strong>[0-9a-f]{12}<\/strong>/)
  })

  it('is of no use after ten minutes, nor once a newer one was made, nor to who is administrator no more', async () => {
    const administrator = await anAdministrator()
    const email = await emailOf(administrator)
    const old = await link(email, new Date(Date.now() - 10 * 60_000 - 1000))
    expect((await submit(visitor(), old, {})).status).to.equal(400)
    const [replaced, newer] = [await link(email), await link(email)]
    expect((await submit(visitor(), replaced, {})).status).to.equal(400)
    const day = dayOf(new Date(Date.now() - 86_400_000))
    const office = await stored<{ _id: string; person: string }>('seats').findOne({ person: administrator.person })
    await seatsFor({ kind: 'service', name: 'membership' }).end(office!._id, day)
    expect((await submit(visitor(), newer, {})).status).to.equal(400)
  })

  it('is used by a button of its own page: another site’s post does nothing', async () => {
    const path = await link(await emailOf(await anAdministrator()))
    const browser = visitor()
    const token = /name="_csrf" value="([^"]+)"/.exec((await browser.get(path)).text)![1]!
    expect((await browser.post(path).type('form').send({})).status).to.equal(422)
    const foreign = browser.post(path).set('Origin', 'https://evil.example').type('form')
    expect((await foreign.send({ _csrf: token })).status).to.equal(422)
    expect((await submit(browser, path, {})).status, 'it is still there').to.equal(303)
  })

  it('begins a new session, so that one planted beforehand is worth nothing', async () => {
    const [victim, administrator] = [await aPerson(await aForum()), await anAdministrator()]
    const browser = await browserOf(victim)
    const before = browser.jar
      .getCookies({ domain: '127.0.0.1', path: '/', secure: false, script: false })
      .toValueString()
    expect((await submit(browser, await link(await emailOf(administrator)), {})).status).to.equal(303)
    const planted = await visitor().get('/administration/organisations').set('Cookie', before)
    expect(planted.status).to.equal(303)
  })

  it('makes nobody a chair: a place that its administrator holds is not there in that session', async () => {
    const { forum, people: members } = await cast()
    await seatsFor(operator).create([
      {
        ...(await stored('seats').findOne({ person: (await anAdministrator()).person }))!,
        _id: newId(),
        person: members.staffChair.person,
      } as never,
    ])
    const both = await again(members.staffChair)
    expect([both.offices, both.seats.length]).to.deep.equal([['administrator'], 1])
    const usual = await browserOf(both)
    expect((await usual.get(`/forums/${forum._id}/members`)).status).to.equal(200)
    const browser = visitor()
    await submit(browser, await link(await emailOf(both)), {})
    expect(await isAdministering(browser)).to.equal(true)
    for (const path of ['', '/members', '/meetings', '/actions', '/terms', '/audit', '/meetings/new'])
      expect((await browser.get(`/forums/${forum._id}${path}`)).status, path).to.equal(404)
    expect((await browser.get('/account')).text).to.not.contain(forum.name)
  })

  it('can make an administrator where there is none, of an organisation whose sign-in does not work yet', async () => {
    const organisation = await anOrganisation()
    const email = `${unique('new')}@${organisation}.example`
    const refused = await link(email).catch((error: Error) => error.message)
    expect(refused).to.contain('no administrator with this address')
    const path = await link(email, new Date(), { name: 'New Administrator', signsInThrough: organisation })
    const browser = visitor()
    expect((await submit(browser, path, {})).status).to.equal(303)
    expect(await isAdministering(browser)).to.equal(true)
    expect((await browser.get('/account')).text).to.contain('New Administrator')
    const again = await link(email, new Date(), { name: 'New Administrator', signsInThrough: organisation })
    expect((await submit(visitor(), again, {})).status, 'the office is given once').to.equal(303)
  })

  it('is looked for no more from an address that has guessed thirty times', async () => {
    const path = await link(await emailOf(await anAdministrator()))
    const browser = visitor()
    for (let n = 0; n < 30; n++) {
      const guess = await submit(browser, path, {}, `/sign-in/link/${n % 2 === 0 ? newId() : 'guess'}`)
      expect(guess.status).to.equal(400)
    }
    expect((await submit(browser, path, {})).status).to.equal(429)
  })
})
