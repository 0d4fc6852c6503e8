import { areasFor } from '../../models/area.ts'
import { forumsFor } from '../../models/forum.ts'
import { organisationsFor } from '../../models/organisation.ts'
import { peopleFor } from '../../models/person.ts'
import { type NewSeat, seatsFor } from '../../models/seat.ts'
import { nothingRequired } from '../../models/sideSignIn.ts'
import { type Settings, defaultSettings } from '../../models/settings.ts'
import { addDays, dayOf, instantOf } from '../dates.ts'
import { newId } from '../ids.ts'
import type { Person } from '../policy/terms.ts'
import { personToday } from '../viewer.ts'
import { areas } from './data/areas.ts'
import { organisations } from './data/organisations.ts'
import {
  type Character,
  administrator,
  coreGroup,
  deputy,
  emailOf,
  former,
  guests,
  parentForum,
  recordsOfficer,
} from './data/people.ts'

const operator = { kind: 'service', name: 'operator' } as const

/** How the people of the demonstration did what they did. */
export const signedIn = { by: 'organisation', passkey: false, through: '' } as const

export const parent = 'northern'
export const forum = 'north-western'
export const forumName = 'North Western Social Partnership Forum Sub-Group'
const parentName = 'Northern Social Partnership Forum'

/** Who is who: ids by a person's short name, and the person as they are signed in at a time. */
export type Place = {
  readonly begun: string
  readonly ids: ReadonlyMap<string, string>
  readonly seats: ReadonlyMap<string, string>
  as(key: string, now: Date): Promise<Person>
}

/** What the first terms of reference start from. */
export const settings: Settings = {
  ...defaultSettings,
  sides: [
    { side: 'employer', holdsKey: true, seats: 10, quorumShare: 1 / 3, quorumMinimum: 3 },
    { side: 'staff', holdsKey: true, seats: 12, quorumShare: 1 / 3, quorumMinimum: 3 },
    { side: 'systemPartner', holdsKey: false, seats: 4, quorumShare: 0, quorumMinimum: 0 },
  ],
}

const organisationName = (slug: string): string => organisations.find(({ _id }) => _id === slug)?.name ?? slug

/** Puts areas, organisations, forums, people and their places into the database. */
export async function loadPeople(now: Date): Promise<Place> {
  const begun = addDays(dayOf(now), -760)
  const createdAt = instantOf(begun, '09:00')
  await areasFor(operator).create(areas)
  await organisationsFor(operator).create(organisations)
  const about = { telephone: '01632 960 123', email: 'secretariat@nhs-workforce-forum.example', settings, createdAt }
  await forumsFor(operator).create({
    ...about,
    _id: parent,
    name: parentName,
    purpose: 'Partnership across the north of the country, with sub-groups for its regions.',
    parent: null,
    areas: [],
  })
  await forumsFor(operator).create({
    ...about,
    _id: forum,
    name: forumName,
    purpose: 'Candid and early discussion between trade unions, employers, commissioners and their partners.',
    parent,
    areas: areas.map(({ _id }) => _id),
  })
  const all = [...coreGroup, ...parentForum, ...guests, ...former, deputy]
  const officers = [administrator, recordsOfficer]
  const ids = new Map([...all, ...officers].map(({ key }) => [key, newId()]))
  await peopleFor(operator).create(
    [...all, ...officers].map((one) => ({
      _id: ids.get(one.key)!,
      name: one.name,
      email: emailOf(one),
      signsInThrough: one.through,
      createdAt,
    })),
  )
  const seats = [
    ...coreGroup.map((one) => seatOf(one, ids, begun, null, forum)),
    ...former.map((one) => seatOf(one, ids, begun, addDays(begun, 400), forum)),
    ...parentForum.map((one) => seatOf(one, ids, begun, null, parent)),
    ...officers.map((one) => officeOf(one, ids, begun)),
  ]
  await seatsFor(operator).create(seats)
  const held = new Map(seats.map(({ _id, person }) => [person, _id]))
  return {
    begun,
    ids,
    seats: new Map([...ids].flatMap(([key, person]) => (held.has(person) ? [[key, held.get(person)!] as const] : []))),
    as: (key, at) => personToday(ids.get(key)!, at, signedIn),
  }
}

type Ids = ReadonlyMap<string, string>

function seatOf(one: Character, ids: Ids, from: string, until: string | null, of: string): NewSeat {
  return {
    _id: newId(),
    forum: of,
    forumName: of === forum ? forumName : parentName,
    audience: 'forum',
    person: ids.get(one.key)!,
    name: one.name,
    jobTitle: one.jobTitle,
    role: one.role,
    office: null,
    side: one.side,
    organisation: one.represents,
    organisationName: organisationName(one.represents),
    neighbours: [of === forum ? parent : forum],
    from,
    until,
    historyFrom: from,
    holdsKey: one.role === 'viceChair',
    meetings: [],
    ...nothingRequired,
    standsInFor: null,
    acknowledged: null,
  }
}

const officeOf = (one: typeof administrator | typeof recordsOfficer, ids: Ids, from: string): NewSeat => ({
  _id: newId(),
  forum: 'installation',
  forumName: 'Subrosa',
  audience: 'installation',
  person: ids.get(one.key)!,
  name: one.name,
  jobTitle: '',
  role: 'member',
  office: one === administrator ? 'administrator' : 'recordsOfficer',
  side: 'independent',
  organisation: one.through,
  organisationName: organisationName(one.through),
  neighbours: [],
  from,
  until: null,
  historyFrom: from,
  holdsKey: false,
  meetings: [],
  ...nothingRequired,
  standsInFor: null,
  acknowledged: null,
})
