import { type Forum, forumsFor } from '../../models/forum.ts'
import { type Item, itemsFor } from '../../models/item.ts'
import { type Loosening, type Meeting, meetingsFor } from '../../models/meeting.ts'
import { type Day, addDays, dayOf, showDay } from '../dates.ts'
import { NotFound, Refused } from '../errors.ts'
import { complete, keySides, keyToGive } from '../policy/keys.ts'
import type { Viewer } from '../policy/terms.ts'
import { versionHash } from '../policy/versionHash.ts'
import { type Doing, act, personOf } from './act.ts'
import { askParticipants, endQuestion, hasBegun } from './answerConsent.ts'
import { meetingIn, officerOf, oneChair } from './convening.ts'

export const looseningStates = ['called', 'held', 'adjourned', 'closed'] as const
const notYet = 'The rule is loosened from the call of a meeting on. Before that, call the meeting.'

/** What the keys are given to: this item, or the whole meeting, is to be open if everybody agrees by that day. */
const looseningHash = (meeting: string, item: string | null, dueOn: Day): string =>
  versionHash({ meeting, item, ruleStatus: 'open', dueOn })

type Proposal = { readonly id: string; readonly meeting: string; readonly item: string | null; readonly dueOn: Day }

/**
 * A chair proposes, with a key, that an item or a whole meeting under the Rule be made open. With every key, each
 * participant is asked: who is invited, while it has not begun; who was there, once attendance is confirmed. It is made
 * open when every one of them has agreed, and otherwise stays as it is. (Rule status: loosened only with every
 * participant's recorded consent.) A second press does nothing.
 * @param asked `item` null for the whole meeting; `dueOn` the last day for an answer
 * @throws Refused for what is open, has begun and is not over, or waits already; NotFound for those without a part in it
 */
export async function proposeLoosening(viewer: Viewer, now: Date, asked: Proposal): Promise<void> {
  const { loosening } = await meetingsFor(viewer).open(asked.meeting)
  if (loosening?.id !== asked.id) await propose(viewer, now, asked)
}

const propose = act(async (doing, { id, meeting: of, item, dueOn }: Proposal): Promise<void> => {
  const { viewer, now } = doing
  const meeting = await meetingIn(viewer, of, looseningStates, notYet)
  oneChair(viewer, meeting.forum)
  const forum = await forumsFor(viewer).open(meeting.forum)
  if (isWaiting(meeting.loosening))
    throw new Refused(
      'Another question about the rule waits for its answer. Take it back first, or wait until it ends.',
    )
  const before = await hasNotBegun(viewer, meeting, item)
  refuseDay(dueOn, dayOf(now), before ? meeting.meetingDate : addDays(dayOf(now), 42), before)
  await giveKey(doing, meeting, forum, { id, item, before, dueOn, state: 'keys', keys: [] })
})

/** Whether a question is open. */
export const isWaiting = (loosening: Loosening | null): loosening is Loosening =>
  loosening?.state === 'keys' || loosening?.state === 'consents'

/** Whether it has not begun yet. Refuses what is open already, and what has begun while it is not known who was there. */
async function hasNotBegun(viewer: Viewer, meeting: Meeting, of: string | null): Promise<boolean> {
  const item = of === null ? undefined : await itemIn(viewer, meeting, of)
  if ((item ?? meeting).ruleStatus === 'open') throw new Refused('This is open already.', 'item')
  const begun = hasBegun(meeting, item)
  if (begun && meeting.attendanceConfirmedAt === null)
    throw new Refused('It has begun. Everybody who was there is asked: close the meeting and confirm who came first.')
  return !begun
}

async function itemIn(viewer: Viewer, meeting: Meeting, _id: string): Promise<Item> {
  const item = await itemsFor(viewer).open(_id)
  if (item.meeting !== meeting._id) throw new NotFound('item')
  if (item.state !== 'published') throw new Refused('Select an item that is on the agenda.', 'item')
  return item
}

function refuseDay(day: Day, first: Day, last: Day, before: boolean): void {
  if (day >= first && day <= last) return
  const why = before ? 'because it has to be settled before the meeting' : 'so that people know when it ends'
  throw new Refused(`Enter a day from ${showDay(first)} to ${showDay(last)}, ${why}`, 'dueOn')
}

/** Gives another side's key to the question that waits for it. Does nothing for somebody who has given one. */
export async function agreeToLoosening(viewer: Viewer, now: Date, asked: { meeting: string; id: string }) {
  const { loosening } = await meetingsFor(viewer).open(asked.meeting)
  const mine = loosening?.keys.some(({ by }) => viewer.kind === 'person' && by === viewer.person) === true
  if (!(mine && loosening.id === asked.id)) await agree(viewer, now, asked)
}

const agree = act(async (doing, asked: { meeting: string; id: string }): Promise<void> => {
  const meeting = await meetingIn(doing.viewer, asked.meeting, looseningStates, notYet)
  oneChair(doing.viewer, meeting.forum)
  const { loosening } = meeting
  if (loosening?.state !== 'keys' || loosening.id !== asked.id)
    throw new Refused('This question is not waiting for a key. Reload the page to see how it stands.')
  if (loosening.dueOn < dayOf(doing.now)) throw new Refused('The last day for an answer has passed. Take it back.')
  await giveKey(doing, meeting, await forumsFor(doing.viewer).open(meeting.forum), loosening)
})

async function giveKey(doing: Doing, meeting: Meeting, forum: Forum, loosening: Loosening): Promise<void> {
  const { viewer, now, record, ask, done } = doing
  if (forum.withdrawn.length > 0) throw new Refused('A side has withdrawn from the forum. This waits until it returns.')
  const person = personOf(viewer)
  const hash = looseningHash(meeting._id, loosening.item, loosening.dueOn)
  const mine = keyToGive(person, forum._id, forum.settings, loosening.keys, hash)
  if (mine === undefined)
    throw new Refused('There is no key for you to give: your side has given its own, or holds none.')
  const keys = [...loosening.keys, { side: mine.side, by: person.person, name: person.name, at: now, hash }]
  const every = complete(forum.settings, keys, hash)
  const given = { ...loosening, keys, state: every ? 'consents' : 'keys' } as const
  const after = await meetingsFor(viewer).change(meeting._id, looseningStates, { loosening: given }, [], 'giveKey')
  const event = 'loosening the rule approved'
  await record({ forum: forum._id, event, record: loosening.item ?? meeting._id, details: { side: mine.side, hash } })
  await done(forum._id, loosening.id, { kind: 'giveKey' })
  if (every) return askParticipants(doing, after, given)
  const task = {
    forum: forum._id,
    record: loosening.id,
    kind: 'giveKey',
    title: `Agree to ask about the rule on ${showDay(meeting.meetingDate)}`,
    path: `/meetings/${meeting._id}/loosen`,
    dueOn: loosening.dueOn,
  } as const
  const others = keySides(forum.settings).filter((side) => !keys.some((each) => each.side === side))
  if (others.length > 0) await ask(...others.map((keyOf) => ({ ...task, for: { keyOf } })))
  else await ask({ ...task, for: 'keyHolders' })
}

/** An officer takes an open question back; answers given so far are destroyed. Does nothing when there is none. */
export async function dropLoosening(viewer: Viewer, now: Date, asked: { meeting: string }): Promise<void> {
  const { loosening, forum } = await meetingsFor(viewer).open(asked.meeting)
  officerOf(viewer, forum)
  if (isWaiting(loosening)) await drop(viewer, now, asked)
}

const drop = act(async (doing, asked: { meeting: string }): Promise<void> => {
  const meeting = await meetingIn(doing.viewer, asked.meeting, looseningStates, notYet)
  officerOf(doing.viewer, meeting.forum)
  const { loosening } = meeting
  if (!isWaiting(loosening)) throw new Refused('This question has ended. Reload the page to see how.')
  await meetingsFor(doing.viewer).change(meeting._id, looseningStates, { loosening: null })
  await endQuestion(doing, meeting, loosening)
  const about = loosening.item ?? meeting._id
  await doing.record({ forum: meeting.forum, event: 'loosening the rule taken back', record: about })
})
