import { sidesOf } from '../../models/composition.ts'
import { forumsFor } from '../../models/forum.ts'
import { type SeatRecord, seatsFor } from '../../models/seat.ts'
import { type SideSignIn, sideSignInsFor } from '../../models/sideSignIn.ts'
import { dayOf } from '../dates.ts'
import { NotFound, Refused, Stale } from '../errors.ts'
import { type Side, type Viewer, isCurrentSeat } from '../policy/terms.ts'
import { act, personOf } from './act.ts'
import { chairSeat, membership } from './seating.ts'

/** The organisations that a side's seats represent and no other side's: those that it can call its own. */
export function ownOrganisations(
  seats: readonly Pick<SeatRecord, 'side' | 'role' | 'organisation' | 'organisationName'>[],
  side: Side,
): { readonly _id: string; readonly name: string }[] {
  const lasting = seats.filter(({ role }) => isCurrentSeat(role))
  const others = new Set(lasting.filter((one) => one.side !== side).map(({ organisation }) => organisation))
  const own = lasting.filter((one) => one.side === side && !others.has(one.organisation))
  return [...new Map(own.map(({ organisation, organisationName }) => [organisation, organisationName]))]
    .map(([_id, name]) => ({ _id, name }))
    .toSorted((a, b) => a.name.localeCompare(b.name))
}

/** What a side requires now; undefined where it has decided nothing. */
export const decidedBy = async (viewer: Viewer, forum: string, side: Side): Promise<SideSignIn | undefined> =>
  (await sideSignInsFor(viewer).ofForum(forum)).find((one) => one.side === side)

/**
 * The chair of a side decides what its seats require of a sign-in: a passkey, and its own organisations only. In a
 * session with a passkey that the side vouched for, and through one of those organisations, so that no side locks itself
 * out; nobody else, and no administrator, can change it. It bites at everybody's next click, and every seat of the side
 * is told. Throws Stale when it was changed since `revision`.
 */
export const requireOfSide = act(
  async (
    { viewer, now, record, tell },
    asked: { forum: string; needsPasskey: boolean; onlyThrough: readonly string[]; revision: number },
  ): Promise<void> => {
    const { forum, needsPasskey, revision } = asked
    const { side, vouched } = chairSeat(viewer, forum)
    const { settings } = await forumsFor(viewer).open(forum)
    if (settings.sides.length === 0 || !sidesOf(settings).includes(side)) throw new NotFound('side')
    const { proof } = personOf(viewer)
    if (!proof.passkey || !vouched)
      throw new Refused(
        'Use your own passkey first: whoever decides this must hold one, or the side has nobody who can',
      )
    const seats = await seatsFor(viewer).inForum(forum, dayOf(now))
    const own = ownOrganisations(seats, side).map(({ _id }) => _id)
    const onlyThrough = [...new Set(asked.onlyThrough)].toSorted()
    if (!onlyThrough.every((one) => own.includes(one)))
      throw new Refused('Select organisations that your side alone represents', 'onlyThrough')
    if (onlyThrough.length > 0 && !(proof.by === 'organisation' && onlyThrough.includes(proof.through)))
      throw new Refused('You did not sign in through one of these yourself, and would lock yourself out', 'onlyThrough')
    if (!(await sideSignInsFor(viewer).decide(forum, side, revision, { needsPasskey, onlyThrough }))) {
      const now = await decidedBy(viewer, forum, side)
      throw new Stale({ needsPasskey: now?.needsPasskey ? 'A passkey is required' : 'No passkey is required' })
    }
    await seatsFor(membership).require(forum, side, { needsPasskey, onlyThrough })
    const details = { side, needsPasskey, onlyThrough }
    await record({ forum, event: 'sign-in of a side decided', record: forum, details })
    const to = seats.filter((one) => one.side === side && isCurrentSeat(one.role)).map(({ person }) => person)
    await tell({ forum, kind: 'sideSignInDecided', to, path: `/forums/${forum}/members` })
  },
)
