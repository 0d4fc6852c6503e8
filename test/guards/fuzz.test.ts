import { expect } from 'chai'
import type { Person } from '../../server/policy/terms.ts'
import { aPerson } from '../world.ts'
import { type Ids, aWholeForum } from './fuzzing/forums.ts'
import { type Route, address, everyRouteOf, fields, plain } from './fuzzing/routes.ts'
import { type Answer, type Asker, serve } from './fuzzing/server.ts'
import {
  type Chance,
  type Value,
  asForm,
  encoded,
  hostile,
  hostileNames,
  hostileText,
  noForms,
  seeded,
} from './fuzzing/values.ts'
import { steady } from '../steady.ts'

const own = 'Ownforumwords'
const foreign = 'Foreignforumwords'
/** The largest answer, in characters, beside what was typed and comes back. */
const largest = 120_000
const statuses = [200, 303, 400, 404, 409, 413, 415, 422]

type Served = Awaited<ReturnType<typeof serve>>
type Someone = Asker & { readonly never: readonly string[] }

describe('every route, whatever is sent to it', () => {
  let server: Served
  let here: Ids
  let there: Ids
  let everybody: Someone[]
  const nowhere: Ids = {}
  /** How many answers there were of each status: a trial that reached nothing would prove nothing. */
  const answered = new Map<number, number>()
  const routes = everyRouteOf()

  const ask = async (...asked: Parameters<Served['ask']>): Promise<Answer> => server.ask(...asked)
  const signIn = async (name: string, person: Person | undefined, never: readonly string[]): Promise<Someone> => ({
    ...(await server.signIn(name, person)),
    never,
  })

  before(async function () {
    this.timeout(180_000)
    server = await serve()
    const [ours, theirs] = [await aWholeForum(own), await aWholeForum(foreign)]
    here = ours.ids
    there = theirs.ids
    const chance = seeded(1)
    for (const name of Object.keys(here)) nowhere[name] = [chance.hex(32)]
    nowhere['forum'] = ['no-such-forum']
    nowhere['organisation'] = ['no-such-organisation']
    const { chair, secretary, member, guest } = ours.people
    const administrator = await aPerson(null, 'member', 'independent', { office: 'administrator' })
    everybody = [
      await signIn('visitor', undefined, [own, foreign]),
      await signIn('guest', guest, [foreign]),
      await signIn('member', member, [foreign]),
      await signIn('chair', chair, [foreign]),
      await signIn('secretary', secretary, [foreign]),
      await signIn('administrator', administrator, []),
    ]
  })

  after(() => server.stop())

  /** A page without what tells one request from another: its reference and its own address. */
  const alike = ({ text }: Answer, path: string): string =>
    [path, encoded(path), encodeURI(path)].reduce((left, each) => left.replaceAll(each, 'ADDRESS'), steady(text))

  /** What is wrong with an answer; nothing for a good one. */
  function wrongWith(who: Someone, { status, text }: Answer, sent: string): string[] {
    return [
      ...(statuses.includes(status) ? [] : [`status ${status}`]),
      ...(/\n\s+at .+:\d+:\d+|node_modules|MongoServerError|ZodError/.test(text) ? ['a stack trace'] : []),
      ...(text.length > largest + 6 * sent.length ? [`${text.length} characters`] : []),
      ...(who.never.some((word) => text.includes(word)) ? ['words that are not for them'] : []),
    ]
  }

  /** How many of a route's requests each sends: most those who find most pages, and everybody the first. */
  const share = ({ name }: Someone): number => ({ secretary: 3, chair: 2, member: 2 })[name] ?? 1

  /** Whatever was wrong with the answers, for every person, to the requests that are made for a route. */
  async function trial(
    chosen: readonly Route[],
    requests: (route: Route, who: Someone, chance: Chance) => readonly { path: string; body?: string; type?: string }[],
  ): Promise<string[]> {
    const wrong: string[] = []
    for (const who of everybody)
      for (const [at, route] of chosen.entries())
        for (const { path, body, type } of requests(route, who, seeded(at + 1)).slice(0, share(who))) {
          const answer = await ask(who, route.method, path, body, type)
          answered.set(answer.status, (answered.get(answer.status) ?? 0) + 1)
          const found = wrongWith(who, answer, `${path}${body ?? ''}`)
          if (found.length > 0)
            wrong.push(
              `${who.name} ${route.method} ${path.slice(0, 200)} ${body?.slice(0, 300) ?? ''}: ${found.join(', ')}`,
            )
        }
    return wrong
  }

  const other = (name: string): string => plain[name] ?? 'f'.repeat(32)
  const odd = (chance: Chance) => (): string => encoded(hostileText(chance)) || '%20'
  const gets = routes.filter(({ method }) => method === 'GET')
  const posts = routes.filter(({ method }) => method === 'POST')
  const withToken = (who: Someone, body: Record<string, Value>): string =>
    asForm({ _csrf: who.csrf, ...body }).join('&')

  it('shows a page, or that there is none, for the ids of the own forum, of another, of none and for no ids at all', async function () {
    this.timeout(180_000)
    const wrong = await trial(gets, ({ path, fields: asked }, _who, chance) => {
      const query = Object.keys(asked).map((name) => `${encoded(name)}=${encoded(hostileText(chance))}`)
      const names = hostileNames.map((name) => `${encoded(name)}[$gt]=${encoded(hostileText(chance))}`)
      return [
        { path: address(path, chance.next() < 0.7 ? here : there, chance, other) },
        { path: `${address(path, {}, chance, odd(chance))}?${[...query, ...names].join('&')}` },
        { path: `${address(path, here, chance, other)}?${[...query, ...names].join('&')}` },
      ]
    })
    expect(wrong).to.deep.equal([])
  })

  it('takes a form that fits, refuses one of another forum, and one that was not asked for', async function () {
    this.timeout(180_000)
    const wrong = await trial(posts, ({ path, fields: asked }, who, chance) => [
      { path: address(path, here, chance, other), body: withToken(who, fields(asked, here, chance)) },
      { path: address(path, there, chance, other), body: withToken(who, fields(asked, there, chance)) },
      { path: address(path, here, chance, other), body: withToken(who, fields(asked, there, chance)) },
    ])
    expect(wrong).to.deep.equal([])
    expect(answered.get(200), 'pages shown').to.be.greaterThan(150)
    expect((answered.get(303) ?? 0) - routes.length, 'forms taken').to.be.greaterThan(20)
  })

  it('refuses what no form of ours sends: shapes, encodings, lengths, names, tokens', async function () {
    this.timeout(180_000)
    const wrong = await trial(posts, ({ path, fields: asked }, who, chance) => {
      const body: Record<string, Value> = fields(asked, here, chance)
      for (const name of Object.keys(body)) if (chance.next() < 0.6) body[name] = hostile(chance)
      const names = hostileNames.map((name) => `${encoded(name)}[${encoded(chance.one(hostileNames))}]=1`)
      const one = chance.one(Object.keys(body))
      const alone = one === undefined ? {} : { ...fields(asked, here, chance), [one]: hostile(chance) }
      return [
        { path: address(path, here, chance, other), body: [withToken(who, body), ...names].join('&') },
        { path: address(path, here, chance, other), body: withToken(who, alone) },
        {
          path: address(path, here, chance, other),
          body: `_csrf[$ne]=&_csrf=%00&${asForm(body).join('&').slice(0, 500)}`,
        },
      ]
    })
    expect(wrong).to.deep.equal([])
  })

  it('reads no body that is no form', async function () {
    this.timeout(180_000)
    const [, , member] = everybody
    const wrong: string[] = []
    for (const [type, body] of noForms)
      for (const { path, takesFile } of posts.filter(({ takesFile: file }, at) => file || at % 30 === 0)) {
        const answer = await ask(member!, 'POST', address(path, here, seeded(1), other), body, type)
        const found = wrongWith(member!, answer, body)
        if (found.length > 0) wrong.push(`${path} ${takesFile} ${type}: ${found.join(', ')}`)
      }
    expect(wrong).to.deep.equal([])
    expect(Object.prototype).to.not.have.property('polluted')
  })

  it('shows another forum’s record and none alike', async function () {
    this.timeout(180_000)
    const ours = everybody.filter(({ name }) => ['guest', 'member', 'secretary'].includes(name))
    const unlike: string[] = []
    for (const who of ours)
      for (const { path } of gets.filter(
        (route) => route.path.includes('/:') && !route.path.startsWith('/administration'),
      )) {
        const paths = [there, nowhere].map((ids) => address(path, ids, seeded(1), other))
        const [forbidden, absent] = await Promise.all(paths.map((each) => ask(who, 'GET', each)))
        const told = wrongWith(who, forbidden!, paths[0]!)
        if (told.length > 0) unlike.push(`${who.name} ${paths[0]}: ${told.join(', ')}`)
        const same = alike(forbidden!, paths[0]!) === alike(absent!, paths[1]!)
        if (forbidden!.status !== absent!.status || !same)
          unlike.push(`${who.name} ${path}: ${forbidden!.status}, ${absent!.status}`)
      }
    expect(unlike).to.deep.equal([])
  })

  it('sends visitors to sign-in from every address that is not open, whether it exists or not, with the same words', async function () {
    this.timeout(180_000)
    const [visitor] = everybody
    const unlike: string[] = []
    const words = async (method: string, path: string): Promise<string> => {
      const { status, text, location } = await ask(visitor!, method, path)
      const back = encoded(method === 'GET' ? path : '/')
      return `${status} ${location.replace(back, 'BACK')} ${text.replaceAll(back, 'BACK')}`
    }
    const nothing = await words('GET', '/no/such/address')
    expect(nothing).to.match(/^303 \/sign-in\?returnTo=BACK /)
    for (const { method, path } of routes.filter(({ open }) => !open))
      for (const ids of [here, there, nowhere])
        if ((await words(method, address(path, ids, seeded(1), other))) !== nothing) unlike.push(`${method} ${path}`)
    expect(unlike).to.deep.equal([])
  })
})
