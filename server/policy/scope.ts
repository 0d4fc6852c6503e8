import { Query } from 'mingo'
import { asProven, isProven, isProvenWithoutSeat } from './proof.ts'
import { rules } from './rules.ts'
import { givesKey, isCurrentSeat, officers, standsUninvited } from './terms.ts'
import type { Action, Filter, Person, Resource, Rule, Seat, Viewer, Where } from './terms.ts'

const NOTHING: Filter = { _id: { $in: [] } }

/** Resources whose history begins with the seat: access goes by meeting date, unless a row says `whole`. */
const dated: ReadonlySet<Resource> = new Set<Resource>([
  'item',
  'paper',
  'minutes',
  'part',
  'comment',
  'decision',
  'action',
])

/** Resources that a person who stepped out of an item does not see. */
const hiddenOnSteppingOut: ReadonlySet<Resource> = new Set<Resource>(['paper', 'part', 'draft', 'decision', 'action'])

/** The rows by what they allow, in their order. */
const rowsFor = new Map<`${Action} ${Resource}`, Rule[]>()
for (const rule of rules)
  for (const action of rule.may)
    rowsFor.set(`${action} ${rule.on}`, [...(rowsFor.get(`${action} ${rule.on}`) ?? []), rule])

/** The filter that keeps only what this viewer may act on. No row, or no clause, keeps nothing. */
export function scopeOf(viewer: Viewer, action: Action, resource: Resource): Filter {
  const clauses: Filter[] = []
  for (const rule of rowsFor.get(`${action} ${resource}`) ?? [])
    for (const where of rule.where) clauses.push(...places(rule, where, viewer, action, resource))
  return clauses.length === 0 ? NOTHING : clauses.length === 1 ? clauses[0]! : { $or: clauses }
}

/** Whether the viewer may do this to a record that is not stored yet. The same rows, evaluated in memory. */
export const permits = (viewer: Viewer, action: Action, resource: Resource, record: object): boolean =>
  new Query(scopeOf(viewer, action, resource)).test(record as Record<string, unknown>)

/** Where the row holds for this viewer: one filter each, none where it does not apply. */
function places(rule: Rule, where: Where, viewer: Viewer, action: Action, resource: Resource): Filter[] {
  const state = rule.state ? { state: { $in: rule.state } } : {}
  const reach = Object.assign({}, where === 'everywhere' ? {} : { audience: where }, state)
  if (viewer.kind === 'service') return rule.who === viewer.name ? [reach] : []
  if (rule.who === 'visitor') return [reach]
  if (viewer.kind === 'voice') return rule.who === 'voice' ? [reach] : []
  if (viewer.kind === 'visitor') return []
  if (typeof rule.who === 'string') {
    const holds = rule.who === 'signedIn' || viewer.offices.includes(rule.who as never)
    const proven = holds && isProvenWithoutSeat(viewer, rule, action, where)
    return proven ? (ofPerson(rule, where, viewer, state) ?? [reach]) : []
  }
  return seatsThat(rule, viewer, action, where).flatMap((seat) => {
    const place = standing(seat, where, viewer, rule)
    if (place === undefined) return []
    const side = rule.ownSide || where === 'side' ? { side: seat.side } : {}
    const since = dated.has(resource) && !rule.whole ? { meetingDate: { $gte: seat.historyFrom } } : {}
    const steppedOut = hiddenOnSteppingOut.has(resource) ? { steppedOut: { $ne: viewer.person } } : {}
    return [Object.assign({}, place, where === 'own' ? {} : { audience: where }, side, state, since, steppedOut)]
  })
}

/** Where a row for whoever signs in, or holds an office, goes by the person; undefined where it does not. */
function ofPerson({ on }: Rule, where: Where, { person, reaches = [] }: Person, state: Filter): Filter[] | undefined {
  if (where === 'own') return [{ owner: person, ...state }]
  if (where === 'referred') return [{ decider: person, ...state }]
  if (where !== 'granted') return undefined
  const there = reaches.filter((reach) => reach.on === on)
  return there.map(({ record, forum }) => ({ _id: record, forum, audience: { $ne: 'side' }, ...state }))
}

/** The seats of this person to which the row is addressed, as far as this session proves them. */
function seatsThat(rule: Rule, { seats, proof }: Person, action: Action, where: Where): Seat[] {
  return seats.flatMap((seat) => {
    const counted = asProven(seat, proof)
    const addressed = (rule.who as readonly string[]).includes(counted.role) && (!rule.withKey || givesKey(counted))
    if (!addressed || !isProven(seat, proof, rule, action, where)) return []
    // What is not the forum's alone is shown as the place itself would show it.
    return [where === 'forum' || where === 'own' ? counted : seat]
  })
}

/** Which records of that reach this seat stands in; undefined where it stands in none. */
function standing(seat: Seat, where: Where, viewer: Person, { on, neighbours }: Rule): Filter | undefined {
  if (where === 'meeting')
    return standsUninvited(seat.role) ? { forum: seat.forum } : { forum: seat.forum, meeting: { $in: seat.meetings } }
  if (where === 'own') return { forum: seat.forum, owner: viewer.person }
  // Deputies, guests and advisers see what they were named for: meetings, and forum records of those meetings.
  if (!isCurrentSeat(seat.role) && on !== 'forum')
    return where === 'forum' || where === 'partnership'
      ? { forum: seat.forum, meeting: { $in: seat.meetings } }
      : undefined
  if (where === 'partnership' && neighbours) return { forum: { $in: [seat.forum, ...seat.neighbours] } }
  if (where === 'chairs' && !officers.includes(seat.role)) return undefined
  return { forum: seat.forum }
}
