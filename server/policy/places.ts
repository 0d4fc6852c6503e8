import { asProven, speaksForSide } from './proof.ts'
import {
  type Audience,
  type Person,
  type Role,
  type Seat,
  type Side,
  givesKey,
  isCurrentSeat,
  isOfficer,
  standsUninvited,
} from './terms.ts'

/**
 * Which of a person's places in a forum answers a question. A person may have several at once: a deputy's seat for one
 * meeting beside a lasting one of another side, or two lasting ones on the days of a handover. Nothing takes the first
 * that the database happens to give.
 */
type Held = Pick<Person, 'seats' | 'proof'>

const rank: readonly Role[] = ['chair', 'secretary', 'viceChair', 'member', 'observer', 'adviser', 'deputy', 'guest']

/**
 * This person's places in the forum, as they count in this session: those that last before those for one meeting,
 * officers first.
 */
export const placesIn = ({ seats, proof }: Held, forum: string): Seat[] =>
  seats
    .filter((seat) => seat.forum === forum)
    .map((seat) => asProven(seat, proof))
    .toSorted((a, b) => rank.indexOf(a.role) - rank.indexOf(b.role))

/** The place by which this person is in the forum; undefined without any. */
export const placeIn = (person: Held, forum: string): Seat | undefined => placesIn(person, forum)[0]

/** The place that lasts; undefined for somebody who is there for one meeting, or to advise. */
export const lastingPlaceIn = (person: Held, forum: string): Seat | undefined =>
  placesIn(person, forum).find(({ role }) => isCurrentSeat(role))

/** The place with one of these roles; undefined where there is none. */
export const placeAs = (person: Held, forum: string, roles: readonly Role[]): Seat | undefined =>
  placesIn(person, forum).find(({ role }) => roles.includes(role))

/**
 * The side whose caucus this person belongs to in the forum: that of a lasting place, whatever else they are there.
 * Undefined in a session that does not prove what the side requires.
 */
export const caucusOf = (person: Held, forum: string): Side | undefined => {
  const place = lastingPlaceIn(person, forum)
  return place !== undefined && speaksForSide(place, person.proof) ? place.side : undefined
}

/** The place by which this person can give a key in the forum: as chair, or as whom the side named. */
export const keySeat = (person: Held, forum: string): Seat | undefined =>
  placesIn(person, forum).find((seat) => givesKey(seat) && speaksForSide(seat, person.proof))

/** The place by which this person chairs a side of the forum, if this session proves what the side requires. */
export const chairIn = (person: Held, forum: string): Seat | undefined =>
  placesIn(person, forum).find((seat) => seat.role === 'chair' && speaksForSide(seat, person.proof))

/** Whether this person chairs the side, and this session proves it. */
export const chairs = (person: Held, forum: string, side: Side): boolean => chairIn(person, forum)?.side === side

/** The place by which this person comes to a meeting: one that counts there before one that only watches. */
export const invitedPlace = (person: Held, forum: string, meeting: string): Seat | undefined => {
  const invited = placesIn(person, forum).filter(({ meetings }) => meetings.includes(meeting))
  return invited.find(({ role }) => counting.includes(role)) ?? invited[0]
}
const counting: readonly Role[] = ['chair', 'viceChair', 'secretary', 'member', 'deputy']

/** Whether this person is one of the forum's chairs, vice-chairs or secretaries. */
export const isOfficerOf = (person: Held, forum: string): boolean =>
  placesIn(person, forum).some(({ role }) => isOfficer(role))

/** Whether an item of an agenda is for this seat of its forum. */
export const isForSeat = (
  { role, meetings }: Pick<Seat, 'role' | 'meetings'>,
  { audience, meeting }: { readonly audience: Audience; readonly meeting: string },
): boolean =>
  (audience !== 'chairs' || isOfficer(role)) && (audience !== 'meeting' || isAdmitted({ role, meetings }, meeting))

const isAdmitted = ({ role, meetings }: Pick<Seat, 'role' | 'meetings'>, meeting: string): boolean =>
  standsUninvited(role) || meetings.includes(meeting)

/** What the audience `meeting` asks of somebody: a chair or secretary of the forum, or invited to the meeting. */
export const standsIn = ({ seats }: Held, forum: string, meeting: string): boolean =>
  seats.some((seat) => seat.forum === forum && isAdmitted(seat, meeting))
