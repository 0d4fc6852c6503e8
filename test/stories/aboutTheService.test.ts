import { expect } from 'chai'
import { rules } from '../../server/policy/rules.ts'
import { resources, roles, services } from '../../server/policy/terms.ts'
import { accessPage, statesOf } from '../../views/access/show.ts'
import { resourceWords } from '../../views/words.ts'
import { aForum, aPerson, browserOf, visitor } from '../world.ts'

const pages = ['/promise', '/access', '/privacy', '/accessibility']

/** What a reader of the page sees of it. */
const textOf = (html: string): string => html.replace(/^[\s\S]*<main/, '<main').replaceAll(/<[^>]*>/g, ' ')

describe('The pages about the service', () => {
  it('are open to visitors, members, administrators and everybody else, and say the same to all', async () => {
    const forum = await aForum()
    const member = await browserOf(await aPerson(forum, 'member', 'staff'))
    const administrator = await browserOf(await aPerson(null, 'member', 'independent', { office: 'administrator' }))
    for (const path of pages) {
      const answer = await visitor().get(path)
      expect([path, answer.status]).to.deep.equal([path, 200])
      const said = textOf(answer.text).replace(/Page reference: \w+/, '')
      for (const browser of [member, administrator])
        expect(textOf((await browser.get(path)).text).replace(/Page reference: \w+/, '')).to.equal(said)
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

  it('print every right from the rows by which the service decides, in words that people read', async () => {
    const page = accessPage()
    const printed = page.groups.flatMap(({ rows }) => rows).length + page.parts.length
    expect(printed).to.equal(rules.length)
    const { text } = await visitor().get('/access')
    for (const { on } of rules.filter(({ who }) => typeof who !== 'string'))
      expect(text).to.include(resourceWords[on].replaceAll("'", '&#x27;'))
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

  it('say of administrators that they read no agenda, paper or minutes, and the rows agree', () => {
    const theirs = rules.filter(({ who }) => who === 'administrator').map(({ on }) => on)
    for (const never of ['item', 'paper', 'paperFile', 'minutes', 'part', 'comment', 'terms', 'termsComment', 'note'])
      expect(theirs).not.to.include(never)
  })
})
