import { forumsFor } from '../../models/forum.ts'
import { type Meeting, meetingsFor } from '../../models/meeting.ts'
import { peopleFor } from '../../models/person.ts'
import { type SeatRecord, seatsFor } from '../../models/seat.ts'
import { type Day, addDays, dayOf } from '../dates.ts'
import { NotFound, Refused } from '../errors.ts'
import { placesIn } from '../policy/places.ts'
import { speaksForSide } from '../policy/proof.ts'
import { type Role, type Seat, type Viewer, isCurrentSeat } from '../policy/terms.ts'
import { act, personOf } from './act.ts'
import { answerByDeputy, giveUpPlace, keepPlace } from './meetingPlaces.ts'
import { makeSeats } from './makeSeats.ts'
import {
  type Invitee,
  blankSeat,
  chosenOrganisation,
  dayBefore,
  daysAfterMeeting,
  findOrMakePerson,
  membership,
  seatAs,
} from './seating.ts'

/** Members who may send a deputy: those who speak and count. */
export const mayName: readonly Role[] = ['chair', 'viceChair', 'secretary', 'member']

/** A deputy to be named: somebody who has been one for this member before (`person`), or name, e-mail and organisation. */
export type NewDeputy = Pick<Invitee, 'id' | 'name' | 'email' | 'organisation' | 'jobTitle'> & {
  readonly forum: string
  readonly meeting: string
  readonly person: string
}

/**
 * A member names a deputy for one meeting. The deputy counts at that meeting, for the member's own side only, sees that
 * meeting until 28 days after it, and is invited by e-mail; the officers are told that a deputy comes. A deputy named
 * before for the same meeting is replaced.
 */
export const nameDeputy = act(async (doing, asked: NewDeputy): Promise<void> => {
  const { viewer, now, record, tell } = doing
  const own = speaking(viewer, seatAs(viewer, asked.forum, mayName))
  const forum = await forumsFor(viewer).open(asked.forum)
  const meeting = await meetingToCome(viewer, asked.forum, asked.meeting, dayOf(now))
  const before = await seatsFor(membership).deputiesOf(forum._id, [own.seat])
  const known = before.find(({ person }) => person === asked.person)
  if (asked.person !== '' && known === undefined) throw new Refused('Select a person, or somebody else', 'person')
  const { person, ...represents } = await (known === undefined
    ? newDeputy(viewer, asked, own, now)
    : knownDeputy(known))
  await refuseTwoVoices(viewer, own, meeting, person)
  for (const deputy of before.filter(({ meeting: of }) => of === meeting._id))
    if (await seatsFor(membership).end(deputy._id, dayBefore(dayOf(now)))) await giveUpPlace(meeting._id, deputy.person)
  await makeSeats(membership, [
    {
      ...(await blankSeat(forum, dayOf(now))),
      ...forMeeting(meeting),
      _id: asked.id,
      person: person._id,
      name: person.name,
      role: 'deputy',
      side: own.side,
      ...represents,
      standsInFor: own.seat,
    },
  ])
  await keepPlace(meeting, asked.id)
  await answerByDeputy(doing, meeting, personOf(viewer).person, true)
  await record({ forum: forum._id, event: 'deputy named', record: asked.id, details: { meeting: meeting._id } })
  const about = { forum: forum._id, path: `/meetings/${meeting._id}`, meetingDate: meeting.meetingDate }
  await tell({ ...about, kind: 'invitation', to: [person._id] })
  await tell({ ...about, kind: 'deputyNamed', to: await secretaries(forum._id, dayOf(now)) })
})

/**
 * The place, in a session that proves what its side requires: a deputy counts for the side, so that whoever can assert a
 * member's sign-in must name nobody. Throws Refused in any other.
 */
function speaking(viewer: Viewer, place: Seat): Seat {
  if (speaksForSide(place, personOf(viewer).proof)) return place
  throw new Refused('Sign in as your side requires first, with your passkey: a deputy counts for your side')
}

/** Somebody who has stood in for the member before, representing whom they represented then. */
async function knownDeputy({ person, organisation, organisationName, jobTitle }: SeatRecord) {
  return { person: await peopleFor(membership).open(person), organisation, organisationName, jobTitle }
}

/** Somebody named for the first time, representing whom the member says, or whom the member represents. */
async function newDeputy(viewer: Viewer, { jobTitle, ...asked }: NewDeputy, own: Seat, now: Date) {
  const chosen = asked.organisation === '' ? own.organisation : asked.organisation
  const { _id: organisation, name: organisationName } = await chosenOrganisation(viewer, chosen)
  const person = await findOrMakePerson({ ...asked, signsInThrough: '' }, organisation, now)
  return { person, organisation, organisationName, jobTitle }
}

/** Takes back a deputy who was named for a meeting that is still to come: by the member, or an officer of the side. */
export const withdrawDeputy = act(async (doing, asked: { forum: string; seat: string }): Promise<void> => {
  const { viewer, now, record, tell } = doing
  const deputy = await seatsFor(membership).open(asked.seat)
  if (deputy.forum !== asked.forum || deputy.role !== 'deputy') throw new NotFound('seat')
  const mine = placesIn(personOf(viewer), deputy.forum).find(
    ({ seat, side, role }) =>
      (seat === deputy.standsInFor && isCurrentSeat(role)) ||
      (side === deputy.side && (role === 'chair' || role === 'secretary')),
  )
  if (mine === undefined) throw new NotFound('seat')
  speaking(viewer, mine)
  if (!(await seatsFor(membership).end(deputy._id, dayBefore(dayOf(now))))) throw new Refused('That was done already')
  if (deputy.meeting !== null && deputy.standsInFor !== null) {
    await giveUpPlace(deputy.meeting, deputy.person)
    const { person } = await seatsFor(membership).open(deputy.standsInFor)
    await answerByDeputy(doing, { _id: deputy.meeting, forum: deputy.forum }, person, false)
  }
  await record({ forum: deputy.forum, event: 'deputy withdrawn', record: deputy._id })
  await tell({ forum: deputy.forum, kind: 'seatChanged', to: [deputy.person], path: '/account' })
})

/** Everybody who has stood in for the viewer in this forum, latest first. */
export async function deputiesNamedBy(viewer: Viewer, forum: string): Promise<SeatRecord[]> {
  return seatsFor(membership).deputiesOf(forum, [seatAs(viewer, forum, mayName).seat])
}

/** A meeting of the forum that is under way or to come, which the viewer may see; refused at the field `meeting`. */
export async function meetingToCome(viewer: Viewer, forum: string, _id: string, today: Day): Promise<Meeting> {
  const meeting = await meetingsFor(viewer)
    .open(_id)
    .catch((error: unknown) => {
      if (error instanceof NotFound) throw new Refused('Select a meeting', 'meeting')
      throw error
    })
  if (meeting.forum !== forum) throw new Refused('Select a meeting', 'meeting')
  if (meeting.meetingDate < today || !['planned', 'called', 'held'].includes(meeting.state))
    throw new Refused('That meeting is over or does not take place. Select another', 'meeting')
  return meeting
}

/** What a seat for one meeting says: which, and until when. */
export const forMeeting = (meeting: Meeting) => ({
  audience: 'meeting' as const,
  meeting: meeting._id,
  meetings: [meeting._id],
  until: addDays(meeting.meetingDate, daysAfterMeeting),
})

/** Nobody counts twice at a meeting: not as a member and a deputy, nor as the deputy of two. */
async function refuseTwoVoices(viewer: Viewer, own: Seat, meeting: Meeting, person: { _id: string }): Promise<void> {
  if (person._id === personOf(viewer).person) throw new Refused('Name somebody other than yourself', 'email')
  const counts = ({ role, from, until, meetings, standsInFor }: SeatRecord): boolean =>
    role === 'deputy'
      ? meetings.includes(meeting._id) && standsInFor !== own.seat
      : mayName.includes(role) && from <= meeting.meetingDate && (until === null || until >= meeting.meetingDate)
  const held = await seatsFor(membership).ofPeople(own.forum, [person._id], meeting.meetingDate)
  if (held.some(counts))
    throw new Refused('This person counts at the meeting already, as a member or another’s deputy', 'email')
}

/** The forum's secretaries today; its chairs where it has none. */
async function secretaries(forum: string, day: Day): Promise<string[]> {
  const seats = await seatsFor(membership).inForum(forum, day)
  const of = (role: Role): string[] => seats.filter((seat) => seat.role === role).map(({ person }) => person)
  return of('secretary').length > 0 ? of('secretary') : of('chair')
}
