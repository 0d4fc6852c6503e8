import { expect } from 'chai'
import mongoose from 'mongoose'
import type { Answer } from '../../server/demonstration/provider/messages.ts'
import { aForum, aPerson, visitor } from '../world.ts'
import { arrive, inviteThrough, isIn } from './arriving.ts'
import { type TestProvider, aProvider, post } from './provider.ts'
import { type Said, refusedSubtleties, takenSubtleties } from './subtleties.ts'

/** A provider, and somebody who is linked by the name `the-invited-one`. */
async function linked(): Promise<{ provider: TestProvider; person: string; email: string }> {
  const provider = await aProvider()
  const { person } = await aPerson(await aForum())
  const email = await inviteThrough(provider, person)
  await arrive(visitor(), provider, { email, nameId: 'the-invited-one' })
  return { provider, person, email }
}

describe('An answer that is odd', () => {
  let at: Awaited<ReturnType<typeof linked>>
  before(async () => {
    at = await linked()
  })
  beforeEach(async () => mongoose.connection.collection('ratelimits').deleteMany({}))

  const said = (request: string): Said => ({
    keys: at.provider.keys,
    honest: (change: Partial<Answer> = {}) =>
      at.provider.answer(request, { email: at.email, nameId: 'the-invited-one', ...change }),
  })

  /** Posts an answer in the browser that asked. It is refused or taken soon, whatever it holds. */
  async function posted(make: (said: Said) => string) {
    const browser = visitor()
    const odd = make(said(await at.provider.begin(browser)))
    const begun = performance.now()
    const answer = await post(browser, at.provider.organisation, odd)
    expect(performance.now() - begun, 'milliseconds').to.be.below(700)
    if (answer.status === 303) await browser.get(answer.headers['location'] as string)
    return { status: answer.status, signedIn: await isIn(browser) }
  }

  for (const [name, make] of Object.entries(refusedSubtleties))
    it(`${name} is refused, and soon`, async () => {
      expect(await posted(make)).to.deep.equal({ status: 400, signedIn: false })
    })

  for (const [name, make] of Object.entries(takenSubtleties))
    it(`${name} is taken, and soon`, async () => {
      expect(await posted(make)).to.deep.equal({ status: 303, signedIn: true })
    })
})
