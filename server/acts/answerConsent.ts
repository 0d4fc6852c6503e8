import { attendanceFor } from '../../models/attendance.ts'
import { type ConsentAnswer, consentsFor } from '../../models/consent.ts'
import { noteDestruction } from '../../models/destruction.ts'
import { forumsFor } from '../../models/forum.ts'
import { type Item, itemsFor } from '../../models/item.ts'
import { type Loosening, type Meeting, meetingsFor } from '../../models/meeting.ts'
import { seatsFor } from '../../models/seat.ts'
import { dayOf, showDay } from '../dates.ts'
import { Refused, Stale } from '../errors.ts'
import { newId } from '../ids.ts'
import { type Viewer, isOfficer } from '../policy/terms.ts'
import { type Doing, act, unrecorded } from './act.ts'
import { about, admittedPeople, follow, quorum } from './convening.ts'

/**
 * A participant's answer to whether the rule may be loosened, which may be changed until the question ends. It leaves
 * no entry in the trail and tells nobody: officers learn that everybody has agreed, or, on the day after the last for
 * an answer, that not everybody has. A refusal and no answer look the same, in words and in time.
 * @throws NotFound for everybody but the one who was asked; Refused once the question has ended
 */
export async function answerConsent(
  viewer: Viewer,
  now: Date,
  asked: { consent: string; answer: Exclude<ConsentAnswer, 'none'> },
): Promise<void> {
  const { meeting } = await consentsFor(viewer).open(asked.consent)
  await unrecorded(async () => {
    const { question } = await consentsFor(viewer).open(asked.consent)
    const { loosening } = await meetingsFor(quorum).open(meeting)
    if (loosening?.id !== question || loosening.state !== 'consents' || loosening.dueOn < dayOf(now))
      throw new Refused('This question has ended. The rule can be seen on the meeting’s page.')
    await consentsFor(viewer).answer(asked.consent, asked.answer)
  })
  await settleLoosening(now, meeting)
}

/** Who has to agree: everybody invited, or once it has begun everybody who was there, but for those who stepped out. */
async function participantsOf(meeting: Meeting, item: Item | undefined, before: boolean): Promise<string[]> {
  const there = before ? await admittedPeople(meeting) : await whoWasThere(meeting, item)
  const all = there.filter((one) => item?.steppedOut.includes(one) !== true)
  if (item?.audience !== 'chairs') return all
  // An item for the chairs was taken among them; the others do not know that there is one.
  const seats = await seatsFor(quorum).history(meeting.forum)
  return all.filter((one) => seats.some(({ person, role }) => person === one && isOfficer(role)))
}

/** Everybody who was in the room, but for those who had left for good before the item began. */
async function whoWasThere(meeting: Meeting, item: Item | undefined): Promise<string[]> {
  const places = (await attendanceFor(quorum).atMeeting(meeting._id)).filter(({ state, leftAt }) => {
    const gone = leftAt !== null && item !== undefined && item.takenAt !== null && leftAt < item.takenAt
    return state === 'present' || (state === 'left' && !gone)
  })
  return places.map(({ owner }) => owner)
}

const itemOf = async ({ item }: Loosening): Promise<Item | undefined> =>
  item === null ? undefined : itemsFor(quorum).open(item)

/** Asks every participant who has not been asked yet; gives everybody who has to agree. Inside an act. */
export async function askParticipants(doing: Doing, meeting: Meeting, loosening: Loosening): Promise<void> {
  const { forum, meetingDate } = meeting
  const { id: question, item, dueOn, before } = loosening
  const people = await participantsOf(meeting, await itemOf(loosening), before)
  const known = (await consentsFor(quorum).toQuestion(forum, question)).map(({ owner }) => owner)
  const fresh = people.filter((person) => !known.includes(person)).map((owner) => ({ owner, _id: newId() }))
  const same = {
    forum,
    audience: 'own',
    meeting: meeting._id,
    meetingDate,
    item,
    question,
    dueOn,
    answer: 'none',
  } as const
  await consentsFor(quorum).create(fresh.map((each) => ({ ...each, ...same })))
  for (const { _id, owner } of fresh) {
    const path = `/consents/${_id}`
    const title = `Answer a question about the meeting of ${showDay(meetingDate)}`
    await doing.ask({ forum, record: question, kind: 'giveConsent', for: { person: owner }, title, path, dueOn })
    await doing.tell({ forum, kind: 'consentAsked', to: [owner], path, meetingDate })
  }
}

/** Ends the tasks of a question that is over, and destroys its answers unless they are the record of agreement. */
export async function endQuestion(
  { done }: Doing,
  { forum }: Meeting,
  { id }: Loosening,
  keep: { readonly answers: boolean } = { answers: false },
): Promise<void> {
  await done(forum, id)
  if (keep.answers) return
  await consentsFor(quorum).removeAll(forum, id)
  await noteDestruction()
}

/** Whether an item, or without one the meeting, has begun or can begin no more. */
export const hasBegun = ({ state }: Meeting, item: Item | undefined): boolean =>
  item === undefined ? state !== 'called' : item.takenAt !== null || state === 'closed' || state === 'adjourned'

/** How a question stands. `lapsed` when it began, or the last day passed, before everybody had agreed. */
async function standing(meeting: Meeting, loosening: Loosening, now: Date) {
  const item = await itemOf(loosening)
  const gone = item !== undefined && item.state !== 'published'
  const lapsed = loosening.dueOn < dayOf(now) || gone || (loosening.before && hasBegun(meeting, item))
  const people = await participantsOf(meeting, item, loosening.before)
  const answers = await consentsFor(quorum).toQuestion(meeting.forum, loosening.id)
  const agreed = new Set(answers.filter(({ answer }) => answer === 'agreed').map(({ owner }) => owner))
  const asked = answers.map(({ owner }) => owner)
  return {
    lapsed,
    everybody: people.length > 0 && people.every((person) => agreed.has(person)),
    unasked: people.some((person) => !asked.includes(person)),
    people,
  }
}

/**
 * Looks how a question stands, and carries out what follows: made open when everybody has agreed, ended when it lapsed,
 * and those are asked who have come in since. By the service, so that no entry says whose answer was the last. Nothing
 * is made open while a side has withdrawn.
 */
export async function settleLoosening(now: Date, _id: string): Promise<void> {
  const meeting = await meetingsFor(quorum).open(_id)
  const { loosening } = meeting
  if (loosening?.state !== 'consents') return
  const { lapsed, everybody, unasked } = await standing(meeting, loosening, now)
  const { withdrawn } = await forumsFor(quorum).open(meeting.forum)
  if (!lapsed && !unasked && !(everybody && withdrawn.length === 0)) return
  await settle(quorum, now, { meeting: _id }).catch((error: unknown) => {
    // Another process was first.
    if (!(error instanceof Stale)) throw error
  })
}

const settle = act(async (doing, asked: { meeting: string }): Promise<void> => {
  const { now, record } = doing
  const meeting = await meetingsFor(quorum).open(asked.meeting)
  const { loosening, forum } = meeting
  if (loosening?.state !== 'consents') throw new Stale({})
  const { lapsed, everybody, people } = await standing(meeting, loosening, now)
  const { withdrawn } = await forumsFor(quorum).open(forum)
  if (lapsed) return close(doing, meeting, loosening)
  if (everybody && withdrawn.length === 0) return makeOpen(doing, meeting, loosening, people)
  await askParticipants(doing, meeting, loosening)
  await record({ forum, event: 'participants asked about the rule', record: loosening.item ?? meeting._id })
})

async function close(doing: Doing, meeting: Meeting, loosening: Loosening): Promise<void> {
  const closed = { ...loosening, state: 'notAgreed' } as const
  await meetingsFor(quorum).change(meeting._id, [meeting.state], { loosening: closed })
  await endQuestion(doing, meeting, loosening)
  const record = loosening.item ?? meeting._id
  await doing.record({ forum: meeting.forum, event: 'loosening the rule not agreed', record })
  const to = loosening.keys.map(({ by }) => by)
  await doing.tell({ ...about(meeting), path: `/meetings/${meeting._id}/loosen`, kind: 'ruleStays', to })
}

async function makeOpen(doing: Doing, meeting: Meeting, loosening: Loosening, people: readonly string[]) {
  const { now, record, tell } = doing
  const whole = loosening.item === null ? ({ ruleStatus: 'open' } as const) : {}
  const what = { what: 'loosened', from: meeting.meetingDate, at: now, reason: '' } as const
  const change = { ...whole, loosening: { ...loosening, state: 'agreed' } } as const
  await meetingsFor(quorum).change(meeting._id, [meeting.state], change, [what])
  const all = await itemsFor(quorum).ofMeeting(meeting._id)
  const items = all.filter(({ _id }) => loosening.item === null || _id === loosening.item)
  for (const { _id } of items) await itemsFor(quorum).edit(_id, { ruleStatus: 'open' })
  await follow(items, { ruleStatus: 'open' })
  await endQuestion(doing, meeting, loosening, { answers: true })
  const details = { items: items.map(({ _id }) => _id) }
  await record({ forum: meeting.forum, event: 'rule loosened', record: loosening.item ?? meeting._id, details })
  await tell({ ...about(meeting), kind: 'ruleLoosened', to: people })
}

/** Settles every question that waits for participants. May run as often as one likes, in several processes at once. */
export async function settleLoosenings(now: Date): Promise<void> {
  for (const { _id } of await meetingsFor(quorum).askingConsent()) await settleLoosening(now, _id)
}
