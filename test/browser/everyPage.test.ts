import { expect } from 'chai'
import { everybody, picked } from '../../server/demonstration/data/people.ts'
import { browserStories, inWindow } from './browser.ts'
import { type Demonstration, startDemonstrationProcess } from './demonstration.ts'
import { type Walk, walk } from './walk.ts'

const narrow = { viewport: { width: 320, height: 640 } }
const walkers = ['visitor', ...picked.map(({ key }) => key)]

/** Where visitors begin: pages of sign-in to which no link leads are among it. */
const forVisitors = ['/', '/sign-in/code', `/sign-in/link/${'0'.repeat(32)}`]

/** What must be among the kinds of pages that somebody reaches, so that a walk that ends at the door is noticed. */
const reaches: Readonly<Record<string, readonly string[]>> = {
  visitor: ['/', '/sign-in/code', '/sign-in/link/:', '/key-communications', '/key-communications/:'],
  thackeray: ['/forums/:', '/meetings/:', '/meetings/:/agenda', '/minutes/:', '/forums/:/members', '/terms/:'],
  castellan: ['/forums/:', '/meetings/:', '/meetings/:/agenda', '/minutes/:', '/forums/:/meetings/new'],
  whitlock: ['/forums/:', '/meetings/:', '/terms/:', '/minutes/:'],
  pemberton: [
    '/administration/people',
    '/administration/people/differing',
    '/administration/organisations',
    '/administration/organisations/:/merge/wyrebank/places',
  ],
  ashcroft: ['/forums/:/audit'],
}

/** What is reached only by sending a form. */
const behindForms: Readonly<Record<string, readonly string[]>> = {
  pemberton: [
    '/administration/organisations/deeholme-hospitals/merge/wyrebank',
    '/administration/organisations/deeholme-hospitals/rename',
  ],
}

browserStories('Every page', function () {
  let demonstration: Demonstration
  const walks = new Map<string, Promise<Walk>>()

  before(async function () {
    this.timeout(120_000)
    demonstration = await startDemonstrationProcess()
    // Two walk at a time.
    const begun = new Map<string, (walked: Promise<Walk>) => void>()
    for (const key of walkers) {
      const walked = new Promise<Walk>((resolve) => begun.set(key, resolve))
      // A walk that fails is told by its own sentence, which may not be waiting for it yet.
      walked.catch(() => {})
      walks.set(key, walked)
    }
    const queue = [...walkers]
    const each = async (): Promise<void> => {
      for (let key = queue.shift(); key !== undefined; key = queue.shift()) {
        const walked = walkOf(key)
        begun.get(key)!(walked)
        await walked.catch(() => {})
      }
    }
    void Promise.all([each(), each()])
  })
  after(() => demonstration.stop())

  const walkOf = async (key: string): Promise<Walk> =>
    inWindow(async (page) => {
      if (key !== 'visitor') await demonstration.signIn(page, key)
      const first = key === 'visitor' ? forVisitors : ['/', ...(behindForms[key] ?? [])]
      return walk(page, demonstration.address, first)
    }, narrow)

  for (const key of walkers)
    it(`is accessible, narrow, light and in plain words for ${key === 'visitor' ? 'a visitor' : everybody(key).name}`, async function () {
      this.timeout(180_000)
      const { patterns, problems } = await walks.get(key)!
      expect(problems.map(({ path, what }) => `${path} ${what}`).join('\n')).to.equal('')
      expect([...patterns]).to.include.members([...(reaches[key] ?? ['/'])])
    })
})
