import { type EmergencyAccess, emergencyAccessFor } from '../../models/emergencyAccess.ts'
import { forumsFor } from '../../models/forum.ts'
import { organisationsFor } from '../../models/organisation.ts'
import { seatsFor } from '../../models/seat.ts'
import { addDays, dayOf, instantOf } from '../dates.ts'
import { NotFound, Refused, Stale } from '../errors.ts'
import { complete, keyToGive } from '../policy/keys.ts'
import { keySeat } from '../policy/places.ts'
import type { Viewer } from '../policy/terms.ts'
import { type Doing, act, personOf } from './act.ts'
import { tellChairs } from './askEmergencyAccess.ts'
import { releases } from './minuting.ts'
import { findOrMakePerson } from './seating.ts'

const settled = 'This request has been decided. Reload the page to see how.'
const waits = ({ state }: EmergencyAccess): boolean => state === 'asked' || state === 'referred'

/** Refuses whoever asked: nobody decides about their own request. */
function refuseOwn(viewer: Viewer, { owner }: EmergencyAccess): void {
  if (personOf(viewer).person === owner) throw new Refused('You asked for this yourself. Somebody else decides it.')
}

/**
 * Gives a side's key to a request for emergency access. With every key the officer may see the one record at once, for
 * the days that were asked for, and every chair is told. Does nothing for somebody who has given one.
 * @throws Refused when there is no key to give, a side has withdrawn, it is decided, or it is the own request; NotFound
 *   for everybody without a key
 */
export async function approveEmergencyAccess(viewer: Viewer, now: Date, asked: { request: string }): Promise<void> {
  const { keys } = await emergencyAccessFor(viewer).open(asked.request)
  if (!keys.some(({ by }) => viewer.kind === 'person' && by === viewer.person)) await approve(viewer, now, asked)
}

const approve = act(async (doing, asked: { request: string }): Promise<void> => {
  const { viewer, now, record, done } = doing
  const person = personOf(viewer)
  const request = await emergencyAccessFor(viewer).open(asked.request)
  if (keySeat(person, request.forum) === undefined) throw new NotFound('emergencyAccess')
  refuseOwn(viewer, request)
  if (!waits(request)) throw new Refused(settled)
  const forum = await forumsFor(viewer).open(request.forum)
  if (forum.withdrawn.length > 0) throw new Refused('A side has withdrawn from the forum. Its key is missing.')
  const key = keyToGive(person, forum._id, forum.settings, request.keys, request.hash)
  if (key === undefined)
    throw new Refused('There is no key for you to give: your side has given its own, or holds none.')
  const { side } = key
  const given = { side, by: person.person, name: person.name, at: now, hash: request.hash }
  const after = await emergencyAccessFor(viewer).giveKey(request._id, given)
  await record({ forum: forum._id, event: 'emergency access approved', record: request._id, details: { side } })
  await done(forum._id, request._id, { kind: 'giveKey', side })
  await done(forum._id, request._id, { kind: 'giveKey', owner: person.person })
  if (complete(forum.settings, after.keys, after.hash)) await grant(doing, after, {})
})

/** Opens the one record to the officer, from now for the days that were asked for. */
async function grant(doing: Doing, request: EmergencyAccess, by: { readonly decider?: true }): Promise<void> {
  const { viewer, now, record, done } = doing
  const { _id, forum, owner, kind, days } = request
  const until = instantOf(addDays(dayOf(now), days + 1), '00:00')
  const change = { state: 'granted', decidedAt: now, until } as const
  if (by.decider) await emergencyAccessFor(viewer).move(_id, 'referred', change, 'publish')
  else await emergencyAccessFor(releases).move(_id, request.state, change)
  await seatsFor(releases).reach(owner, { on: kind, forum, record: request.record, until })
  const details = { kind, record: request.record, until: until.toISOString() }
  await record({ forum, event: 'emergency access given', record: _id, details })
  await done(forum, _id)
  await tellChairs(doing, request, 'emergencyDecided', owner, ...(request.decider === null ? [] : [request.decider]))
}

/**
 * A chair, or whom a side named, objects with a reason: the other chairs and the data-protection officer read it. It
 * does not stall: after ten working days the data-protection officer decides. Once from each person.
 */
export async function objectToEmergencyAccess(
  viewer: Viewer,
  now: Date,
  asked: { request: string; reason: string },
): Promise<void> {
  const { objections } = await emergencyAccessFor(viewer).open(asked.request)
  if (!objections.some(({ by }) => viewer.kind === 'person' && by === viewer.person)) await object(viewer, now, asked)
}

const object = act(async (doing, asked: { request: string; reason: string }): Promise<void> => {
  const { viewer, now, record } = doing
  const request = await emergencyAccessFor(viewer).open(asked.request)
  const person = personOf(viewer)
  const seat = keySeat(person, request.forum)
  if (seat === undefined) throw new NotFound('emergencyAccess')
  if (!waits(request)) throw new Refused(settled)
  const { reason } = asked
  const objection = { side: seat.side, by: person.person, name: person.name, reason, at: now }
  await emergencyAccessFor(viewer).object(request._id, objection)
  const details = { side: seat.side }
  await record({ forum: request.forum, event: 'objection to emergency access', record: request._id, details })
})

/**
 * Puts a request that was not settled in time to the data-protection officer of the organisation that owns the forum's
 * records, and tells every chair. Throws Stale when it has been settled meanwhile, or nobody is named to decide.
 */
const refer = act(async (doing, asked: { request: string }): Promise<void> => {
  const { now, record } = doing
  const request = await emergencyAccessFor(releases).open(asked.request)
  const { recordsOf } = await forumsFor(releases).open(request.forum)
  const [organisation] = recordsOf === null ? [] : await organisationsFor(releases).some([recordsOf])
  if (request.state !== 'asked' || organisation === undefined || organisation.protectionEmail === '')
    throw new Stale({})
  const { protectionEmail: email, protectionName } = organisation
  const named = { name: protectionName === '' ? email : protectionName, email, signsInThrough: '' }
  const { _id: decider, name: deciderName } = await findOrMakePerson(named, organisation._id, now)
  // Nobody decides about their own request.
  if (decider === request.owner) throw new Stale({})
  await emergencyAccessFor(releases).move(request._id, 'asked', { state: 'referred', decider, deciderName })
  const details = { organisation: organisation._id }
  await record({ forum: request.forum, event: 'emergency access referred', record: request._id, details })
  await tellChairs(doing, request, 'emergencyReferred', request.owner, decider)
})

/** Refers every request whose ten working days are over. May run as often as one likes, in several processes at once. */
export async function referEmergencyAccess(now: Date): Promise<void> {
  for (const { _id } of await emergencyAccessFor(releases).overdue(dayOf(now)))
    await refer(releases, now, { request: _id }).catch((error: unknown) => {
      if (!(error instanceof Stale)) throw error
    })
}

/**
 * The data-protection officer to whom a request was referred gives emergency access, or does not. Does nothing for a
 * request that is decided already.
 * @throws NotFound for everybody else
 */
export async function decideEmergencyAccess(
  viewer: Viewer,
  now: Date,
  asked: { request: string; give: boolean },
): Promise<void> {
  const request = await emergencyAccessFor(viewer).open(asked.request)
  if (request.decider === null || request.decider !== personOf(viewer).person) throw new NotFound('emergencyAccess')
  if (waits(request)) await decide(viewer, now, asked)
}

const decide = act(async (doing, asked: { request: string; give: boolean }): Promise<void> => {
  const { viewer, now, record, done } = doing
  const request = await emergencyAccessFor(viewer).open(asked.request)
  refuseOwn(viewer, request)
  if (asked.give) return grant(doing, request, { decider: true })
  const change = { state: 'refused', decidedAt: now } as const
  await emergencyAccessFor(viewer).move(request._id, 'referred', change, 'publish')
  await record({ forum: request.forum, event: 'emergency access not given', record: request._id })
  await done(request.forum, request._id)
  await tellChairs(doing, request, 'emergencyDecided', request.owner, ...[request.decider ?? []].flat())
})
