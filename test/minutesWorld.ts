import { expect } from 'chai'
import { decodeHTML } from 'entities'
import type supertest from 'supertest'
import type { Forum } from '../models/forum.ts'
import { type Item, itemsFor } from '../models/item.ts'
import { type Meeting, type NewMeeting, meetingsFor } from '../models/meeting.ts'
import { type Part, partsFor } from '../models/part.ts'
import { seatsFor } from '../models/seat.ts'
import type { Settings } from '../models/settings.ts'
import { newId } from '../server/ids.ts'
import type { Person } from '../server/policy/terms.ts'
import { aForum, aPerson, again, browserOf, submit } from './world.ts'

export type Browser = Awaited<ReturnType<typeof browserOf>>

const quorum = { kind: 'service', name: 'quorum' } as const

/** A meeting of a forum, closed and quorate unless said otherwise. */
export async function aMeeting(forum: Forum, by: Person, given: Partial<NewMeeting> = {}): Promise<Meeting> {
  const _id = newId()
  await meetingsFor(by).create({
    _id,
    forum: forum._id,
    forumName: forum.name,
    kind: 'core',
    state: 'closed',
    meetingDate: '2026-03-04',
    from: '10:00',
    until: '12:00',
    ruleStatus: 'chathamHouse',
    quorate: true,
    ...given,
  })
  return meetingsFor(by).open(_id)
}

/** A published agenda item. */
export async function anItem(meeting: Meeting, by: Person, given: Partial<Item> & { number: string }): Promise<string> {
  const _id = newId()
  await itemsFor(by).create([
    {
      _id,
      forum: meeting.forum,
      meeting: meeting._id,
      meetingDate: meeting.meetingDate,
      audience: 'forum',
      state: 'published',
      ruleStatus: 'chathamHouse',
      kind: 'substantive',
      standing: false,
      position: Number(given.number.replace('C', '10')),
      closed: given.number.startsWith('C'),
      title: `Matter ${given.number}`,
      lead: '',
      purpose: 'discussion',
      minutes: 10,
      paperMode: 'none',
      late: false,
      keys: [],
      steppedOut: [],
      takenAt: null,
      finishedAt: null,
      quorate: null,
      rolledFrom: null,
      resumes: false,
      revision: 0,
      ...given,
    },
  ])
  return _id
}

/**
 * A forum with everybody concerned, and a closed meeting of three items: the last, which may be left out, is for
 * chairs and secretaries.
 */
export async function minutesCast(
  settings: Partial<Settings> = {},
  meetingGiven: Partial<NewMeeting> = {},
  { closed } = { closed: true },
) {
  const forum = await aForum(settings)
  const people = {
    secretary: await aPerson(forum, 'secretary', 'employer', {
      name: 'Bronwen Castellan',
      jobTitle: 'Forum secretary',
    }),
    employerChair: await aPerson(forum, 'chair', 'employer', { name: 'Imogen Thackeray' }),
    staffChair: await aPerson(forum, 'chair', 'staff', { name: 'Desmond Okonjo' }),
    delegate: await aPerson(forum, 'member', 'staff', { name: 'Marguerite Fairclough', holdsKey: true }),
    member: await aPerson(forum, 'member', 'staff', { name: 'Priyanka Whitlock' }),
    steppedOut: await aPerson(forum, 'member', 'employer', { name: 'Gethin Ravensdale' }),
    observer: await aPerson(forum, 'observer', 'systemPartner', { name: 'Oluwaseun Hartnell' }),
    guest: await aPerson(forum, 'guest', 'independent', { name: 'Cordelia Umbers' }),
    outsider: await aPerson(await aForum(), 'chair', 'staff', { name: 'Wilhelmina Strangeways' }),
    administrator: await aPerson(null, 'member', 'staff', { office: 'administrator', name: 'Torquil Penhallow' }),
  }
  const meeting = await aMeeting(forum, people.secretary, meetingGiven)
  const items = {
    first: await anItem(meeting, people.secretary, { number: '1' }),
    second: await anItem(meeting, people.secretary, { number: '2', steppedOut: [people.steppedOut.person] }),
    ...(closed ? { closed: await anItem(meeting, people.secretary, { number: 'C1', audience: 'chairs' }) } : {}),
  }
  await seatsFor(quorum).admit([people.guest.seats[0]!.seat], meeting._id)
  people.guest = await again(people.guest)
  const entries = await Promise.all(
    Object.entries(people).map(async ([name, person]) => [name, await browserOf(person)] as const),
  )
  const browsers = Object.fromEntries(entries) as Record<keyof typeof people, Browser>
  return { forum, people, browsers, meeting, items, at: `/minutes/${meeting._id}` }
}

export type Cast = Awaited<ReturnType<typeof minutesCast>>

/** Begins the minutes, as the secretary; gives the parts in order. */
export async function begin({ browsers, people, meeting, at }: Cast): Promise<Part[]> {
  const answer = await submit(browsers.secretary, `${at}/write`, {}, `${at}/begin`)
  expect(answer.status, answer.text).to.equal(303)
  return partsFor(people.secretary).ofMeeting(meeting._id)
}

/** The first link of a page whose address holds this. */
export function linkTo(page: supertest.Response, part: string): string {
  const links = [...page.text.matchAll(/(?:href|action)="([^"]+)"/g)].map(([, href]) => decodeHTML(href!))
  const found = links.find((href) => href.includes(part))
  expect(found, `a link to ${part}`).to.be.a('string')
  return found!
}

/** The value of a page's hidden field; '' when there is none. */
export const hidden = (page: supertest.Response, name: string): string =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(page.text)?.[1] ?? ''

/** Saves a part as a browser would: with the version and token that the page holds. */
export async function save(
  browser: Browser,
  part: Pick<Part, 'meeting' | '_id'>,
  fields: Record<string, string>,
): Promise<supertest.Response> {
  const path = `/minutes/${part.meeting}/parts/${part._id}`
  const page = await browser.get(path)
  return submit(browser, path, { version: hidden(page, 'version'), token: hidden(page, 'token'), ...fields })
}

export const plain = [
  'The meeting welcomed the update on **flexible working**.',
  'A concern was raised about car parking, and it was agreed to return to it.',
  'The appointment was discussed and noted.',
] as const

/** Writes harmless text under every item. */
export async function writeAll(cast: Cast): Promise<Part[]> {
  const parts = await begin(cast)
  for (const [index, part] of parts.entries()) {
    const saved = await save(cast.browsers.secretary, part, { source: plain[index] ?? 'Noted.' })
    expect(saved.status, saved.text).to.equal(303)
  }
  return partsFor(cast.people.secretary).ofMeeting(cast.meeting._id)
}

export const send = async ({ browsers, at }: Cast): Promise<supertest.Response> =>
  submit(browsers.secretary, `${at}/write`, {}, `${at}/send`)

/** Gives the key for the version that the page shows. */
export async function approve(browser: Browser, at: string): Promise<supertest.Response> {
  const page = await browser.get(`${at}/approve`)
  return submit(browser, `${at}/approve`, { hash: hidden(page, 'hash') })
}

export async function circulate(browser: Browser, at: string): Promise<supertest.Response> {
  const page = await browser.get(`${at}/approve`)
  return submit(browser, `${at}/write`, { hash: hidden(page, 'hash') }, `${at}/circulate`)
}

/** The whole way: written, sent, approved by both chairs, circulated by the secretary. */
export async function circulated(cast: Cast): Promise<Part[]> {
  await writeAll(cast)
  return goOut(cast)
}

/** From a draft to circulation. */
export async function goOut(cast: Cast): Promise<Part[]> {
  const { browsers, at, people, meeting } = cast
  for (const answer of [
    await send(cast),
    await approve(browsers.employerChair, at),
    await approve(browsers.staffChair, at),
    await circulate(browsers.staffChair, at),
  ])
    expect(answer.status, answer.text).to.equal(303)
  return partsFor(people.employerChair).ofMeeting(meeting._id)
}
