import axe from 'axe-core'
import { expect } from 'chai'
import type { CDPSession, Page } from 'playwright-core'
import { papersFor } from '../../models/paper.ts'
import { dayOf } from '../../server/dates.ts'
import { newId } from '../../server/ids.ts'
import { minutesCast, send, writeAll } from '../minutesWorld.ts'
import { codeByCommand } from '../passkeys.ts'
import { browserStories, inWindow } from './browser.ts'
import { type Service, startService } from './service.ts'

/** The browser’s own virtual authenticator, whose owner is always there and is verified or not. */
async function authenticatorOf(page: Page, verified = true): Promise<{ cdp: CDPSession; id: string }> {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('WebAuthn.enable')
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: verified,
      automaticPresenceSimulation: true,
    },
  })
  return { cdp, id: authenticatorId }
}

/** The code of a page that shows one. */
const codeOn = async (page: Page): Promise<string> => (await page.locator('.app-passkey__code').innerText()).trim()

browserStories('a passkey in a browser', () => {
  let service: Service
  before(async () => {
    service = await startService()
  })
  after(() => service.stop())

  const errorsOf = (page: Page): string[] => {
    const said: string[] = []
    page.on('pageerror', (error) => said.push(error.message))
    page.on('console', (message) => {
      if (message.type() === 'error') said.push(message.text())
    })
    return said
  }
  const main = async (page: Page): Promise<string> => page.locator('main').innerText()

  /** Adds a passkey with this code, by the page’s own button. */
  async function add(page: Page, code: string, name: string): Promise<void> {
    await page.goto(`${service.address}/account/passkeys/add`)
    await page.getByLabel('Code').fill(code)
    await page.getByLabel('Name of the passkey').fill(name)
    await page.getByRole('button', { name: 'Add the passkey' }).click()
    await page.waitForURL(`${service.address}/account`)
  }

  it('is enrolled by a chair and a member, who sign in anew, use it, read the caucus paper and give the key', async function () {
    this.timeout(120_000)
    const cast = await minutesCast({ coreNoticeDays: 0 })
    const { forum, people, at } = cast
    await writeAll(cast)
    await send(cast)
    const title = 'Our line on winter'
    await papersFor(people.member).create({
      _id: newId(),
      forum: forum._id,
      meeting: null,
      item: null,
      meetingDate: dayOf(new Date()),
      audience: 'side',
      side: 'staff',
      state: 'sent',
      sentAt: new Date(),
      late: false,
      ruleStatus: 'open',
      steppedOut: [],
      title,
      versions: [{ version: 1, file: newId(), kind: 'pdf', size: 9, addedAt: new Date(), html: '' }],
    } as never)
    const sidePapers = `/forums/${forum._id}/side-papers`
    const firstCode = await codeByCommand(forum, people.staffChair)

    await inWindow(async (page) => {
      const said = errorsOf(page)
      await authenticatorOf(page)
      await service.signIn(page, people.staffChair, '/account')
      await add(page, firstCode, 'Telephone of the chair')
      expect(await main(page))
        .to.include('Telephone of the chair')
        .and.to.include('Used in this session')
      await page.goto(`${service.address}/forums/${forum._id}/members/sign-in`)
      await page.getByLabel('Require a personal passkey').check()
      await page.getByRole('button', { name: 'Decide for your side' }).click()
      expect(await main(page)).to.include('requires a personal passkey')
      await page.getByRole('link', { name: `Give ${people.member.name} a code` }).click()
      await page.getByRole('button', { name: 'Make the code' }).click()
      const code = await codeOn(page)

      await inWindow(async (theirs) => {
        const also = errorsOf(theirs)
        await authenticatorOf(theirs)
        await service.signIn(theirs, people.member, sidePapers)
        expect(await main(theirs)).to.not.include(title)
        expect(await main(theirs)).to.include('Your side requires a passkey')
        await add(theirs, code, 'My key')
        await theirs.goto(service.address + sidePapers)
        expect(await main(theirs)).to.include(title)
        // Anew, in the same browser: the passkey is used, and not the code.
        await theirs.getByRole('banner').getByRole('button', { name: 'Sign out' }).click()
        await theirs.waitForURL(`${service.address}/sign-out`)
        await service.signIn(theirs, people.member, sidePapers)
        expect(await main(theirs)).to.not.include(title)
        await theirs.locator('main').getByRole('link', { name: 'Use your passkey' }).click()
        await theirs.getByRole('button', { name: 'Use my passkey' }).click()
        await theirs.waitForURL(service.address + sidePapers)
        expect(await main(theirs)).to.include(title)
        expect(also.filter((line) => !line.includes('404'))).to.deep.equal([])
      })

      await page.getByRole('banner').getByRole('button', { name: 'Sign out' }).click()
      await page.waitForURL(`${service.address}/sign-out`)
      await service.signIn(page, people.staffChair, '/account')
      const refused = await page.goto(`${service.address}${at}/approve`)
      expect(refused?.status()).to.not.equal(200)
      await page.locator('main').getByRole('link', { name: 'Use your passkey' }).click()
      await page.getByRole('button', { name: 'Use my passkey' }).click()
      await page.waitForURL(`${service.address}${at}/approve`)
      await page.getByRole('button', { name: /^Approve/ }).click()
      await page.waitForLoadState()
      expect(await main(page)).to.match(/approved/i)
      expect(said.filter((line) => !line.includes('404'))).to.deep.equal([])
    })
  })

  it('tells what went wrong: a wrong code, an owner who was not verified, another device', async () => {
    const { forum, people } = await minutesCast()
    const code = await codeByCommand(forum, people.staffChair)
    await inWindow(async (page) => {
      const { cdp, id } = await authenticatorOf(page, false)
      await service.signIn(page, people.staffChair, '/account/passkeys/add')
      expect(await page.getByText('Your browser runs no JavaScript here').isVisible()).to.equal(false)
      await page.getByLabel('Code').fill('WRNG-WRNG-WRNG')
      await page.getByLabel('Name of the passkey').fill('Mine')
      await page.getByRole('button', { name: 'Add the passkey' }).click()
      await page.getByRole('alert').filter({ hasText: 'not a code for you' }).waitFor()
      await page.getByLabel('Code').fill(code)
      await page.getByRole('button', { name: 'Add the passkey' }).click()
      await page.getByRole('alert').filter({ hasText: 'The passkey was not used' }).waitFor()
      // The same form, once the owner is verified.
      await cdp.send('WebAuthn.setUserVerified', { authenticatorId: id, isUserVerified: true })
      await page.getByRole('button', { name: 'Add the passkey' }).click()
      await page.waitForURL(`${service.address}/account`)
      await page.goto(`${service.address}/account/passkeys/add`)
      await page.getByLabel('Name of the passkey').fill('The same again')
      await page.getByRole('button', { name: 'Add the passkey' }).click()
      await page.getByRole('alert').filter({ hasText: 'has a passkey of yours already' }).waitFor()
    })
  })

  it('says without JavaScript that it cannot be used, in words that everybody sees', async () => {
    const { people, forum } = await minutesCast()
    await inWindow(
      async (page) => {
        const { email, organisationName } = await service.mayPick(people.staffChair)
        await page.goto(`${service.address}/account/passkeys/add`)
        await page.getByRole('link', { name: organisationName }).click()
        await page.locator(`button[name="person"][value="${email}"]`).click()
        await page.getByRole('button', { name: 'Continue' }).click()
        await page.waitForURL(`${service.address}/account/passkeys/add`)
        expect(await page.getByText('Your browser runs no JavaScript here').isVisible()).to.equal(true)
        await page.getByLabel('Code').fill(await codeByCommand(forum, people.staffChair))
        await page.getByLabel('Name of the passkey').fill('Mine')
        await page.getByRole('button', { name: 'Add the passkey' }).click()
        await page.getByRole('link', { name: /Passkeys need JavaScript/ }).waitFor()
      },
      { javaScriptEnabled: false },
    )
  })

  it('is accessible and narrow on every page on the way', async () => {
    const { people, forum } = await minutesCast()
    const code = await codeByCommand(forum, people.staffChair)
    const members = `/forums/${forum._id}/members`
    const wide = { viewport: { width: 320, height: 640 }, bypassCSP: true, reducedMotion: 'reduce' } as const
    await inWindow(async (page) => {
      await authenticatorOf(page)
      await service.signIn(page, people.staffChair, '/account/passkeys/add')
      const look = async (): Promise<void> => {
        await page.evaluate(axe.source)
        const found = await page.evaluate<{ violations: { id: string }[] }>('axe.run()')
        expect(found.violations.map(({ id }) => `${page.url()}: ${id}`)).to.deep.equal([])
        expect(await page.evaluate<number>('document.documentElement.scrollWidth'), page.url()).to.be.at.most(320)
      }
      const open = async (...paths: string[]): Promise<void> => {
        for (const path of paths) {
          await page.goto(service.address + path)
          await look()
        }
      }
      await open('/account', '/account/passkey', `${members}/sign-in`, '/account/passkeys/add')
      await add(page, code, 'Mine')
      await look()
      await open(`${members}/sign-in`, `${members}/${people.member.seats[0]!.seat}/passkey-code`)
      await page.getByRole('button', { name: 'Make the code' }).click()
      await look()
      await open('/account/passkeys/add', '/account/passkeys/place', '/account/passkey', '/account', '/access', members)
      for (const name of ['Rename', 'Remove'] as const) {
        await page.goto(`${service.address}/account`)
        await page.getByRole('link', { name }).click()
        await look()
      }
    }, wide)
  })
})
