import { type Forum, forumsFor } from '../../models/forum.ts'
import { type Item, itemsFor } from '../../models/item.ts'
import { type Meeting, type Tightening, meetingsFor } from '../../models/meeting.ts'
import { showDay } from '../dates.ts'
import { NotFound, Refused } from '../errors.ts'
import { type Key, keySides, keyToGive, lateKeysGiven } from '../policy/keys.ts'
import type { Viewer } from '../policy/terms.ts'
import { versionHash } from '../policy/versionHash.ts'
import { type Doing, act, personOf } from './act.ts'
import { follow, meetingIn, officerOf, oneChair, quorum } from './convening.ts'

const states = ['called', 'held'] as const
const over = 'The rule is tightened before or at the meeting.'

/** What the keys are given to: this item, or all that is left of the meeting, comes under the Rule. */
export const tighteningHash = (meeting: string, item: string | null): string =>
  versionHash({ meeting, item, ruleStatus: 'chathamHouse' })

/**
 * Brings an item, or all that is left of a meeting, under the Rule once the agenda is published: with two keys. The
 * first chair proposes it with a key, another side's agrees. Does nothing for whoever has agreed already, and for what
 * is under the Rule. Never the other way. Throws Refused for somebody without a key to give.
 * @param asked `item` null for all that is left of the meeting
 */
export async function tightenRule(
  viewer: Viewer,
  now: Date,
  asked: { meeting: string; item: string | null },
): Promise<void> {
  const { tightening } = await meetingsFor(viewer).open(asked.meeting)
  const mine = tightening?.keys.some(({ by }) => viewer.kind === 'person' && by === viewer.person) === true
  if (!(mine && tightening?.item === asked.item) && !(await isTight(viewer, asked))) await tighten(viewer, now, asked)
}

async function isTight(viewer: Viewer, asked: { meeting: string; item: string | null }): Promise<boolean> {
  const { ruleStatus } =
    asked.item === null ? await meetingsFor(viewer).open(asked.meeting) : await itemsFor(viewer).open(asked.item)
  return ruleStatus === 'chathamHouse'
}

const tighten = act(async (doing, asked: { meeting: string; item: string | null }): Promise<void> => {
  const { viewer, now, record } = doing
  const meeting = await meetingIn(viewer, asked.meeting, states, over)
  const forum = await forumsFor(viewer).open(meeting.forum)
  if (meeting.agendaPublishedAt === null) throw new Refused('The agenda is a draft: change the rule on its own form.')
  oneChair(viewer, forum._id)
  if (forum.withdrawn.length > 0) throw new Refused('A side has withdrawn from the forum. This waits until it returns.')
  if (asked.item !== null) await refuseDone(viewer, asked.item, meeting)
  const { tightening } = meeting
  if (tightening !== null && tightening.item !== asked.item)
    throw new Refused('Another change of the rule waits for a key. Give that key, or take the change back first.')
  const person = personOf(viewer)
  const hash = tighteningHash(meeting._id, asked.item)
  const given = tightening?.keys ?? []
  const mine = keyToGive(person, forum._id, forum.settings, given, hash)
  if (mine === undefined)
    throw new Refused('There is no key for you to give: your side has given its own, or holds none.')
  const key = { side: mine.side, by: person.person, name: person.name, at: now, hash }
  await record({
    forum: forum._id,
    event: 'tightening the rule approved',
    record: asked.item ?? meeting._id,
    details: { hash },
  })
  await settle(doing, meeting, forum, { item: asked.item, keys: [...given, key] })
})

async function refuseDone(viewer: Viewer, _id: string, meeting: Meeting): Promise<void> {
  const item = await itemsFor(viewer).open(_id)
  if (item.meeting !== meeting._id) throw new NotFound('item')
  if (item.finishedAt !== null || item.takenAt !== null)
    throw new Refused('This item has begun. What was said in the open cannot be taken back.')
}

/** Keeps the proposal with its new key, or carries it out when that was the second. */
async function settle(doing: Doing, meeting: Meeting, forum: Forum, proposed: Tightening): Promise<void> {
  const { viewer, now, record, ask, done } = doing
  const key: Key = proposed.keys.at(-1)!
  const complete = lateKeysGiven(forum.settings, proposed.keys, key.hash)
  await done(forum._id, meeting._id, { kind: 'giveKey' })
  if (!complete) {
    await meetingsFor(viewer).change(meeting._id, states, { tightening: proposed }, [], 'giveKey')
    const task = {
      forum: forum._id,
      record: meeting._id,
      kind: 'giveKey',
      title: `Agree to the Chatham House Rule on ${showDay(meeting.meetingDate)}`,
      path: `/meetings/${meeting._id}/rule`,
    } as const
    const others = keySides(forum.settings).filter((side) => !proposed.keys.some((each) => each.side === side))
    if (others.length > 0) await ask(...others.map((keyOf) => ({ ...task, for: { keyOf } })))
    else await ask({ ...task, for: 'officers' })
    return
  }
  const whole = proposed.item === null ? ({ ruleStatus: 'chathamHouse' } as const) : {}
  const what = { what: 'tightened', from: meeting.meetingDate, at: now, reason: '' } as const
  await meetingsFor(viewer).change(meeting._id, states, { ...whole, tightening: null }, [what], 'giveKey')
  const items = (await itemsFor(quorum).ofMeeting(meeting._id)).filter((item) => comesUnder(item, proposed.item))
  for (const { _id } of items) await itemsFor(quorum).edit(_id, { ruleStatus: 'chathamHouse' })
  await follow(items, { ruleStatus: 'chathamHouse' })
  const details = { items: items.map(({ _id }) => _id), hash: key.hash }
  await record({ forum: forum._id, event: 'rule tightened', record: proposed.item ?? meeting._id, details })
}

/** The item, or with null every item that has not begun. */
const comesUnder = ({ _id, takenAt, finishedAt }: Item, item: string | null): boolean =>
  item === null ? takenAt === null && finishedAt === null : _id === item

/** An officer takes back a proposal to tighten the rule that still waits for a key. */
export const dropTightening = act(async ({ viewer, record, done }, asked: { meeting: string }): Promise<void> => {
  const meeting = await meetingIn(viewer, asked.meeting, states, over)
  officerOf(viewer, meeting.forum)
  await meetingsFor(viewer).change(meeting._id, states, { tightening: null })
  await done(meeting.forum, meeting._id, { kind: 'giveKey' })
  await record({ forum: meeting.forum, event: 'tightening the rule taken back', record: meeting._id })
})
