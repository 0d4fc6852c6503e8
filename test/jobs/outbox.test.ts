import { expect } from 'chai'
import { setTimeout } from 'node:timers/promises'
import type { Forum } from '../../models/forum.ts'
import { type MailKind, noticeKinds, outboxFor } from '../../models/message.ts'
import { type Pace, startOutbox } from '../../server/jobs/outbox.ts'
import { letter } from '../../server/jobs/letters.ts'
import { makeLog } from '../../server/log.ts'
import { codeOf } from '../../server/sso/code.ts'
import { type MailCatcher, catchMail } from '../../server/demonstration/mail.ts'
import { stored } from '../commands.ts'
import { aForum, aPerson } from '../world.ts'

const outbox = outboxFor({ kind: 'service', name: 'outbox' })
const sessionSecret = 'a secret of this test, which is long enough'
const quick: Pace = { every: 20, lease: 60_000, retry: 20 }

/** An outbox that works until the test has seen what it waits for. */
async function whileSending<T>(smtpUrl: string, until: () => Promise<T>, workers = 1, pace = quick): Promise<T> {
  const config = { smtpUrl, mailFrom: 'subrosa@forum.example', baseUrl: 'https://subrosa.example', sessionSecret }
  const running = Array.from({ length: workers }, () => startOutbox(config, makeLog('silent'), pace))
  try {
    return await until()
  } finally {
    for (const one of running) await one.stop()
  }
}

/** Waits until something is true; the test's own time limit ends it otherwise. */
async function eventually(what: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await what())) await setTimeout(10)
}

/** Queues a message to so many new people, and gives their ids. */
async function queue(forum: Forum, count = 1, kind: MailKind = 'agendaPublished'): Promise<string[]> {
  const people = []
  for (let i = 0; i < count; i++) people.push((await aPerson(forum)).person)
  const path = '/meetings/0123456789abcdef0123456789abcdef'
  await outbox.queue({ forum: forum._id, kind, to: people, path, meetingDate: '2026-03-04' }, new Date())
  return people
}

/** Empties the outbox of what other tests queued. */
async function empty(): Promise<void> {
  await stored('messages').deleteMany({})
}

describe('an e-mail', () => {
  let mail: MailCatcher
  beforeEach(async () => {
    await empty()
    mail = await catchMail()
  })
  afterEach(() => mail.stop())

  const sentTo = (person: string) => mail.received.filter(({ to }) => to === `${person}@example.org`)

  it('says forum, date, link and whom to ring, and nothing more', async () => {
    const forum = await aForum()
    const [person] = await queue(forum)
    await whileSending(mail.url, () => eventually(() => sentTo(person!).length === 1))
    const [got] = sentTo(person!)
    expect(got!.subject).to.equal(`${forum.name}: agenda: Wednesday 4 March 2026`)
    expect(got!.text).to.contain(forum.telephone)
    expect(got!.text).to.contain('https://subrosa.example/meetings/0123456789abcdef0123456789abcdef')
    expect(got!.messageId).to.match(/^<[0-9a-f]{32}@subrosa\.example>$/)
  })

  it('has words for every kind', () => {
    for (const kind of noticeKinds) {
      const { subject, text } = letter({ kind, path: '/', meetingDate: null }, undefined, 'https://subrosa.example')
      expect(subject).to.match(/^Subrosa: \w/)
      expect(text.split('\n\n')).to.have.length(4)
    }
  })

  it('with a code holds the code and nothing confidential, and leaves nothing behind that tells who asked when', async () => {
    const [person] = await queue(await aForum())
    const request = '0123456789abcdef0123456789abcdef'
    const asked = { forum: 'installation', kind: 'code', to: [person!], path: '/sign-in/code', request } as const
    await outbox.queue(asked, new Date())
    await whileSending(mail.url, () => eventually(() => sentTo(person!).length === 2))
    // Somebody waits for it: it goes before what was queued earlier.
    const got = sentTo(person!).at(-1)!
    const code = codeOf({ sessionSecret }, request)
    expect(got.text).to.contain(`Your code is ${code.slice(0, 4)} ${code.slice(4)}\n`)
    expect(got.text).to.contain('https://subrosa.example/sign-in/code')
    expect(got.subject).to.equal('Subrosa: your code to sign in')
    expect(await stored('messages').countDocuments({ kind: 'code' })).to.equal(0)
  })

  it('with a code that is too old is not sent any more', async () => {
    const [person] = await queue(await aForum())
    const asked = { forum: 'installation', kind: 'code', to: [person!], path: '/', request: 'any' } as const
    await outbox.queue(asked, new Date(Date.now() - 10 * 60_000 - 1000))
    await whileSending(mail.url, () => eventually(async () => (await outbox.waiting()).length === 0))
    expect(sentTo(person!).map(({ subject }) => subject)).to.not.include('Subrosa: your code to sign in')
    expect(await stored('messages').countDocuments({ kind: 'code' })).to.equal(0)
  })

  it('waits while the mail server is down, and leaves when it is up', async () => {
    const forum = await aForum()
    const { port } = new URL(mail.url)
    await mail.stop()
    const [person] = await queue(forum)
    await whileSending(mail.url, async () => {
      await eventually(async () => (await outbox.waiting()).some(({ to, attempts }) => to === person && attempts > 1))
      const waiting = (await outbox.waiting()).find(({ to }) => to === person)
      expect(waiting!.failure).to.match(/^E(SOCKET|CONNECTION|CONNREFUSED)/)
      mail = await catchMail(Number(port))
      await eventually(() => sentTo(person!).length > 0)
    })
    expect(sentTo(person!)).to.have.length(1)
  })

  it('is sent once, however many workers there are', async () => {
    const people = await queue(await aForum(), 20)
    await whileSending(mail.url, () => eventually(async () => (await outbox.waiting()).length === 0), 4)
    for (const person of people) expect(sentTo(person)).to.have.length(1)
  })

  it('of a worker that died is sent by another when its lease has run out, under the same Message-ID', async () => {
    const [person] = await queue(await aForum())
    const now = new Date()
    const held = await outbox.lease('the lease of a dead process', now, new Date(now.getTime() + 300))
    await whileSending(mail.url, async () => {
      await setTimeout(150)
      expect(sentTo(person!), 'while the lease holds').to.have.length(0)
      await eventually(() => sentTo(person!).length === 1)
    })
    expect(sentTo(person!)[0]!.messageId).to.equal(`<${held!._id}@subrosa.example>`)
    await outbox.sent(held!._id, 'the lease of a dead process', now)
  })

  it('that was under way is finished before the worker stops', async () => {
    const people = await queue(await aForum(), 5)
    await whileSending(mail.url, () => eventually(() => mail.received.length >= 2))
    const left = (await outbox.waiting()).filter(({ to }) => people.includes(to))
    expect(left.length + people.filter((person) => sentTo(person).length === 1).length).to.equal(5)
    expect(left.every(({ lease }) => lease === null)).to.equal(true)
  })

  it('to nobody is given up, and stops no other', async () => {
    const forum = await aForum()
    await outbox.queue({ forum: forum._id, kind: 'minutesCirculated', to: ['nobody'], path: '/' }, new Date())
    const [person] = await queue(forum)
    await whileSending(mail.url, () => eventually(() => sentTo(person!).length === 1))
    const given = (await outbox.waiting()).find(({ to }) => to === 'nobody')
    expect(given!.failure).to.equal('nobody to send it to')
    expect(given!.dueAt.getUTCFullYear()).to.equal(9999)
  })
})
