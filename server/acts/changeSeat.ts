import { type Earlier, type SeatRecord, seatsFor } from '../../models/seat.ts'
import { type Day, dayOf } from '../dates.ts'
import { Refused } from '../errors.ts'
import { type Role, keyRoles } from '../policy/terms.ts'
import { act } from './act.ts'
import { chosenOrganisation, seatToAppoint, staleSeat } from './seating.ts'

/** The roles between which a seat may change in place. A chair is handed over instead. */
export const changeable: readonly (readonly Role[])[] = [
  ['viceChair', 'secretary', 'member'],
  ['observer', 'adviser'],
]

/** The roles that a seat of this role may take. */
export const rolesAfter = (role: Role): readonly Role[] => changeable.find((group) => group.includes(role)) ?? [role]

/**
 * Changes the role of a seat, the organisation it represents, or the job title. What it was stays in the history.
 * Throws Stale when somebody else changed the seat since `revision`.
 */
export const changeSeat = act(
  async (
    { viewer, now, record, tell },
    asked: { seat: string; revision: number; role: Role; organisation: string; jobTitle: string },
  ): Promise<string> => {
    const { seat, as } = await seatToAppoint(viewer, asked.seat)
    if (!rolesAfter(seat.role).includes(asked.role)) throw new Refused('Select a role from the list', 'role')
    const { _id: organisation, name: organisationName } = await chosenOrganisation(viewer, asked.organisation)
    const { role, jobTitle } = asked
    const moved = role !== seat.role || organisation !== seat.organisation
    const holdsKey = seat.holdsKey && keyRoles.includes(role)
    const change = { role, organisation, organisationName, jobTitle, holdsKey }
    if (!(await seatsFor(as).appoint(seat._id, asked.revision, change, moved ? before(seat, dayOf(now)) : undefined)))
      throw await staleSeat(seat._id)
    await record({ forum: seat.forum, event: 'seat changed', record: seat._id, details: { role, organisation } })
    if (moved) await tell({ forum: seat.forum, kind: 'seatChanged', to: [seat.person], path: '/account' })
    return seat.forum
  },
)

const before = ({ role, organisation, organisationName }: SeatRecord, until: Day): Earlier => ({
  role,
  organisation,
  organisationName,
  until,
})

/**
 * The chair of a side names the vice-chair or member who gives the side's key when the chair cannot, or takes that
 * back. One person at a time: naming another ends it for the first.
 */
export const nameKeyHolder = act(
  async ({ viewer, now, record, tell }, asked: { seat: string; revision: number; holds: boolean }): Promise<void> => {
    const seats = seatsFor(viewer)
    const seat = await seats.openToAppoint(asked.seat)
    if (!keyRoles.includes(seat.role)) throw new Refused('Only a vice-chair or a member can hold the key', 'holds')
    if (!(await seats.appoint(seat._id, asked.revision, { holdsKey: asked.holds }))) throw await staleSeat(seat._id)
    const others = (await seats.inForum(seat.forum, dayOf(now))).filter(
      (one) => one.side === seat.side && one.holdsKey && one._id !== seat._id,
    )
    if (asked.holds) for (const one of others) await seats.appoint(one._id, one.revision, { holdsKey: false })
    const event = asked.holds ? 'key holder named' : 'key holder ended'
    await record({ forum: seat.forum, event, record: seat._id })
    const told = [seat, ...(asked.holds ? others : [])].map(({ person }) => person)
    await tell({ forum: seat.forum, kind: 'seatChanged', to: told, path: '/account' })
  },
)
