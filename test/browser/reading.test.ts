import { expect } from 'chai'
import type { Page } from 'playwright-core'
import { forumsFor } from '../../models/forum.ts'
import { tasksFor } from '../../models/task.ts'
import { newId } from '../../server/ids.ts'
import { aMeeting } from '../membership.ts'
import { aForum, aPerson } from '../world.ts'
import { begin, minutesCast } from '../minutesWorld.ts'
import { browserStories, inWindow } from './browser.ts'
import { type Service, startService } from './service.ts'

browserStories('A page in a browser', () => {
  let service: Service
  before(async () => {
    service = await startService()
  })
  after(() => service.stop())

  it('shows all of a forum’s home page at once on a desk, and on a phone the next meeting first', async () => {
    const forum = await aForum()
    const secretary = await aPerson(forum, 'secretary', 'staff')
    await aMeeting(forum, secretary, 0)
    await forumsFor(secretary).edit(forum._id, {
      latest: {
        id: newId(),
        title: 'What the forum agreed about notice of rotas in urgent care',
        issuedAt: new Date(),
      },
    })
    const tasks = ['Approve the minutes of 21 September 2026', 'Say whether you come on 22 November 2026']
    await tasksFor({ kind: 'service', name: 'reminders' }).add(
      Array.from({ length: 7 }, (_, at) => ({
        forum: forum._id,
        title: tasks[at % 2]!,
        path: '/tasks',
        record: newId(),
        kind: 'doAction' as const,
        for: { person: secretary.person },
        dueOn: '2026-01-01',
      })),
      new Date(),
    )
    const parts = ['Next meeting', 'Waiting for you', 'Latest key communication', 'Secretariat']
    const bottoms = async (page: Page): Promise<number[]> => {
      const found = await Promise.all(parts.map((name) => page.getByRole('region', { name }).boundingBox()))
      return found.map((box) => box!.y + box!.height)
    }
    await inWindow(async (page) => {
      await service.signIn(page, secretary, `/forums/${forum._id}`)
      expect(await page.getByRole('link', { name: 'Join from elsewhere' }).isVisible()).to.equal(true)
      expect(await page.locator('.nhsuk-task-list__item').count()).to.equal(5)
      expect(Math.max(...(await bottoms(page)))).to.be.below(800)
      await page.setViewportSize({ width: 320, height: 640 })
      const [next, ...others] = await bottoms(page)
      expect(next).to.be.below(Math.min(...others))
    })
  })

  it('prints a meeting as its agenda, without navigation and buttons', async () => {
    const { people, meeting } = await minutesCast()
    await inWindow(async (page) => {
      await service.signIn(page, people.secretary, `/meetings/${meeting._id}`)
      const menu = page.getByRole('navigation', { name: 'Menu' })
      expect(await menu.isVisible(), 'on the screen').to.equal(true)
      await page.emulateMedia({ media: 'print' })
      expect(await page.locator('nav:visible').count()).to.equal(0)
      for (const part of ['.nhsuk-footer', '.nhsuk-skip-link', 'button', '.nhsuk-button'])
        expect(await page.locator(`${part}:visible`).count(), part).to.equal(0)
      expect(await page.locator('h1').isVisible()).to.equal(true)
      expect(await page.locator('main').innerText())
        .to.contain('Matter 1')
        .and.contain('Chatham House Rule')
    })
  })

  it('keeps what is typed into minutes and not saved, and offers it again', async () => {
    const cast = await minutesCast()
    const [part] = await begin(cast)
    const { people, at } = cast
    const typed = 'The meeting asked for a plan by the spring.'
    await inWindow(async (page) => {
      await service.signIn(page, people.secretary, `${at}/parts/${part!._id}`)
      const text = page.getByLabel('What was said and agreed')
      await text.pressSequentially(typed)
      await page.locator('[data-autosave-status]', { hasText: /^Saved at/ }).waitFor()
      // Leaving with text that only autosave knows may ask first; whoever confirms finds it again.
      page.on('dialog', (dialog) => void dialog.accept())
      await page.reload()
      const main = page.locator('main')
      expect(await main.innerText()).to.contain('Text for this item was typed and not saved.')
      expect(await main.innerText()).to.contain(typed)
      await page.getByRole('button', { name: 'Go on with this text' }).click()
      await page.waitForURL(/draft=/)
      expect(await text.inputValue()).to.equal(typed)
    })
  })

  it('keeps what was typed on the page when it is sent without a network or a session, and sends it afterwards', async () => {
    const cast = await minutesCast()
    const [part] = await begin(cast)
    const { people, at } = cast
    const path = `${at}/parts/${part!._id}`
    await inWindow(async (page, window) => {
      await service.signIn(page, people.secretary, path)
      const text = page.getByLabel('What was said and agreed')
      const save = page.getByRole('button', { name: 'Save and check' })
      const told = page.getByRole('alert').filter({ hasText: /^Not sent/ })

      await window.setOffline(true)
      await text.fill('The meeting asked for a plan.')
      await save.click()
      await told.filter({ hasText: 'cannot be reached' }).waitFor()
      expect(await text.inputValue()).to.equal('The meeting asked for a plan.')
      await window.setOffline(false)

      await window.clearCookies()
      await text.fill('The meeting asked for a plan by the spring.')
      await save.click()
      await told.filter({ hasText: 'signed out' }).waitFor()
      expect(await text.inputValue()).to.equal('The meeting asked for a plan by the spring.')

      const other = await window.newPage()
      await service.signIn(other, people.secretary, '/account')
      await save.click()
      await page.getByText('Saved and checked').waitFor()
      expect(await text.inputValue()).to.equal('The meeting asked for a plan by the spring.')
    })
  })

  it('saves while somebody types on without a pause', async () => {
    const cast = await minutesCast()
    const [part] = await begin(cast)
    await inWindow(async (page) => {
      await service.signIn(page, cast.people.secretary, `${cast.at}/parts/${part!._id}`)
      const text = page.getByLabel('What was said and agreed')
      const saved = page.locator('[data-autosave-status]', { hasText: /^Saved at/ })
      await text.focus()
      let keys = 0
      while (!(await saved.isVisible()) && keys < 400) {
        await page.keyboard.type('so ')
        await page.waitForTimeout(100)
        keys++
      }
      expect(await saved.isVisible(), 'saved before the last key').to.equal(true)
      page.on('dialog', (dialog) => void dialog.accept())
    })
  })

  it('sends whoever has no session to sign-in, whatever the path, and afterwards back to it', async () => {
    const { people, meeting } = await minutesCast()
    const other = await aPerson(await aForum())
    const path = `/meetings/${meeting._id}?from=an-e-mail`
    await inWindow(async (page, window) => {
      for (const deep of [path, '/meetings/nothing-here', `/minutes/${meeting._id}/write`]) {
        await page.goto(service.address + deep)
        const { pathname, searchParams } = new URL(page.url())
        expect(pathname, deep).to.equal('/sign-in')
        expect(searchParams.get('returnTo')).to.equal(deep)
      }
      const { organisationName } = await service.mayPick(people.member)
      await page.goto(service.address + path)
      await page.getByRole('link', { name: organisationName }).click()
      await page.getByRole('button', { name: `Sign in as ${people.member.name}` }).click()
      await page.waitForURL(service.address + path)
      expect(await page.locator('main').innerText()).to.contain('Matter 1')
      // A session that is lost on the way leads to the same place again.
      await window.clearCookies()
      await page.reload()
      expect(new URL(page.url()).searchParams.get('returnTo')).to.equal(path)
    })
    await inWindow(async (page) => {
      await service.signIn(page, other, path)
      expect(await page.locator('body').innerText(), 'somebody of another forum').not.to.contain('Matter 1')
    })
  })
})
