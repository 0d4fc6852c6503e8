import { expect } from 'chai'
import { rules } from '../../server/policy/rules.ts'
import { resources, roles, services } from '../../server/policy/terms.ts'
import { accessPage, accessToPage, addressOfKind, statesOf } from '../../views/access/show.ts'
import { resourceWords } from '../../views/access/words.ts'
import { steady } from '../steady.ts'
import { aForum, aPerson, browserOf, config, visitor } from '../world.ts'

const kinds = resources.map((kind) => `/access/${addressOfKind(kind)}`)
const pages = ['/promise', '/access', ...kinds, '/privacy', '/accessibility']

/** What a reader of the page sees of it. */
const textOf = (html: string): string => {
  const main = steady(html).replace(/^[\s\S]*<main/, '<main')
  return main.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ')
}

describe('The pages about the service', () => {
  it('are open to visitors, members, administrators and everybody else, and say the same to all', async () => {
    const forum = await aForum()
    const member = await browserOf(await aPerson(forum, 'member', 'staff'))
    const administrator = await browserOf(await aPerson(null, 'member', 'independent', { office: 'administrator' }))
    for (const path of pages) {
      const answer = await visitor().get(path)
      expect([path, answer.status]).to.deep.equal([path, 200])
      const said = textOf(answer.text)
      for (const browser of [member, administrator]) expect(textOf((await browser.get(path)).text)).to.equal(said)
    }
  })

  it('promise what is there today: each point with what the service does not do, and nothing to come', async () => {
    const { text } = await visitor().get('/promise')
    const points = text.split('<h2').slice(1)
    for (let number = 1; number <= 12; number++) {
      const point = points.find((one) => one.includes(`id="g${number}"`))
      expect(point, `point ${number}`).to.match(/<p>[\s\S]*<p>|There is no|no figures/)
    }
    expect(textOf(text)).not.to.match(/\b(later version|soon|planned|coming|future|will be able)\b/i)
  })

  it('name whoever answers for the data and for accessibility, with an address to write to', async () => {
    const { name, contact } = config.controller
    for (const path of ['/privacy', '/accessibility']) {
      const { text } = await visitor().get(path)
      expect(text, path).to.include(name).and.to.include(`href="mailto:${contact}">${contact}</a>`)
    }
  })

  it('print every right from the rows by which the service decides, in words that people read', async () => {
    const printed = resources.map((kind) => accessToPage(kind))
    expect(printed.flatMap(({ rows, parts }) => [...rows, ...parts])).to.have.length(rules.length)
    const pages = await Promise.all(kinds.map(async (path) => (await visitor().get(path)).text))
    const text = pages.join('')
    for (const [at, kind] of resources.entries())
      expect(pages[at]).to.include(`<h1`).and.to.include(resourceWords[kind].replaceAll("'", '&#x27;'))
    const words = new Set(textOf(text).match(/[A-Za-z]+/g))
    const raw = [...resources, ...roles, ...services, 'chathamHouse', 'giveKey', 'ownSide'].filter((word) =>
      /[A-Z]/.test(word),
    )
    expect(raw.filter((word) => words.has(word))).to.deep.equal([])
    const wordless = rules.flatMap(({ on, state }) =>
      (state ?? []).filter((one) => !statesOf[on]?.[one]).map((one) => `${on}: ${one}`),
    )
    expect(wordless).to.deep.equal([])
  })

  it('lead to every kind of record from one overview, and stay short', async () => {
    const { text } = await visitor().get('/access')
    expect(accessPage().families.flatMap((family) => family.kinds)).to.have.length(resources.length)
    for (const path of kinds) expect(text).to.include(`href="${path}"`)
    for (const path of ['/access', ...kinds])
      expect(Buffer.byteLength((await visitor().get(path)).text), path).to.be.below(30 * 1024)
    expect(textOf(text)).to.match(/Comments on papers\s+Seen by [^<]*each side its own/)
    expect(textOf(text)).to.match(/Private notes\s+Seen by its owner/)
    // An address that names no kind of record is not there, whatever it is.
    for (const odd of ['keyCommunication', 'unknown', '__proto__', 'minutes/more', '%00'])
      expect((await visitor().get(`/access/${odd}`)).status, odd).to.be.oneOf([404, 303])
  })

  it('say of administrators that they read no agenda, paper or minutes, and the rows agree', () => {
    const theirs = rules.filter(({ who }) => who === 'administrator').map(({ on }) => on)
    for (const never of ['item', 'paper', 'paperFile', 'minutes', 'part', 'comment', 'terms', 'termsComment', 'note'])
      expect(theirs).not.to.include(never)
  })
})
