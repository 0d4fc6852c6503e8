import { isOfficerOf, keySeat, placeAs, standsIn } from '../server/policy/places.ts'
import type { Viewer } from '../server/policy/terms.ts'
import { frozen, remembered } from '../server/remembered.ts'
import type { AgendaItem, Item } from './item.ts'

/** What of an item is not for everybody who may read it, and whether it is for this viewer. */
type Sight = { readonly stands: boolean; readonly prepares: boolean; readonly minutes: boolean }

/**
 * Under the Rule an item's lead is for the room, whoever is admitted to the meeting, its chairs and secretaries. As long
 * as it is a draft, the officers who prepare it see the lead, and so does whoever may give a key: keys are given to
 * exactly what is shown, and the hash of that must be one for all. Whether the meeting was quorate for it is for those
 * who minute it alone: next to the answer for the whole meeting it would tell everybody else that somebody had stepped
 * out, or left.
 */
const seen = <I extends AgendaItem>(item: I, { stands, prepares, minutes }: Sight): I => ({
  ...item,
  ...(item.ruleStatus === 'open' || stands || (prepares && item.state === 'draft') ? {} : { lead: '' }),
  ...(minutes ? {} : { quorate: null }),
})

/** What of a meeting's items is for this viewer. */
const sightOf = (viewer: Viewer, { forum, meeting }: Pick<Item, 'forum' | 'meeting'>): Sight =>
  viewer.kind === 'person'
    ? {
        stands: standsIn(viewer, forum, meeting),
        prepares: isOfficerOf(viewer, forum) || keySeat(viewer, forum) !== undefined,
        minutes: placeAs(viewer, forum, ['chair', 'secretary']) !== undefined,
      }
    : { stands: false, prepares: false, minutes: false }

/** What an item says to this viewer, who may read it. */
export function forViewer<I extends AgendaItem>(viewer: Viewer, item: I): I {
  if (viewer.kind === 'service') return item
  const sight = sightOf(viewer, item)
  const reached = viewer.kind === 'person' && viewer.reaches?.some(({ record }) => record === item._id) === true
  return seen(item, { ...sight, stands: sight.stands || reached })
}

const inOrder = <I extends Pick<Item, 'position'>>(items: readonly I[]): I[] =>
  items.toSorted((a, b) => a.position - b.position)

/** An agenda, made once for all who may see the same of it. */
const agendaSeen = remembered((items: readonly AgendaItem[], stands: boolean, prepares: boolean, minutes: boolean) =>
  frozen(inOrder(items).map((item) => seen(item, { stands, prepares, minutes }))),
)

/** A meeting's items in the order of the agenda, each as this viewer may see it; nobody can change them. */
export function agendaFor(viewer: Viewer, items: readonly AgendaItem[]): readonly AgendaItem[] {
  const [first] = items
  // Emergency access is to one item, so that what its officer sees goes by the item.
  if (first === undefined || viewer.kind !== 'person' || (viewer.reaches ?? []).length > 0)
    return inOrder(items).map((item) => forViewer(viewer, item))
  const { stands, prepares, minutes } = sightOf(viewer, first)
  return agendaSeen(items, stands, prepares, minutes)
}
