import { type Forum, type ForumName, forumsFor } from '../../models/forum.ts'
import { seatsFor } from '../../models/seat.ts'
import { dayOf } from '../dates.ts'
import { Refused, Stale } from '../errors.ts'
import type { Viewer } from '../policy/terms.ts'
import { act, installation } from './act.ts'
import { membership } from './seating.ts'

type Move = { readonly forum: string; readonly revision: number; readonly parent: string | null }

/**
 * An administrator puts a forum below another, or below none. What is for the partnership follows at the next click:
 * seats of the forum and of the one above gain or lose each other as neighbours. Every chair of the forum, of the one
 * it leaves and of the one it joins is told, and each of these forums has it in its audit trail. Does nothing when the
 * forum stands there already.
 * @throws Refused for a forum that is not there, itself, or one that stands below it; Stale when somebody else has
 *   changed the forum since `revision`; NotFound for everybody but administrators
 */
export async function moveForum(viewer: Viewer, now: Date, asked: Move): Promise<void> {
  const { parent } = await forumsFor(viewer).openToAdminister(asked.forum)
  if (parent !== asked.parent) await move(viewer, now, asked)
}

const move = act(async ({ viewer, now, record, tell }, { forum: of, revision, parent }: Move): Promise<void> => {
  const forum = await forumsFor(viewer).openToAdminister(of)
  if (parent !== null) refuseLoop(await forumsFor(viewer).names(), forum, parent)
  if (!(await forumsFor(viewer).revise(of, 'administer', revision, { parent }))) throw new Stale({})
  if (forum.parent !== null) {
    await seatsFor(membership).removeNeighbour(of, forum.parent)
    await seatsFor(membership).removeNeighbour(forum.parent, of)
  }
  if (parent !== null) {
    await seatsFor(membership).addNeighbour(of, parent)
    await seatsFor(membership).addNeighbour(parent, of)
  }
  const details = { from: forum.parent, to: parent }
  await record({ forum: installation, event: 'forum moved', record: of, details })
  const above = parent === null ? 'no other forum' : parent
  const events: readonly (readonly [string | null, string])[] = [
    [of, `forum put below ${above}`],
    [forum.parent, `forum ${of} no longer below this one`],
    [parent, `forum ${of} put below this one`],
  ]
  for (const [each, event] of events) {
    if (each === null) continue
    await record({ forum: each, event, record: of, details })
    const seats = await seatsFor(membership).inForum(each, dayOf(now))
    const to = seats.filter(({ role }) => role === 'chair').map(({ person }) => person)
    await tell({ forum: each, kind: 'forumMoved', to, path: `/forums/${each}/audit` })
  }
})

/** Refuses a parent that there is not, and one that is the forum itself or stands below it. */
function refuseLoop(forums: readonly ForumName[], forum: Forum, parent: string): void {
  if (!forums.some(({ _id }) => _id === parent)) throw new Refused('Enter the name of a forum that there is', 'parent')
  const above = new Set<string>()
  for (let at: string | null = parent; at !== null && !above.has(at); at = parentOf(forums, at)) above.add(at)
  if (above.has(forum._id))
    throw new Refused('Name a forum that does not stand below this one, and not the forum itself', 'parent')
}

const parentOf = (forums: readonly ForumName[], forum: string): string | null =>
  forums.find(({ _id }) => _id === forum)?.parent ?? null
