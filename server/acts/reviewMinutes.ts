import { type Forum, forumsFor } from '../../models/forum.ts'
import { meetingsFor } from '../../models/meeting.ts'
import { type Minutes, type Seen, minutesFor } from '../../models/minutes.ts'
import { type Part, partsFor } from '../../models/part.ts'
import { showDay } from '../dates.ts'
import { NotFound, Refused, Stale } from '../errors.ts'
import { complete, keyToGive, missing, standing } from '../policy/keys.ts'
import { keySeat } from '../policy/places.ts'
import type { Viewer } from '../policy/terms.ts'
import { type Doing, act, personOf } from './act.ts'
import { seatsToday } from './keyHolders.ts'
import {
  type Obstacle,
  approvePath,
  askForKeys,
  checkParts,
  hashOfParts,
  newVersion,
  officersOf,
  releases,
} from './minuting.ts'
import { followAgenda } from './startMinutes.ts'

/** A joint act cannot go on while a side has withdrawn. */
export function refuseWhileWithdrawn(forum: Forum): void {
  if (forum.withdrawn.length > 0)
    throw new Refused('A side has withdrawn from the forum. Joint acts wait until it returns.')
}

/** Notes what the check found, in the transaction, and lets the refusal follow when that is stored. */
async function noted({ record }: Doing, { forum, _id }: Minutes, obstacle: Obstacle): Promise<Obstacle> {
  await record({ forum, event: 'minutes checked', record: _id, details: { stopped: true } })
  return obstacle
}

const send = act(async (doing, { meeting: of }: { meeting: string }): Promise<Obstacle> => {
  const { viewer, now, record, done, tell } = doing
  const minutes = await minutesFor(viewer).ofMeeting(of)
  const forum = await forumsFor(viewer).open(minutes.forum)
  const meeting = await meetingsFor(viewer).open(of)
  if (minutes.state !== 'draft') throw new Refused('These minutes are with the chairs or circulated already.')
  refuseWhileWithdrawn(forum)
  if (meeting.state !== 'closed' && meeting.state !== 'adjourned')
    throw new Refused('Close the meeting first: the minutes say whether it was quorate.')
  await followAgenda(meeting)
  const obstacle = await checkParts(minutes)
  if (obstacle !== '') return noted(doing, minutes, obstacle)
  const left = missing(forum.settings, [], '')
  const sent = await minutesFor(viewer).change(
    minutes._id,
    'publish',
    { state: 'draft' },
    {
      ...(await newVersion(of, now)),
      state: 'review',
      meetingDate: meeting.meetingDate,
      asked: { sides: left.sides, chairs: left.chairs },
      sentBack: null,
    },
  )
  if (sent === null) throw new NotFound('minutes')
  await partsFor(releases).setState(of, 'review')
  await record({
    forum: forum._id,
    event: 'minutes sent to the chairs',
    record: sent._id,
    details: { hash: sent.hash },
  })
  await done(forum._id, of, { kind: 'draftMinutes' })
  await done(forum._id, sent._id)
  const chairs = await askForKeys(doing, sent, forum)
  const to = chairs.map(({ person }) => person)
  await tell({ forum: forum._id, kind: 'approvalWaiting', to, path: approvePath(of), meetingDate: sent.meetingDate })
  return ''
})

/**
 * Sends minutes to the chairs: every key is asked for one exact version. Throws Refused while a place may identify
 * someone, a side's statement is not approved, an item has no text, the meeting is not closed, or a side has withdrawn.
 */
export async function sendMinutesToReview(viewer: Viewer, now: Date, asked: { meeting: string }): Promise<void> {
  // A second press finds them sent.
  if ((await minutesFor(viewer).ofMeeting(asked.meeting)).state === 'review') return
  refuse(await send(viewer, now, asked))
}

const approve = act(async (doing, asked: { meeting: string; hash: string }): Promise<Obstacle> => {
  const { viewer, now, record, done, ask } = doing
  const person = personOf(viewer)
  const minutes = await minutesFor(viewer).ofMeeting(asked.meeting)
  const forum = await forumsFor(viewer).open(minutes.forum)
  if (keySeat(person, forum._id) === undefined) throw new NotFound('minutes')
  if (minutes.state !== 'review') throw new Refused('These minutes do not wait for approval any more.')
  if (minutes.hash !== asked.hash) throw new Stale({})
  refuseWhileWithdrawn(forum)
  const parts = await readable(viewer, minutes)
  const mine = keyToGive(person, forum._id, forum.settings, minutes.keys, minutes.hash)
  if (mine === undefined)
    throw new Refused('Your side has approved this version already, or its approval is not needed.')
  const obstacle = await checkParts(minutes)
  if (obstacle !== '') return noted(doing, minutes, obstacle)
  const key = { side: mine.side, by: person.person, name: person.name, at: now, hash: minutes.hash }
  const given = await minutesFor(viewer).change(
    minutes._id,
    'giveKey',
    { state: 'review', hash: minutes.hash },
    { keys: [...standing(minutes.keys, minutes.hash), key], seen: seenBy(minutes, person.person, parts) },
  )
  if (given === null) throw new NotFound('minutes')
  const bySide = minutes.asked.sides.length > 0
  await done(forum._id, given._id, { kind: 'giveKey', ...(bySide ? { side: mine.side } : { owner: person.person }) })
  const details = { side: mine.side, hash: minutes.hash }
  await record({ forum: forum._id, event: 'key given to minutes', record: given._id, details })
  if (!complete(forum.settings, given.keys, given.hash)) return ''
  await done(forum._id, given._id)
  await ask({
    forum: forum._id,
    for: 'officers',
    kind: 'circulateMinutes',
    title: `Circulate the minutes of ${showDay(given.meetingDate)}`,
    path: `/minutes/${given.meeting}/write`,
    record: given._id,
  })
  return ''
})

/**
 * Gives a side's key to exactly the version that was shown (`hash`), kept wordings included. Throws Stale when the
 * minutes have changed, Refused when there is no key to give, a side has withdrawn, or a place may identify someone who
 * has joined since; NotFound for somebody without a key.
 */
export async function approveMinutes(
  viewer: Viewer,
  now: Date,
  asked: { meeting: string; hash: string },
): Promise<void> {
  // A second press finds the key given.
  const { keys } = await minutesFor(viewer).ofMeeting(asked.meeting)
  if (standing(keys, asked.hash).some(({ by }) => by === personOf(viewer).person)) return
  refuse(await approve(viewer, now, asked))
}

/** Sends minutes back to the officers with a reason. Keys given no longer count. Gives the forum. */
export const sendBackMinutes = act(
  async (
    { viewer, now, record, done, ask, tell },
    asked: { meeting: string; hash: string; reason: string },
  ): Promise<string> => {
    const person = personOf(viewer)
    const minutes = await minutesFor(viewer).ofMeeting(asked.meeting)
    const seat = keySeat(person, minutes.forum)
    if (seat === undefined) throw new NotFound('minutes')
    if (minutes.state !== 'review') throw new Refused('These minutes do not wait for approval any more.')
    const parts = await partsFor(viewer).ofMeeting(asked.meeting)
    const back = await minutesFor(viewer).change(
      minutes._id,
      'giveKey',
      { state: 'review', hash: asked.hash },
      {
        state: 'draft',
        hash: '',
        nonce: '',
        keys: [],
        reviewSince: null,
        pausedOn: null,
        notAgreedSince: null,
        sentBack: { side: seat.side, name: person.name, at: now, reason: asked.reason },
        seen: seenBy(minutes, person.person, parts),
      },
    )
    if (back === null) throw new Stale({})
    await partsFor(releases).setState(asked.meeting, 'draft')
    const { forum, _id, meeting, meetingDate } = back
    await record({ forum, event: 'minutes sent back', record: _id, details: { side: seat.side, hash: asked.hash } })
    await done(forum, _id)
    const path = `/minutes/${meeting}/write`
    const title = `Change the minutes of ${showDay(meetingDate)}, which were sent back`
    await ask({ forum, for: 'officers', kind: 'sentBack', title, path, record: _id })
    await tell({ forum, kind: 'sentBack', to: officersOf(await seatsToday(forum, now)), path, meetingDate })
    return forum
  },
)

/** All parts, when the approver may read all: a key is never given to words that its giver has not seen. */
async function readable(viewer: Viewer, { meeting, nonce, hash }: Minutes): Promise<Part[]> {
  const parts = await partsFor(viewer).ofMeeting(meeting)
  if (hashOfParts(nonce, parts) === hash) return parts
  const all = await partsFor(releases).ofMeeting(meeting)
  if (all.length > parts.length)
    throw new Refused(
      'These minutes have a part that you may not see, because you stepped out of the item or it is for the chairs. Ask another holder of your side’s key to approve them.',
    )
  throw new Stale({})
}

/** What this approver has now seen, in the place of what they saw before. */
const seenBy = ({ seen }: Minutes, by: string, parts: readonly Part[]): Seen[] => [
  ...seen.filter((each) => each.by !== by),
  { by, versions: parts.map(({ _id, version }) => ({ part: _id, version })) },
]

/** Refuses, after what was found is stored. */
export function refuse(obstacle: Obstacle): void {
  if (obstacle !== '') throw new Refused(obstacle)
}
