import type { Forum } from '../../models/forum.ts'
import { type Item, itemHash } from '../../models/item.ts'
import { type Meeting, meetingsFor } from '../../models/meeting.ts'
import { showDay } from '../dates.ts'
import { Refused } from '../errors.ts'
import { complete, keySides, keyToGive, standing } from '../policy/keys.ts'
import { versionHash } from '../policy/versionHash.ts'
import { type Doing, personOf } from './act.ts'

/** What the terms may ask every key for, or one chair. */
export type MeetingStep = 'call' | 'publish'

/** What keys are given to: the meeting as it will be announced, and its agenda where that is published. */
export const meetingHash = (step: MeetingStep, meeting: Meeting, items: readonly Item[]): string =>
  versionHash({
    step,
    meeting: meeting._id,
    kind: meeting.kind,
    area: meeting.area,
    meetingDate: meeting.meetingDate,
    from: meeting.from,
    until: meeting.until,
    place: meeting.place,
    joiningLink: meeting.joiningLink,
    ruleStatus: meeting.ruleStatus,
    items: items.map(itemHash),
  })

/** The task of whoever is asked for a key to a meeting. */
export const meetingKeyTask = ({ _id, forum, meetingDate }: Meeting, step: MeetingStep) =>
  ({
    forum,
    record: _id,
    kind: 'giveKey',
    title:
      step === 'call' ? `Call the meeting of ${showDay(meetingDate)}` : `Publish the agenda of ${showDay(meetingDate)}`,
    path: `/meetings/${_id}${step === 'call' ? '/call' : '/agenda/publish'}`,
  }) as const

/**
 * Gives the viewer's key to calling a meeting or publishing its agenda, and asks for those that are missing. True when
 * that was the last one needed; at once where the terms in force leave it to one chair. Once given, it is not given again.
 * @param shown the version hash of the page on which the button was pressed
 * @throws Refused when what is approved has changed since, there is no key to give, or a side has withdrawn
 */
export async function givesLastKey(
  { viewer, now, record, ask, done }: Doing,
  { meeting, forum, items, step }: { meeting: Meeting; forum: Forum; items: readonly Item[]; step: MeetingStep },
  shown: string,
): Promise<boolean> {
  const { settings } = forum
  if (settings.meetingKeys !== 'every') return true
  if (forum.withdrawn.length > 0) throw new Refused('A side has withdrawn from the forum. This waits until it returns.')
  const hash = meetingHash(step, meeting, items)
  if (shown !== hash)
    throw new Refused('This has changed since the page was shown. Read it again, and then approve it.')
  const given = standing(meeting.keys, hash)
  const person = personOf(viewer)
  const mine = keyToGive(person, forum._id, settings, given, hash)
  if (mine === undefined) throw new Refused('Your approval stands, or your side has given its own. Others are missing.')
  const keys = [...given, { side: mine.side, by: person.person, name: person.name, at: now, hash }]
  await record({ forum: forum._id, event: `${eventOf[step]} approved`, record: meeting._id, details: { hash } })
  if (complete(settings, keys, hash)) return true
  await meetingsFor(viewer).change(meeting._id, [meeting.state], { keys }, [], 'publish')
  await done(forum._id, meeting._id, { kind: 'giveKey' })
  const task = meetingKeyTask(meeting, step)
  const others = keySides(settings).filter((side) => !keys.some((key) => key.side === side))
  if (others.length > 0) await ask(...others.map((keyOf) => ({ ...task, for: { keyOf } })))
  else await ask({ ...task, for: 'officers' })
  return false
}

const eventOf = { call: 'calling the meeting', publish: 'publishing the agenda' } as const
