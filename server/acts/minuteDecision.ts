import { seatsFor } from '../../models/seat.ts'
import { dayOf } from '../dates.ts'
import { Refused } from '../errors.ts'
import { act } from './act.ts'
import { checkFor, openPart } from './minuting.ts'
import { changePart } from './savePart.ts'

/**
 * Adds a decision to a part of the minutes; it enters the register when the minutes are circulated.
 * @param asked.id made when the form was shown, so that a second press adds nothing
 */
export const minuteDecision = act(async (doing, asked: { part: string; id: string; text: string }): Promise<void> => {
  const { part, minutes } = await openPart(doing.viewer, asked.part)
  const others = part.decisions.filter(({ id }) => id !== asked.id)
  const decisions = [...others, { id: asked.id, text: asked.text }]
  await changePart(doing, { part, minutes, check: await checkFor(part) }, part.version, { decisions })
})

/** Adds an action for a member of the forum. Throws Refused about `seat` when nobody holds that place today. */
export const minuteAction = act(
  async (
    doing,
    asked: { part: string; id: string; text: string; seat: string; dueOn: string | null },
  ): Promise<void> => {
    const { part, minutes } = await openPart(doing.viewer, asked.part)
    const owner = await memberIn(doing.viewer, part.forum, asked.seat, dayOf(doing.now))
    const { id, text, dueOn } = asked
    const others = part.actions.filter((action) => action.id !== id)
    const actions = [...others, { id, text, dueOn, seat: owner._id, owner: owner.person, ownerName: owner.name }]
    await changePart(doing, { part, minutes, check: await checkFor(part) }, part.version, { actions })
  },
)

/** Takes a decision or an action out of a part again. */
export const removeMinuted = act(async (doing, asked: { part: string; id: string }): Promise<void> => {
  const { part, minutes } = await openPart(doing.viewer, asked.part)
  const decisions = part.decisions.filter(({ id }) => id !== asked.id)
  const actions = part.actions.filter(({ id }) => id !== asked.id)
  await changePart(doing, { part, minutes, check: await checkFor(part) }, part.version, { decisions, actions })
})

/** Roles whose holders may be given an action: members of the forum. */
export const owning = ['chair', 'viceChair', 'secretary', 'member'] as const

/** The place of a member today. Throws Refused about the field `seat` for any other. */
export async function memberIn(viewer: Parameters<typeof seatsFor>[0], forum: string, seat: string, day: string) {
  const seats = await seatsFor(viewer).inForum(forum, day)
  const owner = seats.find(({ _id, role }) => _id === seat && owning.some((each) => each === role))
  if (owner === undefined) throw new Refused('Choose a member of the forum. Only members have actions', 'seat')
  return owner
}
