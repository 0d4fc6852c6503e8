import { type Meeting, meetingsFor } from '../../models/meeting.ts'
import { type SettledAt, minutesFor } from '../../models/minutes.ts'
import { type Part, partsFor } from '../../models/part.ts'
import { NotFound, Refused } from '../errors.ts'
import { newId } from '../ids.ts'
import type { Viewer } from '../policy/terms.ts'
import { act } from './act.ts'
import { type TwoTexts, checkTwoTexts, isLater } from './challengeMinutes.ts'
import { releases } from './minuting.ts'

/** States of a meeting that has been under way. */
const met: readonly Meeting['state'][] = ['held', 'adjourned', 'closed']

/** Whether minutes can be settled at this meeting: a later one of the same forum that has been under way. */
export const canSettleAt = (of: Pick<Part, 'forum' | 'meeting' | 'meetingDate'>, at: Meeting): boolean =>
  at.forum === of.forum && isLater(of, at) && met.includes(at.state)

/** The later meeting at which something was settled. Throws Refused about `at` for any other. */
async function laterMeeting(
  viewer: Viewer,
  of: Pick<Part, 'forum' | 'meeting' | 'meetingDate'>,
  at: string,
): Promise<SettledAt> {
  const meeting = await meetingsFor(viewer).open(at)
  if (!canSettleAt(of, meeting)) throw new Refused('Choose the later meeting at which this was settled', 'at')
  return { meeting: meeting._id, meetingDate: meeting.meetingDate }
}

/**
 * Records a correction that a later meeting agreed: both wordings beside the text, which stays as it was circulated.
 * Throws Refused when the words are not in the minutes, the new ones may identify someone, or they are confirmed.
 */
export const correctMinutes = act(
  async ({ viewer, record }, asked: TwoTexts & { part: string; id: string; at: string }): Promise<void> => {
    const part = await openToSettle(viewer, asked.part)
    const at = await laterMeeting(viewer, part, asked.at)
    await checkTwoTexts(part, asked)
    const { id, was, reads } = asked
    const others = part.corrections.filter((each) => each.id !== id)
    await partsFor(viewer).settle(part._id, { corrections: [...others, { id, was, reads, at }] })
    await record({ forum: part.forum, event: 'minutes corrected', record: part._id, details: { at: at.meeting } })
  },
)

/** Records what a later meeting said to a challenge. Agreed, it becomes a correction; either way both texts stay. */
export const answerChallenge = act(
  async (
    { viewer, record, done },
    asked: { part: string; challenge: string; agreed: boolean; at: string },
  ): Promise<void> => {
    const part = await openToSettle(viewer, asked.part)
    const at = await laterMeeting(viewer, part, asked.at)
    const challenge = part.challenges.find(({ id }) => id === asked.challenge)
    if (challenge === undefined) throw new NotFound('part')
    if (challenge.agreed !== null && challenge.agreed !== asked.agreed)
      throw new Refused('The answer to this challenge is recorded already.')
    const { was, proposed: reads } = challenge
    const corrections =
      asked.agreed && challenge.agreed === null
        ? [...part.corrections, { id: newId(), was, reads, at }]
        : part.corrections
    const challenges = part.challenges.map((each) =>
      each.id === challenge.id ? { ...each, agreed: asked.agreed, at } : each,
    )
    await partsFor(viewer).settle(part._id, { corrections, challenges })
    if (challenges.every(({ agreed }) => agreed !== null)) await done(part.forum, part._id)
    const details = { agreed: asked.agreed, at: at.meeting }
    await record({ forum: part.forum, event: 'challenge to minutes answered', record: part._id, details })
  },
)

/**
 * Confirms circulated minutes, as the next meeting did. Throws Refused while a challenge has no answer. A second press
 * finds them confirmed.
 */
export const confirmMinutes = act(
  async ({ viewer, record, done }, asked: { meeting: string; at: string }): Promise<void> => {
    const minutes = await minutesFor(viewer).ofMeeting(asked.meeting)
    const { forum, _id } = minutes
    if (minutes.state === 'draft' || minutes.state === 'review')
      throw new Refused('Only minutes that are circulated can be confirmed.')
    const at = await laterMeeting(viewer, minutes, asked.at)
    const parts = await partsFor(releases).ofMeeting(asked.meeting)
    if (parts.some(({ challenges }) => challenges.some(({ agreed }) => agreed === null)))
      throw new Refused('Record what the meeting said to each challenge first.')
    await record({ forum, event: 'minutes confirmed', record: _id, details: { at: at.meeting } })
    if (minutes.state === 'confirmed') return
    const change = { state: 'confirmed' as const, confirmedAt: at }
    if ((await minutesFor(viewer).change(_id, 'publish', { state: 'circulated' }, change)) === null)
      throw new NotFound('minutes')
    await partsFor(releases).setState(asked.meeting, 'confirmed')
    await done(forum, _id)
  },
)

async function openToSettle(viewer: Viewer, _id: string): Promise<Part> {
  const part = await partsFor(viewer).open(_id)
  if (part.state !== 'circulated')
    throw new Refused('Corrections are recorded between the circulation of minutes and their confirmation.')
  return part
}
