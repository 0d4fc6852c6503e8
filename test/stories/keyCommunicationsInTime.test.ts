import { expect } from 'chai'
import { forumsFor } from '../../models/forum.ts'
import { keyCommunicationsFor } from '../../models/keyCommunication.ts'
import type { Settings } from '../../models/settings.ts'
import { tasksFor } from '../../models/task.ts'
import { showDay, showTime, timeOf } from '../../server/dates.ts'
import { newId } from '../../server/ids.ts'
import { remind } from '../../server/jobs/reminders.ts'
import type { Person } from '../../server/policy/terms.ts'
import { taskLine } from '../../views/forums/home.ts'
import {
  type Browser,
  type Cast,
  cast,
  done,
  mailsAbout,
  published,
  tasksOf,
  today,
  tomorrow,
  words,
} from '../meetings.ts'
import { eventsOf } from '../membership.ts'
import { aForum, aPerson, browserOf, submit } from '../world.ts'

const title = 'What was agreed'
const text = 'The forum agreed to share what works on flexible working with every employer in the region.'
const minutes = 60_000
const afterHours = (count: number, since: Date): Date => new Date(since.getTime() + count * 60 * minutes)

const start = async ({ browsers }: Cast, meeting: string): Promise<unknown> =>
  done(submit(browsers.secretary, `/meetings/${meeting}/day`, {}, `/meetings/${meeting}/day/start`))
const close = async ({ browsers }: Cast, meeting: string): Promise<unknown> =>
  done(submit(browsers.secretary, `/meetings/${meeting}/day`, {}, `/meetings/${meeting}/day/close`))

/** A draft of the secretary, of a meeting or of none. */
async function drafted(secretary: Browser, forum: string, meeting = ''): Promise<string> {
  const id = newId()
  const place = `/forums/${forum}/key-communications/new${meeting === '' ? '' : `?meeting=${meeting}`}`
  await done(submit(secretary, place, { id, title, text, audience: 'public' }))
  return id
}

const path = (id: string, act = ''): string => `/key-communications/${id}${act === '' ? '' : `/${act}`}`

/** What a form of this page holds under a name. */
const held = async (browser: Browser, page: string, name: string): Promise<string> =>
  new RegExp(`name="${name}" value="([^"]+)"`).exec((await browser.get(page)).text)![1]!

/** The secretary asks for every key. */
async function ask(secretary: Browser, id: string): Promise<void> {
  await done(
    submit(
      secretary,
      path(id, 'edit'),
      { revision: await held(secretary, path(id, 'edit'), 'revision') },
      path(id, 'ask'),
    ),
  )
}

async function approve(chair: Browser, id: string): Promise<void> {
  const page = path(id, 'approve')
  await done(submit(chair, page, { hash: await held(chair, page, 'hash') }, page))
}

/** The cast of a meeting, whom the staff side named for its key, and a key communication that the employers approved. */
async function waiting(settings: Partial<Settings> = {}) {
  const world = await cast(settings)
  const delegate = await aPerson(world.forum, 'viceChair', 'staff', { name: 'Dana Delegate', holdsKey: true })
  const id = await drafted(world.browsers.secretary, world.forum._id)
  await ask(world.browsers.secretary, id)
  await approve(world.browsers.employerChair, id)
  const people: Record<string, Person> = { ...world.people, delegate }
  const names = new Map(Object.entries(people).map(([name, { person }]) => [person, name]))
  return {
    ...world,
    id,
    delegate: await browserOf(delegate),
    since: (await keyCommunicationsFor(world.people.secretary).open(id)).askedAt!,
    mails: async () => (await mailsAbout(path(id))).map(({ kind, to }) => `${kind} ${names.get(to)}`).toSorted(),
  }
}

const asked = ['approvalWaiting employerChair', 'approvalWaiting staffChair']
const notAgreed = 'Draft: not agreed by both sides'

describe('The key communication of a meeting', () => {
  it('is asked of the officers when it is closed, within two hours, and of nobody else', async () => {
    const world = await cast()
    const { browsers, people, forum } = world
    const { meeting } = await published(world)
    await start(world, meeting)
    const wanted = `Draft the key communication of ${showDay(today)}`
    expect(await tasksOf(people.secretary)).not.to.include(wanted)
    const before = Date.now()
    await close(world, meeting)
    for (const who of ['secretary', 'employerChair', 'staffChair'] as const)
      expect(await tasksOf(people[who]), who).to.include(wanted)
    for (const who of ['staffMember', 'employerMember', 'observer', 'outsider', 'administrator'] as const)
      expect(await tasksOf(people[who]), who).not.to.include(wanted)
    const task = (await tasksFor(people.secretary).waiting(people.secretary, 20)).find((one) => one.title === wanted)!
    expect(task.dueAt!.getTime()).to.be.within(before + 120 * minutes, Date.now() + 120 * minutes)
    expect(words((await browsers.secretary.get(`/forums/${forum._id}`)).text)).to.include(wanted)

    // The task leads to the form, later to the draft, and ends when key holders have it before them.
    const lead = `/meetings/${meeting}/key-communication`
    const form = await done(browsers.secretary.get(lead))
    expect(form).to.equal(`/forums/${forum._id}/key-communications/new?meeting=${meeting}`)
    const id = await drafted(browsers.secretary, forum._id, meeting)
    expect(await done(browsers.secretary.get(lead))).to.equal(path(id))
    expect(await tasksOf(people.secretary)).to.include(wanted)
    await ask(browsers.secretary, id)
    for (const who of ['secretary', 'employerChair', 'staffChair'] as const)
      expect(await tasksOf(people[who]), who).not.to.include(wanted)
    for (const who of ['staffMember', 'observer', 'outsider', 'administrator'] as const)
      expect((await browsers[who].get(lead)).status, who).to.equal(404)
  })

  it('is not asked for when it is with the key holders already, nor of a meeting that is adjourned', async () => {
    const world = await cast()
    const { browsers, people, forum } = world
    const wanted = `Draft the key communication of ${showDay(today)}`
    const first = await published(world)
    await start(world, first.meeting)
    await ask(browsers.secretary, await drafted(browsers.secretary, forum._id, first.meeting))
    await close(world, first.meeting)
    const second = await published(world)
    await start(world, second.meeting)
    const adjourn = `/meetings/${second.meeting}/day/adjourn`
    const [year, month, day] = tomorrow.split('-')
    const resumed = { 'meetingDate[day]': day!, 'meetingDate[month]': month!, 'meetingDate[year]': year! }
    const rest = { from: '10:00', until: '12:00', place: 'Preston', reason: 'The lights went out' }
    await done(submit(browsers.secretary, adjourn, { id: newId(), ...resumed, ...rest }))
    expect(await tasksOf(people.secretary)).not.to.include(wanted)
  })
})

describe('A task that is due by the hour', () => {
  const task = { title: 'Draft', path: '/' } as Parameters<typeof taskLine>[0]
  const at = new Date('2026-07-14T12:30:00Z')
  const status = (now: string) => taskLine({ ...task, dueOn: '2026-07-14', dueAt: at }, new Date(now)).status

  it('says the time in London, on the day and before, and is overdue a minute later', () => {
    expect(status('2026-07-14T08:00:00Z')).to.equal('Due today by 1:30pm')
    expect(status('2026-07-13T22:30:00Z')).to.equal('By 14 July 2026, 1:30pm')
    expect(status('2026-07-14T12:31:00Z')).to.equal('Overdue')
  })
})

describe('A key communication that waits for a key', () => {
  it('reminds the chair after an hour, asks the delegate after two, and is marked after four', async () => {
    const world = await waiting()
    const { people, browsers, id, since, mails, delegate, forum } = world
    await remind(afterHours(0.9, since))
    expect(await mails()).to.deep.equal(asked)
    await remind(afterHours(1.1, since))
    expect(await mails()).to.deep.equal(['approvalReminder staffChair', ...asked])
    await remind(afterHours(2.1, since))
    const all = ['approvalReminder staffChair', 'approvalWaiting delegate', ...asked]
    expect(await mails()).to.deep.equal(all)
    expect((await browsers.secretary.get(path(id, 'edit'))).text).not.to.include(notAgreed)
    await remind(afterHours(4.1, since))
    expect(await mails()).to.deep.equal(all)

    const after = await keyCommunicationsFor(people.secretary).open(id)
    expect([after.state, after.keys.length], 'silence gives no key').to.deep.equal(['approval', 1])
    for (const page of [path(id, 'edit'), path(id, 'approve'), `/forums/${forum._id}/key-communications`])
      expect(words((await browsers.staffChair.get(page)).text), page).to.include(notAgreed)
    for (const who of ['staffMember', 'observer', 'outsider'] as const)
      expect((await browsers[who].get(path(id))).status, who).to.equal(404)
    expect(await eventsOf(forum._id, id)).to.deep.equal([
      'key communication begun',
      'key communication sent for approval',
      'key given to a key communication',
      'reminder of a key communication',
      'reminder of a key communication',
      'reminder of a key communication',
    ])

    // Whom the side named may still agree; then it is issued like any other.
    await approve(delegate, id)
    const issued = await keyCommunicationsFor(people.secretary).open(id)
    expect([issued.state, issued.notAgreedSince]).to.deep.equal(['issued', null])
    await remind(afterHours(9, since))
    expect((await mails()).filter((mail) => mail.startsWith('approval'))).to.deep.equal(all)
  })

  it('says on its page and in the list of tasks by when an answer is wanted', async () => {
    const { browsers, people, id, since } = await waiting()
    expect(words((await browsers.staffChair.get(path(id, 'approve'))).text)).to.include('Answer within 2 hours')
    const [task] = await tasksFor(people.staffChair).waiting(people.staffChair, 20)
    expect(task!.dueAt).to.deep.equal(afterHours(2, since))
    expect(words((await browsers.staffChair.get('/tasks')).text)).to.include(
      `Approve a key communication Due today by ${showTime(timeOf(task!.dueAt!))}`,
    )
  })

  it('is reminded of once, by however many processes at once and after hours without any', async () => {
    const { since, mails } = await waiting()
    const late = afterHours(3, since)
    await Promise.all([remind(late), remind(late), remind(late)])
    await remind(late)
    expect(await mails()).to.deep.equal(['approvalReminder staffChair', 'approvalWaiting delegate', ...asked])
  })

  it('is left alone while a side has withdrawn, and its clock goes on when that returns', async () => {
    const { forum, people, since, mails } = await waiting()
    await forumsFor(people.staffChair).withdraw(forum._id, 'staff')
    for (const hours of [0.5, 3, 6]) await remind(afterHours(hours, since))
    expect(await mails()).to.deep.equal(asked)
    await forumsFor(people.staffChair).comeBack(forum._id, 'staff')
    await remind(afterHours(20.5, since))
    await remind(afterHours(20.9, since))
    expect(await mails()).to.deep.equal(asked)
    await remind(afterHours(21.1, since))
    expect(await mails()).to.deep.equal(['approvalReminder staffChair', ...asked])
  })

  it('begins its hours anew when the words change: who had approved is asked again', async () => {
    const { browsers, people, id, since, mails } = await waiting()
    await remind(afterHours(4.1, since))
    const page = path(id, 'edit')
    const revision = await held(browsers.secretary, page, 'revision')
    await done(submit(browsers.secretary, page, { revision, title, text: `${text} From May.`, audience: 'public' }))
    const after = await keyCommunicationsFor(people.secretary).open(id)
    expect(after).to.deep.include({ state: 'approval', reminded: [], notAgreedSince: null })
    expect(after.askedAt!.getTime()).to.be.at.least(since.getTime())
    expect(await mails()).to.deep.equal([
      'approvalReminder staffChair',
      'approvalWaiting delegate',
      'approvalWaiting employerChair',
      ...asked,
    ])
    expect(await tasksOf(people.employerChair)).to.include('Approve a key communication')
    // Back with the officers, nobody is reminded of anything.
    const approval = path(id, 'approve')
    const hash = await held(browsers.staffChair, approval, 'hash')
    await done(submit(browsers.staffChair, approval, { hash, reason: 'Say when in May' }, path(id, 'send-back')))
    expect((await keyCommunicationsFor(people.secretary).open(id)).askedAt).to.equal(null)
    const before = await mails()
    await remind(afterHours(9, after.askedAt!))
    expect(await mails()).to.deep.equal(before)
  })

  it('is asked at once of whom a side without a chair named', async () => {
    const forum = await aForum()
    const secretary = await browserOf(await aPerson(forum, 'secretary', 'employer'))
    const chair = await aPerson(forum, 'chair', 'employer')
    const named = await aPerson(forum, 'member', 'staff', { holdsKey: true })
    const id = await drafted(secretary, forum._id)
    await ask(secretary, id)
    expect((await mailsAbout(path(id))).map(({ to }) => to)).to.have.members([chair.person, named.person])
  })

  it('is a task of every chair in a forum without sides, until that chair has approved', async () => {
    const forum = await aForum({ sides: [] })
    const [one, two] = [await aPerson(forum, 'chair', 'independent'), await aPerson(forum, 'chair', 'independent')]
    const secretary = await browserOf(await aPerson(forum, 'secretary', 'independent'))
    const id = await drafted(secretary, forum._id)
    await ask(secretary, id)
    const wanted = 'Approve a key communication'
    for (const chair of [one, two]) expect(await tasksOf(chair)).to.include(wanted)
    await approve(await browserOf(one), id)
    expect(await tasksOf(one)).not.to.include(wanted)
    expect(await tasksOf(two)).to.include(wanted)
    const { askedAt } = await keyCommunicationsFor(two).open(id)
    await remind(afterHours(4.1, askedAt!))
    expect(words((await (await browserOf(two)).get(path(id, 'approve'))).text)).to.include(
      'Draft: not agreed by every chair',
    )
  })
}).timeout(60_000)
