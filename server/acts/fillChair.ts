import { compositionOf } from '../../models/composition.ts'
import { forumsFor } from '../../models/forum.ts'
import { seatsFor } from '../../models/seat.ts'
import { dayOf } from '../dates.ts'
import { NotFound, Refused } from '../errors.ts'
import type { Side } from '../policy/terms.ts'
import { acknowledgementOf } from './acknowledgeTerms.ts'
import { act, personOf } from './act.ts'
import { askAgain } from './prepareInvitations.ts'
import { makeSeats } from './makeSeats.ts'
import {
  type Invitee,
  blankSeat,
  chosenOrganisation,
  dayBefore,
  findOrMakePerson,
  forOneMeeting,
  membership,
} from './seating.ts'

/**
 * An administrator fills a chair that is vacant, and never with themselves; every seat of the forum is told. A member
 * of that side moves up; a member of another side is refused.
 */
export const fillChair = act(
  async (
    doing,
    asked: Pick<Invitee, 'id' | 'name' | 'email' | 'organisation' | 'jobTitle'> & { forum: string; side: Side },
  ): Promise<void> => {
    const { viewer, now, record, tell, ask, done } = doing
    const forum = await forumsFor(viewer).openToAdminister(asked.forum)
    const today = dayOf(now)
    const all = await seatsFor(membership).nowAndLater(forum._id, today)
    const chair = compositionOf(forum.settings, all).find(({ side }) => side === asked.side)
    if (chair === undefined) throw new NotFound('side')
    if (chair.chairsMissing === 0)
      throw new Refused('This chair is not vacant. Only the side’s own chair hands it over', 'name')
    const organisation = await chosenOrganisation(viewer, asked.organisation)
    const person = await findOrMakePerson({ ...asked, signsInThrough: '' }, organisation._id, now)
    if (person._id === personOf(viewer).person) throw new Refused('Appoint somebody other than yourself', 'email')
    const held = all.filter((seat) => seat.person === person._id && !forOneMeeting.includes(seat.role))
    if (held.some(({ side, role }) => side !== asked.side || role === 'chair'))
      throw new Refused('This person has another place in this forum, which must end first', 'email')
    for (const seat of held) await seatsFor(membership).end(seat._id, dayBefore(today))
    await makeSeats(membership, [
      {
        ...(await blankSeat(forum, today)),
        _id: asked.id,
        person: person._id,
        name: person.name,
        role: 'chair',
        side: asked.side,
        organisation: organisation._id,
        organisationName: organisation.name,
        jobTitle: asked.jobTitle,
        meetings: [...new Set(held.flatMap(({ meetings }) => meetings))],
        // Who moves up keeps the passkeys for which their own side gave the code.
        ...(held[0] === undefined ? {} : { historyFrom: held[0].historyFrom, passkeys: held[0].passkeys }),
      },
    ])
    await askAgain(doing, forum._id, asked.side)
    await record({ forum: forum._id, event: 'vacant chair filled', record: asked.id, details: { side: asked.side } })
    if (forum.terms !== null) {
      await done(forum._id, forum.terms, { kind: 'acknowledgeTerms', owner: person._id })
      await ask(acknowledgementOf(forum._id, forum.terms, person._id))
    }
    await tell({ forum: forum._id, kind: 'invitation', to: [person._id], path: `/forums/${forum._id}` })
    const seats = all.filter(({ role }) => !forOneMeeting.includes(role)).map((seat) => seat.person)
    await tell({
      forum: forum._id,
      kind: 'chairAppointed',
      to: seats.filter((one) => one !== person._id),
      path: `/forums/${forum._id}/members`,
    })
  },
)
