import { expect } from 'chai'
import type supertest from 'supertest'
import { forumsFor } from '../../models/forum.ts'
import { seatsFor } from '../../models/seat.ts'
import { tasksFor } from '../../models/task.ts'
import { termsFor } from '../../models/terms.ts'
import { outboxFor } from '../../models/message.ts'
import { addDays, dayOf } from '../../server/dates.ts'
import { newId } from '../../server/ids.ts'
import type { Person } from '../../server/policy/terms.ts'
import { aForum, again, aPerson, browserOf, submit, visitor } from '../world.ts'

type Browser = Awaited<ReturnType<typeof browserOf>>
const today = dayOf(new Date())

/** A forum with the people of these stories, each in a browser of their own. */
async function cast() {
  const forum = await aForum()
  const people = {
    employerChair: await aPerson(forum, 'chair', 'employer', { name: 'Imogen Thackeray' }),
    staffChair: await aPerson(forum, 'chair', 'staff', { name: 'Desmond Okonjo' }),
    secretary: await aPerson(forum, 'secretary', 'employer', { name: 'Bronwen Castellan' }),
    member: await aPerson(forum, 'member', 'staff', { name: 'Priyanka Whitlock' }),
    observer: await aPerson(forum, 'observer', 'systemPartner'),
    outsider: await aPerson(await aForum(), 'chair', 'staff'),
    administrator: await aPerson(null, 'member', 'independent', { office: 'administrator' }),
  }
  const entries: [string, Browser][] = []
  for (const [name, person] of Object.entries(people)) entries.push([name, await browserOf(person)])
  return { forum, people, browsers: Object.fromEntries(entries) as Record<keyof typeof people, Browser> }
}
type Cast = Awaited<ReturnType<typeof cast>>

const list = (forum: { _id: string }): string => `/forums/${forum._id}/terms`
const hashIn = (page: supertest.Response): string => /name="hash" value="([0-9a-f]{64})"/.exec(page.text)![1]!
const until = (day: string): Record<string, string> => {
  const [year, month, date] = day.split('-') as [string, string, string]
  return { 'until[day]': date, 'until[month]': month, 'until[year]': year }
}

/** The secretary begins a version. */
async function draft({ forum, browsers }: Cast): Promise<string> {
  const page = await browsers.secretary.get(list(forum))
  const id = /name="id" value="([0-9a-f]{32})"/.exec(page.text)![1]!
  const answer = await submit(browsers.secretary, list(forum), { id }, `${list(forum)}/drafts`)
  expect(answer.status, answer.text).to.equal(303)
  return id
}

/** Saves the text of a section, as the form was shown just before. */
async function write(browser: Browser, id: string, section: string, text: string, shown?: string) {
  const path = `/terms/${id}/sections/${section}`
  const form = await browser.get(path)
  return submit(browser, path, { text, shown: shown ?? shownIn(form) })
}
const shownIn = (form: supertest.Response): string => /name="shown" value="([0-9a-f]{64})"/.exec(form.text)![1]!

/** A settings form as it stands, to be sent back with changes. */
async function settingsOf(browser: Browser, id: string): Promise<Record<string, string>> {
  const { text } = await browser.get(`/terms/${id}/settings`)
  const fields: Record<string, string> = {}
  for (const [tag] of text.matchAll(/<input [^>]*>/g)) {
    const [name, value, type] = ['name', 'value', 'type'].map(
      (of) => new RegExp(`${of}="([^"]*)"`).exec(tag)?.[1] ?? '',
    )
    if (name === '_csrf' || name === '') continue
    if (!['checkbox', 'radio'].includes(type!) || / checked/.test(tag)) fields[name!] = value!
  }
  return fields
}

const consult = (browser: Browser, id: string, day = today) => submit(browser, `/terms/${id}/consultation`, until(day))

/** Presses a button of the version's page. */
async function press(browser: Browser, id: string, what: 'ask' | 'approve' | 'set-aside'): Promise<supertest.Response> {
  const page = await browser.get(`/terms/${id}`)
  return submit(
    browser,
    `/terms/${id}`,
    { hash: /value="([0-9a-f]{64})"/.exec(page.text)?.[1] ?? '' },
    `/terms/${id}/${what}`,
  )
}

/** A version that both sides have approved. */
async function agreed(world: Cast, change: (id: string) => Promise<unknown>): Promise<string> {
  const id = await draft(world)
  await change(id)
  const { secretary, employerChair, staffChair } = world.browsers
  expect((await consult(secretary, id)).status).to.equal(303)
  expect((await press(secretary, id, 'ask')).status).to.equal(303)
  expect((await press(employerChair, id, 'approve')).status).to.equal(303)
  expect((await press(staffChair, id, 'approve')).status).to.equal(303)
  return id
}

const tasksOf = async (person: Person) => tasksFor(person).waiting(await again(person), 50)
const mailTo = async (forum: { _id: string }, person: Person) =>
  (await outboxFor({ kind: 'service', name: 'outbox' }).waiting())
    .filter((one) => one.forum === forum._id && one.to === person.person)
    .map(({ kind }) => kind)

describe('Terms of reference', () => {
  it('are drafted by officers, and nobody else sees the draft or begins one', async () => {
    const world = await cast()
    const { forum, browsers } = world
    const id = await draft(world)
    expect((await browsers.secretary.get(`/terms/${id}`)).text).to.include('Terms of reference of Forum')
    for (const name of ['member', 'observer', 'outsider', 'administrator'] as const) {
      const [hidden, absent] = [await browsers[name].get(`/terms/${id}`), await browsers[name].get(`/terms/${newId()}`)]
      expect([name, hidden.status]).to.deep.equal([name, 404])
      const neutral = (page: supertest.Response) => page.text.replaceAll(/value="[^"]*"|reference: \w+/g, '')
      expect(neutral(hidden)).to.equal(neutral(absent))
    }
    expect((await browsers.member.get(list(forum))).text)
      .not.to.include('/drafts')
      .and.not.to.include(id)
    expect((await submit(browsers.member, '/account', { id: newId() }, `${list(forum)}/drafts`)).status).to.equal(404)
    expect((await visitor().get(`/terms/${id}`)).headers['location']).to.match(/^\/sign-in/)
    expect((await browsers.outsider.get(list(forum))).status).to.equal(404)
    expect((await browsers.administrator.get(list(forum))).status).to.equal(404)
  })

  it('are begun once, however often the button is pressed', async () => {
    const { forum, people, browsers } = await cast()
    const id = newId()
    await submit(browsers.secretary, list(forum), { id }, `${list(forum)}/drafts`)
    expect((await submit(browsers.secretary, list(forum), { id }, `${list(forum)}/drafts`)).status).to.equal(303)
    expect(await termsFor(people.secretary).versions(forum._id)).to.have.length(1)
  })

  it('go from draft through consultation to adoption, and then the service enforces their settings', async () => {
    const world = await cast()
    const { forum, people, browsers } = world
    const id = await draft(world)
    expect((await write(browsers.secretary, id, 'purpose', 'To meet **early**.')).status).to.equal(303)
    const fields = { ...(await settingsOf(browsers.secretary, id)), coreNoticeDays: '15', 'sides[staff][seats]': '11' }
    expect((await submit(browsers.secretary, `/terms/${id}/settings`, fields)).status).to.equal(303)
    expect((await consult(browsers.secretary, id)).status).to.equal(303)
    expect(await mailTo(forum, people.observer)).to.deep.equal(['termsConsultation'])
    expect((await tasksOf(people.member)).map(({ kind }) => kind)).to.deep.equal(['commentOnTerms'])
    expect(await tasksOf(people.observer)).to.deep.equal([])
    expect((await browsers.observer.get(`/terms/${id}`)).text).to.include('<strong>early</strong>')

    expect((await press(browsers.secretary, id, 'ask')).status).to.equal(303)
    expect((await tasksOf(people.staffChair)).map(({ kind }) => kind)).to.deep.equal(['giveKey'])
    expect(await mailTo(forum, people.staffChair)).to.include('approvalWaiting')
    expect((await press(browsers.employerChair, id, 'approve')).status).to.equal(303)
    expect(await tasksOf(people.employerChair)).to.deep.equal([])
    const waiting = await browsers.member.get(`/terms/${id}`)
    expect(waiting.text).to.include('approved by Imogen Thackeray').and.include('Waiting for the staff side')
    expect((await forumsFor(people.member).open(forum._id)).settings.coreNoticeDays).to.equal(20)

    expect((await press(browsers.staffChair, id, 'approve')).status).to.equal(303)
    const after = await forumsFor(people.member).open(forum._id)
    expect([after.terms, after.settings.coreNoticeDays]).to.deep.equal([id, 15])
    expect(after.settings.sides.find(({ side }) => side === 'staff')).to.deep.include({ seats: 11, quorumShare: 1 / 3 })
    const shown = await browsers.member.get(list(forum))
    expect(shown.text).to.include('Version 1, in force since').and.include('15 working days').and.include('11 places')
    expect(shown.text).to.include('To be reviewed by')
    expect(await mailTo(forum, people.observer)).to.include('termsAdopted')
  })

  it('are acknowledged by each member, which stands in the way of nothing', async () => {
    const world = await cast()
    const { forum, people, browsers } = world
    const id = await agreed(world, (of) => write(browsers.secretary, of, 'purpose', 'To meet.'))
    expect((await tasksOf(people.observer)).map(({ kind }) => kind)).to.deep.equal(['acknowledgeTerms'])
    expect((await browsers.member.get(list(forum))).text).to.include('I have read these terms of reference')
    for (const press_ of [1, 2]) {
      const answer = await submit(browsers.member, list(forum), { terms: id }, `${list(forum)}/acknowledge`).catch(
        () => undefined,
      )
      if (press_ === 1) expect(answer?.status).to.equal(303)
    }
    expect((await browsers.member.get(list(forum))).text).not.to.include('I have read these terms of reference')
    const seat = (await again(people.member)).seats[0]!
    expect((await seatsFor(people.member).open(seat.seat)).acknowledged).to.equal(id)
    expect(await tasksOf(people.member)).to.deep.equal([])
  })

  it('replace the earlier ones, and any two versions can be compared word by word', async () => {
    const world = await cast()
    const { forum, people, browsers } = world
    const first = await agreed(world, (of) =>
      write(browsers.secretary, of, 'purpose', 'To meet early and speak freely.'),
    )
    const second = await agreed(world, async (of) => {
      await write(browsers.employerChair, of, 'purpose', 'To meet early and speak candidly.')
      await submit(browsers.secretary, `/terms/${of}/settings`, {
        ...(await settingsOf(browsers.secretary, of)),
        localNoticeDays: '25',
      })
    })
    expect((await termsFor(people.member).open(first)).state).to.equal('superseded')
    expect((await browsers.member.get(list(forum))).text)
      .to.include('Replaced')
      .and.include('In force')
    const compared = await browsers.observer.get(`${list(forum)}/compare?from=${second}&to=${first}`)
    expect(compared.status).to.equal(200)
    expect(compared.text).to.match(/<del><span[^>]*>\[removed: <\/span>freely<span[^>]*>\]<\/span><\/del>/)
    expect(compared.text).to.match(/<ins><span[^>]*>\[added: <\/span>candidly<span[^>]*>\]<\/span><\/ins>/)
    expect(compared.text).to.include('30 working days').and.include('25 working days')
    expect((await browsers.outsider.get(`${list(forum)}/compare?from=${first}&to=${second}`)).status).to.equal(404)
    expect((await browsers.member.get(`${list(forum)}/compare?from=x&to=${second}`)).status).to.equal(404)
  })

  it('from a future day stay agreed until then', async () => {
    const world = await cast()
    const { forum, people, browsers } = world
    const [year, month, day] = addDays(today, 40).split('-') as [string, string, string]
    const id = await agreed(world, async (of) => {
      const fields = await settingsOf(browsers.secretary, of)
      const start = { 'startsOn[day]': day, 'startsOn[month]': month, 'startsOn[year]': year }
      expect((await submit(browsers.secretary, `/terms/${of}/settings`, { ...fields, ...start })).status).to.equal(303)
    })
    expect((await termsFor(people.member).open(id)).state).to.equal('agreed')
    expect((await forumsFor(people.member).open(forum._id)).terms).to.equal(null)
    expect((await browsers.member.get(`/terms/${id}`)).text).to.include('Approved by every key; in force from')
  })
})
