import { expect } from 'chai'
import { Agent, request } from 'node:http'
import { aPerson } from '../world.ts'
import { steady } from '../steady.ts'
import { contentOf, loadModels } from './fuzzing/extras.ts'
import { type Ids, aWholeForum } from './fuzzing/forums.ts'
import { address, everyRouteOf, plain } from './fuzzing/routes.ts'
import { type Asker, serve } from './fuzzing/server.ts'
import { seeded } from './fuzzing/values.ts'

const theirs = 'Foreignforumwords'
const evil = 'elsewhere.example'

/** Headers by which proxies and frameworks can be told that a request is another one than it is. */
const headers = (own: string): Readonly<Record<string, string>> => ({
  'x-http-method-override': 'POST',
  'x-http-method': 'DELETE',
  'x-method-override': 'PUT',
  'x-original-url': own,
  'x-rewrite-url': own,
  'x-original-uri': own,
  'x-forwarded-uri': own,
  'x-forwarded-host': evil,
  'x-forwarded-proto': 'https',
  'x-forwarded-port': '443',
  'x-forwarded-prefix': '/administration',
  'x-forwarded-for': '127.0.0.1, 127.0.0.1',
  'x-real-ip': '127.0.0.1',
  forwarded: `for=127.0.0.1;host=${evil};proto=https`,
  'x-user': 'administrator',
  'x-remote-user': 'administrator',
  'x-custom-ip-authorization': '127.0.0.1',
  authorization: 'Basic YWRtaW46YWRtaW4=',
  range: 'bytes=0-10',
  'if-none-match': '*',
  'accept-language': 'en, *;q=0.1',
  te: 'trailers',
})

/** The same address, written another way. */
const spellings: readonly ((path: string) => string)[] = [
  (path) => `${path}/`,
  (path) => path.toUpperCase(),
  (path) => path.replace(/^\/[a-z-]+/, (word) => word.toUpperCase()),
  (path) => `/${path}`,
  (path) => `/.${path}`,
  (path) => `/account/..${path}`,
  (path) => `/account/%2e%2e${path}`,
  (path) => `/account/..%2f${path.slice(1)}`,
  (path) => path.replace(/\/([^/]+)$/, '/./$1'),
  (path) => `${path}%00`,
  (path) => `${path}%00.css`,
  (path) => `${path};a=b`,
  (path) => `${path}%20`,
  (path) => `${path}.json`,
  (path) => path.replaceAll('/', '%2F'),
  (path) => `/${path.slice(1).replaceAll('/', '%252F')}`,
  (path) => path.replace(/[a-z]/, (letter) => `%${letter.charCodeAt(0).toString(16)}`),
  (path) => path.replace(/[a-z]/, (letter) => `%25${letter.charCodeAt(0).toString(16)}`),
  (path) => path.replace('/', '\\'),
  (path) => `${path}%c0%af..`,
]

/** What stands behind a question mark: methods, the same name twice, lists and conditions in the place of a text. */
const queries = (own: string): readonly string[] => [
  '_method=DELETE&_method=POST&method=POST',
  `meeting=${own}&meeting=${own}&item=${own}&paper=${own}&forum=${own}&id=${own}&id=x`,
  'page=1&page=2&page[]=&page[$ne]=&before[$gt]=&forum[]=&draft[$ne]=x&meeting[$regex]=.*',
  'a=1&a=2&a[]=&a[$ne]=&a[b][c]=d&__proto__[x]=y&constructor=z&hasOwnProperty=1',
]

describe('an address that is asked for in a tricky way', function () {
  this.timeout(180_000)
  let server: Awaited<ReturnType<typeof serve>>
  let here: Ids
  let there: Ids
  let nowhere: Ids
  let foreign: Awaited<ReturnType<typeof aWholeForum>>
  let stored: readonly string[]
  let askers: readonly Asker[]
  const agent = new Agent({ keepAlive: true, maxSockets: 8 })
  const routes = everyRouteOf()

  before(async () => {
    await loadModels()
    server = await serve()
    const ours = await aWholeForum('Ownforumwords')
    foreign = await aWholeForum(theirs)
    here = ours.ids
    there = foreign.ids
    const chance = seeded(7)
    nowhere = Object.fromEntries(Object.entries(there).map(([name, ids]) => [name, ids.map(() => chance.hex(32))]))
    nowhere = { ...nowhere, forum: ['no-such-forum'], organisation: ['no-such-organisation'] }
    askers = [
      await server.signIn('visitor', undefined),
      await server.signIn('member', ours.people.member),
      await server.signIn('observer', await aPerson(ours.forum, 'observer', 'independent')),
    ]
    stored = await contentOf(foreign, {})
  })
  after(() => {
    agent.destroy()
    server.stop()
  })

  /** A request as it stands, without a browser that would put its path in order first. */
  const ask = (who: Asker, method: string, path: string, more: Readonly<Record<string, string>> = {}, body = '') =>
    new Promise<{ status: number; text: string; location: string }>((resolve, reject) => {
      const asked = request(
        { agent, host: '127.0.0.1', port: server.port, method, path, headers: { cookie: who.cookie, ...more } },
        (answer) => {
          const parts: Buffer[] = []
          answer.on('data', (part: Buffer) => parts.push(part))
          answer.on('end', () =>
            resolve({
              status: answer.statusCode ?? 0,
              text: Buffer.concat(parts).toString(),
              location: answer.headers.location ?? '',
            }),
          )
        },
      )
      asked.on('error', reject)
      asked.end(body)
    })

  const other = (name: string): string => plain[name] ?? 'f'.repeat(32)

  /** An answer without what it repeats of its own address. */
  const alike = ({ text, location, status }: { text: string; location: string; status: number }, ids: Ids): string => {
    const known = Object.entries(ids).flatMap(([, all]) => all)
    const without = (whole: string): string =>
      known.reduce((left, id) => left.replaceAll(id, 'ID').replaceAll(id.toUpperCase(), 'ID'), whole)
    return `${status} ${without(location)} ${without(steady(text))}`
  }

  /** What is wrong with the answer to somebody who may not see this, and that to the same request for nothing. */
  async function trial(
    who: Asker,
    method: string,
    route: string,
    trick: (path: string) => { path: string; more?: Readonly<Record<string, string>>; body?: string },
    seed: number,
  ): Promise<string[]> {
    const [forbidden, absent] = await Promise.all(
      [there, nowhere].map(async (ids) => {
        const { path, more, body } = trick(address(route, ids, seeded(seed), other))
        return { ...(await ask(who, method, path, more, body)), path }
      }),
    )
    const { status, text, location } = forbidden!
    const said = [
      ...(status >= 500 ? [`status ${status}`] : []),
      ...(text.includes(theirs) ? ['words that are not for them'] : []),
      ...(text.includes(evil) || location.includes(evil) ? [`leads to ${evil}`] : []),
      ...(alike(forbidden!, there) === alike(absent!, nowhere) ? [] : [`${status}, but ${absent!.status} for nothing`]),
    ]
    return said.map((each) => `${who.name} ${method} ${forbidden!.path}: ${each}`)
  }

  /** Routes that belong to a forum or a person: an administrator's say themselves who may. */
  const withIds = routes.filter(({ path }) => path.includes('/:'))

  it('by its spelling shows nothing of another forum, and looks like one of nothing', async () => {
    const wrong: string[] = []
    const gets = withIds.filter(({ method, open }) => method === 'GET' && !open)
    for (const [at, { path }] of gets.entries())
      // Each address in a third of the spellings, so that every spelling is tried with dozens of addresses.
      for (const [nth, spell] of spellings.entries())
        if ((at + nth) % 3 === 0)
          wrong.push(
            ...(await trial(askers[1 + (at % 2)]!, 'GET', path, (asked) => ({ path: spell(asked) }), at + nth)),
          )
    expect(wrong).to.deep.equal([])
  })

  it('by headers or a query shows nothing more either, and no form is sent by reading', async () => {
    const own = `/meetings/${here['meeting']![0]}`
    const wrong: string[] = []
    for (const [at, { path, open }] of withIds.entries()) {
      const who = askers[1 + (at % 2)]!
      const query = queries(here['meeting']![0]!)[at % 4]!
      if (open) continue
      wrong.push(...(await trial(who, 'GET', path, (asked) => ({ path: asked, more: headers(own) }), at)))
      wrong.push(...(await trial(who, 'GET', path, (asked) => ({ path: `${asked}?${query}`, more: headers(own) }), at)))
      for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS'])
        if (at % 4 === 0) wrong.push(...(await trial(who, method, path, (asked) => ({ path: asked }), at)))
    }
    expect(wrong).to.deep.equal([])
  })

  it('takes no form of another forum by any of it', async () => {
    const own = `/meetings/${here['meeting']![0]}`
    const form = {
      ...headers(own),
      'content-type': 'application/x-www-form-urlencoded',
      'x-http-method-override': 'GET',
    }
    const wrong: string[] = []
    for (const [at, { path, method }] of withIds.entries()) {
      if (method !== 'POST') continue
      const who = askers[1 + (at % 2)]!
      const body = `_csrf=${who.csrf}&_method=GET&${queries(here['meeting']![0]!)[at % 4]}`
      wrong.push(...(await trial(who, 'POST', path, (asked) => ({ path: asked, more: form, body }), at)))
      const spell = spellings[at % spellings.length]!
      wrong.push(...(await trial(who, 'POST', path, (asked) => ({ path: spell(asked), more: form, body }), at)))
    }
    expect(wrong).to.deep.equal([])
  })

  it('is no trial of addresses that nobody reaches: who may see a page sees it by some of these spellings', async () => {
    const [, member] = askers
    const meeting = `/meetings/${here['meeting']![0]}`
    const reached: number[] = []
    for (const spell of spellings) reached.push((await ask(member!, 'GET', spell(meeting))).status)
    expect(reached.filter((status) => status === 200)).to.have.length.greaterThan(1)
    expect((await ask(member!, 'GET', meeting, headers('/no/such/address'))).status).to.be.oneOf([200, 304])
  })

  it('lets no visitor in by any of it', async () => {
    const wrong: string[] = []
    const [visitor] = askers
    for (const [at, { path, open, method }] of routes.entries()) {
      if (open || method !== 'GET') continue
      const asked = address(path, there, seeded(at), other)
      const spelt = spellings[at % spellings.length]!(asked)
      for (const [way, more] of [
        [asked, headers('/key-communications')],
        [spelt, {}],
      ] as const) {
        const { status, text, location } = await ask(visitor!, 'GET', way, more)
        const sent = status === 303 && location.startsWith('/sign-in?')
        if (!(sent || status === 400) || text.includes(theirs) || location.includes(`//${evil}`))
          wrong.push(`${way}: ${status} ${location}`)
      }
    }
    expect(wrong).to.deep.equal([])
  })

  it('changes nothing of another forum', async () => {
    expect(await contentOf(foreign, {})).to.deep.equal(stored)
  })
})
