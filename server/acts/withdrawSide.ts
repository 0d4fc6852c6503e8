import { forumsFor } from '../../models/forum.ts'
import { Refused } from '../errors.ts'
import { sidesOf } from '../../models/composition.ts'
import { act } from './act.ts'
import { seatAs } from './seating.ts'

/**
 * The chair of a side withdraws it from the forum: until it returns no joint act goes through, and its own caucus works
 * on. Every other member sees it on the forum's pages.
 */
export const withdrawSide = act(async ({ viewer, record }, { forum }: { forum: string }): Promise<void> => {
  const { side } = seatAs(viewer, forum, ['chair'])
  const { settings } = await forumsFor(viewer).open(forum)
  if (settings.sides.length === 0 || !sidesOf(settings).includes(side))
    throw new Refused('This forum has no sides that could withdraw')
  if (!(await forumsFor(viewer).withdraw(forum, side))) throw new Refused('Your side has withdrawn already')
  await record({ forum, event: 'side withdrew', record: forum, details: { side } })
})

/** The chair of a side that has withdrawn brings it back; joint acts go on from where they stood. */
export const returnSide = act(async ({ viewer, record }, { forum }: { forum: string }): Promise<void> => {
  const { side } = seatAs(viewer, forum, ['chair'])
  if (!(await forumsFor(viewer).comeBack(forum, side))) throw new Refused('Your side has returned already')
  await record({ forum, event: 'side returned', record: forum, details: { side } })
})
