import { forumsFor } from '../../models/forum.ts'
import { sidesOf } from '../../models/composition.ts'
import { seatsFor } from '../../models/seat.ts'
import { dayOf } from '../dates.ts'
import { Refused } from '../errors.ts'
import { officers } from '../policy/terms.ts'
import { type Doing, act } from './act.ts'
import { chairSeat } from './seating.ts'

/**
 * The chair of a side withdraws it from the forum: until it returns no joint act goes through, and its own caucus works
 * on. Every other member sees it on the forum's pages.
 */
export const withdrawSide = act(async (doing, { forum }: { forum: string }): Promise<void> => {
  const { viewer, record } = doing
  const { side } = chairSeat(viewer, forum)
  const { settings } = await forumsFor(viewer).open(forum)
  if (settings.sides.length === 0 || !sidesOf(settings).includes(side))
    throw new Refused('This forum has no sides that could withdraw')
  if (!(await forumsFor(viewer).withdraw(forum, side))) throw new Refused('Your side has withdrawn already')
  await record({ forum, event: 'side withdrew', record: forum, details: { side } })
  await tellOfficers(doing, forum, 'sideWithdrew')
})

/** The chair of a side that has withdrawn brings it back; joint acts go on from where they stood. */
export const returnSide = act(async (doing, { forum }: { forum: string }): Promise<void> => {
  const { viewer, record } = doing
  const { side } = chairSeat(viewer, forum)
  if (!(await forumsFor(viewer).comeBack(forum, side))) throw new Refused('Your side has returned already')
  await record({ forum, event: 'side returned', record: forum, details: { side } })
  await tellOfficers(doing, forum, 'sideReturned')
})

/** Tells the officers of every side. */
async function tellOfficers({ viewer, now, tell }: Doing, forum: string, kind: 'sideWithdrew' | 'sideReturned') {
  const seats = await seatsFor(viewer).inForum(forum, dayOf(now))
  const to = seats.filter(({ role }) => officers.includes(role)).map(({ person }) => person)
  await tell({ forum, kind, to, path: `/forums/${forum}/members` })
}
