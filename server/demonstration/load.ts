import { forumsFor } from '../../models/forum.ts'
import { organisationsFor } from '../../models/organisation.ts'
import { peopleFor } from '../../models/person.ts'
import { seatsFor } from '../../models/seat.ts'
import { defaultSettings } from '../../models/settings.ts'
import { dayOf } from '../dates.ts'
import { newId } from '../ids.ts'
import type { Office, Role, Side } from '../policy/terms.ts'

const viewer = { kind: 'service', name: 'operator' } as const

type Someone = {
  readonly name: string
  readonly through: string
  readonly represents: string
  readonly role: Role
  readonly side: Side
  readonly office?: Office
  readonly may: string
}

const trust = 'wyrebank'
const union = 'care-workers-union'
const names: Readonly<Record<string, string>> = {
  [trust]: 'Wyrebank Teaching Hospitals NHS Foundation Trust',
  [union]: 'Care and Health Workers’ Union',
}

const someone: readonly Someone[] = [
  {
    name: 'Imogen Thackeray',
    through: trust,
    represents: trust,
    role: 'chair',
    side: 'employer',
    may: 'Chairs for the employer side.',
  },
  {
    name: 'Desmond Okonjo',
    through: union,
    represents: union,
    role: 'chair',
    side: 'staff',
    may: 'Chairs for the staff side.',
  },
  {
    name: 'Priyanka Whitlock',
    through: trust,
    represents: union,
    role: 'member',
    side: 'staff',
    may: 'Represents a union and signs in through an employer.',
  },
  {
    name: 'Tobias Fenwick',
    through: trust,
    represents: trust,
    role: 'member',
    side: 'employer',
    office: 'administrator',
    may: 'Runs organisations and people; reads no paper.',
  },
]

const emailOf = ({ name, through }: Someone): string => `${name.toLowerCase().replaceAll(' ', '.')}@${through}.example`

/** Who can be picked at the demonstration's sign-in: by e-mail address, with what they may do. */
export const picks: readonly { readonly email: string; readonly may: string }[] = someone.map((one) => ({
  email: emailOf(one),
  may: one.may,
}))

/** Fills an empty database. */
export async function load(now: Date): Promise<void> {
  await organisationsFor(viewer).create(
    Object.entries(names).map(([_id, name]) => ({
      _id,
      name,
      sector: _id === union ? ('tradeUnion' as const) : ('nhs' as const),
      type: '',
      aliases: [],
      formerNames: [],
      areas: [],
      domains: [`${_id}.example`],
    })),
  )
  const forum = 'north-west'
  const forumName = 'North West Social Partnership Forum Sub Group'
  await forumsFor(viewer).create({
    _id: forum,
    name: forumName,
    purpose: '',
    parent: null,
    areas: [],
    telephone: '01632 960 000',
    email: 'secretariat@forum.example',
    settings: defaultSettings,
    createdAt: now,
  })
  for (const one of someone) {
    const person = newId()
    const { name, through: signsInThrough, represents: organisation, role, side, office = null } = one
    await peopleFor(viewer).create([{ _id: person, name, email: emailOf(one), signsInThrough, createdAt: now }])
    const place =
      office === null
        ? ({ forum, forumName, audience: 'forum' } as const)
        : ({ forum: 'installation', forumName: 'Subrosa', audience: 'installation' } as const)
    await seatsFor(viewer).create([
      {
        ...place,
        _id: newId(),
        person,
        name,
        jobTitle: '',
        role,
        office,
        side,
        organisation,
        organisationName: names[organisation] ?? organisation,
        neighbours: [],
        meetings: [],
        from: dayOf(now),
        until: null,
        historyFrom: dayOf(now),
        holdsKey: false,
        standsInFor: null,
        acknowledged: null,
      },
    ])
  }
}
