import { expect } from 'chai'
import { stored } from '../commands.ts'
import { newId } from '../../server/ids.ts'
import { aForum, aPerson, browserOf } from '../world.ts'

type Browser = Awaited<ReturnType<typeof browserOf>>

const tokenOn = async (browser: Browser, page: string): Promise<string> =>
  /name="_csrf" value="([^"]+)"/.exec((await browser.get(page)).text)![1]!

/** A member at the page of interests, and what they would post there. */
async function atTheRegister() {
  const forum = await aForum()
  const browser = await browserOf(await aPerson(forum))
  const page = `/forums/${forum._id}/interests`
  const declared = async (): Promise<number> =>
    stored<{ forum: string }>('interests').countDocuments({ forum: forum._id })
  const post = (token: string | undefined, headers: Record<string, string> = {}, text = 'Trustee of a charity') =>
    browser
      .post(page)
      .set(headers)
      .type('form')
      .send({ id: newId(), text, ...(token === undefined ? {} : { _csrf: token }) })
  return { browser, page, declared, post }
}

describe('a form’s token', () => {
  it('of the own page is taken, from a browser that says where it comes from and from one that does not', async () => {
    const { browser, page, declared, post } = await atTheRegister()
    const token = await tokenOn(browser, page)
    const own = [{}, { Origin: 'http://127.0.0.1' }, { 'Sec-Fetch-Site': 'same-origin' }, { Origin: 'null' }]
    for (const headers of own as readonly Record<string, string>[]) {
      const answer = await post(token, headers)
      expect(answer.status, answer.text.slice(0, 500)).to.equal(303)
    }
    expect(await declared()).to.equal(own.length)
  })

  it('is needed: without it, or with another, the form is refused with what to do, and nothing is stored', async () => {
    const { declared, post } = await atTheRegister()
    const other = await browserOf(await aPerson(await aForum()))
    const visitors = 'visitor'
    const wrong = [undefined, '', 'x', 'x'.repeat(43), 'é'.repeat(43), await tokenOn(other, '/sign-out'), visitors]
    for (const token of wrong) {
      const answer = await post(token)
      expect(answer.status, String(token)).to.equal(422)
      expect(answer.text).to.include('reload the page')
    }
    expect(await declared()).to.equal(0)
  })

  it('does not help a page of another site', async () => {
    const { browser, page, declared, post } = await atTheRegister()
    const token = await tokenOn(browser, page)
    const others = [
      { Origin: 'https://evil.example' },
      { Origin: 'http://127.0.0.1.evil.example' },
      { 'Sec-Fetch-Site': 'cross-site' },
      { 'Sec-Fetch-Site': 'same-site' },
    ]
    for (const headers of others as readonly Record<string, string>[])
      expect((await post(token, headers)).status, JSON.stringify(headers)).to.equal(422)
    expect(await declared()).to.equal(0)
  })

  it('stays the same for a session, so that a form open for long and one in a second tab both work', async () => {
    const { browser, page, declared, post } = await atTheRegister()
    const first = await tokenOn(browser, page)
    expect(await tokenOn(browser, '/sign-out')).to.equal(first)
    expect((await post(first)).status).to.equal(303)
    expect((await post(first)).status).to.equal(303)
    expect(await declared()).to.equal(2)
  })
})
