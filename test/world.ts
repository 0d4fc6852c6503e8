import { createHmac, randomBytes } from 'node:crypto'
import type { Express } from 'express'
import mongoose from 'mongoose'
import supertest from 'supertest'
import { type Forum, forumsFor } from '../models/forum.ts'
import { organisationsFor } from '../models/organisation.ts'
import { peopleFor } from '../models/person.ts'
import { seatsFor, type SeatRecord } from '../models/seat.ts'
import { nothingRequired } from '../models/sideSignIn.ts'
import { defaultSettings, type Settings } from '../models/settings.ts'
import { makeApp } from '../server/app.ts'
import { demonstrationSecret, readConfig } from '../server/config.ts'
import { newId } from '../server/ids.ts'
import { makeLog } from '../server/log.ts'
import type { Office, Person, Role, Side } from '../server/policy/terms.ts'
import { personToday } from '../server/viewer.ts'
import { signedIn } from './signedIn.ts'

const operator = { kind: 'service', name: 'operator' } as const

/** The settings under which tests run the application. */
export const config = readConfig({ PORT: '0', BASE_URL: 'http://127.0.0.1', LOG_LEVEL: 'silent' }, true)

let running: Express | undefined
/** The application, made once, on the database that setup.ts opened. */
export const application = (): Express => (running ??= makeApp(config, makeLog('silent')).app)

/** A name for a forum or organisation that no other test uses. */
export const unique = (word: string): string => `${word}-${randomBytes(4).toString('hex')}`

/** A forum of its own for the test that asks. */
export async function aForum(settings: Partial<Settings> = {}, parent: string | null = null): Promise<Forum> {
  const forums = forumsFor(operator)
  const _id = unique('forum')
  await forums.create({
    _id,
    name: `Forum ${_id}`,
    purpose: '',
    parent,
    areas: [],
    telephone: '01632 960 000',
    email: 'secretariat@forum.example',
    settings: { ...defaultSettings, ...settings },
    createdAt: new Date('2024-01-01T09:00:00Z'),
  })
  return forums.open(_id)
}

/** An organisation of its own for the test that asks. */
export async function anOrganisation(name = 'Deeholme NHS Foundation Trust'): Promise<string> {
  const _id = unique('organisation')
  const [sector, type] = ['nhs', 'acute trust'] as const
  const domains = [`${_id}.example`]
  await organisationsFor(operator).create([
    { _id, name, sector, type, aliases: [], formerNames: [], areas: [], domains },
  ])
  return _id
}

/** A person with a seat in the forum (or none), as they would be after signing in today. */
export async function aPerson(
  forum: Forum | null,
  role: Role = 'member',
  side: Side = 'staff',
  given: Partial<
    Pick<
      SeatRecord,
      | 'name'
      | 'jobTitle'
      | 'organisation'
      | 'organisationName'
      | 'holdsKey'
      | 'meetings'
      | 'from'
      | 'historyFrom'
      | 'until'
      | 'neighbours'
      | 'needsPasskey'
      | 'onlyThrough'
      | 'passkeys'
      | 'byCode'
    >
  > & {
    office?: Office
  } = {},
): Promise<Person> {
  const person = newId()
  const { office, ...seat } = given
  const name = seat.name ?? `Person ${person.slice(0, 6)}`
  const createdAt = new Date('2024-01-01T09:00:00Z')
  await peopleFor(operator).create([
    { _id: person, name, email: `${person}@example.org`, signsInThrough: seat.organisation ?? 'deeholme', createdAt },
  ])
  if (forum !== null || office !== undefined)
    await seatsFor(operator).create([
      {
        _id: newId(),
        forum: forum?._id ?? 'installation',
        forumName: forum?.name ?? 'Subrosa',
        audience: forum === null ? 'installation' : 'forum',
        person,
        name,
        jobTitle: '',
        role,
        office: office ?? null,
        side,
        organisation: 'deeholme',
        organisationName: 'Deeholme NHS Foundation Trust',
        neighbours: [],
        meetings: [],
        from: '2024-01-01',
        until: null,
        historyFrom: '2024-01-01',
        holdsKey: false,
        byCode: forum?.settings.codeSignIn ?? false,
        standsInFor: null,
        acknowledged: null,
        ...nothingRequired,
        ...seat,
      },
    ])
  // Somebody without a place has no name to be read with it.
  return { ...(await personToday(person, new Date(), signedIn)), name }
}

/** The same person in the same session, after something has changed their seats. */
export const again = (person: Person): Promise<Person> => personToday(person.person, new Date(), person.proof)

/** The cookie of a new session of this person, as sign-in would have made it. */
export async function sessionCookie(person: Person): Promise<string> {
  const id = randomBytes(24).toString('base64url')
  const expires = new Date(Date.now() + 12 * 3_600_000)
  const cookie = { originalMaxAge: 12 * 3_600_000, expires, httpOnly: true, path: '/', sameSite: 'lax', secure: false }
  await mongoose.connection
    .db!.collection<{ _id: string }>('sessions')
    .insertOne({ _id: id, expires, session: { cookie, person: person.person, ...person.proof } } as never)
  const mark = createHmac('sha256', demonstrationSecret).update(id).digest('base64').replace(/=+$/, '')
  return `subrosa-session=${encodeURIComponent(`s:${id}.${mark}`)}`
}

/** A browser in which this person is signed in; cookies are kept between requests. */
export async function browserOf(person: Person): Promise<ReturnType<typeof supertest.agent>> {
  const agent = supertest.agent(application())
  agent.set('Cookie', await sessionCookie(person))
  return agent
}

/** A browser in which nobody is signed in. */
export const visitor = (): ReturnType<typeof supertest.agent> => supertest.agent(application())

/** Posts a form as a browser would: reads the page that holds it for the token, then sends the fields. */
export async function submit(
  browser: ReturnType<typeof supertest.agent>,
  page: string,
  fields: Record<string, string | string[]>,
  action = page,
): Promise<supertest.Response> {
  const shown = await browser.get(page)
  const token = /name="_csrf" value="([^"]+)"/.exec(shown.text)?.[1]
  if (token === undefined) throw new Error(`${page} (${shown.status}) holds no form`)
  return browser
    .post(action)
    .type('form')
    .send({ ...fields, _csrf: token })
}
