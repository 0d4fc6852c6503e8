import { forumsFor } from '../../models/forum.ts'
import { type SeatRecord, seatsFor } from '../../models/seat.ts'
import { sectionNames, type Terms, termsFor } from '../../models/terms.ts'
import { addMonths, dayOf, showDay } from '../dates.ts'
import { Refused } from '../errors.ts'
import { keySides } from '../policy/keys.ts'
import { isCurrentSeat, type Viewer, givesKey } from '../policy/terms.ts'
import { act } from './act.ts'

/**
 * Opens a version to every member for comments until a day, or prolongs that. Members get a task and an e-mail.
 * Approvals given so far become void: more may be said now.
 * @param asked `until` is the last day of the consultation, YYYY-MM-DD
 * @throws Refused for an empty text or a day that is past, too far away, or earlier than one promised before
 */
export async function consultOnTerms(
  viewer: Viewer,
  now: Date,
  asked: { terms: string; until: string },
): Promise<void> {
  const { state, consultationUntil, approvalAskedAt } = await termsFor(viewer).open(asked.terms)
  const open = state === 'consultation' && consultationUntil === asked.until && approvalAskedAt === null
  if (!open) await consult(viewer, now, asked)
}

const consult = act(
  async ({ viewer, now, record, tell, ask, done }, asked: { terms: string; until: string }): Promise<void> => {
    const terms = await termsFor(viewer).open(asked.terms)
    checkDay(asked.until, dayOf(now), terms.consultationUntil)
    if (sectionNames.every((name) => terms.sections[name].text === '')) throw new Refused('Write at least one section.')
    const { forum, _id, version } = terms
    const event = terms.state === 'draft' ? 'consultation on terms opened' : 'consultation on terms prolonged'
    await record({ forum, event, record: _id, details: { until: asked.until } })
    await termsFor(viewer).change('publish', terms, {
      state: 'consultation',
      consultationUntil: asked.until,
      approvalAskedAt: null,
      keys: [],
    })
    await done(forum, _id)
    const members = (await seatsFor(viewer).inForum(forum, dayOf(now))).filter(({ role }) => isCurrentSeat(role))
    const title = `Comment on version ${version} of the terms of reference`
    const task = {
      forum,
      title,
      path: `/terms/${_id}`,
      record: _id,
      kind: 'commentOnTerms',
      dueOn: asked.until,
    } as const
    const asks = members.filter(({ role }) => role !== 'observer').map(({ person }) => person)
    await ask(...[...new Set(asks)].map((person) => ({ ...task, for: { person } })))
    await tell({ forum, kind: 'termsConsultation', to: members.map(({ person }) => person), path: `/terms/${_id}` })
  },
)

function checkDay(until: string, today: string, promised: string | null): void {
  if (until < today) throw new Refused('Enter today or a later day', 'until')
  if (until > addMonths(today, 12)) throw new Refused('Enter a day within the next twelve months', 'until')
  if (promised !== null && until < promised)
    throw new Refused(
      `Members were told that they can comment until ${showDay(promised)}. Enter that day or a later one`,
      'until',
    )
}

/**
 * Asks every key-holding side to approve this exact version, from the last day of the consultation on. Until an edit,
 * which takes it back, it can be asked once.
 * @param asked `hash` is the version that was on the page
 * @throws Refused before that day, after an edit, and while a side has withdrawn
 */
export async function askForTermsKeys(
  viewer: Viewer,
  now: Date,
  asked: { terms: string; hash: string },
): Promise<void> {
  const { approvalAskedAt, hash } = await termsFor(viewer).open(asked.terms)
  if (approvalAskedAt === null || hash !== asked.hash) await askKeys(viewer, now, asked)
}

const askKeys = act(
  async ({ viewer, now, record, tell, ask, done }, asked: { terms: string; hash: string }): Promise<void> => {
    const terms = await termsFor(viewer).open(asked.terms)
    const forum = await forumsFor(viewer).open(terms.forum)
    refuseWhileWithdrawn(forum)
    checkVersion(terms, asked.hash)
    if (terms.consultationUntil === null || dayOf(now) < terms.consultationUntil)
      throw new Refused('Members can still comment. Ask for approval on the last day of the consultation, or after it.')
    const { _id, version } = terms
    await record({ forum: forum._id, event: 'approval of terms asked for', record: _id, details: { hash: asked.hash } })
    await termsFor(viewer).change('publish', terms, { approvalAskedAt: now, keys: [] })
    await done(forum._id, _id)
    const holders = keyHolders(await seatsFor(viewer).inForum(forum._id, dayOf(now)), keySides(forum.settings))
    const title = `Approve version ${version} of the terms of reference`
    const task = { forum: forum._id, title, path: `/terms/${_id}`, record: _id, kind: 'giveKey' } as const
    const sides = keySides(forum.settings)
    if (sides.length > 0) await ask(...sides.map((keyOf) => ({ ...task, for: { keyOf } })))
    else await ask({ ...task, for: 'keyHolders' })
    await tell({ forum: forum._id, kind: 'approvalWaiting', to: holders, path: `/terms/${_id}` })
  },
)

/** The people who hold a key of these sides; of a forum without sides, everyone who holds one. Each once. */
function keyHolders(seats: readonly SeatRecord[], sides: readonly string[]): string[] {
  const holding = seats.filter(givesKey)
  return [
    ...new Set(holding.filter(({ side }) => sides.length === 0 || sides.includes(side)).map(({ person }) => person)),
  ]
}

/** Joint acts wait while a side has withdrawn. */
export function refuseWhileWithdrawn({ withdrawn }: { readonly withdrawn: readonly string[] }): void {
  if (withdrawn.length > 0)
    throw new Refused('A side has withdrawn from the forum. Terms of reference wait until it returns.')
}

/** Nobody approves, or asks others to approve, what they have not seen. */
export function checkVersion({ hash }: Pick<Terms, 'hash'>, seen: string): void {
  if (hash !== seen)
    throw new Refused(
      'The text or a setting changed after you opened the page. Go back, reload the page and read it again.',
    )
}
