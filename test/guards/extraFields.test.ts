import { expect } from 'chai'
import { aForum, aPerson, again } from '../world.ts'
import { type Gain, contentOf, extras, loadModels, smuggled } from './fuzzing/extras.ts'
import { type Ids, aWholeForum } from './fuzzing/forums.ts'
import { type Route, address, everyRouteOf, fields, plain } from './fuzzing/routes.ts'
import { type Answer, type Asker, serve } from './fuzzing/server.ts'
import { type Pair, shownForm } from './fuzzing/shownForm.ts'
import { type Chance, asForm, encoded, seeded } from './fuzzing/values.ts'

type Whole = Awaited<ReturnType<typeof aWholeForum>>
type Twin = Whole & { readonly askers: readonly Asker[]; readonly made: Ids }

const names = ['secretary', 'chair', 'member', 'administrator']
/** A form with a file holds few fields, so it is tried with those that matter most. */
const most = /^(forum|audience|side|state|owner|revision|steppedOut|ruleStatus|late|sentAt)(\[\])?=/
const fieldsThatMatter =
  'forum audience side state owner keys holdsKey role office meetings revision steppedOut historyFrom ruleStatus withdrawn hash quorate signsInThrough identities'.split(
    ' ',
  )
/** What fits fields of which a schema says little. */
const sensible: Readonly<Record<string, string>> = {
  '[day]': '4',
  '[month]': '3',
  '[year]': '2027',
  joiningLink: 'https://forum.example/join',
  telephone: '01632 960 001',
  // Then it is taken from the name.
  shortName: '',
}
/** Where the id of what is made comes from its name. */
const namedHere = /^\/administration\/\w+\/new$/
/** How often a form is tried, on one record or another, as it is shown and filled in. */
const tries = 3
/** After so many forms the twins are compared. */
const together = 12

/**
 * Two forums that are alike down to the last word. Every form is sent to the first as it is, and to the second with the
 * fields of every record beside it, in its body and in its address. Afterwards they must be alike still.
 */
describe('a form with fields that are not its own', function () {
  this.timeout(180_000)
  let server: Awaited<ReturnType<typeof serve>>
  let twins: readonly [Twin, Twin]
  let gain: Gain
  let administrator: Asker
  const posts = everyRouteOf().filter(({ method }) => method === 'POST')
  /** The forms that were taken. */
  const taken = new Set<string>()

  before(async () => {
    await loadModels()
    server = await serve()
    const twin = async (): Promise<Twin> => {
      const whole = await aWholeForum('Twinword')
      const { chair, secretary, member } = whole.people
      const there: Asker[] = []
      for (const [name, person] of Object.entries({ secretary, chair, member }))
        there.push(await server.signIn(name, await again(person)))
      return { ...whole, askers: there, made: {} }
    }
    twins = [await twin(), await twin()]
    const elsewhere = await aForum()
    gain = { forum: elsewhere._id, person: (await aPerson(elsewhere, 'chair', 'staff')).person }
    const office = await aPerson(null, 'member', 'independent', { office: 'administrator' })
    administrator = await server.signIn('administrator', office)
  })
  after(() => server.stop())

  const other = (name: string): string => plain[name] ?? 'f'.repeat(32)

  /**
   * The form as its page shows it, or made up from what the route reads.
   * @param whether what is empty or not chosen is filled in
   */
  async function filled(
    { fields: shapes }: Route,
    path: string,
    who: Asker,
    { twin, chance, whole }: { twin: Twin; chance: Chance; whole: boolean },
  ): Promise<{ pairs: readonly Pair[]; page: string }> {
    const asked = await server.ask(who, 'GET', path)
    const page = asked.status === 200 ? asked.text : ''
    const made = fields(shapes, twin.ids, chance)
    const shown = shownForm(page, path)
    if (shown === undefined)
      return { page, pairs: asForm(made).map((pair) => pair.split('=').map(decodeURIComponent) as [string, string]) }
    if (!whole) return { page, pairs: shown }
    const guess = (name: string): unknown => sensible[/\[\w+\]$/.exec(name)?.[0] ?? name] ?? made[name]
    const lacking = Object.keys(made).filter((name) => !shown.some(([each]) => each.replace(/\[.*$/, '') === name))
    const pairs = [...shown, ...lacking.map((name): Pair => [name, ''])].flatMap(([name, value]): Pair[] => {
      const better = value === '' ? guess(name) : value
      return typeof better === 'string' ? [[name, better]] : value === '' ? [] : [[name, value]]
    })
    return { page, pairs }
  }

  /** One form for one of the twins; the id of a new record is its own, and is known as the same in both. */
  async function send(
    route: Route,
    { seed, whole }: { seed: number; whole: boolean },
    who: Asker,
    twin: Twin,
    beside: readonly string[],
  ): Promise<Answer> {
    const chance = seeded(seed * 7919)
    const own = namedHere.test(route.path) ? ['id', 'token', 'name'] : ['id', 'token']
    const path = address(route.path, twin.ids, chance, other)
    const hex = chance.hex(31)
    const form = await filled(route, path, who, { twin, chance, whole })
    const pairs = form.pairs.map(([name, value]): Pair => {
      if (!own.includes(name) || value === '') return [name, value]
      const id = `${twin === twins[0] ? 'a' : 'b'}${hex}`
      ;(twin.made[`new of ${route.path}`] ??= []).push(id)
      return [name, id]
    })
    // What stands in the page’s forms is their own, though a schema may not say so.
    const fieldOf = (pair: string): string => pair.replace(/(\[|%5B|=).*$/, '')
    const foreign = beside.filter((pair) => !new RegExp(` name="${fieldOf(pair)}["[]`).test(form.page))
    const query = foreign.filter((pair) => !route.place.some((name) => pair.startsWith(encoded(name))))
    const to = query.length === 0 ? path : `${path}?${query.join('&')}`
    const all = [...pairs, ['_csrf', who.csrf] as const]
    if (route.takesFile) return server.ask(who, 'POST', to, withFile(all, foreign))
    const body = [...all.map(([name, value]) => `${encoded(name)}=${encoded(value)}`), ...foreign]
    return server.ask(who, 'POST', to, body.join('&'))
  }

  function withFile(own: readonly Pair[], beside: readonly string[]): FormData {
    const form = new FormData()
    for (const [name, value] of own) form.append(name, value)
    for (const pair of beside.filter((each) => most.test(each))) {
      const [name = '', value = ''] = pair.split('=').map(decodeURIComponent)
      form.append(name, value)
    }
    form.append('file', new Blob(['# A paper']), 'paper.md')
    return form
  }

  /** What differs between the twins, and did not before. */
  const seen = new Set<string>()
  async function unlike(): Promise<string[]> {
    const [one, two] = await Promise.all(twins.map(async (twin) => contentOf(twin, twin.made)))
    const lines = [
      ...two!.filter((line) => !one!.includes(line)).map((line) => `+ ${line}`),
      ...one!.filter((line) => !two!.includes(line)).map((line) => `- ${line}`),
      ...two!.filter((line) => line.includes(smuggled)).map((line) => `! ${line}`),
    ].filter((line) => !seen.has(line))
    for (const line of lines) seen.add(line)
    return lines
  }

  it('does what it does without them, and no record is anybody else’s, open to more, agreed or of another forum', async () => {
    const wrong: string[] = []
    expect(await unlike(), 'the twins before').to.deep.equal([])
    for (const [at, route] of posts.entries()) {
      const beside = extras([...Object.keys(route.fields), ...route.place, '_csrf'], gain)
      const office = route.path.startsWith('/administration')
      for (const [which, name] of names.entries()) {
        if ((name === 'administrator') !== office) continue
        for (let attempt = 0; attempt < tries; attempt++) {
          const of = (twin: Twin): Asker => twin.askers.find((each) => each.name === name) ?? administrator
          const how = { whole: attempt > 0, seed: (at * names.length + which) * tries + attempt + 1 }
          const [without, withThem] = await Promise.all([
            send(route, how, of(twins[0]), twins[0], []),
            send(route, how, of(twins[1]), twins[1], beside),
          ])
          if (withThem.status >= 500 || withThem.status !== without.status)
            wrong.push(`${name} ${route.path}: ${without.status} without, ${withThem.status} with them`)
          if (withThem.status === 303) taken.add(route.path)
          if (withThem.status === 303) break
        }
      }
      if (at % together === together - 1 || at === posts.length - 1)
        wrong.push(...(await unlike()).map((line) => `until ${route.path}: ${line}`))
    }
    expect(wrong.join('\n')).to.equal('')
    expect(taken.size, [...taken].join(' ')).to.be.greaterThan(50)
  })

  it('is tried with every field that matters', () => {
    const all = extras([], gain).map((pair) => pair.split('=')[0]!.replace('[]', ''))
    expect(all).to.include.members(fieldsThatMatter)
  })
})
