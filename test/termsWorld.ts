import { expect } from 'chai'
import type supertest from 'supertest'
import { outboxFor } from '../models/message.ts'
import { tasksFor } from '../models/task.ts'
import { dayOf } from '../server/dates.ts'
import type { Person } from '../server/policy/terms.ts'
import { aForum, again, aPerson, browserOf, submit } from './world.ts'

export type Browser = Awaited<ReturnType<typeof browserOf>>
export const today = dayOf(new Date())

/** A forum with the people of these stories, each in a browser of their own. */
export async function cast() {
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
export type Cast = Awaited<ReturnType<typeof cast>>

export const list = (forum: { _id: string }): string => `/forums/${forum._id}/terms`
export const until = (day: string): Record<string, string> => {
  const [year, month, date] = day.split('-') as [string, string, string]
  return { 'until[day]': date, 'until[month]': month, 'until[year]': year }
}

/** The secretary begins a version. */
export async function draft({ forum, browsers }: Cast): Promise<string> {
  const page = await browsers.secretary.get(list(forum))
  const id = /name="id" value="([0-9a-f]{32})"/.exec(page.text)![1]!
  const answer = await submit(browsers.secretary, list(forum), { id }, `${list(forum)}/drafts`)
  expect(answer.status, answer.text).to.equal(303)
  return id
}

/** Saves the text of a section, as the form was shown just before. */
export async function write(browser: Browser, id: string, section: string, text: string, shown?: string) {
  const path = `/terms/${id}/sections/${section}`
  const form = await browser.get(path)
  return submit(browser, path, { text, shown: shown ?? shownIn(form) })
}
export const shownIn = (form: supertest.Response): string => /name="shown" value="([0-9a-f]{64})"/.exec(form.text)![1]!

/** A settings form as it stands, to be sent back with changes. */
export async function settingsOf(browser: Browser, id: string): Promise<Record<string, string>> {
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

export const consult = (browser: Browser, id: string, day = today) =>
  submit(browser, `/terms/${id}/consultation`, until(day))

/** Presses a button of the version's page. */
export async function press(
  browser: Browser,
  id: string,
  what: 'ask' | 'approve' | 'set-aside',
): Promise<supertest.Response> {
  const page = await browser.get(`/terms/${id}`)
  return submit(
    browser,
    `/terms/${id}`,
    { hash: /value="([0-9a-f]{64})"/.exec(page.text)?.[1] ?? '' },
    `/terms/${id}/${what}`,
  )
}

/** A version that both sides have approved. */
export async function agreed(world: Cast, change: (id: string) => Promise<unknown>): Promise<string> {
  const id = await draft(world)
  await change(id)
  const { secretary, employerChair, staffChair } = world.browsers
  expect((await consult(secretary, id)).status).to.equal(303)
  expect((await press(secretary, id, 'ask')).status).to.equal(303)
  expect((await press(employerChair, id, 'approve')).status).to.equal(303)
  expect((await press(staffChair, id, 'approve')).status).to.equal(303)
  return id
}

export const tasksOf = async (person: Person) => tasksFor(person).waiting(await again(person), 50)
export const mailTo = async (forum: { _id: string }, person: Person) =>
  (await outboxFor({ kind: 'service', name: 'outbox' }).ofForum(forum._id))
    .filter((one) => one.to === person.person)
    .map(({ kind }) => kind)
