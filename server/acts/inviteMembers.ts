import { type Forum, forumsFor } from '../../models/forum.ts'
import { peopleFor } from '../../models/person.ts'
import { seatsFor } from '../../models/seat.ts'
import { dayOf } from '../dates.ts'
import { isCurrentSeat, type Viewer } from '../policy/terms.ts'
import { acknowledgementOf } from './acknowledgeTerms.ts'
import { type Doing, act } from './act.ts'
import { inviteToCalled } from './meetingPlaces.ts'
import { makeSeats } from './makeSeats.ts'
import {
  type Invitee,
  type Inviter,
  appointerTo,
  blankSeat,
  chosenOrganisation,
  findOrMakePerson,
  forOneMeeting,
  inviterTo,
  membership,
  refuseMoreThanTerms,
  refuseSecondSeat,
  sideOf,
} from './seating.ts'

/**
 * Gives people places on the side that the viewer chairs, or acts for while its chair is vacant, all of them or none,
 * and sends each an invitation.
 */
export const inviteMembers = act(
  async (doing, { forum: of, people }: { forum: string; people: readonly Invitee[] }): Promise<void> => {
    const by = await appointerTo(doing.viewer, of, doing.now)
    const forum = await forumsFor(doing.viewer).open(of)
    const seated: string[] = []
    for (const invitee of people) seated.push(await seat(doing, forum, by, invitee))
    await inviteToCalled(doing, of)
    await doing.tell({ forum: of, kind: 'invitation', to: seated, path: `/forums/${of}` })
  },
)

/**
 * Seats one person on a side, within an act of whoever appoints to it. Gives the
 * person's id. `known` is the person where the e-mail address need not be looked up.
 */
export async function seat(
  { viewer, now, record, ask }: Doing,
  forum: Forum,
  { seat: own, as }: Inviter,
  invitee: Invitee,
  known?: { _id: string; name: string },
): Promise<string> {
  const organisation = await chosenOrganisation(viewer, invitee.organisation)
  const person = known ?? (await findOrMakePerson(invitee, organisation._id, now))
  await refuseSecondSeat(forum._id, [person], dayOf(now), 'email')
  const side = sideOf(forum, invitee.role, own.side)
  await refuseMoreThanTerms(forum, invitee.role, side, dayOf(now))
  await makeSeats(side === own.side ? as : membership, [
    {
      ...(await blankSeat(forum, invitee.from)),
      _id: invitee.id,
      person: person._id,
      name: person.name,
      jobTitle: invitee.jobTitle,
      role: invitee.role,
      side,
      organisation: organisation._id,
      organisationName: organisation.name,
    },
  ])
  await record({ forum: forum._id, event: 'member invited', record: invitee.id, details: { person: person._id } })
  if (forum.terms !== null && isCurrentSeat(invitee.role))
    await ask(acknowledgementOf(forum._id, forum.terms, person._id))
  return person._id
}

/** Which of these e-mail addresses are those of people who have a place in the forum already. For whoever invites. */
export async function seatedAmong(
  viewer: Viewer,
  forum: string,
  emails: readonly string[],
  now: Date,
): Promise<ReadonlySet<string>> {
  await inviterTo(viewer, forum, now)
  const people = await peopleFor(membership).ofEmails(emails)
  const ids = people.map(({ _id }) => _id)
  const seats = await seatsFor(membership).ofPeople(forum, ids, dayOf(now))
  const seated = new Set(seats.filter(({ role }) => !forOneMeeting.includes(role)).map(({ person }) => person))
  return new Set(people.filter(({ _id }) => seated.has(_id)).map(({ email }) => email))
}
