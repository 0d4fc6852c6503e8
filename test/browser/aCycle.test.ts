/// <reference lib="dom" />
import { expect } from 'chai'
import type { BrowserContext, Page } from 'playwright-core'
import type { Forum } from '../../models/forum.ts'
import { defaultSettings } from '../../models/settings.ts'
import { dayOf, showDay } from '../../server/dates.ts'
import type { Person } from '../../server/policy/terms.ts'
import { aForum, aPerson, sessionCookie } from '../world.ts'
import { browserStories, newWindow } from './browser.ts'
import { type Service, startService } from './service.ts'

const desk = { viewport: { width: 1280, height: 800 } }
/** A phone, and a computer whose owner lets no script run. */
const phone = { viewport: { width: 320, height: 640 }, hasTouch: true }
const withoutScripts = { ...desk, javaScriptEnabled: false }

const today = dayOf(new Date())
/** Does something that leads to another page, and waits until that is there. */
const leads = async (page: Page, step: Promise<unknown>): Promise<void> => {
  await Promise.all([page.waitForEvent('load'), step])
}
const button = async (page: Page, name: string | RegExp): Promise<void> =>
  leads(page, page.locator('main').getByRole('button', { name }).click())
/** Follows a link; some of them look like buttons and are said to be some. */
const link = async (page: Page, name: string | RegExp): Promise<void> =>
  leads(page, page.locator('main a', { hasText: name }).first().click())

browserStories('A meeting at short notice, from its plan to its key communication', () => {
  let service: Service
  let forum: Forum
  let people: Record<'secretary' | 'employerChair' | 'staffChair' | 'employerMember' | 'staffMember', Person>
  let meeting: string
  let communication: string
  const windows: BrowserContext[] = []

  before(async () => {
    service = await startService()
    // Two make a quorum of a side, so that a small room is enough.
    const sides = defaultSettings.sides.map((side) => ({ ...side, seats: 2, quorumMinimum: 2 }))
    forum = await aForum({ sides })
    people = {
      secretary: await aPerson(forum, 'secretary', 'employer', { name: 'Bronwen Castellan' }),
      employerChair: await aPerson(forum, 'chair', 'employer', { name: 'Imogen Thackeray' }),
      staffChair: await aPerson(forum, 'chair', 'staff', { name: 'Desmond Okonjo' }),
      employerMember: await aPerson(forum, 'member', 'employer', { name: 'Jerome Hallam' }),
      staffMember: await aPerson(forum, 'member', 'staff', { name: 'Priyanka Whitlock' }),
    }
  })
  afterEach(async () => {
    for (const window of windows.splice(0)) await window.close()
  })
  after(() => service.stop())

  /** Opens a path as one of them. */
  const as = async (who: keyof typeof people | 'visitor', path: string, options = desk): Promise<Page> => {
    const window = await newWindow(options)
    windows.push(window)
    if (who !== 'visitor') {
      const [name, value] = (await sessionCookie(people[who])).split('=') as [string, string]
      await window.addCookies([{ name, value, url: service.address }])
    }
    const page = await window.newPage()
    page.setDefaultTimeout(20_000)
    await page.goto(service.address + path)
    return page
  }
  const text = (page: Page): Promise<string> => page.locator('main').innerText()
  const fitsThePhone = async (page: Page): Promise<void> => {
    expect(await page.evaluate(() => document.documentElement.scrollWidth), page.url()).to.be.at.most(320)
  }

  it('is planned by the secretary, who builds and orders the agenda without a mouse or a script', async () => {
    const page = await as('secretary', `/forums/${forum._id}/meetings/new`, withoutScripts)
    await page.getByLabel('Core meeting').check()
    const [year, month, day] = today.split('-') as [string, string, string]
    await page.getByLabel('Day').fill(day)
    await page.getByLabel('Month').fill(month)
    await page.getByLabel('Year').fill(year)
    await page.getByLabel('Begins').fill('10:00')
    await page.getByLabel('Ends').fill('12:00')
    await page.getByLabel('Place').fill('Preston')
    await button(page, 'Plan the meeting')
    await page.waitForURL(/\/meetings\/[0-9a-f]{32}/)
    meeting = /\/meetings\/([0-9a-f]{32})/.exec(page.url())![1]!

    await page.goto(`${service.address}/meetings/${meeting}/agenda`)
    for (const title of ['Winter plan', 'Estates', 'Flexible working']) {
      await link(page, 'Add an item')
      await page.getByLabel('Title').fill(title)
      await page.getByLabel('For discussion').check()
      await page.getByLabel('Minutes allotted').fill('20')
      await page.getByLabel('Paper enclosed').check()
      await button(page, /^(Add|Save)/)
      await page.waitForURL(/\/agenda(#|$|\?)/)
    }
    const titles = () => page.locator('.app-agenda__title a').allInnerTexts()
    expect(await titles()).to.deep.equal(['Winter plan', 'Estates', 'Flexible working'])
    const up = page.getByRole('button', { name: /Move up.*Flexible working/ })
    await up.focus()
    await leads(page, page.keyboard.press('Enter'))
    expect(await titles()).to.deep.equal(['Winter plan', 'Flexible working', 'Estates'])

    await link(page, /Add a paper.*Flexible working/)
    await page.getByLabel('Title').fill('Flexible working: where we are')
    const buffer = Buffer.from('# Where we are\n\nThe draft offers **self-rostering** in every ward.\n')
    await page.getByLabel('File').setInputFiles({ name: 'working.md', mimeType: 'text/markdown', buffer })
    await button(page, 'Add the paper')
    expect(await page.locator('body').innerText()).to.contain('Flexible working: where we are')
  })

  it('is called by a chair, who gives the reason for the short notice, and whose agenda goes out', async () => {
    const page = await as('employerChair', `/meetings/${meeting}/call`, withoutScripts)
    await button(page, 'Call the meeting')
    expect(await page.title(), 'the notice is short').to.match(/^Error: /)
    await page.getByRole('checkbox').check()
    await page.getByLabel('Why', { exact: true }).fill('The strategy is to be answered this week.')
    await button(page, 'Call the meeting')
    await page.waitForURL(new RegExp(`/meetings/${meeting}`))
    await page.goto(`${service.address}/meetings/${meeting}/agenda`)
    await link(page, 'Publish the agenda')
    await button(page, 'Publish the agenda')
    const member = await as('staffMember', `/meetings/${meeting}`)
    expect(await text(member))
      .to.contain('Called at short notice')
      .and.contain('The strategy is to be answered')
    expect(await text(member))
      .to.contain('Flexible working')
      .and.contain('Chatham House Rule')
  })

  it('is read on a phone by a member, who names a deputy', async () => {
    const page = await as('staffMember', `/forums/${forum._id}`, phone)
    await fitsThePhone(page)
    await leads(page, page.locator('#next ~ .app-home__lead a').tap())
    await fitsThePhone(page)
    await link(page, 'Flexible working')
    await fitsThePhone(page)
    await link(page, /Flexible working: where we are/)
    expect(await text(page)).to.contain('The draft offers self-rostering in every ward.')
    await fitsThePhone(page)

    await page.goto(`${service.address}/meetings/${meeting}`)
    await link(page, 'name a deputy')
    await fitsThePhone(page)
    await page.getByLabel('Name', { exact: true }).fill('Dorothea Standish')
    await page.getByLabel('E-mail address at work').fill(`dorothea@${service.organisation}.example`)
    await page.getByLabel('Organisation represented').fill(service.organisation)
    await button(page, 'Name as deputy')
    await page.goto(`${service.address}/forums/${forum._id}/members/deputy`)
    expect(await text(page))
      .to.contain('Deputies you have named')
      .and.contain('Dorothea Standish')
  })

  it('is run from one screen: started, people arrive, item after item, closed', async () => {
    const page = await as('secretary', `/meetings/${meeting}`)
    await link(page, 'Open the screen for the day')
    await button(page, 'Start the meeting')
    for (const name of ['Imogen Thackeray', 'Jerome Hallam', 'Desmond Okonjo', 'Dorothea Standish']) {
      await page.goto(`${service.address}/meetings/${meeting}/arrivals`)
      await button(page, `Is here ${name}`)
    }
    await page.goto(`${service.address}/meetings/${meeting}/day`)
    expect(await text(page)).to.contain('Quorate')
    await button(page, 'Take item 1')
    expect(await text(page)).to.contain('Now: 1 Winter plan')
    await button(page, 'Finish, and take item 2')
    expect(await text(page)).to.contain('Now: 2 Flexible working')
    await button(page, 'Finish, and take item 3')
    await button(page, 'Finish the item')
    expect(await text(page)).to.contain('Every item is finished.')
    await page.locator('summary', { hasText: 'More' }).last().click()
    await button(page, 'Close the meeting')
    await page.goto(`${service.address}/meetings/${meeting}`)
    expect(await text(page)).to.contain('Closed')
  })

  it('has minutes whose check stops a name, and puts neutral wording in its place', async () => {
    const page = await as('secretary', `/minutes/${meeting}/write`)
    await button(page, 'Begin the minutes')
    await page.waitForURL(/\/write/)
    await link(page, /Winter plan/)
    await page.getByLabel('What was said and agreed').fill('Imogen Thackeray said that the beds are not there.')
    await button(page, 'Save and check')
    const found = page.locator('.app-findings')
    expect(await found.innerText()).to.contain('Imogen Thackeray')
    await page.goto(`${service.address}/minutes/${meeting}/write`)
    await button(page, 'Send to the chairs')
    const chair = await as('employerChair', '/tasks', phone)
    expect(await text(chair), 'a finding stands').not.to.contain('Approve the minutes')

    await page.goto(`${service.address}/minutes/${meeting}/write`)
    await link(page, /Winter plan/)
    await button(page, /^Use this wording/)
    const neutral = await page.getByLabel('What was said and agreed').inputValue()
    expect(neutral).to.match(/said that the beds are not there/)
    expect(neutral).not.to.contain('Thackeray')
    expect(await found.count()).to.equal(0)
    for (const title of [/Flexible working/, /Estates/]) {
      await page.goto(`${service.address}/minutes/${meeting}/write`)
      await link(page, title)
      await page.getByLabel('What was said and agreed').fill('The draft was welcomed, and a pilot was agreed.')
      await button(page, 'Save and check')
      expect(await text(page)).to.contain('The check found nothing')
    }
    await page.goto(`${service.address}/minutes/${meeting}/write`)
    await button(page, 'Send to the chairs')
    expect(await text(page)).to.contain('Waiting for')
  })

  it('has its minutes approved by both chairs on a phone, and circulated', async () => {
    for (const who of ['employerChair', 'staffChair'] as const) {
      const page = await as(who, `/forums/${forum._id}`, phone)
      await link(page, `Approve the minutes of ${showDay(today)}`)
      await fitsThePhone(page)
      await button(page, 'Approve this exact version')
      expect(await text(page)).to.contain(`approved by ${people[who].name}`)
    }
    const page = await as('secretary', `/minutes/${meeting}/write`)
    await button(page, 'Circulate the minutes')
    const member = await as('staffMember', `/minutes/${meeting}`, phone)
    await fitsThePhone(member)
    expect(await text(member))
      .to.contain('the beds are not there')
      .and.contain('quorate')
    expect(await text(member)).to.not.match(/Thackeray|Okonjo|Hallam|Standish/)
  })

  it('has a key communication that each key approves in one tap, and that everybody reads', async () => {
    // The task that the closing of the meeting made, which ends when the chairs are asked.
    const page = await as('secretary', `/forums/${forum._id}`, withoutScripts)
    await link(page, 'Draft the key communication')
    await page.getByLabel('Title').fill('A pilot of flexible working')
    await page.getByLabel('Text').fill('The forum **agreed** to a pilot of self-rostering.')
    await page.getByLabel('Everyone, without signing in').check()
    await button(page, 'Save the text')
    communication = /\/key-communications\/([0-9a-f]{32})/.exec(page.url())![1]!
    await button(page, 'Ask the key holders to approve')
    const before = await as('visitor', `/key-communications/${communication}`)
    expect(await before.locator('body').innerText()).to.not.contain('self-rostering')
    for (const who of ['staffChair', 'employerChair'] as const) {
      const chair = await as(who, `/forums/${forum._id}`, phone)
      await link(chair, /key communication/i)
      await fitsThePhone(chair)
      await leads(chair, chair.getByRole('button', { name: /^Approve/ }).tap())
    }
    const visitor = await as('visitor', '/key-communications', phone)
    await link(visitor, 'A pilot of flexible working')
    await fitsThePhone(visitor)
    expect(await text(visitor)).to.contain('The forum agreed to a pilot of self-rostering.')
    expect(await text(visitor)).to.not.match(/Thackeray|Okonjo/)
  })
})
