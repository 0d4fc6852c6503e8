import { forumsFor } from '../../models/forum.ts'
import { seatsFor } from '../../models/seat.ts'
import { dayOf } from '../dates.ts'
import { NotFound, Refused } from '../errors.ts'
import { type Side, isCurrentSeat, officers } from '../policy/terms.ts'
import { act } from './act.ts'
import { giveUpPlace, keepPlace } from './meetingPlaces.ts'
import { forMeeting, meetingToCome } from './nameDeputy.ts'
import { makeSeats } from './makeSeats.ts'
import {
  type Invitee,
  blankSeat,
  chosenOrganisation,
  dayBefore,
  findOrMakePerson,
  membership,
  seatAs,
} from './seating.ts'

/** A guest to be invited to one meeting; `side` says whom the guest comes from, and opens no caucus. */
export type NewGuest = Pick<Invitee, 'id' | 'name' | 'email' | 'organisation' | 'jobTitle'> & { readonly side: Side }

/**
 * An officer of the forum invites guests to one meeting: people from outside, or advisers. They see that meeting, until
 * 28 days after it, and count for nobody's quorum.
 */
export const inviteGuests = act(
  async (
    { viewer, now, record, tell },
    asked: { forum: string; meeting: string; guests: readonly NewGuest[] },
  ): Promise<void> => {
    seatAs(viewer, asked.forum, officers)
    const forum = await forumsFor(viewer).openToEdit(asked.forum)
    const today = dayOf(now)
    const meeting = await meetingToCome(viewer, forum._id, asked.meeting, today)
    const invited: string[] = []
    for (const guest of asked.guests) {
      const organisation = await chosenOrganisation(viewer, guest.organisation)
      const person = await findOrMakePerson({ ...guest, signsInThrough: '' }, organisation._id, now)
      const held = await seatsFor(membership).ofPeople(forum._id, [person._id], today)
      if (held.some(({ role, meetings }) => isCurrentSeat(role) || meetings.includes(meeting._id)))
        throw new Refused('This person is invited already, as a guest or by a place in the forum', 'email')
      await makeSeats(membership, [
        {
          ...(await blankSeat(forum, today)),
          ...forMeeting(meeting),
          _id: guest.id,
          person: person._id,
          name: person.name,
          role: 'guest',
          side: guest.side,
          organisation: organisation._id,
          organisationName: organisation.name,
          jobTitle: guest.jobTitle,
        },
      ])
      await keepPlace(meeting, guest.id)
      await record({ forum: forum._id, event: 'guest invited', record: guest.id, details: { meeting: meeting._id } })
      invited.push(person._id)
    }
    const about = { forum: forum._id, path: `/meetings/${meeting._id}`, meetingDate: meeting.meetingDate }
    await tell({ ...about, kind: 'invitation', to: invited })
  },
)

/** An officer takes a guest's invitation back; what the guest could see closes at once. */
export const withdrawGuest = act(
  async ({ viewer, now, record, tell }, asked: { forum: string; seat: string }): Promise<void> => {
    seatAs(viewer, asked.forum, officers)
    const guest = await seatsFor(viewer).open(asked.seat)
    if (guest.forum !== asked.forum || guest.role !== 'guest') throw new NotFound('seat')
    if (!(await seatsFor(membership).end(guest._id, dayBefore(dayOf(now))))) throw new Refused('That was done already')
    if (guest.meeting !== null) await giveUpPlace(guest.meeting, guest.person)
    await record({ forum: guest.forum, event: 'guest withdrawn', record: guest._id })
    await tell({ forum: guest.forum, kind: 'seatChanged', to: [guest.person], path: '/account' })
  },
)
