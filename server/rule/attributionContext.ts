import { type Forum, forumsFor } from '../../models/forum.ts'
import { meetingsFor } from '../../models/meeting.ts'
import { type Organisation, organisationsFor } from '../../models/organisation.ts'
import { type SeatRecord, seatsFor } from '../../models/seat.ts'
import { type Viewer, isCurrentSeat } from '../policy/terms.ts'
import type { AttributionContext } from './attribution/terms.ts'

/**
 * Whom and what a text of this forum must not give away: the organisations represented and those of its areas, the
 * policy on side words, and people. For a text about one meeting these are everybody with a place then or since, and
 * that meeting's deputies, guests and advisers; for another text, which may be about any, whoever has ever had a place.
 * @param viewer who may read the forum, its places and the meeting
 * Throws NotFound when the viewer may not.
 */
export async function attributionContextOf(
  viewer: Viewer,
  of: { readonly forum: string; readonly meeting?: string },
): Promise<AttributionContext> {
  const forum = await forumsFor(viewer).open(of.forum)
  const meeting = of.meeting === undefined ? undefined : await meetingsFor(viewer).open(of.meeting)
  const history = await seatsFor(viewer).history(of.forum)
  const seats = meeting === undefined ? history : history.filter((seat) => takesPart(seat, meeting))
  const areas = [...forum.areas, ...(meeting === undefined || meeting.area === null ? [] : [meeting.area])]
  return contextFrom(forum, seats, await organisationsFor(viewer).list(), areas)
}

/** Whether a place counts for a meeting: held then or since; a deputy's, guest's or adviser's when it is for this one. */
const takesPart = (seat: SeatRecord, meeting: { readonly _id: string; readonly meetingDate: string }): boolean =>
  (seat.until === null || seat.until >= meeting.meetingDate) &&
  (isCurrentSeat(seat.role) || seat.meeting === meeting._id || seat.meetings.includes(meeting._id))

/** The context from what is known; pure. */
export function contextFrom(
  forum: Pick<Forum, 'settings'>,
  seats: readonly SeatRecord[],
  organisations: readonly Organisation[],
  areas: readonly string[],
): AttributionContext {
  const represented = new Map(
    seats.flatMap((seat) => [seat, ...seat.earlier]).map((each) => [each.organisation, each.organisationName]),
  )
  const known = new Set(organisations.map(({ _id }) => _id))
  const listed = organisations
    .filter((one) => represented.has(one._id) || one.areas.some(({ area }) => areas.includes(area)))
    .map(({ name, aliases, formerNames, sector }) => ({
      name,
      aliases: [...aliases, ...formerNames.map((former) => former.name)],
      sector,
    }))
  const others = [...represented].filter(([id]) => !known.has(id)).map(([, name]) => ({ name, aliases: [] }))
  const people = seats.map(({ name, jobTitle, organisationName, side }) => ({
    name,
    jobTitle,
    organisation: organisationName,
    side,
  }))
  return {
    // A person with several places in turn is one person.
    people: [...new Map(people.map((each) => [JSON.stringify(each), each])).values()],
    organisations: [...listed, ...others],
    policy: { sideAttribution: forum.settings.sideAttribution },
  }
}
