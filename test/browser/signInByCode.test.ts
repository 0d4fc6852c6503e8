import { createRequire } from 'node:module'
import { readFile } from 'node:fs/promises'
import { expect } from 'chai'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { peopleFor } from '../../models/person.ts'
import { type MailCatcher, catchMail, showMail } from '../../server/demonstration/mail.ts'
import { startOutbox } from '../../server/jobs/outbox.ts'
import { makeLog } from '../../server/log.ts'
import { stored } from '../commands.ts'
import { type Cast, called, cast, named } from '../meetings.ts'
import { browserStories, inWindow } from './browser.ts'
import { type Service, startService } from './service.ts'

/** The smallest telephone. */
const phone: BrowserContextOptions = { viewport: { width: 320, height: 568 }, isMobile: true, hasTouch: true }

browserStories('signing in by a one-time code, on a telephone', () => {
  let service: Service
  let mail: MailCatcher
  let outbox: ReturnType<typeof startOutbox>
  let world: Cast
  let meeting: string
  before(async () => {
    await stored('messages').deleteMany({})
    await stored('ratelimits').deleteMany({})
    service = await startService()
    mail = await catchMail()
    showMail(mail)
    const pace = { every: 50, lease: 60_000, retry: 50 }
    outbox = startOutbox({ ...service.config, smtpUrl: mail.url }, makeLog('silent'), pace)
    world = await cast()
    meeting = await called(world)
  })
  after(async () => {
    await outbox.stop()
    await mail.stop()
    await service.stop()
  })

  const emailOf = async (person: string): Promise<string> =>
    (await peopleFor({ kind: 'service', name: 'operator' }).open(person)).email

  /** From a link in an e-mail to the page that asks for the code, by touching. */
  async function ask(page: Page, email: string): Promise<void> {
    await page.goto(`${service.address}/meetings/${meeting}`)
    await page.getByLabel('Your e-mail address').fill(email)
    await page.getByRole('button', { name: 'Continue', exact: true }).tap()
    await page.waitForURL(`${service.address}/sign-in/code`)
  }

  /** The code as the person reads it in the newest e-mail to them. */
  async function codeSentTo(page: Page, email: string): Promise<string> {
    for (;;) {
      const found = mail.received.find(({ to, subject }) => to === email && subject.includes('code'))
      const code = /Your code is (\d{4} \d{4})/.exec(found?.text ?? '')?.[1]
      if (code !== undefined) return code
      await page.waitForTimeout(50)
    }
  }

  const fits = async (page: Page): Promise<void> => {
    const width = await page.evaluate<number>('document.documentElement.scrollWidth')
    expect(width, page.url()).to.be.at.most(320)
  }

  it('leads from a deep link over an e-mail back to it, shows what guests see, and ends on the server at sign-out', async () => {
    const guest = await named(world, meeting, 'guest', 'staff')
    const email = await emailOf(guest.person)
    await inWindow(async (page, window) => {
      await page.goto(`${service.address}/meetings/${meeting}`)
      await fits(page)
      await ask(page, email)
      await fits(page)
      const field = page.getByLabel('Code')
      expect(await field.getAttribute('inputmode')).to.equal('numeric')
      expect(await field.getAttribute('autocomplete')).to.equal('one-time-code')
      const code = await codeSentTo(page, email)
      await field.fill('0000 0000')
      await page.getByRole('button', { name: 'Sign in' }).tap()
      expect(await page.locator('.nhsuk-error-summary').textContent()).to.contain('You have 4 tries left')
      await fits(page)
      await page.getByLabel('Code').fill(code)
      await page.getByRole('button', { name: 'Sign in' }).tap()
      await page.waitForURL(`${service.address}/meetings/${meeting}`)
      expect(await page.locator('main').textContent()).to.contain('Preston')
      await fits(page)
      await page.goto(`${service.address}/account`)
      expect(await page.locator('main').textContent()).to.contain('By a code sent by e-mail')
      await fits(page)
      const before = await window.cookies()
      expect(before.find(({ name }) => name === 'subrosa-session')).to.include({ httpOnly: true, sameSite: 'Lax' })
      await page.getByRole('main').getByRole('button', { name: 'Sign out' }).tap()
      await page.waitForURL(`${service.address}/sign-out`)
      await window.addCookies(before)
      await page.goto(`${service.address}/meetings/${meeting}`)
      expect(new URL(page.url()).pathname, 'the old cookie is worth nothing').to.equal('/sign-in')
    }, phone)
  })

  it('works without scripts', async () => {
    const guest = await named(world, meeting, 'deputy', 'staff', world.people.staffMember.seats[0]!.seat)
    const email = await emailOf(guest.person)
    await inWindow(
      async (page) => {
        await ask(page, email)
        await page.getByLabel('Code').fill(await codeSentTo(page, email))
        await page.getByRole('button', { name: 'Sign in' }).tap()
        await page.waitForURL(`${service.address}/meetings/${meeting}`)
      },
      { ...phone, javaScriptEnabled: false },
    )
  })

  it('is refused in another browser, and to who may not use one', async () => {
    const guest = await named(world, meeting, 'guest', 'staff')
    const email = await emailOf(guest.person)
    await inWindow(async (page) => {
      await ask(page, email)
      const code = await codeSentTo(page, email)
      await inWindow(async (other) => {
        await ask(other, await emailOf(world.people.staffMember.person))
        await other.getByLabel('Code').fill(code)
        await other.getByRole('button', { name: 'Sign in' }).tap()
        expect(await other.locator('.nhsuk-error-summary').textContent()).to.contain('That is not the code')
      }, phone)
      await page.getByLabel('Code').fill(code)
      await page.getByRole('button', { name: 'Sign in' }).tap()
      await page.waitForURL(`${service.address}/meetings/${meeting}`)
    }, phone)
  })

  it('is accessible on every page on the way', async () => {
    const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
    await inWindow(
      async (page) => {
        const violations = async (): Promise<string[]> => {
          await page.evaluate(axe)
          const found = await page.evaluate<{ violations: { id: string }[] }>('axe.run()')
          return found.violations.map(({ id }) => `${page.url()}: ${id}`)
        }
        await ask(page, 'nobody@nowhere.example')
        expect(await violations()).to.deep.equal([])
        for (const said of [
          '4 tries left',
          '3 tries left',
          '2 tries left',
          'one try left',
          'This code cannot be used',
        ]) {
          await page.getByLabel('Code').fill('1234 5678')
          await page.getByRole('button', { name: 'Sign in' }).tap()
          await page.getByText(said).first().waitFor()
          await page.waitForLoadState()
          if (!/[23o].*left/.test(said)) expect(await violations()).to.deep.equal([])
        }
      },
      { ...phone, bypassCSP: true, reducedMotion: 'reduce' },
    )
  })
})
