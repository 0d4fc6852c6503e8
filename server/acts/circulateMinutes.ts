import { type Action, actionsFor } from '../../models/action.ts'
import { type Decision, decisionsFor } from '../../models/decision.ts'
import { noteDestruction } from '../../models/destruction.ts'
import { draftsFor } from '../../models/draft.ts'
import { type Forum, forumsFor } from '../../models/forum.ts'
import { type Item, itemsFor } from '../../models/item.ts'
import { type Meeting, meetingsFor } from '../../models/meeting.ts'
import { type Minutes, minutesFor } from '../../models/minutes.ts'
import { type Part, partsFor } from '../../models/part.ts'
import type { MinutedAction } from '../../models/partText.ts'
import { partVersionsFor } from '../../models/partVersion.ts'
import type { SeatRecord } from '../../models/seat.ts'
import { showDay } from '../dates.ts'
import { NotFound, Refused, Stale } from '../errors.ts'
import { newId } from '../ids.ts'
import { complete, standing } from '../policy/keys.ts'
import { permits } from '../policy/scope.ts'
import type { Person, Viewer } from '../policy/terms.ts'
import { type Doing, act } from './act.ts'
import { seatsToday } from './keyHolders.ts'
import { type Obstacle, checkParts, hashOfParts, releases } from './minuting.ts'
import { refuse, refuseWhileWithdrawn } from './reviewMinutes.ts'

const circulate = act(async (doing, asked: { meeting: string; hash: string }): Promise<Obstacle> => {
  const { viewer, now, record, done } = doing
  const minutes = await minutesFor(viewer).ofMeeting(asked.meeting)
  const forum = await forumsFor(viewer).open(minutes.forum)
  if (minutes.state !== 'review') throw new Refused('Only minutes that wait for approval can be circulated.')
  if (minutes.hash !== asked.hash) throw new Stale({})
  refuseWhileWithdrawn(forum)
  if (!complete(forum.settings, minutes.keys, minutes.hash))
    throw new Refused('Every key has to be given for this exact version before it is circulated.')
  const parts = await partsFor(releases).ofMeeting(asked.meeting)
  if (hashOfParts(minutes.nonce, parts) !== minutes.hash) throw new Stale({})
  const obstacle = await checkParts(minutes)
  if (obstacle !== '') {
    await record({ forum: forum._id, event: 'minutes checked', record: minutes._id, details: { stopped: true } })
    return obstacle
  }
  const meeting = await meetingsFor(viewer).open(asked.meeting)
  const circulated = await minutesFor(viewer).change(
    minutes._id,
    'publish',
    { state: 'review', hash: minutes.hash },
    {
      state: 'circulated',
      circulatedAt: now,
      quorate: meeting.quorate,
      keys: standing(minutes.keys, minutes.hash),
      seen: [],
      sentBack: null,
      reviewSince: null,
      pausedOn: null,
      reminded: [],
      notAgreedSince: null,
    },
  )
  if (circulated === null) throw new NotFound('minutes')
  await partsFor(releases).setState(asked.meeting, 'circulated')
  await forgetTheMaking(meeting._id, parts)
  await register(doing, meeting, parts)
  const event = 'minutes circulated'
  await record({ forum: forum._id, event, record: minutes._id, details: { hash: minutes.hash } })
  await done(forum._id, minutes._id)
  await tellReaders(doing, circulated, forum)
  return ''
})

/**
 * Circulates minutes that every key approved in this exact version: to whoever may read them, part by part. What went
 * before under the Rule is destroyed; decisions and actions enter their registers; owners and readers are told.
 * Throws Refused while a key is missing, a place may identify someone or a side has withdrawn; Stale for another
 * version. A second press finds them circulated.
 */
export async function circulateMinutes(
  viewer: Viewer,
  now: Date,
  asked: { meeting: string; hash: string },
): Promise<void> {
  const { state, hash } = await minutesFor(viewer).ofMeeting(asked.meeting)
  if (state === 'circulated' && hash === asked.hash) return
  refuse(await circulate(viewer, now, asked))
}

/** Destroys what went before: unsaved text of all parts, earlier versions and what the check said of those under the Rule. */
async function forgetTheMaking(meeting: string, parts: readonly Part[]): Promise<void> {
  await draftsFor(releases).destroy(meeting)
  const confidential = parts.filter(({ ruleStatus }) => ruleStatus === 'chathamHouse').map(({ _id }) => _id)
  await partVersionsFor(releases).destroy(confidential)
  await noteDestruction()
}

/** Enters decisions and actions into their registers, with the audience of their item. */
async function register({ ask, tell, done }: Doing, meeting: Meeting, parts: readonly Part[]): Promise<void> {
  const items = await itemsFor(releases).ofMeeting(meeting._id)
  for (const part of parts) {
    const quorate = wasQuorateFor(
      meeting,
      items.find(({ _id }) => _id === part.item),
    )
    await partsFor(releases).note(part._id, { findings: [], quorate })
    await decisionsFor(releases).create(part.decisions.map(({ text }) => decisionOf(part, text, quorate)))
    const actions = part.actions.map((action) => actionOf(part, action))
    await actionsFor(releases).create(actions)
    await done(part.forum, part._id)
    for (const { forum, _id, owner, dueOn, meetingDate } of actions) {
      const path = `/actions/${_id}`
      const title = `Your action from the meeting of ${showDay(meetingDate)}`
      const due = dueOn === null ? {} : { dueOn }
      await ask({ forum, for: { person: owner }, kind: 'doAction', title, path, record: _id, ...due })
      await tell({ forum, kind: 'actionAssigned', to: [owner], path, meetingDate })
    }
  }
}

const decisionOf = (part: Part, text: string, quorate: boolean): Decision => ({
  ...entry(part),
  state: quorate ? 'decided' : 'recommended',
  text,
  ratifiedAt: null,
})

const actionOf = (part: Part, { text, seat, owner, ownerName, dueOn }: MinutedAction): Action => ({
  ...entry(part),
  state: 'open',
  text,
  seat,
  owner,
  ownerName,
  dueOn,
  progress: [],
  revision: 0,
})

const entry = (part: Part) => {
  const { forum, forumName, meeting, meetingDate, item, number, audience, ruleStatus, steppedOut } = part
  return { _id: newId(), forum, forumName, meeting, meetingDate, item, number, audience, ruleStatus, steppedOut }
}

/** Whether the meeting was quorate for an item: as noted for it on the day, else as for the whole meeting. */
const wasQuorateFor = (
  meeting: Pick<Meeting, 'quorate' | 'inquorateAt'>,
  item: Pick<Item, 'quorate'> | undefined,
): boolean => item?.quorate ?? meeting.quorate ?? meeting.inquorateAt === null

/** Tells whoever may read them, and asks the officers to have them confirmed at the next meeting. */
async function tellReaders({ now, ask, tell }: Doing, minutes: Minutes, { _id: forum }: Forum): Promise<void> {
  const { meeting, meetingDate } = minutes
  const seats = await seatsToday(forum, now)
  const readers = seats.filter((seat) => permits(alone(seat), 'read', 'minutes', minutes)).map(({ person }) => person)
  await tell({ forum, kind: 'minutesCirculated', to: readers, path: `/minutes/${meeting}`, meetingDate })
  await ask({
    forum,
    for: 'officers',
    kind: 'confirmMinutes',
    path: `/minutes/${meeting}/confirm`,
    record: minutes._id,
    title: `Have the minutes of ${showDay(meetingDate)} confirmed at the next meeting`,
  })
}

/** The holder of a seat, as somebody who has nothing but this seat, and has signed in as its side requires. */
const alone = ({ _id, person, name, forum, forumName, role, side, organisation, ...seat }: SeatRecord): Person => ({
  kind: 'person',
  person,
  name,
  offices: [],
  seats: [
    {
      seat: _id,
      forum,
      forumName,
      role,
      side,
      organisation,
      neighbours: seat.neighbours,
      meetings: seat.meetings,
      historyFrom: seat.historyFrom,
      holdsKey: seat.holdsKey,
      needsPasskey: false,
      onlyThrough: [],
      vouched: false,
    },
  ],
  proof: { by: 'organisation', passkey: false, through: '' },
})
