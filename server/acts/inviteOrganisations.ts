import { organisationsFor } from '../../models/organisation.ts'
import { type Meeting, meetingsFor } from '../../models/meeting.ts'
import { seatsFor } from '../../models/seat.ts'
import { NotFound, Refused } from '../errors.ts'
import type { Side, Viewer } from '../policy/terms.ts'
import { officerOf, quorum } from './convening.ts'
import { inviteGuests } from './inviteGuest.ts'

/** Somebody of an organisation to invite as a guest; `at` is the row of the form. */
export type Contact = {
  readonly at: number
  readonly id: string
  readonly organisation: string
  readonly name: string
  readonly email: string
}

/** A local meeting and the organisations that work in its area on its day. For officers; NotFound for a core meeting. */
export async function organisationsOf(viewer: Viewer, meeting: Meeting) {
  officerOf(viewer, meeting.forum)
  if (meeting.area === null) throw new NotFound('meeting')
  return organisationsFor(viewer).list({ area: meeting.area, on: meeting.meetingDate })
}

/**
 * Invites a person of each of these organisations to a local meeting, an act each. Whoever is invited already by the
 * same form is left out, so that a second press invites nobody twice.
 * @throws Refused at the row of the first that cannot be invited; those before it are
 */
export async function inviteOrganisations(
  viewer: Viewer,
  now: Date,
  asked: { readonly meeting: string; readonly guests: readonly Contact[] },
): Promise<number> {
  const meeting = await meetingsFor(viewer).open(asked.meeting)
  const organisations = await organisationsOf(viewer, meeting)
  const known = new Set((await seatsFor(quorum).admittedTo(meeting.forum, meeting._id, '')).map(({ _id }) => _id))
  let invited = 0
  for (const { at, ...contact } of asked.guests.filter(({ id }) => !known.has(id))) {
    const sector = organisations.find(({ _id }) => _id === contact.organisation)?.sector
    if (sector === undefined) throw new Refused('This organisation does not work in the area', `guests-${at}-name`)
    const guest = { ...contact, jobTitle: '', side: sideOf(sector) }
    try {
      await inviteGuests(viewer, now, { forum: meeting.forum, meeting: meeting._id, guests: [guest] })
      invited++
    } catch (error) {
      if (error instanceof Refused)
        throw new Refused(error.message, `guests-${at}-${error.field === 'email' ? 'email' : 'name'}`)
      throw error
    }
  }
  return invited
}

/** Whom a guest comes from, by the sector of the organisation; it opens no caucus. */
const sideOf = (sector: string): Side =>
  sector === 'nhs' ? 'employer' : sector === 'tradeUnion' ? 'staff' : 'systemPartner'
