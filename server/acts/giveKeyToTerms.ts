import { forumsFor } from '../../models/forum.ts'
import { termsFor } from '../../models/terms.ts'
import { NotFound, Refused } from '../errors.ts'
import { complete, keyToGive } from '../policy/keys.ts'
import { permits } from '../policy/scope.ts'
import type { Viewer } from '../policy/terms.ts'
import { act, personOf } from './act.ts'
import { agreeTerms } from './adoptTerms.ts'
import { checkVersion, refuseWhileWithdrawn } from './consultOnTerms.ts'

/**
 * Gives a side's key to this exact version. With the last key the terms are agreed, and in force from their day, which
 * may be the same. Later terms are approved under those in force, the first under the settings the forum was made with.
 * @param asked `hash` is the version that was on the page
 * @throws Refused when it was not asked for, the text has changed, a side has withdrawn, or there is no
 *   key to give; NotFound for those who hold no key
 */
export async function giveKeyToTerms(viewer: Viewer, now: Date, asked: { terms: string; hash: string }): Promise<void> {
  const { keys } = await termsFor(viewer).open(asked.terms)
  const given = keys.some(({ by, hash }) => viewer.kind === 'person' && by === viewer.person && hash === asked.hash)
  if (!given) await giveKey(viewer, now, asked)
}

const giveKey = act(async (doing, asked: { terms: string; hash: string }): Promise<void> => {
  const { viewer, now, record, done } = doing
  const person = personOf(viewer)
  const terms = await termsFor(viewer).open(asked.terms)
  const forum = await forumsFor(viewer).open(terms.forum)
  refuseWhileWithdrawn(forum)
  if (terms.state !== 'consultation' || terms.approvalAskedAt === null)
    throw new Refused('This version is not waiting for approval. Go back and reload the page.')
  if (!permits(viewer, 'giveKey', 'terms', terms)) throw new NotFound('terms')
  checkVersion(terms, asked.hash)
  const key = keyToGive(person, forum._id, forum.settings, terms.keys, terms.hash)
  if (key === undefined)
    throw new Refused('There is no approval for you to give: your side has given its own, or holds none.')
  const { side } = key
  const event = 'terms of reference approved'
  await record({ forum: forum._id, event, record: terms._id, details: { side, hash: terms.hash } })
  const given = { side, by: person.person, name: person.name, at: now, hash: terms.hash }
  const after = await termsFor(viewer).giveKey(terms, given)
  await done(forum._id, terms._id, { kind: 'giveKey', side })
  await done(forum._id, terms._id, { kind: 'giveKey', owner: person.person })
  if (complete(forum.settings, after.keys, after.hash)) await agreeTerms(doing, after)
})
