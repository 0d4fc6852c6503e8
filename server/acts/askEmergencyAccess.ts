import { type EmergencyAccess, emergencyAccessFor, emergencyHash } from '../../models/emergencyAccess.ts'
import { forumsFor } from '../../models/forum.ts'
import { seatsFor } from '../../models/seat.ts'
import { addWorkingDays, dayOf } from '../dates.ts'
import { Refused } from '../errors.ts'
import { keySides } from '../policy/keys.ts'
import { type Doing, act, personOf } from './act.ts'
import { releases } from './minuting.ts'

/** Working days after which a request goes to the data-protection officer. (Emergency access: object, not stall.) */
const daysToSettle = 10

export const emergencyPath = (_id: string): string => `/emergency-access/${_id}`

/** Everybody who holds a key of a forum today: every chair, and whom a side named. */
export async function keyHoldersOf(forum: string, now: Date): Promise<string[]> {
  const seats = await seatsFor(releases).inForum(forum, dayOf(now))
  return [...new Set(seats.filter(({ role, holdsKey }) => role === 'chair' || holdsKey).map(({ person }) => person))]
}

/** Tells everybody concerned: every chair and key holder, and others by name. */
export async function tellChairs(
  { now, tell }: Doing,
  { _id, forum }: Pick<EmergencyAccess, '_id' | 'forum'>,
  kind: 'emergencyAsked' | 'emergencyReferred' | 'emergencyDecided',
  ...others: readonly string[]
): Promise<void> {
  await tell({ forum, kind, to: [...(await keyHoldersOf(forum, now)), ...others], path: emergencyPath(_id) })
}

type Asked = Pick<EmergencyAccess, 'forum' | 'kind' | 'record' | 'reason' | 'days'> & { readonly id: string }

/**
 * A records officer asks to see one record, with a reason and for so many days. Every key approves; every chair is
 * told; what is not settled in ten working days goes to the data-protection officer. Whether there is such a record is
 * not looked at, so that asking tells the officer nothing.
 * @throws Refused for a forum that is not there; NotFound for everybody but records officers
 */
export const askEmergencyAccess = act(async (doing, { id, ...asked }: Asked): Promise<void> => {
  const { viewer, now, record, ask } = doing
  const { person: owner, name: ownerName } = personOf(viewer)
  const [forum] = await forumsFor(viewer).some([asked.forum])
  if (forum === undefined) throw new Refused('Enter the name of a forum that there is', 'forum')
  const request = { ...asked, owner }
  await emergencyAccessFor(viewer).create({
    ...request,
    _id: id,
    forumName: forum.name,
    audience: 'forum',
    ownerName,
    state: 'asked',
    hash: emergencyHash(request),
    keys: [],
    objections: [],
    askedAt: now,
    referOn: addWorkingDays(dayOf(now), daysToSettle),
    decider: null,
    deciderName: '',
    decidedAt: null,
    until: null,
  })
  const details = { kind: asked.kind, record: asked.record, days: asked.days }
  await record({ forum: forum._id, event: 'emergency access asked for', record: id, details })
  const task = {
    forum: forum._id,
    record: id,
    kind: 'giveKey',
    title: 'Approve emergency access, or object',
    path: emergencyPath(id),
    dueOn: addWorkingDays(dayOf(now), daysToSettle),
  } as const
  const sides = keySides(forum.settings)
  if (sides.length > 0) await ask(...sides.map((keyOf) => ({ ...task, for: { keyOf } })))
  else await ask({ ...task, for: 'keyHolders' })
  await tellChairs(doing, { _id: id, forum: forum._id }, 'emergencyAsked')
})
