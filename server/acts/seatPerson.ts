import { compositionOf, sidesOf } from '../../models/composition.ts'
import { forumsFor } from '../../models/forum.ts'
import { type Organisation, organisationsFor } from '../../models/organisation.ts'
import { peopleFor } from '../../models/person.ts'
import { seatsFor } from '../../models/seat.ts'
import { dayOf } from '../dates.ts'
import { Refused } from '../errors.ts'
import { newId } from '../ids.ts'
import type { Office, Side, Viewer } from '../policy/terms.ts'
import { acknowledgementOf } from './acknowledgeTerms.ts'
import { type Doing, act, installation } from './act.ts'
import { makeSeats } from './makeSeats.ts'
import {
  blankSeat,
  findOrMakePerson,
  forOneMeeting,
  membership,
  refuseMoreThanTerms,
  refuseSecondSeat,
  sideOf,
} from './seating.ts'

/** Roles that the operator can give. Deputies and guests are named for a meeting, by those who take part in it. */
export const rolesByCommand = ['chair', 'viceChair', 'secretary', 'member', 'observer', 'adviser'] as const

/** Somebody to be seated or given an office, by the operator. */
export type Someone = { readonly name: string; readonly email: string; readonly signsInThrough: string }

/**
 * The operator seats a person by command: how the first people come into a forum that has no chairs yet. A chair only
 * where it is vacant, and then every seat is told, as for an administrator.
 */
export const seatPerson = act(
  async (
    { viewer, now, record, tell, ask },
    asked: Someone & { forum: string; represents: string; role: (typeof rolesByCommand)[number]; side: Side },
  ): Promise<void> => {
    const forum = await forumsFor(viewer).open(asked.forum)
    const today = dayOf(now)
    if (!['observer', 'adviser'].includes(asked.role) && !sidesOf(forum.settings).includes(asked.side))
      throw new Refused(`This forum has no such side. It has: ${sidesOf(forum.settings).join(', ')}`, 'side')
    const all = await seatsFor(membership).nowAndLater(forum._id, today)
    const place = compositionOf(forum.settings, all).find(({ side }) => side === asked.side)
    if (asked.role === 'chair' && place?.chairsMissing === 0)
      throw new Refused('This side has a chair. Only the side’s own chair hands it over', 'role')
    const organisation = await namedOrganisation(viewer, asked.represents, 'represents')
    const person = await invitedPerson(viewer, asked, organisation._id, now)
    await refuseSecondSeat(forum._id, [person], today, 'email')
    if (asked.role !== 'chair')
      await refuseMoreThanTerms(forum, asked.role, sideOf(forum, asked.role, asked.side), today)
    const _id = newId()
    await makeSeats(viewer, [
      {
        ...(await blankSeat(forum, today)),
        _id,
        person: person._id,
        name: person.name,
        jobTitle: '',
        role: asked.role,
        side: sideOf(forum, asked.role, asked.side),
        organisation: organisation._id,
        organisationName: organisation.name,
      },
    ])
    await record({ forum: forum._id, event: 'member invited', record: _id, details: { person: person._id } })
    if (forum.terms !== null) await ask(acknowledgementOf(forum._id, forum.terms, person._id))
    await tell({ forum: forum._id, kind: 'invitation', to: [person._id], path: `/forums/${forum._id}` })
    if (asked.role !== 'chair') return
    const others = all.filter(({ role }) => !forOneMeeting.includes(role)).map((seat) => seat.person)
    await tell({ forum: forum._id, kind: 'chairAppointed', to: others, path: `/forums/${forum._id}/members` })
  },
)

/** The operator makes somebody administrator or records officer. */
export const giveOffice = act(async (doing, asked: Someone & { office: Office }): Promise<void> => {
  await giveOfficeTo(doing, asked)
})

/** The same within an act. Gives the person. Throws Refused where they have the office, or could never sign in. */
export async function giveOfficeTo(
  { viewer, now, record, tell }: Doing,
  asked: Someone & { office: Office },
): Promise<string> {
  const organisation = await namedOrganisation(viewer, asked.signsInThrough, 'signsInThrough')
  const person = await invitedPerson(viewer, asked, organisation._id, now)
  const today = dayOf(now)
  const held = await seatsFor(viewer).heldBy(person._id, today)
  if (held.some(({ office }) => office === asked.office)) throw new Refused('This person has that office already')
  const _id = newId()
  await makeSeats(viewer, [
    {
      _id,
      forum: installation,
      forumName: 'Subrosa',
      audience: 'installation',
      person: person._id,
      name: person.name,
      jobTitle: '',
      role: 'member',
      office: asked.office,
      side: 'independent',
      organisation: organisation._id,
      organisationName: organisation.name,
      neighbours: [],
      meetings: [],
      from: today,
      until: null,
      historyFrom: today,
      holdsKey: false,
      standsInFor: null,
      acknowledged: null,
    },
  ])
  const details = { person: person._id, office: asked.office }
  await record({ forum: installation, event: 'office given', record: _id, details })
  await tell({ forum: installation, kind: 'invitation', to: [person._id], path: '/' })
  return person._id
}

async function namedOrganisation(viewer: Viewer, _id: string, field: string): Promise<Organisation> {
  const [organisation] = await organisationsFor(viewer).some([_id])
  if (organisation === undefined) throw new Refused(`There is no organisation called ${_id}`, field)
  if (organisation.mergedInto)
    throw new Refused(`${organisation.name} became part of ${organisation.mergedInto.organisation}`, field)
  return organisation
}

/**
 * The person with this e-mail address, made if there is none. Refused when they could never sign in: the address is of
 * none of the organisation's domains, or a known person signs in elsewhere.
 */
async function invitedPerson(
  viewer: Viewer,
  { name, email, signsInThrough }: Someone,
  represents: string,
  now: Date,
): Promise<{ _id: string; name: string }> {
  const { domains } = await namedOrganisation(viewer, signsInThrough, 'signsInThrough')
  const domain = email.slice(email.lastIndexOf('@') + 1).toLowerCase()
  if (!domains.includes(domain))
    throw new Refused(`The address must be of one of this organisation’s domains: ${domains.join(', ')}`, 'email')
  const known = await peopleFor(viewer).byEmail(email)
  if (known !== null && known.signsInThrough !== signsInThrough) {
    const [elsewhere] = await organisationsFor(viewer).some([known.signsInThrough])
    throw new Refused(`This person signs in through ${elsewhere?.name ?? known.signsInThrough}`, 'signsInThrough')
  }
  return findOrMakePerson({ name, email, signsInThrough }, represents, now)
}
