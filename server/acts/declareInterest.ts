import { forumsFor } from '../../models/forum.ts'
import { interestsFor } from '../../models/interest.ts'
import { seatsFor } from '../../models/seat.ts'
import { dayOf } from '../dates.ts'
import { NotFound } from '../errors.ts'
import type { Viewer } from '../policy/terms.ts'
import { act, mine, personOf } from './act.ts'
import { placeIn } from '../policy/places.ts'

/** Declares an interest of one's own in the forum's register. `id` is made when the form is shown. */
export const declareInterest = act(
  async ({ viewer, now, record }, asked: { id: string; forum: string; text: string }): Promise<void> => {
    const person = personOf(viewer)
    const seat = placeIn(person, asked.forum)
    if (seat === undefined) throw new NotFound('forum')
    await forumsFor(viewer).open(asked.forum)
    const { organisationName } = await seatsFor({ kind: 'service', name: 'quorum' }).open(seat.seat)
    const { id: _id, forum, text } = asked
    const whose = { owner: person.person, name: person.name, organisationName }
    await interestsFor(viewer).declare({ _id, forum, text, ...whose, declaredOn: dayOf(now) })
    await record({ forum, event: 'interest declared', record: _id })
  },
  async (viewer, { id, forum }) => {
    const own = (await interestsFor(viewer).inForum(forum)).find(({ _id }) => _id === id)
    mine(own?.owner === personOf(viewer).person)
  },
)

/** Ends an interest of one's own, which stays in the register with its dates. Does nothing for one that has ended. */
export async function endInterest(
  viewer: Viewer,
  now: Date,
  asked: { forum: string; interest: string },
): Promise<void> {
  const own = (await interestsFor(viewer).inForum(asked.forum)).find(({ _id }) => _id === asked.interest)
  if (own === undefined || own.owner !== personOf(viewer).person) throw new NotFound('interest')
  if (own.until === null) await end(viewer, now, asked)
}

const end = act(async ({ viewer, now, record }, asked: { forum: string; interest: string }): Promise<void> => {
  await interestsFor(viewer).end(asked.interest, dayOf(now))
  await record({ forum: asked.forum, event: 'interest ended', record: asked.interest })
})
