import { type Forum, forumsFor } from '../../models/forum.ts'
import { type Organisation, organisationsFor } from '../../models/organisation.ts'
import { peopleFor } from '../../models/person.ts'
import { seated, sidesOf } from '../../models/composition.ts'
import { type NewSeat, type SeatRecord, seatsFor } from '../../models/seat.ts'
import { type Day, addDays, dayOf } from '../dates.ts'
import { NotFound, Refused, Stale } from '../errors.ts'
import { newId } from '../ids.ts'
import { type Role, type Seat, type Side, type Viewer, officers } from '../policy/terms.ts'
import { personOf } from './act.ts'
import { chairIn, keySeat, placeAs } from '../policy/places.ts'

/**
 * What the acts of membership share. The service `membership` finds or makes the people of new seats; it is used only
 * after the right of whoever acts was checked, and inside the act, so that a refusal undoes everything.
 */
export const membership: Viewer = { kind: 'service', name: 'membership' }

/** Somebody to be seated, as forms and lists give them. `organisation` is the one to be represented. */
export type Invitee = {
  /** The new seat's id, made when the form was shown, so that a second press makes no second seat. */
  readonly id: string
  readonly name: string
  readonly email: string
  readonly organisation: string
  readonly jobTitle: string
  readonly role: Role
  /** First day, YYYY-MM-DD. */
  readonly from: Day
  /** The organisation whose sign-in the person uses; empty to find it from the e-mail address. */
  readonly signsInThrough: string
}

/** The viewer's own seat in the forum, if it has one of these roles. Throws NotFound otherwise. */
export function seatAs(viewer: Viewer, forum: string, roles: readonly Role[]): Seat {
  const seat = placeAs(personOf(viewer), forum, roles)
  if (seat === undefined) throw new NotFound('seat')
  return seat
}

/** The viewer's own seat as chair of a side, for what is the side's own. Throws NotFound otherwise. */
export function chairSeat(viewer: Viewer, forum: string): Seat {
  const seat = chairIn(personOf(viewer), forum)
  if (seat === undefined) throw new NotFound('seat')
  return seat
}

/** By which place somebody invites people to a side. */
export type Inviter = {
  readonly seat: Seat
  /** Makes places at once. Others prepare what the chair confirms. */
  readonly atOnce: boolean
  /** As whom the side's places are made and its invitations answered. */
  readonly as: Viewer
}

/**
 * How the viewer invites to a side: as its chair; while that chair is vacant, as whom the side itself named to hold its
 * key, so that a side can always fill its own places; as another officer, for the chair to confirm. Nobody of another
 * side does any of it. Throws NotFound for everybody else.
 */
export async function inviterTo(viewer: Viewer, forum: string, now: Date): Promise<Inviter> {
  const person = personOf(viewer)
  const chair = chairIn(person, forum)
  if (chair !== undefined) return { seat: chair, atOnce: true, as: viewer }
  const named = keySeat(person, forum)
  if (named !== undefined && (await chairsOf(forum, named.side, dayOf(now))).length === 0)
    return { seat: named, atOnce: true, as: membership }
  return { seat: seatAs(viewer, forum, officers), atOnce: false, as: viewer }
}

/** The same for what is done at once and not prepared. */
export async function appointerTo(viewer: Viewer, forum: string, now: Date): Promise<Inviter> {
  const inviter = await inviterTo(viewer, forum, now)
  if (!inviter.atOnce) throw new NotFound('seat')
  return inviter
}

/** Roles that a person has beside a place of their own, or without one. */
export const forOneMeeting: readonly Role[] = ['deputy', 'guest']

/** Guests and deputies lose sight of a meeting so many days after it. */
export const daysAfterMeeting = 28

/** From which day on a seat that begins on this day sees agendas, papers and minutes. */
export const historyStart = (forum: Pick<Forum, 'settings'>, from: Day): Day =>
  forum.settings.wholeHistory ? '1900-01-01' : from

/** The day before: the last day of a seat that ends at once, so that it bites at the next click. */
export const dayBefore = (day: Day): Day => addDays(day, -1)

/** The forums one step up and down the tree. */
export async function neighboursOf(forum: Forum): Promise<string[]> {
  const children = await forumsFor(membership).children(forum._id)
  return [...(forum.parent === null ? [] : [forum.parent]), ...children]
}

/** A seat in a forum with everything that does not depend on who takes it. */
export const blankSeat = async (
  forum: Forum,
  from: Day,
): Promise<
  Pick<
    NewSeat,
    | 'forum'
    | 'forumName'
    | 'office'
    | 'neighbours'
    | 'meetings'
    | 'from'
    | 'until'
    | 'historyFrom'
    | 'holdsKey'
    | 'byCode'
    | 'standsInFor'
    | 'acknowledged'
  >
> => ({
  forum: forum._id,
  forumName: forum.name,
  office: null,
  neighbours: await neighboursOf(forum),
  meetings: [],
  from,
  until: null,
  historyFrom: historyStart(forum, from),
  holdsKey: false,
  byCode: forum.settings.codeSignIn ?? false,
  standsInFor: null,
  acknowledged: null,
})

/** The person with this e-mail address, made if there is none. A known person keeps the name on record. */
export async function findOrMakePerson(
  { name, email, signsInThrough }: Pick<Invitee, 'name' | 'email' | 'signsInThrough'>,
  represents: string,
  now: Date,
): Promise<{ _id: string; name: string }> {
  const known = await peopleFor(membership).byEmail(email)
  if (known !== null) return known
  const _id = newId()
  if (signsInThrough !== '') await chosenOrganisation(membership, signsInThrough, 'signsInThrough')
  const through = signsInThrough === '' ? await signInOf(email, represents) : signsInThrough
  await peopleFor(membership).create([{ _id, name, email, signsInThrough: through, createdAt: now }])
  return { _id, name }
}

/** The organisation whose verified domain the address has, if there is just one; else the one represented. */
async function signInOf(email: string, represents: string): Promise<string> {
  const known = await organisationsFor(membership).ofDomain(email.slice(email.lastIndexOf('@') + 1))
  return known.some(({ _id }) => _id === represents) || known.length !== 1 ? represents : known[0]!._id
}

/** The organisation, or a refusal at the field where it was chosen: there is none, or it became part of another. */
export async function chosenOrganisation(viewer: Viewer, _id: string, field = 'organisation'): Promise<Organisation> {
  const [organisation] = await organisationsFor(viewer).some([_id])
  if (organisation === undefined || organisation.mergedInto)
    throw new Refused('Select an organisation from the list', field)
  return organisation
}

/** Refuses when one of these people holds a seat in the forum already: nobody has two. */
export async function refuseSecondSeat(
  forum: string,
  people: readonly { _id: string; name: string }[],
  day: Day,
  field: string,
): Promise<void> {
  const held = (
    await seatsFor(membership).ofPeople(
      forum,
      people.map(({ _id }) => _id),
      day,
    )
  ).filter(({ audience }) => audience === 'forum')
  const [first] = held
  if (first !== undefined) throw new Refused(`${first.name} has a place in this forum already`, field)
}

/**
 * Refuses one more place on a side than the terms in force give it. A place that has a last day is counted no more, so
 * that a successor may begin before it ends; observers and advisers take none.
 */
export async function refuseMoreThanTerms(
  { _id, settings }: Pick<Forum, '_id' | 'settings'>,
  role: Role,
  side: Side,
  day: Day,
): Promise<void> {
  const places = settings.sides.find((one) => one.side === side)?.seats ?? 0
  if (places === 0 || !seated.includes(role)) return
  const held = (await seatsFor(membership).nowAndLater(_id, day)).filter(
    (one) => one.side === side && seated.includes(one.role) && one.until === null,
  )
  if (held.length >= places)
    throw new Refused(
      `The terms of reference give this side ${places} places, and all are filled. End one, or agree terms with more`,
      'role',
    )
}

/**
 * The side of a new seat. Observers and advisers sit with no side, so that no caucus is open to them; only where the
 * independent members are a side themselves do they sit with the side that invites them.
 */
export const sideOf = (forum: Pick<Forum, 'settings'>, role: Role, own: Side): Side =>
  sideless.includes(role) && !sidesOf(forum.settings).includes('independent') ? 'independent' : own
const sideless: readonly Role[] = ['observer', 'adviser']

/**
 * A seat that the viewer may change or end, and as whom: a seat of the own side as the chair of that side; a seat that
 * belongs to none of the forum's sides as any chair, by the service. Throws NotFound otherwise.
 */
export async function seatToAppoint(viewer: Viewer, _id: string): Promise<{ seat: SeatRecord; as: Viewer }> {
  const seat = await seatsFor(viewer).open(_id)
  if (seat.audience !== 'forum') throw new NotFound('seat')
  const forum = await forumsFor(viewer).open(seat.forum)
  if (sidesOf(forum.settings).includes(seat.side))
    return { seat: await seatsFor(viewer).openToAppoint(_id), as: viewer }
  chairSeat(viewer, seat.forum)
  return { seat, as: membership }
}

/** What somebody else has made of a seat meanwhile, for the form to show. */
export const staleSeat = async (_id: string): Promise<Stale> => {
  const seat = await seatsFor(membership).open(_id)
  return new Stale({ role: seat.role, organisation: seat.organisationName, jobTitle: seat.jobTitle })
}

/** Ends the seats of those who would have stood in for this one, at once. */
export async function endDeputies(forum: string, seat: string, today: Day): Promise<void> {
  for (const deputy of await seatsFor(membership).deputiesOf(forum, [seat]))
    await seatsFor(membership).end(deputy._id, dayBefore(today))
}

/** The people who chair a side on the day: whom an invitation waits for. */
export async function chairsOf(forum: string, side: Side, day: Day): Promise<string[]> {
  const seats = await seatsFor(membership).inForum(forum, day)
  return seats.filter((seat) => seat.side === side && seat.role === 'chair').map(({ person }) => person)
}
