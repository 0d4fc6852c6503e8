import { forumsFor } from '../../models/forum.ts'
import { type KeyCommunication, keyCommunicationsFor } from '../../models/keyCommunication.ts'
import { seatsFor } from '../../models/seat.ts'
import { dayOf } from '../dates.ts'
import { NotFound, Refused, Stale } from '../errors.ts'
import { complete, keySides, keyToGive } from '../policy/keys.ts'
import { keySeat } from '../policy/places.ts'
import { permits } from '../policy/scope.ts'
import type { Side } from '../policy/terms.ts'
import { type Doing, act, personOf } from './act.ts'
import { checkOf } from './checkKeyCommunication.ts'

/** Issuing is the service's: it does so when the last key is given, and at no other time. */
const releases = { kind: 'service', name: 'releases' } as const

/** The text that an approver saw, kept until the issue, so that after an edit only the change is shown. */
export const seenText = ({ title, text }: Pick<KeyCommunication, 'title' | 'text'>): string => `${title}\n\n${text}`

/**
 * Gives a side's key to exactly the version that was shown (`hash`), kept wordings included. The last key issues it, once:
 * the forum's front page, the public page, the feed and e-mails follow in the same transaction. Throws Stale when the
 * words have changed since, Refused while a side has withdrawn or when there is no key to give.
 */
export const approveKeyCommunication = act(async (doing, asked: { id: string; hash: string }) => {
  const { viewer, now, record, done } = doing
  const waiting = await keyCommunicationsFor(viewer).open(asked.id)
  const forum = await forumsFor(viewer).open(waiting.forum)
  const person = personOf(viewer)
  if (waiting.state === 'issued') throw new Refused('It has been issued already.')
  if (!permits(viewer, 'giveKey', 'keyCommunication', waiting)) throw new NotFound('keyCommunication')
  if (waiting.hash !== asked.hash) throw new Stale({})
  if (forum.withdrawn.length > 0)
    throw new Refused('A side has withdrawn from the forum. Nothing can be agreed until it returns.')
  const mine = keyToGive(person, forum._id, forum.settings, waiting.keys, waiting.hash)
  if (mine === undefined) throw new Refused('You have approved this already, or your side’s approval is not needed.')
  // Names may have joined the forum since the officers asked; what is issued is checked as it is issued.
  const { standing } = await checkOf(viewer, waiting)
  if (standing.length > 0) throw new Refused('The text may identify someone who has joined since. Send it back.')
  const key = { side: mine.side, by: person.person, name: person.name, at: now, hash: waiting.hash }
  const given = await keyCommunicationsFor(viewer).giveKey(asked.id, key, seenText(waiting))
  if (given === null) throw new Stale({})
  const bySide = keySides(forum.settings).length > 0
  await done(forum._id, given._id, { kind: 'giveKey', ...(bySide ? { side: mine.side } : { owner: person.person }) })
  await record({
    forum: forum._id,
    event: 'key given to a key communication',
    record: given._id,
    details: { hash: key.hash, side: key.side },
  })
  const issued = complete(forum.settings, given.keys, given.hash)
  if (issued) await issue(doing, given)
  return { issued }
})

/** Issues what every key approved: only once, whoever was last. */
async function issue(
  { viewer, now, record, tell, done }: Doing,
  { _id, hash, forum, corrects }: KeyCommunication,
): Promise<void> {
  const issued = await keyCommunicationsFor(releases).issue(_id, hash, now)
  if (issued === null) throw new Stale({})
  if (corrects !== null) await keyCommunicationsFor(releases).corrected(corrects, _id)
  await forumsFor(releases).edit(forum, { latest: { id: _id, title: issued.title, issuedAt: now } })
  await done(forum, _id)
  await record({ forum, event: 'key communication issued', record: _id, details: { by: 'every key', hash } })
  const seats = await seatsFor(viewer).inForum(forum, dayOf(now))
  const to = seats.map(({ person }) => person)
  await tell({ forum, kind: 'keyCommunicationIssued', to, path: `/key-communications/${_id}` })
}

/** Sends it back to the officers with a reason. Keys already given no longer count. Gives the forum. */
export const sendBackKeyCommunication = act(
  async ({ viewer, now, record, ask, done, tell }, asked: { id: string; hash: string; reason: string }) => {
    const waiting = await keyCommunicationsFor(viewer).open(asked.id)
    const person = personOf(viewer)
    const side: Side | undefined = keySeat(person, waiting.forum)?.side
    if (side === undefined) throw new NotFound('keyCommunication')
    const sentBack = { side, name: person.name, reason: asked.reason, at: now }
    const back = await keyCommunicationsFor(viewer).sendBack(asked.id, asked.hash, sentBack, seenText(waiting))
    if (back === null) throw new Stale({})
    const { forum, _id } = back
    await record({ forum, event: 'key communication sent back', record: _id, details: { side, hash: asked.hash } })
    await done(forum, _id)
    const path = `/key-communications/${_id}`
    await ask({
      forum,
      for: 'officers',
      kind: 'sentBack',
      title: 'Change a key communication that was sent back',
      path,
      record: _id,
    })
    const seats = await seatsFor(viewer).inForum(forum, dayOf(now))
    const secretaries = seats.filter(({ role }) => role === 'secretary').map((seat) => seat.person)
    await tell({ forum, kind: 'sentBack', to: secretaries, path })
    return forum
  },
)
