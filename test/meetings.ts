import { nothingRequired } from '../models/sideSignIn.ts'
import { expect } from 'chai'
import mongoose from 'mongoose'
import { meetingsFor } from '../models/meeting.ts'
import { seatsFor } from '../models/seat.ts'
import type { Settings } from '../models/settings.ts'
import { tasksFor } from '../models/task.ts'
import { addDays, dayOf } from '../server/dates.ts'
import { newId } from '../server/ids.ts'
import type { Person } from '../server/policy/terms.ts'
import { testMark } from './commands.ts'
import { aForum, aPerson, again, browserOf, submit } from './world.ts'

export type Browser = Awaited<ReturnType<typeof browserOf>>
export type Cast = Awaited<ReturnType<typeof cast>>

export const today = dayOf(new Date())
export const tomorrow = addDays(today, 1)

/** A forum with joint chairs, a secretary, members of both sides, an observer, and people outside it. */
export async function cast(settings: Partial<Settings> = {}) {
  const forum = await aForum({ coreNoticeDays: 0, localNoticeDays: 0, alternation: false, ...settings })
  const people = {
    employerChair: await aPerson(forum, 'chair', 'employer', { name: 'Erica Chair' }),
    staffChair: await aPerson(forum, 'chair', 'staff', { name: 'Steven Chair' }),
    secretary: await aPerson(forum, 'secretary', 'employer', { name: 'Sarah Secretary' }),
    employerMember: await aPerson(forum, 'member', 'employer', { name: 'Edward Member' }),
    staffMember: await aPerson(forum, 'member', 'staff', { name: 'Sally Member' }),
    observer: await aPerson(forum, 'observer', 'independent', { name: 'Olive Observer' }),
    outsider: await aPerson(await aForum(), 'member', 'staff', { name: 'Otto Outsider' }),
    administrator: await aPerson(null, 'member', 'independent', { name: 'Ada Administrator', office: 'administrator' }),
  }
  const entries = await Promise.all(
    Object.entries(people).map(async ([name, person]) => [name, await browserOf(person)] as const),
  )
  const browsers = Object.fromEntries(entries) as Record<keyof typeof people, Browser>
  return { forum, people, browsers }
}

/** Posts a form and expects to be led on. */
export async function done(response: Promise<{ status: number; text: string; headers: object }>): Promise<string> {
  const { status, text, headers } = await response
  expect(status, words(text).slice(0, 600)).to.equal(303)
  return String((headers as Record<string, string>)['location'])
}

/** What a page says, without its markup. */
export const words = (html: string): string =>
  html
    .replace(/<(script|style|head)[\s\S]*?<\/\1>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&#x27;|&#39;/g, '’')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ')

/** A meeting planned by the secretary; gives its id. */
export async function planned({ forum, browsers }: Cast, fields: Record<string, string> = {}): Promise<string> {
  const id = newId()
  const plan = { id, kind: 'core', meetingDate: today, from: '10:00', until: '12:00', place: 'Preston' }
  const rule = { joiningLink: '', ruleStatus: forum.settings.ruleStatus }
  await done(submit(browsers.secretary, `/forums/${forum._id}/meetings/new`, { ...plan, ...rule, ...fields }))
  return id
}

/** A meeting called by the chair of the employer side. */
export async function called(world: Cast, fields: Record<string, string> = {}): Promise<string> {
  const meeting = await planned(world, fields)
  await done(submit(world.browsers.employerChair, `/meetings/${meeting}/call`, {}))
  return meeting
}

/** An item that the secretary adds to a draft agenda. */
export async function added({ browsers, forum }: Cast, meeting: string, fields: Record<string, string> = {}) {
  const id = newId()
  const item = { title: 'Winter plan', lead: '', purpose: 'discussion', minutes: '20', paperMode: 'verbal' }
  const who = { audience: 'forum', ruleStatus: forum.settings.ruleStatus }
  await done(submit(browsers.secretary, `/meetings/${meeting}/agenda/items/new`, { id, ...item, ...who, ...fields }))
  return id
}

/** A called meeting with a published agenda of these titles. */
export async function published(world: Cast, titles: readonly string[] = ['Winter plan', 'Pay'], fields = {}) {
  const meeting = await called(world, fields)
  const items: string[] = []
  for (const title of titles) items.push(await added(world, meeting, { title }))
  await done(submit(world.browsers.employerChair, `/meetings/${meeting}/agenda/publish`, {}))
  return { meeting, items }
}

/** The numbers and titles of an agenda as a browser shows it, in order. */
export async function agendaOf(browser: Browser, meeting: string): Promise<string[]> {
  const { text } = await browser.get(`/meetings/${meeting}`)
  const lines = text.matchAll(/app-agenda__number">([^<]+)<\/span>\s*<a[^>]*>([^<]+)</g)
  return [...lines].map(([, number, title]) => `${number} ${title}`)
}

/** Records the arrival of these people. */
export async function arrive({ browsers }: Cast, meeting: string, people: readonly Person[]): Promise<void> {
  for (const person of people) {
    const seat = (await again(person)).seats[0]!.seat
    await done(submit(browsers.secretary, `/meetings/${meeting}/arrivals`, { seat }))
  }
}

/** So many more members of a side, for a quorum. */
export const more = async (world: Cast, side: 'employer' | 'staff', count: number): Promise<Person[]> =>
  Promise.all(Array.from({ length: count }, async () => aPerson(world.forum, 'member', side)))

/** A deputy or guest named for one meeting, as membership seats them. */
export async function named(
  world: Cast,
  meeting: string,
  role: 'deputy' | 'guest',
  side: 'employer' | 'staff',
  standsInFor: string | null = null,
): Promise<Person> {
  const person = await aPerson(null, role, side)
  const { meetingDate } = await meetingsFor(world.people.secretary).open(meeting)
  await seatsFor({ kind: 'service', name: 'operator' }).create([
    {
      _id: newId(),
      forum: world.forum._id,
      forumName: world.forum.name,
      audience: 'meeting',
      meeting,
      person: person.person,
      name: person.name,
      jobTitle: '',
      role,
      office: null,
      side,
      organisation: 'deeholme',
      organisationName: 'Deeholme NHS Foundation Trust',
      neighbours: [],
      meetings: [meeting],
      from: today,
      until: addDays(meetingDate, 28),
      historyFrom: today,
      holdsKey: false,
      standsInFor,
      acknowledged: null,
      ...nothingRequired,
    },
  ])
  return again(person)
}

/** What waits for this person, as titles. */
export const tasksOf = async (person: Person): Promise<string[]> =>
  (await tasksFor(person).waiting(person, 20)).map(({ title }) => title)

/** The e-mails about a path that wait to be sent, as kind and person. */
export async function mailsAbout(path: string): Promise<{ kind: string; to: string }[]> {
  // Straight from the collection, sent or not: a worker of another test may have sent them meanwhile.
  const messages = mongoose.connection.db!.collection<{ kind: string; to: string }>('messages')
  const all = await messages.find({ path }, { comment: testMark }).toArray()
  return all.map(({ kind, to }) => ({ kind, to }))
}
