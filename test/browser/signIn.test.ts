import { createRequire } from 'node:module'
import { readFile } from 'node:fs/promises'
import { expect } from 'chai'
import { aForum, aPerson } from '../world.ts'
import { browserStories, inWindow } from './browser.ts'
import { type Service, startService } from './service.ts'

browserStories('signing in with a browser', () => {
  let service: Service
  before(async () => {
    service = await startService()
  })
  after(() => service.stop())

  it('leads from a deep link over the organisation’s own sign-in back to the deep link', async () => {
    const person = await aPerson(await aForum())
    const { organisationName } = await service.mayPick(person)
    await inWindow(async (page, window) => {
      await page.goto(`${service.address}/account?from=an-e-mail`)
      expect(await page.title()).to.contain('Sign in')
      await page.getByRole('link', { name: organisationName }).click()
      expect(new URL(page.url()).hostname, 'another site').to.equal('127.0.0.1')
      await page.getByRole('button', { name: `Sign in as ${person.name}` }).click()
      await page.waitForURL(`${service.address}/account?from=an-e-mail`)
      expect(await page.locator('main').textContent()).to.contain(person.name)
      expect(await page.locator('main').textContent()).to.contain(organisationName)
      const session = (await window.cookies()).find(({ name }) => name === 'subrosa-session')
      expect(session).to.include({ httpOnly: true, sameSite: 'Lax' })
    })
  })

  it('works without scripts, by pressing the provider’s button', async () => {
    const person = await aPerson(await aForum())
    const { organisationName } = await service.mayPick(person)
    await inWindow(
      async (page) => {
        await page.goto(`${service.address}/account`)
        await page.getByRole('link', { name: organisationName }).click()
        await page.getByRole('button', { name: `Sign in as ${person.name}` }).click()
        await page.getByRole('button', { name: 'Continue' }).click()
        await page.waitForURL(`${service.address}/account`)
        expect(await page.locator('h1').textContent()).to.equal('Your account')
      },
      { javaScriptEnabled: false },
    )
  })

  it('finds the organisation by the e-mail address', async () => {
    const person = await aPerson(await aForum())
    const { email, organisationName } = await service.mayPick(person)
    await inWindow(async (page) => {
      await page.goto(`${service.address}/account`)
      await page.getByLabel('Your e-mail address').fill(`anybody@${email.split('@')[1]!}`)
      await page.getByRole('button', { name: 'Continue', exact: true }).click()
      await page.getByRole('button', { name: `Continue to ${organisationName}` }).click()
      await page.getByRole('button', { name: `Sign in as ${person.name}` }).click()
      await page.waitForURL(`${service.address}/account`)
    })
  })

  it('ends on the server and at the provider when the person signs out', async () => {
    const person = await aPerson(await aForum())
    await inWindow(async (page, window) => {
      await service.signIn(page, person, '/account')
      const before = await window.cookies()
      await page.getByRole('banner').getByRole('button', { name: 'Sign out' }).click()
      await page.waitForURL(`${service.address}/sign-out`)
      expect(await page.locator('h1').textContent()).to.equal('You are signed out')
      await page.goto(`${service.address}/account`)
      expect(new URL(page.url()).pathname).to.equal('/sign-in')
      // The old cookie is worth nothing: the session is gone on the server.
      await window.addCookies(before)
      await page.goto(`${service.address}/account`)
      expect(new URL(page.url()).pathname).to.equal('/sign-in')
    })
  })

  it('goes over the provider’s own sign-out', async () => {
    const person = await aPerson(await aForum())
    await inWindow(async (page) => {
      const passed: string[] = []
      page.on('request', (request) => passed.push(new URL(request.url()).pathname))
      await service.signIn(page, person, '/account')
      await page.getByRole('banner').getByRole('button', { name: 'Sign out' }).click()
      await page.waitForURL(`${service.address}/sign-out`)
      expect(passed).to.include(`/${service.organisation}/sign-out`)
      expect(passed.at(-1)).to.not.equal(`/${service.organisation}/sign-out`)
    })
  })

  it('is refused to somebody whom nobody invited, who learns whom to ask and nothing else', async () => {
    const person = await aPerson(await aForum())
    const { organisationName } = await service.mayPick(person)
    await inWindow(async (page) => {
      await page.goto(`${service.address}/account`)
      await page.getByRole('link', { name: organisationName }).click()
      await page.getByRole('button', { name: 'Sign in as Somebody else' }).click()
      await page.waitForURL(`${service.address}/sso/**`)
      expect(await page.locator('h1').textContent()).to.equal('You cannot use Subrosa yet')
      expect(await page.locator('main').textContent()).to.contain('Ask the secretary')
      await page.goto(`${service.address}/account`)
      expect(new URL(page.url()).pathname).to.equal('/sign-in')
    })
  })

  it('is accessible on every page on the way, the provider’s as well', async () => {
    const person = await aPerson(await aForum())
    const { organisationName } = await service.mayPick(person)
    const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
    await inWindow(
      async (page) => {
        const violations = async (): Promise<string[]> => {
          await page.evaluate(axe)
          const found = await page.evaluate<{ violations: { id: string }[] }>('axe.run()')
          return found.violations.map(({ id }) => `${page.url()}: ${id}`)
        }
        await page.route('**/send.js', (route) => route.abort())
        await page.goto(`${service.address}/account`)
        expect(await violations()).to.deep.equal([])
        await page.getByRole('button', { name: 'Continue', exact: true }).click()
        expect(await violations()).to.deep.equal([])
        await page.getByRole('link', { name: organisationName }).click()
        expect(await violations()).to.deep.equal([])
        await page.getByRole('button', { name: 'Sign in as Somebody else' }).click()
        await page.getByRole('button', { name: 'Continue' }).waitFor()
        expect(await violations()).to.deep.equal([])
        await page.getByRole('button', { name: 'Continue' }).click()
        expect(await violations()).to.deep.equal([])
        await page.goto(`${service.address}/sign-out`)
        expect(await violations()).to.deep.equal([])
      },
      { bypassCSP: true, reducedMotion: 'reduce' },
    )
  })
})
