import { expect } from 'chai'
import { emergencyAccessFor } from '../../models/emergencyAccess.ts'
import { forumsFor } from '../../models/forum.ts'
import { itemsFor } from '../../models/item.ts'
import { organisationsFor } from '../../models/organisation.ts'
import { papersFor } from '../../models/paper.ts'
import { peopleFor } from '../../models/person.ts'
import { storeFile } from '../../models/paperFile.ts'
import { seatsFor } from '../../models/seat.ts'
import { referEmergencyAccess } from '../../server/acts/decideEmergencyAccess.ts'
import { addDays, addWorkingDays, dayOf } from '../../server/dates.ts'
import { newId } from '../../server/ids.ts'
import { personToday } from '../../server/viewer.ts'
import { steady } from '../steady.ts'
import { eventsOf } from '../membership.ts'
import { type Browser, type Cast, added, cast, done, called, mailsAbout, tasksOf, today, words } from '../meetings.ts'
import { signedIn } from '../signedIn.ts'
import { again, anOrganisation, aPerson, browserOf, submit } from '../world.ts'

const releases = { kind: 'service', name: 'releases' } as const
const reason = 'Order of the county court of 3 March, number 12.'

/** A forum with two papers of one item under the Rule and one of the staff side, and a records officer. */
async function installation() {
  const world = await cast()
  const { browsers, people } = world
  const meeting = await called(world)
  const item = await added(world, meeting, { title: 'Seacoal', lead: 'Gethin Ravensdale', paperMode: 'enclosed' })
  const [paper, other] = [await aPaper(world, item, 'Marlstone'), await aPaper(world, item, 'Flintlock')]
  const caucus = newId()
  await papersFor(people.staffMember).create({ ...(await like(world, paper)), _id: caucus, item: null, meeting: null })
  await done(submit(browsers.employerChair, `/meetings/${meeting}/agenda/publish`, {}))
  const records = await aPerson(null, 'member', 'independent', { office: 'recordsOfficer', name: 'Rita Records' })
  return { ...world, meeting, item, paper, other, caucus, records, officer: await browserOf(records) }
}

async function aPaper({ people }: Cast, item: string, title: string): Promise<string> {
  const { forum, meeting, meetingDate, audience, ruleStatus } = await itemsFor(people.secretary).open(item)
  const _id = newId()
  const html = `<p>${title}</p>`
  const file = await storeFile(Buffer.from(`# ${title}`))
  const versions = [{ version: 1, file, kind: 'md', size: 10, addedAt: new Date(), html }]
  const about = { forum, meeting, meetingDate, item, audience, side: null, ruleStatus, steppedOut: [] }
  await papersFor(people.secretary).create({
    ...about,
    _id,
    title,
    versions,
    state: 'draft',
    late: false,
    sentAt: null,
  })
  return _id
}

const like = async ({ people }: Cast, paper: string) =>
  ({
    ...(await papersFor(people.secretary).open(paper)),
    audience: 'side',
    side: 'staff',
    title: 'Caucus words',
    state: 'sent',
  }) as const

async function ask(officer: Browser, forum: { _id: string }, record: string, fields: Record<string, string> = {}) {
  const id = newId()
  const request = { id, forum: forum._id, kind: 'paper', record, reason, days: '5', ...fields }
  return { id, path: `/emergency-access/${id}`, answer: await submit(officer, '/emergency-access/new', request) }
}

describe('Emergency access', () => {
  it('opens one record to the officer when every key is given, and no other', async () => {
    const { officer, records, forum, browsers, people, paper, other, caucus, item, meeting } = await installation()
    const before = [paper, other, caucus].map((each) => `/papers/${each}`)
    for (const path of [...before, `/items/${item}`, `/meetings/${meeting}`, `/papers/${paper}/versions/1`])
      expect((await officer.get(path)).status, path).to.equal(404)
    const { path, answer } = await ask(officer, forum, `https://forum.example/papers/${paper}?x=1`)
    expect(answer.status, words(answer.text)).to.equal(303)
    expect(words((await officer.get(path)).text))
      .to.contain('Shown once access is given')
      .and.not.contain('Marlstone')
    expect(await tasksOf(people.staffChair)).to.include('Approve emergency access, or object')
    const shown = words((await browsers.staffChair.get(path)).text)
    expect(shown).to.contain('Rita Records').and.contain(reason).and.contain('Paper “Marlstone”')
    await done(submit(browsers.staffChair, path, {}, `${path}/approve`))
    await done(submit(browsers.staffChair, '/account', {}, `${path}/approve`))
    expect((await officer.get(`/papers/${paper}/versions/1`)).status, 'after one key').to.equal(404)
    expect((await officer.get(`${path}/record`)).status, 'after one key').to.equal(404)
    await done(submit(browsers.employerChair, path, {}, `${path}/approve`))
    expect(words((await officer.get(`${path}/record`)).text)).to.contain('Marlstone')
    expect((await officer.get(`/papers/${paper}/versions/1`)).status).to.equal(200)
    for (const closed of [`/papers/${other}/versions/1`, `/papers/${caucus}/versions/1`, `/items/${item}`])
      expect((await officer.get(closed)).status, closed).to.equal(404)
    expect((await officer.get(`/papers/${paper}/replace`)).status, 'reading alone').to.equal(404)
    const mine = await again(records)
    expect((await papersFor(mine).ofMeeting(meeting)).map(({ _id }) => _id)).to.deep.equal([paper])
    expect(await itemsFor(mine).ofMeeting(meeting)).to.deep.equal([])
    const another = await browserOf(await aPerson(null, 'member', 'independent', { office: 'recordsOfficer' }))
    for (const closed of [path, `${path}/record`, `/papers/${paper}/versions/1`])
      expect((await another.get(closed)).status, 'another officer').to.equal(404)
    for (const person of [people.employerChair, people.staffChair, records])
      expect((await mailsAbout(path)).filter(({ to }) => to === person.person).map(({ kind }) => kind)).to.include(
        'emergencyDecided',
      )
    const events = await eventsOf(forum._id)
    for (const event of ['asked for', 'approved', 'given']) expect(events).to.include(`emergency access ${event}`)
    expect(await tasksOf(people.staffChair)).not.to.include('Approve emergency access, or object')
  })

  it('ends by itself, at the next click', async () => {
    const { officer, records, forum, browsers, paper } = await installation()
    const { id, path } = await ask(officer, forum, paper, { days: '3' })
    for (const who of ['staffChair', 'employerChair'] as const)
      await done(submit(browsers[who], path, {}, `${path}/approve`))
    const { until } = await emergencyAccessFor(releases).open(id)
    const at = async (now: Date) => personToday(records.person, now, signedIn)
    expect((await papersFor(await at(new Date(until!.getTime() - 1))).open(paper))._id).to.equal(paper)
    const over = await papersFor(await at(until!))
      .open(paper)
      .catch((error: unknown) => error)
    expect(String(over))
      .to.match(/NotFound|not found|paper/i)
      .and.not.include('Marlstone')
    expect((await at(until!)).reaches).to.deep.equal([])
    expect(addDays(today, 4)).to.equal(dayOf(until!))
  })

  it('opens nothing of one side, whoever approves it', async () => {
    const { officer, forum, browsers, caucus } = await installation()
    const { path } = await ask(officer, forum, caucus)
    expect(words((await browsers.employerChair.get(path)).text)).to.not.contain('Caucus words')
    for (const who of ['staffChair', 'employerChair'] as const)
      await done(submit(browsers[who], path, {}, `${path}/approve`))
    for (const closed of [`${path}/record`, `/papers/${caucus}`, `/papers/${caucus}/versions/1`])
      expect((await officer.get(closed)).status, closed).to.equal(404)
  })

  it('tells the officer nothing by asking: a record that is not there looks the same', async () => {
    const { officer, forum, paper } = await installation()
    const real = await ask(officer, forum, paper)
    const none = await ask(officer, forum, newId())
    expect(real.answer.status).to.equal(303)
    expect(none.answer.status).to.equal(303)
    await officer.get(real.path)
    const shown = async (path: string) =>
      steady(words((await officer.get(path)).text)).replace(/[0-9a-f]{32}|at [\d:]+[ap]m/g, '')
    expect(await shown(real.path)).to.equal(await shown(none.path))
  })

  it('is nobody’s to see but the officer’s and the key holders’; nobody else asks or approves', async () => {
    const { officer, forum, browsers, people, paper } = await installation()
    const { id, path } = await ask(officer, forum, paper)
    for (const who of ['secretary', 'staffMember', 'observer', 'outsider', 'administrator'] as const) {
      expect((await browsers[who].get(path)).status, who).to.equal(404)
      expect((await browsers[who].get('/emergency-access/new')).status, who).to.equal(404)
      for (const end of ['', '/approve'])
        expect((await submit(browsers[who], '/account', { reason }, path + end)).status, who).to.equal(404)
      const posted = await submit(browsers[who], '/account', { id: newId(), forum: forum._id }, '/emergency-access/new')
      expect(posted.status, who).to.be.oneOf([400, 404])
    }
    expect((await submit(officer, '/account', {}, `${path}/approve`)).status).to.equal(404)
    expect((await submit(browsers.staffChair, '/account', { decision: 'give' }, `${path}/decide`)).status).to.equal(404)
    expect((await emergencyAccessFor(people.staffChair).open(id)).state).to.equal('asked')
  })

  it('brings back a request that cannot be read, with what was typed', async () => {
    const { officer, forum, paper } = await installation()
    for (const [fields, says] of [
      [{ record: 'the minutes of March' }, 'Enter the address of the record’s page'],
      [{ days: '31' }, 'Enter a number from 1 to 30'],
      [{ kind: 'note' }, 'Select what kind of record it is'],
      [{ reason: ' ' }, 'Enter why the record is needed'],
      [{ forum: 'no-such-forum' }, 'There is no forum called “no-such-forum”'],
      [{ forum: '' }, 'Enter the name of the forum'],
    ] as const) {
      const { answer } = await ask(officer, forum, paper, fields)
      expect([400, 422], says).to.include(answer.status)
      expect(words(answer.text)).to.contain(says)
    }
  })

  /** The organisation that owns the forum's records, and its data-protection officer. */
  async function protectedBy(world: Awaited<ReturnType<typeof installation>>) {
    const administrator = world.browsers.administrator
    const organisation = await anOrganisation()
    const email = `dpo@${organisation}.example`
    const fields = {
      revision: '0',
      name: 'Deeholme',
      sector: 'nhs',
      protectionName: 'Dora Protect',
      protectionEmail: email,
    }
    await done(submit(administrator, `/administration/organisations/${organisation}`, fields))
    const { name, telephone } = world.forum
    const details = { name, telephone, email: world.forum.email, purpose: '', revision: '0', recordsOf: organisation }
    await done(submit(administrator, `/administration/forums/${world.forum._id}/edit`, details))
    return email
  }

  it('goes to the data-protection officer after ten working days, whatever a chair objects', async () => {
    const world = await installation()
    const { officer, forum, browsers, paper, people } = world
    const email = await protectedBy(world)
    const { id, path } = await ask(officer, forum, paper)
    await done(submit(browsers.staffChair, path, { reason: 'It would name a member.' }))
    await done(submit(browsers.staffChair, '/account', { reason: 'Again' }, path))
    await done(submit(browsers.employerChair, path, {}, `${path}/approve`))
    const after = (days: number) => new Date(`${addWorkingDays(today, days)}T12:00:00Z`)
    await referEmergencyAccess(after(9))
    expect((await emergencyAccessFor(releases).open(id)).state).to.equal('asked')
    await referEmergencyAccess(after(10))
    await referEmergencyAccess(after(10))
    const dpo = (await peopleFor({ kind: 'service', name: 'operator' }).byEmail(email))!
    const decider = await browserOf(await personToday(dpo._id, new Date(), signedIn))
    const page = words((await decider.get(path)).text)
    expect(page).to.contain('It would name a member.').and.contain('Give access').and.not.contain('Marlstone')
    expect(page).not.to.contain('Again')
    for (const closed of [`/papers/${paper}`, `${path}/record`])
      expect((await decider.get(closed)).status).to.equal(404)
    expect((await decider.get('/emergency-access/new')).status).to.equal(404)
    await done(submit(decider, path, { decision: 'give' }, `${path}/decide`))
    await done(submit(decider, '/account', { decision: 'refuse' }, `${path}/decide`))
    expect(words((await officer.get(`${path}/record`)).text)).to.contain('Marlstone')
    const told = (await mailsAbout(path)).filter(({ kind }) => kind === 'emergencyDecided').map(({ to }) => to)
    expect(told).to.include.members([people.staffChair.person, people.employerChair.person, dpo._id])
    expect(await eventsOf(forum._id, id)).to.deep.equal([
      'emergency access asked for',
      'objection to emergency access',
      'emergency access approved',
      'emergency access referred',
      'emergency access given',
    ])
  })

  it('is not given when the data-protection officer says so, and waits while none is named', async () => {
    const world = await installation()
    const { officer, forum, paper } = world
    const { id, path } = await ask(officer, forum, paper)
    const late = new Date(`${addWorkingDays(today, 11)}T12:00:00Z`)
    await referEmergencyAccess(late)
    expect((await emergencyAccessFor(releases).open(id)).state).to.equal('asked')
    const email = await protectedBy(world)
    await referEmergencyAccess(late)
    const dpo = (await peopleFor({ kind: 'service', name: 'operator' }).byEmail(email))!
    const decider = await browserOf(await personToday(dpo._id, new Date(), signedIn))
    await done(submit(decider, path, { decision: 'refuse' }, `${path}/decide`))
    expect(words((await officer.get(path)).text)).to.contain('Not given')
    expect((await officer.get(`${path}/record`)).status).to.equal(404)
    expect((await officer.get(`/papers/${paper}/versions/1`)).status).to.equal(404)
    const { recordsOf } = await forumsFor(releases).open(forum._id)
    const [organisation] = await organisationsFor(releases).some([recordsOf!])
    expect(organisation!.protectionEmail).to.equal(email)
  })

  it('is not approved by the officer who asks for it, not even as a chair', async () => {
    const { forum, paper, browsers } = await installation()
    const both = await aPerson(forum, 'chair', 'staff', { name: 'Bob Both' })
    const [held] = await seatsFor(releases).heldBy(both.person, today)
    const seat = await seatsFor(releases).open(held!._id)
    const { _id, ...same } = seat
    expect(_id).to.be.a('string')
    const office = { ...same, _id: newId(), forum: 'installation', office: 'recordsOfficer', audience: 'installation' }
    await seatsFor({ kind: 'service', name: 'operator' }).create([office as typeof seat])
    const browser = await browserOf(await again(both))
    const { path } = await ask(browser, forum, paper)
    const own = await submit(browser, '/account', {}, `${path}/approve`)
    expect(words(own.text)).to.contain('You asked for this yourself')
    expect(words((await browser.get(path)).text)).not.to.contain('Approve emergency access')
    expect((await browsers.staffChair.get(path)).status).to.equal(200)
  })
})
