import { expect } from 'chai'
import { type Server, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { addDays, dayOf } from '../../server/dates.ts'
import { newId } from '../../server/ids.ts'
import { steady } from '../steady.ts'
import { aPerson, again, application, sessionCookie } from '../world.ts'
import { type Ids, aWholeForum } from '../guards/fuzzing/forums.ts'
import { type Route, address, everyRouteOf, fields, plain } from '../guards/fuzzing/routes.ts'
import { asForm, seeded } from '../guards/fuzzing/values.ts'

type Someone = { readonly name: string; readonly cookie: string; readonly csrf: string }

/** What an answer is, but for the reference, its own address, the moment, and the token of its form. */
type Look = { readonly status: number; readonly headers: Record<string, string>; readonly body: string }

describe('Forbidden and absent look the same', () => {
  let server: Server
  let base: string
  let there: Ids
  let nowhere: Ids
  let strangers: Someone[]
  const routes = everyRouteOf()
  const secret = 'Seacoal'

  before(async function () {
    this.timeout(60_000)
    server = createServer(application()).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const [theirs, other] = [await aWholeForum(secret), await aWholeForum('Elsewhere')]
    there = theirs.ids
    nowhere = Object.fromEntries(Object.keys(there).map((name) => [name, [newId()]]))
    nowhere['forum'] = ['forum-00000000']
    // Organisations are there for everybody who is signed in; only what belongs to a forum is tried here.
    delete there['organisation']
    const yesterday = addDays(dayOf(new Date()), -1)
    const ended = await aPerson(theirs.forum, 'chair', 'staff', { until: yesterday })
    const tomorrow = await aPerson(theirs.forum, 'member', 'staff', { from: addDays(dayOf(new Date()), 1) })
    strangers = [
      await signIn('a chair of another forum', await sessionCookie(other.people.chair)),
      await signIn('a secretary of another forum', await sessionCookie(other.people.secretary)),
      await signIn('a guest of another forum', await sessionCookie(other.people.guest)),
      await signIn('somebody whose seat has ended', await sessionCookie(await again(ended))),
      await signIn('somebody whose seat begins tomorrow', await sessionCookie(await again(tomorrow))),
      await signIn('somebody without a seat', await sessionCookie(await aPerson(null))),
      await signIn('a visitor', ''),
    ]
  })

  after(() => server.close())

  async function signIn(name: string, session: string): Promise<Someone> {
    const page = await fetch(`${base}${session === '' ? '/sign-in' : '/sign-out'}`, { headers: { cookie: session } })
    const idle = page.headers.getSetCookie().map((cookie) => cookie.split(';')[0])
    const csrf = /name="_csrf" value="([^"]+)"/.exec(await page.text())?.[1] ?? ''
    expect(csrf, name).to.not.equal('')
    return { name, csrf, cookie: session === '' ? '' : [session, ...idle].join('; ') }
  }

  /** Asks as this person would, and takes off what differs between any two requests. */
  async function look(who: Someone, { method }: Pick<Route, 'method'>, path: string, body: string): Promise<Look> {
    const form = { body, headers: { cookie: who.cookie, 'content-type': 'application/x-www-form-urlencoded' } }
    const sent = method === 'POST' ? form : { headers: { cookie: who.cookie } }
    const answer = await fetch(base + path, { method, redirect: 'manual', ...sent })
    const plainly = (text: string): string =>
      [encodeURIComponent(path), path].reduce((left, each) => left.replaceAll(each, 'ADDRESS'), text)
    const headers = Object.fromEntries([...answer.headers].map(([name, value]) => [name, plainly(value)]))
    const once = ['date', 'set-cookie', 'content-length']
    for (const name of once) if (headers[name] !== undefined) headers[name] = name
    const text = steady(await answer.text())
    return { status: answer.status, headers, body: plainly(text) }
  }

  /** The routes whose address names a record of a forum. */
  const about = (method: Route['method']): Route[] =>
    routes.filter((route) => {
      const named = [...route.path.matchAll(/:(\w+)/g)].map(([, name]) => name!)
      return route.method === method && named.some((name) => name === 'id' || there[name] !== undefined)
    })

  /** Every answer that tells the other forum's records from none. */
  async function differences(method: Route['method'], ids: (name: 'there' | 'nowhere') => Ids): Promise<string[]> {
    const different: string[] = []
    const other = (name: string): string => plain[name] ?? 'f'.repeat(32)
    // Each person tries other records of the same kind, so that together they meet most states.
    for (const [turn, who] of strangers.entries())
      for (const [at, route] of about(method).entries()) {
        const seed = at * 10 + turn
        const typed = asForm({ ...fields(route.fields, ids('there'), seeded(seed)), _csrf: who.csrf }).join('&')
        const paths = (['there', 'nowhere'] as const).map((name) =>
          address(route.path, { ...nowhere, ...ids(name) }, seeded(seed), other),
        )
        const [forbidden, absent] = [
          await look(who, route, paths[0]!, typed),
          await look(who, route, paths[1]!, typed),
        ] as const
        const what = `${who.name}: ${method} ${route.path}`
        if (JSON.stringify(forbidden) !== JSON.stringify(absent))
          different.push(`${what}: ${forbidden.status} and ${absent.status}`)
        if (`${JSON.stringify(forbidden.headers)}${forbidden.body}`.includes(secret)) different.push(`${what}: words`)
        if (![303, 404].includes(forbidden.status)) different.push(`${what}: ${forbidden.status}`)
      }
    return different
  }

  it('on every page, to everybody who has no place there: status, headers, body', async function () {
    this.timeout(180_000)
    expect(about('GET').length).to.be.above(40)
    expect(await differences('GET', (name) => (name === 'there' ? there : nowhere))).to.deep.equal([])
  })

  it('to every form, filled in as well as can be', async function () {
    this.timeout(180_000)
    expect(about('POST').length).to.be.above(40)
    expect(await differences('POST', (name) => (name === 'there' ? there : nowhere))).to.deep.equal([])
  })

  it('to a question without a body, with a condition, or for the headers alone', async () => {
    const [stranger] = strangers
    for (const name of ['meeting', 'paper', 'item', 'terms'] as const) {
      const paths = [there[name]![0]!, newId()].map((id) => `${base}/${name === 'terms' ? name : `${name}s`}/${id}`)
      for (const asked of [
        { method: 'HEAD' },
        { headers: { 'if-none-match': '*', 'if-modified-since': new Date(0).toUTCString() } },
        { headers: { range: 'bytes=0-10', accept: 'application/json' } },
      ]) {
        const answers = await Promise.all(
          paths.map(async (path) =>
            fetch(path, { ...asked, headers: { ...asked.headers, cookie: stranger!.cookie }, redirect: 'manual' }),
          ),
        )
        expect(answers.map(({ status }) => status)).to.deep.equal([404, 404])
        const [one, two] = answers.map(({ headers }) => [headers.get('content-length'), [...headers.keys()]])
        expect(one).to.deep.equal(two)
        for (const { headers } of answers) {
          expect([headers.get('etag'), headers.get('last-modified')]).to.deep.equal([null, null])
          expect(headers.get('cache-control')).to.equal('no-store')
        }
      }
    }
  })
})
