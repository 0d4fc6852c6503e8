import { expect } from 'chai'
import mongoose from 'mongoose'
import { createHmac } from 'node:crypto'
import supertest from 'supertest'
import { demonstrationSecret } from '../../server/config.ts'
import { cookieName } from '../../server/session.ts'
import { aForum, aPerson, application, sessionCookie } from '../world.ts'

type Row = { _id: string; expires: Date; session: { person: string; cookie: { expires: Date } } }
const rows = () => mongoose.connection.db!.collection<Row>('sessions')
const hour = 3_600_000

/** The session's id in its cookie. */
const idOf = (cookie: string): string => decodeURIComponent(cookie.split('=')[1]!).slice(2).split('.')[0]!

/** The cookie of idle time, as the service would have signed it. */
function seen(id: string, until: number, mark?: string): string {
  const signed = createHmac('sha256', demonstrationSecret).update(`idle ${id} ${until}`).digest('base64url')
  return `subrosa-seen=${until}.${encodeURIComponent(mark ?? signed)}`
}

/** A session that began so many hours ago. */
async function sessionSince(hours: number): Promise<{ cookie: string; id: string; forum: string }> {
  const forum = await aForum()
  const cookie = await sessionCookie(await aPerson(forum))
  const id = idOf(cookie)
  const expires = new Date(Date.now() + (12 - hours) * hour)
  await rows().updateOne({ _id: id }, { $set: { expires, 'session.cookie.expires': expires } })
  return { cookie, id, forum: forum._id }
}

const get = (path: string, ...cookies: readonly string[]) =>
  supertest(application()).get(path).set('Cookie', cookies.join('; '))

describe('a session', () => {
  it('is read and never written by a page, so that its row is no record of activity; its end is fixed', async () => {
    const { cookie, id, forum } = await sessionSince(1)
    const before = await rows().findOne({ _id: id })
    const commands: string[] = []
    const listener = ({ commandName, command }: { commandName: string; command: Record<string, unknown> }): void => {
      if (command[commandName] === 'sessions') commands.push(commandName)
    }
    mongoose.connection.getClient().on('commandStarted', listener)
    for (const path of [`/forums/${forum}`, '/account', '/no/such/page']) {
      const answer = await get(path, cookie, seen(id, Date.now() + hour))
      expect(answer.status, path).to.be.oneOf([200, 404])
    }
    mongoose.connection.getClient().off('commandStarted', listener)
    expect(commands).to.deep.equal(['aggregate', 'aggregate', 'aggregate'])
    expect(await rows().findOne({ _id: id })).to.deep.equal(before)
  })

  it('keeps idle time in a signed cookie, moved on by each page', async () => {
    const { cookie, id } = await sessionSince(1)
    const answer = await get('/account', cookie, seen(id, Date.now() + 60_000))
    const set = (answer.headers['set-cookie'] as unknown as string[]).find((each) => each.startsWith('subrosa-seen='))!
    expect(set).to.include('HttpOnly').and.to.include('SameSite=Lax')
    const until = Number(/=(\d+)\./.exec(set)![1])
    expect(until).to.be.within(Date.now() + 59 * 60_000, Date.now() + 61 * 60_000)
  })

  it('says on every page when it ends, for whoever has no script that warns', async () => {
    const { cookie, id } = await sessionSince(11.5)
    const soon = await get('/account', cookie, seen(id, Date.now() + 60_000))
    const said = /You will be signed out at ([^<]+) if you open no other page, and at ([^<]+) in any case/.exec(
      soon.text,
    )
    expect(said?.[1], 'the twelve hours end before the idle hour').to.equal(said?.[2])
    const seconds = Number(/data-idle-seconds="(\d+)"/.exec(soon.text)?.[1])
    expect(seconds).to.be.within(28 * 60, 31 * 60)
    const { cookie: other, id: another } = await sessionSince(1)
    const later = await get('/account', other, seen(another, Date.now() + 60_000))
    expect(Number(/data-idle-seconds="(\d+)"/.exec(later.text)?.[1])).to.be.within(58 * 60, 61 * 60)
  })

  const idle: readonly [string, (id: string) => string][] = [
    ['was away for too long', (id) => seen(id, Date.now() - 1000)],
    ['brings no cookie of idle time', () => 'other=1'],
    ['forged it', (id) => seen(id, Date.now() + hour, 'x'.repeat(43))],
    ['forged it in letters of two bytes', (id) => seen(id, Date.now() + hour, 'é'.repeat(43))],
    ['brings that of another session', () => seen('another', Date.now() + hour)],
    ['brings nonsense', () => 'subrosa-seen=NaN.Infinity'],
    ['brings an object', () => `subrosa-seen=${encodeURIComponent('j:{"toString":1}')}`],
  ]
  for (const [what, cookieOf] of idle)
    it(`is destroyed on the server when its browser ${what}`, async () => {
      const { cookie, id } = await sessionSince(1)
      const answer = await get('/account', cookie, cookieOf(id))
      expect(answer.status).to.equal(303)
      expect(answer.headers['location']).to.match(/^\/sign-in/)
      expect(await rows().findOne({ _id: id })).to.equal(null)
      expect((await get('/account', cookie, seen(id, Date.now() + hour))).status).to.equal(303)
    })

  it('ends twelve hours after sign-in, however busy', async () => {
    const { cookie, id } = await sessionSince(12.01)
    expect((await get('/account', cookie, seen(id, Date.now() + hour))).status).to.equal(303)
    const other = await sessionSince(11.9)
    expect((await get('/account', other.cookie, seen(other.id, Date.now() + hour))).status).to.equal(200)
  })

  it('is worth nothing when its cookie was not signed here', async () => {
    const { id } = await sessionSince(0)
    for (const forged of [`s:${id}.${'x'.repeat(43)}`, id, `s:${id}.`, 'j:{"person":"x"}'])
      expect((await get('/account', `subrosa-session=${encodeURIComponent(forged)}`)).status, forged).to.equal(303)
  })

  it('begins with no visit: visitors get no cookie and no row', async () => {
    const before = await rows().countDocuments()
    for (const path of ['/', '/promise', '/account']) {
      const answer = await supertest(application()).get(path)
      expect(answer.headers, path).to.not.have.property('set-cookie')
    }
    expect(await rows().countDocuments()).to.equal(before)
  })

  it('has a cookie that only its own host may set, wherever the service is reached over https', () => {
    expect(cookieName({ secure: true }, 'session')).to.equal('__Host-subrosa-session')
    expect(cookieName({ secure: false }, 'session')).to.equal('subrosa-session')
  })
})
